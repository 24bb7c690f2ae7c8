// Sealed sound of a leg whose keys came by the signalling (SDES, RFC 4568). Lives on the leg's thread.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "telephony/webrtc/srtp.h"

namespace okno::telephony::webrtc {
// Master key and salt of each direction.
struct SrtpPair {
  bool gcm = false;  // AEAD_AES_128_GCM (28 bytes), else AES_CM_128_HMAC_SHA1_80 (30 bytes)
  std::vector<std::uint8_t> ours, theirs;
};

class Sealing {
 public:
  // Again with each description: a key that stays goes on counting where it was, also after another cipher or
  // none in between (a counter that began anew would seal two packets alike); one that is new begins anew.
  void set(const SrtpPair& pair);
  // As of Srtp: in place, empty when it is not to be sent or not to be believed.
  std::span<std::uint8_t> protect(std::span<std::uint8_t> rtp) { return out_[gcm_].srtp->protect(rtp); }
  std::span<std::uint8_t> protect_rtcp(std::span<std::uint8_t> rtcp) {
    return out_[gcm_].srtp->protect_rtcp(rtcp);
  }
  std::span<std::uint8_t> open(std::span<std::uint8_t> srtp) { return in_[gcm_].srtp->open(srtp); }
  std::span<std::uint8_t> open_rtcp(std::span<std::uint8_t> srtcp) {
    return in_[gcm_].srtp->open_rtcp(srtcp);
  }

 private:
  struct Way {
    std::vector<std::uint8_t> key;
    std::unique_ptr<Srtp> srtp;
    void set(bool with_gcm, const std::vector<std::uint8_t>& key_and_salt);
  };
  Way out_[2], in_[2];  // by cipher
  bool gcm_ = false;
};
}  // namespace okno::telephony::webrtc
