#include "core/house/pickup.h"

#include <algorithm>

#include "core/explain.h"
#include "core/line/routing.h"
#include "core/people/agent.h"
#include "core/talk/call.h"

namespace okno::core {
namespace {
template <class T>
bool meet(const std::vector<T>& a, const std::vector<T>& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](const T& one) { return std::find(b.begin(), b.end(), one) != b.end(); });
}

bool together(const Floor& floor, const AgentNow& a, const AgentNow& b) {
  if (!a.agent.department.empty() && a.agent.department == b.agent.department) return true;
  if (meet(a.queues, b.queues)) return true;
  return std::any_of(floor.groups.begin(), floor.groups.end(), [&](const RingGroup& group) {
    return meet(group.members, {a.agent.id}) && meet(group.members, {b.agent.id});
  });
}

// A call that rings at him; not one about which he is asked, and not a customer whom we have yet to call.
InteractionNow* rings_at(Floor& floor, const AgentNow& agent) {
  const Engagement* offered = agent.offered();
  if (!offered || offered->channel != Channel::voice) return nullptr;
  InteractionNow& x = *floor.interaction(offered->id);
  return x.away || x.party.stage != PartyStage::none ? nullptr : &x;
}

// The one that has rung longest.
InteractionNow* wanted(Floor& floor, const PickupRequested& e, const AgentNow& me) {
  InteractionNow* first = nullptr;
  OfferId oldest;
  for (const AgentId id : floor.agent_order) {
    const AgentNow& other = *floor.agent(id);
    if (id == e.agent || (e.rings_at && id != *e.rings_at) || !together(floor, me, other)) continue;
    InteractionNow* x = rings_at(floor, other);
    if (!x || (e.id && x->row.id != *e.id) || x->row.caller == e.agent) continue;
    const OfferId offer = x->offer_to(id)->id;
    if (first && oldest < offer) continue;
    first = x;
    oldest = offer;
  }
  return first;
}
}  // namespace

void pickup_requested(Floor& floor, const PickupRequested& e) {
  AgentNow* me = floor.agent(e.agent);
  if (!me || me->dismissed) return;
  if (!may_talk(floor, *me)) return;
  InteractionNow* x = wanted(floor, e, *me);
  if (!x) return refuse(floor, e.agent, "nothing_rings", "Nothing rings at a colleague of yours now.");
  const std::vector<Offer> rung = x->offers;
  for (const Offer& offer : rung) take_offer_away(floor, *x, *floor.agent(offer.agent), "answered_elsewhere");
  x->declined.clear();
  x->mobile = false;
  x->house.group.clear();
  Explanation why(x->row.id);
  for (const Offer& offer : rung) why.pass(offer.agent, "picked_up");
  why.choose(floor, e.agent, "picked_up");
  begin_talk(floor, *x, *me, {});
  for (const Offer& offer : rung) spare(floor, *floor.agent(offer.agent), x->row.id);
}
}  // namespace okno::core
