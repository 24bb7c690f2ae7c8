// Recordings: the mp3 beside the raw file, made on demand.
#include <stdlib.h>

#include <filesystem>

#include "app/records_stored.h"

namespace okno::app {
namespace fs = std::filesystem;
using base::Error;

namespace {
Error no_recording(const std::string& words) {
  return {"no_recording", words};
}

// Relative, and never out of the directory of recordings.
bool stays_inside(const fs::path& path) {
  if (path.empty() || path.is_absolute()) return false;
  for (const auto& part : path)
    if (part == "..") return false;
  return true;
}

// An mp3 that was made before the raw file got its last second is made anew.
bool is_whole(const fs::path& mp3, const fs::path& wav) {
  std::error_code bad;
  const auto made = fs::last_write_time(mp3, bad);
  if (bad) return false;
  const auto written = fs::last_write_time(wav, bad);
  return bad || made >= written;
}
}  // namespace

Result<std::string> StoredRecords::encode_once(const std::string& wav, const std::string& mp3) {
  {
    std::unique_lock lock(encoding_mutex_);
    encoded_.wait(lock, [&] { return !encoding_.count(mp3); });
    if (is_whole(mp3, wav)) return mp3;  // who came first made it
    encoding_.insert(mp3);
  }
  const std::string unfinished = mp3 + ".asked";  // not the name of any draft of the encoder itself
  std::error_code bad;
  const auto written = fs::last_write_time(wav, bad);  // what comes after this moment may not be in the mp3
  Result<void> done = settings_.encode_mp3(wav, unfinished);
  if (done) {
    fs::last_write_time(unfinished, written, bad);
    fs::rename(unfinished, mp3, bad);
    if (bad)
      done = Error{"recording_failed",
                   "The recording cannot be kept as mp3: " + bad.message() + ". Check the disk."};
  }
  if (!done) fs::remove(unfinished, bad);
  {
    const std::lock_guard lock(encoding_mutex_);
    encoding_.erase(mp3);
  }
  encoded_.notify_all();
  if (!done) return done.error();
  return mp3;
}

Result<StoredRecords::Sound> StoredRecords::sound_of(domain::InteractionId id) {
  const auto row = store_.interaction(id);
  if (!row) return row.error();
  if (!*row) return Error{"not_found", "There is no interaction number " + std::to_string(id.value()) + "."};
  if ((*row)->recording.empty()) return no_recording("This interaction has no recording.");
  const fs::path relative((*row)->recording);
  if (!stays_inside(relative))
    return no_recording("The recording's path is not inside the directory of recordings.");
  const fs::path wav = fs::absolute(fs::path(settings_.recordings) / relative).lexically_normal();
  fs::path mp3 = wav;
  mp3.replace_extension(".mp3");
  return Sound{wav.string(), mp3.string()};
}

Result<std::string> StoredRecords::recording_made(domain::InteractionId id) {
  const auto sound = sound_of(id);
  if (!sound) return sound.error();
  return is_whole(sound->mp3, sound->wav) ? sound->mp3 : std::string();
}

Result<std::string> StoredRecords::recording_mp3(domain::InteractionId id) {
  const auto sound = sound_of(id);
  if (!sound) return sound.error();
  const auto& [wav, mp3] = *sound;
  std::error_code bad;
  if (is_whole(mp3, wav)) return mp3;
  if (!fs::exists(wav, bad))
    return no_recording("The file of this recording is not there any more. Look for it in a backup.");
  if (!settings_.encode_mp3) return no_recording("This recording is not yet encoded. Try again in a minute.");
  auto encoded = encode_once(wav, mp3);
  if (encoded) return encoded;
  // The disk of the recordings is full: what was said can still be heard, from a folder of our own elsewhere.
  const std::string spare = spare_directory();
  if (spare.empty()) return encoded;
  auto elsewhere = encode_once(wav, spare + "/" + std::to_string(id.value()) + ".mp3");
  return elsewhere ? elsewhere : encoded;
}

const std::string& StoredRecords::spare_directory() {
  const std::lock_guard lock(encoding_mutex_);
  if (spare_.empty()) {
    std::error_code none;
    std::string name = (fs::temp_directory_path(none) / "okno-mp3-XXXXXX").string();
    if (!none && mkdtemp(name.data()) != nullptr) spare_ = name;
  }
  return spare_;
}

StoredRecords::~StoredRecords() {
  std::error_code gone;
  if (!spare_.empty()) fs::remove_all(spare_, gone);
}
}  // namespace okno::app
