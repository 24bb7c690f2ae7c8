#include "server/test_tone.h"

#include <cmath>
#include <cstdint>
#include <fstream>

namespace okno::server {
base::Result<void> make_test_tone(const std::string& file) {
  constexpr std::uint32_t kSamples = 8000, kBytes = kSamples * 2;
  std::string out;
  const auto put = [&out](std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
  };
  out += "RIFF";
  put(36 + kBytes, 4);
  out += "WAVEfmt ";
  put(16, 4);
  put(1, 2), put(1, 2), put(kSamples, 4), put(kBytes, 4), put(2, 2), put(16, 2);
  out += "data";
  put(kBytes, 4);
  for (std::uint32_t i = 0; i < kSamples; ++i)
    put(static_cast<std::uint32_t>(std::lround(8000 * std::sin(2 * M_PI * kTestToneHz * i / 8000.0))), 2);
  std::ofstream into(file, std::ios::binary);
  into.write(out.data(), static_cast<std::streamsize>(out.size()));
  into.close();
  if (into) return {};
  return base::Error{"data_unwritable", "cannot write " + file};
}
}  // namespace okno::server
