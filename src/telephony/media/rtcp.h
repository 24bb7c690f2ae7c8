// The little RTCP (RFC 3550, 6) that keeps far ends content: a report and our name, and reading theirs. Pure.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "base/instant.h"
#include "telephony/media/hearing/quality.h"
#include "telephony/media/rtp.h"

namespace okno::telephony::media {
struct SentSoFar {
  std::uint32_t packets = 0, octets = 0;
  std::uint32_t timestamp = 0;  // RTP's, of this moment
};

class ReportExchange {
 public:
  // Room for a sender report with one block and our name, and for SRTCP's additions.
  static constexpr std::size_t kRoom = 160;
  // Takes the far end's compound packet. False: it is none.
  bool heard(std::span<const std::uint8_t> packet, base::Instant now);
  // What it said last of the stream that write() named; none: nothing since it was asked before.
  std::optional<FarReport> take_theirs() { return std::exchange(theirs_, std::nullopt); }
  // Writes ours into `out` (kRoom bytes at least) and gives what was written.
  std::span<std::uint8_t> write(std::uint32_t ssrc, const SentSoFar& sent, Reception& reception,
                                base::Instant now, std::span<std::uint8_t> out);

 private:
  void read_block(const std::uint8_t* block, base::Instant now);
  std::uint32_t ssrc_ = 0;  // ours
  std::optional<FarReport> theirs_;
  std::uint32_t their_report_ = 0;  // middle 32 bits of their NTP time
  base::Instant heard_at_{};
};
}  // namespace okno::telephony::media
