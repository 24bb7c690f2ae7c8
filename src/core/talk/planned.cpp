#include "core/talk/planned.h"

#include <algorithm>

#include "base/text.h"
#include "core/explain.h"
#include "core/line/routing.h"
#include "core/talk/callback.h"
#include "core/talk/interaction.h"

namespace okno::core {
namespace {
struct No {
  std::string_view code, words;  // empty: yes
};

bool works_in(Floor& floor, AgentId id, const QueueNow& queue) {
  const AgentNow* agent = floor.agent(id);
  if (!agent || agent->dismissed) return false;
  return std::find(agent->queues.begin(), agent->queues.end(), queue.queue.id) != agent->queues.end();
}

No against_time(const Floor& floor, Instant at) {
  if (at < floor.now - kPlannedBack) return {"past", "This time is over: choose one that is still to come."};
  if (at > floor.now + kPlannedAhead) return {"too_far", "A call can be planned for a year ahead at most."};
  return {};
}

No against(Floor& floor, const CallPlanned& e, const QueueNow* queue) {
  if (!queue) return {"no_such_queue", "There is no such queue: choose another one."};
  if (e.to.empty()) return {"no_number", "Whom to call? A number is needed."};
  if (e.wanted && !works_in(floor, *e.wanted, *queue))
    return {"not_in_queue", "Who is to call does not work in this queue."};
  if (floor.planned_calls >= kMaxPlannedCalls || floor.live.size() >= kMaxLiveInteractions)
    return {"too_many_planned", "Too many calls are planned already: call some of them first."};
  return against_time(floor, e.at);
}

void fill(Floor& floor, InteractionNow& x, const CallPlanned& e) {
  const auto project = floor.projects.find(e.project);
  x.facts = e.facts;
  x.row.direction = Direction::outbound;
  x.row.project = e.project;
  x.row.contact = e.facts.contact;
  x.row.to = e.to;
  if (project != floor.projects.end()) x.row.from = project->second->caller_id;
  x.row.started_at = floor.now;
  x.row.callback = true;
  x.row.planned_by = e.by;
  x.row.planned_for = e.wanted;
  x.row.note = base::shorten(e.note, kMaxResultBytes);
  x.call_to = e.to;
  x.taken = true;
}

// Who asked on a web site is told by the row.
void turn_down(Floor& floor, const CallPlanned& e, const No& no) {
  if (e.by) return refuse(floor, *e.by, no.code, no.words);
  InteractionNow* x = begin(floor, e.id);
  if (!x) return;
  fill(floor, *x, e);
  x->taken = false;
  refuse_customer(floor, *x, std::string(no.code));
}

void say_no(Floor& floor, AgentId by, const No& no) {
  if (by) refuse(floor, by, no.code, no.words);  // the customer sees that it stands
}

// The planned call that `by` may change; otherwise he hears why not and gets nullptr. Nobody: the customer.
InteractionNow* changeable(Floor& floor, InteractionId id, AgentId by) {
  InteractionNow* x = floor.interaction(id);
  if (!x || !x->row.callback) {
    say_no(floor, by, {"unknown_interaction", "There is no such planned call any more."});
    return nullptr;
  }
  const AgentNow* who = floor.agent(by);
  const bool his =
      !by || x->row.planned_by == by || x->row.planned_for == by || (who && who->agent.role != Role::agent);
  if (!his) {
    say_no(floor, by, {"not_your_call", "Who planned this call, who is to make it, or a supervisor may."});
    return nullptr;
  }
  if (!x->away || x->row.state == InteractionState::dialling) {
    say_no(floor, by, {"wrong_state", "It is too late: the customer is being called."});
    return nullptr;
  }
  return x;
}
}  // namespace

void call_planned(Floor& floor, const CallPlanned& e) {
  if (floor.interaction(e.id)) return;
  QueueNow* queue = find_queue(floor, e.project, e.target);
  if (const No no = against(floor, e, queue); !no.code.empty()) return turn_down(floor, e, no);
  InteractionNow& x = *begin(floor, e.id);
  fill(floor, x, e);
  x.away = true;
  x.row.queue = queue->queue.id;
  ++queue->live;
  ++floor.planned_calls;
  const Instant at = std::max(e.at, floor.now);
  floor.alarms.set(x.give_up_at, AlarmKind::give_up, e.id, at + kCallbackKept);
  put_off(floor, x, at);
}

void planned_call_moved(Floor& floor, const PlannedCallMoved& e) {
  InteractionNow* x = changeable(floor, e.id, e.by);
  if (!x) return;
  if (const No no = against_time(floor, e.at); !no.code.empty()) return say_no(floor, e.by, no);
  if (!x->offers.empty()) return say_no(floor, e.by, {"wrong_state", "It rings at an agent just now."});
  const Instant at = std::max(e.at, floor.now);
  floor.alarms.set(x->give_up_at, AlarmKind::give_up, e.id, at + kCallbackKept);
  put_off(floor, *x, at);
  x->queued_at.reset();  // a place of that time
  forget_number(floor, *x);
}

void planned_call_cancelled(Floor& floor, const PlannedCallCancelled& e) {
  if (InteractionNow* x = changeable(floor, e.id, e.by))
    end_away(floor, *x, EndCause::cancelled, "called_off");
}
}  // namespace okno::core
