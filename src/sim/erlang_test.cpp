// The closed forms against the values of src/sim/oracle/cc_oracle.py (printed there with its own checks
// against published tables), and the simulated centre against the closed forms.
#include "sim/erlang.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "sim/plain_day.h"

namespace okno::sim {
TEST(Erlang, agrees_with_published_values) {
  // 100 calls in half an hour, 180 s, 14 agents: documentation of R's package ErlangC
  const Expected c = expected({100.0 / 1800, 180, 14, 0}, 20);
  EXPECT_NEAR(c.wait_probability, 0.1741319335950498, 1e-12);
  EXPECT_NEAR(c.answered_within, 0.8883500191794669, 1e-12);
  EXPECT_NEAR(c.asa_s, 7.83593701177724, 1e-9);
  EXPECT_NEAR(c.occupancy, 0.7142857142857143, 1e-12);
  // 48 a minute, 1 min, 50 agents, patience 2 min: Garnett, Mandelbaum, Reiman 2002
  const Expected a = expected({48.0 / 60, 60, 50, 120}, 20);
  EXPECT_NEAR(a.wait_probability, 0.467774, 2e-6);
  EXPECT_NEAR(a.lost_rate, 0.0309122, 2e-6);
  EXPECT_NEAR(a.occupancy, 0.930324, 2e-6);
  EXPECT_NEAR(a.answered_within, 0.943013, 2e-6);
  EXPECT_NEAR(erlang_b(10, 10), 0.2146, 5e-5);
  EXPECT_NEAR(erlang_b(100, 117), 0.01, 3e-4);
  // endless patience is Erlang C
  EXPECT_NEAR(expected({10, 1, 12, 1e9}).wait_probability, erlang_c(10, 12), 1e-6);
}

namespace {
// A batch must be long against the queue's memory, else batch means tell too small an error: ten relaxation
// times, at least 400 calls. Relaxation time: 1/(sqrt n - sqrt a)^2 services without patience (Morse 1955),
// the longer of service and patience with it.
struct Cell {
  const char* name;
  Load load;
  int calls_per_batch;
};
// Fixed beforehand: half without patience, half with; small, large, overloaded.
const Cell kCells[] = {
    {"3 agents", {2.0 / 180, 180, 3, 0}, 400},
    {"5 agents", {3.5 / 180, 180, 5, 0}, 400},
    {"14 agents", {100.0 / 1800, 180, 14, 0}, 400},
    {"30 agents", {23.0 / 180, 180, 30, 0}, 500},
    {"60 agents", {48.0 / 120, 120, 60, 0}, 720},
    {"100 agents", {85.0 / 240, 240, 100, 0}, 1400},
    {"4 agents, patience 60 s", {3.0 / 180, 180, 4, 60}, 400},
    {"10 agents, patience 120 s", {9.0 / 180, 180, 10, 120}, 400},
    {"50 agents, patience 120 s", {48.0 / 60, 60, 50, 120}, 960},
    {"100 agents, patience 180 s", {98.0 / 180, 180, 100, 180}, 980},
    {"10 agents, twice the load", {20.0 / 180, 180, 10, 90}, 400},
    {"50 agents, 1.3 times the load", {65.0 / 180, 180, 50, 120}, 650},
};
constexpr std::uint64_t kSeeds[] = {1, 2, 3, 4, 5};
constexpr int kBatches = 30;

// Mean over batches against the expected value, in standard errors.
double deviation(const std::vector<double>& batches, double wanted) {
  double mean = 0, square = 0;
  for (const double b : batches) mean += b / static_cast<double>(batches.size());
  for (const double b : batches) square += (b - mean) * (b - mean);
  const double error =
      std::sqrt(square / static_cast<double>(batches.size() - 1) / static_cast<double>(batches.size()));
  return (mean - wanted) / error;
}

struct Batches {
  std::vector<double> wait, lost, asa;
};
Batches simulate(const Cell& cell, std::uint64_t seed, int longer) {
  const int per_batch = cell.calls_per_batch * longer;
  const int warm = 3 * per_batch;
  PlainCentre plan;
  plan.agents = cell.load.agents;
  plan.arrivals_per_hour = cell.load.arrivals_per_s * 3600;
  plan.service_s = cell.load.service_s;
  plan.patience_s = cell.load.patience_s;
  plan.seed = seed;
  plan.days = (warm + kBatches * per_batch) * 1.05 / cell.load.arrivals_per_s / 86400;
  const auto calls = run(plan);
  Batches out;
  for (int b = 0; b < kBatches; ++b) {
    double delayed = 0, lost = 0, waits = 0;
    for (int k = 0; k < per_batch; ++k) {
      const CallOutcome& call = calls.at(static_cast<std::size_t>(warm + b * per_batch + k));
      delayed += !call.answered || call.wait.count() > 0;
      lost += !call.answered;
      if (call.answered) waits += base::to_seconds(call.wait);
    }
    out.wait.push_back(delayed / per_batch);
    out.lost.push_back(lost / per_batch);
    out.asa.push_back(waits / (per_batch - lost));
  }
  return out;
}
}  // namespace

// OKNO_SOAK=n makes the days n times longer.
TEST(Erlang, the_simulated_centre_agrees_with_the_closed_forms) {
  const char* soak = std::getenv("OKNO_SOAK");
  const int longer = soak ? std::max(1, std::atoi(soak)) : 1;
  int values = 0, close = 0;
  for (const Cell& cell : kCells) {
    const Expected wanted = expected(cell.load);
    for (const std::uint64_t seed : kSeeds) {
      const Batches got = simulate(cell, seed, longer);
      const auto check = [&](const char* what, const std::vector<double>& batches, double value) {
        const double z = deviation(batches, value);
        ++values;
        close += std::abs(z) <= 2;
        EXPECT_LT(std::abs(z), 3.5) << cell.name << ", seed " << seed << ", " << what << ": closed form "
                                    << value;
      };
      check("P(wait)", got.wait, wanted.wait_probability);
      check("ASA", got.asa, wanted.asa_s);
      if (cell.load.patience_s > 0) {
        check("lost rate", got.lost, wanted.lost_rate);
      } else {
        for (const double lost : got.lost) EXPECT_EQ(lost, 0) << cell.name;
      }
    }
  }
  const double share = static_cast<double>(close) / values;
  std::printf("%d values, %.1f %% of them within 2 standard errors\n", values, 100 * share);
  EXPECT_GE(share, 0.85);
}
}  // namespace okno::sim
