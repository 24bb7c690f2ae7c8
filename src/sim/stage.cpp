#include "sim/stage.h"

#include <algorithm>

#include "sim/phrase.h"
#include "sim/stage_entrance.h"
#include "sim/values.h"

namespace okno::sim {
using namespace core;
namespace {
Channel channel(const std::string& text) {
  const auto found = from_text<Channel>(text);
  if (!found) throw StoryError("there is no channel \"" + text + "\"");
  return *found;
}
int& of_channel(auto& counts, Channel channel) {
  int* all[] = {&counts.voice, &counts.chat, &counts.email, &counts.sms, &counts.social};
  return *all[static_cast<std::size_t>(channel)];
}
bool change_letters(Queue& queue, const std::string& part) {
  if (auto idle = fits("letters need {} idle", part))
    queue.letters_min_idle = whole(idle->at(0));
  else if (auto busy = fits("letters up to {} % busy", part))
    queue.letters_max_occupancy = whole(busy->at(0));
  else if (auto back = fits("letters put back {}", part))
    queue.letters_put_back = yes(back->at(0));
  else
    return false;
  return true;
}
bool change_skills(Queue& queue, const std::string& part) {
  if (auto skill = fits("needs {} {}", part))
    queue.required.push_back({skill->at(0), whole(skill->at(1))});
  else if (auto better = fits("prefers {}", part))
    queue.preferred.push_back(better->at(0));
  else if (auto step = fits("after {} {} level {}", part))
    queue.relaxation.push_back({span(step->at(0) + " " + step->at(1)), whole(step->at(2))});
  else if (auto last = fits("after {} {} anyone", part))
    queue.relaxation.push_back({span(last->at(0) + " " + last->at(1)), 0});
  else if (auto language = fits("language as skill {}", part))
    queue.language_as_skill = yes(language->at(0));
  else if (auto difficult = fits("difficult customers need {} {}", part))
    queue.difficult_skill = difficult->at(0), queue.difficult_level = whole(difficult->at(1));
  else
    return false;
  return true;
}
bool change_turns(Queue& queue, const std::string& part) {
  if (part == "fewest contacts")
    queue.strategy = Strategy::fewest_contacts;
  else if (part == "by qualification")
    queue.strategy = Strategy::by_qualification;
  else if (auto at_once = fits("ring {} at once", part))
    queue.ring_at_once = whole(at_once->at(0));
  else if (auto priority = fits("priority {}", part))
    queue.priority = whole(priority->at(0));
  else if (auto ageing = fits("ageing {}", part))
    queue.ageing = whole(ageing->at(0));
  else if (auto vip = fits("vip priority {}", part))
    queue.vip_priority = whole(vip->at(0));
  else if (auto wait = fits("last agent wait {...}", part))
    queue.last_agent_wait = span(wait->at(0));
  else if (auto mobile = fits("owner on mobile {}", part))
    queue.owner_on_mobile = yes(mobile->at(0));
  else
    return false;
  return true;
}
bool change_abilities(Agent& agent, const std::string& part) {
  if (auto skill = fits("knows {} {}", part))
    agent.skills.push_back({skill->at(0), whole(skill->at(1))});
  else if (auto language = fits("speaks {}", part))
    agent.skills.push_back({"lang:" + language->at(0), 1});
  else if (auto most = fits("holds {} {}", part))
    of_channel(agent.capacity, channel(most->at(1))) = whole(most->at(0));
  else if (auto mobile = fits("mobile {}", part))
    agent.mobile = mobile->at(0);
  else if (part == "supervisor")
    agent.role = Role::supervisor;
  else if (auto shift = fits("shift {}", part))
    agent.shift = shift->at(0);
  else
    return false;
  return true;
}
ForwardWhen forward_when(const std::string& text) {
  const auto when = from_text<ForwardWhen>(text);
  if (!when) throw StoryError("nothing is forwarded when \"" + text + "\"");
  return *when;
}
// "mobile phone +7… after 10 s", "browser for queues", "desk for colleagues".
bool change_telephones(Agent& agent, const std::string& part) {
  Device device;
  if (auto late = fits("rings mobile {} after {...}", part))
    device = {DeviceKind::mobile, late->at(0), true, true, span(late->at(1)), false};
  else if (auto mobile = fits("rings mobile {}", part))
    device = {DeviceKind::mobile, mobile->at(0), true, true, {}, false};
  else if (auto some = fits("rings {} for {}", part))
    device = {from_text<DeviceKind>(some->at(0)).value_or(DeviceKind::desk),
              "",
              some->at(1) == "queues",
              some->at(1) == "colleagues",
              {},
              false};
  else
    return false;
  agent.devices.push_back(device);
  return true;
}
bool change_house(Agent& agent, const std::string& part) {
  if (change_telephones(agent, part)) return true;
  if (auto number = fits("short number {}", part))
    agent.extension = number->at(0);
  else if (auto department = fits("department {}", part))
    agent.department = department->at(0);
  else if (auto ring = fits("rings for {...}", part))
    agent.ring_limit = span(ring->at(0));
  else
    return false;
  return true;
}
bool change_calls_by_us(Queue& queue, const std::string& part) {
  if (auto tries = fits("called up to {} times", part))
    queue.callback_tries = whole(tries->at(0));
  else if (auto retry = fits("called again after {...}", part))
    queue.callback_retry = span(retry->at(0));
  else if (auto wait = fits("planned wait {...}", part))
    queue.planned_wait = span(wait->at(0));
  else
    return false;
  return true;
}
bool change_life(Queue& queue, const std::string& part) {
  if (auto pause = fits("a missed ring is a pause of {...}", part))
    queue.no_answer = NoAnswer::pause, queue.no_answer_pause = span(pause->at(0));
  else if (auto missed = fits("a missed ring is {}", part))
    queue.no_answer = from_text<NoAnswer>(missed->at(0)).value_or(NoAnswer::pause);
  else if (auto more = fits("more time {} {} up to {} times", part))
    queue.wrap_up_extension = span(more->at(0) + " " + more->at(1)),
    queue.wrap_up_extensions = whole(more->at(2));
  else
    return false;
  return true;
}
template <class Known>
auto look_up(const Known& known, const std::string& name, const char* kind) {
  const auto found = known.find(name);
  if (found == known.end()) throw StoryError(std::string("there is no ") + kind + " called " + name);
  return found->second;
}
}  // namespace

bool Stage::is_setting(const std::string& line) const {
  for (const char* pattern : {"project: {...}", "project {}: {...}", "queue {}: {...}", "agent {}: {...}",
                              "menu {}: {...}", "key {}: {...}", "hours {}: {...}", "phones required: {}",
                              "remove queue {}", "remove agent {}", "group {}: {...}"})
    if (fits(pattern, line)) return true;
  return false;
}

void Stage::change(const std::string& line) {
  the_project();
  if (auto c = fits("project: {...}", line))
    change_project(c->at(0));
  else if (auto n = fits("project {}: {...}", line))
    turn_to_project(n->at(0)), change_project(n->at(1));
  else if (auto q = fits("queue {}: {...}", line))
    change_queue(q->at(0), q->at(1));
  else if (auto a = fits("agent {}: {...}", line))
    change_agent(a->at(0), a->at(1));
  else if (auto m = fits("menu {}: {...}", line))
    change_menu(m->at(0), m->at(1));
  else if (auto k = fits("key {}: {...}", line))
    add_key(k->at(0), k->at(1));
  else if (auto h = fits("hours {}: {...}", line))
    change_hours(configuration_, h->at(0), h->at(1));
  else if (auto g = fits("group {}: {...}", line))
    change_group(g->at(0), g->at(1));
  else if (auto p = fits("phones required: {}", line))
    configuration_.phone_required = yes(p->at(0));
  else if (auto r = fits("remove {} {}", line))
    remove(r->at(0), r->at(1));
  if (centre_) happen(ConfigurationChanged{configuration_});
}

Project& Stage::the_project() {
  if (configuration_.projects.empty()) {
    Project project;
    project.id = ProjectId(1);
    project.name = "shop";
    project.caller_id = "+78005550100";
    project.language = "en";
    configuration_.projects.push_back(project);
  }
  return configuration_.projects[project_];
}

// What follows is of this project: queues, menus, callers.
void Stage::turn_to_project(const std::string& name) {
  auto& all = configuration_.projects;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Project& p) { return p.name == name; });
  project_ = static_cast<std::size_t>(found - all.begin());
  if (found != all.end()) return;
  Project project;
  project.id = ProjectId(std::ssize(all) + 1);
  project.name = name;
  project.language = "en";
  all.push_back(project);
}

void Stage::change_project(const std::string& rest) {
  for (const std::string& part : parts_of(rest)) {
    if (change_entrance(the_project(), part)) continue;
    if (auto g = fits("greeting {...}", part))
      the_project().greeting = unquoted(g->at(0));
    else if (auto c = fits("caller id {}", part))
      the_project().caller_id = c->at(0);
    else if (auto r = fits("recorded {}", part))
      the_project().recorded = yes(r->at(0));
    else if (part == "recorded on demand")
      the_project().recorded = false, the_project().record_on_demand = true;
    else if (part == "recording announced")
      the_project().recording_announced = true;
    else if (auto pause = fits("pause {} up to {...}", part))
      the_project().pause_rules.push_back({pause->at(0), span(pause->at(1))});
    else if (auto beside = fits("{} beside {}", part))
      the_project().together.push_back({channel(beside->at(1)), channel(beside->at(0))});
    else if (auto weight = fits("{} weighs {}", part))
      of_channel(the_project().weights, channel(weight->at(0))) = static_cast<int>(number(weight->at(1)));
    else
      throw StoryError("a project has no \"" + part + "\"");
  }
}

Queue& Stage::queue_named(const std::string& name) {
  for (Queue& queue : configuration_.queues)
    if (queue.name == name) return queue;
  Queue queue;
  queue.id = QueueId(++last_queue_);
  queue.name = name;
  queue.title = name;
  queue.project = project();
  configuration_.queues.push_back(queue);
  names_.queues[queue.id] = name;
  return configuration_.queues.back();
}

void Stage::change_queue(const std::string& name, const std::string& rest) {
  Queue& queue = queue_named(name);
  for (const std::string& part : parts_of(rest)) {
    if (change_letters(queue, part) || change_skills(queue, part) || change_turns(queue, part) ||
        change_entrance(queue, part) || change_calls_by_us(queue, part) || change_life(queue, part))
      continue;
    if (part == "longest idle")
      queue.strategy = Strategy::longest_idle;
    else if (part == "round robin")
      queue.strategy = Strategy::round_robin;
    else if (auto ring = fits("ring {...}", part))
      queue.ring_limit = span(ring->at(0));
    else if (auto card = fits("card {...}", part))
      queue.card_limit = span(card->at(0));
    else if (auto wrap = fits("wrap-up {...}", part))
      queue.wrap_up_limit = span(wrap->at(0));
    else if (auto wait = fits("owner wait {...}", part))
      queue.owner_wait = span(wait->at(0));
    else if (auto line = fits("at most {} waiting", part))
      queue.max_waiting = static_cast<std::size_t>(number(line->at(0)));
    else if (auto last = fits("last agent first {}", part))
      queue.last_agent_first = yes(last->at(0));
    else if (auto owner = fits("owner first {}", part))
      queue.owner_first = yes(owner->at(0));
    else if (auto recorded = fits("recorded {}", part))
      queue.recorded = yes(recorded->at(0));
    else if (part == "recorded on demand")
      queue.recorded = false, queue.record_on_demand = true;
    else
      throw StoryError("a queue has no \"" + part + "\"");
  }
}

void Stage::change_agent(const std::string& name, const std::string& rest) {
  Agent* agent = nullptr;
  for (Agent& known : configuration_.agents)
    if (known.login == name) agent = &known;
  if (!agent) {
    Agent fresh;
    fresh.id = AgentId(++last_agent_);
    fresh.login = fresh.name = name;
    agents_[name] = fresh.id;
    names_.agents[fresh.id] = name;
    phones_[fresh.id] = {fresh.id, true, false, true};
    configuration_.agents.push_back(fresh);
    agent = &configuration_.agents.back();
  }
  AgentPhonesChanged& phones = phones_[agent->id];
  agent->queues.clear();
  agent->capacity = {};
  agent->skills.clear();
  agent->points.clear();
  agent->forwards.clear();
  agent->devices.clear();
  for (const std::string& part : parts_of(rest)) {
    if (change_abilities(*agent, part) || change_house(*agent, part)) continue;
    if (auto forward = fits("forwards {} to {}", part)) {
      agent->forwards.push_back({forward_when(forward->at(0)), way(forward->at(1))});
      continue;
    }
    if (auto points = fits("{} points for {}", part))
      agent->points.push_back({queue_named(points->at(1)).id, whole(points->at(0))});
    else if (part == "no phone")
      phones.browser = phones.desk = false;
    else if (part == "desk phone")
      phones.desk = true, phones.browser = false;
    else if (part == "no window")
      phones.window_open = false;
    else
      agent->queues.push_back(queue_named(part).id);
  }
}

// A target, or a colleague by name; he may come later in the story's text than who forwards to him.
std::string Stage::way(const std::string& name) const {
  const auto known = agents_.find(name);
  return known == agents_.end() ? name : "agent:" + std::to_string(known->second.value());
}

// "number 600, members anna and boris, ring 20 s, one after another, otherwise voicemail"
void Stage::change_group(const std::string& name, const std::string& rest) {
  auto& all = configuration_.groups;
  std::erase_if(all, [&](const RingGroup& group) { return group.name == name; });
  RingGroup& group = all.emplace_back();
  group.name = name;
  for (const std::string& part : parts_of(rest)) {
    if (auto number = fits("number {}", part))
      group.number = number->at(0);
    else if (auto member = fits("member {}", part))
      group.members.push_back(agent(member->at(0)));
    else if (auto ring = fits("ring {...}", part))
      group.ring_limit = span(ring->at(0));
    else if (part == "one after another")
      group.in_turn = true;
    else if (auto otherwise = fits("otherwise {}", part))
      group.otherwise = way(otherwise->at(0));
    else
      throw StoryError("a ring group has no \"" + part + "\"");
  }
}

void Stage::change_menu(const std::string& name, const std::string& rest) {
  IvrMenu menu;
  menu.name = name;
  menu.title = name;
  for (const std::string& part : parts_of(rest)) {
    if (auto say = fits("say {...}", part))
      menu.say = unquoted(say->at(0));
    else if (auto wait = fits("wait {...}", part))
      menu.digit_limit = span(wait->at(0));
    else if (auto tries = fits("tries {}", part))
      menu.tries = static_cast<int>(number(tries->at(0)));
    else if (auto otherwise = fits("otherwise {}", part))
      menu.otherwise = otherwise->at(0);
    else
      throw StoryError("a menu has no \"" + part + "\"");
  }
  the_project().menus.push_back(menu);
}

void Stage::add_key(const std::string& digits, const std::string& rest) {
  if (the_project().menus.empty()) throw StoryError("a key needs a menu before it");
  the_project().menus.back().choices.push_back({digits, rest, rest});
}

void Stage::remove(const std::string& kind, const std::string& name) {
  if (kind == "agent") std::erase_if(configuration_.agents, [&](const Agent& a) { return a.login == name; });
  if (kind == "queue") std::erase_if(configuration_.queues, [&](const Queue& q) { return q.name == name; });
}

void Stage::open() {
  centre_.emplace(configuration_);
  checks_.emplace(configuration_);
  for (const auto& [id, phones] : phones_) happen(phones);
}

void Stage::happen(const Event& event) {
  if (!centre_) open();
  const auto commands = centre_->apply(event, now_);
  take(commands);
  const std::string broken = checks_->watch(event, commands, now_, *centre_);
  if (!broken.empty()) throw StoryError("a promise is broken: " + broken);
}

void Stage::let_pass(base::Duration passing) {
  if (!centre_) open();
  const base::Instant until = now_ + passing;
  while (centre_->next_deadline() <= until) {
    now_ = centre_->next_deadline();
    happen(TimePassed{});
  }
  now_ = until;
}

void Stage::set_clock(base::Instant at) {
  if (!centre_) {  // the story has not begun: it begins then
    now_ = at;
    return;
  }
  if (at < now_) throw StoryError("the clock does not go back");
  let_pass(at - now_);
}

void Stage::jump(base::Duration passing) {
  now_ += passing;
}

void Stage::take(const std::vector<Command>& commands) {
  book_.note(commands, now_);
  for (const Command& command : commands) {
    for (auto& said : sentences(command, names_)) happened_.push_back(std::move(said));
    if (const auto* c = std::get_if<AgentChanged>(&command)) states_[c->agent] = *c;
    if (const auto* c = std::get_if<InteractionChanged>(&command)) rows_[c->row.id] = c->row;
    if (const auto* c = std::get_if<ShowCard>(&command)) offers_[c->agent] = c->offer;
    if (const auto* c = std::get_if<PlayPrompt>(&command)) prompts_[c->id] = c->token;
    if (const auto* c = std::get_if<QueueChanged>(&command)) waiting_[c->queue] = c->waiting;
  }
}

Daybook Stage::book() const {
  Daybook book = book_;
  book.names = names_;
  for (const Queue& queue : configuration_.queues) book.limits[queue.id] = queue.service_level_limit;
  book.close(now_);
  return book;
}

AgentId Stage::agent(const std::string& name) const {
  return look_up(agents_, name, "agent");
}
InteractionId Stage::customer(const std::string& name) const {
  return look_up(customers_, name, "customer");
}
InteractionId Stage::newcomer(const std::string& name) {
  const InteractionId id(++last_interaction_);
  customers_[name] = id;
  names_.customers[id] = name;
  return id;
}
OfferId Stage::offer_to(AgentId agent) const {
  const auto found = offers_.find(agent);
  if (found == offers_.end()) throw StoryError(names_.of(agent) + " was never offered anybody");
  return found->second;
}
InteractionId Stage::busy_with(AgentId agent) const {
  const auto& state = state_of(agent);
  if (!state.interaction) throw StoryError(names_.of(agent) + " is with nobody");
  return *state.interaction;
}
std::int64_t Stage::prompt_of(InteractionId id) const {
  const auto found = prompts_.find(id);
  if (found == prompts_.end()) throw StoryError(names_.of(id) + " hears no prompt");
  return found->second;
}
const Interaction* Stage::row(InteractionId id) const {
  const auto found = rows_.find(id);
  return found == rows_.end() ? nullptr : &found->second;
}
const AgentChanged& Stage::state_of(AgentId id) const {
  static const AgentChanged kOffline{};
  const auto found = states_.find(id);
  return found == states_.end() ? kOffline : found->second;
}
std::int64_t Stage::waiting_in(const std::string& queue) const {
  for (const auto& [id, name] : names_.queues) {
    if (name != queue) continue;
    const auto found = waiting_.find(id);
    return found == waiting_.end() ? 0 : found->second;
  }
  throw StoryError("there is no queue called " + queue);
}
}  // namespace okno::sim
