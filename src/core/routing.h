// Who takes whom. place(): an interaction looks for an agent; serve(): a ready agent looks for an
// interaction. Between events the promise holds: nobody waits while an agent who may take him stands by.
#pragma once
#include "core/explain.h"
#include "core/floor.h"

namespace okno::core {
// `x` names its queue and has its key: it is offered at once or waits. `why` may already name agents passed
// over.
void place(Floor& floor, InteractionNow& x, Explanation& why);
// First time in the queue: like place(), but a line that is full refuses.
void enter_queue(Floor& floor, InteractionNow& x, QueueNow& queue);
// A ready agent takes the first who waits for him or for anybody, else he stands by.
void serve(Floor& floor, AgentNow& agent);
// Everything that waits in the queue looks again (settings changed).
void look_again(Floor& floor, QueueNow& queue);

void ring_now(Floor& floor, InteractionNow& x);
void card_drawn(Floor& floor, const CardDrawn& e);
void offer_declined(Floor& floor, const OfferDeclined& e);
void ring_limit_passed(Floor& floor, InteractionNow& x);
void reserve_limit_passed(Floor& floor, InteractionNow& x);
// The customer went while the agent's phone rang: the agent keeps his place among the idle.
void withdraw(Floor& floor, InteractionNow& x, const std::string& reason);
}  // namespace okno::core
