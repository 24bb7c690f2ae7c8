// Trying a line step by step, each told as it begins and as what came of it: where its name leads, whether
// anybody answers there, whether it takes our registration and our login, whether a call has sound both ways,
// whether the far end could find our sound. SIP thread.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "ports/trials.h"
#include "sealing/key_ring.h"
#include "telephony/sip/stack.h"
#include "telephony/softswitch/softswitch.h"

namespace okno::telephony::softswitch {
// A question of the trial that is not answered for so long counts as unanswered; the stack itself would wait
// 32 s.
inline constexpr std::chrono::milliseconds kTrialPatience{5000};
inline constexpr std::chrono::milliseconds kTrialRing{25'000};  // the longest to be waited for an answer
inline constexpr std::chrono::milliseconds kTrialListen{4000};  // to the answered call
inline constexpr const char* kTrialSuffix =
    ".trial.wav";  // of the recording, so that nobody takes it for a call's

// What the trial needs of the exchange around it.
class TrialGround {
 public:
  virtual ~TrialGround() = default;
  virtual sip::Stack& stack() = 0;
  virtual sip::Question question(const std::string& trunk, sip::Question::Kind kind) = 0;
  // Our address in the description of sound sent `towards` an address; empty: no port is free.
  virtual std::string sound_address(const std::string& towards) = 0;
  // A call by this trunk whose events come to `heard` instead of to the owner: 180 rings, 200 answered,
  // anything of 300 or more is its end (0: it was hung up).
  virtual void call(const Trunk& trunk, const std::string& number, std::function<void(int status)> heard) = 0;
  virtual void hang_up() = 0;
  // What hinders a TLS connection there, in English; asked on a thread of its own, told on ours.
  virtual void tls_trouble(const std::string& address, int port, const std::string& name,
                           std::function<void(const std::string&)> told) = 0;
  // The tone is played to the call and what it says written down; `listened` after kTrialListen.
  struct Heard {
    std::uint64_t packets = 0;
    std::string recording;                   // empty: it could not be written
    std::shared_ptr<sealing::KeyRing> keys;  // it is sealed with; none: it lies open
  };
  virtual void listen(const ports::TrialWish& wish, std::function<void(const Heard&)> listened) = 0;
};

class Trial : public std::enable_shared_from_this<Trial> {
 public:
  Trial(std::shared_ptr<TrialGround> ground, Trunk trunk, ports::TrialWish wish,
        std::function<void(const ports::TrialStep&)> told, std::function<void()> over)
      : ground_(std::move(ground)),
        trunk_(std::move(trunk)),
        wish_(std::move(wish)),
        told_(std::move(told)),
        over_(std::move(over)) {}
  void begin();

 private:
  using State = ports::TrialStep::State;
  using Facts = std::map<std::string, std::string>;
  void tell(const char* step, State state, const char* code = "", Facts facts = {});
  void ask(sip::Question question, std::function<void(const sip::Reply&)> heard);
  void looked_up(const sip::Found& found);
  void probed(const sip::Reply& reply);
  void register_or_go_on();
  void registered(const sip::Reply& reply);
  void unreachable();
  void no_connection(const std::string& trouble);
  void call();
  void call_heard(int status);
  void listened(const TrialGround::Heard& heard);
  void nat();
  void skip(std::initializer_list<const char*> steps, const char* code);

  const std::shared_ptr<TrialGround> ground_;
  const Trunk trunk_;
  const ports::TrialWish wish_;
  std::function<void(const ports::TrialStep&)> told_;
  std::function<void()> over_;
  std::string provider_;    // the address that answered
  std::string service_;     // host:port of its SRV record
  std::string seen_;        // … and at which it sees us
  bool silent_ = false;     // to OPTIONS
  bool only_asks_ = false;  // it asks for the registration, and makes none
  bool proved_ = false;     // it has asked who we are and believed it
  bool answered_ = false, ended_ = false;
};

// What a recording holds in its left channel. Errors as of media::read_recording.
struct SoundFound {
  double tone_s = 0;   // of the wished frequency
  double sound_s = 0;  // louder than silence
};
base::Result<SoundFound> sound_in(const std::string& recording, int tone_hz,
                                  sealing::KeyRing* keys = nullptr);
// 10/8, 172.16/12, 192.168/16, 100.64/10 (RFC 6598), 127/8, 169.254/16.
bool is_private(const std::string& address);
}  // namespace okno::telephony::softswitch
