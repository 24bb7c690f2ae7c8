// Digest authentication (RFC 7616 with MD5, what desk phones speak) with nonces that need no memory: a nonce
// is its own birth time and a keyed hash over that and the source's address, under a key made at start.
#pragma once
#include <array>
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
