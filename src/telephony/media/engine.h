// Packets and sound: plain RTP legs, browser (WebRTC) legs, joining, playing, recording. Knows no SIP and no
// queue. Methods may be called from any thread and return at once (each media thread has a mailbox; a call's
// two legs live on one thread); the listener is called on media threads and must only post a value.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/ids.h"
#include "domain/listen.h"
#include "ports/telephony.h"
#include "telephony/webrtc/sealing.h"

namespace okno::sealing {
class KeyRing;
}

namespace okno::telephony::media {
using domain::LegId;

enum class Codec : std::uint8_t { pcmu = 0, pcma = 8, g722 = 9 };  // RFC 3551 static payload types

struct Settings {
  std::string rtp_address = "0.0.0.0";  // where sockets are bound
  // Addresses named in SDP and as ICE candidates; empty: found from the interfaces.
  std::vector<std::string> advertised;
  std::uint16_t first_port = 30000;  // even; 0: any free ports
  std::uint16_t last_port = 39999;
  int threads = 1;
  int idle_limit_s = 60;  // a leg without RTP for so long is reported silent (hold excepted)
  std::size_t max_legs = 4000;
  int consent_limit_ms = 5000;       // a browser that proves nothing for so long is lost (RFC 7675)
  int browser_connect_limit_s = 30;  // from open_browser to the end of the handshake, else lost
  std::shared_ptr<sealing::KeyRing> recording_keys;  // none: recordings are written open
  std::string hold_music;  // WAV, played in a loop to whoever a far end puts on hold; empty: silence
};

struct LocalRtp {
  std::string address;
  std::uint16_t port = 0;
};
using webrtc::SrtpPair;  // keys that came by the signalling

struct RemoteRtp {
  std::string address;
  std::uint16_t port = 0;
  Codec codec = Codec::pcma;
  int dtmf_payload = -1;  // RFC 4733 telephone-event towards the far end, -1: none
  int dtmf_payload_in =
      -1;  // from it, where our description names another number (RFC 3264 5.1); -1: the same
  int ptime_ms = 20;
  bool send = true;                // the far end wants to hear us (sendrecv/recvonly)
  bool receive = true;             // the far end speaks (sendrecv/sendonly)
  std::optional<SrtpPair> sealed;  // none: the packets go as they are
  bool on_hold = false;  // the far end took itself out of the conversation: its peer hears hold_music
};

struct LegStats {
  std::uint64_t packets_in = 0, packets_out = 0, lost_in = 0;
  double jitter_ms = 0;
  std::uint64_t strangers = 0, malformed = 0;  // packets dropped: not from the far end, or no packets at all
};

class Listener {
 public:
  virtual ~Listener() = default;
  virtual void digit(LegId leg, char digit) = 0;
  virtual void play_finished(LegId leg, std::int64_t token) = 0;
  // No RTP for idle_limit_s. Told again after as long once more: a call that only rang then may be answered
  // now.
  virtual void silent(LegId leg) = 0;
  virtual void browser_connected(LegId leg) = 0;  // ICE and DTLS are through
  virtual void browser_lost(LegId leg) = 0;       // consent gone for 5 s (RFC 7675), DTLS closed
  virtual void recording_stopped(LegId leg, const std::string& file, const std::string& mark) = 0;
  virtual void quality(LegId /*leg*/, const ports::LegQuality& /*quality*/) {}
};

class Engine {
 public:
  virtual ~Engine() = default;
  // `towards`: the far end's address, to choose which of our addresses to name; empty: the first.
  virtual base::Result<LocalRtp> open(LegId leg, const std::string& towards) = 0;
  virtual void set_remote(LegId leg, const RemoteRtp& remote) = 0;  // again on re-INVITE
  // Browser: SDP offer in, SDP answer out (ICE-lite, DTLS passive, PCMA/PCMU, rtcp-mux, BUNDLE, events for
  // keys). Again on the same leg (the page was reloaded): a new line takes the place of the old; joins and
  // recording stay.
  virtual base::Result<std::string> open_browser(LegId leg, const std::string& sdp_offer) = 0;
  virtual void close(LegId leg) = 0;

  virtual void bridge(LegId a, LegId b) = 0;
  virtual void join(const std::vector<LegId>& legs) = 0;  // a conference
  virtual void unbridge(LegId leg) = 0;
  // `leg` hears whoever `of` talks with, whatever that becomes, and `of`. Holds until stop_listening, or
  // until one of the two is closed or `leg` is joined with somebody. Again on the same leg: another mode or
  // another one.
  virtual void listen(LegId leg, LegId of, domain::ListenMode mode) = 0;
  virtual void stop_listening(LegId leg) = 0;
  virtual void play(LegId leg, const ports::Play& what) = 0;
  virtual void stop_playing(LegId leg) = 0;
  virtual void mute(LegId leg, bool on) = 0;
  virtual void echo(LegId leg, bool on) = 0;
  virtual void send_digits(LegId leg, const std::string& digits) = 0;
  virtual void start_recording(LegId leg, const std::string& file) = 0;
  virtual void stop_recording(LegId leg) = 0;
  virtual void pause_recording(LegId leg, bool on) = 0;  // silence in its stead, on both sides
  virtual std::optional<LegStats> stats(LegId leg) = 0;  // a snapshot, may lag by a second
};

std::unique_ptr<Engine> make_engine(const Settings& settings, Listener& listener);
}  // namespace okno::telephony::media
