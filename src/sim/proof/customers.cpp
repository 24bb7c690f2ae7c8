#include "sim/proof/customers.h"

#include <numeric>

#include "base/prng.h"
#include "sim/plain_day.h"

namespace okno::sim {
namespace {
double per_s(const Crowd& crowd) {
  return std::accumulate(crowd.arrivals_per_s.begin(), crowd.arrivals_per_s.end(), 0.0);
}
}  // namespace

double Crowd::load() const {
  return per_s(*this) * service_s;
}

std::vector<Customer> draw(const Crowd& crowd, std::uint64_t seed) {
  base::Prng prng(seed);
  const double all = per_s(crowd);
  std::vector<Customer> customers;
  customers.reserve(static_cast<std::size_t>(crowd.count));
  base::Instant now = first_moment();
  for (std::int64_t i = 0; i < crowd.count; ++i) {
    now += base::seconds(prng.exponential(1 / all));
    double where = prng.uniform() * all;
    std::size_t kind = 0;
    while (kind + 1 < crowd.arrivals_per_s.size() && where >= crowd.arrivals_per_s[kind])
      where -= crowd.arrivals_per_s[kind++];
    customers.push_back({now, kind, base::seconds(prng.exponential(crowd.service_s))});
  }
  return customers;
}

double burden(const Crowd& crowd, const std::vector<Customer>& customers) {
  const auto n = static_cast<double>(customers.size());
  double talks = 0;
  for (const Customer& customer : customers) talks += base::to_seconds(customer.talks);
  const double span = base::to_seconds(customers.back().arrives - first_moment());
  return talks / n / crowd.service_s - span / n * per_s(crowd);
}

Waits waits_of(const Crowd& crowd, const std::vector<Customer>& customers,
               const std::vector<base::Duration>& waits, base::Duration limit,
               std::optional<std::size_t> kind) {
  double sum = 0, within = 0, count = 0;
  for (auto i = static_cast<std::size_t>(crowd.warm_up); i < customers.size(); ++i) {
    if (kind && customers[i].kind != *kind) continue;
    sum += base::to_seconds(waits[i]);
    within += waits[i] <= limit;
    ++count;
  }
  return {sum / count, within / count};
}
}  // namespace okno::sim
