// How the legs of live calls sound, as the exchange tells: the row keeps it, the screen hears when it turns
// bad or well again.
#include <algorithm>

#include "app/shell.h"

namespace okno::app {
void Shell::leg_quality(LegId leg, const ports::LegQuality& quality) {
  post([this, leg, quality](base::Instant) { on_leg_quality(leg, quality); });
}

void Shell::on_leg_quality(LegId leg, const ports::LegQuality& quality) {
  LiveInteraction* live = nullptr;
  bool of_customer = false;
  if (const auto found = legs_.find(leg); found != legs_.end()) {
    of_customer = found->second.side == Side::customer;
    if (of_customer || found->second.side == Side::agent) live = find(found->second.interaction);
  } else {  // a browser's line is nobody's use: it stays up between calls
    const auto his = std::find_if(places_.begin(), places_.end(),
                                  [leg](const auto& one) { return one.second.browser_leg == leg; });
    if (his != places_.end()) live = call_of(his->second);
  }
  if (!live || live->row.ended_at) return;
  SoundTally& tally = of_customer ? live->customer_heard : live->agent_heard;
  const bool first = !tally.all();
  const bool turned = tally.take(quality);
  live->row.customer_sound = live->customer_heard.all();
  live->row.agent_sound = live->agent_heard.all();
  // The first word and every turn; what lies between is in the row when the call ends.
  if (turned || first) push_interaction(*live);
}
}  // namespace okno::app
