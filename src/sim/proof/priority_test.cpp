// Whose turn it is, in numbers: priorities of queues, of VIPs, and points that grow with waiting.
#include <gtest/gtest.h>

#include "sim/erlang.h"
#include "sim/proof/erlang_more.h"
#include "sim/proof/in_core.h"
#include "sim/proof/in_textbook.h"
#include "sim/proof/replications.h"

namespace okno::sim {
namespace {
constexpr std::uint64_t kSeeds = 20;
// A day: 5 agents, 4 erlang; the queue forgets within 80 customers.
constexpr std::int64_t kCustomers = 2'500, kWarmUp = 500;
constexpr double kService = 180;
constexpr int kAgents = 5;

Crowd crowd(const std::vector<double>& loads) {
  Crowd made{{}, kService, kCustomers * longer(), kWarmUp};
  for (const double load : loads) made.arrivals_per_s.push_back(load / kService);
  return made;
}

// Mean waits of each kind; and each customer waits in the core as long as in the textbook.
std::vector<Estimate> simulate(const House& house, const Textbook& book, const Crowd& crowd) {
  const std::size_t kinds = crowd.arrivals_per_s.size();
  std::vector<std::vector<double>> days(kinds);
  std::vector<double> burdens;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const auto customers = draw(crowd, seed);
    const auto waits = waits_in_core(house, customers);
    EXPECT_TRUE(waits == waits_in_textbook(book, customers)) << "seed " << seed;
    burdens.push_back(burden(crowd, customers));
    for (std::size_t k = 0; k < kinds; ++k)
      days[k].push_back(waits_of(crowd, customers, waits, {}, k).mean_s);
  }
  std::vector<Estimate> out;
  for (const auto& day : days) out.push_back(estimate(day, burdens));
  return out;
}

void compare(Verdict& verdict, const std::string& name, const std::vector<Estimate>& got,
             const std::vector<double>& wanted) {
  for (std::size_t k = 0; k < wanted.size(); ++k)
    EXPECT_LT(verdict.take(name + ", mean wait of class " + std::to_string(k + 1), got[k], wanted[k]), 3.5);
}
}  // namespace

TEST(Priority, the_closed_forms_agree_with_the_oracle_and_the_law_of_conservation) {
  // cc_oracle.py: n = 30, 27 erlang, a tenth of them VIPs
  const auto waits = cobham({0.1 * 27 / 180, 0.9 * 27 / 180}, 180, 30);
  EXPECT_NEAR(waits[0], 3.11, 5e-3);
  EXPECT_NEAR(waits[1], 31.08, 5e-3);
  const auto three = cobham({0.2, 0.3, 0.3}, 1, 1);
  EXPECT_NEAR(0.2 * three[0] + 0.3 * three[1] + 0.3 * three[2], 0.8 * 0.8 / 0.2, 1e-12);
  // Points that grow equally fast: first come, first served. Without end faster: priorities.
  const double first_come = expected({0.8, 1, 1, 0}).asa_s;
  for (const double wait : kleinrock({0.2, 0.3, 0.3}, {1, 1, 1}, 1, 1)) EXPECT_NEAR(wait, first_come, 1e-9);
  const auto steep = kleinrock({0.2, 0.3, 0.3}, {1e12, 1e6, 1}, 1, 1);
  for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(steep[k], three[k], 1e-4);
  const auto aged = kleinrock({0.2, 0.3, 0.3}, {4, 2, 1}, 1, 1);
  EXPECT_NEAR(0.2 * aged[0] + 0.3 * aged[1] + 0.3 * aged[2], 0.8 * 0.8 / 0.2, 1e-12);
}

TEST(Priority, queues_and_vips_wait_as_cobham_says) {
  Verdict verdict("seeds 1 to 20");
  const Crowd three = crowd({0.8, 1.2, 2.0});
  House queues = house(3, everybody_in(3, kAgents));
  for (std::size_t k = 0; k < 3; ++k) queues.configuration.queues[k].priority = 20 - 10 * static_cast<int>(k);
  compare(verdict, "three queues",
          simulate(queues, {{{20, 0}, {10, 0}, {0, 0}}, everybody_in(3, kAgents)}, three),
          cobham(three.arrivals_per_s, kService, kAgents));

  const Crowd vips = crowd({0.4, 3.6});
  House one = house(1, everybody_in(1, kAgents));
  one.kinds = {{domain::QueueId(1), true}, {domain::QueueId(1), false}};
  one.configuration.queues[0].vip_priority = 5;
  compare(verdict, "VIPs in one queue", simulate(one, {{{5, 0}, {0, 0}}, everybody_in(2, kAgents)}, vips),
          cobham(vips.arrivals_per_s, kService, kAgents));
  EXPECT_GE(verdict.share_close(), 0.6);  // of five values
}

TEST(Priority, points_that_grow_with_waiting_order_people_as_kleinrock_says) {
  Verdict verdict("seeds 1 to 20");
  const Crowd three = crowd({1.0, 1.0, 2.0});
  House aged = house(3, everybody_in(3, kAgents));
  for (std::size_t k = 0; k < 3; ++k) aged.configuration.queues[k].ageing = 4 >> k;
  compare(verdict, "ageing 4, 2, 1 a minute",
          simulate(aged, {{{0, 4}, {0, 2}, {0, 1}}, everybody_in(3, kAgents)}, three),
          kleinrock(three.arrivals_per_s, {4, 2, 1}, kService, kAgents));
  EXPECT_GE(verdict.share_close(), 0.6);
}

// Four queues, alike but for how many come: nobody is favoured, by the order of settings or by numbers.
TEST(Priority, equal_classes_wait_equally_long_whatever_their_size) {
  Verdict verdict("seeds 1 to 20");
  const Crowd four = crowd({0.4, 2.0, 0.6, 1.0});
  House equal = house(4, everybody_in(4, kAgents));
  for (auto& queue : equal.configuration.queues) queue.ageing = 2;
  compare(verdict, "equal classes with ageing",
          simulate(equal, {std::vector<Textbook::Kind>(4, {0, 2}), everybody_in(4, kAgents)}, four),
          std::vector(4, expected({four.load() / kService, kService, kAgents, 0}).asa_s));
  EXPECT_GE(verdict.share_close(), 0.6);
}
}  // namespace okno::sim
