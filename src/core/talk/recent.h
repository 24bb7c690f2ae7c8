// Rows that are closed and may still change: a result that comes late, a card made after the end. Everybody
// who talked with the customer keeps the row, and all copies are the same.
#pragma once
#include "core/floor.h"

namespace okno::core {
void keep_recent(Floor& floor, const Interaction& row);
// The row as this agent keeps it; nullptr: he had no share of it, or it is long ago.
const Interaction* recent_of(const AgentNow& agent, InteractionId id);
// It is this from now on, with everybody who keeps it, and is told so.
void change_recent(Floor& floor, const Interaction& row);
// The agent leaves for good.
void forget_recent(Floor& floor, const AgentNow& agent);
}  // namespace okno::core
