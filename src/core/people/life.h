// An agent's day by rule: pauses that last too long or end by themselves, what a missed ring makes of him,
// the states a supervisor puts him into, the end of his shift.
#pragma once
#include "core/floor.h"

namespace okno::core {
// A supervisor's wish. In a conversation it is kept, and until it is carried out the agent cannot change it;
// only home he may always go. After it he is free to change it.
void state_forced(Floor& floor, const AgentStateForced& e);
// He let it ring: pause, home, by the rules of the queue whose customer it was.
void rest_after_no_answer(Floor& floor, AgentNow& agent, InteractionId missed, const Queue& rules);
// His alarms, by his state and the settings of this moment.
void watch_life(Floor& floor, AgentNow& agent);
void pause_too_long(Floor& floor, AgentNow& agent);
void pause_over(Floor& floor, AgentNow& agent);
// The supervisors hear of it; after his last conversation he goes home, unless he asks to stay.
void shift_over(Floor& floor, AgentNow& agent);
}  // namespace okno::core
