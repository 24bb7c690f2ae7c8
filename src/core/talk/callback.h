// He waits for our call instead of on the line.
#pragma once
#include "core/floor.h"

namespace okno::core {
// Who waits in his queue, or stands before its door (his row names it, he has no place yet), wants to be
// called back: at `to`, or at the number he called from. He keeps his place, or gets the last one.
void ask_for_callback(Floor& floor, InteractionNow& x, const std::string& to = "");
}  // namespace okno::core
