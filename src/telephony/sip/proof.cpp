#include "telephony/sip/proof.h"

#include <sofia-sip/sip_header.h>

#include <string_view>
#include <utility>

#include "telephony/sip/words.h"

namespace okno::telephony::sip {
bool Proof::challenged(const sip_t* answer, const std::string& from) {
  const auto challenge = challenge_in(answer);
  if (!login_ || !challenge) return false;
  if (!login_->realm.empty() && login_->realm != challenge->realm) return false;
  if (!asker_.empty() && asker_ != from) return false;
  const bool other_nonce = challenge->nonce != challenge_.nonce;
  if (proved_) {  // he asks who has told him: an old nonce, or the password is wrong
    if (!other_nonce || !(challenge->stale || worked_) || renewals_ >= kMaxRenewals) return false;
    ++renewals_;
  }
  if (other_nonce) count_ = 0;
  login_->realm = challenge->realm;
  asker_ = from;
  challenge_ = *challenge;
  proxy_ = answer->sip_status->st_status == 407;
  known_ = due_ = true;
  return true;
}

void Proof::accepted() {
  if (!proved_) return;
  worked_ = true;
  renewals_ = 0;
}

std::string Proof::header(const char* method, const std::string& uri) {
  proved_ = std::exchange(due_, false);
  const bool invite = std::string_view(method) == "INVITE";
  if (invite) of_invite_.clear();
  if (!proved_) return {};
  std::string line = (proxy_ ? "Proxy-Authorization: " : "Authorization: ") +
                     prove(challenge_, *login_, method, uri, ++count_, random_cnonce());
  if (invite) of_invite_ = line;
  return line;
}
}  // namespace okno::telephony::sip
