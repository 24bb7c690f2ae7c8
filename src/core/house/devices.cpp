#include "core/house/devices.h"

#include <algorithm>

#include "core/line/routing.h"

namespace okno::core {
namespace {
bool serves(const Device& device, const InteractionNow& x) {
  const bool by_name = x.in_house() || x.party.aimed || x.party.stage == PartyStage::asking;
  return by_name ? device.colleagues : device.queue_calls;
}

// Those that begin to ring within (from, to] after the first ring.
RingAgent ring_of(const AgentNow& agent, const InteractionNow& x, const Offer& offer, Duration from,
                  Duration to) {
  RingAgent ring{offer.agent, offer.id, x.row.id, offer.mobile ? agent.agent.mobile : ""};
  if (offer.mobile) return ring;
  ring.listed = !agent.agent.devices.empty();
  for (const Device& device : agent.agent.devices)
    if (serves(device, x) && device.after > from && device.after <= to) ring.devices.push_back(device);
  return ring;
}

// When the next of them begins to ring, after `after`.
void watch(Floor& floor, InteractionNow& x) {
  Instant next = kNever;
  for (const Offer& offer : x.offers) {
    if (!offer.rings || offer.mobile) continue;
    for (const Device& device : floor.agent(offer.agent)->agent.devices)
      if (serves(device, x) && device.after > offer.rung_up_to)
        next = std::min(next, offer.rings_from + device.after);
  }
  floor.alarms.set(x.devices_at, AlarmKind::devices, x.row.id, next);
}
}  // namespace

void ring_devices(Floor& floor, InteractionNow& x, Offer& offer) {
  const AgentNow& agent = *floor.agent(offer.agent);
  offer.rings_from = floor.now;
  floor.command(ring_of(agent, x, offer, offer.rung_up_to, Duration::zero()));
  offer.rung_up_to = Duration::zero();
  if (!agent.agent.devices.empty()) watch(floor, x);
}

RingAgent ringing_now(const Floor& floor, const InteractionNow& x, const Offer& offer) {
  return ring_of(floor.agents.at(offer.agent), x, offer, Duration{-1}, offer.rung_up_to);
}

void more_devices_due(Floor& floor, InteractionNow& x) {
  for (Offer& offer : x.offers) {
    if (!offer.rings || offer.mobile) continue;
    const Duration by_now = floor.now - offer.rings_from;
    RingAgent more = ring_of(*floor.agent(offer.agent), x, offer, offer.rung_up_to, by_now);
    if (more.devices.empty()) continue;
    offer.rung_up_to = by_now;
    floor.command(std::move(more));
  }
  watch(floor, x);
}
}  // namespace okno::core
