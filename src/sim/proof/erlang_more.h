// Closed forms of several kinds of customers before n equal agents, all conversations of one mean. Rates per
// second, times in seconds; the highest class first.
#pragma once
#include <vector>

namespace okno::sim {
// Non-preemptive priorities: A. Cobham 1954 ("Priority assignment in waiting line problems"); the same in
// oracle/cc_oracle.py. Mean waits.
std::vector<double> cobham(const std::vector<double>& arrivals_per_s, double service_s, int agents);
// Delay-dependent priorities: points grow in proportion to the time waited, by `ageing` of each class
// (descending). L. Kleinrock 1964 ("A delay dependent queue discipline"); for n agents the residual time of
// all being busy takes the place of the residual service, as in Cobham.
std::vector<double> kleinrock(const std::vector<double>& arrivals_per_s, const std::vector<double>& ageing,
                              double service_s, int agents);
}  // namespace okno::sim
