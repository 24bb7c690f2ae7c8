#include "sim/town/town_calls.h"

#include <vector>

#include "sim/town/town_entrance.h"

namespace okno::sim {
using namespace core;
namespace {
constexpr std::uint64_t kOtherDice = 0xD1B54A32D192ED03ULL;

base::Duration minutes(std::int64_t n) {
  return std::chrono::minutes(n);
}
}  // namespace

Agreements::Agreements(std::uint64_t seed) : prng_(seed ^ kOtherDice) {}

std::string Agreements::some_number() {
  return chance(0.1) ? "" : town_number(prng_);
}

void Agreements::give_rules(Queue& queue) {
  queue.callback_tries = static_cast<int>(1 + among(4));
  queue.callback_retry = base::seconds(static_cast<double>(30 + among(600)));
  queue.planned_wait = base::seconds(static_cast<double>(among(120)));
  const NoAnswer all[] = {NoAnswer::pause, NoAnswer::pause, NoAnswer::stay, NoAnswer::offline};
  queue.no_answer = all[among(4)];
  if (queue.no_answer == NoAnswer::pause && chance(0.5))
    queue.no_answer_pause = base::seconds(static_cast<double>(10 + among(120)));
  queue.wrap_up_extension = base::seconds(static_cast<double>(among(40)));
  queue.wrap_up_extensions = static_cast<int>(among(3));
}

void Agreements::give_rules(Project& project) {
  if (chance(0.7)) project.pause_rules.push_back({"lunch", minutes(1 + among(10))});
}

void Agreements::give_role(Agent& agent, const Configuration& house) {
  if (!house.hours.empty() && chance(0.3)) agent.shift = house.hours.front().name;
  if (chance(0.2)) agent.role = Role::supervisor;
}

AgentId Agreements::some_agent(const Configuration& house) {
  return house.agents[static_cast<std::size_t>(among(std::ssize(house.agents)))].id;
}

Event Agreements::plan(const Configuration& house, InteractionId fresh, base::Instant now) {
  CallPlanned e;
  e.id = fresh;
  e.project = ProjectId(1);
  e.target = "queue:q" + std::to_string(1 + among(std::ssize(house.queues) + (chance(0.05) ? 1 : 0)));
  e.to = some_number();
  e.note = "about the bill";
  e.at = now + base::seconds(static_cast<double>(among(900)) - (chance(0.1) ? 5000 : 0));
  if (chance(0.7)) e.by = some_agent(house);
  if (chance(0.4)) e.wanted = some_agent(house);
  e.facts.vip = chance(0.1);
  return e;
}

std::optional<Event> Agreements::wish(const std::map<InteractionId, Interaction>& rows,
                                      const Configuration& house, InteractionId fresh, base::Instant now) {
  std::vector<const Interaction*> waiting, to_call, writing;
  for (const auto& [id, row] : rows) {
    if (row.state == InteractionState::waiting && row.channel == Channel::voice) waiting.push_back(&row);
    if (row.callback && !row.answered_at) to_call.push_back(&row);
    if (row.state == InteractionState::wrap_up && row.agent) writing.push_back(&row);
  }
  const auto one_of = [&](const auto& some) {
    return some[static_cast<std::size_t>(among(std::ssize(some)))];
  };
  switch (among(6)) {
    case 0:
    case 1:
      if (waiting.empty()) return std::nullopt;
      return CallbackRequested{one_of(waiting)->id, chance(0.2) ? some_number() : ""};
    case 2:
      return plan(house, fresh, now);
    case 3: {
      if (to_call.empty()) return std::nullopt;
      const InteractionId id = one_of(to_call)->id;
      if (chance(0.5)) return PlannedCallCancelled{id, some_agent(house)};
      return PlannedCallMoved{id, some_agent(house), now + minutes(among(20))};
    }
    case 4: {
      if (writing.empty()) return std::nullopt;
      const Interaction* row = one_of(writing);
      return WrapUpExtended{*row->agent, row->id};
    }
    default: {
      const AgentState states[] = {AgentState::ready, AgentState::pause, AgentState::offline,
                                   AgentState::talking};
      return AgentStateForced{some_agent(house), some_agent(house), states[among(4)], "drill"};
    }
  }
}
}  // namespace okno::sim
