// Calls planned for a time: by a member of staff, or asked for on a web site (due at once). When the time has
// come they take a place in their queue like a callback (callback.h): for the first who is free, or for
// whom they were planned, who is waited for up to the queue's planned_wait while he is busy.
#pragma once
#include "core/floor.h"

namespace okno::core {
void call_planned(Floor& floor, const CallPlanned& e);
void planned_call_moved(Floor& floor, const PlannedCallMoved& e);
void planned_call_cancelled(Floor& floor, const PlannedCallCancelled& e);
}  // namespace okno::core
