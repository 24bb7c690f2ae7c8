#include "telephony/webrtc/sealing.h"

#include <algorithm>

#include "base/check.h"

namespace okno::telephony::webrtc {
void Sealing::Way::set(bool with_gcm, const std::vector<std::uint8_t>& key_and_salt) {
  if (srtp && key == key_and_salt) return;
  SrtpKeys keys;
  keys.profile = with_gcm ? SrtpProfile::aead_aes_128_gcm : SrtpProfile::aes128_cm_sha1_80;
  const std::size_t salt = master_salt_size(keys.profile);
  OKNO_CHECK(key_and_salt.size() == kSrtpMasterKey + salt);
  std::copy_n(key_and_salt.begin(), kSrtpMasterKey, keys.key.begin());
  std::copy_n(key_and_salt.begin() + kSrtpMasterKey, salt, keys.salt.begin());
  key = key_and_salt;
  srtp = std::make_unique<Srtp>(keys);
}

void Sealing::set(const SrtpPair& pair) {
  gcm_ = pair.gcm;
  out_[gcm_].set(pair.gcm, pair.ours);
  in_[gcm_].set(pair.gcm, pair.theirs);
}
}  // namespace okno::telephony::webrtc
