#include "app/phones/sound_tally.h"

#include <gtest/gtest.h>

namespace okno::app {
namespace {
using namespace std::chrono_literals;
ports::LegQuality word(double mos, double loss, base::Duration lasted = 3s) {
  return {mos, loss, 4, 0, lasted};
}

TEST(SoundTally, knows_nothing_before_the_first_word) {
  const SoundTally tally;
  EXPECT_FALSE(tally.all());
  EXPECT_FALSE(tally.lately());
  EXPECT_FALSE(sound_now(tally, tally));
}

TEST(SoundTally, weighs_each_word_by_the_time_it_is_about) {
  SoundTally tally;
  tally.take(word(4.4, 0, 9s));
  tally.take(word(2.4, 0.4, 3s));
  ASSERT_TRUE(tally.all());
  EXPECT_NEAR(3.9, tally.all()->mos, 1e-9);
  EXPECT_NEAR(0.1, tally.all()->loss, 1e-9);
  EXPECT_NEAR(4, tally.all()->jitter_ms, 1e-9);
}

TEST(SoundTally, forgets_the_past_in_what_it_says_of_now) {
  SoundTally tally;
  tally.take(word(1, 1));
  for (int i = 0; i < 3; ++i) tally.take(word(4.4, 0));
  EXPECT_NEAR(4.4, tally.lately()->mos, 1e-9);
  EXPECT_LT(tally.all()->mos, 4);
}

TEST(SoundTally, warns_at_once_and_lifts_the_warning_only_when_it_is_well_again) {
  SoundTally tally;
  EXPECT_TRUE(tally.take(word(2.2, 0.3)));
  EXPECT_TRUE(tally.bad());
  EXPECT_FALSE(tally.take(word(4.4, 0)));  // two words together: 3.3
  EXPECT_TRUE(tally.bad());
  EXPECT_FALSE(tally.take(word(4.3, 0)));  // 3.63: better, and not yet well
  EXPECT_TRUE(tally.bad());
  EXPECT_TRUE(tally.take(word(4.4, 0)));
  EXPECT_FALSE(tally.bad());
}

TEST(SoundTally, says_whose_side_is_bad) {
  SoundTally well, bad;
  well.take(word(4.4, 0));
  bad.take(word(2.2, 0.3));
  EXPECT_EQ("", sound_now(well, well)->bad);
  EXPECT_EQ("customer", sound_now(bad, well)->bad);
  EXPECT_EQ("agent", sound_now(well, bad)->bad);
  EXPECT_EQ("both", sound_now(bad, bad)->bad);
  EXPECT_NEAR(30, sound_now(bad, well)->customer->loss_percent, 1e-9);
}
}  // namespace
}  // namespace okno::app
