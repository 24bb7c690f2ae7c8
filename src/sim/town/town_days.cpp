// A town's days: how one is lived, what must be true in the evening, what the night brings.
#include <algorithm>

#include "sim/town/town_life.h"

namespace okno::sim {
namespace {
constexpr std::int64_t kQueues = 3;  // of a town of many days, each morning
constexpr int kMaxEvents = 200'000;  // a town that never comes to rest is a mistake
}  // namespace

void Town::live_a_day() {
  const std::int64_t most =
      report_.events + kMaxEvents + static_cast<std::int64_t>(100 * plan_.customers_a_day);
  bool silent = plan_.days == 1;
  wake_up();
  while (report_.broken.empty() && report_.events < most) {
    if (!silent && !open()) silence(), silent = true;
    const Instant next = std::min(agenda_.next(), centre_->next_deadline());
    if (next == base::kNever) break;
    now_ = std::max(now_, next);
    if (centre_->next_deadline() <= now_)
      happen(TimePassed{});
    else
      agenda_.take()();
  }
  if (report_.broken.empty() && centre_->live_interactions() > 0)
    report_.broken = std::to_string(centre_->live_interactions()) + " interactions never end";
  if (report_.broken.empty() && report_.events >= most) report_.broken = "the town never comes to rest";
}

// Nobody moves for a while: what has an alarm must end by it.
void Town::silence() {
  const Instant until = now_ + 2 * Stillness::kLongest;
  while (report_.broken.empty() && centre_->next_deadline() <= until) {
    now_ = std::max(now_, centre_->next_deadline());
    happen(TimePassed{});
  }
  now_ = until;
  if (report_.broken.empty()) report_.broken = still_.stuck(now_);
}

void Town::evening(int day) {
  for (const Agent& agent : std::vector<Agent>(configuration_.agents))
    happen(AgentStateRequested{agent.id, AgentState::offline, ""});
  for (const Agent& agent : configuration_.agents)
    if (report_.broken.empty() && states_.contains(agent.id) && states_[agent.id] != AgentState::offline)
      report_.broken = agent.login + " cannot go home on day " + std::to_string(day);
  checks_->forget_finished();
  if (paper_) paper_->begin_anew(*centre_, now_);  // the day's records are not the core's memory
  if (plan_.at_evening)
    plan_.at_evening({day, report_.events, checks_->books().offered, configuration_.agents.size(),
                      centre_->pack().size()});
}

// At the same hour as on the first day, so that the house is open; who was dismissed in the course of the day
// is replaced.
void Town::next_morning() {
  using namespace std::chrono_literals;
  const Instant first = base::from_ms(kEpochMs);
  now_ = first + ((now_ - first) / 24h + 1) * 24h;
  end_ = now_ + base::seconds(plan_.hours * 3600);
  for (std::int64_t id = 1; id <= kQueues; ++id)
    if (std::none_of(configuration_.queues.begin(), configuration_.queues.end(),
                     [&](const Queue& q) { return q.id == QueueId(id); }))
      configuration_.queues.push_back(some_queue(id));
  mend_targets();
  while (std::ssize(configuration_.agents) < plan_.agents)
    configuration_.agents.push_back(some_new_agent(++agents_));
  while (std::ssize(configuration_.agents) > plan_.agents) configuration_.agents.pop_back();
  happen(ConfigurationChanged{configuration_});
}
}  // namespace okno::sim
