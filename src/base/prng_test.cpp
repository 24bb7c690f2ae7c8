#include "base/prng.h"

#include <gtest/gtest.h>

namespace okno::base {
TEST(Prng, the_same_seed_gives_the_same_day) {
  Prng a(1), b(1), c(2);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(a.next(), b.next());
  EXPECT_NE(a.next(), c.next());
}
TEST(Prng, exponential_has_its_mean) {
  Prng prng(7);
  double sum = 0;
  const int n = 200000;
  for (int i = 0; i < n; ++i) sum += prng.exponential(180.0);
  EXPECT_NEAR(sum / n, 180.0, 180.0 * 4 / std::sqrt(n));
}
}  // namespace okno::base
