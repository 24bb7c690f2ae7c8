#include "sim/proof/in_textbook.h"

#include <algorithm>
#include <deque>
#include <map>
#include <queue>
#include <tuple>

namespace okno::sim {
namespace {
using Ending = std::tuple<base::Instant, std::size_t, std::size_t>;  // when, who began first, which agent

class Queues {
 public:
  Queues(const Textbook& book, const std::vector<Customer>& customers)
      : book_(book), customers_(customers), waits_(customers.size()), lines_(book.kinds.size()) {
    for (std::size_t a = 0; a < book.agents.size(); ++a) free(a);
  }
  std::vector<base::Duration> run() {
    for (std::size_t i = 0; i < customers_.size(); ++i) {
      end_until(customers_[i].arrives);
      arrive(i);
    }
    end_until(base::kNever);
    return std::move(waits_);
  }

 private:
  // Who can serve the same stands together; the longest idle first.
  struct Group {
    std::deque<std::pair<std::size_t, std::size_t>> idle;  // since when in order of all, who
  };

  void free(std::size_t agent) { idle_[book_.agents[agent]].idle.emplace_back(++freed_, agent); }
  void arrive(std::size_t i) {
    Group* longest = nullptr;
    for (auto& [kinds, group] : idle_) {
      const bool can = std::find(kinds.begin(), kinds.end(), customers_[i].kind) != kinds.end();
      if (!can || group.idle.empty()) continue;
      if (!longest || group.idle.front() < longest->idle.front()) longest = &group;
    }
    if (!longest) return lines_[customers_[i].kind].push_back(i);
    begin(longest->idle.front().second, i, customers_[i].arrives);
    longest->idle.pop_front();
  }
  void begin(std::size_t agent, std::size_t i, base::Instant now) {
    waits_[i] = now - customers_[i].arrives;
    talks_.push({now + customers_[i].talks, ++begun_, agent});
  }
  void end_until(base::Instant now) {
    while (!talks_.empty() && std::get<0>(talks_.top()) <= now) {
      const auto [at, order, agent] = talks_.top();
      talks_.pop();
      serve(agent, at);
    }
  }
  void serve(std::size_t agent, base::Instant now) {
    std::deque<std::size_t>* best = nullptr;
    double most = 0;
    for (const std::size_t kind : book_.agents[agent]) {
      if (lines_[kind].empty()) continue;
      const std::size_t head = lines_[kind].front();
      const double waited_min = base::to_seconds(now - customers_[head].arrives) / 60;
      const double points = book_.kinds[kind].priority + book_.kinds[kind].ageing * waited_min;
      if (best && (points < most || (points == most && head > best->front()))) continue;
      most = points;
      best = &lines_[kind];
    }
    if (!best) return free(agent);
    begin(agent, best->front(), now);
    best->pop_front();
  }

  const Textbook& book_;
  const std::vector<Customer>& customers_;
  std::vector<base::Duration> waits_;
  std::vector<std::deque<std::size_t>> lines_;
  std::map<std::vector<std::size_t>, Group> idle_;
  std::priority_queue<Ending, std::vector<Ending>, std::greater<>> talks_;
  std::size_t begun_ = 0, freed_ = 0;
};
}  // namespace

std::vector<base::Duration> waits_in_textbook(const Textbook& book, const std::vector<Customer>& customers) {
  return Queues(book, customers).run();
}
}  // namespace okno::sim
