#include "sim/proof/in_core.h"

#include <numeric>
#include <queue>
#include <tuple>

#include "base/check.h"
#include "core/centre.h"

namespace okno::sim {
using namespace core;
namespace {
class Day {
 public:
  Day(const House& house, const std::vector<Customer>& customers)
      : house_(house), customers_(customers), waits_(customers.size()), centre_(house.configuration) {}

  std::vector<base::Duration> run() {
    now_ = customers_.front().arrives;
    for (const Agent& agent : house_.configuration.agents)
      apply(AgentStateRequested{agent.id, AgentState::ready, ""});
    for (std::size_t i = 0; i < customers_.size(); ++i) {
      end_until(customers_[i].arrives);
      now_ = customers_[i].arrives;
      InteractionArrived e;
      e.id = InteractionId(static_cast<std::int64_t>(i) + 1);
      e.project = ProjectId(1);
      const Arrival& kind = house_.kinds[customers_[i].kind];
      e.target = "queue:" + std::to_string(kind.queue.value());
      e.facts.vip = kind.vip;
      apply(e);
    }
    end_until(base::kNever);
    OKNO_CHECK(served_ == customers_.size());
    return std::move(waits_);
  }

 private:
  using Ending = std::tuple<base::Instant, std::size_t, InteractionId>;  // when, who began first, who

  void end_until(base::Instant until) {
    while (!talks_.empty() && std::get<0>(talks_.top()) <= until) {
      const auto [at, order, id] = talks_.top();
      talks_.pop();
      now_ = at;
      apply(CustomerLeft{id});
    }
  }
  void apply(const Event& event) {
    std::vector<OfferAnswered> answers;
    for (const Command& command : centre_.apply(event, now_)) {
      if (const auto* ring = std::get_if<RingAgent>(&command)) answers.push_back({ring->agent, ring->offer});
      if (const auto* talk = std::get_if<ConnectAgent>(&command)) connected(talk->id);
    }
    for (const OfferAnswered& answer : answers) apply(answer);
  }
  void connected(InteractionId id) {
    const auto i = static_cast<std::size_t>(id.value() - 1);
    waits_[i] = now_ - customers_[i].arrives;
    talks_.push({now_ + customers_[i].talks, ++served_, id});
  }

  const House& house_;
  const std::vector<Customer>& customers_;
  std::vector<base::Duration> waits_;
  Centre centre_;
  base::Instant now_{};
  std::priority_queue<Ending, std::vector<Ending>, std::greater<>> talks_;
  std::size_t served_ = 0;
};
}  // namespace

House house(std::size_t queues, const std::vector<std::vector<std::size_t>>& agents) {
  House made;
  Configuration& c = made.configuration;
  c.phone_required = false;
  Project project;
  project.id = ProjectId(1);
  c.projects.push_back(project);
  for (std::size_t i = 0; i < queues; ++i) {
    Queue queue;
    queue.id = QueueId(static_cast<std::int64_t>(i) + 1);
    queue.name = std::to_string(queue.id.value());
    queue.project = project.id;
    queue.card_limit = {};
    queue.wrap_up_limit = {};
    queue.max_waiting = 1'000'000;
    c.queues.push_back(queue);
    made.kinds.push_back({queue.id, false});
  }
  for (std::size_t a = 0; a < agents.size(); ++a) {
    Agent agent;
    agent.id = AgentId(static_cast<std::int64_t>(a) + 1);
    agent.login = std::to_string(a + 1);
    for (const std::size_t queue : agents[a]) agent.queues.push_back(c.queues.at(queue).id);
    c.agents.push_back(agent);
  }
  return made;
}

std::vector<std::vector<std::size_t>> everybody_in(std::size_t queues, std::size_t n) {
  std::vector<std::size_t> all(queues);
  std::iota(all.begin(), all.end(), 0);
  return std::vector(n, all);
}

std::vector<base::Duration> waits_in_core(const House& house, const std::vector<Customer>& customers) {
  return Day(house, customers).run();
}
}  // namespace okno::sim
