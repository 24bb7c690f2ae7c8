// Promises about whom we call, and about an agent's day.
#include <algorithm>

#include "core/limits.h"

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
      seats_[agent].lost.try_emplace(id, now_ + kReattachLimit);
    else
      seats_[agent].lost.erase(id);
  }
}

// Who was only asked is let go at once.
void Checks::lose_asked(AgentId agent, InteractionId id) {
  const auto found = live_.find(id);
  if (found == live_.end() || found->second.with == agent || found->second.row.ended_at) return;
  const auto& shares = found->second.row.segments;
  const bool asked = std::any_of(shares.begin(), shares.end(), [agent](const Segment& share) {
    return share.agent == agent && !share.ended_at;
  });
  if (asked) seats_[agent].lost.try_emplace(id, now_ + kReattachLimit);
}

// A restart took his window, and he has not opened it again.
void Checks::note_windows_that_stay_away() {
  for (auto& [id, seat] : seats_) {
    if (seat.returns_by > now_) continue;
    seat.returns_by = base::kNever;
    lose_window(id, true);
    for (const auto& [held, channel] : seat.hands)
      if (channel != Channel::voice) lose_asked(id, held);
  }
}

void Checks::note_agents(const Event& event, const std::vector<Command>& commands) {
  if (const auto* e = std::get_if<AgentPhonesChanged>(&event); e && seats_.contains(e->agent)) {
    Seat& seat = seats_[e->agent];
    seat.phone = e->browser || e->desk;
    if (seat.window != e->window_open) lose_window(e->agent, !e->window_open);
    if (e->window_open) seat.returns_by = base::kNever;
    seat.window = e->window_open;
  }
  if (const auto* e = std::get_if<AgentStateRequested>(&event); e && seats_.contains(e->agent))
    if (is_busy(seats_[e->agent].state) && !refused(commands, e->agent)) {
      seats_[e->agent].intends = e->state;
      seats_[e->agent].unsure = false;
    }
  if (const auto* e = std::get_if<AgentStateForced>(&event); e && seats_.contains(e->agent))
    if (is_busy(seats_[e->agent].state) && !refused(commands, e->by)) {
      seats_[e->agent].intends = e->state;
      seats_[e->agent].unsure = false;
    }
  const auto conversation = [&](const auto* e) {
    const auto found = e ? live_.find(e->id) : live_.end();
    return found != live_.end() && found->second.with == e->agent ? &found->second : nullptr;
  };
  if (const auto* e = std::get_if<AgentLost>(&event); const Seen* x = conversation(e)) {
    const bool told = seats_[e->agent].lost.contains(e->id);  // what he took since, he took without it
    if (x->row.channel != Channel::voice && !told) lose_window(e->agent, true);
    seats_[e->agent].lost.try_emplace(e->id, now_ + kReattachLimit);
  }
  if (const auto* e = std::get_if<AgentLost>(&event)) lose_asked(e->agent, e->id);
  if (const auto* e = std::get_if<CustomerAnswered>(&event); e && live_.contains(e->id)) {
    const auto& agent = live_.at(e->id).row.agent;  // he may have been cut off while it rang
    for (const Command& c : commands)
      if (const auto* held = std::get_if<HoldCustomer>(&c); held && held->id == e->id && agent)
        seats_[*agent].lost.try_emplace(e->id, now_ + kReattachLimit);
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
  const auto* wish = std::get_if<CallbackRequested>(&event);
  call_me_at_ = wish ? wish->to : "";
  if (const auto* e = std::get_if<ColleagueCalled>(&event); e && !is_finished(e->id) && !live(e->id)) {
    // It may be over in the same moment; refused to the caller himself, it never was.
    const bool never_was = std::any_of(commands.begin(), commands.end(), [&](const Command& command) {
      const auto* refusal = std::get_if<Refuse>(&command);
      return refusal && refusal->agent == e->caller;
    });
    if (!never_was) live_[e->id];
  }
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
      x->age_from.reset();
      x->moved = true;
    }
  if (const auto* e = std::get_if<WrapUpExtended>(&event))
    if (const auto writing = writing_.find({e->id, e->agent});
        writing != writing_.end() && !refused(commands, e->agent))
      writing->second.until += longest(writing->second.queue, &Queue::wrap_up_extension);
}

// When he took his place, as far as it can be seen.
void Checks::note_place(Seen& x) {
  if (x.row.state == InteractionState::ivr) return;  // not yet let in
  const bool later =
      x.row.state == InteractionState::planned && (x.row.direction == Direction::outbound || x.moved);
  if (!x.row.queue || later) return;
  if (x.queued_at) return;
  x.queued_at = now_;
  if (!x.age_from || !x.row.answered_at) x.age_from = now_;
}

void Checks::check_called_row(const Seen& x) {
  if (!x.row.callback || !x.row.queue || x.row.answered_at) return;
  const auto most = most_tries_.find(*x.row.queue);
  if (most != most_tries_.end() && x.row.tries > most->second)
    broken(name(x.row.id) + " was called " + std::to_string(x.row.tries) + " times");
}

// By the rules of this queue; of one that was removed, or of a call without one, as long as any allow.
base::Duration Checks::longest(std::optional<QueueId> queue, base::Duration Queue::*what) const {
  if (const auto found = queue ? rules_.find(*queue) : rules_.end(); found != rules_.end())
    return found->second.*what;
  base::Duration most = Queue{}.*what;
  for (const auto& [id, rules] : known_) most = std::max(most, rules.*what);
  return most;
}

// Each who talked writes for as long as the queue allows in which he talked, whoever has the customer now.
void Checks::check_work_after(const Interaction& row, const Interaction& before) {
  std::set<AgentId> write;
  for (const Segment& share : row.segments) {
    if (!share.agent || !share.ended_at || share.done_at) continue;
    write.insert(*share.agent);
    const auto queue = before.id ? before.queue : row.queue;
    const Work work{*share.ended_at + longest(queue, &Queue::wrap_up_limit), queue};
    writing_.try_emplace({row.id, *share.agent}, work);
  }
  for (auto it = writing_.lower_bound({row.id, {}}); it != writing_.end() && it->first.first == row.id;)
    it = write.contains(it->first.second) ? std::next(it) : writing_.erase(it);
}

// Who calls himself takes the place, and the time, of his callback.
void Checks::note_taken_over(const Seen& old) {
  for (auto& [id, x] : live_) {
    const bool he = x.queued_at == now_ && x.row.queue == old.row.queue && x.row.from == old.number;
    if (!he || x.row.channel != Channel::voice) continue;
    x.known_to.insert(old.known_to.begin(), old.known_to.end());
    x.queued_at = old.queued_at.value_or(now_);
    x.age_from = old.age_from.value_or(now_);
  }
}

void Checks::check_dialled(const DialCustomer& c) {
  const auto found = live_.find(c.id);
  if (found == live_.end()) return;
  if (!c.to.empty() && c.to == c.from) broken(name(c.id) + " is called at our own number");
  if (!found->second.number.empty() && c.to != found->second.number)
    broken(name(c.id) + " is called at " + c.to + ", not where he wants it");
  for (const auto& [id, other] : live_) {
    const bool now = other.row.state == InteractionState::dialling || other.with;
    const bool by_us = other.row.callback || found->second.row.callback;
    if (id != c.id && now && by_us && !c.to.empty() && other.called == c.to)
      broken(name(c.id) + " and " + name(id) + " call " + c.to + " at once");
  }
  found->second.called = c.to;
  const Interaction& row = found->second.row;
  if (row.tries == 0 || !row.queue) return;  // an agent's own call
  ++found->second.dialled;
  const auto most = most_tries_.find(*row.queue);
  if (most != most_tries_.end() && found->second.dialled > most->second)
    broken(name(c.id) + " is called for the " + std::to_string(found->second.dialled) + "th time");
  if (found->second.dialled != row.tries) broken(name(c.id) + " miscounts how often it was called");
}

// Before `offered`, who came later to the same queue, a callback had its turn.
void Checks::check_callback_order(AgentId agent, InteractionId offered) {
  const Seen& y = live_.at(offered);
  if (!by_turn(y.chosen_by) || y.row.channel != Channel::voice || y.known_to.contains(agent)) return;
  Seat before = seats_[agent];
  before.offer = {};
  before.hands.erase(offered);
  for (const InteractionId id : waiting_) {
    const Seen& x = live_.at(id);
    const bool first = x.row.callback && x.row.queue == y.row.queue && x.vip == y.vip && x.age_from &&
                       y.age_from && *x.age_from < *y.age_from;
    if (!first || x.waits_from == events_ || awaited_elsewhere(x) || x.refused_by.contains(agent)) continue;
    if (able(before, x,
             last_))  // when alarms are overdue, he who may be taken by less skill rings in his turn
      broken(name(offered) + " is offered to " + name(agent) + " (" + y.chosen_by + ") before the callback " +
             name(id) + " (" + x.waits_by + ")");
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
  for (const auto& [id, prompt] : prompts_)
    if (prompt.until <= now_) broken(name(id) + " hears a prompt whose end nobody tells");
  for (const auto& [who, work] : writing_)
    if (work.until < now_) broken(name(who.second) + " wraps " + name(who.first) + " up for too long");
  for (const auto& [id, seat] : seats_) {
    for (const auto& [talk, until] : seat.lost)
      if (until <= now_) broken(name(id) + " is away and " + name(talk) + " is still his");
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
