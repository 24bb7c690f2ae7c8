// Two thousand towns with faults. A failure prints its seed: add it to src/sim/town/failed_seeds.txt with the
// fix. OKNO_SOAK=n lives through n times as many; OKNO_SEED=n tells the life of one.
#include "sim/town/town.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace okno::sim {
namespace {
constexpr std::uint64_t kSeeds = 2'000;
constexpr double kHours = 0.3;  // many short lives find more than few long ones

std::uint64_t soak() {
  const char* text = std::getenv("OKNO_SOAK");
  return text ? static_cast<std::uint64_t>(std::max(1, std::atoi(text))) : 1;
}
std::vector<std::uint64_t> failed_once() {
  std::ifstream in(OKNO_SOURCE_DIR "/src/sim/town/failed_seeds.txt");
  std::vector<std::uint64_t> seeds;
  for (std::string line; std::getline(in, line);)
    if (!line.empty() && line[0] != '#') seeds.push_back(std::stoull(line));
  return seeds;
}
}  // namespace

TEST(Town, keeps_its_promises_for_seeds_that_once_broke_them) {
  for (const auto seed : failed_once()) {
    const auto report = live_through({.seed = seed, .hours = kHours});
    EXPECT_EQ(report.broken, "") << "seed " << seed << ", " << report.faults;
  }
}

TEST(Town, keeps_its_promises_through_faults_restarts_and_new_settings) {
  TownReport all;
  for (std::uint64_t seed = 1; seed <= kSeeds * soak(); ++seed) {
    const auto report = live_through({.seed = seed, .hours = kHours});
    EXPECT_EQ(report.broken, "") << "seed " << seed << ", " << report.faults;
    all.events += report.events;
    all.restarts += report.restarts;
    all.jumps += report.jumps;
    all.outages += report.outages;
    all.late_facts += report.late_facts;
    all.refusals += report.refusals;
    all.books.offered += report.books.offered;
    all.books.answered += report.books.answered;
    all.books.lost += report.books.lost;
    all.books.refused += report.books.refused;
    all.books.other += report.books.other;
  }
  std::printf(
      "%lld events, %lld interactions: %lld answered, %lld lost, %lld refused, %lld other; %lld restarts, "
      "%lld clock jumps, %lld outages, %lld late facts\n",
      static_cast<long long>(all.events), static_cast<long long>(all.books.offered),
      static_cast<long long>(all.books.answered), static_cast<long long>(all.books.lost),
      static_cast<long long>(all.books.refused), static_cast<long long>(all.books.other),
      static_cast<long long>(all.restarts), static_cast<long long>(all.jumps),
      static_cast<long long>(all.outages), static_cast<long long>(all.late_facts));
  // A town where nothing happens proves nothing.
  EXPECT_GT(all.books.answered, 1000);
  EXPECT_GT(all.books.lost, 1000);
  EXPECT_GT(all.books.refused, 100);
  EXPECT_GT(all.books.other, 100);
  EXPECT_GT(all.restarts, 500);
  EXPECT_GT(all.jumps, 500);
  EXPECT_GT(all.outages, 500);
  EXPECT_GT(all.late_facts, 500);
  EXPECT_GT(all.refusals, 300);
}

TEST(Town, is_told_when_somebody_asks) {
  const char* seed = std::getenv("OKNO_SEED");
  std::int64_t lines = 0;
  TownPlan plan{.seed = seed ? std::stoull(seed) : 1, .hours = kHours};
  plan.tell = [&](const std::string& line) {
    ++lines;
    if (seed) std::printf("%s\n", line.c_str());
  };
  const auto report = live_through(plan);
  EXPECT_GT(lines, report.events);
  EXPECT_EQ(report.broken, "");
}

TEST(Town, the_same_seed_gives_the_same_day) {
  const auto once = live_through({.seed = 7}), again = live_through({.seed = 7}),
             other = live_through({.seed = 8});
  EXPECT_EQ(once.fingerprint, again.fingerprint);
  EXPECT_NE(once.fingerprint, other.fingerprint);
}

// Whatever a checkpoint or a journal's record leaves out shows here: add the missing member to
// src/core/journal/floor_fields.h.
TEST(Town, a_centre_rebuilt_from_the_journal_and_from_checkpoints_decides_the_same) {
  for (std::uint64_t seed = 1; seed <= 60 * soak(); ++seed) {
    const auto report = live_through({.seed = seed, .hours = 0.3}, true);
    EXPECT_EQ(report.broken, "") << "seed " << seed;
    EXPECT_EQ(report.fingerprint, report.replayed_fingerprint) << "seed " << seed;
  }
}
}  // namespace okno::sim
