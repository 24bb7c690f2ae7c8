// Whom the customer should get before anybody else: who talked with him today, who is responsible for him
// (at his desk, else on his mobile number), who began his letter; and how long he waits for them when busy.
#pragma once
#include "core/explain.h"
#include "core/floor.h"

namespace okno::core {
struct Preference {
  AgentId agent;
  std::string_view rule;
  Duration bound{};     // how long he is waited for
  bool mobile = false;  // may be rung where he is
};

// In their order; without those who declined.
std::vector<Preference> preferences(const InteractionNow& x, const QueueNow& queue);
// Those who are busy and want more after it, for whom the queue lets him wait still; the first bound that
// ends.
struct Awaited {
  std::vector<AgentId> agents;
  Instant until = kNever;
  std::string_view rule;
};
Awaited awaited(Floor& floor, const InteractionNow& x, const QueueNow& queue);
// He is away but has a mobile number, and the queue lets it ring.
bool on_mobile(const AgentNow& agent, const QueueNow& queue, const InteractionNow& x);
// The bound of the first one waited for has passed: whoever is left is waited for on.
void reserve_limit_passed(Floor& floor, InteractionNow& x);
}  // namespace okno::core
