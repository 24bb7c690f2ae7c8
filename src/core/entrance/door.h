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
// When these hours open or close next, seen from now. The bounded search is made once a change, not once a
// question.
const HoursAhead& ahead_of(Floor& floor, const Hours& hours);
// Where he stands, somebody can take him: when his queue was removed and nobody is left in it, another one of
// the project's has him from now on. False: there is none, he has gone.
bool keep_in_a_queue(Floor& floor, InteractionNow& x);
// His row's queue counts him no longer.
void unname_queue(Floor& floor, InteractionNow& x);
// The queue is the one his row names, and counts him.
void name_queue(Floor& floor, InteractionNow& x, QueueNow& queue);
}  // namespace okno::core
