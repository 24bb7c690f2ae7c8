// The keys of recordings, in a file of lines "number key made_at_ms": the last one is for what is new, the
// others keep older recordings readable. The file is the house's most precious one beside the database:
// without it recordings are noise. Safe for several threads; a file that another process has changed is read
// again.
#pragma once
#include <sys/types.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/instant.h"
#include "base/result.h"

namespace okno::sealing {
inline constexpr std::size_t kKeyBytes = 32;
using Secret = std::array<std::uint8_t, kKeyBytes>;

struct Key {
  std::uint32_t number = 0;  // from 1
  Secret secret{};
  std::int64_t made_at_ms = 0;
};

class KeyRing {
 public:
  // Makes the file with a first key when there is none (mode 0600). Errors: "bad_keys" (unreadable, or no
  // file of keys; the words say what to do), "no_randomness".
  static base::Result<std::shared_ptr<KeyRing>> open(const std::string& path, base::Instant now);
  base::Result<Key> newest();
  base::Result<Key> key(std::uint32_t number);  // "no_key" when it is not there
  // A new one for what comes; the file is replaced whole.
  base::Result<Key> add(base::Instant now);
  // Drops all but the newest.
  base::Result<void> forget_old();
  const std::string& path() const { return path_; }

 private:
  explicit KeyRing(std::string path) : path_(std::move(path)) {}
  base::Result<void> read_if_changed();
  base::Result<void> write(const std::map<std::uint32_t, Key>& keys);

  const std::string path_;
  std::mutex mutex_;
  std::map<std::uint32_t, Key> keys_;
  // Each change makes a new file; one of the same number is told by its time.
  ino_t inode_ = 0;
  std::int64_t changed_ns_ = 0;
};
}  // namespace okno::sealing
