#include "sim/town/town.h"

#include <algorithm>
#include <utility>

#include "core/journal/event_json.h"
#include "sim/sentence.h"
#include "sim/town/town_calls.h"
#include "sim/town/town_entrance.h"
#include "sim/town/town_life.h"

namespace okno::sim {
using namespace core;
namespace {
constexpr int kEventsOfATwin = 11;  // after so many the twin is packed and brought back

std::uint64_t stir(std::uint64_t hash, std::string_view text) {  // FNV-1a
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return hash;
}
}  // namespace

Town::Town(const TownPlan& plan, bool replay) : plan_(plan), prng_(plan.seed), agreements_(plan.seed) {
  found();
  checks_.emplace(configuration_);
  centre_.emplace(configuration_);
  if (plan.faults) faults_ = Faults::of_seed(plan.seed);
  report_.faults = faults_.names();
  if (faults_.restart) paper_.emplace(configuration_);
  if (replay) twin_.emplace(configuration_);
}

TownReport Town::run() {
  for (int day = 1; day <= plan_.days && report_.broken.empty(); ++day) {
    if (day > 1) next_morning();
    live_a_day();
    if (plan_.days > 1 && report_.broken.empty()) evening(day);
  }
  report_.books = checks_->books();
  return report_;
}

Queue Town::some_queue(std::int64_t id) {
  Queue q;
  q.id = QueueId(id);
  q.name = "q" + std::to_string(id);
  q.project = ProjectId(1);
  q.strategy = chance(0.5) ? Strategy::longest_idle : Strategy::round_robin;
  q.ring_limit = base::seconds(static_cast<double>(5 + among(20)));
  q.card_limit = std::chrono::milliseconds(chance(0.2) ? 0 : 150);
  q.wrap_up_limit = base::seconds(chance(0.3) ? 0 : static_cast<double>(among(60)));
  q.owner_wait = base::seconds(chance(0.5) ? 0 : static_cast<double>(among(90)));
  q.last_agent_first = chance(0.7);
  q.owner_first = chance(0.7);
  if (chance(0.3)) q.strategy = chance(0.5) ? Strategy::fewest_contacts : Strategy::by_qualification;
  q.last_agent_wait = base::seconds(chance(0.7) ? 0 : static_cast<double>(among(40)));
  q.owner_on_mobile = chance(0.3);
  q.ring_at_once = chance(0.7) ? 1 : static_cast<int>(2 + among(3));
  q.priority = static_cast<int>(among(3));
  q.ageing = chance(0.5) ? 0 : static_cast<int>(among(4));
  if (chance(0.3)) q.vip_priority = 5;
  if (chance(0.4)) q.required = {{"billing", static_cast<int>(1 + among(4))}};
  if (chance(0.5)) q.relaxation = {{base::seconds(20), 2}, {base::seconds(50), 0}};
  if (chance(0.3)) q.preferred = {"sales"};
  q.language_as_skill = chance(0.4);
  if (chance(0.4)) q.difficult_skill = "patience";
  if (chance(0.4)) q.letters_min_idle = static_cast<int>(among(3));
  if (chance(0.3)) q.letters_max_occupancy = static_cast<int>(among(100));
  q.letters_put_back = chance(0.5);
  q.max_waiting = chance(0.3) ? static_cast<std::size_t>(among(5)) : 1000;
  configure_entrance(prng_, q, !configuration_.hours.empty());
  agreements_.give_rules(q);
  return q;
}

// Targets of queues that are gone lead nowhere; closed queues lead only to those with a smaller number.
void Town::mend_targets() {
  const auto is_here = [&](const std::string& target) {
    return !target.starts_with("queue:") ||
           std::any_of(configuration_.queues.begin(), configuration_.queues.end(),
                       [&](const Queue& q) { return "queue:" + q.name == target; });
  };
  for (Queue& queue : configuration_.queues) {
    for (std::string* target : {&queue.when_closed, &queue.overflow_to, &queue.when_nobody})
      if (!is_here(*target) || *target == "queue:" + queue.name) *target = "hangup";
    if (queue.when_closed.starts_with("queue:") && queue.when_closed > "queue:" + queue.name)
      queue.when_closed = "voicemail";
  }
  for (Project& project : configuration_.projects) {
    if (!is_here(project.blacklisted_to)) project.blacklisted_to.clear();
    for (IvrMenu& menu : project.menus) {
      if (!is_here(menu.otherwise)) menu.otherwise = "hangup";
      for (IvrChoice& choice : menu.choices)
        if (!is_here(choice.target)) choice.target = "hangup";
    }
  }
}

Agent Town::some_new_agent(std::int64_t id) {
  Agent a;
  a.id = AgentId(id);
  a.login = "a" + std::to_string(id);
  for (const Queue& queue : configuration_.queues)
    if (chance(0.6)) a.queues.push_back(queue.id);
  if (chance(0.6)) a.capacity.chat = static_cast<int>(among(4));
  if (chance(0.5)) a.capacity.email = static_cast<int>(1 + among(5));
  if (chance(0.1)) a.capacity.voice = 0;
  for (const char* skill : {"billing", "sales", "patience", "lang:en"})
    if (chance(0.4)) a.skills.push_back({skill, static_cast<int>(1 + among(4))});
  for (const QueueId queue : a.queues)
    if (chance(0.2)) a.points.push_back({queue, static_cast<int>(among(7) - 3)});
  if (chance(0.5)) a.mobile = "+79160000000";
  agreements_.give_role(a, configuration_);
  return a;
}

void Town::found() {
  end_ = now_ + base::seconds(plan_.hours * 3600);
  Project project;
  project.id = ProjectId(1);
  project.greeting = chance(0.5) ? "hello" : "";
  project.menus = {{"main",
                    "Main",
                    "press",
                    {{"1", "queue:q1", ""}, {"2", "menu:sub", ""}, {"3", "repeat", ""}, {"9", "hangup", ""}},
                    base::seconds(4),
                    3,
                    "queue:q1"},
                   {"sub",
                    "Sub",
                    chance(0.5) ? "press" : "",
                    {{"1", "queue:q2", ""}, {"12", "queue:q1", ""}, {"*", "back", ""}},
                    base::seconds(3),
                    2,
                    chance(0.5) ? "hangup" : "menu:main"}};
  for (const Channel holding : {Channel::chat, Channel::email, Channel::social})
    for (const Channel coming : {Channel::voice, Channel::chat, Channel::email})
      if (chance(0.3)) project.together.push_back({holding, coming});
  if (chance(0.3)) project.weights = {60, 30, 20, 20, 10};
  agreements_.give_rules(project);
  configuration_.projects = {project};
  if (chance(0.5)) configuration_.hours = town_hours(prng_, now_);
  configure_entrance(prng_, configuration_.projects[0], !configuration_.hours.empty());
  configuration_.phone_required = chance(0.7);
  for (std::int64_t i = 1 + among(3); i > 0; --i) configuration_.queues.push_back(some_queue(i));
  mend_targets();
  agents_ = 1 + among(12);
  if (plan_.agents > 0) agents_ = plan_.agents;
  for (std::int64_t i = 1; i <= agents_; ++i) configuration_.agents.push_back(some_new_agent(i));
  numbers_ = kFewNumbers;
  traffic_s_ = 200.0 / static_cast<double>(agents_) * (0.3 + 1.5 * prng_.uniform());
  if (plan_.customers_a_day <= 0) return;
  traffic_s_ = plan_.hours * 3600 / plan_.customers_a_day;
  // Otherwise everybody would be on the day's blacklist before noon.
  numbers_ = std::max(kFewNumbers, static_cast<std::int64_t>(plan_.customers_a_day));
}

void Town::wake_up() {
  for (const Agent& agent : std::vector<Agent>(configuration_.agents)) {
    happen(AgentPhonesChanged{agent.id, chance(0.8), chance(0.3), chance(0.8)});
    later(60, [this, id = agent.id] { agent_day(id); });
  }
  later(traffic_s_, [this] { customer_comes(); });
  later(300, [this] { agent_calls_out(); });
  later(30, [this] { agent_takes(); });
  later(400, [this] { list_numbers(); });
  later(30, [this] { people_agree(); });
  if (faults_.stale_event) later(60, [this] { talk_of_nothing(); });
  if (faults_.restart) later(plan_.hours * 1200, [this] { restart(); });
  if (faults_.restart) later(600, [this] { keep_the_paper_short(); });
  if (faults_.clock_jump) later(plan_.hours * 1200, [this] { clock_jumps(); });
  if (faults_.trunk_gone) later(plan_.hours * 1200, [this] { trunk_goes(); });
  if (plan_.settings && chance(0.5)) later(900, [this] { change_settings(); });
}

void Town::happen(const Event& event) {
  ++report_.events;
  const Instant at = told(event);
  if (paper_) paper_->note(event, at);
  const auto commands = centre_->apply(event, at);
  const Names nobody;
  if (plan_.tell) plan_.tell(event_to_json(event));
  for (const Command& command : commands) {
    for (const auto& said : sentences(command, nobody)) {
      report_.fingerprint = stir(report_.fingerprint, said);
      if (plan_.tell) plan_.tell("  " + said);
    }
  }
  if (twin_) tell_twin(event, at);
  const std::string broken = checks_->watch(event, commands, at, *centre_);
  if (!broken.empty() && report_.broken.empty())
    report_.broken = broken + " (event " + std::to_string(report_.events) + ": " + event_to_json(event) + ")";
  for (const Command& command : commands) {
    report_.decisions += std::holds_alternative<Decided>(command);
    report_.refusals += std::holds_alternative<Refuse>(command);
    still_.note(command, now_);
    std::visit([this](const auto& c) { react(c); }, command);
  }
}

// The twin hears what the journal would tell it, and now and then its machine is changed under it.
void Town::tell_twin(const Event& event, Instant told) {
  const Names nobody;
  if (report_.events % kEventsOfATwin == 0) {
    Centre fresh{Configuration{}};
    const auto checkpoint = event_from_json(event_to_json(CheckpointTaken{twin_->pack()}));
    OKNO_CHECK(checkpoint.ok());
    for (const Command& command : fresh.apply(checkpoint.value(), now_))
      if (const auto* no = std::get_if<Refuse>(&command)) report_.broken = no->words;
    if (fresh.pack() != twin_->pack()) report_.broken = "a checkpoint of a checkpoint is another one";
    twin_ = std::move(fresh);
  }
  const auto again = event_from_json(event_to_json(event));
  OKNO_CHECK(again.ok());
  for (const Command& command : twin_->apply(again.value(), told))
    for (const auto& said : sentences(command, nobody))
      report_.replayed_fingerprint = stir(report_.replayed_fingerprint, said);
}

void Town::customer_comes() {
  if (!open()) return;
  const double passed = 1 - base::to_seconds(end_ - now_) / (plan_.hours * 3600);
  later(traffic_s_ / (plan_.days > 1 ? busy(passed) : 1), [this] { customer_comes(); });
  InteractionArrived e;
  e.id = InteractionId(++ids_);
  e.project = ProjectId(1);
  const Channel others[] = {Channel::chat, Channel::chat, Channel::email, Channel::sms, Channel::social};
  e.channel = chance(0.6) && now_ >= trunk_back_ ? Channel::voice : others[among(5)];
  e.from = town_number(prng_, numbers_);
  const double where = prng_.uniform();
  e.target = where < 0.25   ? "menu:main"
             : where < 0.97 ? "queue:q" + std::to_string(1 + among(std::ssize(configuration_.queues)))
                            : "queue:nowhere";
  e.facts.vip = chance(0.1);
  e.facts.difficult = chance(0.1);
  if (chance(0.3)) e.facts.language = chance(0.7) ? "en" : "kk";
  e.facts.blacklisted = chance(0.02);
  if (chance(0.3)) e.facts.owner = some_agent();
  if (chance(0.2)) e.facts.last_agent_today = some_agent();
  if (chance(0.02)) e.facts.owner = AgentId(999);  // left long ago
  const InteractionId id = e.id;
  if (faults_.slow_facts && chance(0.5)) facts_come(id, std::exchange(e.facts, {}));
  happen(e);
  later(120, [this, id] { lose_patience(id); });
}

void Town::lose_patience(InteractionId id) {
  const auto row = rows_.find(id);
  if (row == rows_.end()) return;
  if (row->second.callback && !row->second.answered_at) return;  // he waits at home
  const auto state = row->second.state;
  const bool impatient = state == InteractionState::waiting || state == InteractionState::offered ||
                         state == InteractionState::ivr || !open();
  if (impatient) happen(CustomerLeft{id, chance(0.1) ? EndCause::failed : EndCause::answered});
  later(120, [this, id] { lose_patience(id); });  // he may come back to the queue when his agent is lost
}

void Town::press_keys(InteractionId id) {
  if (!rows_.contains(id) || rows_[id].state != InteractionState::ivr) return;
  happen(DigitPressed{id, "123*97x"[among(7)]});
  if (chance(0.5)) later(2, [this, id] { press_keys(id); });
}

void Town::react(const PlayPrompt& c) {
  const auto id = c.id;
  if (chance(0.6)) later(4, [this, id] { press_keys(id); });
  if (faults_.stale_event && chance(0.1)) return;  // who plays it forgets to tell its end
  agenda_.plan(now_ + std::chrono::seconds(3), [this, id, token = c.token] {
    happen(PromptFinished{id, token});
  });
}

void Town::react(const TakeVoicemail& c) {
  const auto id = c.id;
  later(20, [this, id] {
    if (chance(0.5)) return happen(CustomerLeft{id});
    if (chance(0.8)) return happen(DigitPressed{id, '#'});  // else the tape runs out
  });
}

void Town::react(const Announce& c) {
  const auto id = c.id;
  if (chance(0.3)) later(3, [this, id] { happen(DigitPressed{id, chance(0.8) ? kCallbackKey : '7'}); });
}

void Town::react(const Refuse& c) {
  if (c.code == "bad_configuration" && report_.broken.empty()) report_.broken = "bad settings: " + c.words;
}

void Town::react(const ShowCard& c) {
  const auto agent = c.agent;
  const auto offer = c.offer;
  if (chance(0.9))
    agenda_.plan(now_ + std::chrono::milliseconds(among(300)), [this, agent, offer] {
      happen(CardDrawn{agent, offer});
    });
  later(4, [this, agent, offer] { decide_offer(agent, offer); });
}

void Town::react(const RingAgent& c) {
  if (faults_.lost_browser && chance(0.03))
    agenda_.plan(now_, [this, c] { happen(OfferDeclined{c.agent, c.offer, "unreachable"}); });
}

void Town::decide_offer(AgentId agent, OfferId offer) {
  const double mood = faults_.lost_browser ? prng_.uniform() : 0;
  if (mood < 0.85) return happen(OfferAnswered{agent, offer});
  if (mood < 0.90) return happen(OfferDeclined{agent, offer, "declined"});
  if (mood < 0.92) return happen(OfferDeclined{agent, offer, "busy"});
  if (mood < 0.94) return happen(AgentStateRequested{agent, AgentState::offline, ""});  // and lets it ring
}

void Town::react(const ConnectAgent& c) {
  const auto agent = c.agent;
  const auto id = c.id;
  if (rows_[id].callback) later(120, [this, id] { lose_patience(id); });  // he has a line again
  if (faults_.lost_browser && chance(0.3)) later(30, [this, agent, id] { conversation_event(agent, id); });
  if (chance(0.25)) later(40, [this, agent, id] { pass_on(agent, id); });
  later(90, [this, agent, id] {
    if (chance(0.6))
      happen(CustomerLeft{id, chance(0.05) ? EndCause::media_timeout : EndCause::answered});
    else
      happen(AgentLeft{agent, id});
    if (chance(0.1)) happen(CustomerLeft{id});
  });
}

void Town::conversation_event(AgentId agent, InteractionId id) {
  switch (among(5)) {
    case 0:
      happen(HoldRequested{agent, id, true});
      return later(10, [this, agent, id] { happen(HoldRequested{agent, id, false}); });
    case 1:
      happen(AgentLost{agent, id});
      return later(15, [this, agent, id] { happen(AgentReattached{agent, id}); });
    case 2:
      return happen(AgentLost{agent, id});  // for good
    case 3:
      return happen(WrapUpFinished{agent, id, "early", ""});
    default:
      return happen(ContactAttached{id, ContactId(7), "Maria"});
  }
}

void Town::react(const DialCustomer& c) {
  const auto id = c.id;
  if (now_ < trunk_back_)
    return agenda_.plan(now_, [this, id] { happen(CustomerLeft{id, EndCause::failed}); });
  later(15, [this, id] {
    happen(CustomerRinging{id});
    if (chance(0.6)) return happen(CustomerAnswered{id});
    if (chance(0.7)) return happen(CustomerLeft{id, chance(0.5) ? EndCause::busy : EndCause::failed});
  });
}

void Town::react(const AgentChanged& c) {
  states_[c.agent] = c.state;
  const auto agent = c.agent;
  if (c.state == AgentState::wrap_up && c.interaction && chance(0.7))
    later(20, [this, agent, id = *c.interaction] {
      happen(WrapUpFinished{agent, id, chance(0.2) ? "hooligan" : "solved", "note"});
    });
}

void Town::react(const InteractionChanged& c) {
  rows_[c.row.id] = c.row;
  if (c.final) rows_.erase(c.row.id);
  if (!c.final && c.row.state == InteractionState::ended) rows_.erase(c.row.id);
}

void Town::agent_day(AgentId id) {
  if (!open()) return;
  const double wish = prng_.uniform();
  if (wish < 0.75)
    happen(AgentStateRequested{id, AgentState::ready, ""});
  else if (wish < 0.9)
    happen(AgentStateRequested{id, AgentState::pause, chance(0.5) ? "lunch" : "tea"});
  else
    happen(AgentStateRequested{id, AgentState::offline, ""});
  if (faults_.lost_browser && chance(0.1)) phones_change(id);
  later(states_[id] == AgentState::ready ? 400 : 40, [this, id] { agent_day(id); });
}

void Town::agent_calls_out() {
  if (!open()) return;
  later(300, [this] { agent_calls_out(); });
  CallRequested e;
  e.id = InteractionId(++ids_);
  e.agent = some_agent();
  e.to = "+79161234567";
  e.project = ProjectId(1);
  happen(e);
  later(120, [this, id = e.id] { lose_patience(id); });
  if (chance(0.1)) happen(AgentLeft{e.agent, e.id});
}

void Town::agent_takes() {
  if (!open()) return;
  later(30, [this] { agent_takes(); });
  std::vector<InteractionId> waiting;
  for (const auto& [id, row] : rows_)
    if (row.state == InteractionState::waiting && row.channel != Channel::voice) waiting.push_back(id);
  if (!waiting.empty())
    happen(AgentTook{some_agent(), waiting[static_cast<std::size_t>(among(std::ssize(waiting)))]});
}

// A supervisor puts a number on the list or takes it off.
void Town::list_numbers() {
  if (!open()) return;
  later(400, [this] { list_numbers(); });
  const Duration out = chance(0.3) ? Duration::zero() : about(900);
  happen(NumberListed{ProjectId(1), town_number(prng_, numbers_), now_ + out, some_agent()});
}

void Town::people_agree() {
  if (!open()) return;
  later(30, [this] { people_agree(); });
  const auto wish = agreements_.wish(rows_, configuration_, InteractionId(ids_ + 1), now_);
  if (!wish) return;
  if (std::holds_alternative<CallPlanned>(*wish)) ++ids_;
  happen(*wish);
}

void Town::phones_change(AgentId id) {
  happen(AgentPhonesChanged{id, chance(0.7), chance(0.4), chance(0.8)});
}

// Events that come too late, twice, or from the wrong one.
void Town::talk_of_nothing() {
  if (!open()) return;
  later(60, [this] { talk_of_nothing(); });
  const AgentId agent = some_agent();
  const InteractionId id(1 + among(ids_ + 1));
  const OfferId offer(1 + among(ids_ + 1));
  switch (among(12)) {
    case 9:
      return happen(TransferRequested{agent, id, somewhere()});
    case 10:
      return happen(OutsideAnswered{id});
    case 11:
      return happen(TransferCompleted{agent, id});
    case 0:
      return happen(OfferAnswered{agent, offer});
    case 1:
      return happen(OfferDeclined{agent, offer, "busy"});
    case 2:
      return happen(CardDrawn{agent, offer});
    case 3:
      return happen(AgentLeft{agent, id});
    case 4:
      return happen(AgentReattached{agent, id});
    case 5:
      return happen(WrapUpFinished{agent, id, chance(0.5) ? "hooligan" : "late", "late"});
    case 6:
      return happen(HoldRequested{agent, id, chance(0.5)});
    case 7:
      return happen(CustomerAnswered{id});
    default:
      return happen(PromptFinished{id, among(20)});
  }
}

// A system clock that is set back tells moments long past.
Instant Town::told(const Event& event) {
  if (!faults_.clock_jump || std::holds_alternative<TimePassed>(event) || !chance(0.02)) return now_;
  ++report_.jumps;
  return now_ - about(3600);
}

void Town::restart() {
  if (!open()) return;
  later(plan_.hours * 1200, [this] { restart(); });
  now_ += about(20);  // nothing rings and nobody acts meanwhile
  ++report_.restarts;
  Centre again = paper_->rebuilt();
  if (const auto other = difference(centre_->pack(), again.pack()); !other.empty() && report_.broken.empty())
    report_.broken = "the journal leads to another core than the one that was lost: " + other;
  centre_ = std::move(again);
  happen(Restarted{});
  for (const Agent& agent : std::vector<Agent>(configuration_.agents))
    later(5, [this, id = agent.id] { phones_change(id); });
}

void Town::keep_the_paper_short() {
  if (!open()) return;
  later(600, [this] { keep_the_paper_short(); });
  paper_->begin_anew(*centre_, now_);
}

void Town::clock_jumps() {
  if (!open()) return;
  ++report_.jumps;
  const Duration hours = about(3 * 3600);
  now_ += hours;  // whatever was planned for meanwhile is overdue
  end_ += hours;
}

void Town::trunk_goes() {
  if (!open()) return;
  later(plan_.hours * 1200, [this] { trunk_goes(); });
  ++report_.outages;
  trunk_back_ = now_ + about(120);
  std::vector<InteractionId> calls;
  for (const auto& [id, row] : rows_)
    if (row.channel == Channel::voice) calls.push_back(id);
  for (const InteractionId id : calls) happen(CustomerLeft{id, EndCause::failed});
}

void Town::facts_come(InteractionId id, const Facts& facts) {
  ++report_.late_facts;
  later(1, [this, id, facts] { happen(ContactAttached{id, ContactId(1 + among(5)), facts.contact_name}); });
}

void Town::change_settings() {
  if (!open()) return;
  later(900, [this] { change_settings(); });
  switch (among(5)) {
    case 0: {
      Queue& queue =
          configuration_.queues[static_cast<std::size_t>(among(std::ssize(configuration_.queues)))];
      queue = some_queue(queue.id.value());
      break;
    }
    case 1:
      for (Agent& agent : configuration_.agents)
        if (chance(0.3)) agent = some_new_agent(agent.id.value());
      break;
    case 2:
      configuration_.agents.push_back(some_new_agent(++agents_));
      later(10, [this, id = AgentId(agents_)] { agent_day(id); });
      break;
    case 3:
      if (configuration_.agents.size() > 1) configuration_.agents.pop_back();
      break;
    default:
      if (configuration_.queues.size() > 1) configuration_.queues.pop_back();
  }
  mend_targets();
  happen(ConfigurationChanged{configuration_});
}

TownReport live_through(const TownPlan& plan, bool replay) {
  return Town(plan, replay).run();
}
}  // namespace okno::sim
