// How much an agent may hold at once, and what may come beside what.
#pragma once
#include <string_view>

#include "core/floor.h"

namespace okno::core {
// What he may be offered now from this queue: nothing while he is being offered something, wants none, or has
// lost his line. O(what he holds).
Mask may_take(Floor& floor, const AgentNow& agent, const QueueNow& queue);
// Code of what in his hands stands against one more interaction of this channel; empty: nothing.
std::string_view full(const AgentNow& agent, const QueueNow& queue, Channel coming);
// Why he himself cannot be asked about `x` or be handed it now, whatever his queues and skills: a code;
// empty: he can. The work after this very conversation does not stand against it.
std::string_view why_not_him(Floor& floor, const AgentNow* agent, const InteractionNow& x);
// The letters (and posts) in his hands, oldest first.
std::vector<InteractionId> letters_of(const AgentNow& agent);
}  // namespace okno::core
