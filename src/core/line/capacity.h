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
// The letters (and posts) in his hands, oldest first.
std::vector<InteractionId> letters_of(const AgentNow& agent);
}  // namespace okno::core
