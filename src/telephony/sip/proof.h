// Who we are, proved to a provider that asks (401, 407), and to nobody else: each request is proved only when
// its own answer has asked, by who asked first and in his realm. Private to this room (it reads sofia's
// messages).
#pragma once
#include <sofia-sip/sip.h>

#include <optional>
#include <string>

#include "telephony/sip/digest.h"

namespace okno::telephony::sip {
// A provider that calls each nonce too old is not serious; without a limit we would ask him for ever.
inline constexpr int kMaxRenewals = 2;

class Proof {
 public:
  Proof() = default;
  explicit Proof(std::optional<Login> login) : login_(std::move(login)) {}
  // The answer to the request that was sent last, `from` this address. True, of a 401 or 407 only: the next
  // header() proves it. False: we have no name there, a stranger asks (a callee behind the provider must not
  // get our password's traces), or the password was wrong.
  bool challenged(const sip_t* answer, const std::string& from);
  void accepted();  // the last one: what was proved with it was right, a later challenge means an old nonce
  // For the next request: "Authorization: …" or "Proxy-Authorization: …"; empty unless it has been asked for.
  std::string header(const char* method, const std::string& uri);
  // The next request is an INVITE that goes once more to the same place for another reason: it is proved
  // again.
  void once_more() { due_ = known_; }
  // What goes with an ACK: the INVITE's own, word for word (RFC 3261 22.3).
  const std::string& of_invite() const { return of_invite_; }
  const std::string& asker() const { return asker_; }  // his address; empty: nobody has asked
  const std::string& realm() const { return challenge_.realm; }

 private:
  std::optional<Login> login_;
  Challenge challenge_;
  std::string asker_, of_invite_;
  bool known_ = false;  // somebody has asked
  bool proxy_ = false;
  bool due_ = false;     // the next request answers a challenge
  bool proved_ = false;  // the last one did
  bool worked_ = false;  // the password is right
  int renewals_ = 0;
  std::uint32_t count_ = 0;  // of this nonce
};
}  // namespace okno::telephony::sip
