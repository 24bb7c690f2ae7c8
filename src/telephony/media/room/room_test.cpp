#include "telephony/media/room/room.h"

#include "telephony/media/test_engine.h"

namespace okno::telephony::media {
namespace {
using namespace testing;
std::vector<std::uint8_t> alaw(int value, std::size_t samples = kFrame) {
  return std::vector<std::uint8_t>(samples, g711::alaw_of(static_cast<std::int16_t>(value)));
}
Frame level(int value) {
  Frame frame;
  frame.fill(static_cast<std::int16_t>(value));
  return frame;
}
}  // namespace

TEST(Room, each_hears_the_sum_of_the_others_and_not_himself) {
  const std::vector<Frame> all{level(1000), level(200), level(30)};
  EXPECT_EQ(sum_of_others(all, 0), level(230));
  EXPECT_EQ(sum_of_others(all, 1), level(1030));
  EXPECT_EQ(sum_of_others(all, 2), level(1200));
}

TEST(Room, loud_voices_together_are_limited_and_do_not_turn_over) {
  const std::vector<Frame> all{level(0), level(30'000), level(30'000), level(-30'000)};
  EXPECT_EQ(sum_of_others(all, 0), level(30'000));
  EXPECT_EQ(sum_of_others(all, 3), level(32'767));
}

TEST(Room, a_mouth_waits_for_two_frames_and_again_after_a_silence) {
  Mouth mouth;
  const auto sample = g711::linear_of_alaw(alaw(1000)[0]);
  mouth.said(alaw(1000), Codec::pcma);
  EXPECT_EQ(mouth.take(), level(0));
  mouth.said(alaw(1000), Codec::pcma);
  EXPECT_EQ(mouth.take(), level(sample));
  EXPECT_EQ(mouth.take(), level(sample));
  EXPECT_EQ(mouth.take(), level(0));
  mouth.said(alaw(1000), Codec::pcma);
  EXPECT_EQ(mouth.take(), level(0));
}

TEST(Room, a_clock_that_is_too_fast_does_not_fill_the_room) {
  Mouth mouth;
  for (int i = 0; i < 100; ++i) mouth.said(alaw(i), Codec::pcma);
  int frames = 0;
  while (mouth.take() != level(0) && frames < 100) ++frames;
  EXPECT_LE(frames, 8);
}

TEST_F(AnEngine, lets_three_hear_each_other_and_records_all) {
  auto settings = test_settings();
  settings.threads = 3;
  start(settings);
  Phone a, b, c(Codec::pcmu);
  const LegId third(3);
  open(kA, a);
  open(kB, b);
  open(third, c);
  engine_->bridge(kA, kB);
  engine_->join({kA, kB, third});
  for (const LegId leg : {kA, kB, third}) settle(leg);
  std::vector<std::int16_t> at_a, at_b, at_c;
  // Each says a tone of his own; the room speaks by its own clock, so all listen all the time.
  for (int i = 0; i < 60; ++i) {
    a.say(400);
    b.say(1000);
    c.say(2300);
    if (const auto heard = a.hear()) Phone::append(*heard, at_a);
    if (const auto heard = b.hear()) Phone::append(*heard, at_b);
    if (const auto heard = c.hear()) Phone::append(*heard, at_c);
  }
  const auto late = [](const std::vector<std::int16_t>& all) {  // after the cushion
    return std::vector<std::int16_t>(all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
  };
  EXPECT_GT(share_at(late(at_a), 1000), 0.3);
  EXPECT_GT(share_at(late(at_a), 2300), 0.3);
  EXPECT_LT(share_at(late(at_a), 400), 0.05);
  EXPECT_GT(share_at(late(at_b), 400), 0.3);
  EXPECT_LT(share_at(late(at_b), 1000), 0.05);
  EXPECT_GT(share_at(late(at_c), 400), 0.3);
  EXPECT_GT(share_at(late(at_c), 1000), 0.3);
  // One leaves; the others go on as a pair.
  engine_->close(third);
  bridge(kA, kB);
  a.forget();
  b.forget();
  EXPECT_GT(share_at(samples(converse(a, b, 700, 10)), 700), 0.9);
}
}  // namespace okno::telephony::media
