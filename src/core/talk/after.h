// The work after a conversation that went on with somebody else: its agent wraps up, the interaction lives.
#pragma once
#include "core/floor.h"

namespace okno::core {
// `agent` is out of the conversation: his work after it begins, or he is free at once.
void begin_after_work(Floor& floor, InteractionNow& x, AgentNow& agent);
bool works_after(const InteractionNow& x, AgentId agent);
// It is over: he is free. `x` may be gone after it.
void finish_after_work(Floor& floor, InteractionNow& x, AgentId agent);
// He has the customer again, or a call of his own: his work after it ends, his hands stay as they are. `x`
// may be gone after it.
void cut_after_work(Floor& floor, InteractionNow& x, AgentId agent);
// He needs more time for it.
void extend_after_work(Floor& floor, InteractionNow& x, AgentNow& agent);
void after_limit_passed(Floor& floor, InteractionNow& x);
}  // namespace okno::core
