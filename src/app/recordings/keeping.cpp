#include "app/recordings/keeping.h"

#include <filesystem>
#include <set>
#include <system_error>

#include "app/view_json.h"

namespace okno::app {
namespace fs = std::filesystem;

namespace {
constexpr base::Duration kDay = std::chrono::hours(24);
constexpr int kAtOnce = 200;                              // rows a question
constexpr base::Duration kAgain = std::chrono::hours(1);  // a disk that stays low is told of so often
constexpr std::int64_t kMb = 1'000'000;

bool stays_inside(const fs::path& path) {
  if (path.empty() || path.is_absolute()) return false;
  for (const auto& part : path)
    if (part == "..") return false;
  return true;
}
}  // namespace

void Keeping::start(base::Instant now) {
  watch_disk(now);
  every_day(now);
}

void Keeping::every_day(base::Instant now) {
  if (auto done = delete_old(now); !done) settings_.log("retention_failed", done.error().words);
  if (settings_.daily) settings_.daily(now);
  auto next = settings_.day_start(now) + settings_.quiet_hour;
  while (next <= now) next += kDay;
  timers_.at(next, [this](base::Instant then) { every_day(then); });
}

base::Result<int> Keeping::delete_old(base::Instant now) {
  const auto all = parts_.store.configuration();
  if (!all) return all.error();
  int deleted = 0;
  for (const auto& project : all->projects) {
    if (project.recordings_kept_days <= 0) continue;
    const auto before = now - project.recordings_kept_days * kDay;
    for (bool goes_on = true; goes_on;) {
      const auto rows = parts_.book.recordings_before(project.id, before, kAtOnce);
      if (!rows) return rows.error();
      int here = 0;
      for (const auto& row : *rows) {
        if (!delete_one(row)) continue;
        if (auto done = parts_.book.forget_recording(row.id, "retention"); !done) return done.error();
        ++here;
      }
      deleted += here;
      // Those that could not be deleted come again: the rest waits for tomorrow.
      goes_on = here == kAtOnce;
    }
    if (deleted > 0)
      settings_.log("recordings_deleted", std::to_string(deleted) + " recordings of the project " +
                                              project.name + " were older than " +
                                              std::to_string(project.recordings_kept_days) + " days");
  }
  return deleted;
}

bool Keeping::delete_one(const domain::Interaction& row) {
  const fs::path relative(row.recording);
  if (!stays_inside(relative)) return true;  // no file of ours
  const fs::path wav = fs::path(settings_.recordings) / relative;
  for (const auto& file : {wav, fs::path(wav).replace_extension(".mp3")}) {
    std::error_code bad;
    fs::remove(file, bad);  // one that is not there is no error
    if (!bad) continue;
    settings_.log("recording_not_deleted", file.string() + ": " + bad.message());
    return false;
  }
  std::error_code not_empty;
  fs::remove(wav.parent_path(), not_empty);  // the day's folder, with its last recording
  return true;
}

void Keeping::watch_disk(base::Instant now) {
  if (settings_.warn_free_mb <= 0) return;
  timers_.at(now + settings_.disk_every, [this](base::Instant then) { watch_disk(then); });
  std::error_code bad;
  const auto space = fs::space(settings_.recordings, bad);
  if (bad) return settings_.log("disk_unknown", settings_.recordings + ": " + bad.message());
  const auto free_mb = static_cast<std::int64_t>(space.available / kMb);
  if (free_mb < settings_.warn_free_mb) {
    if (low_ && now - told_ < kAgain) return;
    low_ = true;
    told_ = now;
    tell("disk_low", free_mb, now);
  } else if (low_ && free_mb > settings_.warn_free_mb + settings_.warn_free_mb / 10) {
    low_ = false;
    tell("disk_enough", free_mb, now);
  }
}

void Keeping::tell(const std::string& code, std::int64_t free_mb, base::Instant now) {
  settings_.log(code, std::to_string(free_mb) + " MB are free for recordings in " + settings_.recordings +
                          "; the limit is " + std::to_string(settings_.warn_free_mb) + " MB");
  const AlertView alert{code, std::nullopt, std::to_string(free_mb), std::nullopt, base::to_ms(now)};
  parts_.deciding.post([this, text = to_json(alert)](base::Instant) {
    parts_.screen.push({ports::Audience::Kind::supervisors, {}, false}, "alert", text);
  });
}
}  // namespace okno::app
