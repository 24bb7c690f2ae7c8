// The same customers through the real core. Agents answer at once and need no wrap-up; nobody leaves.
#pragma once
#include <vector>

#include "domain/centre.h"
#include "sim/proof/customers.h"

namespace okno::sim {
struct Arrival {  // how customers of one kind come
  domain::QueueId queue;
  bool vip = false;
};
struct House {
  domain::Configuration configuration;
  std::vector<Arrival> kinds;
};
// `queues` equal queues 1 …, a kind for each, and agents who work in those given (from 0).
House house(std::size_t queues, const std::vector<std::vector<std::size_t>>& agents);
// n agents who all work in queues 0 … queues-1.
std::vector<std::vector<std::size_t>> everybody_in(std::size_t queues, std::size_t n);

std::vector<base::Duration> waits_in_core(const House& house, const std::vector<Customer>& customers);
}  // namespace okno::sim
