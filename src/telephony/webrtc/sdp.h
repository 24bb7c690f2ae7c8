// A browser's offer and our answer (RFC 8829, RFC 8866): one audio stream, G.711 and telephone-event. Pure.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "telephony/webrtc/address.h"
#include "telephony/webrtc/dtls.h"

namespace okno::telephony::webrtc {
struct BrowserOffer {
  struct Line {            // an m-line, in the offer's order
    std::string kind;      // "audio", "video", "application"
    std::string protocol;  // "UDP/TLS/RTP/SAVPF"
    std::string formats;   // as written, for the refusal
    std::string mid;
  };
  std::vector<Line> lines;
  std::size_t audio = 0;  // which of them is taken
  std::string ufrag, password;
  Fingerprint fingerprint;
  bool pcma = false, pcmu = false;
  int telephone_event = -1;  // payload type, -1: none at 8 kHz
  bool sends = true, receives = true;
};
// "sdp_malformed" when it is no SDP that we can read, "sdp_not_acceptable" when there is nothing in it for
// us; the words name what is missing.
base::Result<BrowserOffer> read_offer(std::string_view sdp);

struct OurSide {
  std::string ufrag, password;
  std::string fingerprint;          // SHA-256
  std::vector<Address> candidates;  // at least one, the preferred first
  std::uint32_t ssrc = 0;
  std::uint64_t session = 0;  // any number
};
std::string write_answer(const BrowserOffer& offer, const OurSide& ours);
}  // namespace okno::telephony::webrtc
