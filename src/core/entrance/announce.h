// What those hear who wait on the line: their place, how long it will take, the offer to be called back. And
// the line itself, whose pace makes the second an honest number.
#pragma once
#include "core/floor.h"

namespace okno::core {
// He waits in this queue's line from now on (again): its pace and his alarms know.
void enter_line(Floor& floor, QueueNow& queue, InteractionNow& x);
// He waits no more, for a while or for good: nothing is announced and he goes on nowhere.
void silence(Floor& floor, InteractionNow& x);
// He has left the line for good.
void leave_line(Floor& floor, InteractionNow& x, bool served);
// The alarms of who waits, by the queue's settings of this moment.
void set_waiting_alarms(Floor& floor, const QueueNow& queue, InteractionNow& x);

void announce_due(Floor& floor, InteractionNow& x);
// A key pressed on the line: he takes the offer to be called back.
void key_in_line(Floor& floor, InteractionNow& x, char digit);
// His place by the order in which the queue serves, 1: the next; 0: behind kMaxPosition others.
// O(kMaxPosition + lanes).
std::int64_t position_of(const QueueNow& queue, const InteractionNow& x);
}  // namespace okno::core
