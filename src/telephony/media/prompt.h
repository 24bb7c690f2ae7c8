// Sound files in memory, ready to be sent: decoded once, shared by every call. Any thread; reading a file
// blocks, so media threads only ever get what is already loaded.
#pragma once
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace okno::telephony::media {
// Both laws, padded with silence to whole frames of 20 ms.
struct Prompt {
  std::vector<std::uint8_t> alaw, ulaw;
  std::size_t frames() const { return alaw.size() / 160; }
};

// Any WAV that libsndfile reads: other rates and stereo become 8 kHz mono. "prompt_unreadable" names the
// file.
base::Result<std::shared_ptr<const Prompt>> read_prompt(const std::string& path);

class PromptCache {
 public:
  // 64 MB hold more than an hour of speech; the least recently played goes first.
  explicit PromptCache(std::size_t limit_bytes = 64U << 20) : limit_(limit_bytes) {}
  // What is in memory and unchanged on disk; nothing: load() it elsewhere.
  std::shared_ptr<const Prompt> find(const std::string& path);
  base::Result<std::shared_ptr<const Prompt>> load(const std::string& path);
  std::size_t bytes() const;

 private:
  struct Entry {
    std::shared_ptr<const Prompt> prompt;
    std::int64_t changed = 0;  // of the file, nanoseconds
    std::list<std::string>::iterator age;
  };
  void keep(const std::string& path, std::int64_t changed, std::shared_ptr<const Prompt> prompt);
  void forget(const std::string& path);
  mutable std::mutex mutex_;
  std::size_t limit_, bytes_ = 0;
  std::list<std::string> ages_;  // the most recently played first
  std::unordered_map<std::string, Entry> entries_;
};
}  // namespace okno::telephony::media
