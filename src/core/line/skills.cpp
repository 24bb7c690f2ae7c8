#include "core/line/skills.h"

#include <algorithm>

#include "core/line/queue.h"
#include "domain/problems.h"

namespace okno::core {
namespace {
constexpr std::string_view kLanguage = "lang:";
// By domain::problems: languages and none, relaxation steps and none, difficult or not.
constexpr std::size_t kMaxLanes = (domain::kMaxLanguages + 1) * (domain::kMaxRelaxSteps + 1) * 2;
constexpr std::int64_t kMostHeld = 1000, kMostSkill = 2000;  // bounds of what is packed into a worth

int number_of(Floor& floor, const std::string& skill) {
  return floor.skills.try_emplace(skill, static_cast<int>(floor.skills.size())).first->second;
}
int known(const Floor& floor, const std::string& skill) {
  const auto found = floor.skills.find(skill);
  return found == floor.skills.end() ? -1 : found->second;
}
bool somebody_has(const QueueNow& queue, int skill, int level) {
  const auto found = queue.best.find(skill);
  return found != queue.best.end() && found->second >= level;
}
// The level that is enough after `waited`; nothing: as configured.
std::optional<int> enough(const Queue& queue, Duration waited) {
  std::optional<int> level;
  for (const RelaxStep& step : queue.relaxation)
    if (waited >= step.after) level = step.level;
  return level;
}
}  // namespace

void learn_skills(Floor& floor) {
  floor.skills.clear();
  for (const AgentId id : floor.agent_order) {  // the unordered map's order is not in a checkpoint
    AgentNow& agent = *floor.agent(id);
    agent.levels.clear();
    for (const auto& [skill, level] : agent.agent.skills)
      agent.levels.emplace_back(number_of(floor, skill), level);
    std::sort(agent.levels.begin(), agent.levels.end());
  }
  for (auto& [id, queue] : floor.queues) {
    queue.preferred.clear();
    for (const auto& skill : queue.queue.preferred) queue.preferred.push_back(number_of(floor, skill));
    queue.best.clear();
    for (const AgentId member : queue.members)
      for (const auto& [skill, level] : floor.agent(member)->levels)
        queue.best[skill] = std::max(queue.best[skill], level);
  }
}

int level_of(const AgentNow& agent, int skill) {
  const auto found = std::lower_bound(agent.levels.begin(), agent.levels.end(), Level{skill, 0});
  return found != agent.levels.end() && found->first == skill ? found->second : 0;
}

bool able(const AgentNow& agent, const Needs& needs) {
  return std::all_of(needs.required.begin(), needs.required.end(),
                     [&](const Level& wanted) { return level_of(agent, wanted.first) >= wanted.second; });
}

Needs needs_of(Floor& floor, const QueueNow& queue, const InteractionNow& x) {
  const Queue& rules = queue.queue;
  Needs needs;
  const bool language = rules.language_as_skill && !x.facts.language.empty();
  const bool difficult = x.facts.difficult && !rules.difficult_skill.empty();
  if (rules.required.empty() && !language && !difficult) return needs;
  const int level = enough(rules, floor.now - x.queued_at.value_or(floor.now)).value_or(domain::kMaxLevel);
  std::map<int, int> wanted;
  for (const auto& [skill, least] : rules.required)
    if (level > 0) wanted[number_of(floor, skill)] = std::min(least, level);
  if (language && level > 0) {
    const int spoken = known(floor, std::string(kLanguage) + x.facts.language);
    if (spoken >= 0 && somebody_has(queue, spoken, 1)) wanted.try_emplace(spoken, 1);
  }
  if (difficult) {
    const int skill = known(floor, rules.difficult_skill);
    if (skill >= 0 && somebody_has(queue, skill, rules.difficult_level))
      wanted[skill] = std::max(wanted[skill], rules.difficult_level);
  }
  needs.required.assign(wanted.begin(), wanted.end());
  return needs;
}

Instant next_relaxation(const QueueNow& queue, const InteractionNow& x, Instant now) {
  for (const RelaxStep& step : queue.queue.relaxation)
    if (*x.queued_at + step.after > now) return *x.queued_at + step.after;
  return kNever;
}

std::size_t lane_of(Floor& floor, QueueNow& queue, const Needs& needs) {
  for (std::size_t i = 0; i < queue.lanes.size(); ++i)
    if (queue.lanes[i].needs == needs) return i;
  OKNO_CHECK(queue.lanes.size() < kMaxLanes);
  queue.lanes.emplace_back().needs = needs;
  const std::size_t lane = queue.lanes.size() - 1;
  for (const AgentId id : queue.members) stand_in_lane(floor, *floor.agent(id), queue, lane);
  return lane;
}

std::int64_t worth(const QueueNow& queue, const Lane& lane, const AgentNow& agent, int points) {
  std::int64_t skill = 0;
  for (const int preferred : queue.preferred) skill += level_of(agent, preferred);
  if (queue.queue.strategy == Strategy::by_qualification)
    for (const auto& [required, level] : lane.needs.required) skill += level_of(agent, required);
  const bool turns = queue.queue.strategy == Strategy::round_robin;
  const auto held = turns ? 0 : std::min<std::int64_t>(std::ssize(agent.engaged), kMostHeld - 1);
  return (-points * kMostSkill - std::min(skill, kMostSkill - 1)) * kMostHeld + held;
}
}  // namespace okno::core
