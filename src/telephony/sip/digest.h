// Digest authentication (RFC 7616). As a server with MD5, what desk phones speak, and nonces that need no
// memory: a nonce is its own birth time and a keyed hash over that and the source's address, under a key made
// at start. As a client of a provider with MD5 or SHA-256 (RFC 8760).
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace okno::telephony::sip {
struct Credentials {
  std::string method;  // of the request that carried them
  std::string username, realm, nonce, uri, response, algorithm, qop, nc, cnonce;
};

// The parameters after "Digest ", e.g. `username="anna-desk", realm="okno", …`. None when a needed one is
// missing.
std::optional<Credentials> parse_credentials(std::string_view parameters, std::string_view method);

std::string md5_hex(std::string_view text);
std::string make_ha1(std::string_view user, std::string_view realm, std::string_view password);
// The `response` that who knows `ha1` would have sent with these credentials (RFC 7616 3.4.1).
std::string expected_response(std::string_view ha1, const Credentials& credentials);
bool same_text(std::string_view a, std::string_view b);  // in time that depends on the lengths only

// A far end that wants to know who we are: the value of WWW-Authenticate or Proxy-Authenticate.
struct Challenge {
  std::string realm, nonce, opaque, algorithm;
  bool qop = false;    // "auth" is wanted; without it the old arithmetic of RFC 2069
  bool stale = false;  // only the nonce was too old, the password was right
};
// None: no digest, or none of our algorithms and qualities.
std::optional<Challenge> parse_challenge(std::string_view parameters);

// Who we are for a provider. `realm`: the only one that may hear of it; empty: whoever is asked first.
struct Login {
  std::string user, password, realm = {};
};
// The value of (Proxy-)Authorization. `count`: which request with this nonce it is, from 1; `cnonce`: random.
std::string prove(const Challenge& challenge, const Login& login, std::string_view method,
                  std::string_view uri, std::uint32_t count, std::string_view cnonce);
std::string random_cnonce();

class Nonces {
 public:
  enum class Standing { good, stale, forged };
  explicit Nonces(base::Duration lifetime = std::chrono::seconds(120));  // fresh random key
  std::string make(base::Instant now, std::string_view source) const;
  Standing check(std::string_view nonce, base::Instant now, std::string_view source) const;
  // The value of WWW-Authenticate.
  std::string challenge(std::string_view realm, base::Instant now, std::string_view source, bool stale) const;

 private:
  std::string seal(std::string_view time, std::string_view source) const;
  base::Duration lifetime_;
  std::array<unsigned char, 32> key_{};
};
}  // namespace okno::telephony::sip
