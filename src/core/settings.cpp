#include "core/settings.h"

#include <algorithm>
#include <unordered_set>

#include "core/agent.h"
#include "core/explain.h"
#include "core/queue.h"
#include "core/routing.h"
#include "domain/problems.h"

namespace okno::core {
namespace {
void configure_queues(Floor& floor, const std::vector<Queue>& queues) {
  for (auto& [id, queue] : floor.queues) queue.removed = true;
  for (const Queue& wanted : queues) {
    QueueNow& queue = floor.queues[wanted.id];
    queue.queue = wanted;
    queue.removed = false;
    queue.told.queue = wanted.id;
  }
}

void configure_agents(Floor& floor, const std::vector<Agent>& agents) {
  for (auto& [id, agent] : floor.agents) agent.dismissed = true;
  for (const Agent& wanted : agents) {
    const auto [it, fresh] = floor.agents.try_emplace(wanted.id);
    it->second.agent = wanted;
    it->second.dismissed = false;
    if (!fresh) continue;
    it->second.since = floor.now;
    it->second.told.agent = wanted.id;
    floor.agent_order.push_back(wanted.id);
  }
}

// His queues that exist; those being removed keep their people until the last customer is served.
std::vector<QueueId> memberships(Floor& floor, const AgentNow& agent) {
  std::vector<QueueId> wanted;
  if (agent.dismissed) return wanted;
  for (const QueueId id : agent.agent.queues)
    if (floor.queue(id) && std::find(wanted.begin(), wanted.end(), id) == wanted.end()) wanted.push_back(id);
  for (const QueueId id : agent.queues) {
    const QueueNow* queue = floor.queue(id);
    if (queue && queue->removed && std::find(wanted.begin(), wanted.end(), id) == wanted.end())
      wanted.push_back(id);
  }
  return wanted;
}

void seat_everybody(Floor& floor) {
  for (auto& [id, queue] : floor.queues) {
    queue.members.clear();
    queue.signed_in = 0;
    for (auto& idle : queue.idle) idle.clear();
    queue.cursor = queue.queue.strategy == Strategy::round_robin ? queue.cursor : IdleKey{};
  }
  for (const AgentId id : floor.agent_order) {
    AgentNow& agent = *floor.agent(id);
    agent.queues = memberships(floor, agent);
    agent.idle = false;
    for (const QueueId queue_id : agent.queues) {
      QueueNow& queue = *floor.queue(queue_id);
      queue.members.push_back(id);
      queue.signed_in += agent.state != AgentState::offline;
    }
    if (agent.state == AgentState::ready && !agent.dismissed) stand_by(floor, agent);
  }
}
}  // namespace

void configure(Floor& floor, const Configuration& configuration) {
  if (const auto found = domain::problems(configuration); !found.empty()) {
    std::string words;
    for (const auto& problem : found) words += (words.empty() ? "" : "; ") + problem;
    return refuse(floor, {}, "bad_configuration", words);
  }
  floor.phone_required = configuration.phone_required;
  floor.projects.clear();
  for (const Project& project : configuration.projects)
    floor.projects[project.id] = std::make_shared<const Project>(project);
  configure_queues(floor, configuration.queues);
  configure_agents(floor, configuration.agents);
  seat_everybody(floor);
  for (const AgentId id : floor.agent_order) {
    AgentNow& agent = *floor.agent(id);
    if (agent.dismissed && agent.resting()) set_state(floor, agent, AgentState::offline, "");
  }
  for (auto& [id, queue] : floor.queues) look_again(floor, queue);
}

bool forget_drained(Floor& floor) {
  bool remain = false;
  std::erase_if(floor.agent_order, [&](AgentId id) {
    const AgentNow& agent = *floor.agent(id);
    if (!agent.dismissed) return false;
    if (agent.state != AgentState::offline) return remain = true, false;
    floor.agents.erase(id);
    return true;
  });
  for (auto it = floor.queues.begin(); it != floor.queues.end();) {
    const bool stays = !it->second.removed || it->second.live > 0;
    remain = remain || (stays && it->second.removed);
    if (stays) {
      ++it;
      continue;
    }
    for (auto& [id, agent] : floor.agents) std::erase(agent.queues, it->first);
    it = floor.queues.erase(it);
  }
  return remain;
}
}  // namespace okno::core
