#include "telephony/sip/tls/trust.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "telephony/sip/stack.h"

namespace okno::telephony::sip {
namespace {
base::Error bad(const std::string& file, const char* why) {
  ERR_clear_error();
  return {"bad_certificate", "SIP over TLS: " + file + " " + why};
}

TlsContext fresh(const SSL_METHOD* method) {
  TlsContext context(SSL_CTX_new(method));
  OKNO_CHECK(context != nullptr);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  return context;
}
}  // namespace

base::Result<void> show_certificate(SSL_CTX* context, const std::string& certificate,
                                    const std::string& key) {
  if (SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1)
    return bad(certificate, "is no PEM file of a certificate that can be read");
  if (SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1)
    return bad(key, "is no PEM file of a key that can be read, or not the key of that certificate");
  return {};
}

base::Result<TlsContext> context_for_callers(const std::string& certificate, const std::string& key) {
  TlsContext context = fresh(TLS_server_method());
  if (auto shown = show_certificate(context.get(), certificate, key); !shown) return shown.error();
  // Phones and providers prove who they are by digest, not by certificates.
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
  return context;
}

base::Result<TlsContext> context_towards(const std::string& authorities) {
  TlsContext context = fresh(TLS_client_method());
  if (SSL_CTX_load_verify_locations(context.get(), authorities.c_str(), nullptr) != 1)
    return bad(authorities, "is no PEM file of authorities that can be read");
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  return context;
}

void expect_name(SSL* tls, const std::string& name) {
  const bool bracketed = name.size() > 2 && name.front() == '[' && name.back() == ']';
  const std::string host = bracketed ? name.substr(1, name.size() - 2) : name;
  if (is_address(host)) {
    OKNO_CHECK(X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), host.c_str()) == 1);
    return;
  }
  SSL_set_tlsext_host_name(tls, host.c_str());
  SSL_set_hostflags(tls, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  OKNO_CHECK(SSL_set1_host(tls, host.c_str()) == 1);
}

std::string handshake_trouble(const SSL* tls) {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  if (const long verdict = SSL_get_verify_result(tls); verdict != X509_V_OK)
    return std::string("the certificate is not believed: ") + X509_verify_cert_error_string(verdict);
  const char* words = code != 0 ? ERR_reason_error_string(code) : nullptr;
  return std::string("the handshake failed") + (words != nullptr ? std::string(": ") + words : "");
}
}  // namespace okno::telephony::sip
