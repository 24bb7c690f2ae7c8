// Who comes when, of which kind, and how long he will talk: drawn once, then sent through different centres.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "base/instant.h"

namespace okno::sim {
struct Customer {
  base::Instant arrives{};
  std::size_t kind = 0;
  base::Duration talks{};
};
// Poisson arrivals of each kind by its rate, exponential conversations.
struct Crowd {
  std::vector<double> arrivals_per_s;  // by kind
  double service_s = 180;
  std::int64_t count = 0;
  std::int64_t warm_up = 0;  // the first so many are not counted
  double load() const;       // erlang, all kinds together
};
std::vector<Customer> draw(const Crowd& crowd, std::uint64_t seed);
// How much more work than on the mean this day brought, as a share; its mean over seeds is exactly 0.
double burden(const Crowd& crowd, const std::vector<Customer>& customers);

struct Waits {
  double mean_s = 0, within = 0;  // within: share of those who waited `limit` at most
};
Waits waits_of(const Crowd& crowd, const std::vector<Customer>& customers,
               const std::vector<base::Duration>& waits, base::Duration limit,
               std::optional<std::size_t> kind = std::nullopt);
}  // namespace okno::sim
