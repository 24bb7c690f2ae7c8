#include "core/house/parking.h"

#include "core/explain.h"
#include "core/line/routing.h"
#include "core/people/agent.h"
#include "core/talk/call.h"
#include "core/talk/transfer.h"

namespace okno::core {
namespace {
int free_slot(const Floor& floor) {
  for (int slot = 1; slot <= kParkSlots; ++slot)
    if (!floor.parked.contains(slot)) return slot;
  return 0;
}
}  // namespace

bool has_free_slot(const Floor& floor) {
  return free_slot(floor) > 0;
}

void park(Floor& floor, InteractionNow& x, AgentId by) {
  x.row.slot = free_slot(floor);
  OKNO_CHECK(x.row.slot > 0);
  floor.parked[x.row.slot] = x.row.id;
  x.party.handed_by = by;
  x.row.state = InteractionState::held;
  floor.alarms.set(x.parked_at, AlarmKind::parked, x.row.id, floor.now + kParkLimit);
  comfort(floor, x);
  floor.touch(x);
}

void leave_slot(Floor& floor, InteractionNow& x) {
  if (x.row.slot == 0) return;
  floor.parked.erase(x.row.slot);
  x.row.slot = 0;
  floor.alarms.clear(x.parked_at, AlarmKind::parked, x.row.id);
  floor.touch(x);
}

void parked_too_long(Floor& floor, InteractionNow& x) {
  leave_slot(floor, x);
  x.row.state = InteractionState::offered;  // on his way back
  come_back(floor, x, std::nullopt, "");
}

void parked_fetched(Floor& floor, const ParkedFetched& e) {
  AgentNow* agent = floor.agent(e.agent);
  const auto found = floor.parked.find(e.slot);
  if (!agent || agent->dismissed) return;
  if (found == floor.parked.end())
    return refuse(floor, e.agent, "slot_empty", "Nobody is parked there: somebody else was quicker.");
  if (!may_talk(floor, *agent)) return;
  InteractionNow& x = *floor.interaction(found->second);
  if (x.row.caller == e.agent)
    return refuse(floor, e.agent, "not_yourself", "It is you who is parked there.");
  leave_slot(floor, x);
  x.mobile = false;
  Explanation why(x.row.id);
  why.choose(floor, e.agent, "fetched");
  begin_talk(floor, x, *agent, {});
}
}  // namespace okno::core
