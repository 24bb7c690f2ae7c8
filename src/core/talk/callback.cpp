#include "core/talk/callback.h"

#include "core/talk/interaction.h"

namespace okno::core {
void ask_for_callback(Floor& floor, InteractionNow& x, const std::string&) {
  if (!x.queued_at) refuse_customer(floor, x, "closed");  // who has a place keeps it on the line
}
}  // namespace okno::core
