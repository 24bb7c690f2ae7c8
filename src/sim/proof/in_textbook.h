// Queues as a textbook describes them, in as few lines as possible and without the core: a free agent who has
// been idle longest takes a newcomer whom he can serve; an agent who becomes free takes, of those he can
// serve, who has most points, and of equals who came first. Points: the kind's priority and what it gains a
// minute of waiting.
#pragma once
#include <vector>

#include "sim/proof/customers.h"

namespace okno::sim {
struct Textbook {
  struct Kind {
    double priority = 0, ageing = 0;
  };
  std::vector<Kind> kinds;
  std::vector<std::vector<std::size_t>> agents;  // the kinds that each can serve
};
std::vector<base::Duration> waits_in_textbook(const Textbook& book, const std::vector<Customer>& customers);
}  // namespace okno::sim
