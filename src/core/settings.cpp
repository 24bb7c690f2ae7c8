#include "core/settings.h"

#include <algorithm>
#include <unordered_set>

#include "core/entrance/announce.h"
#include "core/entrance/door.h"
#include "core/entrance/lists.h"
#include "core/explain.h"
#include "core/line/preference.h"
#include "core/line/priority.h"
#include "core/line/queue.h"
#include "core/line/routing.h"
#include "core/line/skills.h"
#include "core/people/agent.h"
#include "core/people/life.h"
#include "core/talk/callback.h"
#include "core/talk/recent.h"
#include "core/talk/transfer.h"
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
    const Project& project = *floor.projects.at(wanted.project);
    queue.blocks = Blocks::of(project);
    queue.hours = wanted.hours.empty() ? project.hours : wanted.hours;
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

std::vector<int> points_of(const AgentNow& agent) {
  std::vector<int> points(agent.queues.size(), 0);
  for (const auto& [queue, given] : agent.agent.points)
    for (std::size_t i = 0; i < agent.queues.size(); ++i)
      if (agent.queues[i] == queue) points[i] = given;
  return points;
}

void clear_queue(QueueNow& queue) {
  queue.members.clear();
  queue.signed_in = queue.free = queue.busy = 0;
  queue.lanes.clear();
  queue.ringing.clear();
  if (queue.queue.strategy != Strategy::round_robin) queue.cursor = 0;
}

// For whom it rings: more phones may ring by the new rules, and those that ring keep doing so.
void ring_on(Floor& floor) {
  for (auto& [id, x] : floor.live)
    if (x.row.queue && !x.offers.empty() && !offered_to_one(x)) note_ringing(floor.queue_of(x), x);
}

void leave_queue(AgentNow& agent, QueueId queue) {
  const auto found = std::find(agent.queues.begin(), agent.queues.end(), queue);
  if (found == agent.queues.end()) return;
  agent.points.erase(agent.points.begin() + (found - agent.queues.begin()));
  agent.queues.erase(found);
  std::erase_if(agent.standing, [queue](const Standing& s) { return s.queue == queue; });
}

void join_queues(Floor& floor, AgentNow& agent) {
  agent.queues = memberships(floor, agent);
  agent.points = points_of(agent);
  agent.standing.clear();
  agent.idle = false;
  for (const QueueId id : agent.queues) {
    QueueNow& queue = *floor.queue(id);
    queue.members.push_back(agent.agent.id);
    queue.signed_in += agent.here;
    queue.free += agent.free;
    queue.busy += agent.busy;
  }
}

// Who waits takes his place by the new rules: needs, priority, lane.
void line_up(Floor& floor, QueueNow& queue) {
  for (const auto& [since, id] : queue.waiting) {
    InteractionNow& x = *floor.interaction(id);
    x.key = key_of(queue.queue, x);
    floor.alarms.set(x.relax_at, AlarmKind::relax, id, next_relaxation(queue, x, floor.now));
    set_waiting_alarms(floor, queue, x);
    if (x.away) watch_closing(floor, x);
    if (!x.reserved_for.empty()) continue;
    x.lane = lane_of(floor, queue, needs_of(floor, queue, x));
    queue.lanes[x.lane].open[index_of(x.row.channel)].insert(x.key);
  }
}

void seat_everybody(Floor& floor) {
  for (auto& [id, queue] : floor.queues) clear_queue(queue);
  for (const AgentId id : floor.agent_order) join_queues(floor, *floor.agent(id));
  learn_skills(floor);
  for (auto& [id, x] : floor.live)
    if (x.queued_at && x.row.queue && x.row.state != InteractionState::waiting)
      x.key = key_of(floor.queue_of(x).queue, x);
  for (auto& [id, queue] : floor.queues) {
    queue.pace.agents(floor.now, queue.free + queue.busy);
    line_up(floor, queue);
  }
  ring_on(floor);
  for (const AgentId id : floor.agent_order) {
    AgentNow& agent = *floor.agent(id);
    if (agent.willing()) stand_by(floor, agent);
  }
}

bool is_deserted(const QueueNow& queue) {
  return queue.removed && queue.members.empty();
}

// Who stands in a queue that nobody is left to serve goes to another one; whoever comes first there by his
// place is served first, from whichever queue.
void leave_deserted(Floor& floor) {
  std::vector<InteractionId> ids;
  for (const auto& [queue_id, queue] : floor.queues)
    if (is_deserted(queue))
      for (const auto& [since, id] : queue.waiting) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  std::vector<std::pair<WaitKey, InteractionId>> moved;
  for (const InteractionId id : ids) {
    InteractionNow& x = *floor.interaction(id);
    leave_waiting(floor, x);
    if (keep_in_a_queue(floor, x)) moved.emplace_back(x.key, id);
  }
  std::sort(moved.begin(), moved.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [key, id] : moved) {
    InteractionNow* x = floor.interaction(id);
    if (!x) continue;
    Explanation why(id);
    place(floor, *x, why);
  }
}

// Who waits for somebody by the old settings does so by the new ones.
void wait_anew(Floor& floor, QueueNow& queue) {
  std::vector<InteractionId> ids;
  for (const auto& [since, id] : queue.waiting)
    if (!floor.interaction(id)->reserved_for.empty()) ids.push_back(id);
  for (const InteractionId id : ids) {
    InteractionNow& x = *floor.interaction(id);
    if (x.reserved_for.empty()) continue;
    const Awaited now = awaited(floor, x, queue);
    if (now.agents == x.reserved_for) {
      floor.alarms.set(x.reserve_at, AlarmKind::reserve, id, now.until);
      continue;
    }
    leave_waiting(floor, x);
    Explanation why(id);
    place(floor, x, why);
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
  floor.groups = configuration.groups;
  floor.projects.clear();
  for (const Project& project : configuration.projects)
    floor.projects[project.id] = std::make_shared<const Project>(project);
  floor.hours.clear();
  floor.ahead.clear();
  for (const Hours& hours : configuration.hours) floor.hours[hours.name] = hours;
  learn_lists(floor);
  configure_queues(floor, configuration.queues);
  configure_agents(floor, configuration.agents);
  seat_everybody(floor);
  for (const AgentId id : floor.agent_order) {
    AgentNow& agent = *floor.agent(id);
    if (agent.dismissed && agent.resting()) set_rest(floor, agent, {AgentState::offline, ""});
    watch_life(floor, agent);
  }
  leave_deserted(floor);
  for (auto& [id, queue] : floor.queues) wait_anew(floor, queue);
  for (auto& [id, queue] : floor.queues) look_again(floor, queue);
}

void forget_drained(Floor& floor) {
  floor.draining = false;
  std::erase_if(floor.agent_order, [&](AgentId id) {
    AgentNow& agent = *floor.agent(id);
    if (!agent.dismissed) return false;
    if (agent.state != AgentState::offline) return false;
    forget_recent(floor, agent);
    floor.alarms.clear(agent.window_at, AlarmKind::window, id);
    floor.alarms.clear(agent.absence_at, AlarmKind::absence, id);
    floor.agents.erase(id);
    return true;
  });
  for (auto it = floor.queues.begin(); it != floor.queues.end();) {
    if (!it->second.removed || it->second.live > 0) {
      ++it;
      continue;
    }
    for (auto& [id, agent] : floor.agents) leave_queue(agent, it->first);
    it = floor.queues.erase(it);
  }
}
}  // namespace okno::core
