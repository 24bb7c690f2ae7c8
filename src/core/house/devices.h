// Which telephones of an agent ring for an offer, and when.
#pragma once
#include "core/floor.h"

namespace okno::core {
// His telephones begin to ring: all he has, or of those he has listed the ones that come first.
void ring_devices(Floor& floor, InteractionNow& x, Offer& offer);
// All that ring by now, once more: after a restart of who carries it out.
RingAgent ringing_now(const Floor& floor, const InteractionNow& x, const Offer& offer);
void more_devices_due(Floor& floor, InteractionNow& x);
}  // namespace okno::core
