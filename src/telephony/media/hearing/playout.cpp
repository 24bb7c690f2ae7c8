#include "telephony/media/hearing/playout.h"

#include <algorithm>

#include "telephony/media/hearing/concealment.h"

namespace okno::telephony::media {
namespace {
constexpr auto kStep = static_cast<std::int32_t>(kFrame);
constexpr int kMostMissing = static_cast<int>(kMostConcealed / kFrame);
}  // namespace

Playout::Playout() : ring_(kRing), played_(kConcealFrom) {}

void Playout::begin(std::uint32_t timestamp) {
  known_.reset();
  next_ = end_ = timestamp;
  begun_ = true;
  flows_ = hurries_ = false;
  takes_ = missing_ = 0;
  least_spare_ = static_cast<std::int32_t>(kRing);
}

void Playout::put(std::uint32_t timestamp, std::span<const std::int16_t> sound) {
  const auto size = static_cast<std::int32_t>(sound.size());
  if (size == 0 || sound.size() > kRing / 4) return;
  auto early = static_cast<std::int32_t>(timestamp - next_);
  // A leap of the source, or one whose clock is far too quick: what was held is of the past.
  if (!begun_ || early > static_cast<std::int32_t>(kRing) - 2 * size ||
      early < -static_cast<std::int32_t>(kRing)) {
    begin(timestamp);
    early = 0;
  }
  if (!flows_ && early < 0 && ahead() - early < static_cast<std::int32_t>(kRing)) {
    next_ = timestamp;  // the first that came was not the first that was sent
    early = 0;
  }
  least_spare_ = std::min(least_spare_, early);
  if (early < 0) {  // its place was taken already: hold back more from now on
    cushion_ = std::min(cushion_ + kFrame, kMost);
    if (early + size <= 0) return;
  }
  for (std::int32_t i = std::max(0, -early); i < size; ++i) {
    const std::size_t at = (timestamp + static_cast<std::uint32_t>(i)) % kRing;
    ring_[at] = sound[static_cast<std::size_t>(i)];
    known_.set(at);
  }
  const std::uint32_t end = timestamp + static_cast<std::uint32_t>(size);
  if (static_cast<std::int32_t>(end - end_) > 0) end_ = end;
  if (ahead() > static_cast<std::int32_t>(kMost + kFrame) && flows_)
    go_on(static_cast<std::size_t>(ahead()) - cushion_);
}

bool Playout::there(std::uint32_t from) const {
  for (std::uint32_t i = 0; i < kFrame; ++i)
    if (!known_.test((from + i) % kRing)) return false;
  return true;
}

Frame Playout::read(std::uint32_t from) const {
  Frame frame;
  for (std::uint32_t i = 0; i < kFrame; ++i) {
    const std::size_t at = (from + i) % kRing;
    frame[i] = known_.test(at) ? ring_[at] : std::int16_t{0};
  }
  return frame;
}

void Playout::go_on(std::size_t samples) {
  for (std::size_t i = 0; i < std::min(samples, kRing); ++i) known_.reset((next_ + i) % kRing);
  next_ += static_cast<std::uint32_t>(samples);
}

Frame Playout::made_up() {
  Frame frame{};
  // All of the gap anew from what was heard before it, so that it fades as one; its last frame is what is
  // wanted.
  std::array<std::int16_t, kMostConcealed> gap{};
  const auto length = static_cast<std::size_t>(missing_) * kFrame;
  conceal(played_, std::span(gap).first(length), {});
  std::copy_n(gap.begin() + static_cast<std::ptrdiff_t>(length - kFrame), kFrame, frame.begin());
  ++concealed_;
  return frame;
}

// Packets that have come with more than a frame to spare for two seconds are held back for nothing: two
// frames become one, blended.
void Playout::consider_hurry() {
  if (++takes_ < kWindow) return;
  takes_ = 0;
  hurries_ = least_spare_ > 2 * kStep;
  if (least_spare_ > kStep && cushion_ > kLeast) cushion_ -= kFrame;
  least_spare_ = static_cast<std::int32_t>(kRing);
}

Frame Playout::take() {
  if (!begun_) return {};
  if (!flows_) {
    if (ahead() < static_cast<std::int32_t>(cushion_)) return {};
    flows_ = true;
    takes_ = 0;
    least_spare_ = static_cast<std::int32_t>(kRing);
  }
  consider_hurry();
  if (!there(next_)) {
    if (++missing_ > kMostMissing) {  // he has stopped, or is gone: silence, and a beginning when he is back
      begun_ = flows_ = false;
      std::fill(played_.begin(), played_.end(), std::int16_t{0});
      return {};
    }
    const Frame frame = made_up();
    // Something later is there: this one is lost. Nothing is there: it may be on its way, and is waited for.
    if (ahead() >= kStep) go_on(kFrame);
    return frame;
  }
  Frame frame = read(next_);
  if (missing_ > 0) {  // blended with what was made up
    std::array<std::int16_t, kMostConcealed> gap{};
    conceal(played_, std::span(gap).first(static_cast<std::size_t>(missing_) * kFrame), frame);
  }
  go_on(kFrame);
  if (hurries_ && there(next_)) {
    const Frame later = read(next_);
    for (int i = 0; i < kStep; ++i) {
      auto& sample = frame[static_cast<std::size_t>(i)];
      sample =
          static_cast<std::int16_t>((sample * (kStep - i) + later[static_cast<std::size_t>(i)] * i) / kStep);
    }
    go_on(kFrame);
    hurries_ = false;
  }
  missing_ = 0;
  std::copy(played_.begin() + kStep, played_.end(), played_.begin());
  std::copy(frame.begin(), frame.end(), played_.end() - kStep);
  return frame;
}

std::size_t Playout::held_ms() const {
  return begun_ && ahead() > 0 ? static_cast<std::size_t>(ahead() / kSamplesPerMs) : 0;
}
}  // namespace okno::telephony::media
