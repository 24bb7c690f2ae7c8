// The built-in exchange: ports::Telephony over SIP (telephony/sip) and sound (telephony/media).
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "ports/clock.h"
#include "ports/telephony.h"
#include "telephony/media/engine.h"

namespace okno::telephony::softswitch {
struct Trunk {
  std::string name;
  std::string address;               // host[:port] of the provider
  std::string transport = "udp";     // udp or tcp
  std::vector<std::string> allowed;  // addresses or CIDR blocks whose INVITEs belong to this trunk
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
  media::Settings media;
};
// Binds at once: the error names the address and what is wrong ("sip_bind_failed"). The listener outlives the
// exchange.
struct Running {
  std::unique_ptr<ports::Telephony> telephony;
  std::uint16_t sip_port = 0;  // the real one
};
base::Result<Running> start(const Settings& settings, const ports::Clock& clock,
                            ports::TelephonyListener& listener);
}  // namespace okno::telephony::softswitch
