// Who was in a conversation, in which part, from when to when: one line of the row for each share.
#pragma once
#include <optional>

#include "core/floor.h"

namespace okno::core {
// He is in it from now on, in this part; what he was in before ends.
void open_segment(Floor& floor, InteractionNow& x, AgentId agent, Part part, std::optional<QueueId> through,
                  std::optional<AgentId> from);
// He is out of it. `done`: there is no work after it.
void close_segment(Floor& floor, InteractionNow& x, AgentId agent, bool done);
// The work after it is over.
void finish_segments(Floor& floor, InteractionNow& x, AgentId agent);
// All who are in it are out, with no work after it.
void everybody_out(Floor& floor, InteractionNow& x);
// The party that was dialled beside the customer.
void open_outside_segment(Floor& floor, InteractionNow& x, Part part);
void close_outside_segment(Floor& floor, InteractionNow& x);
// What he says to who comes after him, in his share; empty: nothing changes.
void leave_note(Floor& floor, InteractionNow& x, AgentId agent, const std::string& note);
// A guest of the conference, by his number.
void open_guest_segment(Floor& floor, InteractionNow& x, const std::string& number);
void close_guest_segment(Floor& floor, InteractionNow& x, const std::string& number);
// His result, in his share; the row's own when he talked last or nobody has given one. False: he has no
// share.
bool set_result(Floor& floor, InteractionNow& x, const WrapUpFinished& e);
}  // namespace okno::core
