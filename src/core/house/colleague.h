// A colleague calls a colleague, or a group, by a short number.
#pragma once
#include <string>
#include <string_view>

#include "core/floor.h"

namespace okno::core {
void colleague_called(Floor& floor, const ColleagueCalled& e);
// Rings there, or goes where that leads, or ends and is told why. `x` may be gone after it.
void ring_at(Floor& floor, InteractionNow& x, const std::string& target);
// Who was rung by name did not take it, for the reason `code`. `x` may be gone after it.
void not_taken_by_name(Floor& floor, InteractionNow& x, AgentNow& agent, const std::string& code);
// Nobody takes the call: the line hears the reason. `x` is gone after it.
void end_unreached(Floor& floor, InteractionNow& x, std::string_view code);
// The row has left the floor: the caller's hands are empty.
void free_caller(Floor& floor, AgentId caller, InteractionId id);
}  // namespace okno::core
