// In a meeting until three, or do not disturb: calls to him by name do not ring.
#pragma once
#include "core/floor.h"

namespace okno::core {
void absence_requested(Floor& floor, const AbsenceRequested& e);
void absence_over(Floor& floor, AgentNow& agent);
// He pressed Ready: the meeting is over, whatever was said.
void end_meeting(Floor& floor, AgentNow& agent);
}  // namespace okno::core
