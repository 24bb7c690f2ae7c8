#include "telephony/media/source_lock.h"

namespace okno::telephony::media {
namespace {
// From an address that the SDP does not name, so many packets in sequence are the proof (60 ms of sound).
constexpr int kConsistentPackets = 3;
// From an address that nothing speaks for (a NAT with several outer addresses, or somebody who sprays packets
// over all ports): a second of sound.
constexpr int kFarConsistentPackets = 50;
// So long a candidate near the signalling has the right of way before a far one.
constexpr base::Duration kCandidateRests = std::chrono::milliseconds(500);
// A NAT that forgot its mapping gives the same stream a new address; believed after so long a silence of the
// old one.
constexpr base::Duration kMovedAfter = std::chrono::seconds(2);
}  // namespace

void SourceLock::expect(const Address& expected) {
  if (expected == expected_) return;
  expected_ = expected;
  locked_ = false;
  consistent_ = 0;
}

void SourceLock::lock(const Address& to, std::uint32_t ssrc, base::Instant now) {
  locked_ = true;
  locked_address_ = to;
  ssrc_ = ssrc;
  last_heard_ = now;
  consistent_ = 0;
}

bool SourceLock::admits(const Address& from, const RtpPacket& packet, base::Instant now) {
  if (locked_ && from == locked_address_) {
    ssrc_ = packet.ssrc;
    last_heard_ = now;
    return true;
  }
  if (from == expected_) {  // what the signalling names outweighs what came first
    lock(from, packet.ssrc, now);
    return true;
  }
  if (locked_ && (packet.ssrc != ssrc_ || now - last_heard_ < kMovedAfter)) return false;
  const auto step = static_cast<std::uint16_t>(packet.seq - candidate_seq_);
  const bool near = is_near(from);
  if (!near && consistent_ > 0 && is_near(candidate_) && now - candidate_heard_ < kCandidateRests)
    return false;
  const bool goes_on =
      consistent_ > 0 && from == candidate_ && packet.ssrc == candidate_ssrc_ && step >= 1 && step <= 3;
  consistent_ = goes_on ? consistent_ + 1 : 1;
  candidate_ = from;
  candidate_ssrc_ = packet.ssrc;
  candidate_seq_ = packet.seq;
  candidate_heard_ = now;
  if (consistent_ < (near ? kConsistentPackets : kFarConsistentPackets)) return false;
  lock(from, packet.ssrc, now);
  return true;
}
}  // namespace okno::telephony::media
