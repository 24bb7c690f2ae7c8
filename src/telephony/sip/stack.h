// SIP without its library: one thread, one port for UDP and TCP, sessions (INVITE dialogs) and registrations
// in plain words. Knows no leg, no queue and no sound: the owner (telephony/softswitch) decides through
// Arrivals and Side. Everything but Stack::post, Stack::port and Stack's destructor happens on the SIP
// thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "telephony/sip/digest.h"

namespace okno::telephony::sip {
enum class Transport : std::uint8_t { udp, tcp, tls };

// Where a message came from, numeric.
struct Peer {
  std::string address;
  std::uint16_t port = 0;
  Transport transport = Transport::udp;
  std::string text() const;  // "192.0.2.7:5060", "[2001:db8::1]:5060"
};

struct Settings {
  std::string address = "127.0.0.1";  // 0.0.0.0 and :: listen everywhere
  std::uint16_t port = 5060;          // 0: any free one
  std::string user_agent = "Okno";
  int session_expires_s = 1800;  // RFC 4028
  int min_session_expires_s = 90;
  std::size_t max_message_bytes = 65'535;  // a longer one gets 413
  int t1_ms = 500;                         // RFC 3261 17.1.1.1; shortened by tests only
  // SIP over TLS (RFC 5630) beside UDP and TCP. The certificate of whom we connect to must be good for the
  // name we asked for.
  struct Tls {
    std::uint16_t port = 5061;     // 0: any free one
    std::string certificate, key;  // ours, PEM files
    std::string authorities;       // PEM file of those whose certificates are believed
  };
  std::optional<Tls> tls = {};
};

// An INVITE outside any dialog. Texts come as they were sent, percent-escapes of URIs undone.
struct Arrival {
  Peer source;
  std::string to_user;
  std::string from_user, from_name;
  std::string asserted_user,
      asserted_name;  // P-Asserted-Identity (RFC 3325) or Remote-Party-ID, to be believed from trunks only
  std::string to_header_user;        // of To: what was dialled when the Request-URI names our registration
  std::optional<std::string> offer;  // SDP; none: the offer is ours to make
  std::optional<Credentials> credentials;  // Authorization: Digest, for our realm or another's
};

// Why a session ended.
enum class Ending : std::uint8_t {
  hung_up,   // BYE or CANCEL from the far end
  released,  // we ended it
  refused,   // a final answer of 300 or more; see the status
  failed,    // transport, time-out, expired session timer, unusable SDP, ACK that never came
};

// REFER inside a session (RFC 3515): whose call it is to be.
struct Referral {
  std::string to_user;  // of Refer-To
  // Replaces in it (RFC 3891), as seen from here: the session by which he was asked. Empty: a blind one.
  std::string call_id, local_tag, remote_tag;
};

// The owner's half of one session.
class Side {
 public:
  virtual ~Side() = default;
  // Our answer to the far end's offer; none: nothing in common, the offer gets 488 and what was stays.
  virtual std::optional<std::string> answer_to(const std::string& offer) = 0;
  // Ours. `again`: what is in force, word for word (session refresh); else all we can (outgoing call, late
  // offer).
  virtual std::string offer(bool again) = 0;
  virtual bool take_answer(const std::string& answer) = 0;  // false: unusable, the session ends
  virtual void heard() = 0;                                 // outgoing: 1xx, also 100: it has arrived
  virtual void ringing() = 0;                               // outgoing: 180, 183
  virtual void answered() = 0;                              // outgoing: 2xx, acknowledged
  virtual void digit(char digit) = 0;                       // SIP INFO
  // 202: what comes of it is told by Session::tell_referral; else the refusal.
  virtual int referred(const Referral&) { return 603; }
  virtual void ended(Ending why,
                     int status) = 0;  // last call, exactly once; the session must not be used after it
};

// A call's signalling. Methods that do not fit the state do nothing.
class Session {
 public:
  virtual ~Session() = default;
  virtual void ring() = 0;      // 180
  virtual void progress() = 0;  // 183 with our answer: sound before the call is taken
  virtual void answer() = 0;    // 200
  virtual void refuse(int status, const std::string& reason, int retry_after_s = 0) = 0;
  virtual void hang_up() = 0;               // BYE, CANCEL or 480; then Side::ended(released)
  virtual void send_digit(char digit) = 0;  // SIP INFO, for a far end without telephone-event
  virtual bool incoming() const = 0;
  // The NOTIFY that ends a referral (RFC 3515 2.4.5); nothing when none is open.
  virtual void tell_referral(int /*status*/) {}
  virtual bool is(const Referral&) const { return false; }  // the session that its Replaces names
};

// What becomes of an arrival: a refusal (status 300 to 699), or an owner for its session.
struct Verdict {
  int status = 0;
  std::string reason;
  int retry_after_s = 0;
  std::string challenge;  // WWW-Authenticate
  std::shared_ptr<Side> side;
  std::function<void(Session&)>
      begun;  // with `side`: called once the session exists, before anything else happens to it
};

// RFC 3261 chapter 10.
struct ContactWish {
  std::string uri;
  std::optional<int> expires_s;
};
struct Registration {
  Peer source;
  std::string user;                   // of To: whose contacts these are
  std::vector<ContactWish> contacts;  // none: only asks
  bool remove_all = false;            // Contact: *
  std::optional<int> expires_s;
  std::string call_id;
  std::uint32_t cseq = 0;
  std::optional<Credentials> credentials;
};
struct RegistrationAnswer {
  int status = 200;
  std::string reason;
  std::vector<std::pair<std::string, int>> contacts;  // what is bound now: URI, seconds left
  std::string challenge;
  int min_expires_s = 0;
};

class Arrivals {
 public:
  virtual ~Arrivals() = default;
  virtual bool may_pass(
      const Peer& source) = 0;  // flood limit, asked first for each INVITE and REGISTER; no: 503
  virtual Verdict invited(const Arrival& arrival) = 0;
  virtual RegistrationAnswer registering(const Registration& registration) = 0;
};

struct Target {
  std::string uri;    // Request-URI
  std::string route;  // where to send it when that is not where the URI points, as a SIP URI; may be empty
  std::string from_user, from_name;
  std::string asserted_user = {};   // P-Asserted-Identity (trunks): whose number it is; empty: none
  bool remote_party_id = false;     // … and in the older header too
  std::string from_host = {};       // of From and P-Asserted-Identity; empty: our own address
  std::optional<Login> login = {};  // told to nobody but who asks at this target, in its realm
  // Over TLS: it may go over a connection that he made and that proves nothing of him; a phone's.
  bool by_his_connection = false;
};

// A request outside any dialog: REGISTER at a provider, OPTIONS to hear whether it lives.
struct Question {
  enum class Kind : std::uint8_t { registration, options } kind = Kind::options;
  std::string uri;              // Request-URI: the registrar's domain, or whom we ask
  std::string route;            // where to send it when that is not where the URI points; may be empty
  std::string user;             // who we are: From, To and the user of Contact
  std::string host;             // of From and To; empty: our own address
  std::string contact_address;  // "203.0.113.5:5060": how the world sees us; empty: what the way there says
  std::optional<Login> login;
  int expires_s = 0;       // wished, of a registration
  std::string call_id;     // the same for all of one registration; empty: a fresh one
  std::uint32_t cseq = 0;  // the last that was used in it
  bool farewell = false;   // close() waits for its answer too
  // A registration without a Contact: says who we are and changes nothing (RFC 3261 10.2.3).
  bool only_asks = false;
};
struct Reply {
  int status = 408;        // 408, 503 without an answer from outside
  bool from_afar = false;  // false: nobody answered, or it could not be sent
  std::string reason;
  int expires_s = 0;       // granted to our Contact
  int min_expires_s = 0;   // with 423
  std::string realm;       // that asked who we are; empty: none did
  std::uint32_t cseq = 0;  // the last that was used
  Peer peer;               // who answered
  std::string seen_host;   // where he sees us come from; empty: he did not say
  std::string seen_as;  // "203.0.113.5:5060": where he sees us, when our Contact says otherwise; empty: there
};

// What the name servers said of a provider's address.
struct Found {
  bool numeric = false;  // there was nothing to ask
  bool heard = false;    // a name server answered
  std::string service;   // "sip1.north.example:5060", where an SRV record leads; empty: there is none
  std::vector<std::string> addresses;  // IPv4; empty: the name leads nowhere
};

class Stack {
 public:
  virtual ~Stack() = default;  // see close()
  // Any thread. Runs `work` on the SIP thread, in order of posting; after close() it is dropped.
  virtual void post(std::function<void()> work) = 0;
  virtual std::uint16_t port() const = 0;
  virtual std::uint16_t tls_port() const = 0;  // 0: none
  // Any thread: reads the files of TLS again; nothing without TLS. "bad_certificate": all stays as it was.
  virtual base::Result<void> reload_certificate() = 0;
  // Any other thread: ends every session (BYE, CANCEL, 503), waits for the answers at most `wait`, stops the
  // thread.
  virtual void close(std::chrono::milliseconds wait) = 0;

  // SIP thread.
  virtual Session* dial(const Target& target,
                        std::shared_ptr<Side> side) = 0;  // never null; failures come to ended()
  // `heard` is called once, on the SIP thread; never after close(). A challenge is answered by itself.
  virtual void ask(const Question& question, std::function<void(const Reply&)> heard) = 0;
  // As each call would: host or host:port. `found` is called once, on the SIP thread; never after close().
  virtual void look_up(const std::string& address, Transport transport,
                       std::function<void(const Found&)> found) = 0;
  virtual void after(std::chrono::milliseconds delay, std::function<void()> work) = 0;
  virtual bool behind() const = 0;           // messages wait unread in the UDP socket: see receive_buffer.h
  virtual std::size_t sessions() const = 0;  // living ones, those on their way out included
};

std::string escaped_user(const std::string& user);  // percent-escapes for the user part of a SIP URI
std::string parameter_of(Transport transport);      // ";transport=tcp", ";transport=tls" or nothing
bool is_address(const std::string& host);           // numeric, IPv6 with or without brackets
std::string host_of(const std::string& uri);        // of a SIP URI, without brackets; empty: it is none

// Binds at once; the error ("sip_bind_failed") names the address. `arrivals` outlives the stack.
base::Result<std::unique_ptr<Stack>> open_stack(const Settings& settings, Arrivals& arrivals);
}  // namespace okno::telephony::sip
