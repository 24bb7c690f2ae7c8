// Promises about whom we call, and about an agent's day.
#include <algorithm>

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
bool is_busy(AgentState state) {
  return state == AgentState::offered || state == AgentState::talking || state == AgentState::wrap_up;
}
bool refused(const std::vector<Command>& commands, AgentId who) {
  return std::any_of(commands.begin(), commands.end(), [who](const Command& c) {
    const auto* no = std::get_if<Refuse>(&c);
    return no && no->agent == who;
  });
}
bool by_turn(const std::string& rule) {
  return rule == "first_free" || from_text<Strategy>(rule);
}
}  // namespace

// What he writes goes through one window: all of it is lost, and found again, at once.
void Checks::lose_window(AgentId agent, bool lost) {
  for (const auto& [id, x] : live_) {
    if (x.with != agent || x.row.channel == Channel::voice) continue;
    if (lost)
      seats_[agent].lost.insert(id);
    else
      seats_[agent].lost.erase(id);
  }
}

void Checks::note_agents(const Event& event, const std::vector<Command>& commands) {
  if (const auto* e = std::get_if<AgentPhonesChanged>(&event); e && seats_.contains(e->agent)) {
    Seat& seat = seats_[e->agent];
    seat.phone = e->browser || e->desk;
    if (seat.window != e->window_open) lose_window(e->agent, !e->window_open);
    seat.window = e->window_open;
  }
  if (const auto* e = std::get_if<AgentStateRequested>(&event); e && seats_.contains(e->agent))
    if (is_busy(seats_[e->agent].state) && !refused(commands, e->agent)) seats_[e->agent].intends = e->state;
  if (const auto* e = std::get_if<AgentStateForced>(&event); e && seats_.contains(e->agent))
    if (is_busy(seats_[e->agent].state) && !refused(commands, e->by)) seats_[e->agent].intends = e->state;
  const auto conversation = [&](const auto* e) {
    const auto found = e ? live_.find(e->id) : live_.end();
    return found != live_.end() && found->second.with == e->agent ? &found->second : nullptr;
  };
  if (const auto* e = std::get_if<AgentLost>(&event); const Seen* x = conversation(e)) {
    if (x->row.channel != Channel::voice) lose_window(e->agent, true);
    seats_[e->agent].lost.insert(e->id);
  }
  if (const auto* e = std::get_if<AgentLost>(&event); e && live_.contains(e->id)) {  // who was only asked
    const Seen& x = live_.at(e->id);
    const bool asked = x.with && x.with != e->agent && !x.offers.contains(e->agent) && !x.row.ended_at;
    if (asked && seats_[e->agent].hands.contains(e->id)) seats_[e->agent].lost.insert(e->id);
  }
  if (const auto* e = std::get_if<AgentReattached>(&event); const Seen* x = conversation(e)) {
    const bool was = seats_[e->agent].lost.erase(e->id) > 0;
    if (was && x->row.channel != Channel::voice) lose_window(e->agent, false);
  }
}

void Checks::note_calls(const Event& event, const std::vector<Command>& commands) {
  const auto live = [&](InteractionId id) {
    const auto found = live_.find(id);
    return found == live_.end() ? nullptr : &found->second;
  };
  if (const auto* e = std::get_if<InteractionArrived>(&event))
    if (Seen* x = live(e->id); x && !x->row.id) x->vip = e->facts.vip;
  if (const auto* e = std::get_if<CallbackRequested>(&event))
    if (Seen* x = live(e->id); x && !x->row.callback) x->number = e->to.empty() ? x->row.from : e->to;
  if (const auto* e = std::get_if<CallPlanned>(&event); e && !is_finished(e->id) && !live(e->id)) {
    const bool taken = std::any_of(commands.begin(), commands.end(), [e](const Command& c) {
      const auto* row = std::get_if<InteractionChanged>(&c);
      return row && row->row.id == e->id;
    });
    if (!taken) return;
    Seen& x = live_[e->id];
    x.number = e->to;
    x.vip = e->facts.vip;
    x.difficult = e->facts.difficult;
    x.language = e->facts.language;
    for (const auto& agent : {e->facts.owner, e->facts.last_agent_today, e->wanted})
      if (agent) x.known_to.insert(*agent);
  }
  if (const auto* e = std::get_if<PlannedCallMoved>(&event))
    if (Seen* x = live(e->id); x && !refused(commands, e->by)) {
      x->queued_at.reset();
      x->moved = true;
    }
  if (const auto* e = std::get_if<WrapUpExtended>(&event))
    if (const auto writing = writing_.find(e->id);
        writing != writing_.end() && !refused(commands, e->agent)) {
      const Queue* rules = rules_of(live_[e->id]);  // a queue that was removed keeps rules we no longer see
      writing->second = rules ? writing->second + rules->wrap_up_extension : base::kNever;
    }
}

// When he took his place, as far as it can be seen.
void Checks::note_place(Seen& x) {
  if (x.row.state == InteractionState::ivr) return;  // not yet let in
  const bool later =
      x.row.state == InteractionState::planned && (x.row.direction == Direction::outbound || x.moved);
  if (x.row.queue && !x.queued_at && !later) x.queued_at = now_;
}

void Checks::check_called_row(Seen& x) {
  if (x.row.state != InteractionState::wrap_up) writing_.erase(x.row.id);
  // The work after an earlier share has a limit of its own.
  const auto of_earlier = [&](const Segment& share) {
    const bool last = share.ended_at == x.row.ended_at && share.queue == x.row.queue;
    return share.agent && !share.done_at && share.ended_at && !last;
  };
  const auto& shares = x.row.segments;
  const bool alone = std::none_of(shares.begin(), shares.end(), of_earlier);
  if (!alone) writing_.erase(x.row.id);
  const bool writes = x.row.state == InteractionState::wrap_up && x.row.ended_at && alone;
  if (const Queue* rules = rules_of(x); rules && writes)
    writing_.try_emplace(x.row.id, *x.row.ended_at + rules->wrap_up_limit);
  if (!x.row.callback || !x.row.queue || x.row.answered_at) return;
  const auto most = most_tries_.find(*x.row.queue);
  if (most != most_tries_.end() && x.row.tries > most->second)
    broken(name(x.row.id) + " was called " + std::to_string(x.row.tries) + " times");
}

// Who calls himself takes the place, and the time, of his callback.
void Checks::note_taken_over(const Seen& old) {
  for (auto& [id, x] : live_) {
    if (x.queued_at != now_ || x.row.queue != old.row.queue || x.row.channel != Channel::voice) continue;
    x.took_a_place = true;
    x.known_to.insert(old.known_to.begin(), old.known_to.end());
    if (!old.number.empty() && x.row.from == old.number) x.queued_at = old.queued_at.value_or(now_);
  }
}

void Checks::check_dialled(const DialCustomer& c) {
  const auto found = live_.find(c.id);
  if (found == live_.end()) return;
  for (const auto& [id, other] : live_) {
    const bool now = other.row.state == InteractionState::dialling || other.with;
    const bool by_us = other.row.callback || found->second.row.callback;
    if (id != c.id && now && by_us && !c.to.empty() && other.called == c.to)
      broken(name(c.id) + " and " + name(id) + " call " + c.to + " at once");
  }
  found->second.called = c.to;
}

// Before `offered`, who came later to the same queue, a callback had its turn.
void Checks::check_callback_order(AgentId agent, InteractionId offered) {
  const Seen& y = live_.at(offered);
  if (time_passes_ || y.took_a_place || !by_turn(y.chosen_by) || y.row.channel != Channel::voice ||
      y.known_to.contains(agent))
    return;
  Seat before = seats_[agent];
  before.offer = {};
  before.hands.erase(offered);
  for (const InteractionId id : waiting_) {
    const Seen& x = live_.at(id);
    const bool first = x.row.callback && x.row.queue == y.row.queue && x.vip == y.vip && x.queued_at &&
                       y.queued_at && *x.queued_at < *y.queued_at;
    if (!first || x.waits_from == events_ || awaited_elsewhere(x) || x.refused_by.contains(agent)) continue;
    if (able(before, x))
      broken(name(offered) + " is offered to " + name(agent) + " before the callback " + name(id));
  }
}

void Checks::check_pause(const AgentChanged& a) {
  Seat& seat = seats_[a.agent];
  if (a.state != seat.state || a.reason != seat.reason || a.since != seat.since) seat.reported = false;
  seat.reason = a.reason;
  seat.since = a.since;
  seat.rests_until = a.state == AgentState::pause && a.until ? *a.until : base::kNever;
}

void Checks::check_alert(const Alert& a) {
  if (!a.agent) return;
  Seat& seat = seats_[*a.agent];
  if (a.code == "shift_over") seat.intends = AgentState::offline;
  if (a.code != "pause_too_long") return;
  if (seat.reported || seat.state != AgentState::pause)
    broken(name(*a.agent) + ": one pause is reported twice, or none is");
  seat.reported = true;
}

// Nobody stays in a state longer than the rules say.
void Checks::check_times() {
  for (const auto& [id, until] : writing_)
    if (until < now_) broken(name(id) + " is wrapped up for too long");
  for (const auto& [id, seat] : seats_) {
    if (seat.state != AgentState::pause) continue;
    if (seat.rests_until <= now_) broken(name(id) + "'s pause should have ended");
    for (const QueueId queue : seat.queues) {
      const auto project = projects_.find(rules_.at(queue).project);
      if (seat.reported || project == projects_.end()) continue;
      for (const PauseRule& rule : project->second.pause_rules)
        if (rule.reason == seat.reason && rule.limit > base::Duration::zero() &&
            seat.since + rule.limit < now_)
          broken(name(id) + "'s pause is too long and nobody hears of it");
    }
  }
}
}  // namespace okno::sim
