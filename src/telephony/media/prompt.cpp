#include "telephony/media/prompt.h"

#include <sndfile.h>
#include <sys/stat.h>

#include <cmath>
#include <cstring>
#include <optional>

#include "telephony/media/g711.h"
#include "telephony/media/rtp.h"

namespace okno::telephony::media {
namespace {
// An hour; a longer file would not fit into the cache anyhow.
constexpr sf_count_t kMaxFrames = 3600LL * 48000;

std::optional<std::int64_t> changed_at(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return std::nullopt;
  return std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec + info.st_size;
}

std::vector<std::int16_t> mixed_down(const std::vector<std::int16_t>& in, int channels) {
  if (channels == 1) return in;
  std::vector<std::int16_t> out(in.size() / static_cast<std::size_t>(channels));
  for (std::size_t i = 0; i < out.size(); ++i) {
    int sum = 0;
    for (int c = 0; c < channels; ++c)
      sum += in[i * static_cast<std::size_t>(channels) + static_cast<std::size_t>(c)];
    out[i] = static_cast<std::int16_t>(sum / channels);
  }
  return out;
}

// Straight lines between samples: good enough for music on hold; prompts are made at 8 kHz.
std::vector<std::int16_t> at_8khz(const std::vector<std::int16_t>& in, int rate) {
  if (rate == 8000 || in.empty()) return in;
  std::vector<std::int16_t> out(static_cast<std::size_t>(static_cast<double>(in.size()) * 8000 / rate));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double at = static_cast<double>(i) * rate / 8000;
    const auto left = static_cast<std::size_t>(at);
    const std::int16_t a = in[left], b = in[left + 1 < in.size() ? left + 1 : left];
    out[i] = static_cast<std::int16_t>(a + (b - a) * (at - static_cast<double>(left)));
  }
  return out;
}
}  // namespace

base::Result<std::shared_ptr<const Prompt>> read_prompt(const std::string& path) {
  SF_INFO info{};
  SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
  if (file == nullptr) return base::Error{"prompt_unreadable", path + ": " + sf_strerror(nullptr)};
  if (info.channels < 1 || info.channels > 8 || info.samplerate < 4000 || info.frames > kMaxFrames) {
    sf_close(file);
    return base::Error{"prompt_unreadable", path + ": neither speech nor music of at most an hour"};
  }
  std::vector<std::int16_t> samples(static_cast<std::size_t>(info.frames) *
                                    static_cast<std::size_t>(info.channels));
  const sf_count_t got = sf_readf_short(file, samples.data(), info.frames);
  sf_close(file);
  samples.resize(static_cast<std::size_t>(got < 0 ? 0 : got) * static_cast<std::size_t>(info.channels));
  samples = at_8khz(mixed_down(samples, info.channels), info.samplerate);
  if (samples.empty()) return base::Error{"prompt_unreadable", path + ": there is no sound in it"};
  samples.resize((samples.size() + kFrame - 1) / kFrame * kFrame, 0);
  auto out = std::make_shared<Prompt>();
  out->alaw.resize(samples.size());
  out->ulaw.resize(samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    out->alaw[i] = g711::alaw_of(samples[i]);
    out->ulaw[i] = g711::ulaw_of(samples[i]);
  }
  return std::shared_ptr<const Prompt>(std::move(out));
}

std::shared_ptr<const Prompt> PromptCache::find(const std::string& path) {
  const auto changed = changed_at(path);
  const std::lock_guard lock(mutex_);
  const auto at = entries_.find(path);
  if (at == entries_.end()) return nullptr;
  if (!changed || at->second.changed != *changed) {
    forget(path);
    return nullptr;
  }
  ages_.splice(ages_.begin(), ages_, at->second.age);
  return at->second.prompt;
}

base::Result<std::shared_ptr<const Prompt>> PromptCache::load(const std::string& path) {
  if (auto known = find(path)) return known;
  const auto changed = changed_at(path);
  auto read = read_prompt(path);
  if (read.ok() && changed) keep(path, *changed, read.value());
  return read;
}

void PromptCache::keep(const std::string& path, std::int64_t changed, std::shared_ptr<const Prompt> prompt) {
  const std::lock_guard lock(mutex_);
  const std::size_t size = 2 * prompt->alaw.size();
  if (size > limit_) return;
  forget(path);
  while (bytes_ + size > limit_ && !ages_.empty()) forget(std::string(ages_.back()));
  ages_.push_front(path);
  entries_[path] = Entry{std::move(prompt), changed, ages_.begin()};
  bytes_ += size;
}

void PromptCache::forget(const std::string& path) {
  const auto at = entries_.find(path);
  if (at == entries_.end()) return;
  bytes_ -= 2 * at->second.prompt->alaw.size();
  ages_.erase(at->second.age);
  entries_.erase(at);
}

std::size_t PromptCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}
}  // namespace okno::telephony::media
