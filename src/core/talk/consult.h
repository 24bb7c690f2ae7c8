// Asking somebody while the customer hears music, handing him over to who was asked, talking all together.
// One at a time is asked. A question does not wait: who is asked is free now, or it is refused.
#pragma once
#include "core/floor.h"

namespace okno::core {
void consult_requested(Floor& floor, const ConsultRequested& e);
void consult_ended(Floor& floor, const ConsultEnded& e);
void transfer_completed(Floor& floor, const TransferCompleted& e);
void conference_requested(Floor& floor, const ConferenceRequested& e);
// Who was asked has answered his offer.
void asked_answered(Floor& floor, InteractionNow& x, AgentNow& agent);
// `agent` did not, for the reason `code`: the next of his queue is asked, or the customer comes back.
void not_answered(Floor& floor, InteractionNow& x, AgentId agent, const std::string& code);
}  // namespace okno::core
