// A call in a numbered slot: music, until somebody fetches it or the limit gives it back to who parked it.
#pragma once
#include "core/floor.h"

namespace okno::core {
bool has_free_slot(const Floor& floor);
// Nobody is with him any more (release_owner).
void park(Floor& floor, InteractionNow& x, AgentId by);
// He is in no slot any more; nothing when he was in none.
void leave_slot(Floor& floor, InteractionNow& x);
void parked_too_long(Floor& floor, InteractionNow& x);
void parked_fetched(Floor& floor, const ParkedFetched& e);
}  // namespace okno::core
