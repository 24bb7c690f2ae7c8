// Handing a customer over: blind to a queue, an agent, a number outside, a menu or a message. Whoever does
// not take him gives him back to who handed him over, else to the queue he came from: he is never lost. His
// age goes with him: in the next queue he stands before all who came later.
#pragma once
#include <string_view>

#include "core/floor.h"

namespace okno::core {
void transfer_requested(Floor& floor, const TransferRequested& e);
// By the name of a target, "7" of "agent:7"; nullptr: nobody who is still with us.
AgentNow* agent_named(Floor& floor, std::string_view id);
// Where a customer can be sent; what is not named is empty.
struct Destination {
  QueueNow* queue = nullptr;
  AgentNow* agent = nullptr;
  std::string number;
  const IvrMenu* menu = nullptr;
  std::string message;  // as a target
  bool park = false;    // a slot
};
// Looks `target` up for `asker`; nothing: he has been told why not, and keeps the customer.
std::optional<Destination> destination(Floor& floor, AgentId asker, const InteractionNow& x,
                                       const std::string& target);
// Says that this colleague cannot be had, for the reason `why` (why_not_him).
void refuse_colleague(Floor& floor, AgentId asker, std::string_view why);
// It rings at him alone.
void offer_to_one(Floor& floor, InteractionNow& x, AgentNow& agent,
                  std::optional<Duration> ring_limit = std::nullopt);
// `agent` (nobody: somebody outside) did not take who was handed to him.
void come_back(Floor& floor, InteractionNow& x, std::optional<AgentId> agent, const std::string& code);
// An offer to him alone was not taken for the reason `code`: of a transfer or of a question.
void not_taken(Floor& floor, InteractionNow& x, AgentNow& agent, const std::string& code);
// What is offered is for one alone, and no matter of a queue.
bool offered_to_one(const InteractionNow& x);
// For the record: nobody could be asked, `agent` for the reason `code`.
void tell_not_answered(Floor& floor, InteractionNow& x, std::optional<AgentId> agent,
                       const std::string& code);
}  // namespace okno::core
