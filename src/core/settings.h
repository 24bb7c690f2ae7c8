// New settings on a working floor: live conversations are not touched, what was removed drains. Settings with
// a mistake are refused whole (Refuse "bad_configuration" to nobody, the places named) and change nothing.
#pragma once
#include "core/floor.h"

namespace okno::core {
void configure(Floor& floor, const Configuration& configuration);
// Removed queues without anybody left and dismissed agents who have gone leave the floor.
void forget_drained(Floor& floor);
}  // namespace okno::core
