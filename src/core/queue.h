// Queues as ordered places: who waits, and which ready agents stand by. All operations are O(log n).
#pragma once
#include "core/floor.h"

namespace okno::core {
// `x` takes its place (or its old one again) among those who wait; `reserved_for` keeps it for one agent.
void join_waiting(Floor& floor, QueueNow& queue, InteractionNow& x, std::optional<AgentId> reserved_for);
// `x` waits no longer; nothing happens when it did not.
void leave_waiting(Floor& floor, InteractionNow& x);
// The agent stands by in all his queues, or no longer does.
void stand_by(Floor& floor, AgentNow& agent);
void stand_down(Floor& floor, AgentNow& agent);
IdleKey idle_key(const QueueNow& queue, const AgentNow& agent);

// Ready agents of a queue in the order of its strategy; a step costs O(log n).
class IdleWalk {
 public:
  IdleWalk(const QueueNow& queue, bool voice);
  const IdleKey* next();  // nullptr at the end

 private:
  const IdleKey* after(const IdleKey* last) const;
  const QueueNow& queue_;
  bool voice_, turns_, wrapped_ = false;
  const IdleKey* last_ = nullptr;
};
}  // namespace okno::core
