// Sounds that the shell plays of its own accord; the core's tokens are above zero.
#pragma once
#include <cstdint>

namespace okno::app {
inline constexpr std::int64_t kAnnounced = -1;           // then the music goes on
inline constexpr std::int64_t kSignal = -2;              // then his message is recorded
inline constexpr std::int64_t kFarewell = -3;            // then his line ends
inline constexpr std::int64_t kRecordingAnnounced = -4;  // then the recording begins
}  // namespace okno::app
