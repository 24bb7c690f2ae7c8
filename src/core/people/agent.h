// The agent's states: offline, ready, pause, and what his interactions make of him: offered, talking,
// wrap_up. A wish that comes while he is busy is kept.
#pragma once
#include <string>

#include "core/floor.h"

namespace okno::core {
// He is offered, takes up or wraps up an interaction: its stage becomes this one. He stands by nowhere until
// look_for_work().
void occupy(Floor& floor, AgentNow& agent, AgentState stage, const InteractionNow& x,
            std::optional<Instant> until);
// It is out of his hands; nothing else follows.
void leave_hands(Floor& floor, AgentNow& agent, InteractionId id);
// His conversation is over. When it was the last: the kept wish, else where he came from; a ready one gets
// work at once.
void let_go(Floor& floor, AgentNow& agent, InteractionId id);
// The offer went away through no fault of his: as let_go(), but he keeps his place among the idle.
void spare(Floor& floor, AgentNow& agent, InteractionId id);
// He missed or refused an offer, or was cut off: pause with a reason, unless he wished to go.
void send_to_pause(Floor& floor, AgentNow& agent, InteractionId id, const std::string& reason);
// The same for another state than a pause. What else he holds is finished first; a pause begins at once, so
// that it can also end.
void send_to_rest(Floor& floor, AgentNow& agent, InteractionId id, Rest next);
// He is idle and asked for, or put into, another state.
void take_rest(Floor& floor, AgentNow& agent, Rest next);
// Between conversations he is this from now on; ready agents are not yet given work.
void set_rest(Floor& floor, AgentNow& agent, Rest next);
// He is busy: he is this from the end of his last conversation on.
void keep_wish(Floor& floor, AgentNow& agent, Rest next);
// He becomes willing: last among those who are idle.
void begin_idling(Floor& floor, AgentNow& agent);
// If he wants work and can hold more: who waits for him or for anybody, else he stands by.
void look_for_work(Floor& floor, AgentNow& agent);
// What others see of him, after something changed in what he holds or wants.
void show(Floor& floor, AgentNow& agent);
// Who waited for him alone looks for anybody: he wants no more work, or cannot take them.
void release_reserved(Floor& floor, AgentNow& agent);

// The server was away, and with it every window: whoever had one is given kReturnLimit to open it again. What
// he writes stays his meanwhile.
void await_window(Floor& floor, AgentNow& agent);
void window_limit_passed(Floor& floor, AgentNow& agent);

// He wants to talk himself: refused while he is in another call than `but`, and without a phone.
bool may_talk(Floor& floor, const AgentNow& agent, InteractionId but = {});
// Refused without one.
bool has_phone(Floor& floor, const AgentNow& agent);

void signed_in(Floor& floor, const AgentSignedIn& e);
void state_requested(Floor& floor, const AgentStateRequested& e);
void phones_changed(Floor& floor, const AgentPhonesChanged& e);
}  // namespace okno::core
