// Who we are, proved to a provider that asks (401, 407): the digest header that each further request of the
// same exchange carries. Private to this room (it reads sofia's messages).
#pragma once
#include <sofia-sip/sip.h>

#include <optional>
#include <string>

#include "telephony/sip/digest.h"

namespace okno::telephony::sip {
class Proof {
 public:
  Proof() = default;
  explicit Proof(std::optional<Login> login) : login_(std::move(login)) {}
  // A 401 or 407 came. True: a further attempt can prove it. False: nobody is to be proved, a stranger's
  // realm asks (a callee behind the provider must not get our password's traces), or the password was wrong.
  bool challenged(const sip_t* answer);
  void accepted() { proved_ = false; }  // the password is right: a later challenge means an old nonce only
  // "Authorization: …" or "Proxy-Authorization: …"; empty until somebody has asked.
  std::string header(const char* method, const std::string& uri);
  // What goes with an ACK: the INVITE's own, word for word (RFC 3261 22.3).
  const std::string& last() const { return last_; }
  const std::string& realm() const { return challenge_.realm; }

 private:
  std::optional<Login> login_;
  Challenge challenge_;
  bool known_ = false;
  bool proxy_ = false;
  bool proved_ = false;  // with this challenge, since it came
  std::uint32_t count_ = 0;
  std::string last_;
};
}  // namespace okno::telephony::sip
