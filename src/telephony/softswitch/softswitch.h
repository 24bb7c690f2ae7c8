// The built-in exchange: ports::Telephony over SIP (telephony/sip) and sound (telephony/media).
#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "ports/clock.h"
#include "ports/lines.h"
#include "ports/telephony.h"
#include "ports/trials.h"
#include "telephony/media/engine.h"

namespace okno::telephony::softswitch {
using ports::Trunk;
// SIP over TLS, for providers and desk phones.
struct TlsSettings {
  std::uint16_t port = 5061;                                       // 0: any free one
  std::string certificate, key;                                    // ours, PEM files
  std::string authorities = "/etc/ssl/certs/ca-certificates.crt";  // whose certificates are believed
  std::string phones_media_encryption = "offer";  // of desk phones that came by TLS: off, offer, required
};
struct Settings {
  std::string sip_address = "127.0.0.1";
  std::uint16_t sip_port = 5060;  // UDP and TCP; 0: any free one
  std::string realm = "okno";
  std::vector<Trunk> trunks;
  std::vector<std::string> flood_exempt;  // CIDR blocks without a per-source limit
  int max_requests_per_source_s =
      200;  // initial INVITE/REGISTER per second and source address; past it 503 with Retry-After
  int max_calls = 4000;          // legs; past it a new INVITE gets 503 with Retry-After, early
  int session_expires_s = 1800;  // RFC 4028
  int min_session_expires_s = 90;
  std::string user_agent = "Okno";
  // A provider that has not said a word to our INVITE for so long is left for the next one.
  std::chrono::milliseconds trunk_patience{3000};
  std::optional<TlsSettings> tls;
  // The lines are another exchange's: none is registered or asked whether it lives, and a trial changes
  // nothing at the provider.
  bool only_trials = false;
  media::Settings media;
};
std::string host_without_port(const std::string& address);           // "[2001:db8::1]:5060" keeps brackets
std::string trunk_uri(const Trunk& trunk, const std::string& user);  // "sip:user@address;transport=tcp"
// Binds at once: the error names the address and what is wrong ("sip_bind_failed"). The listener outlives the
// exchange.
struct Running {
  std::unique_ptr<ports::Telephony> telephony;
  ports::Lines* lines = nullptr;  // parts of it
  ports::Trials* trials = nullptr;
  // Any thread: the files of [sip.tls] again; "bad_certificate": all stays as it was.
  std::function<base::Result<void>()> reload_certificate;
  std::uint16_t sip_port = 0;  // the real one
  std::uint16_t tls_port = 0;  // … of TLS, 0: none
};
base::Result<Running> start(const Settings& settings, const ports::Clock& clock,
                            ports::TelephonyListener& listener);
}  // namespace okno::telephony::softswitch
