#include "telephony/media/rtp.h"

#include <cstdlib>

namespace okno::telephony::media {
namespace {
// A source whose numbers leap further than this has begun anew (RFC 3550 A.1 has 3000).
constexpr int kSeqLeap = 3000;
// Ten seconds: a longer silence without a new SSRC is a restart as well.
constexpr std::int32_t kTimestampLeap = 10 * 1000 * kSamplesPerMs;

// No packet of others has this source number.
constexpr std::uint64_t kHeldSource = ~std::uint64_t{0};

std::int64_t samples_between(base::Instant from, base::Instant to) {
  return (to - from).count() * kSamplesPerMs / 1000;
}
}  // namespace

std::optional<RtpPacket> read_rtp(std::span<std::uint8_t> datagram) {
  if (datagram.size() < kRtpHeader || (datagram[0] >> 6) != 2) return std::nullopt;
  std::size_t at = kRtpHeader + 4U * (datagram[0] & 0x0F);
  if (at > datagram.size()) return std::nullopt;
  if ((datagram[0] & 0x10) != 0) {
    if (at + 4 > datagram.size()) return std::nullopt;
    at += 4 + 4U * read16(&datagram[at + 2]);
    if (at > datagram.size()) return std::nullopt;
  }
  std::size_t end = datagram.size();
  if ((datagram[0] & 0x20) != 0) {
    const std::size_t padding = datagram[end - 1];
    if (padding == 0 || at + padding > end) return std::nullopt;
    end -= padding;
  }
  RtpPacket out;
  out.payload_type = datagram[1] & 0x7F;
  out.marker = (datagram[1] & 0x80) != 0;
  if (out.marker && out.payload_type >= 64 && out.payload_type < 96)
    return std::nullopt;  // RTCP (RFC 5761, 4)
  out.seq = read16(&datagram[2]);
  out.timestamp = read32(&datagram[4]);
  out.ssrc = read32(&datagram[8]);
  out.payload = datagram.subspan(at, end - at);
  return out;
}

std::span<std::uint8_t> write_rtp(const RtpPacket& packet) {
  std::uint8_t* head = packet.payload.data() - kRtpHeader;
  head[0] = 0x80;
  head[1] = static_cast<std::uint8_t>((packet.marker ? 0x80 : 0) | packet.payload_type);
  write16(head + 2, packet.seq);
  write32(head + 4, packet.timestamp);
  write32(head + 8, packet.ssrc);
  return {head, kRtpHeader + packet.payload.size()};
}

void Reception::restart(const RtpPacket& packet) {
  if (started_) lost_before_ += lost_now();
  started_ = true;
  ssrc_ = packet.ssrc;
  base_ = highest_ = packet.seq;
  of_this_source_ = expected_then_ = received_then_ = 0;
  jitter_ = 0;
  transit_ = 0;
}

void Reception::heard(const RtpPacket& packet, base::Instant now) {
  const auto step = static_cast<std::int16_t>(packet.seq - static_cast<std::uint16_t>(highest_));
  const bool fresh = !started_ || packet.ssrc != ssrc_ || std::abs(step) > kSeqLeap;
  if (fresh) {
    restart(packet);
  } else if (step > 0) {
    highest_ += static_cast<std::uint32_t>(step);
  }
  ++packets_;
  ++of_this_source_;
  const std::int64_t arrival = now.time_since_epoch().count() * kSamplesPerMs / 1000;
  const std::int64_t transit = arrival - static_cast<std::int64_t>(packet.timestamp);
  if (!fresh) {
    const auto d = static_cast<double>(std::llabs(transit - transit_));
    if (d < kTimestampLeap) jitter_ += (d - jitter_) / 16;
  }
  transit_ = transit;
}

std::uint64_t Reception::lost_now() const {
  if (!started_) return 0;
  const std::uint64_t expected = std::uint64_t{highest_} - base_ + 1;
  return expected > of_this_source_ ? expected - of_this_source_ : 0;
}

std::uint8_t Reception::take_fraction_lost() {
  if (!started_) return 0;
  const std::uint64_t expected = std::uint64_t{highest_} - base_ + 1;
  const std::uint64_t wanted = expected - expected_then_, got = of_this_source_ - received_then_;
  expected_then_ = expected;
  received_then_ = of_this_source_;
  if (wanted == 0 || got >= wanted) return 0;
  return static_cast<std::uint8_t>(((wanted - got) << 8) / wanted > 255 ? 255
                                                                        : ((wanted - got) << 8) / wanted);
}

std::uint32_t Numbering::next_timestamp(base::Instant now) const {
  if (!anything_) return last_timestamp_;
  // At least one frame on: time may have stood still between two sources.
  const std::int64_t passed = samples_between(last_at_, now);
  return last_timestamp_ +
         static_cast<std::uint32_t>(passed < static_cast<std::int64_t>(kFrame) ? kFrame : passed);
}

std::uint32_t Numbering::timestamp_at(base::Instant now) const {
  return last_timestamp_ + static_cast<std::uint32_t>(samples_between(last_at_, now));
}

void Numbering::sent(std::uint16_t seq, std::uint32_t timestamp, base::Instant now) {
  if (static_cast<std::int16_t>(seq - last_seq_) > 0) last_seq_ = seq;
  // The packets of one key share a timestamp: the clock goes by the first of them.
  if (anything_ && static_cast<std::int32_t>(timestamp - last_timestamp_) <= 0) return;
  anything_ = true;
  last_timestamp_ = timestamp;
  last_at_ = now;
}

std::optional<Numbering::Number> Numbering::relayed(std::uint64_t source, std::uint16_t seq,
                                                    std::uint32_t timestamp, base::Instant now) {
  const int step = static_cast<std::int16_t>(seq - last_in_seq_);
  const auto leap = static_cast<std::int32_t>(timestamp - last_in_timestamp_);
  const bool fresh = source != source_ || std::abs(step) > kSeqLeap || std::abs(leap) > kTimestampLeap;
  if (fresh) {
    source_ = source;
    seq_shift_ = static_cast<std::uint16_t>(last_seq_ + 1 - seq);
    timestamp_shift_ = next_timestamp(now) - timestamp;
    first_in_seq_ = last_in_seq_ = seq;
    last_in_timestamp_ = timestamp;
  } else {
    // Once the source is long under way its first number says nothing any more (it would wrap).
    if (step > 0 && static_cast<std::uint16_t>(seq - first_in_seq_) > 2 * kSeqLeap) {
      first_in_seq_ = static_cast<std::uint16_t>(seq - kSeqLeap);
    }
    if (static_cast<std::int16_t>(seq - first_in_seq_) < 0) return std::nullopt;
    if (step > 0) {
      last_in_seq_ = seq;
      last_in_timestamp_ = timestamp;
    }
  }
  const Number out{static_cast<std::uint16_t>(seq + seq_shift_), timestamp + timestamp_shift_, fresh};
  sent(out.seq, out.timestamp, now);
  return out;
}

Numbering::Number Numbering::own(std::uint32_t samples, base::Instant now) {
  // An own stream runs by its frames, not by the clock; only after a pause does the clock say how far on we
  // are.
  const bool fresh = source_ != 0 || !anything_ || now - last_at_ > std::chrono::milliseconds(200);
  source_ = 0;
  const Number out{static_cast<std::uint16_t>(last_seq_ + 1),
                   fresh ? next_timestamp(now) : last_timestamp_ + samples, fresh};
  sent(out.seq, out.timestamp, now);
  return out;
}

Numbering::Number Numbering::held(bool first, base::Instant now) {
  source_ = kHeldSource;  // whatever comes next takes its timestamp from the clock
  const Number out{static_cast<std::uint16_t>(last_seq_ + 1), first ? next_timestamp(now) : last_timestamp_,
                   first};
  sent(out.seq, out.timestamp, now);
  return out;
}
}  // namespace okno::telephony::media
