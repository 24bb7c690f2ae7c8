// Queues as ordered places: who waits, and which ready agents stand by. All operations are O(log n).
#pragma once
#include "core/floor.h"

namespace okno::core {
// `x` takes its place (or its old one again) among those who wait, in the lane of what it needs by now;
// `reserved_for` keeps it for these agents.
void join_waiting(Floor& floor, QueueNow& queue, InteractionNow& x, std::vector<AgentId> reserved_for);
// `x` waits no longer; nothing happens when it did not.
void leave_waiting(Floor& floor, InteractionNow& x);
// The agent stands by in the lanes of his queues where he may take one more, or no longer does.
void stand_by(Floor& floor, AgentNow& agent);
void stand_down(Floor& floor, AgentNow& agent);
// A lane that is new: he stands in it as he does in the others.
void stand_in_lane(Floor& floor, AgentNow& agent, QueueNow& queue, std::size_t lane);

// Ready agents of a lane in the order of its queue's strategy; a step costs O(log n).
class IdleWalk {
 public:
  // `wanted`: bits of Mask of which he must have one.
  IdleWalk(const QueueNow& queue, const Lane& lane, Mask wanted);
  const IdleKey* next();  // nullptr at the end

 private:
  const IdleKey* after(const IdleKey& last) const;
  const IdleKey* next_in_turn();
  const Lane& lane_;
  Mask wanted_;
  bool turns_;
  std::int64_t cursor_;
  IdleKey last_;
  enum class Round { none, after_cursor, before_cursor } round_ = Round::none;
  std::int64_t worth_ = 0;  // of those among whom the turn goes round
};
}  // namespace okno::core
