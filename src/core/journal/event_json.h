// Events as JSON text for the journal: {"event":"OfferAnswered","agent":1,"offer":7}. Ids are numbers, times
// and spans microseconds.
#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "core/event.h"

namespace okno::core {
std::string event_to_json(const Event& event);
// Errors: "bad_event" with words that name what is wrong. Unknown fields and absent ones are errors: the
// journal is written and read by the same version.
base::Result<Event> event_from_json(std::string_view text);
}  // namespace okno::core
