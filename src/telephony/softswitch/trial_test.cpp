#include "telephony/softswitch/trial.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "telephony/media/g711.h"
#include "telephony/media/wav.h"

namespace okno::telephony::softswitch {
namespace {
// A recording whose left channel is `seconds` of a tone; 0 Hz: silence.
std::string recording_of(int hz, double seconds) {
  const auto file = std::filesystem::temp_directory_path() / ("okno-trial-" + std::to_string(hz) + ".wav");
  const auto samples = static_cast<std::size_t>(8000 * seconds);
  std::ofstream out(file, std::ios::binary);
  const auto head = media::recording_header(samples * 2);
  out.write(reinterpret_cast<const char*>(head.data()), static_cast<std::streamsize>(head.size()));
  for (std::size_t i = 0; i < samples; ++i) {
    const double value = hz == 0 ? 0 : 8000 * std::sin(2 * M_PI * hz * static_cast<double>(i) / 8000);
    out.put(static_cast<char>(media::g711::alaw_of(static_cast<std::int16_t>(value))));
    out.put(static_cast<char>(media::g711::alaw_of(0)));
  }
  return file.string();
}
}  // namespace

TEST(Trial, our_tone_is_told_from_another_and_from_silence) {
  const auto echo = sound_in(recording_of(1010, 2), 1010), other = sound_in(recording_of(700, 2), 1010),
             silence = sound_in(recording_of(0, 2), 1010);
  EXPECT_NEAR(echo->tone_s, 2, 0.11);
  EXPECT_NEAR(other->sound_s, 2, 0.11);
  EXPECT_EQ(other->tone_s, 0);
  EXPECT_EQ(silence->sound_s, 0);
  EXPECT_FALSE(sound_in("/nowhere.trial.wav", 1010).ok());
}

TEST(Trial, addresses_that_nobody_outside_reaches_are_known) {
  for (const char* address :
       {"10.1.2.3", "172.31.0.1", "192.168.0.1", "100.64.0.1", "127.0.0.1", "169.254.1.1"})
    EXPECT_TRUE(is_private(address)) << address;
  for (const char* address : {"8.8.8.8", "172.32.0.1", "192.169.0.1", "100.128.0.1", "sip.example", ""})
    EXPECT_FALSE(is_private(address)) << address;
}
}  // namespace okno::telephony::softswitch
