// Phones of different codecs in one call.
#include "telephony/media/test_engine.h"

namespace okno::telephony::media {
namespace {
using namespace testing;

TEST_F(AnEngine, passes_g722_on_as_it_is_between_two_who_know_it) {
  start();
  Phone a(Codec::g722), b(Codec::g722);
  open_both(a, b);
  std::vector<std::uint8_t> any(kFrame);
  for (std::size_t i = 0; i < any.size(); ++i) any[i] = static_cast<std::uint8_t>(i * 7);
  a.send_packet(9, false, any);
  const auto heard = b.hear();
  ASSERT_TRUE(heard);
  EXPECT_EQ(9, heard->packet.payload_type);
  EXPECT_EQ(any, heard->payload);
}

TEST_F(AnEngine, translates_between_g722_and_both_laws) {
  for (const Codec law : {Codec::pcma, Codec::pcmu}) {
    start();
    Phone wide(Codec::g722), plain(law);
    open_both(wide, plain);
    const auto to_plain = converse(wide, plain, 440, 25), to_wide = converse(plain, wide, 1000, 25);
    ASSERT_EQ(25U, to_wide.size());
    EXPECT_EQ(static_cast<std::uint8_t>(law), to_plain[0].packet.payload_type);
    EXPECT_EQ(9, to_wide[0].packet.payload_type);
    EXPECT_EQ(to_wide[0].packet.timestamp + 160, to_wide[1].packet.timestamp);
    EXPECT_EQ(kFrame, to_wide[1].payload.size());
    EXPECT_GT(share_at(samples(to_plain), 440), 0.95);
    EXPECT_GT(share_at(Phone::decoded(to_wide, Codec::g722), 1000), 0.95);
  }
}

TEST_F(AnEngine, plays_to_a_phone_that_knows_only_g722) {
  start();
  Phone phone(Codec::g722);
  open(kA, phone);
  phone.say(440);
  engine_->play(kA, {{wav("g722.wav", tone(700, 8000))}, true, 5});
  std::vector<Heard> heard;
  for (int i = 0; i < 25; ++i) {
    auto one = phone.hear();
    ASSERT_TRUE(one);
    EXPECT_EQ(9, one->packet.payload_type);
    heard.push_back(std::move(*one));
  }
  EXPECT_GT(share_at(Phone::decoded(heard, Codec::g722), 700), 0.9);
}

TEST_F(AnEngine, mixes_a_phone_that_knows_only_g722) {
  start();
  Phone a, b, wide(Codec::g722);
  const LegId third(3);
  open(kA, a);
  open(kB, b);
  open(third, wide);
  engine_->join({kA, kB, third});
  for (const LegId leg : {kA, kB, third}) settle(leg);
  std::vector<std::int16_t> at_a;
  std::vector<Heard> at_wide;
  for (int i = 0; i < 60; ++i) {
    a.say(400);
    b.say(1000);
    wide.say(2300);
    if (const auto heard = a.hear()) Phone::append(*heard, at_a);
    if (auto heard = wide.hear()) at_wide.push_back(std::move(*heard));
  }
  at_a.erase(at_a.begin(), at_a.begin() + static_cast<std::ptrdiff_t>(at_a.size() / 2));
  auto sound = Phone::decoded(at_wide, Codec::g722);
  sound.erase(sound.begin(), sound.begin() + static_cast<std::ptrdiff_t>(sound.size() / 2));
  EXPECT_GT(share_at(at_a, 2300), 0.3);
  EXPECT_GT(share_at(sound, 400), 0.3);
  EXPECT_GT(share_at(sound, 1000), 0.3);
  EXPECT_LT(share_at(sound, 2300), 0.05);
}
}  // namespace
}  // namespace okno::telephony::media
