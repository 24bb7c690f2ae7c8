#include "core/talk/recent.h"

#include <algorithm>

namespace okno::core {
namespace {
void keeps_no_longer(Floor& floor, AgentId agent, InteractionId id) {
  const auto found = floor.keepers.find(id);
  if (found == floor.keepers.end()) return;
  std::erase(found->second, agent);
  if (found->second.empty()) floor.keepers.erase(found);
}

void keep(Floor& floor, AgentId id, const Interaction& row) {
  AgentNow* agent = floor.agent(id);
  if (!agent || recent_of(*agent, row.id)) return;
  agent->recent.push_back(row);
  floor.keepers[row.id].push_back(id);
  if (agent->recent.size() <= kMaxRecentRows) return;
  keeps_no_longer(floor, id, agent->recent.front().id);
  agent->recent.pop_front();
}
}  // namespace

void keep_recent(Floor& floor, const Interaction& row) {
  if (row.agent) keep(floor, *row.agent, row);
  for (const Segment& share : row.segments)
    if (share.agent && share.part == Part::talk) keep(floor, *share.agent, row);
}

const Interaction* recent_of(const AgentNow& agent, InteractionId id) {
  const auto found = std::find_if(agent.recent.begin(), agent.recent.end(),
                                  [id](const Interaction& row) { return row.id == id; });
  return found == agent.recent.end() ? nullptr : &*found;
}

void change_recent(Floor& floor, const Interaction& row) {
  const auto found = floor.keepers.find(row.id);
  if (found != floor.keepers.end())
    for (const AgentId id : found->second)
      for (Interaction& kept : floor.agent(id)->recent)
        if (kept.id == row.id) kept = row;
  floor.command(InteractionChanged{row, false});
}

void forget_recent(Floor& floor, const AgentNow& agent) {
  for (const Interaction& row : agent.recent) keeps_no_longer(floor, agent.agent.id, row.id);
}
}  // namespace okno::core
