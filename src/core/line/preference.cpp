#include "core/line/preference.h"

#include <algorithm>

#include "core/line/queue.h"
#include "core/line/routing.h"

namespace okno::core {
namespace {
// Busy, and ready for more after it.
bool at_work_here(const AgentNow& agent, const QueueNow& queue) {
  if (agent.resting() || !agent.willing()) return false;
  return std::find(agent.queues.begin(), agent.queues.end(), queue.queue.id) != agent.queues.end();
}
std::string_view waiting_rule(std::string_view rule) {
  if (rule == "planned_for") return "planned_wait";
  return rule == "owner" ? "owner_wait" : "last_agent_wait";
}
}  // namespace

std::vector<Preference> preferences(const InteractionNow& x, const QueueNow& queue) {
  std::vector<Preference> all;
  const Queue& rules = queue.queue;
  if (x.row.planned_for) all.push_back({*x.row.planned_for, "planned_for", rules.planned_wait, false});
  if (x.began_with) all.push_back({*x.began_with, "began_it", {}, false});
  if (rules.last_agent_first && x.facts.last_agent_today)
    all.push_back({*x.facts.last_agent_today, "last_agent_today", rules.last_agent_wait, false});
  if (rules.owner_first && x.facts.owner)
    all.push_back({*x.facts.owner, "owner", rules.owner_wait, rules.owner_on_mobile});
  return all;
}

Awaited awaited(Floor& floor, const InteractionNow& x, const QueueNow& queue) {
  Awaited found;
  for (const Preference& p : preferences(x, queue)) {
    const Instant until = *x.queued_at + p.bound;
    const AgentNow* agent = floor.agent(p.agent);
    if (!agent || floor.now >= until || x.declined_by(p.agent) || !at_work_here(*agent, queue)) continue;
    if (std::find(found.agents.begin(), found.agents.end(), p.agent) != found.agents.end()) continue;
    if (found.agents.empty()) found.rule = waiting_rule(p.rule);
    found.agents.push_back(p.agent);
    found.until = std::min(found.until, until);
  }
  return found;
}

bool on_mobile(const AgentNow& agent, const QueueNow& queue, const InteractionNow& x) {
  return queue.queue.owner_on_mobile && x.voice() && x.facts.owner == agent.agent.id && !agent.dismissed &&
         agent.resting() && agent.rest.state == AgentState::offline && !agent.agent.mobile.empty() &&
         agent.agent.capacity.voice > 0 && !x.declined_by(agent.agent.id);
}

void reserve_limit_passed(Floor& floor, InteractionNow& x) {
  const std::vector<AgentId> waited_for = x.reserved_for;
  const Awaited still = awaited(floor, x, floor.queue_of(x));
  leave_waiting(floor, x);
  Explanation why(x.row.id);
  for (const AgentId agent : waited_for)
    if (std::find(still.agents.begin(), still.agents.end(), agent) == still.agents.end())
      why.pass(agent, "waited_long_enough");
  place(floor, x, why);
}
}  // namespace okno::core
