// The agent's states: offline, ready, pause, offered, talking, wrap_up. A wish that comes while he is busy is
// kept.
#pragma once
#include <string>

#include "core/floor.h"

namespace okno::core {
// Changes the state; standing by, who waits for him and the clock of the state follow. Ready agents are not
// yet given work: call serve() after.
void set_state(Floor& floor, AgentNow& agent, AgentState state, const std::string& reason);
// He takes up (or is offered) an interaction.
void occupy(Floor& floor, AgentNow& agent, AgentState state, InteractionId id, std::optional<Instant> until);
// His conversation is over: the kept wish, else where he came from; a ready one gets work at once.
void return_to_rest(Floor& floor, AgentNow& agent);
// He missed or refused an offer, or was cut off: pause with a reason, unless he wished to go.
void send_to_pause(Floor& floor, AgentNow& agent, const std::string& reason);
// Who waited for him alone looks for anybody: he went to pause or home, or cannot take them.
void release_reserved(Floor& floor, AgentNow& agent);

void signed_in(Floor& floor, const AgentSignedIn& e);
void state_requested(Floor& floor, const AgentStateRequested& e);
void phones_changed(Floor& floor, const AgentPhonesChanged& e);
}  // namespace okno::core
