#include "telephony/media/recording.h"

#include <algorithm>
#include <array>
#include <utility>

#include "telephony/media/g711.h"
#include "telephony/media/hearing/concealment.h"

namespace okno::telephony::media {
namespace {
// Later than this a packet misses its place. Nobody waits for a recording, so it may be long; what is not yet
// passed on is lost when the process is killed, so it may not be too long.
constexpr std::int64_t kHoldBack = 300 * kSamplesPerMs;
constexpr std::int64_t kWindow = 2000 * kSamplesPerMs;
constexpr std::int64_t kTolerance = 10 * kSamplesPerMs;
constexpr std::int64_t kLeap = 1000 * kSamplesPerMs;
constexpr std::int64_t kGrid = static_cast<std::int64_t>(kFrame);
}  // namespace

RecordingLane::RecordingLane() : ring_(kRing, g711::kSilenceA) {}

void RecordingLane::anchor(std::uint32_t timestamp, std::int64_t at, std::int64_t arrival) {
  anchor_timestamp_ = timestamp;
  anchor_at_ = at;
  window_ends_ = arrival + kWindow;
  least_late_ = kLeap;
}

std::int64_t RecordingLane::place(std::uint64_t source, std::uint32_t timestamp, std::int64_t arrival) {
  const auto step = static_cast<std::int32_t>(timestamp - anchor_timestamp_);
  std::int64_t at = anchor_at_ + step;
  std::int64_t late = arrival - at;
  // A new source, a leap, or a packet from the future: then the one that we went by was itself late.
  if (source != source_ || late > kLeap || late < -kTolerance) {
    source_ = source;
    anchor(timestamp, arrival, arrival);
    return arrival;
  }
  least_late_ = std::min(least_late_, late);
  if (arrival >= window_ends_) {
    const std::int64_t shift = least_late_ > kTolerance ? least_late_ : 0;  // their clock is slow
    at += shift;
    anchor(timestamp, at, arrival);
  } else if (step > 0) {
    anchor_timestamp_ = timestamp;
    anchor_at_ = at;
  }
  return at;
}

void RecordingLane::heard(std::uint64_t source, std::uint32_t timestamp,
                          std::span<const std::uint8_t> payload, Codec codec, std::int64_t arrival) {
  const bool goes_on = source == source_;
  std::int64_t at = place(source, timestamp, arrival);
  if (goes_on && !quiet_) conceal_before(at);
  if (!goes_on || at >= end_) end_ = at + static_cast<std::int64_t>(payload.size());
  if (quiet_) return;
  for (const std::uint8_t byte : payload) {
    if (at >= std::max(taken_, loud_from_) && at < taken_ + static_cast<std::int64_t>(kRing)) {
      ring_[static_cast<std::size_t>(at) % kRing] = codec == Codec::pcma ? byte : g711::kAlawOfUlaw[byte];
    }
    ++at;
  }
}

void RecordingLane::quiet(bool on, std::int64_t from) {
  if (quiet_ == on) return;
  quiet_ = on;
  loud_from_ = from;
  const std::int64_t end = taken_ + static_cast<std::int64_t>(kRing);
  for (std::int64_t at = std::max(from, taken_); on && at < end; ++at)
    ring_[static_cast<std::size_t>(at) % kRing] = g711::kSilenceA;
}

// A short gap is heard as the far end's hearer hears it; who comes late is laid over what was made up.
void RecordingLane::conceal_before(std::int64_t at) {
  const std::int64_t gap = at - end_, from = end_ - static_cast<std::int64_t>(kConcealFrom);
  if (gap <= 0 || gap > static_cast<std::int64_t>(kMostConcealed) || from < taken_) return;
  if (at > taken_ + static_cast<std::int64_t>(kRing)) return;
  const auto byte = [this](std::int64_t n) -> std::uint8_t& {
    return ring_[static_cast<std::size_t>(n) % kRing];
  };
  std::array<std::int16_t, kConcealFrom> before;
  std::array<std::int16_t, kMostConcealed> lost;
  for (std::size_t i = 0; i < before.size(); ++i)
    before[i] = g711::linear_of_alaw(byte(from + static_cast<std::int64_t>(i)));
  const auto made_up = std::span(lost).first(static_cast<std::size_t>(gap));
  conceal(before, made_up, {});
  for (std::int64_t i = 0; i < gap; ++i) byte(end_ + i) = g711::alaw_of(made_up[static_cast<std::size_t>(i)]);
}

void RecordingLane::take(std::int64_t until, std::uint8_t* out) {
  const std::int64_t held = std::min(until, taken_ + static_cast<std::int64_t>(kRing));
  for (; taken_ < held; ++taken_, out += 2) {
    std::uint8_t& byte = ring_[static_cast<std::size_t>(taken_) % kRing];
    *out = std::exchange(byte, g711::kSilenceA);
  }
  for (; taken_ < until; ++taken_, out += 2) *out = g711::kSilenceA;
}

Recording::Recording(std::unique_ptr<Sink> sink, base::Instant now) : sink_(std::move(sink)), began_(now) {}

void Recording::heard(Side side, std::uint64_t source, const RtpPacket& packet, Codec codec,
                      base::Instant now) {
  (side == Side::left ? left_ : right_)
      .heard(source, packet.timestamp, packet.payload, codec, samples_at(now));
}

void Recording::pass_on(std::int64_t until) {
  until -= until % kGrid;
  if (until <= passed_) return;
  std::vector<std::uint8_t> stereo(static_cast<std::size_t>(until - passed_) * 2);
  left_.take(until, stereo.data());
  right_.take(until, stereo.data() + 1);
  passed_ = until;
  sink_->append(std::move(stereo));
}

void Recording::pause(bool on, base::Instant now) {
  left_.quiet(on, samples_at(now));
  right_.quiet(on, samples_at(now));
}

void Recording::sweep(base::Instant now) {
  pass_on(samples_at(now) - kHoldBack);
}

void Recording::finish(base::Instant now) {
  pass_on(samples_at(now) + kGrid - 1);
  sink_->close();
}
}  // namespace okno::telephony::media
