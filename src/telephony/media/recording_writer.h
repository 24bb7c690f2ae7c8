// Puts recordings on the disk from a thread of its own: a slow or full disk never holds up a packet.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "sealing/key_ring.h"
#include "telephony/media/recording.h"

namespace okno::telephony::media {
class RecordingWriter {
 public:
  // `mark`: "" closed in order, "disk_full", or "failed" (no such folder, no right to write, the disk cannot
  // keep up; the log says which). Called on the writer's thread when the file is what it will stay.
  using Stopped = std::function<void(LegId leg, const std::string& file, const std::string& mark)>;
  // With `keys` new files are sealed (sealing/sealed_file.h): a killed process loses a quarter second more.
  explicit RecordingWriter(Stopped stopped, std::shared_ptr<sealing::KeyRing> keys = nullptr);
  ~RecordingWriter();  // after everything handed over is written
  // A file that is a recording already is continued, nothing is ever overwritten.
  std::unique_ptr<Recording::Sink> open(LegId leg, const std::string& file);

  struct File;

 private:
  class Handle;
  struct Work {
    std::shared_ptr<File> file;
    std::vector<std::uint8_t> bytes;
    bool close = false;
  };
  // 64 MB: over an hour of one call, four seconds of a thousand. A disk that is further behind does not catch
  // up.
  static constexpr std::size_t kMaxWaiting = 64U << 20;
  void hand_over(Work work);
  void run();
  void carry_out(Work& work);
  void open_file(File& file);
  int open_sealed(File& file);
  void write(File& file, const std::vector<std::uint8_t>& bytes);
  void stop(File& file, const std::string& mark);

  Stopped stopped_;
  std::shared_ptr<sealing::KeyRing> keys_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Work> waiting_;
  std::size_t waiting_bytes_ = 0;
  bool ends_ = false;
  std::thread thread_;
};
}  // namespace okno::telephony::media
