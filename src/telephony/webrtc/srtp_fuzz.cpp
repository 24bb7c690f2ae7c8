// Packets for an open SRTP session, of both profiles, authentic and not.
#include <cstdint>
#include <vector>

#include "base/check.h"
#include "telephony/webrtc/srtp.h"

using namespace okno::telephony::webrtc;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0 || size > 1500) return 0;
  SrtpKeys keys;
  keys.profile = (bytes[0] & 1) != 0 ? SrtpProfile::aead_aes_128_gcm : SrtpProfile::aes128_cm_sha1_80;
  Srtp seal(keys), ear(keys);
  const std::vector<std::uint8_t> plain(bytes, bytes + size);
  auto room = plain;
  ear.open(room);
  room = plain;
  ear.open_rtcp(room);
  room = plain;
  room.resize(size + Srtp::kOverhead);
  const auto sealed = seal.protect(std::span(room).first(size));
  if (sealed.empty()) return 0;
  const auto opened = ear.open(sealed);
  OKNO_CHECK(opened.empty() || std::vector<std::uint8_t>(opened.begin(), opened.end()) == plain);
  return 0;
}
