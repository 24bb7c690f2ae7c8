#include "core/talk/recorded.h"

#include "core/explain.h"
#include "core/talk/call.h"
#include "domain/recording_rule.h"

namespace okno::core {
namespace {
Recorded rule_of(Floor& floor, const InteractionNow& x) {
  if (x.in_house()) return Recorded::none;  // colleagues among themselves
  return recording_rule(floor.project(x.row.project), x.row.queue ? &floor.queue_of(x).queue : nullptr);
}

void start(Floor& floor, InteractionNow& x) {
  const Project* project = floor.project(x.row.project);
  floor.command(StartRecording{x.row.id, project && project->recording_announced});
  x.recording = true;
}
}  // namespace

void record_by_rule(Floor& floor, InteractionNow& x) {
  if (x.voice() && !x.recording && rule_of(floor, x) == Recorded::all) start(floor, x);
}

void stop_recording(Floor& floor, InteractionNow& x) {
  if (!x.recording) return;
  x.recording = false;
  floor.command(StopRecording{x.row.id});
}

void recording_requested(Floor& floor, const RecordingRequested& e) {
  InteractionNow* x = talking_with(floor, e.agent, e.id);
  if (!x || x->recording) return;
  if (!x->voice()) return refuse(floor, e.agent, "wrong_state", "Only a call can be recorded.");
  if (rule_of(floor, *x) == Recorded::none)
    return refuse(
        floor, e.agent, "not_recorded_here",
        "Conversations of this queue are not recorded: an administrator may allow it in the rules.");
  start(floor, *x);
}
}  // namespace okno::core
