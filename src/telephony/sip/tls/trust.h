// Whom we believe over TLS, and what we show of ourselves: one judgement for the lines and for the test of
// one. Private to this room.
#pragma once
#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "base/result.h"

namespace okno::telephony::sip {
struct TlsFree {
  void operator()(SSL_CTX* it) const { SSL_CTX_free(it); }
  void operator()(SSL* it) const { SSL_free(it); }
};
using TlsContext = std::unique_ptr<SSL_CTX, TlsFree>;
using TlsSession = std::unique_ptr<SSL, TlsFree>;

// For those who connect to us. "bad_certificate": the words name the file.
base::Result<TlsContext> context_for_callers(const std::string& certificate, const std::string& key);
// For those whom we connect to; `authorities`: PEM file of those whose certificates are believed.
// "bad_certificate".
base::Result<TlsContext> context_towards(const std::string& authorities);
// Our own certificate, for a provider who asks for one. "bad_certificate".
base::Result<void> show_certificate(SSL_CTX* context, const std::string& certificate, const std::string& key);

// Before the handshake: the certificate must be good for `name`, the host that was asked for, as RFC 5922
// 7.2 has it: a numeric address stands among the certificate's addresses, a name among its DNS names, where
// a "*" is a whole first label.
void expect_name(SSL* tls, const std::string& name);
// After a handshake that came to nothing: what is wrong, in English.
std::string handshake_trouble(const SSL* tls);
}  // namespace okno::telephony::sip
