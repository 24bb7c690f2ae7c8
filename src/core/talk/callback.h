// We call him: who does not want to wait on the line keeps his place and is called when it is his turn; a
// planned call (planned.h) takes a place when its time has come. Such an interaction is `away`: it has no
// line until an agent has taken it and the customer is dialled, which he may hear. Who is not reached is
// called again after a while, in his old place. One number is in the hands of one such call at a time.
#pragma once
#include <string>
#include <vector>

#include "core/floor.h"

namespace okno::core {
void callback_requested(Floor& floor, const CallbackRequested& e);

// A caller who waits in the queue that his row names, or came to its door, is to be called instead: his line
// ends with thanks, the place is kept or taken. A closed queue calls when it opens. Nothing happens when
// there is no number to call (`to`, else his side of the call).
void ask_for_callback(Floor& floor, InteractionNow& x, const std::string& to = "");

// An agent has taken it: the customer is dialled. His wait has ended with the first try.
void dial_away(Floor& floor, InteractionNow& x, AgentNow& agent, OfferId offer);
// He was not reached: the agent is free at once (a note may follow), it is tried again or given up. `x` may
// be gone after it.
void not_reached(Floor& floor, InteractionNow& x);
// Its time has come: a planned call's, the next try's, the queue's opening or closing.
void away_due(Floor& floor, InteractionNow& x);
// Nobody could make this call for kCallbackKept.
void callback_too_old(Floor& floor, InteractionNow& x);
// It is called off, or no try is left; the agent at whom it rings is free. `x` is gone after it.
void end_away(Floor& floor, InteractionNow& x, EndCause cause, const std::string& why);
// It leaves the line until `at`.
void put_off(Floor& floor, InteractionNow& x, Instant at);
// Takes its place (the old one when it has one), or waits for the queue's hours or for another call to the
// same number.
void line_up_away(Floor& floor, InteractionNow& x);
// The queue's hours may have changed.
void watch_closing(Floor& floor, InteractionNow& x);
// Who calls himself while he is to be called in this queue gets that place.
void take_over_callback(Floor& floor, InteractionNow& x, const QueueNow& queue);
// The call that has this number in hand, from its place in line to the end; nullptr: none.
InteractionNow* called_at(Floor& floor, ProjectId project, const std::string& number);
void forget_number(Floor& floor, const InteractionNow& x);
// An agent calls this number himself: who was to be called there is called by it.
void call_by_hand(Floor& floor, InteractionNow& x, ProjectId project, const std::string& number);
// One of those of which kMaxPlannedCalls may be live; a caller who wants to be called is none.
bool is_planned(const Interaction& row);
// The customer is being dialled or is in conversation with us.
bool is_being_called(const InteractionNow* x);
// The server was away: nobody rings any more and nobody is dialled. The agents whom it bound.
std::vector<AgentId> interrupt_away(Floor& floor, InteractionNow& x);
// … and once they are out of the way. `x` may be gone after it.
void resume_away(Floor& floor, InteractionNow& x);
}  // namespace okno::core
