// For the tests of this room: a listener that remembers and can be waited on, an engine that only remembers,
// a clock that is set by hand, and SIPp as the far end.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "telephony/softswitch/exchange.h"

namespace okno::telephony::softswitch {
// Stands but for a microsecond at each look, so that no two nonces are alike.
class HandClock final : public ports::Clock {
 public:
  base::Instant now() const override { return base::from_us(us_.fetch_add(1)); }
  void advance(base::Duration by) { us_ += by.count(); }

 private:
  mutable std::atomic<std::int64_t> us_{1'750'000'000'000'000};
};

// What happened, as lines: "arrived 1 from=… to=…", "ringing 2", "answered 2", "ended 1 hung_up 0", "digit 1
// 5" …
class Witness final : public ports::TelephonyListener {
 public:
  void call_arrived(const ports::IncomingCall& call) override;
  void leg_ringing(LegId leg) override;
  void leg_answered(LegId leg) override;
  void leg_ended(LegId leg, ports::LegEnd why, int sip_status) override;
  void digit_pressed(LegId leg, char digit) override;
  void play_finished(LegId leg, std::int64_t token) override;
  void overloaded(bool on) override { add(on ? "overload" : "overload over"); }
  void trunk_changed(const ports::TrunkState& trunk) override;
  void desk_phone_changed(const std::string& user, bool registered) override;
  void browser_phone_changed(AgentId agent, bool connected) override;
  void recording_stopped(LegId leg, const std::string& file, const std::string& mark) override;

  // True when a line that begins with `start` is there within ten seconds.
  bool saw(const std::string& start, std::chrono::milliseconds limit = std::chrono::seconds(10));
  std::size_t count(const std::string& start) const;
  std::string all() const;
  ports::IncomingCall last_call() const;
  // What to do with a call; may be set at any time, on any thread.
  class Reaction {
   public:
    void operator=(std::function<void(const ports::IncomingCall&)> what) {
      const std::lock_guard<std::mutex> lock(mutex_);
      what_ = std::move(what);
    }
    void operator()(const ports::IncomingCall& call) const {
      const auto what = [&] {
        const std::lock_guard<std::mutex> lock(mutex_);
        return what_;
      }();
      if (what) what(call);
    }

   private:
    mutable std::mutex mutex_;
    std::function<void(const ports::IncomingCall&)> what_;
  };
  Reaction on_call;

 private:
  void add(std::string line);
  mutable std::mutex mutex_;
  std::condition_variable more_;
  std::vector<std::string> lines_;
  std::map<std::string, std::string> trunks_;  // what was told of each last; one thread tells
  ports::IncomingCall last_call_;
};

// Sound that is never there: remembers what it was told.
class MuteEngine final : public media::Engine {
 public:
  explicit MuteEngine(media::Listener& listener) : listener_(listener) {}
  base::Result<media::LocalRtp> open(LegId leg, const std::string& towards) override;
  void set_remote(LegId leg, const media::RemoteRtp& remote) override;
  base::Result<std::string> open_browser(LegId leg, const std::string& sdp_offer) override;
  void close(LegId leg) override { note(leg, "close"); }
  void bridge(LegId a, LegId b) override { note(a, "bridge " + std::to_string(b.value())); }
  void join(const std::vector<LegId>& legs) override {
    for (const LegId leg : legs) note(leg, "join " + std::to_string(legs.size()));
  }
  void unbridge(LegId leg) override { note(leg, "unbridge"); }
  void listen(LegId leg, LegId of, domain::ListenMode mode) override {
    note(leg, std::string(domain::to_text(mode)) + " " + std::to_string(of.value()));
  }
  void stop_listening(LegId leg) override { note(leg, "stop_listening"); }
  void play(LegId leg, const ports::Play& what) override { note(leg, "play " + std::to_string(what.token)); }
  void stop_playing(LegId leg) override { note(leg, "stop_playing"); }
  void mute(LegId leg, bool on) override { note(leg, on ? "mute" : "unmute"); }
  void echo(LegId leg, bool on) override { note(leg, on ? "echo" : "no echo"); }
  void send_digits(LegId leg, const std::string& digits) override { note(leg, "digits " + digits); }
  void start_recording(LegId leg, const std::string& file) override { note(leg, "record " + file); }
  void stop_recording(LegId leg) override { note(leg, "stop_recording"); }
  void pause_recording(LegId leg, bool on) override { note(leg, on ? "pause_recording" : "go_on_recording"); }
  std::optional<media::LegStats> stats(LegId) override { return std::nullopt; }

  media::Listener& listener() { return listener_; }
  media::RemoteRtp remote(LegId leg) const;
  bool saw(LegId leg, const std::string& what, std::chrono::milliseconds limit = std::chrono::seconds(10));
  std::string all() const;
  std::atomic<bool> refuse_browsers{false}, refuse_legs{false};

 private:
  void note(LegId leg, const std::string& what);
  media::Listener& listener_;
  mutable std::mutex mutex_;
  std::condition_variable more_;
  std::vector<std::string> lines_;
  std::map<std::string, std::string> trunks_;  // what was told of each last; one thread tells
  std::map<LegId, media::RemoteRtp> remotes_;
  std::uint16_t next_port_ = 40000;
};

// The exchange on a free port of 127.0.0.1 with a trunk for 127.0.0.0/8, two desk phones (password "demo"),
// no sound.
struct Town {
  explicit Town(const std::function<void(Settings&)>& change = {});
  ~Town();
  ports::Telephony& line() { return *running.telephony; }
  LegId leg() { return witness.last_call().leg; }
  HandClock clock;
  Witness witness;
  MuteEngine* engine = nullptr;
  Running running;
};

std::uint16_t free_port();

// A SIPp run of one call against the town; the scenario is a file of scenarios/. Joined by finish() or the
// destructor.
class Sipp {
 public:
  struct Options {
    std::uint16_t port = 0;  // local; 0: a free one
    bool tcp = false;
    std::string service = "support";
    std::map<std::string, std::string> keys;  // [name] in the scenario
    int calls = 1;
  };
  Sipp(const Town& town, const std::string& scenario, Options options);
  Sipp(const Town& town, const std::string& scenario) : Sipp(town, scenario, Options{}) {}
  ~Sipp();
  Sipp(const Sipp&) = delete;
  Sipp& operator=(const Sipp&) = delete;
  bool finish();  // waits; true when every call went as the scenario says
  std::string errors() const;
  // Waits until the message log shows that many received messages of the method.
  bool passed(const std::string& method, int times) const;
  std::uint16_t port() const { return port_; }

 private:
  int pid_ = -1;
  int status_ = -1;
  std::uint16_t port_ = 0;
  std::string directory_;
};

// Registers as `user` (password "demo") over `peer` with this Contact header; the answer to the proven
// REGISTER.
std::string register_raw(class RawPeer& peer, const std::string& user, const std::string& contact, bool tcp);
// An INVITE with SDP that `peer` could send; `id` makes it one of its kind.
std::string plain_invite(const class RawPeer& peer, const std::string& id, bool tcp);
int status_of(const std::string& answer);  // 0: it is none

// A datagram or a stream against the exchange, byte by byte.
class RawPeer {
 public:
  // `from`: our address and port, for answers that go to what a Via says; else any free port of 127.0.0.1.
  RawPeer(std::uint16_t port, bool tcp, const std::string& from = "127.0.0.1", std::uint16_t from_port = 0);
  RawPeer(int connected, bool tls)
      : fd_(connected), tcp_(true), tls_(tls) {}  // a stream that is there already
  ~RawPeer();
  RawPeer(const RawPeer&) = delete;
  RawPeer& operator=(const RawPeer&) = delete;
  void send(const std::string& bytes);
  // The next message's bytes; empty when none came within the limit.
  std::string receive(std::chrono::milliseconds limit = std::chrono::seconds(5));
  std::uint16_t port() const { return local_; }
  bool open() const { return fd_ >= 0; }
  const char* transport() const { return tls_ ? "TLS" : tcp_ ? "TCP" : "UDP"; }
  void end_of_stream();  // nothing more will be sent

 private:
  int fd_ = -1;
  bool tcp_ = false, tls_ = false;
  std::uint16_t local_ = 0;
  std::string buffer_;
};
}  // namespace okno::telephony::softswitch
