#include "telephony/sip/digest.h"

#include <sodium.h>
#include <sofia-sip/su_md5.h>

#include <charconv>

#include "base/check.h"
#include "base/text.h"

namespace okno::telephony::sip {
namespace {
constexpr std::size_t kTimeDigits = 16;  // hexadecimal microseconds
constexpr std::size_t kSealDigits = 32;  // 128 bits of the keyed hash

std::string hex(const unsigned char* bytes, std::size_t count) {
  std::string out(count * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), bytes, count);
  out.pop_back();
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

// Takes `name = value` or `name = "value"` off the front of `rest`.
bool next_parameter(std::string_view& rest, std::string& name, std::string& value) {
  while (!rest.empty() && (rest.front() == ',' || rest.front() == ' ' || rest.front() == '\t'))
    rest.remove_prefix(1);
  const std::size_t equals = rest.find('=');
  if (equals == std::string_view::npos) return false;
  name = lower(base::trim(rest.substr(0, equals)));
  rest = rest.substr(equals + 1);
  while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
  value.clear();
  if (rest.empty() || rest.front() != '"') {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    value = std::string(base::trim(rest.substr(0, comma)));
    rest.remove_prefix(comma);
    return true;
  }
  std::size_t i = 1;
  while (i < rest.size() && rest[i] != '"') {
    if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
    value.push_back(rest[i++]);
  }
  if (i == rest.size()) return false;  // the closing quote is missing
  rest.remove_prefix(i + 1);
  return true;
}
}  // namespace

std::optional<Credentials> parse_credentials(std::string_view parameters, std::string_view method) {
  Credentials c;
  c.method = std::string(method);
  std::string name, value;
  while (next_parameter(parameters, name, value)) {
    std::string* field = name == "username"    ? &c.username
                         : name == "realm"     ? &c.realm
                         : name == "nonce"     ? &c.nonce
                         : name == "uri"       ? &c.uri
                         : name == "response"  ? &c.response
                         : name == "algorithm" ? &c.algorithm
                         : name == "qop"       ? &c.qop
                         : name == "nc"        ? &c.nc
                         : name == "cnonce"    ? &c.cnonce
                                               : nullptr;
    if (field == nullptr) continue;
    if (!field->empty()) return std::nullopt;  // given twice
    *field = value;
  }
  if (c.username.empty() || c.nonce.empty() || c.uri.empty() || c.response.empty()) return std::nullopt;
  if (!c.algorithm.empty() && lower(c.algorithm) != "md5") return std::nullopt;
  if (!c.qop.empty() && (lower(c.qop) != "auth" || c.nc.empty() || c.cnonce.empty())) return std::nullopt;
  return c;
}

namespace {
std::string sha256_hex(std::string_view text) {
  unsigned char digest[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(digest, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return hex(digest, sizeof digest);
}

// A quoted-string (RFC 3261 25.1): quotes and backslashes inside are escaped.
std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}
}  // namespace

std::optional<Challenge> parse_challenge(std::string_view parameters) {
  Challenge c;
  std::string name, value, qops;
  while (next_parameter(parameters, name, value)) {
    if (name == "realm") c.realm = value;
    if (name == "nonce") c.nonce = value;
    if (name == "opaque") c.opaque = value;
    if (name == "algorithm") c.algorithm = value;
    if (name == "stale") c.stale = lower(value) == "true";
    if (name == "qop") qops = lower(value);
  }
  if (c.nonce.empty()) return std::nullopt;
  const std::string algorithm = lower(c.algorithm);
  if (!algorithm.empty() && algorithm != "md5" && algorithm != "sha-256") return std::nullopt;
  for (std::string_view rest = qops; !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    c.qop = c.qop || base::trim(rest.substr(0, comma)) == "auth";
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  if (!qops.empty() && !c.qop) return std::nullopt;  // auth-int only
  return c;
}

std::string prove(const Challenge& challenge, const Login& login, std::string_view method,
                  std::string_view uri, std::uint32_t count, std::string_view cnonce) {
  const bool sha = lower(challenge.algorithm) == "sha-256";
  const auto hash = [&](const std::string& text) { return sha ? sha256_hex(text) : md5_hex(text); };
  char counted[9];
  std::snprintf(counted, sizeof counted, "%08x", count);
  std::string middle = ":" + challenge.nonce + ":";
  if (challenge.qop) middle += std::string(counted) + ":" + std::string(cnonce) + ":auth:";
  const std::string response = hash(hash(login.user + ":" + challenge.realm + ":" + login.password) + middle +
                                    hash(std::string(method) + ":" + std::string(uri)));
  std::string out = "Digest username=" + in_quotes(login.user) + ", realm=" + in_quotes(challenge.realm) +
                    ", nonce=" + in_quotes(challenge.nonce) + ", uri=" + in_quotes(uri) + ", response=\"" +
                    response + "\"";
  if (!challenge.algorithm.empty()) out += ", algorithm=" + challenge.algorithm;
  if (challenge.qop) out += ", qop=auth, nc=" + std::string(counted) + ", cnonce=" + in_quotes(cnonce);
  if (!challenge.opaque.empty()) out += ", opaque=" + in_quotes(challenge.opaque);
  return out;
}

std::string random_cnonce() {
  OKNO_CHECK(sodium_init() >= 0);
  unsigned char bytes[8];
  randombytes_buf(bytes, sizeof bytes);
  return hex(bytes, sizeof bytes);
}

std::string md5_hex(std::string_view text) {
  su_md5_t md5;
  su_md5_init(&md5);
  su_md5_update(&md5, text.data(), static_cast<unsigned>(text.size()));
  unsigned char digest[SU_MD5_DIGEST_SIZE];
  su_md5_digest(&md5, digest);
  su_md5_deinit(&md5);
  return hex(digest, sizeof digest);
}

std::string make_ha1(std::string_view user, std::string_view realm, std::string_view password) {
  return md5_hex(std::string(user) + ":" + std::string(realm) + ":" + std::string(password));
}

std::string expected_response(std::string_view ha1, const Credentials& c) {
  const std::string ha2 = md5_hex(c.method + ":" + c.uri);
  std::string text = std::string(ha1) + ":" + c.nonce + ":";
  if (!c.qop.empty()) text += c.nc + ":" + c.cnonce + ":" + c.qop + ":";
  return md5_hex(text + ha2);
}

bool same_text(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

Nonces::Nonces(base::Duration lifetime) : lifetime_(lifetime) {
  OKNO_CHECK(sodium_init() >= 0);
  randombytes_buf(key_.data(), key_.size());
}

std::string Nonces::seal(std::string_view time, std::string_view source) const {
  const std::string text = std::string(time) + "|" + std::string(source);
  unsigned char out[kSealDigits / 2];
  crypto_generichash(out, sizeof out, reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     key_.data(), key_.size());
  return hex(out, sizeof out);
}

std::string Nonces::make(base::Instant now, std::string_view source) const {
  char time[kTimeDigits + 1];
  std::snprintf(time, sizeof time, "%016llx", static_cast<unsigned long long>(base::to_us(now)));
  return time + seal(time, source);
}

Nonces::Standing Nonces::check(std::string_view nonce, base::Instant now, std::string_view source) const {
  if (nonce.size() != kTimeDigits + kSealDigits) return Standing::forged;
  const std::string_view time = nonce.substr(0, kTimeDigits);
  if (!same_text(nonce.substr(kTimeDigits), seal(time, source))) return Standing::forged;
  unsigned long long us = 0;
  const auto parsed = std::from_chars(time.data(), time.data() + time.size(), us, 16);
  if (parsed.ec != std::errc{} || parsed.ptr != time.data() + time.size()) return Standing::forged;
  const base::Duration age = now - base::from_us(static_cast<std::int64_t>(us));
  return age > lifetime_ || age < -lifetime_ ? Standing::stale : Standing::good;
}

std::string Nonces::challenge(std::string_view realm, base::Instant now, std::string_view source,
                              bool stale) const {
  return "Digest realm=\"" + std::string(realm) + "\", nonce=\"" + make(now, source) +
         "\", algorithm=MD5, qop=\"auth\"" + (stale ? ", stale=true" : "");
}
}  // namespace okno::telephony::sip
