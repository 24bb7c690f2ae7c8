// The certificate of SIP over TLS: its own, else that of HTTPS, else one made here.
#pragma once
#include "base/instant.h"
#include "base/result.h"
#include "server/settings.h"

namespace okno::server {
// Fills in what the section [sip.tls] leaves open; nothing without the section. "bad_certificate".
base::Result<void> complete_sip_tls(telephony::softswitch::Settings& exchange, const Settings& settings,
                                    base::Instant now);
}  // namespace okno::server
