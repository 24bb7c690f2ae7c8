// The files from which sofia takes its certificate (agent.pem: chain and key) and those it believes
// (cafile.pem). Private to this room.
#pragma once
#include "base/result.h"
#include "telephony/sip/stack.h"

namespace okno::telephony::sip {
// Writes both into the directory, which is made (0700). "bad_certificate": the words name the file.
base::Result<void> lay_out_tls_files(const Settings::Tls& tls);
}  // namespace okno::telephony::sip
