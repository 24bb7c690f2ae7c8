// What is still to happen in virtual time, in order; equal moments keep the order in which they were planned.
#pragma once
#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

#include "base/instant.h"

namespace okno::sim {
class Agenda {
 public:
  void plan(base::Instant at, std::function<void()> act) { items_.push({at, ++count_, std::move(act)}); }
  bool empty() const { return items_.empty(); }
  base::Instant next() const { return items_.empty() ? base::kNever : items_.top().at; }
  std::function<void()> take() {
    auto act = std::move(const_cast<Item&>(items_.top()).act);  // the order does not look at it
    items_.pop();
    return act;
  }

 private:
  struct Item {
    base::Instant at;
    std::uint64_t order;
    std::function<void()> act;
    bool operator<(const Item& other) const { return at != other.at ? at > other.at : order > other.order; }
  };
  std::priority_queue<Item> items_;
  std::uint64_t count_ = 0;
};
}  // namespace okno::sim
