#include "telephony/media/recording_writer.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "sealing/disk.h"
#include "sealing/sealed_file.h"
#include "telephony/media/wav.h"

namespace okno::telephony::media {
namespace {
constexpr std::uint64_t kPatchEvery =
    16000;  // bytes, one second: so much of a killed recording the header may not know

std::string mark_of(int error) {
  return sealing::is_full(error) ? "disk_full" : "failed";
}
}  // namespace

struct RecordingWriter::File {
  LegId leg;
  std::string path;
  int fd = -1;
  std::uint64_t bytes = 0, patched_at = 0;        // of sound
  std::unique_ptr<sealing::SealedWriter> sealed;  // none: it lies open
  std::atomic<bool> broken{false};
  bool stopped = false;
};

class RecordingWriter::Handle : public Recording::Sink {
 public:
  Handle(RecordingWriter& writer, std::shared_ptr<File> file) : writer_(writer), file_(std::move(file)) {}
  ~Handle() override { close(); }
  void append(std::vector<std::uint8_t> stereo) override {
    if (!broken()) writer_.hand_over({file_, std::move(stereo), false});
  }
  void close() override {
    if (!std::exchange(closed_, true)) writer_.hand_over({file_, {}, true});
  }
  bool broken() const override { return file_->broken.load(std::memory_order_relaxed); }

 private:
  RecordingWriter& writer_;
  std::shared_ptr<File> file_;
  bool closed_ = false;
};

RecordingWriter::RecordingWriter(Stopped stopped, std::shared_ptr<sealing::KeyRing> keys)
    : stopped_(std::move(stopped)), keys_(std::move(keys)), thread_([this] { run(); }) {
  pthread_setname_np(thread_.native_handle(), "recording");
}

RecordingWriter::~RecordingWriter() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

std::unique_ptr<Recording::Sink> RecordingWriter::open(LegId leg, const std::string& file) {
  auto opened = std::make_shared<File>();
  opened->leg = leg;
  opened->path = file;
  hand_over({opened, {}, false});
  return std::make_unique<Handle>(*this, std::move(opened));
}

void RecordingWriter::hand_over(Work work) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_bytes_ + work.bytes.size() > kMaxWaiting) {
      work.file->broken = true;  // run() sees it and stops the file
      work.bytes.clear();
    }
    waiting_bytes_ += work.bytes.size();
    waiting_.push_back(std::move(work));
  }
  wake_.notify_one();
}

void RecordingWriter::run() {
  // A file-size limit shall be an error of write(), not the end of the process.
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGXFSZ);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return ends_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    Work work = std::move(waiting_.front());
    waiting_.pop_front();
    waiting_bytes_ -= work.bytes.size();
    lock.unlock();
    carry_out(work);
    lock.lock();
  }
}

void RecordingWriter::carry_out(Work& work) {
  File& file = *work.file;
  if (file.stopped) return;
  if (file.broken) {
    spdlog::error("media: the disk is too slow for {}: the recording stops", file.path);
    return stop(file, "failed");
  }
  if (file.fd < 0) open_file(file);
  if (!file.stopped && !work.bytes.empty()) write(file, work.bytes);
  if (!file.stopped && work.close) stop(file, "");
}

// 0 or errno. The header says nothing of the length: who reads goes to the file's true end.
int RecordingWriter::open_sealed(File& file) {
  auto writer = sealing::SealedWriter::open(file.fd, *keys_);
  if (!writer) {
    spdlog::error("media: {}: {}", file.path, writer.error().words);
    return writer.error().code == "disk_full" ? ENOSPC : writer.error().code == "not_ours" ? EEXIST : EACCES;
  }
  if ((*writer)->content() < kWavHeader) {
    const auto header = recording_header(~std::uint64_t{0});
    if (const int error = (*writer)->append(header); error != 0) return error;
  }
  file.bytes = file.patched_at = (*writer)->content() - kWavHeader;
  file.sealed = std::move(*writer);
  return 0;
}

void RecordingWriter::open_file(File& file) {
  std::error_code not_made;  // the open below says why
  std::filesystem::create_directories(std::filesystem::path(file.path).parent_path(), not_made);
  file.fd = ::open(file.path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  int error = file.fd < 0 ? errno : 0;
  struct stat info {};
  if (error == 0 && fstat(file.fd, &info) != 0) error = errno;
  const bool fresh = error == 0 && info.st_size == 0;
  if (keys_ && error == 0 && (fresh || sealing::is_sealed(file.path))) {
    error = open_sealed(file);
    if (error != 0) ::close(std::exchange(file.fd, -1));
    if (error != 0 && fresh && S_ISREG(info.st_mode)) ::unlink(file.path.c_str());
  } else if (fresh) {
    const auto header = recording_header(0);
    error = sealing::write_at(file.fd, header.data(), header.size(), 0);
    if (error != 0 && S_ISREG(info.st_mode)) {  // not even the header: better no file than one that is no WAV
      ::close(std::exchange(file.fd, -1));
      ::unlink(file.path.c_str());
    }
  } else if (error == 0) {
    std::array<std::uint8_t, kWavHeader> header{};
    const bool whole = pread(file.fd, header.data(), header.size(), 0) == static_cast<ssize_t>(header.size());
    if (whole && is_recording_header(header)) {
      file.bytes = file.patched_at =
          (static_cast<std::uint64_t>(info.st_size) - kWavHeader) & ~std::uint64_t{1};
    } else {
      error = EEXIST;  // something else lies there: it is not ours to overwrite
      ::close(file.fd);
      file.fd = -1;
    }
  }
  if (error == 0) return;
  spdlog::error("media: cannot record into {}: {}", file.path, std::strerror(error));
  stop(file, mark_of(error));
}

void RecordingWriter::write(File& file, const std::vector<std::uint8_t>& bytes) {
  int error = file.sealed ? file.sealed->append(bytes)
                          : sealing::write_at(file.fd, bytes.data(), bytes.size(), kWavHeader + file.bytes);
  if (error == 0) {
    file.bytes += bytes.size();
    if (file.sealed || file.bytes - file.patched_at < kPatchEvery) return;
    const auto header = recording_header(file.bytes);
    error = sealing::write_at(file.fd, header.data(), header.size(), 0);
    file.patched_at = file.bytes;
  }
  if (error == 0) return;
  spdlog::error("media: recording into {} stops: {}", file.path, std::strerror(error));
  stop(file, mark_of(error));
}

void RecordingWriter::stop(File& file, const std::string& mark) {
  file.stopped = true;
  file.broken = true;
  if (file.fd >= 0) {
    // What was written stays; a full disk still takes a change in place. A half frame at the end is cut.
    if (file.sealed) {
      file.sealed->finish();
      file.sealed.reset();
    } else {
      const auto header = recording_header(file.bytes);
      sealing::write_at(file.fd, header.data(), header.size(), 0);
      (void)!ftruncate(file.fd, static_cast<off_t>(kWavHeader + file.bytes));
    }
    ::close(file.fd);
    file.fd = -1;
  }
  stopped_(file.leg, file.path, mark);
}
}  // namespace okno::telephony::media
