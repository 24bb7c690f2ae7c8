// What the house needs from an exchange. Every call returns at once and is carried out on the exchange's own
// threads; what comes of it arrives at the listener. Calls about a leg that has ended are ignored.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "domain/ids.h"
#include "domain/listen.h"

namespace okno::ports {
using domain::AgentId;
using domain::LegId;

// Why a leg ended, in the exchange's words.
enum class LegEnd {
  hung_up,        // BYE or CANCEL from the far end
  released,       // we ended it
  busy,           // 486, 600
  declined,       // 603 and the like
  no_answer,      // 408, 480, ring limit
  unreachable,    // no registration, no route, transport error
  failed,         // anything else; see `sip_status`
  media_timeout,  // no RTP for the limit
};

struct IncomingCall {
  LegId leg;
  std::string from_number;  // user part of P-Asserted-Identity (from a trunk) or From, as it came, printable
  std::string from_name;    // display name, UTF-8, printable
  std::string to_user;      // user part of the Request-URI: "support", "+78005550100"
  std::string source;       // "192.0.2.7:5060"
  std::string trunk;        // name of the trunk it matched; empty for a registered desk phone
  std::string registered_user;  // set when it comes from a registered phone
};

// A provider's line, as it is now.
enum class TrunkStanding {
  unknown,     // not asked yet, or nobody asks
  alive,       // answers our keep-alives
  registered,  // … and has taken our registration
  refused,     // answers, but does not take us: see `status` and `why`
  silent,      // does not answer
};
struct TrunkState {
  std::string name;
  TrunkStanding standing = TrunkStanding::unknown;
  int status = 0;    // SIP, of the last answer that mattered
  std::string why;   // "wrong_login", "refused", "no_answer"; empty: all is well
  int channels = 0;  // calls on it now
  base::Instant since{};
};

// A telephone wants its call to be somebody else's (REFER, RFC 3515).
struct Referral {
  LegId leg;            // the telephone's own line
  std::string to_user;  // whose: "102", "+79161234567"
  LegId replaces;       // attended (RFC 3891): its other line, on which it has asked him; 0: blind
};

// What a leg's sound has suffered on its way since the last word about it: of the two directions the worse
// one.
struct LegQuality {
  double mos = 0;            // 1..4.41, estimated (E-model, ITU-T G.107)
  double loss = 0;           // 0..1
  double jitter_ms = 0;      // RFC 3550, 6.4.1
  double delay_ms = 0;       // one way between us and the far end; 0: it tells us nothing
  base::Duration lasted{0};  // the time that this is about
};

// Called on the exchange's threads; implementations only post a value to their own queue.
class TelephonyListener {
 public:
  virtual ~TelephonyListener() = default;
  virtual void call_arrived(const IncomingCall& call) = 0;
  virtual void leg_ringing(LegId leg) = 0;   // the dialled far end rings
  virtual void leg_answered(LegId leg) = 0;  // the dialled far end answered, sound can flow
  virtual void leg_ended(LegId leg, LegEnd why,
                         int sip_status) = 0;             // exactly once per leg; the id is dead after it
  virtual void digit_pressed(LegId leg, char digit) = 0;  // RFC 4733 or SIP INFO
  virtual void play_finished(LegId leg, std::int64_t token) = 0;  // not after stop_playing or a newer play
  // New calls are refused with 503 because work waits, or are taken again.
  virtual void overloaded(bool on) = 0;
  virtual void trunk_changed(const TrunkState& trunk) = 0;
  virtual void desk_phone_changed(const std::string& user, bool registered) = 0;
  virtual void browser_phone_changed(AgentId agent, bool connected) = 0;  // ICE+DTLS up, or lost
  // Answered by Telephony::tell_referral.
  virtual void referred(const Referral&) {}
  virtual void recording_stopped(LegId leg, const std::string& file,
                                 const std::string& mark) = 0;  // mark: "" or "disk_full"
  // Every few seconds while the leg is in a conversation; never about a leg without sound.
  virtual void leg_quality(LegId /*leg*/, const LegQuality& /*quality*/) {}
};

struct Play {
  std::vector<std::string> files;  // WAV, mono PCM 16 bit 8 kHz; absolute paths, in order
  bool loop = false;
  std::int64_t token = 0;  // handed back by play_finished
};

// Where a dialled leg goes.
struct DialDeskPhone {
  std::string user;
};  // to its registered contact
struct DialNumber {
  std::string to;
  std::string trunk;
};  // by a trunk; empty: the default one
struct CallerId {
  std::string number;
  std::string name;
};

class Telephony {
 public:
  virtual ~Telephony() = default;
  // Fresh id for a leg that we dial; incoming legs bring theirs.
  virtual LegId next_leg() = 0;
  virtual void dial(LegId leg, const DialDeskPhone& to, const CallerId& from) = 0;
  virtual void dial(LegId leg, const DialNumber& to, const CallerId& from) = 0;
  virtual void ring_back(LegId leg) = 0;  // 180
  virtual void answer(LegId leg) = 0;     // 200
  virtual void reject(LegId leg, int sip_status, const std::string& reason) = 0;
  // What became of a referral: the telephone hears this status (RFC 3515 2.4.5), and hangs up itself at 2xx.
  virtual void tell_referral(LegId, int /*sip_status*/) {}
  virtual void hang_up(LegId leg) = 0;                 // BYE, CANCEL or a final refusal, as the state needs
  virtual void play(LegId leg, const Play& what) = 0;  // answers with early media if not yet answered
  virtual void stop_playing(LegId leg) = 0;
  virtual void bridge(LegId a, LegId b) = 0;  // the two hear each other; stops what either plays
  // Each hears the sum of the others; stops what any of them plays. A leg leaves by unbridge or another
  // bridge.
  virtual void join(const std::vector<LegId>& legs) = 0;
  virtual void unbridge(LegId leg) = 0;
  // A supervisor's `leg` hears `of` and whoever talks with him, through every bridge, join and unbridge of
  // `of`; heard as the mode says. Again on the same leg: another mode or another one.
  virtual void listen(LegId leg, LegId of, domain::ListenMode mode) = 0;
  virtual void stop_listening(LegId leg) = 0;
  virtual void mute(LegId leg, bool on) = 0;  // the peer stops hearing this leg
  virtual void send_digits(LegId leg, const std::string& digits) = 0;
  // Stereo: left what this leg says, right what its bridged peer says. Survives re-bridging. WAV that is
  // readable at every moment (the header may say more than is there); `file` is an absolute path.
  virtual void start_recording(LegId leg, const std::string& file) = 0;
  virtual void stop_recording(LegId leg) = 0;
  virtual void pause_recording(LegId leg, bool on) = 0;  // silence in its stead, on both sides

  // The agent's browser: one WebRTC line per agent that stays up between calls, so that an answer joins at
  // once. Takes the browser's SDP offer, answers with ours (ICE-lite, DTLS passive). `leg` is the line's leg
  // from now on until browser_phone_changed(agent, false); a newer offer of the same agent replaces the line
  // (same or new leg).
  virtual base::Result<std::string> connect_browser(AgentId agent, LegId leg,
                                                    const std::string& sdp_offer) = 0;
  virtual void disconnect_browser(AgentId agent) = 0;
  // What the agent says comes back to him (microphone test), while his line is in no call.
  virtual void echo(LegId leg, bool on) = 0;

  // The password for a desk phone; passed before it can register. Realm is the exchange's setting.
  virtual void set_desk_phone(const std::string& user, const std::string& ha1_md5_hex) = 0;
};
}  // namespace okno::ports
