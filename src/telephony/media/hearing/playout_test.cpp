#include "telephony/media/hearing/playout.h"

#include <map>

#include "base/prng.h"
#include "telephony/media/hearing/concealment.h"
#include "telephony/media/test_phone.h"

namespace okno::telephony::media {
namespace {
using testing::share_at;
using testing::tone;

std::vector<std::int16_t> frame_of(double hertz, std::size_t number) {
  return tone(hertz, kFrame, number * kFrame);
}
double loudness(std::span<const std::int16_t> sound) {
  double power = 0;
  for (const auto one : sound) power += static_cast<double>(one) * one;
  return std::sqrt(power / static_cast<double>(sound.size()));
}

TEST(Concealment, goes_on_with_the_tone_and_fades) {
  const auto sound = tone(200, 4 * kFrame);
  std::vector<std::int16_t> gap(kMostConcealed);
  conceal(sound, gap, {});
  const auto first = std::span(gap).first(kFrame), last = std::span(gap).last(kFrame);
  EXPECT_GT(share_at({first.begin(), first.end()}, 200), 0.8);
  EXPECT_GT(loudness(first), 0.5 * loudness(sound));
  EXPECT_LT(loudness(last), 0.2 * loudness(sound));
}

TEST(Concealment, of_silence_is_silence_and_little_before_is_no_harm) {
  std::vector<std::int16_t> gap(kFrame, 99), few{1, 2, 3};
  conceal(std::vector<std::int16_t>(kConcealFrom), gap, {});
  EXPECT_EQ(0, loudness(gap));
  conceal(few, gap, few);
  EXPECT_LT(loudness(gap), 10);
}

TEST(Playout, gives_what_comes_in_time_as_it_came) {
  Playout playout;
  for (std::size_t n = 0; n < 200; ++n) {
    playout.put(static_cast<std::uint32_t>(4294967000U + n * kFrame),
                frame_of(440, n));  // the clock turns over
    const Frame heard = playout.take();
    if (n == 0) continue;  // 40 ms are held back
    const auto sent = frame_of(440, n - 1);
    ASSERT_TRUE(std::equal(sent.begin(), sent.end(), heard.begin())) << n;
  }
  EXPECT_EQ(0U, playout.concealed());
  EXPECT_EQ(20U, playout.held_ms());
}

TEST(Playout, conceals_what_is_lost) {
  Playout playout;
  std::vector<std::int16_t> heard;
  for (std::size_t n = 0; n < 200; ++n) {
    if (n % 20 != 10) playout.put(static_cast<std::uint32_t>(n * kFrame), frame_of(200, n));
    const Frame frame = playout.take();
    if (n > 0) heard.insert(heard.end(), frame.begin(), frame.end());
  }
  EXPECT_EQ(10U, playout.concealed());
  EXPECT_GT(share_at(heard, 200), 0.95);
  EXPECT_LE(playout.held_ms(), 60U);
}

// Packets leave each 20 ms and come `delay_ms` later; gives the sound, and the frames that had to be made up.
struct Journey {
  std::vector<std::int16_t> heard;
  std::uint64_t concealed = 0;
  std::size_t held_ms = 0;
};
Journey travel(std::size_t packets, const std::function<int(std::size_t)>& delay_ms, Playout& playout) {
  std::multimap<std::size_t, std::size_t> arrivals;
  for (std::size_t n = 0; n < packets; ++n)
    if (const int delay = delay_ms(n); delay >= 0)
      arrivals.emplace(n * 20 + static_cast<std::size_t>(delay), n);
  Journey out;
  const auto before = playout.concealed();
  auto next = arrivals.begin();
  for (std::size_t ms = 0; ms < packets * 20; ms += 20) {
    for (; next != arrivals.end() && next->first <= ms; ++next)
      playout.put(static_cast<std::uint32_t>(next->second * kFrame), frame_of(200, next->second));
    const Frame frame = playout.take();
    out.heard.insert(out.heard.end(), frame.begin(), frame.end());
  }
  out.concealed = playout.concealed() - before;
  out.held_ms = playout.held_ms();
  return out;
}

TEST(Playout, learns_how_much_packets_vary_and_then_misses_few) {
  constexpr std::uint64_t kSeed = 42;
  SCOPED_TRACE(kSeed);
  base::Prng random(kSeed);
  Playout playout;
  const auto vary = [&](std::size_t) { return static_cast<int>(random.next() % 80); };  // disorder, too
  const auto journey = travel(1500, vary, playout);
  EXPECT_LT(journey.concealed, 1500 / 20);
  const std::vector<std::int16_t> late(journey.heard.end() - 5 * 8000, journey.heard.end());
  EXPECT_GT(share_at(late, 200), 0.6) << "a made-up frame more or less shifts the tone's phase";
  EXPECT_LE(journey.held_ms, 200U);
  EXPECT_GE(journey.held_ms, 20U);
}

TEST(Playout, becomes_quick_again_when_the_network_does) {
  Playout playout;
  travel(
      100, [](std::size_t n) { return n >= 20 && n < 28 ? 160 - static_cast<int>(n - 20) * 20 : 0; },
      playout);
  std::size_t held = playout.held_ms();
  EXPECT_GE(held, 60U) << "a burst of 160 ms has been waited for";
  std::uint32_t at = 100 * kFrame;
  for (int n = 0; n < 1500; ++n, at += kFrame) {
    playout.put(at, tone(200, kFrame, at));
    playout.take();
  }
  EXPECT_LE(playout.held_ms(), 60U);
}

TEST(Playout, begins_anew_after_a_leap_and_bears_any_packet) {
  Playout playout;
  playout.put(5, frame_of(200, 0));
  playout.put(3'000'000'000U, frame_of(200, 0));
  playout.put(3'000'000'160U, frame_of(200, 1));
  EXPECT_GT(loudness(playout.take()), 1000);
  playout.put(17, {});
  playout.put(18, std::vector<std::int16_t>(100'000));
  base::Prng random(7);
  std::vector<std::int16_t> sound(480, 100);
  for (int i = 0; i < 20'000; ++i) {
    playout.put(static_cast<std::uint32_t>(random.next() % 20'000),
                std::span(sound).first(random.next() % 480));
    if (i % 3 == 0) playout.take();
    ASSERT_LE(playout.held_ms(), 512U);
  }
}
}  // namespace
}  // namespace okno::telephony::media
