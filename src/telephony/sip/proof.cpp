#include "telephony/sip/proof.h"

#include <sofia-sip/sip_header.h>

#include "telephony/sip/words.h"

namespace okno::telephony::sip {
bool Proof::challenged(const sip_t* answer) {
  if (!login_ || answer == nullptr || answer->sip_status == nullptr) return false;
  const bool proxy = answer->sip_status->st_status == 407;
  const msg_auth_t* asked = proxy ? answer->sip_proxy_authenticate : answer->sip_www_authenticate;
  const auto challenge = challenge_of(asked);
  if (!challenge) return false;
  if (!login_->realm.empty() && login_->realm != challenge->realm) return false;
  if (proved_ && !challenge->stale && challenge->realm == challenge_.realm) return false;
  login_->realm = challenge->realm;
  challenge_ = *challenge;
  proxy_ = proxy;
  known_ = true;
  proved_ = false;
  count_ = 0;
  return true;
}

std::string Proof::header(const char* method, const std::string& uri) {
  if (!known_) return {};
  proved_ = true;
  last_ = (proxy_ ? "Proxy-Authorization: " : "Authorization: ") +
          prove(challenge_, *login_, method, uri, ++count_, random_cnonce());
  return last_;
}
}  // namespace okno::telephony::sip
