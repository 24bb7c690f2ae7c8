// The built-in exchange: ports::Telephony over SIP (telephony/sip) and sound (telephony/media).
#pragma once
#include <chrono>
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
  // --- who we are there
  std::string login, password;  // digest; empty: the provider knows us by our address
  bool registers = false;       // we tell the provider where we are (RFC 3261 10), and its calls come here
  std::string domain;           // of our name there, when it is not the address
  int register_s = 300;         // wished; the provider may grant less
  int keep_alive_s = 30;        // OPTIONS so often; 0: never
  // --- which calls go out here; the order of the list is the order of choice
  std::vector<std::string> prefixes;  // of numbers: "+7", "+7800"; empty: all
  int max_channels = 0;               // calls at once, both ways; 0: any number
  int max_calls_per_s = 0;            // out; 0: any number
  std::string caller_id;              // shown when the call brings none
  bool remote_party_id = false;       // the caller's number in the older header too
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
  media::Settings media;
};
std::string host_without_port(const std::string& address);           // "[2001:db8::1]:5060" keeps brackets
std::string trunk_uri(const Trunk& trunk, const std::string& user);  // "sip:user@address;transport=tcp"
// Binds at once: the error names the address and what is wrong ("sip_bind_failed"). The listener outlives the
// exchange.
struct Running {
  std::unique_ptr<ports::Telephony> telephony;
  std::uint16_t sip_port = 0;  // the real one
};
base::Result<Running> start(const Settings& settings, const ports::Clock& clock,
                            ports::TelephonyListener& listener);
}  // namespace okno::telephony::softswitch
