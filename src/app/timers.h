// Several deadlines over the loop's one: each entry runs once on the deciding thread, or is forgotten by its
// id.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "base/instant.h"
#include "ports/loop.h"

namespace okno::app {
class Timers {
 public:
  using Work = std::function<void(base::Instant now)>;
  explicit Timers(ports::Loop& loop) : loop_(loop) {}

  std::uint64_t at(base::Instant when, Work work) {
    const std::uint64_t id = ++last_;
    entries_.emplace(std::pair{when, id}, std::move(work));
    index_.emplace(id, when);
    arm();
    return id;
  }
  void forget(std::uint64_t id) {
    const auto found = index_.find(id);
    if (found == index_.end()) return;
    entries_.erase({found->second, id});
    index_.erase(found);
  }

 private:
  void arm() {
    const auto next = entries_.empty() ? base::kNever : entries_.begin()->first.first;
    if (next == armed_) return;
    armed_ = next;
    loop_.set_deadline(next, [this](base::Instant now) { run(now); });
  }
  void run(base::Instant now) {
    armed_ = base::kNever;
    while (!entries_.empty() && entries_.begin()->first.first <= now) {
      const auto first = entries_.begin();
      Work work = std::move(first->second);
      index_.erase(first->first.second);
      entries_.erase(first);
      work(now);
    }
    arm();
  }

  ports::Loop& loop_;
  std::uint64_t last_ = 0;
  base::Instant armed_ = base::kNever;
  std::map<std::pair<base::Instant, std::uint64_t>, Work> entries_;
  std::map<std::uint64_t, base::Instant> index_;
};
}  // namespace okno::app
