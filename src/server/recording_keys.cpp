#include "server/recording_keys.h"

#include <spdlog/spdlog.h>

#include <cstdio>
#include <filesystem>

#include "sealing/sealed_file.h"
#include "server/loop.h"

namespace okno::server {
namespace {
constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

base::Result<sealing::Rewrapped> renew(const std::string& directory, sealing::KeyRing& ring,
                                       base::Instant now) {
  if (auto key = ring.add(now); !key) return key.error();
  return sealing::rewrap_all(directory, ring);
}
}  // namespace

// New keys beside recordings that old ones have sealed would make two rings that nothing can join again.
base::Result<void> keys_are_there(const Settings& settings) {
  std::error_code failed;
  if (std::filesystem::exists(settings.recording_keys, failed)) return {};
  const auto links = std::filesystem::directory_options::follow_directory_symlink;
  for (std::filesystem::recursive_directory_iterator at(settings.recordings, links, failed), end;
       !failed && at != end; at.increment(failed))
    if (at->path().extension() == ".wav" && sealing::is_sealed(at->path().string()))
      return base::Error{"keys_lost", at->path().string() + " is sealed, and its keys are not in " +
                                          settings.recording_keys + ": bring the file back from the backup."};
  return {};
}

int new_recording_key(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  const auto failed = [](const std::string& words) {
    std::fprintf(stderr, "okno: %s\n", words.c_str());
    return 1;
  };
  std::error_code none;
  if (!std::filesystem::exists(settings.recording_keys, none))
    return failed("there are no keys in " + settings.recording_keys + ": is this the right directory?");
  auto ring = sealing::KeyRing::open(settings.recording_keys, SystemClock().now());
  if (!ring) return failed(ring.error().words);
  const auto done = renew(settings.recordings, **ring, SystemClock().now());
  if (!done) return failed(done.error().words);
  std::printf("a new key is in %s: %lld recordings are wrapped by it", settings.recording_keys.c_str(),
              static_cast<long long>(done->files));
  if (done->open > 0) std::printf(", %lld were never encrypted", static_cast<long long>(done->open));
  std::printf("; keep a copy of the file\n");
  if (done->failed > 0)
    return failed(std::to_string(done->failed) + " recordings were not: " + done->first_failure +
                  "; no key was forgotten");
  if (!invocation.forget_old_keys) return 0;
  if (auto forgotten = (*ring)->forget_old(); !forgotten) return failed(forgotten.error().words);
  std::printf("the keys before it are deleted\n");
  return 0;
}

void renew_recording_key(const Settings& settings, sealing::KeyRing& ring, base::Instant now) {
  if (settings.new_key_every_days <= 0) return;
  const auto newest = ring.newest();
  if (newest && base::to_ms(now) - newest->made_at_ms < settings.new_key_every_days * kDayMs) return;
  const auto done = newest ? renew(settings.recordings, ring, now) : newest.error();
  if (!done)
    spdlog::error("{}: {}", done.error().code, done.error().words);
  else
    spdlog::warn("recording_key_renewed: {} recordings are wrapped by the new key, {} could not be: {}",
                 done->files, done->failed, done->first_failure);
}
}  // namespace okno::server
