// Recordings for people: mp3 made from the WAV when the call is over. Blocks for about two seconds per half
// hour of call; run it on a pool.
#pragma once
#include <string>

#include "base/result.h"
#include "sealing/key_ring.h"

namespace okno::telephony::media {
// Both channels stay apart (left the leg, right its peer). The mp3 appears whole or not at all (rename); a
// WAV that a killed process left behind is taken up to its last byte. Errors: "recording_unreadable",
// "disk_full", "mp3_failed".
// With `keys` the mp3 is sealed too.
base::Result<void> encode_mp3(const std::string& wav_path, const std::string& mp3_path,
                              sealing::KeyRing* keys = nullptr);
}  // namespace okno::telephony::media
