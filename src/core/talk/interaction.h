// An interaction from its first sign to its closing: arrival, the customer's leaving, the row's last words.
#pragma once
#include <string>

#include "core/floor.h"

namespace okno::core {
void arrived(Floor& floor, const InteractionArrived& e);
void customer_left(Floor& floor, const CustomerLeft& e);
void contact_attached(Floor& floor, const ContactAttached& e);
// Calls cannot have lived while the server was away; everything else waits on in its order.
void restarted(Floor& floor);

// A new row for `id`, or nullptr when that id is live already.
InteractionNow* begin(Floor& floor, InteractionId id);
// One more may live; refused when too many do already.
bool has_room(Floor& floor, AgentId asker);
// Where "queue:NAME" leads within the project; nullptr: nowhere.
QueueNow* find_queue(Floor& floor, ProjectId project, std::string_view target);
// The customer's call is answered by us, once.
void take_line(Floor& floor, InteractionNow& x);
// Nobody may take him: the line gets `reason`, the row ends as refused. `x` is gone after it.
void refuse_customer(Floor& floor, InteractionNow& x, const std::string& reason);
// What he has waited so far, until an agent answered or dialled him.
void count_wait(Floor& floor, InteractionNow& x);
// The customer's side is over; the row knows when and why.
void mark_ended(Floor& floor, InteractionNow& x, EndCause cause);
// Nothing will change any more: the row leaves the floor as final. `x` is gone after it.
void close(Floor& floor, InteractionNow& x);
}  // namespace okno::core
