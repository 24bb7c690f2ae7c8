#include "telephony/media/mp3.h"

#include <lame/lame.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "sealing/disk.h"
#include "sealing/sealed_file.h"
#include "telephony/media/wav.h"

namespace okno::telephony::media {
namespace {
constexpr int kBitrate = 32;  // kbit/s for both channels together: telephone sound has 3.4 kHz
constexpr int kQuality = 7;   // of lame: 0 best, 9 fastest
// MPEG-2.5. At 16 kHz lame's resampling makes it four times dearer for no more sound.
constexpr int kRate = 8000;

base::Error failed(const std::string& path, int error) {
  return {sealing::is_full(error) ? "disk_full" : "mp3_failed", path + ": " + std::strerror(error)};
}

// The mp3 as it grows: 14 MB an hour. On the disk it appears whole or not at all.
class Mp3 {
 public:
  void append(const unsigned char* bytes, std::size_t size) {
    bytes_.insert(bytes_.end(), bytes, bytes + size);
  }
  void begin_with(const unsigned char* bytes, std::size_t size) {
    std::copy_n(bytes, std::min(size, bytes_.size()), bytes_.begin());
  }
  base::Result<void> keep(const std::string& path, sealing::KeyRing* keys) const {
    if (keys != nullptr) return sealing::write_sealed(path, *keys, bytes_);
    const int error = sealing::write_whole(
        path, 0640, [this](int fd) { return sealing::write_at(fd, bytes_.data(), bytes_.size(), 0); });
    if (error != 0) return failed(path, error);
    return {};
  }

 private:
  std::vector<std::uint8_t> bytes_;
};

using Lame = std::unique_ptr<lame_global_flags, int (*)(lame_global_flags*)>;

Lame make_lame() {
  Lame out(lame_init(), &lame_close);
  if (!out) return out;
  lame_set_in_samplerate(out.get(), kRate);
  lame_set_out_samplerate(out.get(), kRate);
  lame_set_num_channels(out.get(), 2);
  lame_set_mode(out.get(), STEREO);
  lame_set_brate(out.get(), kBitrate);
  lame_set_quality(out.get(), kQuality);
  lame_set_errorf(out.get(), [](const char*, va_list) {});
  if (lame_init_params(out.get()) < 0) out.reset();
  return out;
}
}  // namespace

base::Result<void> encode_mp3(const std::string& wav_path, const std::string& mp3_path,
                              sealing::KeyRing* keys) {
  const Lame lame = make_lame();
  if (!lame) return base::Error{"mp3_failed", "the mp3 encoder refuses its settings"};
  Mp3 mp3;
  std::vector<unsigned char> coded(32768);
  auto read = read_recording(
      wav_path,
      [&](auto left, auto right) -> base::Result<void> {
        const int size =
            lame_encode_buffer(lame.get(), left.data(), right.data(), static_cast<int>(left.size()),
                               coded.data(), static_cast<int>(coded.size()));
        if (size < 0) return base::Error{"mp3_failed", mp3_path + ": the encoder gave up"};
        mp3.append(coded.data(), static_cast<std::size_t>(size));
        return {};
      },
      keys);
  if (!read) return read;
  const int rest = lame_encode_flush(lame.get(), coded.data(), static_cast<int>(coded.size()));
  mp3.append(coded.data(), static_cast<std::size_t>(rest < 0 ? 0 : rest));
  // The first frame tells players the exact length.
  const std::size_t info = lame_get_lametag_frame(lame.get(), coded.data(), coded.size());
  if (info > 0 && info <= coded.size()) mp3.begin_with(coded.data(), info);
  return mp3.keep(mp3_path, keys);
}
}  // namespace okno::telephony::media
