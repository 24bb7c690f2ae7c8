// The whole core as text and back: a centre brought back decides as the one that was packed would have, for
// ever. The simulated town packs and restores a twin all day long (src/sim/town/town_test.cpp) and compares
// every decision: that test is what finds whatever the text does not hold, for instance an order that only an
// unordered map has. A new member of the floor's structs is one word in floor_fields.h.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "core/floor.h"

namespace okno::core {
// O(everything live); pack_bench.cpp measures it.
std::string pack(const Floor& floor);
// "bad_checkpoint" with words when the text is damaged, of a later version, or leads nowhere. Members that it
// lacks are as in a fresh struct, those that are unknown are passed over.
base::Result<Floor> unpack(const std::string& text);
// What everybody would have been told by now of what is live: rows, offers, conversations, recordings,
// agents, queues, numbers that are out.
std::vector<Command> tell_all(Floor& floor);
}  // namespace okno::core
