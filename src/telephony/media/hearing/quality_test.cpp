#include "telephony/media/hearing/quality.h"

#include <gtest/gtest.h>

namespace okno::telephony::media {
namespace {
using namespace std::chrono_literals;
constexpr Impairment kG711{}, kG711Bare{0, 4.3};
const base::Instant kStart = base::from_ms(1000);

TEST(EModel, gives_the_opinions_of_the_recommendations_table) {
  // ITU-T G.107, table B.1 (which rounds up at 80), and its default rating.
  const double published[][2] = {{90, 4.34}, {80, 4.03}, {70, 3.60}, {60, 3.10}, {50, 2.58}, {93.2, 4.41}};
  for (const auto& [rating, mos] : published) EXPECT_NEAR(mos, mos_of(rating), 0.0101) << rating;
  EXPECT_EQ(1, mos_of(0));
  EXPECT_EQ(1, mos_of(-5));
  EXPECT_EQ(4.5, mos_of(100));
  for (double rating = 0; rating <= 100; rating += 0.5) EXPECT_GE(mos_of(rating), 1) << rating;
}

TEST(EModel, rates_loss_by_how_well_a_codec_bears_it) {
  EXPECT_NEAR(93.2, rating_of(0, 0, kG711), 1e-9);
  EXPECT_NEAR(93.2 - 95 * 5 / 30.1, rating_of(0.05, 0, kG711), 1e-9);
  EXPECT_NEAR(93.2 - 95 * 5 / 9.3, rating_of(0.05, 0, kG711Bare), 1e-9);
  EXPECT_NEAR(93.2 - 11 - 84 * 3 / 22.0, rating_of(0.03, 0, {11, 19}), 1e-9);  // G.729A's values
  EXPECT_EQ(0, rating_of(1, 400, kG711Bare));
}

TEST(EModel, forgives_delay_up_to_a_tenth_of_a_second) {
  EXPECT_EQ(rating_of(0, 0, kG711), rating_of(0, 100, kG711));
  EXPECT_NEAR(93.2, rating_of(0, 150, kG711), 0.5);
  EXPECT_NEAR(69.1, rating_of(0, 400, kG711), 0.2);  // figure of G.114 without echo
  EXPECT_GT(rating_of(0, 250, kG711), rating_of(0, 300, kG711));
}

TEST(Judge, says_nothing_before_its_time_and_then_tells_what_came) {
  Judge judge;
  EXPECT_FALSE(judge.judge({1000, 900, 2}, {}, 0, kG711, kStart));  // what was lost before counts for nothing
  EXPECT_FALSE(judge.judge({1100, 900, 2}, {}, 0, kG711, kStart + 2s));
  const auto word = judge.judge({1150, 900, 2}, {}, 0, kG711, kStart + 3s);
  ASSERT_TRUE(word);
  EXPECT_EQ(0, word->loss);
  EXPECT_NEAR(4.41, word->mos, 0.01);
  EXPECT_EQ(base::Duration(3s), word->lasted);
}

TEST(Judge, keeps_five_percent_of_loss_above_three_and_a_half_and_thirty_below) {
  Judge judge;
  judge.judge({0, 0, 0}, {}, 0, kG711, kStart);
  const auto few = judge.judge({142, 8, 3}, {}, 0, kG711, kStart + 3s);
  const auto many = judge.judge({142 + 105, 8 + 45, 3}, {}, 0, kG711, kStart + 6s);
  ASSERT_TRUE(few && many);
  EXPECT_GT(few->mos, 3.7);
  EXPECT_NEAR(0.3, many->loss, 1e-9);
  EXPECT_LT(many->mos, 2.5);
}

TEST(Judge, takes_the_worse_of_what_it_hears_and_what_the_far_end_reports) {
  Judge judge;
  judge.judge({0, 0, 0}, {}, 0, kG711, kStart);
  const auto word = judge.judge({150, 0, 1}, FarReport{0.2, 12, 80}, 0, kG711, kStart + 3s);
  ASSERT_TRUE(word);
  EXPECT_NEAR(0.2, word->loss, 1e-9);
  EXPECT_EQ(12, word->jitter_ms);
  EXPECT_EQ(40, word->delay_ms);
  EXPECT_LT(word->mos, 3.2);
}

TEST(Judge, does_not_blame_a_leg_for_what_was_lost_before_it) {
  Judge judge;
  judge.judge({0, 0, 0}, {}, 0, kG711, kStart);
  const auto word = judge.judge({150, 0, 1}, FarReport{0.3, 2, 0}, 0.3, kG711, kStart + 3s);
  ASSERT_TRUE(word);
  EXPECT_EQ(0, word->loss);
  EXPECT_GT(word->mos, 4.3);
}

TEST(Judge, says_nothing_of_silence_and_begins_anew_after_a_pause) {
  Judge judge;
  judge.judge({50, 0, 0}, {}, 0, kG711, kStart);
  EXPECT_FALSE(judge.judge({50, 0, 0}, {}, 0, kG711, kStart + 3s));
  judge.forget();
  EXPECT_FALSE(judge.judge({60, 90, 0}, {}, 0, kG711, kStart + 60s));
  const auto word = judge.judge({160, 90, 0}, {}, 0, kG711, kStart + 63s);
  ASSERT_TRUE(word);
  EXPECT_EQ(0, word->loss);
}
}  // namespace
}  // namespace okno::telephony::media
