#include "sim/checks.h"

#include <algorithm>
#include <utility>

#include "core/limits.h"
#include "domain/number.h"

namespace okno::sim {
using namespace core;
namespace {
std::string name(InteractionId id) {
  return "interaction " + std::to_string(id.value());
}
std::string name(AgentId id) {
  return "agent " + std::to_string(id.value());
}
bool is_voice(const Interaction& row) {
  return row.channel == Channel::voice;
}
// So many of who waits and who is ready are held against each other after every event: all of them in towns
// of a dozen agents. In one of hundreds now and then: who waits in vain does so until somebody moves.
constexpr std::size_t kPairs = 1'000;

bool is_busy(AgentState state) {
  return state == AgentState::offered || state == AgentState::talking || state == AgentState::wrap_up;
}
}  // namespace

struct Checks::Listener {
  Checks& c;
  Seen* seen(InteractionId id) {
    const auto found = c.live_.find(id);
    if (found != c.live_.end()) return &found->second;
    c.broken("a command about " + name(id) + ", which is not live");
    return nullptr;
  }
  void operator()(const ShowCard& o) {
    Seen* x = seen(o.id);
    Seat& a = c.seats_[o.agent];
    if (a.offer) c.broken(name(o.agent) + " has two offers");
    a.offer = o.offer;
    if (!x) return;
    x->offers[o.agent] = o.offer;
    a.offered_by = x->row.queue;
    if (x->chosen_by != "owner_on_mobile") {
      if (is_busy(a.state) && a.intends != AgentState::ready && !a.unsure)
        c.broken(name(o.agent) + " is offered " + name(o.id) + ", but wants no more");
      a.intends = AgentState::ready;
    }
    const Queue* queue = c.rules_of(*x);
    if (queue && std::ssize(x->offers) > std::max(1, queue->ring_at_once))
      c.broken(name(o.id) + " is offered to too many at once");
    c.check_offer_at_door(*x, o.agent);
    a.hands[o.id] = x->row.channel;
    c.shown_.push_back({o.agent, o.id});
    c.check_callback_order(o.agent, o.id);
  }
  void operator()(const RingAgent& o) {
    if (c.seats_[o.agent].offer != o.offer) c.broken(name(o.agent) + " rings without a card");
  }
  void operator()(const WithdrawOffer& o) {
    Seat& a = c.seats_[o.agent];
    const bool forgotten = !a.offer && o.reason == "restarted";  // with the process that made it
    if (a.offer != o.offer && !forgotten)
      c.broken("an offer is withdrawn that " + name(o.agent) + " does not have");
    a.offer = {};
    if (o.reason != "dialled") c.put_down(o.agent, o.id);  // he is with the customer from now on
    const auto found = c.live_.find(o.id);
    if (found == c.live_.end()) return;
    found->second.offers.erase(o.agent);
    found->second.refused_by.insert(o.agent);
    // The row was told first: it may name the queue to which he goes on in the same moment.
    const auto rules = a.offered_by ? c.rules_.find(*a.offered_by) : c.rules_.end();
    const Queue* queue = rules == c.rules_.end() ? nullptr : &rules->second;
    const bool by_name = found->second.by_name;
    const bool group = queue && queue->ring_at_once > 1 && o.reason == "time_out" && !by_name;
    const bool stays = queue && queue->no_answer == NoAnswer::stay && o.reason == "time_out";
    const bool fault = o.reason == "time_out" || o.reason == "declined";
    if (!fault || group || stays || a.intends != AgentState::ready) return;
    a.intends = AgentState::pause;
    a.unsure = by_name || !queue || queue->no_answer_pause > base::Duration::zero();
  }
  void operator()(const ConnectAgent& o) {
    Seen* x = seen(o.id);
    Seat& a = c.seats_[o.agent];
    if (!x) return;
    if (x->with && x->with != o.agent) c.broken(name(o.id) + " talks with two agents");
    if (o.offer && a.offer != o.offer) c.broken(name(o.agent) + " is connected by an offer he does not have");
    if (o.offer) a.offer = {};
    a.hands[o.id] = x->row.channel;
    x->with = o.agent;
    x->known_to.insert(o.agent);
    x->offers.erase(o.agent);
  }
  void operator()(const ReleaseAgent& o) {
    Seen* x = seen(o.id);
    if (!x) return;
    if (x->with == o.agent) {
      x->with = {};
      x->talked_until = c.now_;
    }
    const bool works_on = std::any_of(x->row.segments.begin(), x->row.segments.end(),
                                      [&](const Segment& s) { return s.agent == o.agent && !s.done_at; });
    if (!works_on) c.put_down(o.agent, o.id);
    Seat& a = c.seats_[o.agent];
    if (a.lost.contains(o.id) && !x->row.ended_at && a.intends == AgentState::ready) {
      a.intends = AgentState::pause;
      a.unsure = true;  // the conversation may have ended, so that nobody missed him
    }
    a.lost.erase(o.id);
  }
  void operator()(const ConnectAside& o) {
    Seen* x = seen(o.id);
    if (!x || !o.asked) return;
    Seat& a = c.seats_[*o.asked];
    if (x->offers.erase(*o.asked) > 0) a.offer = {};
    a.hands[o.id] = x->row.channel;
  }
  void operator()(const StartRecording& o) {
    Seen* x = seen(o.id);
    if (!x) return;
    if (x->recording) c.broken(name(o.id) + " is recorded twice");
    x->recording = true;
  }
  void operator()(const StopRecording& o) {
    Seen* x = seen(o.id);
    if (!x) return;
    if (!x->recording) c.broken(name(o.id) + ": a recording stops that never began");
    x->recording = false;
  }
  void operator()(const AgentChanged& a) {
    Seat& seat = c.seats_[a.agent];
    c.check_pause(a);
    seat.state = a.state;
    if (!is_busy(a.state)) {
      seat.intends = a.state;
      seat.unsure = a.state == AgentState::pause && a.until;  // he may begin to work before it ends
      seat.lost.clear();
    }
    if (a.state == AgentState::ready || is_busy(a.state))
      c.ready_.insert(a.agent);
    else
      c.ready_.erase(a.agent);
  }
  void operator()(const DialCustomer& d) { c.check_dialled(d); }
  void operator()(const Alert& a) { c.check_alert(a); }
  void operator()(const QueueChanged& q) { c.told_waiting_[q.queue] = q.waiting; }
  void operator()(const InteractionChanged& row) { c.check_row(row); }
  void operator()(const Decided& d) {
    if (!c.live_.contains(d.id)) return;
    Seen& x = c.live_[d.id];
    x.waited_by = std::exchange(x.waits_by, d.chosen ? "" : d.rule);
    x.by_name =
        d.rule == "handed_over" || d.rule == "came_back" || d.rule == "asked" || d.rule == "taken_over";
    if (d.chosen && (x.by_name || d.rule == "planned_for")) x.known_to.insert(*d.chosen);
    if (d.chosen) x.chosen_by = d.rule;
    for (const Passed& p : d.passed)  // he comes back to them when nobody else is free
      if (p.why == "handed_over" || p.why == "agent_lost" || p.why == "declined_before")
        x.refused_by.insert(p.agent);
    if (d.rule == "called_himself") c.note_taken_over(x);
    const bool has_place = d.rule == "called_when_open" || d.rule == "number_in_use";
    if (has_place && !x.queued_at) x.queued_at = x.age_from = c.now_;  // a planned call that was due
  }
  void operator()(const LetCustomerGo& go) {
    Seen* x = seen(go.id);
    if (!x) return;
    x->number = !c.call_me_at_.empty() ? c.call_me_at_
                : !x->called.empty()   ? x->called
                                       : customers_number(x->row);
    x->dialled = 0;
    if (x->waits_by == "overflow_wait")
      x->waits_by = x->waited_by;  // he keeps his place, and for whom he waits
  }
  void operator()(const RefuseCustomer& r) { c.check_refusal(r); }
  void operator()(const Announce& a) { c.check_announcement(a); }
  void operator()(const TakeVoicemail& v) {
    if (Seen* x = seen(v.id)) x->sent = true;
  }
  void operator()(const StopPlaying& p) { c.prompts_.erase(p.id); }
  void operator()(const PlayPrompt& p) {
    c.prompts_[p.id] = {p.token, c.now_ + kPromptLimit};
    if (Seen* x = seen(p.id); x && p.prompt.starts_with("message:")) x->sent = true;
  }
  template <class Other>
  void operator()(const Other&) {}
};

Checks::Checks(const Configuration& configuration) {
  configure(configuration);
}

void Checks::broken(const std::string& what) {
  if (broken_.empty()) broken_ = what;
}

void Checks::configure(const Configuration& configuration) {
  phone_required_ = configuration.phone_required;
  rules_.clear();
  projects_.clear();
  hours_.clear();
  for (const Hours& hours : configuration.hours) hours_[hours.name] = hours;
  for (const Queue& queue : configuration.queues) {
    rules_[queue.id] = known_[queue.id] = queue;
    int& most = most_tries_[queue.id];
    most = std::max(most, queue.callback_tries);
  }
  for (const Project& project : configuration.projects) projects_[project.id] = project;
  for (auto& [id, seat] : seats_) seat.queues.clear();
  for (const Agent& agent : configuration.agents) {
    Seat& seat = seats_[agent.id];
    seat.agent = agent;
    for (const QueueId id : agent.queues)
      if (rules_.contains(id)) seat.queues.insert(id);
  }
}

void Checks::put_down(AgentId agent, InteractionId id) {
  seats_[agent].hands.erase(id);
}

const Queue* Checks::rules_of(const Seen& x) const {
  const auto found = x.row.queue ? rules_.find(*x.row.queue) : rules_.end();
  return found == rules_.end() ? nullptr : &found->second;
}

namespace {
int of_channel(const auto& counts, Channel channel) {
  switch (channel) {
    case Channel::voice:
      return counts.voice;
    case Channel::chat:
      return counts.chat;
    case Channel::email:
      return counts.email;
    case Channel::sms:
      return counts.sms;
    case Channel::social:
      return counts.social;
  }
  return 0;
}
}  // namespace

std::string Checks::against(const Seat& seat, const Interaction& coming) const {
  const auto project = projects_.find(coming.project);
  static const Project kNone;
  const Project& rules = project == projects_.end() ? kNone : project->second;
  if (coming.caller && !coming.queue) return {};  // a colleague may call in the work after another call
  int same = 0, attention = of_channel(rules.weights, coming.channel);
  for (const auto& [id, channel] : seat.hands) {
    if (id == coming.id) continue;
    same += channel == coming.channel;
    attention += of_channel(rules.weights, channel);
    if (channel == coming.channel) continue;
    const bool together = std::any_of(
        rules.together.begin(), rules.together.end(),
        [&, held = channel](const Together& t) { return t.holding == held && t.coming == coming.channel; });
    if (!together)
      return "while holding a " + std::string(to_text(channel)) + " gets a " +
             std::string(to_text(coming.channel));
  }
  if (same + 1 > of_channel(seat.agent.capacity, coming.channel)) return "is over his capacity";
  return attention > 100 ? "has more than the whole of his attention taken" : "";
}

// The same as the core's rule, told anew from what everybody can see.
bool Checks::skilled(const Seat& seat, const Seen& x, base::Instant at) const {
  const Queue* queue = rules_of(x);
  if (!queue || !x.queued_at) return true;
  const base::Instant since = std::max(*x.queued_at, x.talked_until);  // a new stay in line
  int enough = 10;
  for (const RelaxStep& step : queue->relaxation)
    if (at - since >= step.after) enough = step.level;
  const auto level = [](const Seat& who, const std::string& skill) {
    for (const auto& [name, value] : who.agent.skills)
      if (name == skill) return value;
    return 0;
  };
  const auto somebody = [&](const std::string& skill, int least) {
    return std::any_of(seats_.begin(), seats_.end(), [&](const auto& other) {
      return other.second.queues.contains(queue->id) && level(other.second, skill) >= least;
    });
  };
  for (const auto& [skill, least] : queue->required)
    if (level(seat, skill) < std::min(least, enough)) return false;
  const std::string language = "lang:" + x.language;
  if (queue->language_as_skill && !x.language.empty() && enough > 0 && somebody(language, 1) &&
      level(seat, language) == 0)
    return false;
  return !x.difficult || queue->difficult_skill.empty() ||
         !somebody(queue->difficult_skill, queue->difficult_level) ||
         level(seat, queue->difficult_skill) >= queue->difficult_level;
}

bool Checks::letters_may_go(const Queue& queue) const {
  if (queue.letters_min_idle == 0 && queue.letters_max_occupancy == 100 && !queue.letters_put_back)
    return true;
  for (const InteractionId id : waiting_)
    if (const Seen& x = live_.at(id); is_voice(x.row) && x.row.queue == queue.id) return false;
  std::int64_t free = 0, busy = 0;
  for (const auto& [id, seat] : seats_) {
    if (!seat.queues.contains(queue.id)) continue;
    free += seat.state == AgentState::ready;
    busy += is_busy(seat.state);
  }
  return free >= queue.letters_min_idle && busy * 100 <= (free + busy) * queue.letters_max_occupancy;
}

bool Checks::able(const Seat& seat, const Seen& x, base::Instant at) const {
  if (seat.intends != AgentState::ready || seat.offer || !seat.lost.empty()) return false;
  const Queue* queue = rules_of(x);
  if (!queue || !seat.queues.contains(queue->id)) return false;
  if (seat.hands.contains(x.row.id)) return false;  // he handed it over and is at the work after
  if (is_voice(x.row) && !seat.phone && phone_required_) return false;
  if (is_letter(x.row.channel)) {
    const auto known = letters_go_.find(queue->id);
    if (!(known == letters_go_.end() ? letters_may_go(*queue) : known->second)) return false;
  }
  return against(seat, x.row).empty() && skilled(seat, x, at);
}

// He waits for somebody he knows, and only while that one is busy and wants more after it.
bool Checks::awaited_elsewhere(const Seen& x) const {
  if (x.waits_by != "owner_wait" && x.waits_by != "last_agent_wait" && x.waits_by != "planned_wait")
    return false;
  return std::any_of(x.known_to.begin(), x.known_to.end(), [&](AgentId id) {
    const auto seat = seats_.find(id);
    if (seat == seats_.end() || !is_busy(seat->second.state)) return false;
    return seat->second.intends == AgentState::ready || seat->second.unsure;
  });
}

void Checks::check_room() {
  for (const auto& [agent, id] : shown_) {
    const auto found = live_.find(id);
    const Seat& seat = seats_[agent];
    if (found == live_.end() || !seat.hands.contains(id)) continue;
    const Seen& x = found->second;
    if (const auto what = against(seat, x.row); !what.empty()) broken(name(agent) + " " + what);
    if (!skilled(seat, x, now_) && !x.known_to.contains(agent))
      broken(name(agent) + " is offered " + name(id) + " without the skill it needs");
  }
  shown_.clear();
}

void Checks::note(const Event& event) {
  const auto* transfer = std::get_if<TransferRequested>(&event);
  handed_to_ = transfer ? transfer->target : "";
  if (const auto* e = std::get_if<ConfigurationChanged>(&event)) configure(e->configuration);
  if (const auto* e = std::get_if<InteractionArrived>(&event); e && !is_finished(e->id)) {
    if (live_.contains(e->id)) return;
    Seen& x = live_[e->id];
    for (const auto& agent : {e->facts.owner, e->facts.last_agent_today})
      if (agent) x.known_to.insert(*agent);
    x.difficult = e->facts.difficult;
    x.language = e->facts.language;
    x.barred = is_barred(*e);
    x.shut_out = x.barred && is_shut_out(e->project);
  }
  if (const auto* e = std::get_if<NumberListed>(&event)) note_listed(*e);
  if (const auto* e = std::get_if<PromptFinished>(&event))
    if (const auto prompt = prompts_.find(e->id);
        prompt != prompts_.end() && prompt->second.token == e->token)
      prompts_.erase(prompt);
  if (std::holds_alternative<Restarted>(event)) note_restart();
}

void Checks::note_restart() {
  for (auto& [id, seat] : seats_) {
    if (seat.window || seat.returns_by != base::kNever) seat.returns_by = now_ + kReturnLimit;
    seat.phone = seat.window = false;
    for (auto& [talk, until] : seat.lost) until = now_ + kReturnLimit;
  }
  for (auto& [id, x] : live_) {
    if (!is_voice(x.row)) continue;
    for (auto& [agent, seat] : seats_) {
      if (x.offers.contains(agent)) seat.offer = {};
      const bool talked = x.with == agent || x.offers.contains(agent) ||
                          (x.row.state == InteractionState::dialling && x.row.agent == agent);
      if (talked && seat.intends == AgentState::ready) seat.intends = AgentState::pause;
      if (x.with == agent) seat.lost.erase(id);
      if (talked) seat.hands.erase(id);
    }
    x.with = {};
    x.offers.clear();
    x.recording = false;
  }
}

void Checks::index(InteractionId id, Seen& seen) {
  const bool is = !seen.final && seen.row.state == InteractionState::waiting;
  if (is)
    seen.waits_from = waiting_.insert(id).second ? events_ : seen.waits_from;
  else
    waiting_.erase(id);
  const std::optional<QueueId> where = is ? seen.row.queue : std::nullopt;
  if (where == seen.counted_in) return;
  if (seen.counted_in) --counted_waiting_[*seen.counted_in];
  if (where) ++counted_waiting_[*where];
  seen.counted_in = where;
}

void Checks::check_row(const InteractionChanged& c) {
  const Interaction& row = c.row;
  if (is_finished(row.id)) {
    if (c.final) broken(name(row.id) + " is closed twice");
    if (row.state != InteractionState::ended) broken(name(row.id) + " lives again after its end");
    note_result(std::string(results_[row.id]), row);
    return;
  }
  Seen& x = live_[row.id];
  if (x.row.ended_at && row.ended_at != x.row.ended_at) broken(name(row.id) + " ends twice");
  for (const Segment& share : row.segments) {
    if (!share.agent || share.done_at != now_ || x.offers.contains(*share.agent)) continue;
    const bool again = std::any_of(row.segments.begin(), row.segments.end(), [&](const Segment& other) {
      return other.agent == share.agent && !other.done_at;
    });
    if (!again) put_down(*share.agent, row.id);
  }
  if (row.state != InteractionState::ivr) prompts_.erase(row.id);
  const Interaction before = std::exchange(x.row, row);
  x.final = c.final;
  const bool talked = before.state == InteractionState::active || before.state == InteractionState::held;
  // Who is handed to his own queue and sent on from there keeps his time.
  const bool his_own = before.queue && handed_to_ == "queue:" + known_[*before.queue].name;
  const bool handed_over = talked && row.queue != before.queue && !handed_to_.empty() && !his_own;
  if (row.state == InteractionState::ivr || handed_over) x.queued_at.reset();
  note_place(x);
  check_entrance(x, before);
  note_result(before.disposition, row);
  check_called_row(x);
  check_work_after(row, before);
  if (row.state == InteractionState::dialling && row.agent) seats_[*row.agent].hands[row.id] = row.channel;
  if (row.caller && !row.ended_at) seats_[*row.caller].hands[row.id] = row.channel;
  if (row.caller && row.ended_at) put_down(*row.caller, row.id);
  index(row.id, x);
  if (row.answered_at && *row.answered_at < row.started_at)
    broken(name(row.id) + " was answered before it began");
  if (row.ended_at && row.answered_at && *row.ended_at < *row.answered_at)
    broken(name(row.id) + " ended before it was answered");
  if (row.wait_ms < 0 || row.talk_ms < 0 || row.wrap_up_ms < 0) broken(name(row.id) + " has a negative time");
  if (!c.final) return;
  if (row.state != InteractionState::ended || !row.end_cause || !row.ended_at)
    broken(name(row.id) + " is closed without an end");
  if (x.with) broken(name(row.id) + " is closed with an agent on the line");
  if (!x.offers.empty()) broken(name(row.id) + " is closed while it is offered");
  if (row.agent) put_down(*row.agent, row.id);
  if (x.recording) broken(name(row.id) + " is closed while it is recorded");
  ++(row.answered_at                      ? books_.answered
     : row.end_cause == EndCause::lost    ? books_.lost
     : row.end_cause == EndCause::refused ? books_.refused
                                          : books_.other);
  finished_.insert(row.id);
  live_.erase(row.id);
}

void Checks::forget_finished() {
  if (!live_.empty()) return broken("somebody is still here");
  if (!finished_.empty()) finished_up_to_ = std::max(finished_up_to_, *finished_.rbegin());
  forgotten_ += static_cast<std::int64_t>(finished_.size());
  finished_.clear();
}

void Checks::check_books(const Centre& centre) {
  books_.offered = forgotten_ + static_cast<std::int64_t>(finished_.size() + live_.size());
  const auto closed = books_.answered + books_.lost + books_.refused + books_.other;
  if (books_.offered != closed + static_cast<std::int64_t>(centre.live_interactions()))
    broken("the books do not add up: offered " + std::to_string(books_.offered) + ", closed " +
           std::to_string(closed) + ", live " + std::to_string(centre.live_interactions()));
}

void Checks::check_nobody_waits_in_vain() {
  if (ready_.empty() || waiting_.empty()) return;
  const std::size_t pairs = waiting_.size() * ready_.size();
  if (pairs > kPairs && static_cast<std::size_t>(events_) % (pairs / kPairs + 1) != 0) return;
  for (const auto& [id, queue] : rules_) letters_go_[id] = letters_may_go(queue);
  std::map<QueueId, std::vector<AgentId>> free;  // who might take somebody of this queue
  for (const AgentId agent : ready_) {
    const Seat& seat = seats_[agent];
    if (seat.intends != AgentState::ready || seat.offer || !seat.lost.empty()) continue;
    for (const QueueId queue : seat.queues) free[queue].push_back(agent);
  }
  for (const InteractionId id : waiting_) {
    const Seen& x = live_.at(id);
    const auto some = x.row.queue ? free.find(*x.row.queue) : free.end();
    if (some == free.end() || awaited_elsewhere(x)) continue;
    for (const AgentId agent : some->second)
      if (able(seats_[agent], x, now_))
        broken(name(id) + " (" + std::string(to_text(x.row.channel)) + ", " + x.waits_by + ") waits while " +
               name(agent) + " (" + std::string(to_text(seats_[agent].state)) + ", holds " +
               std::to_string(seats_[agent].hands.size()) + ") could take it");
  }
  letters_go_.clear();
}

void Checks::check_queues() {
  for (const auto& [id, told] : told_waiting_)
    if (counted_waiting_[id] != told)
      broken("queue " + std::to_string(id.value()) + " says " + std::to_string(told) + " wait, but " +
             std::to_string(counted_waiting_[id]) + " do");
}

std::string Checks::watch(const Event& event, const std::vector<Command>& commands, base::Instant now,
                          const Centre& centre) {
  last_ = std::exchange(now_, std::max(now_, now));
  ++events_;
  if (!std::holds_alternative<Restarted>(event)) note_windows_that_stay_away();
  note(event);
  note_agents(event, commands);
  note_calls(event, commands);
  Listener listener{*this};
  for (const Command& command : commands) std::visit(listener, command);
  check_books(centre);
  check_room();
  check_nobody_waits_in_vain();
  check_queues();
  check_times();
  if (const auto what = talk_.watch(event, commands); !what.empty()) broken(what);
  if (centre.next_deadline() <= now) broken("a deadline that has passed was not carried out");
  return broken_;
}
}  // namespace okno::sim
