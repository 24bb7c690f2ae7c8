#include "core/entrance/parting.h"

#include <algorithm>

#include "core/entrance/announce.h"
#include "core/entrance/lists.h"
#include "core/line/queue.h"
#include "core/talk/call.h"
#include "core/talk/callback.h"
#include "core/talk/interaction.h"
#include "core/talk/ivr.h"
#include "core/talk/recorded.h"
#include "domain/target.h"

namespace okno::core {
namespace {
constexpr std::string_view kVoicemailWords = "voicemail";  // "leave a message after the tone"
constexpr char kMessageEnds = '#';

bool has_message(const Floor& floor, const InteractionNow& x, std::string_view name) {
  const Project* project = floor.project(x.row.project);
  return project && std::any_of(project->messages.begin(), project->messages.end(),
                                [&](const Message& m) { return m.name == name; });
}

bool has_menu(const Floor& floor, const InteractionNow& x, std::string_view name) {
  const Project* project = floor.project(x.row.project);
  return project && find_menu(*project, name);
}

// He stands in line no longer; what he waited is known.
void step_out(Floor& floor, InteractionNow& x) {
  if (x.queued_at) {
    leave_waiting(floor, x);
    leave_line(floor, x, false);
    count_wait(floor, x);
    x.queued_at.reset();
  }
  stop_recording(floor, x);  // he may have talked with somebody who was cut off
  if (x.music) floor.command(StopPlaying{x.row.id});
  x.music = false;
  x.ivr.digits.clear();
  x.row.state = InteractionState::ivr;
  floor.touch(x);
}

void play_message(Floor& floor, InteractionNow& x, std::string_view name, Parting parting) {
  x.parting = parting;
  play_prompt(floor, x, "message:" + std::string(name));
}

void take_voicemail(Floor& floor, InteractionNow& x) {
  x.parting = Parting::voicemail;
  floor.command(TakeVoicemail{x.row.id, kVoicemailLimit});
  floor.alarms.set(x.step_at, AlarmKind::step, x.row.id, floor.now + kVoicemailLimit);
}
}  // namespace

bool can_send(const Floor& floor, const InteractionNow& x, const std::string& target) {
  const Target to = target_of(target);
  if (to.kind == TargetKind::hangup) return true;
  if (!x.voice()) return false;
  switch (to.kind) {
    case TargetKind::message:
      return has_message(floor, x, to.name);
    case TargetKind::menu:
      return has_menu(floor, x, to.name);
    case TargetKind::callback:
      return x.row.queue && is_known_number(x.customers_number());
    default:
      return to.kind == TargetKind::voicemail;
  }
}

void send(Floor& floor, InteractionNow& x, const std::string& target, std::string_view reason) {
  const Target to = target_of(target);
  if (to.kind == TargetKind::callback) return ask_for_callback(floor, x);
  step_out(floor, x);
  if (to.kind == TargetKind::hangup) return refuse_customer(floor, x, std::string(reason));
  if (to.kind == TargetKind::menu) return start_ivr(floor, x, to.name);
  take_line(floor, x);
  if (to.kind == TargetKind::message) return play_message(floor, x, to.name, Parting::message);
  OKNO_CHECK(to.kind == TargetKind::voicemail);
  if (has_message(floor, x, kVoicemailWords))
    return play_message(floor, x, kVoicemailWords, Parting::voicemail_words);
  take_voicemail(floor, x);
}

void parting_heard(Floor& floor, InteractionNow& x) {
  if (x.parting == Parting::voicemail_words) return take_voicemail(floor, x);
  end_parting(floor, x);
}

void parting_key(Floor& floor, InteractionNow& x, char digit) {
  if (x.parting == Parting::voicemail && digit == kMessageEnds) end_parting(floor, x);
}

EndCause parting_cause(const InteractionNow& x) {
  return x.parting == Parting::voicemail ? EndCause::voicemail : EndCause::announced;
}

void end_parting(Floor& floor, InteractionNow& x) {
  const EndCause cause = parting_cause(x);
  floor.command(HangUpCustomer{x.row.id, cause});
  mark_ended(floor, x, cause);
  close(floor, x);
}
}  // namespace okno::core
