// Where a call to somebody by name goes. A pure look at him as he is now.
#pragma once
#include <string>
#include <string_view>

#include "core/floor.h"

namespace okno::core {
// What stands against ringing at him; empty: nothing. Codes: closed, in_meeting, do_not_disturb, busy, away.
std::string_view why_not_rung(const Floor& floor, const AgentNow& agent, InteractionId call);
// Where his settings send such a call; empty: nowhere. `code` as above, or no_answer, declined, unreachable;
// empty: only what is always sent on.
std::string forward_of(const AgentNow& agent, std::string_view code);
// He sent calls on that came to him because of a break, and is on one: rings all the same without such a
// wish.
bool is_on_break(const AgentNow& agent);
}  // namespace okno::core
