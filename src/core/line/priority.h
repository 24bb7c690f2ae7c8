// Whose turn it is, in points: a queue's priority, what VIPs have more, what is gained with waiting, and what
// one agent adds for his queues. Within a queue the order never changes while people wait, so their keys
// stand still; only the heads of an agent's lanes are compared at the moment.
#pragma once
#include "core/floor.h"

namespace okno::core {
inline constexpr std::int64_t kPoint = 60'000'000;  // a point a minute is one part a microsecond

// Fits 64 bits for ageing up to domain::kMaxPoints and any moment of this century.
inline std::int64_t rank_of(const Queue& queue, const InteractionNow& x) {
  const std::int64_t points = queue.priority + (x.facts.vip ? queue.vip_priority : 0);
  return points * kPoint - queue.ageing * base::to_us(x.aged_from);
}
inline WaitKey key_of(const Queue& queue, const InteractionNow& x) {
  return {rank_of(queue, x), x.key.arrival, x.row.id};
}
// The same for those who wait for one agent, whatever their queues: VIPs first, then by arrival.
inline WaitKey reserved_key(const InteractionNow& x) {
  return {x.facts.vip ? 1 : 0, x.key.arrival, x.row.id};
}

// A candidate's turn now, comparable over queues.
struct Turn {
  std::int64_t score = 0;
  const WaitKey* key = nullptr;
  bool before(const Turn& other) const {
    if (!key || !other.key) return key;
    return score != other.score ? score > other.score : key->arrival < other.key->arrival;
  }
};
inline Turn turn_of(const Queue& queue, const WaitKey& key, int agent_points, Instant now) {
  return {key.rank + queue.ageing * base::to_us(now) + agent_points * kPoint, &key};
}
}  // namespace okno::core
