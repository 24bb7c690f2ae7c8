#include "telephony/media/mp3.h"

#include <fcntl.h>
#include <lame/lame.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "telephony/media/wav.h"

namespace okno::telephony::media {
namespace {
constexpr int kBitrate = 32;  // kbit/s for both channels together: telephone sound has 3.4 kHz
constexpr int kQuality = 7;   // of lame: 0 best, 9 fastest
// MPEG-2.5. At 16 kHz lame's resampling makes it four times dearer for no more sound.
constexpr int kRate = 8000;

base::Error failed(const std::string& path, int error) {
  const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  return {full ? "disk_full" : "mp3_failed", path + ": " + std::strerror(error)};
}

// A file that vanishes unless it is kept.
class Draft {
 public:
  explicit Draft(const std::string& path) : path_(path), draft_(path + ".XXXXXX") {
    fd_ = mkostemp(draft_.data(), O_CLOEXEC);
  }
  ~Draft() {
    if (fd_ >= 0) ::close(fd_);
    if (fd_ >= 0 && !kept_) unlink(draft_.c_str());
  }
  bool open() const { return fd_ >= 0; }
  base::Result<void> append(const unsigned char* bytes, std::size_t size) {
    const auto done = write_at(bytes, size, size_);
    size_ += size;
    return done;
  }
  base::Result<void> write_at(const unsigned char* bytes, std::size_t size, std::size_t at) {
    while (size > 0) {
      const ssize_t done = pwrite(fd_, bytes, size, static_cast<off_t>(at));
      if (done < 0 && errno == EINTR) continue;
      if (done <= 0) return failed(path_, done < 0 ? errno : ENOSPC);
      bytes += done;
      size -= static_cast<std::size_t>(done);
      at += static_cast<std::size_t>(done);
    }
    return {};
  }
  base::Result<void> keep() {
    if (fchmod(fd_, 0640) != 0 || fsync(fd_) != 0 || rename(draft_.c_str(), path_.c_str()) != 0)
      return failed(path_, errno);
    kept_ = true;
    return {};
  }

 private:
  std::string path_, draft_;
  int fd_ = -1;
  bool kept_ = false;
  std::size_t size_ = 0;
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

base::Result<void> encode_mp3(const std::string& wav_path, const std::string& mp3_path) {
  const Lame lame = make_lame();
  if (!lame) return base::Error{"mp3_failed", "the mp3 encoder refuses its settings"};
  Draft draft(mp3_path);
  if (!draft.open()) return failed(mp3_path, errno);
  std::vector<unsigned char> coded(32768);
  auto read = read_recording(wav_path, [&](auto left, auto right) -> base::Result<void> {
    const int size = lame_encode_buffer(lame.get(), left.data(), right.data(), static_cast<int>(left.size()),
                                        coded.data(), static_cast<int>(coded.size()));
    if (size < 0) return base::Error{"mp3_failed", mp3_path + ": the encoder gave up"};
    return draft.append(coded.data(), static_cast<std::size_t>(size));
  });
  if (!read) return read;
  const int rest = lame_encode_flush(lame.get(), coded.data(), static_cast<int>(coded.size()));
  if (auto done = draft.append(coded.data(), static_cast<std::size_t>(rest < 0 ? 0 : rest)); !done)
    return done;
  // The first frame tells players the exact length.
  const std::size_t info = lame_get_lametag_frame(lame.get(), coded.data(), coded.size());
  if (info > 0 && info <= coded.size()) {
    if (auto done = draft.write_at(coded.data(), info, 0); !done) return done;
  }
  return draft.keep();
}
}  // namespace okno::telephony::media
