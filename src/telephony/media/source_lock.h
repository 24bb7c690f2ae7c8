// Whose packets we believe. The far end's SDP names an address; behind NAT its packets come from another one.
// The first consistent packets decide, then a stranger's packets are dropped. Whoever sends from where
// neither the SDP nor the signalling is has to be consistent for much longer, and cannot get in the way of
// those who do. Pure: time is an argument.
#pragma once
#include <cstdint>

#include "base/instant.h"
#include "telephony/media/rtp.h"
#include "telephony/webrtc/address.h"

namespace okno::telephony::media {
using webrtc::Address;

class SourceLock {
 public:
  explicit SourceLock(std::uint32_t signalling = 0)
      : signalling_(signalling) {}  // an IPv4 address; 0: unknown
  // A new SDP: `expected` is where it says that the far end is. Keeps the lock when nothing has changed.
  void expect(const Address& expected);
  // May this packet be used? False: a stranger's, or not yet proved.
  bool admits(const Address& from, const RtpPacket& packet, base::Instant now);
  // Where to send: the proved source, else what the SDP says, else nowhere.
  const Address& destination() const { return locked_ ? locked_address_ : expected_; }
  bool locked() const { return locked_; }

 private:
  void lock(const Address& to, std::uint32_t ssrc, base::Instant now);
  bool is_near(const Address& from) const { return from.ip == expected_.ip || from.ip == signalling_; }
  std::uint32_t signalling_;
  Address expected_, locked_address_, candidate_;
  bool locked_ = false;
  std::uint32_t ssrc_ = 0, candidate_ssrc_ = 0;
  std::uint16_t candidate_seq_ = 0;
  int consistent_ = 0;
  base::Instant last_heard_{}, candidate_heard_{};
};
}  // namespace okno::telephony::media
