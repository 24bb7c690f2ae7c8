// The tone that is played to a called number when a line is tried.
#pragma once
#include <string>

#include "base/result.h"

namespace okno::server {
inline constexpr int kTestToneHz = 1010;  // no dial tone and no hold music has it
// A second of it, WAV mono 8 kHz 16 bit; whole turns, so that a loop has no seam.
base::Result<void> make_test_tone(const std::string& file);
}  // namespace okno::server
