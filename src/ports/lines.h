// The lines to the providers. The exchange carries them, the store keeps those that were set up in the desk.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace okno::ports {
struct AuditRow;

struct Trunk {
  std::string name;
  std::string address;               // host[:port] of the provider
  std::string transport = "udp";     // udp, tcp or tls
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
  // --- its sound
  std::vector<std::string> codecs;       // names in the order of choice: "pcma", "pcmu"; empty: all we know
  std::string media_encryption = "off";  // off, offer or required: SRTP by SDES (RFC 4568)
};

// A line as the store keeps it: `setup` is the JSON of everything but the password.
struct LineRow {
  std::int64_t id = 0;  // given by the store
  std::string name;
  std::string setup;
  std::string
      password;  // must be told to the provider, so it is kept as it is; no answer and no audit has it
};

// Keeps the lines that were set up in the desk. Blocks; any thread of the store's pool; errors as in store.h.
class LineShelf {
 public:
  virtual ~LineShelf() = default;
  virtual base::Result<std::vector<LineRow>> lines() = 0;  // in the order of choice
  // id 0: added at the end; "conflict" when another line has the name. With the audit's row, together.
  virtual base::Result<LineRow> save_line(const LineRow& line, const AuditRow& audit) = 0;
  virtual base::Result<void> remove_line(std::int64_t id, const AuditRow& audit) = 0;
};

// The exchange's lines, while it runs. Any thread.
class Lines {
 public:
  virtual ~Lines() = default;
  // All of them, in the order of choice. Who is as he was keeps his standing; calls on any of them go on.
  virtual void set_trunks(const std::vector<Trunk>& trunks) = 0;
};
}  // namespace okno::ports
