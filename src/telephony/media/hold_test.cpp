// What is heard while a far end holds.
#include "telephony/media/test_engine.h"

namespace okno::telephony::media {
namespace {
using namespace testing;

TEST_F(AnEngine, plays_music_to_whom_a_far_end_puts_on_hold_until_it_resumes) {
  const auto file = wav("hold.wav", tone(600, 4800));
  auto settings = test_settings();
  settings.hold_music = file;
  start(settings);
  Phone a, b(Codec::pcmu);
  open_both(a, b);
  converse(a, b, 440, 3);
  converse(b, a, 440, 3);
  auto held = b.remote();
  held.send = false;
  held.on_hold = true;
  engine_->set_remote(kB, held);
  EXPECT_TRUE(hears(a, 600));
  b.say(1000);  // some go on speaking: that is not heard
  EXPECT_TRUE(counted(kB, [](const LegStats& s) { return s.packets_in == 4; }));
  a.forget();
  const auto music = a.hear_samples(30);
  EXPECT_GT(share_at(music, 600), 0.95);
  EXPECT_TRUE(b.quiet()) << "who holds hears nothing";
  engine_->set_remote(kB, b.remote());
  settle(kB);
  a.forget();
  EXPECT_GT(share_at(samples(converse(b, a, 1000, 5)), 1000), 0.9);
  EXPECT_TRUE(a.quiet()) << "the music is over";
  EXPECT_GT(share_at(samples(converse(a, b, 700, 5)), 700), 0.9);
  std::filesystem::remove(file);
}

TEST_F(AnEngine, lets_whoever_joins_somebody_on_hold_hear_the_music_and_a_prompt_goes_first) {
  const auto file = wav("hold2.wav", tone(600, 4800)), prompt = wav("prompt.wav", tone(1200, 4800));
  auto settings = test_settings();
  settings.hold_music = file;
  start(settings);
  Phone a, b;
  open(kB, b);
  auto held = b.remote();
  held.on_hold = true;
  held.send = false;
  engine_->set_remote(kB, held);
  open(kA, a);
  a.say(440);
  engine_->bridge(kA, kB);
  EXPECT_TRUE(hears(a, 600));
  engine_->play(kA, {{prompt}, false, 3});
  EXPECT_TRUE(hears(a, 1200));
  EXPECT_TRUE(ears_.wait([](const Ears& e) { return e.finished_ == std::vector<std::int64_t>{3}; }));
  EXPECT_TRUE(hears(a, 600));
  engine_->unbridge(kB);
  EXPECT_TRUE(hears_silence(a));
  std::filesystem::remove(file);
  std::filesystem::remove(prompt);
}

TEST_F(AnEngine, gives_silence_instead_of_music_that_is_not_there) {
  auto settings = test_settings();
  settings.hold_music = "/dev/null/no/music.wav";
  start(settings);
  Phone a, b;
  open_both(a, b);
  converse(b, a, 440, 3);
  auto held = b.remote();
  held.on_hold = true;
  held.send = false;
  engine_->set_remote(kB, held);
  EXPECT_TRUE(hears_silence(a));
}

TEST_F(AnEngine, sends_nothing_to_a_phone_on_hold) {
  start();
  Phone a, b;
  open_both(a, b);
  converse(a, b, 440, 2);
  auto held = b.remote();
  held.send = false;
  engine_->set_remote(kB, held);
  settle(kB);
  a.say(440);
  EXPECT_TRUE(counted(kA, [](const LegStats& s) { return s.packets_in == 3; }));
  EXPECT_TRUE(b.quiet());
}
}  // namespace
}  // namespace okno::telephony::media
