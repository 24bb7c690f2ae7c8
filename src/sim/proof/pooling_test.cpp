// What one queue for all saves, and how much of it two skills each already give.
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "sim/erlang.h"
#include "sim/proof/in_core.h"
#include "sim/proof/in_textbook.h"
#include "sim/proof/replications.h"

namespace okno::sim {
namespace {
constexpr double kService = 180, kLimit = 20, kGoal = 0.8;
using Places = std::vector<std::vector<std::size_t>>;

// Agents of `each` queue know it alone.
Places apart(std::size_t queues, std::size_t each) {
  Places agents;
  for (std::size_t q = 0; q < queues; ++q) agents.insert(agents.end(), each, {q});
  return agents;
}
// The same, and each knows the next queue too; the last knows the first.
Places chained(std::size_t queues, std::size_t each) {
  Places agents = apart(queues, each);
  for (auto& knows : agents) knows.push_back((knows.front() + 1) % queues);
  return agents;
}

struct Plan {
  std::size_t queues;
  double load_each;
  std::int64_t customers, warm_up;  // a day
  std::uint64_t in_core;            // of the 20 days; with OKNO_SOAK all
};
constexpr std::uint64_t kSeeds = 20;

Crowd crowd(const Plan& plan) {
  return {std::vector<double>(plan.queues, plan.load_each / kService), kService, plan.customers,
          plan.warm_up};
}

struct Seen {
  std::vector<double> level, wait, burden;  // a value a seed
};
// The first days go through the core, where everybody must wait as long as in the textbook; so the textbook
// may stand for it in the rest, which only makes the means sharper.
Seen simulate(const Plan& plan, const Places& agents) {
  const House made = house(plan.queues, agents);
  const Textbook book{std::vector<Textbook::Kind>(plan.queues), agents};
  const Crowd people = crowd(plan);
  Seen seen;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const auto customers = draw(people, seed);
    const auto waits = waits_in_textbook(book, customers);
    if (seed <= plan.in_core || longer() > 1) {
      EXPECT_TRUE(waits_in_core(made, customers) == waits) << agents.size() << " agents, seed " << seed;
    }
    const Waits means = waits_of(people, customers, waits, base::seconds(kLimit));
    seen.level.push_back(means.within);
    seen.wait.push_back(means.mean_s);
    seen.burden.push_back(burden(people, customers));
  }
  return seen;
}

int fewest_by_formula(double load) {
  int n = static_cast<int>(load) + 1;
  while (expected({load / kService, kService, n, 0}, kLimit).answered_within < kGoal) ++n;
  return n;
}
// Days by number of agents; the same customers for every number.
class Search {
 public:
  Search(const Plan& plan, std::function<Places(int)> agents) : plan_(plan), agents_(std::move(agents)) {}
  Estimate level(int n) {
    auto [seen, fresh] = seen_.try_emplace(n);
    if (fresh) seen->second = simulate(plan_, agents_(n));
    return estimate(seen->second.level, seen->second.burden);
  }
  // The fewest with whom the simulated service level is reached.
  int fewest(int near) {
    while (level(near).mean < kGoal) ++near;
    while (level(near - 1).mean >= kGoal) --near;
    return near;
  }

 private:
  Plan plan_;
  std::function<Places(int)> agents_;
  std::map<int, Seen> seen_;
};
std::size_t size(int n) {
  return static_cast<std::size_t>(n);
}
}  // namespace

TEST(Pooling, ten_queues_of_20_erlang_need_240_agents_apart_and_208_together) {
  ASSERT_EQ(10 * fewest_by_formula(20), 240);
  ASSERT_EQ(fewest_by_formula(200), 208);
  Verdict verdict("seeds 1 to 20");
  // Apart a queue forgets within 110 of its customers; together all of them within 2,550.
  const Plan split{10, 20, 15'000, 4'000, 1}, pooled{10, 20, 40'000, 10'000, 1};
  Search alone(split, [](int n) { return apart(10, size(n)); });
  Search shared(pooled, [](int n) { return everybody_in(10, size(n)); });
  const auto level = [&](const std::string& name, Search& search, double load, int n) {
    const double wanted = expected({load / kService, kService, n, 0}, kLimit).answered_within;
    EXPECT_LT(verdict.take(name + ": service level", search.level(n), wanted), 3.5);
  };
  level("apart, 10 x 24 agents", alone, 20, 24);
  level("apart, 10 x 23 agents", alone, 20, 23);
  level("together, 208 agents", shared, 200, 208);
  level("together, 207 agents", shared, 200, 207);
  EXPECT_GE(verdict.share_close(), 0.75);
  // With the 240 who were needed apart nobody waits any more.
  for (const double share : simulate(split, everybody_in(10, 240)).level) EXPECT_GT(share, 0.999);

  // The search by simulation alone: one agent more or less is 0.04 of service level, four errors of these
  // days.
  const int each = alone.fewest(24), all = shared.fewest(208);
  std::printf("fewest agents for 80 %% in 20 s: apart %d, together %d\n", 10 * each, all);
  EXPECT_EQ(10 * each, 240);
  EXPECT_EQ(all, 208);
}

// Six kinds of customers, 14 erlang of each, 90 agents: the case of R. Wallace and W. Whitt 2005 ("A staffing
// algorithm for call centers with skill-based routing": two skills each are nearly as good as all six). Here
// the second skill is the next kind's (W. Jordan and S. Graves 1995, "chaining") and nobody is turned away.
TEST(Pooling, two_skills_in_a_chain_are_nearly_as_good_as_all_six) {
  constexpr double kLoad = 84;
  Verdict verdict("seeds 1 to 20");
  // With one skill a queue forgets within 810 of its customers.
  const Plan plan{6, kLoad / 6, 24'000, 6'000, 1};
  const Seen one = simulate(plan, apart(6, 15));
  const Seen two = simulate(plan, chained(6, 15));
  const Seen six = simulate(plan, everybody_in(6, 90));
  const auto compare = [&](const char* name, const Seen& seen, const Expected& wanted) {
    EXPECT_LT(verdict.take(std::string(name) + ": mean wait", estimate(seen.wait, seen.burden), wanted.asa_s),
              3.5);
    EXPECT_LT(verdict.take(std::string(name) + ": service level", estimate(seen.level, seen.burden),
                           wanted.answered_within),
              3.5);
  };
  compare("one skill", one, expected({kLoad / 6 / kService, kService, 15, 0}, kLimit));
  compare("six skills", six, expected({kLoad / kService, kService, 90, 0}, kLimit));
  EXPECT_GE(verdict.share_close(), 0.75);
  // Of what six skills save, two save nearly all; the same customers, so the days' differences are compared.
  std::vector<double> saved;
  for (std::size_t d = 0; d < one.wait.size(); ++d)
    saved.push_back((one.wait[d] - two.wait[d]) / (one.wait[d] - six.wait[d]));
  const Estimate share = estimate(saved, one.burden), wait = estimate(two.wait, two.burden);
  std::printf("two skills in a chain: mean wait %.2f +- %.2f s; %.4f +- %.4f of the saving\n", wait.mean,
              wait.error, share.mean, share.error);
  EXPECT_GT(share.mean - 3.5 * share.error, 0.9);
  EXPECT_LT(share.mean, 1.0);
}
}  // namespace okno::sim
