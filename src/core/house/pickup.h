// Taking a call that rings at a colleague of one's own queues, department or ring groups.
#pragma once
#include "core/floor.h"

namespace okno::core {
void pickup_requested(Floor& floor, const PickupRequested& e);
}  // namespace okno::core
