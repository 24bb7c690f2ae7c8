// More than an agent and his customer: who joins, who leaves, who has the customer then.
#pragma once
#include "core/floor.h"

namespace okno::core {
// The agent lets go and the conversation goes on: his share ends, his work after it begins.
void release_owner(Floor& floor, InteractionNow& x);
// Who was asked has the customer from now on; the outside party has him alone.
void take_over(Floor& floor, InteractionNow& x);
void leave_outside(Floor& floor, InteractionNow& x);
// Agent and customer are alone again.
void back_to_customer(Floor& floor, InteractionNow& x);
// Nobody else is in it or on his way into it: for `reason` (of WithdrawOffer) who was asked is let go.
void break_up(Floor& floor, InteractionNow& x, const std::string& reason);
// Tells all who hear whom: the agents who are there, a cut-off one is not.
void connect_all(Floor& floor, InteractionNow& x);
// Who was asked goes, by himself or for good: the rest goes on.
void asked_left(Floor& floor, InteractionNow& x);
// His line or window is gone: he has to be asked again.
void asked_lost(Floor& floor, InteractionNow& x);
// The agent hangs up while others are in it: they have the customer. False: nobody else is in it.
bool owner_left(Floor& floor, InteractionNow& x);
// The owner's line is gone, comes back, or is given up; true: it is all done.
bool owner_lost(Floor& floor, InteractionNow& x);
bool owner_back(Floor& floor, InteractionNow& x);
bool owner_given_up(Floor& floor, InteractionNow& x);

void dial_outside(Floor& floor, InteractionNow& x, const std::string& number);
void outside_answered(Floor& floor, const OutsideAnswered& e);
void outside_left(Floor& floor, const OutsideLeft& e);
void party_limit_passed(Floor& floor, InteractionNow& x);
}  // namespace okno::core
