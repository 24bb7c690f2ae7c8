// Who takes whom. place(): an interaction looks for an agent; serve(): a ready agent looks for an
// interaction. Between events the promise holds: nobody waits while an agent who may take him stands by.
#pragma once
#include "core/explain.h"
#include "core/floor.h"

namespace okno::core {
// `x` names its queue and has its key: it is offered at once or waits. `why` may already name agents passed
// over.
void place(Floor& floor, InteractionNow& x, Explanation& why);
// First time in the queue: like place(), but a line that is long sends on and one that is full refuses. Who
// comes through the door is let in by come_to(), which knows the hours.
void enter_queue(Floor& floor, InteractionNow& x, QueueNow& queue);
// An agent who wants work takes the first who waits for him or for anybody, rings where others ring already,
// or stands by for what he may take beside what he holds.
void serve(Floor& floor, AgentNow& agent);
// Remembers whether more phones may ring for him.
void note_ringing(QueueNow& queue, const InteractionNow& x);
// Everything that waits in the queue looks again (settings changed).
void look_again(Floor& floor, QueueNow& queue);

// The customer hears that something goes on: ringing while the first agent is tried, else music.
void comfort(Floor& floor, InteractionNow& x);
// A letter whose hour has come: preferred agents, then anybody; false: nobody can.
bool offer_letter(Floor& floor, QueueNow& queue, InteractionNow& x);

// It has waited for a step of relaxation: `x` needs less than before.
void relax_due(Floor& floor, InteractionNow& x);
void ring_now(Floor& floor, InteractionNow& x, AgentId agent);
void card_limit_passed(Floor& floor, InteractionNow& x);
void card_drawn(Floor& floor, const CardDrawn& e);
void offer_declined(Floor& floor, const OfferDeclined& e);
void ring_limit_passed(Floor& floor, InteractionNow& x);
// What is offered to him by this offer; nullptr: it is over.
InteractionNow* offered_to(Floor& floor, AgentNow& agent, OfferId offer);
// It rings at this agent no longer; his hands and state stay as they are.
void take_offer_away(Floor& floor, InteractionNow& x, AgentNow& agent, const std::string& reason);
// The customer went while it rang: the agents keep their places among the idle.
void withdraw(Floor& floor, InteractionNow& x, const std::string& reason);
}  // namespace okno::core
