// WAV as recordings are kept (A-law, stereo, 8 kHz), and reading that forgives what a killed process left
// behind.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "base/result.h"
#include "sealing/key_ring.h"

namespace okno::telephony::media {
inline constexpr std::size_t kWavHeader = 58;  // bytes
// The header of a recording of which `data_bytes` are written so far.
std::array<std::uint8_t, kWavHeader> recording_header(std::uint64_t data_bytes);
// Is this the header of a recording of ours, of whatever length?
bool is_recording_header(std::span<const std::uint8_t> bytes);

// Gives the sound in pieces of both channels (a mono file gives the same twice), 8 kHz, PCM 16 bit, up to the
// file's true end whatever the header says. "recording_unreadable" names what is wrong.
using Stereo = std::function<base::Result<void>(std::span<const std::int16_t> left,
                                                std::span<const std::int16_t> right)>;
// `keys` open sealed files.
base::Result<void> read_recording(const std::string& path, const Stereo& piece,
                                  sealing::KeyRing* keys = nullptr);
}  // namespace okno::telephony::media
