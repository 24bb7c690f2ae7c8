// A sealed file:
//   "OKNOSND1", then two places for the file's own key, each: number of the key of the ring (4 bytes; 0:
//   empty), nonce (24), the file's key sealed by it (48; crypto_secretbox). A new key goes into the place
//   that is empty. Then frames: length n (2 bytes). n > 0: n + 17 bytes, of which n are content
//   (crypto_secretstream). n = 0: a new stream begins, its header of 24 bytes follows; whoever continues a
//   file begins one.
// Numbers are little endian. What a killed process left behind is readable up to its last whole frame.
#pragma once
#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "sealing/key_ring.h"

namespace okno::sealing {
inline constexpr std::size_t kMostInFrame = 16'384;  // bytes of content

// Errors of all of them: "no_key", "bad_keys", "sealed_unreadable" (damaged, or somebody changed it).

// Writes at the end of a file descriptor that it does not own. One thread.
class SealedWriter {
 public:
  ~SealedWriter();
  // A new, empty file, or one of ours, which is continued after its last whole frame. `content`: bytes of
  // content that it has already. The error's code "not_ours": something else lies there; else the words are
  // those of errno in `failed_with()`.
  static base::Result<std::unique_ptr<SealedWriter>> open(int fd, KeyRing& ring);
  // 0 or errno.
  int append(std::span<const std::uint8_t> content);
  std::uint64_t content() const { return content_; }
  int finish();  // nothing comes after it until somebody continues the file; 0 or errno

 private:
  struct Stream;
  SealedWriter();
  int begin_stream();
  int frame(std::span<const std::uint8_t> content);
  std::unique_ptr<Stream> stream_;
  int fd_ = -1;
  std::uint64_t end_ = 0, content_ = 0;
};

// From the first byte to the last, sealed or open.
class SoundReader {
 public:
  ~SoundReader();
  // `ring` may be nullptr: then only open files are read. "not_found" when there is no such file.
  static base::Result<std::unique_ptr<SoundReader>> open(const std::string& path, KeyRing* ring);
  base::Result<std::size_t> read(std::span<std::uint8_t> into);  // 0 at the end

 private:
  struct State;
  SoundReader();
  base::Result<bool> next_frame();
  std::unique_ptr<State> state_;
};

// The same as a C stream that only reads, from the beginning to the end; nullptr: `why` says.
std::FILE* open_sound(const std::string& path, KeyRing* ring, base::Error& why);

bool is_sealed(const std::string& path);
// Bytes of content; of a sealed file by the lengths of its frames alone.
base::Result<std::uint64_t> content_size(const std::string& path);
base::Result<std::string> content_part(const std::string& path, KeyRing* ring, std::uint64_t offset,
                                       std::uint64_t length);
// A whole small file at once (an mp3); it appears complete or not at all.
base::Result<void> write_sealed(const std::string& path, KeyRing& ring,
                                std::span<const std::uint8_t> content);

// Wraps the file's key with the ring's newest; false: it is already, or the file is open.
base::Result<bool> rewrap(const std::string& path, KeyRing& ring);
struct Rewrapped {
  std::int64_t files = 0, open = 0, failed = 0;  // open: not sealed, left as they are
  std::string first_failure;
};
Rewrapped rewrap_all(const std::string& directory, KeyRing& ring);
}  // namespace okno::sealing
