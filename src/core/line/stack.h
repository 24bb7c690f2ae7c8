// Letters and posts as a common stack: worked when the load is low, put back when calls come, taken by hand.
#pragma once
#include "core/explain.h"
#include "core/floor.h"

namespace okno::core {
// True when letters of this queue may be offered now: no call waits, enough agents are idle and few enough of
// those at work are busy. A queue without such
// rules: always.
bool letters_may_go(const QueueNow& queue);
// Calls or agents came or went: at the end of the event the stack is looked at once.
void load_changed(Floor& floor, QueueNow& queue);
// Offers letters of the queues whose load has changed, while it is low.
void work_stacks(Floor& floor);
// Takes his letters out of his hands; they are to be given to place_letters() when he has his call.
std::vector<InteractionId> take_letters_back(Floor& floor, AgentNow& agent);
void place_letters(Floor& floor, const std::vector<InteractionId>& letters);

void agent_took(Floor& floor, const AgentTook& e);
}  // namespace okno::core
