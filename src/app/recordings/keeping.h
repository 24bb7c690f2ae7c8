// What becomes of recordings with time: those past their project's days are deleted, and a disk that fills is
// announced before it is full. Runs on a loop of its own, where it may block.
#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "app/recordings/views.h"
#include "app/timers.h"
#include "base/instant.h"
#include "base/result.h"
#include "ports/loop.h"
#include "ports/recording_book.h"
#include "ports/screen.h"
#include "ports/store.h"

namespace okno::app {
struct KeepingSettings {
  std::string recordings;         // directory, absolute
  std::int64_t warn_free_mb = 0;  // supervisors hear when less is free; 0: never
  base::Duration disk_every =
      std::chrono::seconds(30);  // a thousand recorded calls write 480 MB in that time
  std::function<base::Instant(base::Instant)> day_start;  // last midnight of the house
  base::Duration quiet_hour = std::chrono::hours(3);      // after midnight: then old recordings go
  std::function<void(base::Instant)> daily;               // more to be done then; may be empty
  std::function<void(const std::string& event, const std::string& words)> log;
};

class Keeping {
 public:
  struct Parts {
    ports::Loop& own;
    ports::Loop& deciding;  // from which screens are told
    ports::Screen& screen;
    ports::Store& store;
    ports::RecordingBook& book;
  };
  Keeping(const Parts& parts, KeepingSettings settings)
      : parts_(parts), settings_(std::move(settings)), timers_(parts.own) {}
  // On the own loop. What is due is deleted at once: a machine may be off at night.
  void start(base::Instant now);
  // Deletes what is past its days; how many. A file that cannot be deleted keeps its row, and the log says
  // so.
  base::Result<int> delete_old(base::Instant now);
  void watch_disk(base::Instant now);

 private:
  void every_day(base::Instant now);
  bool delete_one(const domain::Interaction& row);
  void tell(const std::string& code, std::int64_t free_mb, base::Instant now);

  Parts parts_;
  const KeepingSettings settings_;
  Timers timers_;
  bool low_ = false;
  base::Instant told_{};
};
}  // namespace okno::app
