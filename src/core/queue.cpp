#include "core/queue.h"

namespace okno::core {
void join_waiting(Floor& floor, QueueNow& queue, InteractionNow& x, std::optional<AgentId> reserved_for) {
  x.row.state = InteractionState::waiting;
  x.reserved_for = reserved_for;
  if (reserved_for)
    floor.agent(*reserved_for)->reserved.insert(x.key);
  else
    queue.open[x.voice()].insert(x.key);
  queue.waiting.insert({*x.queued_at, x.row.id});
  floor.touch(queue);
  floor.touch(x);
}

void leave_waiting(Floor& floor, InteractionNow& x) {
  if (!x.row.queue || x.row.state != InteractionState::waiting) return;
  QueueNow& queue = floor.queue_of(x);
  if (x.reserved_for) {
    if (AgentNow* agent = floor.agent(*x.reserved_for)) agent->reserved.erase(x.key);
    x.reserved_for.reset();
  } else {
    queue.open[x.voice()].erase(x.key);
  }
  floor.alarms.clear(x.reserve_at, AlarmKind::reserve, x.row.id);
  if (queue.waiting.erase({*x.queued_at, x.row.id}) > 0) floor.touch(queue);
}

IdleKey idle_key(const QueueNow& queue, const AgentNow& agent) {
  if (queue.queue.strategy == Strategy::round_robin) return {0, agent.agent.id.value(), agent.agent.id};
  return {base::to_us(agent.idle_since), agent.idle_order, agent.agent.id};
}

void stand_by(Floor& floor, AgentNow& agent) {
  for (const QueueId id : agent.queues) {
    QueueNow& queue = *floor.queue(id);
    queue.idle[floor.can_call(agent)].insert(idle_key(queue, agent));
  }
  agent.idle = true;
}

void stand_down(Floor& floor, AgentNow& agent) {
  if (!agent.idle) return;
  for (const QueueId id : agent.queues) {
    QueueNow& queue = *floor.queue(id);
    const IdleKey key = idle_key(queue, agent);
    if (queue.idle[1].erase(key) == 0) queue.idle[0].erase(key);
  }
  agent.idle = false;
}

IdleWalk::IdleWalk(const QueueNow& queue, bool voice)
    : queue_(queue), voice_(voice), turns_(queue.queue.strategy == Strategy::round_robin) {
  if (turns_) last_ = &queue_.cursor;
}

const IdleKey* IdleWalk::after(const IdleKey* last) const {
  const IdleKey* best = nullptr;
  for (const int phone : {1, 0}) {
    if (voice_ && phone == 0) continue;
    const auto& set = queue_.idle[phone];
    const auto it = last ? set.upper_bound(*last) : set.begin();
    if (it != set.end() && (!best || *it < *best)) best = &*it;
  }
  return best;
}

const IdleKey* IdleWalk::next() {
  const IdleKey* key = wrapped_ || last_ ? after(last_) : after(nullptr);
  if (!key && turns_ && !wrapped_) {
    wrapped_ = true;
    key = after(nullptr);
  }
  if (wrapped_ && key && queue_.cursor < *key) key = nullptr;
  if (key) last_ = key;
  return key;
}
}  // namespace okno::core
