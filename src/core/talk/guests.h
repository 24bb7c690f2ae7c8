// Guests: numbers outside that the agent brings into his conversation, so that three, or fifty, hear each
// other. They hear whom the agent and his customer hear when those two talk; they go when nobody of us is
// left with the customer.
#pragma once
#include "core/floor.h"

namespace okno::core {
void guest_invited(Floor& floor, const GuestInvited& e);
void guest_answered(Floor& floor, const GuestAnswered& e);
void guest_left(Floor& floor, const GuestLeft& e);
void guest_dropped(Floor& floor, const GuestDropped& e);
// Those who have not answered in time.
void guest_limit_passed(Floor& floor, InteractionNow& x);
void send_guests_away(Floor& floor, InteractionNow& x);
}  // namespace okno::core
