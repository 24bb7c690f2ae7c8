#include "sim/claims.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>

#include "sim/report/words.h"

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

constexpr const char* kInRussian[] = {
    "после: AHT 180 с, FCR 95 %", "AHT снова 360 с",          "FCR снова 70 %",
    "AHT хуже на 10 % (200 с)",   "AHT хуже на 25 % (225 с)", "до: AHT 360 с, FCR 70 %"};

struct ClaimText {
  const char *heading, *demand, *calls, *soon, *lost, *wait, *p90, *occupancy, *needed;
};
constexpr ClaimText kEnglish{
    "What integration gives: the same agents and first calls; patience 120 s; who was not helped calls "
    "again.\n"
    "AHT: mean handling time, FCR: solved at the first call. Simulated on the real core, in brackets Erlang "
    "A.\n\n",
    "%.0f first calls an hour, %d agents: so many reach 87.3 %% in 10 s \"after\"\n",
    "calls/h",
    "answered in 10 s",
    "lost",
    "mean wait, s",
    "p90, s",
    "occupancy",
    "  for the same service level \"before\" needs %d agents: %.2f times as many\n\n"};
constexpr ClaimText kRussian{
    "Что даёт объединение: те же операторы и первые звонки; терпение 120 с; кому не помогли, звонит снова.\n"
    "AHT: среднее время обслуживания, FCR: решено с первого обращения. Настоящее ядро, в скобках Эрланг "
    "A.\n\n",
    "%.0f первых звонков в час, %d операторов: столько дают 87,3 %% за 10 с «после»\n",
    "звонков/ч",
    "ответили за 10 с",
    "потеряно",
    "ждали ответа, с",
    "p90, с",
    "загрузка",
    "  для того же уровня «до» нужно операторов: %d, в %.2f раза больше\n\n"};

template <class... Values>
std::string print(const char* format, Values... values) {
  char text[400];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

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

std::string claim_words(const ClaimCase& c, Language language) {
  if (language == Language::en) return c.name;
  for (std::size_t i = 0; i < std::size(kSituations); ++i)
    if (c.name == kSituations[i].name) return kInRussian[i];
  return c.name;
}

std::string claims_table(const std::vector<ClaimDemand>& demands, Language language) {
  const ClaimText& t = language == Language::ru ? kRussian : kEnglish;
  std::string text = t.heading;
  for (const auto& d : demands) {
    text += print(t.demand, d.first_calls_per_hour, d.agents);
    text += "  " + padded("", 30) + padded(t.calls, 12) + padded(t.soon, 22) + padded(t.lost, 22) +
            padded(t.wait, 20) + padded(t.p90, 10) + t.occupancy + "\n";
    for (const auto& c : d.cases)
      text +=
          "  " + padded(claim_words(c, language), 30) + padded(print("%.0f", c.calls_per_hour), 12) +
          padded(print("%.1f %% (%.1f)", 100 * c.simulated.answered_in_10_s, 100 * c.formula.answered_within),
                 22) +
          padded(print("%.1f %% (%.1f)", 100 * c.simulated.lost_rate, 100 * c.formula.lost_rate), 22) +
          padded(print("%.1f (%.1f)", c.simulated.asa_s, c.formula.asa_s), 20) +
          padded(print("%.0f", c.wait_p90_s), 10) + print("%.1f %%\n", 100 * c.simulated.occupancy);
    text += print(t.needed, d.agents_before, static_cast<double>(d.agents_before) / d.agents);
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
