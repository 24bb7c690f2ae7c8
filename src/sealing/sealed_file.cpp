#include "sealing/sealed_file.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "base/descriptor.h"
#include "base/little_endian.h"
#include "sealing/disk.h"

namespace okno::sealing {
using base::Error;
using base::Result;

namespace {
constexpr std::array<std::uint8_t, 8> kMark{'O', 'K', 'N', 'O', 'S', 'N', 'D', '1'};
constexpr std::size_t kNonce = crypto_secretbox_NONCEBYTES, kWrapped = kKeyBytes + crypto_secretbox_MACBYTES;
constexpr std::size_t kPlace = 4 + kNonce + kWrapped;
constexpr std::size_t kHead = kMark.size() + 2 * kPlace;
constexpr std::size_t kStreamHead = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t kExtra = crypto_secretstream_xchacha20poly1305_ABYTES;
static_assert(kPlace == 76 && kStreamHead == 24 && kExtra == 17);
using Head = std::array<std::uint8_t, kHead>;
using State = crypto_secretstream_xchacha20poly1305_state;

Error unreadable(const std::string& path, const std::string& why) {
  return {"sealed_unreadable", path + ": " + why};
}

std::uint8_t* place_of(Head& head, std::size_t which) {
  return head.data() + kMark.size() + which * kPlace;
}
bool has_mark(const Head& head) {
  return std::equal(kMark.begin(), kMark.end(), head.begin());
}

void wrap(std::uint8_t* place, const Key& with, const Secret& own) {
  base::put_little(place, with.number, 4);
  randombytes_buf(place + 4, kNonce);
  crypto_secretbox_easy(place + 4 + kNonce, own.data(), own.size(), place + 4, with.secret.data());
}

// The file's own key, by whichever place can be opened; `which` says which.
Result<Secret> own_key(Head& head, KeyRing& ring, const std::string& path, std::size_t* which = nullptr) {
  Error why = unreadable(path, "its head holds no key");
  for (std::size_t i = 0; i < 2; ++i) {
    const std::uint8_t* place = place_of(head, i);
    const std::uint32_t number = base::little(place, 4);
    if (number == 0) continue;
    const auto key = ring.key(number);
    Secret own{};
    if (!key) {
      why = key.error();
    } else if (crypto_secretbox_open_easy(own.data(), place + 4 + kNonce, kWrapped, place + 4,
                                          key->secret.data()) != 0) {
      why = unreadable(path, "its head was changed, or key number " + std::to_string(number) + " is another");
    } else {
      if (which != nullptr) *which = i;
      return own;
    }
  }
  return why;
}

// Walks over frames by their lengths: where the last whole one ends, and how much content there is.
struct Extent {
  std::uint64_t end = kHead, content = 0;
};
Extent extent_of(int fd) {
  Extent extent;
  struct stat info {};
  if (fstat(fd, &info) != 0) return extent;
  const auto size = static_cast<std::uint64_t>(info.st_size);
  std::array<std::uint8_t, 2> length{};
  while (read_at(fd, length.data(), 2, extent.end) == 2) {
    const std::uint32_t n = base::little(length.data(), 2);
    const std::uint64_t next = extent.end + 2 + (n == 0 ? kStreamHead : n + kExtra);
    if (n > kMostInFrame || next > size) break;
    extent.end = next;
    extent.content += n;
  }
  return extent;
}

base::Descriptor opened(const std::string& path, int flags) {
  return base::Descriptor(::open(path.c_str(), flags | O_CLOEXEC));
}
}  // namespace

// --- writing

struct SealedWriter::Stream {
  State state{};
  Secret own{};
  bool begun = false;
  ~Stream() {
    sodium_memzero(&state, sizeof state);
    sodium_memzero(own.data(), own.size());
  }
};

SealedWriter::SealedWriter() : stream_(std::make_unique<Stream>()) {}
SealedWriter::~SealedWriter() = default;

Result<std::unique_ptr<SealedWriter>> SealedWriter::open(int fd, KeyRing& ring) {
  std::unique_ptr<SealedWriter> writer(new SealedWriter);
  writer->fd_ = fd;
  struct stat info {};
  if (fstat(fd, &info) != 0) return Error{"sealed_unreadable", std::strerror(errno)};
  Head head{};
  if (info.st_size == 0) {
    const auto with = ring.newest();
    if (!with) return with.error();
    randombytes_buf(writer->stream_->own.data(), kKeyBytes);
    std::copy(kMark.begin(), kMark.end(), head.begin());
    wrap(place_of(head, 0), *with, writer->stream_->own);
    if (const int error = write_at(fd, head.data(), head.size(), 0); error != 0)
      return Error{is_full(error) ? "disk_full" : "failed", std::strerror(error)};
    writer->end_ = kHead;
    return writer;
  }
  if (read_at(fd, head.data(), head.size(), 0) != head.size() || !has_mark(head))
    return Error{"not_ours", "something else lies there"};
  const auto own = own_key(head, ring, "the recording");
  if (!own) return own.error();
  writer->stream_->own = *own;
  const Extent extent = extent_of(fd);
  writer->end_ = extent.end;
  writer->content_ = extent.content;
  (void)!ftruncate(fd, static_cast<off_t>(extent.end));  // half a frame of who was killed
  return writer;
}

int SealedWriter::begin_stream() {
  std::array<std::uint8_t, 2 + kStreamHead> head{};
  crypto_secretstream_xchacha20poly1305_init_push(&stream_->state, head.data() + 2, stream_->own.data());
  if (const int error = write_at(fd_, head.data(), head.size(), end_); error != 0) return error;
  end_ += head.size();
  stream_->begun = true;
  return 0;
}

int SealedWriter::frame(std::span<const std::uint8_t> content) {
  std::array<std::uint8_t, 2 + kMostInFrame + kExtra> out;
  base::put_little(out.data(), content.size(), 2);
  // Where the content lies is part of what is proved: frames cannot change places between streams.
  std::array<std::uint8_t, 8> place{};
  base::put_little(place.data(), content_, 8);
  crypto_secretstream_xchacha20poly1305_push(&stream_->state, out.data() + 2, nullptr, content.data(),
                                             content.size(), place.data(), place.size(),
                                             crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
  const std::size_t size = 2 + content.size() + kExtra;
  if (const int error = write_at(fd_, out.data(), size, end_); error != 0) {
    (void)!ftruncate(fd_, static_cast<off_t>(end_));
    return error;
  }
  end_ += size;
  content_ += content.size();
  return 0;
}

int SealedWriter::append(std::span<const std::uint8_t> content) {
  if (!stream_->begun)
    if (const int error = begin_stream(); error != 0) return error;
  while (!content.empty()) {
    const std::size_t size = std::min(content.size(), kMostInFrame);
    if (const int error = frame(content.first(size)); error != 0) return error;
    content = content.subspan(size);
  }
  return 0;
}

int SealedWriter::finish() {
  stream_->begun = false;
  return 0;
}

// --- reading

struct SoundReader::State {
  explicit State(const std::string& p) : path(p), file(::open(p.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~State() { sodium_memzero(own.data(), own.size()); }
  std::string path;
  const base::Descriptor file;
  bool sealed = false, streaming = false;
  Secret own{};
  sealing::State stream{};
  std::uint64_t at = 0, content = 0;  // in the file; bytes of content before the frame that comes
  std::vector<std::uint8_t> frame;
  std::size_t taken = 0;  // of `frame`
};

SoundReader::SoundReader() = default;
SoundReader::~SoundReader() = default;

Result<std::unique_ptr<SoundReader>> SoundReader::open(const std::string& path, KeyRing* ring) {
  std::unique_ptr<SoundReader> reader(new SoundReader);
  reader->state_ = std::make_unique<State>(path);
  State& s = *reader->state_;
  if (s.file.get() < 0) return Error{"not_found", path + ": " + std::strerror(errno)};
  Head head{};
  s.sealed = read_at(s.file.get(), head.data(), head.size(), 0) == head.size() && has_mark(head);
  if (!s.sealed) return reader;
  if (ring == nullptr) return unreadable(path, "it is sealed, and there are no keys");
  const auto own = own_key(head, *ring, path);
  if (!own) return own.error();
  s.own = *own;
  s.at = kHead;
  return reader;
}

// False at the end: of the file, or of what a killed process left whole.
Result<bool> SoundReader::next_frame() {
  State& s = *state_;
  std::array<std::uint8_t, 2> length{};
  std::array<std::uint8_t, kMostInFrame + kExtra> sealed;
  for (;;) {
    if (read_at(s.file.get(), length.data(), 2, s.at) != 2) return false;
    const std::uint32_t n = base::little(length.data(), 2);
    if (n > kMostInFrame) return unreadable(s.path, "a frame has a length that cannot be");
    const std::size_t size = n == 0 ? kStreamHead : n + kExtra;
    if (read_at(s.file.get(), sealed.data(), size, s.at + 2) != size) return false;
    s.at += 2 + size;
    if (n == 0) {
      if (crypto_secretstream_xchacha20poly1305_init_pull(&s.stream, sealed.data(), s.own.data()) != 0)
        return unreadable(s.path, "a stream's head is damaged");
      s.streaming = true;
      continue;
    }
    std::array<std::uint8_t, 8> place{};
    base::put_little(place.data(), s.content, 8);
    unsigned char tag = 0;
    s.frame.resize(n);
    if (!s.streaming ||
        crypto_secretstream_xchacha20poly1305_pull(&s.stream, s.frame.data(), nullptr, &tag, sealed.data(),
                                                   size, place.data(), place.size()) != 0)
      return unreadable(s.path, "damaged, or changed by somebody, at byte " + std::to_string(s.at));
    s.content += n;
    s.taken = 0;
    return true;
  }
}

Result<std::size_t> SoundReader::read(std::span<std::uint8_t> into) {
  State& s = *state_;
  if (!s.sealed) {
    const std::size_t got = read_at(s.file.get(), into.data(), into.size(), s.at);
    s.at += got;
    return got;
  }
  std::size_t got = 0;
  while (got < into.size()) {
    if (s.taken == s.frame.size()) {
      const auto more = next_frame();
      if (!more) return more.error();
      if (!*more) break;
    }
    const std::size_t part = std::min(into.size() - got, s.frame.size() - s.taken);
    std::memcpy(into.data() + got, s.frame.data() + s.taken, part);
    got += part;
    s.taken += part;
  }
  return got;
}

namespace {
ssize_t cookie_read(void* reader, char* into, std::size_t size) {
  const auto got = static_cast<SoundReader*>(reader)->read({reinterpret_cast<std::uint8_t*>(into), size});
  if (!got) {
    errno = EIO;
    return -1;
  }
  return static_cast<ssize_t>(*got);
}

int cookie_close(void* reader) {
  delete static_cast<SoundReader*>(reader);
  return 0;
}
}  // namespace

std::FILE* open_sound(const std::string& path, KeyRing* ring, Error& why) {
  auto reader = SoundReader::open(path, ring);
  if (!reader) {
    why = reader.error();
    return nullptr;
  }
  std::FILE* file = fopencookie(reader->get(), "rb", {cookie_read, nullptr, nullptr, cookie_close});
  if (file == nullptr)
    why = {"sealed_unreadable", path + ": no memory"};
  else
    (void)reader->release();  // cookie_close has it
  return file;
}

bool is_sealed(const std::string& path) {
  const base::Descriptor file = opened(path, O_RDONLY);
  Head head{};
  return file.get() >= 0 && read_at(file.get(), head.data(), head.size(), 0) == head.size() && has_mark(head);
}

Result<std::uint64_t> content_size(const std::string& path) {
  const base::Descriptor file = opened(path, O_RDONLY);
  struct stat info {};
  if (file.get() < 0 || fstat(file.get(), &info) != 0)
    return Error{"not_found", path + ": " + std::strerror(errno)};
  Head head{};
  if (read_at(file.get(), head.data(), head.size(), 0) != head.size() || !has_mark(head))
    return static_cast<std::uint64_t>(info.st_size);
  return extent_of(file.get()).content;
}

Result<std::string> content_part(const std::string& path, KeyRing* ring, std::uint64_t offset,
                                 std::uint64_t length) {
  auto reader = SoundReader::open(path, ring);
  if (!reader) return reader.error();
  std::string part;
  std::array<std::uint8_t, kMostInFrame> piece;
  // What lies before is opened too: each frame of the stream leads to the next. A second opens a gigabyte.
  for (std::uint64_t at = 0; at < offset + length;) {
    const auto got =
        (*reader)->read({piece.data(), std::min<std::uint64_t>(piece.size(), offset + length - at)});
    if (!got) return got.error();
    if (*got == 0) break;
    const std::uint64_t from = std::max(at, offset);
    if (at + *got > from)
      part.append(reinterpret_cast<const char*>(piece.data()) + (from - at), at + *got - from);
    at += *got;
  }
  return part;
}

Result<void> write_sealed(const std::string& path, KeyRing& ring, std::span<const std::uint8_t> content) {
  std::optional<Error> no;
  const int error = write_whole(path, 0640, [&](int fd) {
    auto writer = SealedWriter::open(fd, ring);
    if (writer) return (*writer)->append(content);
    no = writer.error();
    return EIO;
  });
  if (no) return *no;
  if (error != 0) return Error{is_full(error) ? "disk_full" : "failed", path + ": " + std::strerror(error)};
  return {};
}

// --- a new key

Result<bool> rewrap(const std::string& path, KeyRing& ring) {
  const base::Descriptor file = opened(path, O_RDWR);
  if (file.get() < 0) return Error{"not_found", path + ": " + std::strerror(errno)};
  Head head{};
  if (read_at(file.get(), head.data(), head.size(), 0) != head.size() || !has_mark(head)) return false;
  const auto newest = ring.newest();
  if (!newest) return newest.error();
  std::size_t now = 0;
  auto own = own_key(head, ring, path, &now);
  if (!own) return own.error();
  const std::size_t other = 1 - now;
  if (base::little(place_of(head, now), 4) == newest->number && base::little(place_of(head, other), 4) == 0)
    return false;
  const auto at = [](std::size_t which) { return kMark.size() + which * kPlace; };
  std::size_t keeps = now;
  if (base::little(place_of(head, now), 4) != newest->number) {
    // The number last: until it is there the place is empty, and the old key opens the file.
    std::uint8_t* place = place_of(head, other);
    wrap(place, *newest, *own);
    int error = write_at(file.get(), place + 4, kPlace - 4, at(other) + 4);
    if (error == 0 && fdatasync(file.get()) != 0) error = errno;
    if (error == 0) error = write_at(file.get(), place, 4, at(other));
    if (error == 0 && fdatasync(file.get()) != 0) error = errno;
    if (error != 0) return unreadable(path, "cannot be written: " + std::string(std::strerror(error)));
    keeps = other;
  }
  sodium_memzero(own->data(), own->size());
  const std::array<std::uint8_t, kPlace> empty{};
  if (const int error = write_at(file.get(), empty.data(), empty.size(), at(1 - keeps)); error != 0)
    return unreadable(path, "cannot be written: " + std::string(std::strerror(error)));
  (void)fdatasync(file.get());
  return true;
}

Rewrapped rewrap_all(const std::string& directory, KeyRing& ring) {
  namespace fs = std::filesystem;
  Rewrapped all;
  std::error_code bad;
  for (fs::recursive_directory_iterator at(directory, bad), end; !bad && at != end; at.increment(bad)) {
    if (!at->is_regular_file()) continue;
    const std::string path = at->path().string();
    const auto done = rewrap(path, ring);
    if (!done) {
      ++all.failed;
      if (all.first_failure.empty()) all.first_failure = done.error().words;
    } else if (*done) {
      ++all.files;
    } else if (!is_sealed(path)) {
      ++all.open;
    }
  }
  if (bad && all.first_failure.empty()) all.first_failure = directory + ": " + bad.message();
  if (bad) ++all.failed;
  return all;
}
}  // namespace okno::sealing
