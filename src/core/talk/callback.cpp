#include "core/talk/callback.h"

#include <algorithm>

#include "core/entrance/announce.h"
#include "core/entrance/door.h"
#include "core/entrance/hours.h"
#include "core/entrance/lists.h"
#include "core/explain.h"
#include "core/line/priority.h"
#include "core/line/queue.h"
#include "core/line/routing.h"
#include "core/people/agent.h"
#include "core/talk/call.h"
#include "core/talk/interaction.h"
#include "core/talk/recorded.h"

namespace okno::core {
namespace {
// When the queue next opens; now: it is open.
Instant opens_at(Floor& floor, const QueueNow& queue) {
  const Hours* hours = hours_of(floor, queue);
  return !hours || is_open(*hours, floor.now) ? floor.now : ahead_of(floor, *hours).next;
}
// When it next closes; now: it is closed.
Instant closes_at(Floor& floor, const QueueNow& queue) {
  const Hours* hours = hours_of(floor, queue);
  if (!hours) return kNever;
  return is_open(*hours, floor.now) ? ahead_of(floor, *hours).next : floor.now;
}

// A place behind everybody, once: it is kept over all tries.
void get_place(Floor& floor, InteractionNow& x, const QueueNow& queue) {
  if (x.queued_at) return;
  x.queued_at = x.entered_at = x.aged_from = floor.now;
  x.key.arrival = ++floor.arrivals;
  x.key = key_of(queue.queue, x);
}

void keep_until(Floor& floor, InteractionNow& x, Instant from) {
  floor.alarms.set(x.give_up_at, AlarmKind::give_up, x.row.id, from + kCallbackKept);
}

// What shows on his phone: the number he knows us by.
std::string caller_id(const Floor& floor, const InteractionNow& x) {
  if (x.row.direction == Direction::outbound) return x.row.from;
  const Project* project = floor.project(x.row.project);
  return project && !project->caller_id.empty() ? project->caller_id : x.row.to;
}

// Another one with his number gives way, unless it is with him at this moment.
void replace_other(Floor& floor, const InteractionNow& x) {
  InteractionNow* other = called_at(floor, x.row.project, x.call_to);
  if (other && other != &x && other->away && other->row.state != InteractionState::dialling)
    end_away(floor, *other, EndCause::cancelled, "asked_again");
}

void after_try(Floor& floor, InteractionNow& x) {
  const Queue& rules = floor.queue_of(x).queue;
  const bool too_old = x.give_up_at == kNever;  // its last moment came in this very try
  if (too_old || x.row.tries >= rules.callback_tries)
    return end_away(floor, x, EndCause::given_up, "given_up");
  put_off(floor, x, floor.now + rules.callback_retry);
  explain(floor, x, "tried_again_later");
}
}  // namespace

void callback_requested(Floor& floor, const CallbackRequested& e) {
  InteractionNow* x = floor.interaction(e.id);
  if (!x || !x->row.queue || x->row.state != InteractionState::waiting) return;
  ask_for_callback(floor, *x, e.to);
}

void ask_for_callback(Floor& floor, InteractionNow& x, const std::string& to) {
  const std::string number = to.empty() ? x.customers_number() : to;
  if (!x.voice() || x.away || !x.row.queue || x.connected_at) return;
  if (!is_known_number(number)) {
    if (!x.queued_at) refuse_customer(floor, x, "closed");  // who has a place keeps it on the line
    return;
  }
  forget_number(floor, x);  // at which he was called before
  x.call_to = number;
  x.row.tries = 0;  // of an earlier callback, that reached him
  replace_other(floor, x);
  if (!is_planned(x.row) && x.row.direction == Direction::outbound) ++floor.planned_calls;
  take_line(floor, x);  // he hears the thanks
  x.away = x.row.callback = true;
  x.music = false;
  silence(floor, x);
  stop_recording(floor, x);  // of the talk before he was handed on
  floor.command(LetCustomerGo{x.row.id});
  keep_until(floor, x, floor.now);
  floor.touch(x);
  const bool stands = x.row.state == InteractionState::waiting;
  if (stands && !called_at(floor, x.row.project, number)) {
    floor.called[{x.row.project, number}] = x.row.id;
    return watch_closing(floor, x);
  }
  leave_waiting(floor, x);
  line_up_away(floor, x);
}

void put_off(Floor& floor, InteractionNow& x, Instant at) {
  leave_waiting(floor, x);
  leave_line(floor, x, false);
  x.row.state = InteractionState::planned;
  x.row.due_at = std::min(at, x.give_up_at);
  floor.alarms.set(x.step_at, AlarmKind::step, x.row.id, *x.row.due_at);
  floor.touch(x);
}

void line_up_away(Floor& floor, InteractionNow& x) {
  if (!keep_in_a_queue(floor, x)) return;
  QueueNow& queue = floor.queue_of(x);
  get_place(floor, x, queue);
  if (x.row.tries >= queue.queue.callback_tries)  // the settings have become stricter
    return end_away(floor, x, EndCause::given_up, "given_up");
  if (const Instant opens = opens_at(floor, queue); opens > floor.now) {
    put_off(floor, x, opens);
    return explain(floor, x, "called_when_open");
  }
  const InteractionNow* other = called_at(floor, x.row.project, x.call_to);
  if (other && other != &x) {
    put_off(floor, x, floor.now + queue.queue.callback_retry);
    return explain(floor, x, "number_in_use");
  }
  floor.called[{x.row.project, x.call_to}] = x.row.id;
  x.row.state = InteractionState::offered;  // on its way
  watch_closing(floor, x);
  Explanation why(x.row.id);
  place(floor, x, why);
}

void watch_closing(Floor& floor, InteractionNow& x) {
  floor.alarms.set(x.step_at, AlarmKind::step, x.row.id, closes_at(floor, floor.queue_of(x)));
}

void away_due(Floor& floor, InteractionNow& x) {
  if (x.row.state == InteractionState::planned) return line_up_away(floor, x);
  const Instant opens = opens_at(floor, floor.queue_of(x));
  if (opens <= floor.now) return watch_closing(floor, x);
  if (x.row.state == InteractionState::offered) withdraw(floor, x, "queue_closed");
  put_off(floor, x, opens);
  explain(floor, x, "called_when_open");
}

void callback_too_old(Floor& floor, InteractionNow& x) {
  if (x.away && x.row.state != InteractionState::dialling) end_away(floor, x, EndCause::given_up, "given_up");
}

void end_away(Floor& floor, InteractionNow& x, EndCause cause, const std::string& why) {
  explain(floor, x, why);
  const bool offered = !x.offers.empty();
  leave_waiting(floor, x);
  mark_ended(floor, x, cause);
  if (offered) withdraw(floor, x, why);
  close(floor, x);
}

void dial_away(Floor& floor, InteractionNow& x, AgentNow& agent, OfferId offer) {
  count_wait(floor, x);
  leave_line(floor, x, true);
  ++agent.contacts;
  ++x.row.tries;
  x.row.agent = agent.agent.id;
  x.row.state = InteractionState::dialling;
  occupy(floor, agent, AgentState::talking, x, std::nullopt);
  floor.command(WithdrawOffer{agent.agent.id, offer, x.row.id, "dialled"});
  floor.command(DialCustomer{x.row.id, x.call_to, caller_id(floor, x)});
  floor.alarms.set(x.step_at, AlarmKind::step, x.row.id, floor.now + kDialLimit);
  floor.touch(x);
  look_for_work(floor, agent);
}

void not_reached(Floor& floor, InteractionNow& x) {
  AgentNow& agent = *floor.agent(*x.row.agent);
  const InteractionId id = x.row.id;
  floor.command(ReleaseAgent{agent.agent.id, id});
  after_try(floor, x);
  let_go(floor, agent, id);
}

void take_over_callback(Floor& floor, InteractionNow& x, const QueueNow& queue) {
  InteractionNow* old = x.voice() ? called_at(floor, x.row.project, x.customers_number()) : nullptr;
  if (!old || old == &x || !old->away || old->row.queue != queue.queue.id) return;
  if (old->row.state == InteractionState::dialling) return;
  x.queued_at = old->queued_at;
  x.aged_from = old->aged_from;
  x.key.arrival = old->key.arrival;
  if (x.row.note.empty()) x.row.note = old->row.note;
  if (!x.row.planned_for) x.row.planned_for = old->row.planned_for;
  end_away(floor, *old, EndCause::cancelled, "called_himself");
}

InteractionNow* called_at(Floor& floor, ProjectId project, const std::string& number) {
  const auto found = floor.called.find({project, number});
  return found == floor.called.end() ? nullptr : floor.interaction(found->second);
}

void forget_number(Floor& floor, const InteractionNow& x) {
  const auto found = floor.called.find({x.row.project, x.call_to});
  if (found != floor.called.end() && found->second == x.row.id) floor.called.erase(found);
}

void call_by_hand(Floor& floor, InteractionNow& x, ProjectId project, const std::string& number) {
  x.call_to = number;
  x.row.tries = 0;  // of an earlier callback, that reached him
  if (InteractionNow* other = called_at(floor, project, number)) {
    if (!other->away) return;
    x.row.note = other->row.note;
    end_away(floor, *other, EndCause::cancelled, "called_by_hand");
  }
  floor.called[{project, number}] = x.row.id;
}

bool is_planned(const Interaction& row) {
  return row.callback && row.direction == Direction::outbound && row.queue;
}

bool is_being_called(const InteractionNow* x) {
  return x && (x->row.state == InteractionState::dialling || x->connected_at);
}

std::vector<AgentId> interrupt_away(Floor& floor, InteractionNow& x) {
  std::vector<AgentId> bound;
  for (const Offer& offer : x.offers) {
    bound.push_back(offer.agent);
    floor.command(WithdrawOffer{offer.agent, offer.id, x.row.id, "restarted"});
  }
  if (x.row.state == InteractionState::dialling) bound.push_back(*x.row.agent);
  x.offers.clear();
  floor.queue_of(x).ringing.erase(x.key);
  floor.alarms.clear(x.ring_at, AlarmKind::ring, x.row.id);
  floor.alarms.clear(x.card_at, AlarmKind::card, x.row.id);
  return bound;
}

void resume_away(Floor& floor, InteractionNow& x) {
  if (x.row.state == InteractionState::dialling) return after_try(floor, x);  // his phone may have rung
  line_up_away(floor, x);
}
}  // namespace okno::core
