// Who goes on from a queue that cannot serve him soon. To another queue he goes only when he is better off
// there: it is open, somebody is at work in it and it has room; else the settings of that queue are asked
// where it would send him. He keeps his arrival and his waiting time, and no queue that sent him on sees him
// again this way.
#pragma once
#include "core/explain.h"
#include "core/floor.h"

namespace okno::core {
// Nobody of this queue could take the newcomer at once: is nobody here, or do too many wait? True: he has
// gone on (and may be gone). `why`: of those who were looked at.
bool go_on(Floor& floor, InteractionNow& x, QueueNow& queue, Explanation& why);
// He has waited here long enough.
void overflow_due(Floor& floor, InteractionNow& x);
// When he will have; kNever: never.
Instant next_overflow(const QueueNow& queue, const InteractionNow& x);
}  // namespace okno::core
