// Where settings send a customer instead of an agent: words to hear, voicemail, a menu, a callback, or the
// end. Queues are not among them (door.h, overflow.h).
#pragma once
#include <string>
#include <string_view>

#include "core/floor.h"

namespace okno::core {
// Only who hears can be sent to words and menus; anybody can be sent away.
bool can_send(const Floor& floor, const InteractionNow& x, const std::string& target);
// He leaves the line, if he stood in one, and goes there; can_send() has said yes. `reason`: why, when he is
// refused. `x` may be gone after it.
void send(Floor& floor, InteractionNow& x, const std::string& target, std::string_view reason);

// What happens to who hears a message or leaves one.
void parting_heard(Floor& floor, InteractionNow& x);
void parting_key(Floor& floor, InteractionNow& x, char digit);
void end_parting(Floor& floor, InteractionNow& x);  // heard to its end, or long enough
EndCause parting_cause(const InteractionNow& x);
}  // namespace okno::core
