#include "sim/checks.h"

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
    if (x && x->offer) c.broken(name(o.id) + " is offered twice at once");
    if (a.offer) c.broken(name(o.agent) + " has two offers");
    if (a.with) c.broken(name(o.agent) + " is offered a customer while talking");
    if (x) x->offer = o.offer;
    a.offer = o.offer;
  }
  void operator()(const RingAgent& o) {
    if (c.seats_[o.agent].offer != o.offer) c.broken(name(o.agent) + " rings without a card");
  }
  void operator()(const WithdrawOffer& o) {
    Seat& a = c.seats_[o.agent];
    if (a.offer != o.offer) c.broken("an offer is withdrawn that " + name(o.agent) + " does not have");
    a.offer = {};
    if (Seen* x = c.live_.contains(o.id) ? &c.live_[o.id] : nullptr) x->offer = {};
  }
  void operator()(const ConnectAgent& o) {
    Seen* x = seen(o.id);
    Seat& a = c.seats_[o.agent];
    if (!x) return;
    if (a.with && a.with != o.id) c.broken(name(o.agent) + " is in two conversations");
    if (x->with && x->with != o.agent) c.broken(name(o.id) + " talks with two agents");
    if (o.offer && a.offer != o.offer) c.broken(name(o.agent) + " is connected by an offer he does not have");
    a.with = o.id;
    a.offer = {};
    x->with = o.agent;
    x->offer = {};
  }
  void operator()(const ReleaseAgent& o) {
    c.seats_[o.agent].with = {};
    if (Seen* x = seen(o.id)) x->with = {};
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
    c.seats_[a.agent].state = a.state;
    if (a.state == AgentState::ready)
      c.ready_.insert(a.agent);
    else
      c.ready_.erase(a.agent);
  }
  void operator()(const QueueChanged& q) { c.told_waiting_[q.queue] = q.waiting; }
  void operator()(const InteractionChanged& row) { c.check_row(row); }
  void operator()(const Decided& d) {
    if (c.live_.contains(d.id)) c.live_[d.id].reserved = d.rule == "owner_wait";
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
  for (auto& [id, seat] : seats_) seat.queues.clear();
  for (const Agent& agent : configuration.agents) {
    Seat& seat = seats_[agent.id];
    for (const QueueId id : agent.queues)
      for (const Queue& queue : configuration.queues)
        if (queue.id == id) seat.queues.insert(id);
  }
}

void Checks::note(const Event& event) {
  if (const auto* e = std::get_if<ConfigurationChanged>(&event)) configure(e->configuration);
  if (const auto* e = std::get_if<AgentPhonesChanged>(&event))
    if (seats_.contains(e->agent)) seats_[e->agent].phone = e->browser || e->desk;
  if (const auto* e = std::get_if<InteractionArrived>(&event))
    if (e->facts.owner && !finished_.contains(e->id)) live_[e->id].owner = *e->facts.owner;
  if (!std::holds_alternative<Restarted>(event)) return;
  for (auto& [id, seat] : seats_) {
    seat.phone = false;
    const auto held = live_.find(seat.with);
    if (held != live_.end() && is_voice(held->second.row)) seat.with = {};
  }
  for (auto& [id, x] : live_) {
    if (!is_voice(x.row)) continue;
    for (auto& [agent, seat] : seats_)
      if (x.offer && seat.offer == x.offer) seat.offer = {};
    x.with = {};
    x.offer = {};
    x.recording = false;
  }
}

void Checks::index(InteractionId id, const Seen& seen) {
  const bool was = waiting_.contains(id);
  const bool is = !seen.final && seen.row.state == InteractionState::waiting;
  if (was == is) return;
  if (is)
    waiting_.insert(id);
  else
    waiting_.erase(id);
  if (seen.row.queue) counted_waiting_[*seen.row.queue] += is ? 1 : -1;
}

void Checks::check_row(const InteractionChanged& c) {
  const Interaction& row = c.row;
  if (finished_.contains(row.id)) {
    if (c.final) broken(name(row.id) + " is closed twice");
    if (row.state != InteractionState::ended) broken(name(row.id) + " lives again after its end");
    return;
  }
  Seen& x = live_[row.id];
  if (x.row.ended_at && row.ended_at != x.row.ended_at) broken(name(row.id) + " ends twice");
  x.row = row;
  x.final = c.final;
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
  if (x.offer) broken(name(row.id) + " is closed while it is offered");
  if (x.recording) broken(name(row.id) + " is closed while it is recorded");
  ++(row.answered_at                      ? books_.answered
     : row.end_cause == EndCause::lost    ? books_.lost
     : row.end_cause == EndCause::refused ? books_.refused
                                          : books_.other);
  finished_.insert(row.id);
  live_.erase(row.id);
}

void Checks::check_books(const Centre& centre) {
  books_.offered = static_cast<std::int64_t>(finished_.size() + live_.size());
  const auto closed = books_.answered + books_.lost + books_.refused + books_.other;
  if (books_.offered != closed + static_cast<std::int64_t>(centre.live_interactions()))
    broken("the books do not add up: offered " + std::to_string(books_.offered) + ", closed " +
           std::to_string(closed) + ", live " + std::to_string(centre.live_interactions()));
}

void Checks::check_nobody_waits_in_vain() {
  if (ready_.empty()) return;
  for (const InteractionId id : waiting_) {
    const Seen& x = live_[id];
    if (x.reserved && is_busy(seats_[x.owner].state)) continue;  // for his manager, and only while he is busy
    for (const AgentId agent : ready_) {
      const Seat& seat = seats_[agent];
      const bool able =
          seat.queues.contains(*x.row.queue) && (!is_voice(x.row) || seat.phone || !phone_required_);
      if (able) return broken(name(id) + " waits while " + name(agent) + " stands idle");
    }
  }
}

void Checks::check_queues() {
  for (const auto& [id, told] : told_waiting_)
    if (counted_waiting_[id] != told)
      broken("queue " + std::to_string(id.value()) + " says " + std::to_string(told) + " wait, but " +
             std::to_string(counted_waiting_[id]) + " do");
}

std::string Checks::watch(const Event& event, const std::vector<Command>& commands, base::Instant now,
                          const Centre& centre) {
  note(event);
  Listener listener{*this};
  for (const Command& command : commands) std::visit(listener, command);
  check_books(centre);
  check_nobody_waits_in_vain();
  check_queues();
  if (centre.next_deadline() <= now) broken("a deadline that has passed was not carried out");
  return broken_;
}
}  // namespace okno::sim
