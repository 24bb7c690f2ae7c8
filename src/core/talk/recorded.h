// Which conversations are recorded. When a recording pauses is no decision of the core: the shell carries
// that wish out.
#pragma once
#include "core/event.h"
#include "core/floor.h"

namespace okno::core {
void record_by_rule(Floor& floor, InteractionNow& x);  // an agent and his customer were joined
void stop_recording(Floor& floor, InteractionNow& x);
void recording_requested(Floor& floor, const RecordingRequested& e);
}  // namespace okno::core
