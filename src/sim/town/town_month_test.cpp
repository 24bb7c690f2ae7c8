// Days of a town one after another: each evening nobody is left in a state that nobody will leave, everybody
// goes home, and the core remembers no more than the evening before. OKNO_MONTH=1 (make soak): a million
// interactions over 30 days of 200 agents; otherwise six short days. OKNO_TELL=FILE keeps what
// happened last.
#include "sim/town/town_month.h"

#include <gtest/gtest.h>
#include <malloc.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <vector>

#include "sim/town/town.h"
#include "sim/town/town_faults.h"

namespace okno::sim {
namespace {
// The first whose every fault is on.
std::uint64_t seed_of_all_faults() {
  std::uint64_t seed = 1;
  const auto all = [](const Faults& f) {
    return f.lost_browser && f.stale_event && f.slow_facts && f.clock_jump && f.trunk_gone && f.restart;
  };
  while (!all(Faults::of_seed(seed))) ++seed;
  return seed;
}
double processor_s() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}
double resident_mb() {
  long pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return static_cast<double>(resident) * 4096 / 1e6;
}
struct Measured {
  Evening evening;
  double heap_mb = 0;  // 0 under sanitizers, which count otherwise
  double resident_mb = 0;
};
// OKNO_TELL=FILE: what happened last, for who looks for a fault.
class LastWords {
 public:
  void hear(const std::string& line) {
    lines_.push_back(line);
    if (lines_.size() > kMost) lines_.pop_front();
  }
  void write(const char* path) const {
    std::ofstream out(path);
    for (const auto& line : lines_) out << line << '\n';
  }

 private:
  static constexpr std::size_t kMost = 2'000'000;  // about a day of 200 agents, 300 MB
  std::deque<std::string> lines_;
};
double most(const std::vector<Measured>& days, std::size_t from, std::size_t to, auto what) {
  double value = 0;
  for (std::size_t i = from; i < to; ++i) value = std::max(value, static_cast<double>(what(days[i])));
  return value;
}
}  // namespace

TEST(Month, everybody_leaves_every_evening_and_memory_stays_flat) {
  const bool whole = std::getenv("OKNO_MONTH") != nullptr;
  TownPlan plan;
  plan.seed = seed_of_all_faults();
  plan.hours = 10;
  plan.days = whole ? 30 : 6;
  plan.agents = whole ? 200 : 12;
  plan.customers_a_day = whole ? 37'000 : 600;
  std::vector<Measured> days;
  plan.at_evening = [&](const Evening& evening) {
    days.push_back({evening, static_cast<double>(mallinfo2().uordblks) / 1e6, resident_mb()});
    std::printf(
        "evening %d: %lld interactions, %lld events, packed core %.1f kB, heap %.1f MB, resident %.1f MB, "
        "%.0f s\n",
        evening.day, static_cast<long long>(evening.interactions), static_cast<long long>(evening.events),
        static_cast<double>(evening.packed_bytes) / 1e3, days.back().heap_mb, days.back().resident_mb,
        processor_s());
    std::fflush(stdout);
  };
  LastWords last;
  const char* told_to = std::getenv("OKNO_TELL");
  if (told_to) plan.tell = [&](const std::string& line) { last.hear(line); };
  const double began = processor_s();
  const TownReport report = live_through(plan);
  if (told_to) last.write(told_to);
  const double took = processor_s() - began;
  EXPECT_EQ(report.broken, "") << "seed " << plan.seed << ", " << report.faults;
  ASSERT_EQ(days.size(), static_cast<std::size_t>(plan.days));
  std::printf(
      "seed %llu (%s): %lld interactions, %lld answered, %lld restarts, %lld events, %.0f a second of "
      "processor\n",
      static_cast<unsigned long long>(plan.seed), report.faults.c_str(),
      static_cast<long long>(report.books.offered), static_cast<long long>(report.books.answered),
      static_cast<long long>(report.restarts), static_cast<long long>(report.events),
      static_cast<double>(report.events) / took);
  EXPECT_GT(static_cast<double>(report.books.offered), 0.8 * plan.days * plan.customers_a_day);
  // The town has too few agents on purpose, and every fault: that it works at all is what is asked here.
  EXPECT_GT(report.books.answered, report.books.offered / 7);
  EXPECT_GE(report.restarts, plan.days / 3);
  // The later half of the days against the earlier one: settings differ, growth from day to day would show.
  const std::size_t half = days.size() / 2;
  const auto packed = [](const Measured& m) { return m.evening.packed_bytes; };
  EXPECT_LT(most(days, half, days.size(), packed), 1.25 * most(days, 0, half, packed));
  const auto heap = [](const Measured& m) { return m.heap_mb; };
  EXPECT_LE(most(days, half, days.size(), heap), 1.25 * most(days, 0, half, heap) + 1);
}

TEST(Month, the_day_has_its_busy_hours_and_their_mean_is_one) {
  double sum = 0;
  for (int hour = 0; hour < 10; ++hour) sum += busy((hour + 0.5) / 10);
  EXPECT_NEAR(sum, 10, 1e-9);
  EXPECT_GT(busy(0.35), 2 * busy(0.05));
  EXPECT_EQ(busy(-1), busy(0));
  EXPECT_EQ(busy(7), busy(0.95));
}

TEST(Month, who_rings_without_an_end_is_found) {
  Stillness still;
  const auto now = base::from_ms(1'750'000'000'000);
  core::InteractionChanged c;
  c.row.id = domain::InteractionId(5);
  c.row.state = domain::InteractionState::offered;
  still.note(c, now);
  EXPECT_EQ(still.stuck(now + Stillness::kLongest), "");
  EXPECT_EQ(still.stuck(now + 2 * Stillness::kLongest), "interaction 5 is offered and nobody moves");
  still.note(core::ShowCard{domain::AgentId(3), {}, c.row.id, {}}, now + Stillness::kLongest);
  EXPECT_EQ(still.stuck(now + 2 * Stillness::kLongest), "") << "it rings at one after the other";
  c.row.state = domain::InteractionState::ivr;
  still.note(c, now);
  c.row.ivr_path.push_back({"main", "", ""});
  still.note(c, now + Stillness::kLongest);
  EXPECT_EQ(still.stuck(now + 2 * Stillness::kLongest), "") << "he walks from menu to menu";
  EXPECT_EQ(still.stuck(now + 3 * Stillness::kLongest), "interaction 5 is ivr and nobody moves");
  c.row.state = domain::InteractionState::active;
  still.note(c, now);
  EXPECT_EQ(still.stuck(now + 2 * Stillness::kLongest), "");
  still.note(core::AgentChanged{domain::AgentId(3), domain::AgentState::wrap_up, "", now, {}, {}, {}, {}, {}, {}, {}}, now);
  EXPECT_EQ(still.stuck(now + 2 * Stillness::kLongest), "agent 3 is wrap_up and nobody moves");
}
}  // namespace okno::sim
