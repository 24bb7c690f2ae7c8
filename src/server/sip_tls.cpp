#include "server/sip_tls.h"

#include <filesystem>

#include "api/wire/tls.h"

namespace okno::server {
base::Result<void> complete_sip_tls(telephony::softswitch::Settings& exchange, const Settings& settings,
                                    base::Instant now) {
  if (!exchange.tls || !exchange.tls->certificate.empty()) return {};
  auto& tls = *exchange.tls;
  if (settings.https && !settings.https->certificate.empty()) {
    tls.certificate = settings.https->certificate;
    tls.key = settings.https->key;
    return {};
  }
  tls.certificate = settings.data + "/certificate.pem";
  tls.key = settings.data + "/key.pem";
  if (std::filesystem::exists(tls.certificate) && std::filesystem::exists(tls.key)) return {};
  return api::make_certificate(tls.certificate, tls.key, {}, now);
}
}  // namespace okno::server
