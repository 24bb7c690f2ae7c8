#include "sim/proof/erlang_more.h"

#include <numeric>

#include "sim/erlang.h"

namespace okno::sim {
namespace {
// How long a newcomer waits on the mean until the first agent becomes free.
double first_free_s(const std::vector<double>& arrivals_per_s, double service_s, int agents) {
  const double load = service_s * std::accumulate(arrivals_per_s.begin(), arrivals_per_s.end(), 0.0);
  return erlang_c(load, agents) * service_s / agents;
}
}  // namespace

std::vector<double> cobham(const std::vector<double>& arrivals_per_s, double service_s, int agents) {
  const double first = first_free_s(arrivals_per_s, service_s, agents);
  std::vector<double> waits;
  double above = 0;  // share of the agents' time that the classes above take
  for (const double rate : arrivals_per_s) {
    const double with = above + rate * service_s / agents;
    waits.push_back(first / ((1 - above) * (1 - with)));
    above = with;
  }
  return waits;
}

std::vector<double> kleinrock(const std::vector<double>& arrivals_per_s, const std::vector<double>& ageing,
                              double service_s, int agents) {
  const std::size_t kinds = arrivals_per_s.size();
  const double first = first_free_s(arrivals_per_s, service_s, agents);
  std::vector<double> shares, waits(kinds);
  for (const double rate : arrivals_per_s) shares.push_back(rate * service_s / agents);
  const double all = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (std::size_t p = kinds; p-- > 0;) {  // the slowest first
    double above = first / (1 - all), below = 1;
    for (std::size_t i = p + 1; i < kinds; ++i) above -= shares[i] * waits[i] * (1 - ageing[i] / ageing[p]);
    for (std::size_t i = 0; i < p; ++i) below -= shares[i] * (1 - ageing[p] / ageing[i]);
    waits[p] = above / below;
  }
  return waits;
}
}  // namespace okno::sim
