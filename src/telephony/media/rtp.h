// RTP packets (RFC 3550): reading and writing the header, the numbering of what we send, and what we know of
// what comes in. Pure: no socket, time is an argument.
#pragma once
#include <cstdint>
#include <optional>
#include <span>

#include "base/instant.h"

namespace okno::telephony::media {
inline constexpr std::size_t kRtpHeader = 12;  // bytes, without contributing sources and extension
inline constexpr int kSamplesPerMs = 8;        // every codec here runs at 8 kHz
inline constexpr std::size_t kFrame = 160;     // samples and bytes of 20 ms of G.711

inline std::uint16_t read16(const std::uint8_t* p) {
  return static_cast<std::uint16_t>((p[0] << 8) | p[1]);
}
inline std::uint32_t read32(const std::uint8_t* p) {
  return (std::uint32_t{p[0]} << 24) | (std::uint32_t{p[1]} << 16) | (std::uint32_t{p[2]} << 8) | p[3];
}
inline void write16(std::uint8_t* p, std::uint16_t v) {
  p[0] = static_cast<std::uint8_t>(v >> 8);
  p[1] = static_cast<std::uint8_t>(v);
}
inline void write32(std::uint8_t* p, std::uint32_t v) {
  write16(p, static_cast<std::uint16_t>(v >> 16));
  write16(p + 2, static_cast<std::uint16_t>(v));
}

struct RtpPacket {
  std::uint8_t payload_type = 0;
  bool marker = false;
  std::uint16_t seq = 0;
  std::uint32_t timestamp = 0;
  std::uint32_t ssrc = 0;
  std::span<std::uint8_t> payload;  // into the buffer that was read; at least 12 bytes of it lie before
};
// Nothing when it is no RTP: wrong version, lengths that do not fit, an RTCP packet type.
std::optional<RtpPacket> read_rtp(std::span<std::uint8_t> datagram);
// Writes the header right before `payload` (12 bytes of room) and gives the whole packet.
std::span<std::uint8_t> write_rtp(const RtpPacket& packet);

// What came in from one source: loss and jitter by RFC 3550 A.1, A.3, A.8.
class Reception {
 public:
  void heard(const RtpPacket& packet, base::Instant now);
  std::uint64_t packets() const { return packets_; }
  std::uint64_t lost() const { return lost_before_ + lost_now(); }
  double jitter_ms() const { return jitter_ / kSamplesPerMs; }
  std::uint32_t jitter_units() const { return static_cast<std::uint32_t>(jitter_); }
  std::uint32_t ssrc() const { return ssrc_; }
  std::uint32_t highest_seq() const { return highest_; }  // extended
  // The share of packets lost since the last call, in 1/256.
  std::uint8_t take_fraction_lost();

 private:
  std::uint64_t lost_now() const;
  void restart(const RtpPacket& packet);
  bool started_ = false;
  std::uint32_t ssrc_ = 0, highest_ = 0, base_ = 0;
  std::uint64_t packets_ = 0, of_this_source_ = 0, lost_before_ = 0;
  std::uint64_t expected_then_ = 0, received_then_ = 0;
  double jitter_ = 0;
  std::int64_t transit_ = 0;
};

// The numbering of what we send on one leg: one SSRC for the leg's life, sequence and timestamp without a
// jump whatever the sound's source is, and a marker where a new source begins.
class Numbering {
 public:
  Numbering(std::uint32_t ssrc, std::uint16_t first_seq, std::uint32_t first_timestamp)
      : ssrc_(ssrc), last_seq_(static_cast<std::uint16_t>(first_seq - 1)), last_timestamp_(first_timestamp) {}
  struct Number {
    std::uint16_t seq = 0;
    std::uint32_t timestamp = 0;
    bool marker = false;
  };
  // A packet passed on: gaps and disorder of the source stay visible. `source` tells one stream from another.
  // Nothing when it is a straggler from before this source began.
  std::optional<Number> relayed(std::uint64_t source, std::uint16_t seq, std::uint32_t timestamp,
                                base::Instant now);
  // A packet of our own, `samples` long; for RFC 4733, whose packets of one digit share a timestamp, use
  // `held`.
  Number own(std::uint32_t samples, base::Instant now);
  Number held(bool first, base::Instant now);
  std::uint32_t ssrc() const { return ssrc_; }
  std::uint32_t timestamp_at(base::Instant now) const;

 private:
  std::uint32_t next_timestamp(base::Instant now) const;
  void sent(std::uint16_t seq, std::uint32_t timestamp, base::Instant now);
  std::uint32_t ssrc_;
  std::uint16_t last_seq_;
  std::uint32_t last_timestamp_;
  bool anything_ = false;
  std::uint64_t source_ = 0;  // 0: our own
  std::uint16_t seq_shift_ = 0, first_in_seq_ = 0, last_in_seq_ = 0;
  std::uint32_t timestamp_shift_ = 0, last_in_timestamp_ = 0;
  base::Instant last_at_{};
};
}  // namespace okno::telephony::media
