// Who gets in: open or closed, listed or not.
#pragma once
#include "core/floor.h"

namespace okno::core {
// He wants this queue: when it is closed he goes where that leads, else he takes his place. Who writes a
// letter or a text message sits at no door: they wait until work begins. `x` may be gone after it.
void come_to(Floor& floor, InteractionNow& x, QueueNow& queue);
// He is on a list: where the project sends such, else refused. `x` may be gone after it.
void turn_away(Floor& floor, InteractionNow& x);
const Hours* hours_of(const Floor& floor, const QueueNow& queue);  // none: always open
bool open_now(const Floor& floor, const QueueNow& queue);
// The queue is the one his row names, and counts him.
void name_queue(Floor& floor, InteractionNow& x, QueueNow& queue);
}  // namespace okno::core
