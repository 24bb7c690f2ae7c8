// The conversation itself: answer, hold, loss and return of the agent, its end and the work after it; calls
// out.
#pragma once
#include "core/floor.h"

namespace okno::core {
void offer_answered(Floor& floor, const OfferAnswered& e);
void agent_left(Floor& floor, const AgentLeft& e);
void agent_lost(Floor& floor, const AgentLost& e);
void agent_reattached(Floor& floor, const AgentReattached& e);
void hold_requested(Floor& floor, const HoldRequested& e);
void wrap_up_finished(Floor& floor, const WrapUpFinished& e);
void wrap_up_extended(Floor& floor, const WrapUpExtended& e);
void call_requested(Floor& floor, const CallRequested& e);
void customer_answered(Floor& floor, const CustomerAnswered& e);
// Deadlines of the states active/held (lost agent), dialling and wrap_up.
void call_limit_passed(Floor& floor, InteractionNow& x);

// The customer has gone or is let go; the agent goes to wrap-up. `x` may be gone after it.
void end_conversation(Floor& floor, InteractionNow& x, EndCause cause);
// A call out that nobody answered. `x` is gone after it.
void end_dialling(Floor& floor, InteractionNow& x, EndCause cause);
// He has it from now on: the two are connected, and he looks for more if he may hold more.
void begin_talk(Floor& floor, InteractionNow& x, AgentNow& agent, OfferId offer);
// The agent's own conversation, in progress, his line not lost; otherwise he hears why not and gets nullptr.
InteractionNow* talking_with(Floor& floor, AgentId agent, InteractionId id);
// Whose rules hold for the work after it: those of the queue, else, for a call of his own, of one of his.
const Queue& rules_after(Floor& floor, std::optional<QueueId> queue, ProjectId project,
                         const AgentNow& agent);
// Once more `extensions`, if the rules allow it; otherwise he hears why not.
bool may_extend(Floor& floor, const Queue& rules, AgentId agent, int& extensions);
// He comes back from a conversation and stands in line anew: bounds and announcements count from now. His
// place does not: that is by his rank.
void begin_stay(Floor& floor, InteractionNow& x);
// He begins another call: the work after the last ones ends; what he wished for after it waits on.
void end_wrap_ups(Floor& floor, AgentNow& agent);
void count_talk(Floor& floor, InteractionNow& x);
}  // namespace okno::core
