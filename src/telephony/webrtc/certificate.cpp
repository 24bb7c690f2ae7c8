#include "telephony/webrtc/certificate.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>

#include "base/check.h"

namespace okno::telephony::webrtc {
namespace {
X509* make_certificate(EVP_PKEY* key) {
  X509* out = X509_new();
  OKNO_CHECK(out != nullptr);
  X509_set_version(out, 2);
  std::array<unsigned char, 8> serial{};
  OKNO_CHECK(RAND_bytes(serial.data(), serial.size()) == 1);
  serial[0] &= 0x7F;
  BIGNUM* number = BN_bin2bn(serial.data(), serial.size(), nullptr);
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(out));
  BN_free(number);
  // A day back for clocks that are behind; browsers check the fingerprint, not the dates.
  X509_gmtime_adj(X509_getm_notBefore(out), -86400);
  X509_gmtime_adj(X509_getm_notAfter(out), 10L * 365 * 86400);
  X509_set_pubkey(out, key);
  X509_NAME* name = X509_get_subject_name(out);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("okno"), -1, -1,
                             0);
  X509_set_issuer_name(out, name);
  OKNO_CHECK(X509_sign(out, key, EVP_sha256()) > 0);
  return out;
}
}  // namespace

std::string colon_hex(const unsigned char* bytes, std::size_t size) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (std::size_t i = 0; i < size; ++i) {
    if (i != 0) out += ':';
    out += kHex[bytes[i] >> 4];
    out += kHex[bytes[i] & 0x0F];
  }
  return out;
}

std::string random_token(std::size_t characters) {
  constexpr char kAlphabet[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";  // RFC 8839, ice-char
  std::string out(characters, '\0');
  OKNO_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(out.size())) == 1);
  for (char& c : out) c = kAlphabet[static_cast<unsigned char>(c) & 63];
  return out;
}

Identity::Identity() {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  OKNO_CHECK(key != nullptr);
  X509* certificate = make_certificate(key);
  context_ = SSL_CTX_new(DTLS_server_method());
  OKNO_CHECK(context_ != nullptr);
  SSL_CTX_set_min_proto_version(context_, DTLS1_2_VERSION);
  OKNO_CHECK(SSL_CTX_use_certificate(context_, certificate) == 1);
  OKNO_CHECK(SSL_CTX_use_PrivateKey(context_, key) == 1);
  // The browser's certificate is self-made too: it is believed by its fingerprint, checked in Dtls after the
  // handshake.
  SSL_CTX_set_verify(context_, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
                     [](int, X509_STORE_CTX*) { return 1; });
  SSL_CTX_set_session_cache_mode(context_, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context_, SSL_OP_NO_TICKET | SSL_OP_NO_QUERY_MTU | SSL_OP_NO_RENEGOTIATION);
  // OpenSSL answers 0 for success here.
  OKNO_CHECK(SSL_CTX_set_tlsext_use_srtp(context_, "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80") == 0);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  OKNO_CHECK(X509_digest(certificate, EVP_sha256(), digest.data(), &size) == 1);
  fingerprint_ = colon_hex(digest.data(), size);
  X509_free(certificate);
  EVP_PKEY_free(key);
}

Identity::~Identity() {
  SSL_CTX_free(context_);
}
}  // namespace okno::telephony::webrtc
