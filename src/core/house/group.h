// Several under one short number: all at once, or one after another.
#pragma once
#include "core/floor.h"

namespace okno::core {
// `x` may be gone after it.
void ring_group(Floor& floor, InteractionNow& x, const RingGroup& group);
const RingGroup* group_named(const Floor& floor, std::string_view name);
// One of them said no, or the limit has passed for all who ring. `x` may be gone after it.
void member_declined(Floor& floor, InteractionNow& x, AgentNow& agent);
void group_not_answered(Floor& floor, InteractionNow& x);
}  // namespace okno::core
