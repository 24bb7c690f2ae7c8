#include "store/file_journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

namespace okno::store {
namespace {
using base::Error;
using base::Result;

// The file: kMagic, then records. A record: length of the text (u32), CRC-32 (u32) over time and text, time
// in microseconds (i64), text; numbers little-endian.
constexpr std::array<char, 8> kMagic{'O', 'K', 'N', 'O', 'J', 'R', 'N', '1'};
constexpr std::size_t kHead = 16;
constexpr std::uint32_t kMaxRecord = 1U << 30;  // a checkpoint of a house as full as it may be: 0.3 GB
constexpr int kMostKept = 10;                   // damaged ends of journals; the last one is written over
constexpr std::size_t kPiece = 1 << 20;         // copied at a time

// CRC-32 of IEEE 802.3 (reflected 0xEDB88320).
constexpr std::array<std::uint32_t, 256> kCrcTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t c = i;
    for (int k = 0; k < 8; ++k) c = (c & 1) ? 0xEDB88320U ^ (c >> 1) : c >> 1;
    table[i] = c;
  }
  return table;
}();

std::uint32_t crc_of(const char* bytes, std::size_t size, std::uint32_t crc = 0) {
  crc = ~crc;
  for (std::size_t i = 0; i < size; ++i)
    crc = kCrcTable[(crc ^ static_cast<std::uint8_t>(bytes[i])) & 255] ^ (crc >> 8);
  return ~crc;
}

void put(char* at, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) at[i] = static_cast<char>(value >> (8 * i));
}
std::uint64_t get(const char* at, int bytes) {
  std::uint64_t value = 0;
  for (int i = 0; i < bytes; ++i) value |= std::uint64_t{static_cast<std::uint8_t>(at[i])} << (8 * i);
  return value;
}

class FileJournal final : public ports::Journal {
 public:
  FileJournal(JournalSettings settings, int file, std::int64_t bytes)
      : settings_(std::move(settings)), file_(file), bytes_(bytes) {}
  ~FileJournal() override {
    ::close(file_);
    drop_prepared();
  }

  Result<void> append(base::Instant at, const std::string& record) override {
    if (record.size() > kMaxRecord) return failed("a record is longer than 1 GiB");
    if (bytes_ + static_cast<std::int64_t>(kHead + record.size()) > settings_.max_bytes)
      return Error{"journal_full",
                   "The journal " + settings_.path + " has reached its limit of " +
                       std::to_string(settings_.max_bytes) +
                       " bytes: the store has not taken its events for too long. Look at the store."};
    auto head = head_of(at, record);
    std::array<iovec, 2> parts{iovec{head.data(), head.size()},
                               iovec{const_cast<char*>(record.data()), record.size()}};
    const auto whole = static_cast<ssize_t>(kHead + record.size());
    ssize_t written;
    do written = ::pwritev(file_, parts.data(), 2, bytes_);
    while (written < 0 && errno == EINTR);
    if (written != whole) {
      const std::string why = written < 0 ? std::strerror(errno) : "the disk is full";
      cut(bytes_);  // half a record would hide what comes after it
      return failed(why);
    }
    if (settings_.sync && ::fdatasync(file_) != 0) return failed(std::strerror(errno));
    bytes_ += whole;
    return {};
  }

  Result<Replayed> replay(const std::function<void(base::Instant, const std::string&)>& take) override {
    std::int64_t at = kMagic.size();
    std::array<char, kHead> head;
    std::string record;
    while (read_at(head.data(), kHead, at)) {
      const auto length = static_cast<std::uint32_t>(get(head.data(), 4));
      if (length > kMaxRecord || at + static_cast<std::int64_t>(kHead + length) > bytes_) break;
      record.resize(length);
      if (!read_at(record.data(), length, at + static_cast<std::int64_t>(kHead))) break;
      if (crc_of(record.data(), length, crc_of(head.data() + 8, 8)) != get(head.data() + 4, 4)) break;
      take(base::from_us(static_cast<std::int64_t>(get(head.data() + 8, 8))), record);
      at += static_cast<std::int64_t>(kHead + length);
    }
    // What follows the last whole record was being written when the process died; if it is more, the disk
    // has lied, and somebody may want to look at it.
    Replayed replayed;
    if (is_damage(at)) {
      replayed = {bytes_ - at, free_name()};
      if (!keep_aside(at, replayed.kept_as))
        replayed.kept_as.clear();  // a full disk: the house opens all the same
    }
    if (at < bytes_ && !cut(at)) return failed(std::strerror(errno));
    bytes_ = at;
    return replayed;
  }

  // A new file takes the place of the old one by its name, which happens at once or not at all.
  Result<void> prepare_anew(const std::vector<Record>& first) override {
    std::string text(kMagic.begin(), kMagic.end());
    for (const auto& record : first) {
      if (record.text.size() > kMaxRecord) return failed("a record is longer than 1 GiB");
      const auto head = head_of(record.at, record.text);
      text.append(head.begin(), head.end());
      text += record.text;
    }
    drop_prepared();
    prepared_ = ::open(fresh_path().c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
    const bool made = prepared_ >= 0 && ::flock(prepared_, LOCK_EX | LOCK_NB) == 0 &&
                      write_whole(prepared_, text) && ::fdatasync(prepared_) == 0;
    return made ? Result<void>{} : not_begun();
  }

  Result<void> begin_prepared(std::int64_t from) override {
    if (prepared_ < 0) return failed("no new one is prepared");
    if (!copy_from(from, prepared_)) return not_begun();
    if (settings_.sync && from < bytes_ && ::fdatasync(prepared_) != 0) return not_begun();
    struct stat status {};
    if (::fstat(prepared_, &status) != 0 || ::rename(fresh_path().c_str(), settings_.path.c_str()) != 0)
      return not_begun();
    ::close(file_);
    file_ = std::exchange(prepared_, -1);
    bytes_ = status.st_size;
    return {};
  }

  std::int64_t bytes() const override { return bytes_; }

 private:
  Error failed(const std::string& why) const {
    return {"journal_failed", "The journal " + settings_.path + " cannot be written: " + why +
                                  ". Free space on its disk or mend it; calls go on meanwhile."};
  }
  std::string fresh_path() const { return settings_.path + ".new"; }
  Error not_begun() {
    const std::string why = std::strerror(errno);
    drop_prepared();
    return failed(why);
  }
  void drop_prepared() {
    if (prepared_ < 0) return;
    ::close(std::exchange(prepared_, -1));
    ::unlink(fresh_path().c_str());
  }
  static std::array<char, kHead> head_of(base::Instant at, const std::string& record) {
    std::array<char, kHead> head;
    put(head.data(), record.size(), 4);
    put(head.data() + 8, static_cast<std::uint64_t>(base::to_us(at)), 8);
    put(head.data() + 4, crc_of(record.data(), record.size(), crc_of(head.data() + 8, 8)), 4);
    return head;
  }
  static bool write_whole(int file, std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(file, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }
  // A record that is whole by its length and yet not right, or has others behind it, was not torn by us.
  bool is_damage(std::int64_t at) const {
    std::array<char, kHead> head;
    if (bytes_ - at < static_cast<std::int64_t>(kHead) || !read_at(head.data(), kHead, at)) return false;
    const auto length = static_cast<std::uint32_t>(get(head.data(), 4));
    return length > kMaxRecord || at + static_cast<std::int64_t>(kHead + length) <= bytes_;
  }
  std::string free_name() const {
    std::string name = settings_.path + ".damaged";
    for (int i = 2; ::access(name.c_str(), F_OK) == 0 && i < kMostKept; ++i)
      name = settings_.path + ".damaged" + std::to_string(i);
    return name;
  }
  bool keep_aside(std::int64_t from, const std::string& path) const {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
    if (file < 0) return false;
    const bool whole = copy_from(from, file);
    return ::close(file) == 0 && whole;
  }
  // What stands here from there on, to the end of another file.
  bool copy_from(std::int64_t from, int file) const {
    std::string piece;
    for (std::int64_t at = from; at < bytes_; at += std::ssize(piece)) {
      piece.resize(static_cast<std::size_t>(std::min<std::int64_t>(kPiece, bytes_ - at)));
      if (!read_at(piece.data(), piece.size(), at) || !write_whole(file, piece)) return false;
    }
    return true;
  }
  bool cut(std::int64_t to) { return ::ftruncate(file_, to) == 0; }
  bool read_at(char* into, std::size_t size, std::int64_t at) const {
    while (size > 0) {
      const ssize_t got = ::pread(file_, into, size, at);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return false;
      into += got;
      at += got;
      size -= static_cast<std::size_t>(got);
    }
    return true;
  }

  JournalSettings settings_;
  int file_;
  int prepared_ = -1;  // the new one under way
  std::int64_t bytes_;
};

Error refused(const std::string& path, const std::string& why, const std::string& what_to_do) {
  return {"journal_failed", "The journal " + path + " cannot be opened: " + why + ". " + what_to_do};
}
}  // namespace

Result<std::unique_ptr<ports::Journal>> open_journal(const JournalSettings& settings) {
  const int file = ::open(settings.path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (file < 0)
    return refused(settings.path, std::strerror(errno),
                   "Check that its directory is there and may be written by the server's user.");
  const auto refuse = [&](const std::string& why, const std::string& what_to_do) {
    ::close(file);
    return refused(settings.path, why, what_to_do);
  };
  if (::flock(file, LOCK_EX | LOCK_NB) != 0)
    return refuse("another server uses it",
                  "Stop that server, or give this one a data directory of its own.");
  struct stat status {};
  if (::fstat(file, &status) != 0) return refuse(std::strerror(errno), "Check the disk.");
  if (!S_ISREG(status.st_mode)) return refuse("it is no plain file", "Name another one.");
  std::array<char, kMagic.size()> magic{};
  const auto got = ::pread(file, magic.data(), magic.size(), 0);
  if (got < 0) return refuse(std::strerror(errno), "Check the disk.");
  const auto read = static_cast<std::size_t>(got);
  if (std::memcmp(magic.data(), kMagic.data(), read) != 0)
    return refuse("it is not a journal of this server", "Move it away or name another one.");
  if (read < kMagic.size()) {  // new, or the process died while it was being made
    if (::pwrite(file, kMagic.data(), kMagic.size(), 0) != static_cast<ssize_t>(kMagic.size()))
      return refuse(std::strerror(errno), "Free space on its disk.");
    status.st_size = kMagic.size();
  }
  return std::unique_ptr<ports::Journal>(new FileJournal(settings, file, status.st_size));
}
}  // namespace okno::store
