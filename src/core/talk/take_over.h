// A supervisor takes a conversation out of an agent's hands: the customer goes on with him, the agent works
// after it as when he had handed the customer over himself. Who else hears each other with them stays.
#pragma once
#include "core/floor.h"

namespace okno::core {
void call_taken_over(Floor& floor, const CallTakenOver& e);
}  // namespace okno::core
