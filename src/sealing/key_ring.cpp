#include "sealing/key_ring.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "base/descriptor.h"
#include "sealing/disk.h"

namespace okno::sealing {
namespace fs = std::filesystem;

using base::Error;
using base::Result;

namespace {
constexpr std::size_t kMostKeys = 10'000;  // one a day for 27 years

Error bad(const std::string& path, const std::string& why) {
  return {"bad_keys", "The keys of recordings in " + path + ": " + why};
}

Key made(std::uint32_t number, base::Instant now) {
  Key key;
  key.number = number;
  key.made_at_ms = base::to_ms(now);
  randombytes_buf(key.secret.data(), key.secret.size());
  return key;
}

std::string line_of(const Key& key) {
  char hex[kKeyBytes * 2 + 1];
  sodium_bin2hex(hex, sizeof hex, key.secret.data(), key.secret.size());
  return std::to_string(key.number) + " " + hex + " " + std::to_string(key.made_at_ms) + "\n";
}

bool read_line(const std::string& line, Key& key) {
  std::istringstream words(line);
  std::string hex;
  if (!(words >> key.number >> hex >> key.made_at_ms) || key.number == 0) return false;
  std::size_t size = 0;
  return sodium_hex2bin(key.secret.data(), key.secret.size(), hex.data(), hex.size(), nullptr, &size,
                        nullptr) == 0 &&
         size == kKeyBytes && hex.size() == kKeyBytes * 2;
}

bool is_durable(const fs::path& directory) {
  const base::Descriptor file(
      ::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return file.get() >= 0 && ::fsync(file.get()) == 0;
}
}  // namespace

Result<std::shared_ptr<KeyRing>> KeyRing::open(const std::string& path, base::Instant now) {
  if (sodium_init() < 0)
    return Error{"no_randomness", "libsodium cannot start: the system gives no randomness"};
  std::shared_ptr<KeyRing> ring(new KeyRing(path));
  if (::access(path.c_str(), F_OK) != 0 && errno == ENOENT) {
    const std::lock_guard lock(ring->mutex_);
    if (auto written = ring->write({{1, made(1, now)}}); !written) return written.error();
  }
  if (auto newest = ring->newest(); !newest) return newest.error();
  return ring;
}

Result<void> KeyRing::read_if_changed() {
  struct stat info {};
  if (::stat(path_.c_str(), &info) != 0)
    return bad(path_, std::string(std::strerror(errno)) + ". Bring the file back from the backup.");
  const std::int64_t changed_ns = info.st_mtim.tv_sec * 1'000'000'000 + info.st_mtim.tv_nsec;
  if (info.st_ino == inode_ && changed_ns == changed_ns_ && !keys_.empty()) return {};
  std::ifstream file(path_);
  std::map<std::uint32_t, Key> keys;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    Key key;
    if (!read_line(line, key) || keys.size() >= kMostKeys)
      return bad(path_, "a line is damaged. Bring the file back from the backup.");
    keys[key.number] = key;
  }
  if (file.bad() || keys.empty()) return bad(path_, "there is no key in it. Bring it back from the backup.");
  keys_ = std::move(keys);
  inode_ = info.st_ino;
  changed_ns_ = changed_ns;
  return {};
}

Result<void> KeyRing::write(const std::map<std::uint32_t, Key>& keys) {
  std::string text =
      "# The keys of recordings: number, key, when it was made. Keep a copy in a safe place.\n";
  for (const auto& [number, key] : keys) text += line_of(key);
  int error = write_whole(path_, 0600, [&](int fd) {
    return write_at(fd, reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), 0);
  });
  // The rename too: recordings that are wrapped by a new key must not outlive it.
  if (error == 0 && !is_durable(fs::path(path_).parent_path())) error = errno;
  sodium_memzero(text.data(), text.size());
  if (error != 0) return bad(path_, "cannot be written: " + std::string(std::strerror(error)));
  keys_ = keys;
  inode_ = 0;  // read it again
  return {};
}

Result<Key> KeyRing::newest() {
  const std::lock_guard lock(mutex_);
  if (auto read = read_if_changed(); !read) return read.error();
  return keys_.rbegin()->second;
}

Result<Key> KeyRing::key(std::uint32_t number) {
  const std::lock_guard lock(mutex_);
  if (auto read = read_if_changed(); !read) return read.error();
  const auto found = keys_.find(number);
  if (found == keys_.end())
    return Error{"no_key", "The key number " + std::to_string(number) + " is not in " + path_ +
                               ": bring the file back from the backup."};
  return found->second;
}

Result<Key> KeyRing::add(base::Instant now) {
  const std::lock_guard lock(mutex_);
  if (auto read = read_if_changed(); !read) return read.error();
  auto keys = keys_;
  const std::uint32_t number = keys.rbegin()->first + 1;
  const Key key = keys[number] = made(number, now);
  if (auto written = write(keys); !written) return written.error();
  return key;
}

Result<void> KeyRing::forget_old() {
  const std::lock_guard lock(mutex_);
  if (auto read = read_if_changed(); !read) return read.error();
  return write({*keys_.rbegin()});
}
}  // namespace okno::sealing
