// Is the expected wait that callers are told an honest number? Told in plain centres of all sizes and loads,
// and compared with what came. Where callers lose patience only those are asked who never do: who leaves
// cannot say how long it would have taken.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "sim/plain_day.h"

namespace okno::sim {
namespace {
struct Place {
  const char* name;
  PlainCentre centre;
};

std::vector<Place> places() {
  const auto centre = [](int agents, double erlangs, double patience_s, double days) {
    PlainCentre c;
    c.agents = agents;
    c.service_s = 180;
    c.arrivals_per_hour = erlangs * 3600 / c.service_s;
    c.patience_s = patience_s;
    c.steadfast = patience_s > 0 ? 0.1 : 0;
    c.announce_after_s = 10;
    c.days = days;
    return c;
  };
  return {{"3 agents, 2.6 erlang", centre(3, 2.6, 0, 8)},
          {"10 agents, 9 erlang", centre(10, 9, 0, 5)},
          {"30 agents, 28.5 erlang", centre(30, 28.5, 0, 2)},
          {"10 agents, 20 erlang, patience 90 s", centre(10, 20, 90, 3)},
          {"50 agents, 60 erlang, patience 120 s", centre(50, 60, 120, 1)},
          {"100 agents, 105 erlang, patience 180 s", centre(100, 105, 180, 0.7)}};
}

struct Pair {
  double told_s = 0, came_s = 0;
};

std::vector<Pair> compare(const PlainCentre& centre) {
  std::vector<Pair> pairs;
  for (const CallOutcome& call : run(centre)) {
    if (!call.told || !call.answered || (centre.patience_s > 0 && !call.steadfast)) continue;
    pairs.push_back({base::to_seconds(call.told->wait), base::to_seconds(call.wait - call.told->after)});
  }
  std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.told_s < b.told_s; });
  return pairs;
}

// What came in parts of what was told, over [from, to) of the sorted pairs.
double ratio(const std::vector<Pair>& pairs, std::size_t from, std::size_t to) {
  double told = 0, came = 0;
  for (std::size_t i = from; i < to; ++i) told += pairs[i].told_s, came += pairs[i].came_s;
  return came / told;
}
}  // namespace

TEST(ExpectedWait, is_right_on_average_for_short_and_for_long_waits) {
  for (const auto& [name, centre] : places()) {
    const auto pairs = compare(centre);
    const std::size_t n = pairs.size();
    ASSERT_GT(n, 300u) << name;
    double told = 0, error = 0, untold = 0;
    for (const Pair& pair : pairs) told += pair.told_s, error += std::abs(pair.told_s - pair.came_s);
    const double mean = told / static_cast<double>(n) * ratio(pairs, 0, n);
    for (const Pair& pair : pairs) untold += std::abs(mean - pair.came_s);
    std::printf(
        "%-40s %6zu told, mean %5.0f s; came/told %.2f (short %.2f, middle %.2f, long %.2f); "
        "mean error %.0f s, of the average alone %.0f s\n",
        name, n, told / static_cast<double>(n), ratio(pairs, 0, n), ratio(pairs, 0, n / 3),
        ratio(pairs, n / 3, 2 * n / 3), ratio(pairs, 2 * n / 3, n), error / static_cast<double>(n),
        untold / static_cast<double>(n));
    EXPECT_NEAR(ratio(pairs, 0, n), 1, 0.1) << name;
    for (std::size_t third = 0; third < 3; ++third)
      EXPECT_NEAR(ratio(pairs, n * third / 3, n * (third + 1) / 3), 1, 0.25) << name << ", third " << third;
    EXPECT_LT(error, untold) << name << ": knowing the place should tell more than the average does";
  }
}

TEST(ExpectedWait, nothing_is_told_before_enough_is_known) {
  PlainCentre c;
  c.agents = 2;
  c.arrivals_per_hour = 60;
  c.service_s = 180;
  c.announce_after_s = 10;
  c.days = 0.2;
  const auto calls = run(c);
  const auto first =
      std::find_if(calls.begin(), calls.end(), [](const CallOutcome& call) { return call.told; });
  ASSERT_NE(first, calls.end());
  EXPECT_GT(first - calls.begin(), 10);  // ten had to be served from the line
}
}  // namespace okno::sim
