#include "core/talk/after.h"

#include <algorithm>

#include "core/people/agent.h"
#include "core/talk/call.h"
#include "core/talk/interaction.h"
#include "core/talk/segments.h"

namespace okno::core {
namespace {
void watch(Floor& floor, InteractionNow& x) {
  Instant first = kNever;
  for (const AfterWork& work : x.after) first = std::min(first, work.until);
  floor.alarms.set(x.after_at, AlarmKind::after, x.row.id, first);
}
auto find(auto& x, AgentId agent) {
  return std::find_if(x.after.begin(), x.after.end(),
                      [agent](const AfterWork& work) { return work.agent == agent; });
}
}  // namespace

void begin_after_work(Floor& floor, InteractionNow& x, AgentNow& agent) {
  const AgentId id = agent.agent.id;
  const Duration limit = rules_after(floor, x.row.queue, x.row.project, agent).wrap_up_limit;
  const bool done = x.mobile || x.in_house() || limit <= Duration::zero() || x.wrapped;
  x.wrapped = false;
  if (done) {
    finish_segments(floor, x, id);
    return let_go(floor, agent, x.row.id);
  }
  const Instant until = floor.now + limit;
  x.after.push_back({id, floor.now, until, x.row.queue});
  watch(floor, x);
  occupy(floor, agent, AgentState::wrap_up, x, until);
  look_for_work(floor, agent);
}

bool works_after(const InteractionNow& x, AgentId agent) {
  return find(x, agent) != x.after.end();
}

void cut_after_work(Floor& floor, InteractionNow& x, AgentId agent) {
  const auto found = find(x, agent);
  if (found == x.after.end()) return;
  x.row.wrap_up_ms += ms_between(found->began, floor.now);
  x.after.erase(found);
  watch(floor, x);
  finish_segments(floor, x, agent);
  if (x.over && x.after.empty()) close(floor, x);
}

void finish_after_work(Floor& floor, InteractionNow& x, AgentId agent) {
  if (!works_after(x, agent)) return;
  const InteractionId id = x.row.id;
  cut_after_work(floor, x, agent);
  let_go(floor, *floor.agent(agent), id);
}

void extend_after_work(Floor& floor, InteractionNow& x, AgentNow& agent) {
  const AgentId id = agent.agent.id;
  const auto work = find(x, id);
  const Queue& rules = rules_after(floor, work->queue, x.row.project, agent);
  if (!may_extend(floor, rules, id, work->extensions)) return;
  work->until += rules.wrap_up_extension;
  agent.with(x.row.id)->until = work->until;
  watch(floor, x);
  show(floor, agent);
}

void after_limit_passed(Floor& floor, InteractionNow& x) {
  std::vector<AgentId> done;
  for (const AfterWork& work : x.after)
    if (work.until <= floor.now) done.push_back(work.agent);
  watch(floor, x);
  const InteractionId id = x.row.id;
  for (const AgentId agent : done)
    if (InteractionNow* still = floor.interaction(id)) finish_after_work(floor, *still, agent);
}
}  // namespace okno::core
