// Who is able: skills with levels, asked for less and less while the customer waits.
#pragma once
#include "core/floor.h"

namespace okno::core {
// Settings: skill names become numbers, agents' and queues' levels are ready for use.
void learn_skills(Floor& floor);

int level_of(const AgentNow& agent, int skill);  // 0: he does not have it
bool able(const AgentNow& agent, const Needs& needs);
// What `x` needs after its time in the queue: the queue's skills and the customer's language, relaxed; a
// difficult customer's skill for ever. Languages and that skill are asked for while somebody here has them.
Needs needs_of(Floor& floor, const QueueNow& queue, const InteractionNow& x);
// When it will need less; kNever: never.
Instant next_relaxation(const QueueNow& queue, const InteractionNow& x, Instant now);
// The lane of those who need the same; a new one costs O(members log members).
std::size_t lane_of(Floor& floor, QueueNow& queue, const Needs& needs);
// How well he fits, the smaller the better: his points for the queue, then skills, then how much he holds.
std::int64_t worth(const QueueNow& queue, const Lane& lane, const AgentNow& agent, int points);
}  // namespace okno::core
