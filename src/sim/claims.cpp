#include "sim/claims.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>

namespace okno::sim {
namespace {
constexpr double kPatience = 120, kLimit = 10, kLevel = 0.873, kMostLost = 0.05;
constexpr double kRepeatAfter = 1200;  // s, mean
constexpr base::Duration kWarmUp =
    std::chrono::hours(3);  // nine times that: repeated calls have come to their rate

struct Situation {
  const char* name;
  double service_s, solved_first;
};
constexpr Situation kSituations[] = {
    {"after: AHT 180 s, FCR 95 %", 180, 0.95}, {"only AHT back to 360 s", 360, 0.95},
    {"only FCR back to 70 %", 180, 0.70},      {"AHT back by 10 % (200 s)", 200, 0.95},
    {"AHT back by 25 % (225 s)", 225, 0.95},   {"before: AHT 360 s, FCR 70 %", 360, 0.70},
};

// Every call, answered or not, is repeated with the probability that it did not help.
Load load_of(double first_per_hour, const Situation& s, int agents) {
  return {first_per_hour / 3600 / s.solved_first, s.service_s, agents, kPatience};
}

int agents_for(double first_per_hour, const Situation& s, double most_lost) {
  for (int n = 2;; ++n) {
    const Load load = load_of(first_per_hour, s, n);
    if (load.arrivals_per_s * load.service_s > 2.0 * n) continue;  // hopeless: do not integrate
    const Expected e = expected(load, kLimit);
    if (e.answered_within >= kLevel && e.lost_rate <= most_lost) return n;
  }
}

double percentile_90(const std::vector<CallOutcome>& outcomes) {
  std::vector<double> waits;
  for (const auto& call : outcomes)
    if (call.arrived >= first_moment() + kWarmUp) waits.push_back(base::to_seconds(call.wait));
  if (waits.empty()) return 0;
  const auto place = waits.begin() + static_cast<std::ptrdiff_t>(waits.size() * 9 / 10);
  std::nth_element(waits.begin(), place, waits.end());
  return *place;
}

ClaimCase simulate(double first_per_hour, const Situation& s, int agents, std::int64_t calls,
                   std::uint64_t seed) {
  const Load load = load_of(first_per_hour, s, agents);
  PlainCentre plan;
  plan.agents = agents;
  plan.arrivals_per_hour = first_per_hour;
  plan.repeat_probability = 1 - s.solved_first;
  plan.service_s = s.service_s;
  plan.patience_s = kPatience;
  plan.repeat_after_s = kRepeatAfter;
  plan.days = (static_cast<double>(calls) / load.arrivals_per_s + base::to_seconds(kWarmUp)) / 86'400;
  plan.seed = seed;
  const auto outcomes = run(plan);
  return {s.name,
          s.service_s,
          s.solved_first,
          load.arrivals_per_s * 3600,
          report(plan, outcomes, kWarmUp),
          percentile_90(outcomes),
          expected(load, kLimit)};
}
}  // namespace

std::vector<ClaimDemand> claims(std::int64_t calls, std::uint64_t seed) {
  std::vector<ClaimDemand> demands;
  for (const double first : {120.0, 600.0, 2000.0}) {
    ClaimDemand demand;
    demand.first_calls_per_hour = first;
    demand.agents = agents_for(first, kSituations[0], kMostLost);
    demand.agents_before = agents_for(first, kSituations[5], 1);
    for (const Situation& s : kSituations)
      demand.cases.push_back(simulate(first, s, demand.agents, calls, seed));
    demands.push_back(std::move(demand));
  }
  return demands;
}

std::string claims_table(const std::vector<ClaimDemand>& demands) {
  std::string text;
  char line[300];
  for (const auto& d : demands) {
    std::snprintf(line, sizeof line,
                  "%.0f first calls/h, %d agents (\"after\" reaches 87.3 %% in 10 s with them)\n",
                  d.first_calls_per_hour, d.agents);
    text += line;
    std::snprintf(line, sizeof line, "  %-28s %8s  %16s  %16s  %16s  %7s  %9s\n", "", "calls/h",
                  "in 10 s (formula)", "lost (formula)", "ASA s (formula)", "p90 s", "occupancy");
    text += line;
    for (const auto& c : d.cases) {
      std::snprintf(line, sizeof line,
                    "  %-28s %8.0f  %7.3f (%7.3f)  %7.3f (%6.3f)  %7.1f (%6.1f)  %7.0f  %9.3f\n",
                    c.name.c_str(), c.calls_per_hour, c.simulated.answered_in_10_s, c.formula.answered_within,
                    c.simulated.lost_rate, c.formula.lost_rate, c.simulated.asa_s, c.formula.asa_s,
                    c.wait_p90_s, c.simulated.occupancy);
      text += line;
    }
    std::snprintf(line, sizeof line,
                  "  agents that \"before\" needs for the same service level: %d (%.2f times as many)\n\n",
                  d.agents_before, static_cast<double>(d.agents_before) / d.agents);
    text += line;
  }
  return text;
}

std::string claims_json(const std::vector<ClaimDemand>& demands) {
  boost::json::array all;
  for (const auto& d : demands) {
    boost::json::array cases;
    for (const auto& c : d.cases)
      cases.push_back(boost::json::object{{"name", c.name},
                                          {"aht_s", c.service_s},
                                          {"fcr", c.solved_first},
                                          {"calls_per_hour", c.calls_per_hour},
                                          {"service_level", {{"10", c.simulated.answered_in_10_s}}},
                                          {"lost_rate", c.simulated.lost_rate},
                                          {"asa_s", c.simulated.asa_s},
                                          {"wait_p90_s", c.wait_p90_s},
                                          {"occupancy", c.simulated.occupancy},
                                          {"formula",
                                           {{"service_level", {{"10", c.formula.answered_within}}},
                                            {"lost_rate", c.formula.lost_rate},
                                            {"asa_s", c.formula.asa_s},
                                            {"occupancy", c.formula.occupancy}}}});
    all.push_back(boost::json::object{{"first_calls_per_hour", d.first_calls_per_hour},
                                      {"agents", d.agents},
                                      {"agents_before", d.agents_before},
                                      {"cases", std::move(cases)}});
  }
  return boost::json::serialize(boost::json::object{{"demands", std::move(all)}});
}
}  // namespace okno::sim
