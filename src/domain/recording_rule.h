// Whether a conversation is recorded: the stricter word of its project and of its queue.
#pragma once
#include "domain/centre.h"

namespace okno::domain {
enum class Recorded { all, on_demand, none };

inline Recorded recording_rule(bool recorded, bool on_demand) {
  return recorded ? Recorded::all : on_demand ? Recorded::on_demand : Recorded::none;
}

// Either may be nullptr: a call of an agent's own has no queue.
inline Recorded recording_rule(const Project* project, const Queue* queue) {
  const Recorded by_project =
      project ? recording_rule(project->recorded, project->record_on_demand) : Recorded::all;
  const Recorded by_queue = queue ? recording_rule(queue->recorded, queue->record_on_demand) : Recorded::all;
  return by_project > by_queue ? by_project : by_queue;
}
}  // namespace okno::domain
