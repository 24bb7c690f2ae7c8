#include "core/house/group.h"

#include <algorithm>

#include "core/explain.h"
#include "core/house/colleague.h"
#include "core/house/forward.h"
#include "core/line/routing.h"
#include "core/people/agent.h"
#include "core/talk/transfer.h"

namespace okno::core {
namespace {
bool has_rung(const InteractionNow& x, AgentId id) {
  return std::find(x.house.rung.begin(), x.house.rung.end(), id) != x.house.rung.end();
}

// The group has done what it could.
void leave_group(Floor& floor, InteractionNow& x) {
  const RingGroup* group = group_named(floor, x.house.group);
  const std::string otherwise = group ? group->otherwise : "";
  x.house.group.clear();
  x.house.rung.clear();
  if (otherwise.empty()) return end_unreached(floor, x, "no_answer");
  explain(floor, x, "forwarded");
  ring_at(floor, x, otherwise);
}

// Their own forwarding does not hold here: the group rings on at the others.
std::size_t ring_members(Floor& floor, InteractionNow& x, const RingGroup& group) {
  std::size_t rings = 0;
  for (const AgentId id : group.members) {
    AgentNow* agent = floor.agent(id);
    if (!agent || agent->dismissed || has_rung(x, id) || id == x.row.caller) continue;
    x.house.rung.push_back(id);
    Explanation why(x.row.id);
    const std::string_view no = is_on_break(*agent) ? "away" : why_not_rung(floor, *agent, x.row.id);
    if (!no.empty()) {
      why.pass(id, no);
      continue;
    }
    why.choose(floor, id, "called_by_name");
    offer_to_one(floor, x, *agent, group.ring_limit);
    ++rings;
    if (group.in_turn) break;
  }
  return rings;
}
}  // namespace

const RingGroup* group_named(const Floor& floor, std::string_view name) {
  for (const RingGroup& group : floor.groups)
    if (group.name == name) return &group;
  return nullptr;
}

void ring_group(Floor& floor, InteractionNow& x, const RingGroup& group) {
  const bool again =
      std::find(x.house.groups.begin(), x.house.groups.end(), group.name) != x.house.groups.end();
  if (again || x.house.groups.size() >= kMaxForwards) return end_unreached(floor, x, "forward_loop");
  x.house.groups.push_back(group.name);
  x.house.group = group.name;
  x.house.wanted.reset();
  x.house.rung.clear();
  x.party.aimed.reset();
  x.row.state = InteractionState::offered;
  if (ring_members(floor, x, group) == 0) return leave_group(floor, x);
  comfort(floor, x);
}

void member_declined(Floor& floor, InteractionNow& x, AgentNow& agent) {
  take_offer_away(floor, x, agent, "declined");
  spare(floor, agent, x.row.id);
  if (x.offers.empty()) group_not_answered(floor, x);
}

void group_not_answered(Floor& floor, InteractionNow& x) {
  withdraw(floor, x, "time_out");
  const RingGroup* group = group_named(floor, x.house.group);
  if (group && ring_members(floor, x, *group) > 0) return;  // the next in turn
  leave_group(floor, x);
}
}  // namespace okno::core
