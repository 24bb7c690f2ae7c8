#include "core/talk/ivr.h"

#include <algorithm>

#include "core/entrance/announce.h"
#include "core/entrance/door.h"
#include "core/entrance/parting.h"
#include "core/talk/interaction.h"
#include "domain/target.h"

namespace okno::core {
namespace {
constexpr std::string_view kGreeting = "greeting";
constexpr int kMaxHops = 8;  // menus whose `otherwise` is a menu again, for those who cannot press keys

void go(Floor& floor, InteractionNow& x, const std::string& target);

void await_digit(Floor& floor, InteractionNow& x) {
  floor.alarms.set(x.step_at, AlarmKind::step, x.row.id, floor.now + x.ivr.menu->digit_limit);
}

void leave_ivr(Floor& floor, InteractionNow& x) {
  floor.alarms.clear(x.step_at, AlarmKind::step, x.row.id);
  x.ivr.token = 0;
}

void hang_up(Floor& floor, InteractionNow& x, EndCause cause) {
  leave_ivr(floor, x);
  floor.command(HangUpCustomer{x.row.id, cause});
  mark_ended(floor, x, cause);
  close(floor, x);
}

// Enough walking: the menu's way out, or the end.
void stop_walking(Floor& floor, InteractionNow& x) {
  QueueNow* queue = find_queue(floor, x.row.project, x.ivr.menu->otherwise);
  if (!queue) return hang_up(floor, x, EndCause::left_in_ivr);
  leave_ivr(floor, x);
  come_to(floor, x, *queue);
}

// The menu as a step of the path; false when the caller has walked too long and is no longer in the IVR.
bool note_step(Floor& floor, InteractionNow& x) {
  const IvrMenu& menu = *x.ivr.menu;
  x.ivr.digits.clear();
  if (++x.ivr.steps > kMaxIvrSteps) {
    stop_walking(floor, x);
    return false;
  }
  auto& path = x.row.ivr_path;
  if (path.size() >= kMaxIvrPath) path.erase(path.begin());
  path.push_back({menu.name, menu.title, ""});
  floor.touch(x);
  return true;
}

void hear(Floor& floor, InteractionNow& x) {
  if (!note_step(floor, x)) return;
  floor.alarms.clear(x.step_at, AlarmKind::step, x.row.id);
  if (x.ivr.menu->say.empty()) return await_digit(floor, x);
  play_prompt(floor, x, x.ivr.menu->name);
}

void enter(Floor& floor, InteractionNow& x, const IvrMenu& menu) {
  if (x.ivr.menu && x.ivr.menu != &menu) x.ivr.trail.push_back(x.ivr.menu);
  x.ivr.menu = &menu;
  x.ivr.failures = 0;
  hear(floor, x);
}

void wrong(Floor& floor, InteractionNow& x) {
  const IvrMenu& menu = *x.ivr.menu;
  if (++x.ivr.failures < menu.tries) return hear(floor, x);
  go(floor, x, menu.otherwise.empty() ? "hangup" : menu.otherwise);
}

void go(Floor& floor, InteractionNow& x, const std::string& target) {
  floor.alarms.clear(x.step_at, AlarmKind::step, x.row.id);
  if (target == "repeat") return hear(floor, x);
  if (target == "hangup") return hang_up(floor, x, EndCause::left_in_ivr);
  if (target == "back") {
    if (!x.ivr.trail.empty()) {
      x.ivr.menu = x.ivr.trail.back();
      x.ivr.trail.pop_back();
      x.ivr.failures = 0;
    }
    return hear(floor, x);
  }
  if (QueueNow* queue = find_queue(floor, x.row.project, target)) {
    leave_ivr(floor, x);
    return come_to(floor, x, *queue);
  }
  if (const Target to = target_of(target); to.kind == TargetKind::menu)
    if (const IvrMenu* menu = find_menu(*x.ivr.project, to.name)) return enter(floor, x, *menu);
  if (can_send(floor, x, target)) {
    leave_ivr(floor, x);
    return send(floor, x, target, "no_such_entry");
  }
  hang_up(floor, x, EndCause::failed);  // the settings lead nowhere
}

const IvrChoice* exact_choice(const InteractionNow& x) {
  for (const IvrChoice& choice : x.ivr.menu->choices)
    if (choice.digits == x.ivr.digits) return &choice;
  return nullptr;
}

bool may_grow(const InteractionNow& x) {
  const auto& choices = x.ivr.menu->choices;
  return std::any_of(choices.begin(), choices.end(), [&](const IvrChoice& c) {
    return c.digits.size() > x.ivr.digits.size() && c.digits.starts_with(x.ivr.digits);
  });
}

// A chat cannot press keys: it goes where silence would lead a caller.
void go_silently(Floor& floor, InteractionNow& x, const IvrMenu* menu) {
  for (int hop = 0; menu && hop < kMaxHops; ++hop) {
    if (QueueNow* queue = find_queue(floor, x.row.project, menu->otherwise)) return come_to(floor, x, *queue);
    const Target to = target_of(menu->otherwise);
    menu = to.kind == TargetKind::menu ? find_menu(*x.ivr.project, to.name) : nullptr;
  }
  refuse_customer(floor, x, "no_such_entry");
}
void prompt_heard(Floor& floor, InteractionNow& x) {
  x.ivr.token = 0;
  floor.alarms.clear(x.step_at, AlarmKind::step, x.row.id);
  if (x.parting != Parting::none) return parting_heard(floor, x);
  if (!x.ivr.menu) return enter(floor, x, *x.ivr.first);
  await_digit(floor, x);
}
}  // namespace

void start_ivr(Floor& floor, InteractionNow& x, std::string_view name) {
  const auto project = floor.projects.find(x.row.project);
  const IvrMenu* menu = project == floor.projects.end() ? nullptr : find_menu(*project->second, name);
  if (!menu) return refuse_customer(floor, x, "no_such_entry");
  x.ivr.project = project->second;
  if (!x.voice()) return go_silently(floor, x, menu);
  x.row.state = InteractionState::ivr;
  take_line(floor, x);
  x.ivr.menu = nullptr;  // a line or hours may have sent him here from a walk before
  x.ivr.trail.clear();
  if (x.ivr.project->greeting.empty() || !x.row.ivr_path.empty()) return enter(floor, x, *menu);
  x.ivr.first = menu;
  const bool russian = x.ivr.project->language == "ru";
  x.row.ivr_path.push_back({std::string(kGreeting), russian ? "Приветствие" : "Greeting", ""});
  play_prompt(floor, x, std::string(kGreeting));
}

const IvrMenu* find_menu(const Project& project, std::string_view name) {
  for (const IvrMenu& menu : project.menus)
    if (menu.name == name) return &menu;
  return nullptr;
}

void go_to_menu(Floor& floor, InteractionNow& x, const IvrMenu& menu) {
  x.ivr = {};
  x.ivr.project = floor.projects.at(x.row.project);
  x.queued_at.reset();
  x.row.state = InteractionState::ivr;
  x.music = false;
  enter(floor, x, menu);
}

void prompt_finished(Floor& floor, const PromptFinished& e) {
  InteractionNow* x = floor.interaction(e.id);
  if (!x || x->row.state != InteractionState::ivr || e.token == 0 || x->ivr.token != e.token) return;
  prompt_heard(floor, *x);
}

void play_prompt(Floor& floor, InteractionNow& x, const std::string& prompt) {
  x.ivr.token = ++floor.tokens;
  floor.command(PlayPrompt{x.row.id, prompt, x.ivr.token});
  floor.alarms.set(x.step_at, AlarmKind::step, x.row.id, floor.now + kPromptLimit);
}

void digit_pressed(Floor& floor, const DigitPressed& e) {
  InteractionNow* x = floor.interaction(e.id);
  if (x && x->row.state == InteractionState::waiting) return key_in_line(floor, *x, e.digit);
  if (!x || x->row.state != InteractionState::ivr) return;
  if (x->parting != Parting::none) return parting_key(floor, *x, e.digit);
  if (std::string_view("0123456789*#ABCD").find(e.digit) == std::string_view::npos) return;
  IvrWalk& ivr = x->ivr;
  if (ivr.token != 0) floor.command(StopPlaying{e.id});
  ivr.token = 0;
  if (!ivr.menu) {  // who knows the menu need not hear the greeting
    ivr.menu = ivr.first;
    if (!note_step(floor, *x)) return;
  }
  ivr.digits.push_back(e.digit);
  x->row.ivr_path.back().digits = ivr.digits;
  floor.touch(*x);
  if (may_grow(*x)) return await_digit(floor, *x);
  if (const IvrChoice* choice = exact_choice(*x)) return go(floor, *x, choice->target);
  wrong(floor, *x);
}

void digit_limit_passed(Floor& floor, InteractionNow& x) {
  if (x.ivr.token != 0) {  // whoever plays it has forgotten to tell
    floor.command(StopPlaying{x.row.id});
    return prompt_heard(floor, x);
  }
  if (x.parting != Parting::none) return end_parting(floor, x);
  if (!x.ivr.digits.empty())
    if (const IvrChoice* choice = exact_choice(x)) return go(floor, x, choice->target);
  wrong(floor, x);
}
}  // namespace okno::core
