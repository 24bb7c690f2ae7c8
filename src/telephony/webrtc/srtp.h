// SRTP and SRTCP (RFC 3711) with AES-128-GCM (RFC 7714) or AES-CM/HMAC-SHA1-80, in place, without allocation.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace okno::telephony::webrtc {
enum class SrtpProfile { aead_aes_128_gcm, aes128_cm_sha1_80 };
inline constexpr std::size_t kSrtpMasterKey = 16;
inline std::size_t master_salt_size(SrtpProfile profile) {
  return profile == SrtpProfile::aead_aes_128_gcm ? 12 : 14;
}

struct SrtpKeys {  // of one direction
  SrtpProfile profile = SrtpProfile::aead_aes_128_gcm;
  std::array<std::uint8_t, kSrtpMasterKey> key{};
  std::array<std::uint8_t, 14> salt{};  // 12 bytes used by GCM, the rest zero
};

// One direction: either it protects what we send or it opens what we get. An index is never used twice:
// sending one again would break GCM, accepting one again would be a replay.
class Srtp {
 public:
  static constexpr std::size_t kOverhead = 20;  // bytes a packet grows by at most (SRTCP with GCM)
  explicit Srtp(const SrtpKeys& keys);
  ~Srtp();
  Srtp(const Srtp&) = delete;
  Srtp& operator=(const Srtp&) = delete;

  // In place; kOverhead bytes after the packet are free. Empty: not sent (malformed, or its number was used
  // already).
  std::span<std::uint8_t> protect(std::span<std::uint8_t> rtp);
  std::span<std::uint8_t> protect_rtcp(std::span<std::uint8_t> rtcp);
  // In place; empty when it is not authentic, a replay, or no packet at all.
  std::span<std::uint8_t> open(std::span<std::uint8_t> srtp);
  std::span<std::uint8_t> open_rtcp(std::span<std::uint8_t> srtcp);

 private:
  class Seal;
  // Where a stream's numbers stand, and which of the last 128 were seen.
  struct Stream {
    std::uint32_t ssrc = 0;
    bool started = false;
    std::uint64_t highest = 0;  // 48-bit index
    std::array<std::uint64_t, 2> seen{};
    std::uint64_t index_of(std::uint16_t seq) const;
    bool may_use(std::uint64_t index) const;
    void use(std::uint64_t index);
  };
  // Of one direction of a call. A provider begins a new one with each announcement and each hand-over; a new
  // one past this is refused, since to forget an old one would be to take it again.
  static constexpr std::size_t kStreams = 64;
  using Streams = std::array<Stream, kStreams>;
  static Stream* stream_of(Streams& streams, std::uint32_t ssrc);

  Streams streams_{};
  Streams
      rtcp_streams_{};  // who begins a new stream counts its RTCP from the beginning too (RFC 3711, 3.2.3)
  std::uint32_t rtcp_index_ = 0;
  std::unique_ptr<Seal> rtp_seal_, rtcp_seal_;
};
}  // namespace okno::telephony::webrtc
