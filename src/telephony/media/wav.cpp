#include "telephony/media/wav.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "base/little_endian.h"
#include "sealing/sealed_file.h"
#include "telephony/media/g711.h"

namespace okno::telephony::media {
namespace {
constexpr std::uint16_t kPcm = 1, kAlaw = 6, kUlaw = 7;

void name(std::uint8_t* at, const char* four) {
  std::memcpy(at, four, 4);
}

struct Format {
  std::uint16_t tag = 0, channels = 0, bits = 0;
  std::uint32_t rate = 0;
  std::size_t sample_bytes() const { return bits / 8U; }
  std::size_t frame_bytes() const { return channels * sample_bytes(); }
};
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

base::Error unreadable(const std::string& path, const char* why) {
  return {"recording_unreadable", path + ": " + why};
}

// A sealed file is read from its beginning to its end: it cannot be sought in.
bool pass(std::FILE* file, std::size_t bytes) {
  std::array<std::uint8_t, 4096> passed;
  while (bytes > 0) {
    const std::size_t got = std::fread(passed.data(), 1, std::min(bytes, passed.size()), file);
    if (got == 0) return false;
    bytes -= got;
  }
  return true;
}

// Up to the first byte of sound.
base::Result<Format> find_sound(std::FILE* file, const std::string& path) {
  std::array<std::uint8_t, 40> bytes{};
  if (std::fread(bytes.data(), 1, 12, file) != 12 || std::memcmp(bytes.data(), "RIFF", 4) != 0 ||
      std::memcmp(&bytes[8], "WAVE", 4) != 0) {
    return unreadable(path, "it is no WAV file");
  }
  Format format;
  for (;;) {
    if (std::fread(bytes.data(), 1, 8, file) != 8) return unreadable(path, "it has no sound in it");
    const std::uint32_t size = base::little(&bytes[4], 4);
    if (std::memcmp(bytes.data(), "data", 4) == 0) break;
    const bool is_format = std::memcmp(bytes.data(), "fmt ", 4) == 0;
    const std::size_t taken = is_format ? std::min<std::size_t>(size, bytes.size()) : 0;
    if (std::fread(bytes.data(), 1, taken, file) != taken) return unreadable(path, "its header is cut");
    if (is_format && taken >= 16) {
      format.tag = static_cast<std::uint16_t>(base::little(&bytes[0], 2));
      format.channels = static_cast<std::uint16_t>(base::little(&bytes[2], 2));
      format.rate = base::little(&bytes[4], 4);
      format.bits = static_cast<std::uint16_t>(base::little(&bytes[14], 2));
    }
    if (!pass(file, size - taken + (size & 1))) return unreadable(path, "its header is cut");
  }
  const bool known = (format.tag == kPcm && format.bits == 16) ||
                     ((format.tag == kAlaw || format.tag == kUlaw) && format.bits == 8);
  if (!known || format.rate != 8000 || format.channels < 1 || format.channels > 2) {
    return unreadable(path, "it is neither A-law, µ-law nor PCM 16 of one or two channels at 8 kHz");
  }
  return format;
}

std::int16_t sample_of(const std::uint8_t* at, const Format& format) {
  if (format.tag == kAlaw) return g711::linear_of_alaw(*at);
  if (format.tag == kUlaw) return g711::linear_of_ulaw(*at);
  return static_cast<std::int16_t>(base::little(at, 2));
}
}  // namespace

std::array<std::uint8_t, kWavHeader> recording_header(std::uint64_t data_bytes) {
  // RIFF counts with 32 bits: more than 74 hours are not said to be there, though they are.
  const std::uint64_t said = std::min<std::uint64_t>(data_bytes, 0xFFFFFFFFU - kWavHeader);
  std::array<std::uint8_t, kWavHeader> out{};
  name(&out[0], "RIFF");
  base::put_little(&out[4], said + kWavHeader - 8, 4);
  name(&out[8], "WAVE");
  name(&out[12], "fmt ");
  base::put_little(&out[16], 18, 4);
  base::put_little(&out[20], kAlaw, 2);
  base::put_little(&out[22], 2, 2);
  base::put_little(&out[24], 8000, 4);
  base::put_little(&out[28], 16000, 4);
  base::put_little(&out[32], 2, 2);
  base::put_little(&out[34], 8, 2);
  name(&out[38], "fact");
  base::put_little(&out[42], 4, 4);
  base::put_little(&out[46], said / 2, 4);
  name(&out[50], "data");
  base::put_little(&out[54], said, 4);
  return out;
}

bool is_recording_header(std::span<const std::uint8_t> bytes) {
  const auto ours = recording_header(0);
  if (bytes.size() < kWavHeader) return false;
  for (std::size_t i = 0; i < kWavHeader; ++i) {
    const bool counts = (i >= 4 && i < 8) || (i >= 46 && i < 50) || i >= 54;
    if (!counts && bytes[i] != ours[i]) return false;
  }
  return true;
}

base::Result<void> read_recording(const std::string& path, const Stereo& piece, sealing::KeyRing* keys) {
  constexpr std::size_t kFrames = 8000;
  base::Error why;
  const File file(sealing::open_sound(path, keys, why), &std::fclose);
  if (!file) return base::Error{"recording_unreadable", why.words};
  const auto format = find_sound(file.get(), path);
  if (!format) return format.error();
  const std::size_t frame = format->frame_bytes();
  std::vector<std::uint8_t> bytes(kFrames * frame);
  std::vector<std::int16_t> left(kFrames), right(kFrames);
  for (;;) {
    const std::size_t frames = std::fread(bytes.data(), frame, kFrames, file.get());
    if (frames == 0 && std::ferror(file.get()) != 0) return unreadable(path, "it was damaged or changed");
    if (frames == 0) return {};
    for (std::size_t i = 0; i < frames; ++i) {
      left[i] = sample_of(&bytes[i * frame], *format);
      right[i] =
          format->channels == 1 ? left[i] : sample_of(&bytes[i * frame + format->sample_bytes()], *format);
    }
    if (auto taken = piece(std::span(left).first(frames), std::span(right).first(frames)); !taken)
      return taken;
  }
}
}  // namespace okno::telephony::media
