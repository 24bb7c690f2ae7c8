// ports::Telephony over a SIP stack and a media engine. Calls arrive on any thread and are carried out on the
// SIP thread, where all state below lives.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ports/trials.h"
#include "telephony/media/engine.h"
#include "telephony/sip/access.h"
#include "telephony/sip/sdp.h"
#include "telephony/sip/stack.h"
#include "telephony/sip/tls/probe.h"
#include "telephony/softswitch/overload.h"
#include "telephony/softswitch/registrar.h"
#include "telephony/softswitch/softswitch.h"
#include "telephony/softswitch/trunks.h"

namespace okno::telephony::softswitch {
using domain::AgentId;
using domain::LegId;

inline constexpr std::size_t kMaxUserBytes =
    128;  // of a caller's number or a dialled name; E.164 has 15 digits
inline constexpr std::size_t kMaxNameBytes = 256;  // of a caller's display name
inline constexpr int kFullRetryAfter = 5;          // seconds in 503 when all legs are taken
inline constexpr int kOverloadRetryAfter = 2;      // seconds in 503 when we are behind
inline constexpr base::Duration kLimitToldEvery = std::chrono::seconds(10);  // in the log, however many calls
inline constexpr std::chrono::milliseconds kGoodbyeLimit{2000};  // waiting for answers to the last BYEs

// Makes the engine for the exchange; tests bring a silent one.
using EngineMaker = std::function<std::unique_ptr<media::Engine>(const media::Settings&, media::Listener&)>;
base::Result<Running> start_with(const Settings& settings, const ports::Clock& clock,
                                 ports::TelephonyListener& listener, const EngineMaker& make_engine);

class Exchange;

// A number to be reached, and the lines that have not been tried yet.
struct Way {
  std::string number;
  ports::CallerId from;
  std::vector<Trunk> left;
};

// One SIP line between us and a telephone.
struct Leg {
  explicit Leg(LegId leg_id) : id(leg_id) {}
  LegId id;
  bool announced = false;                     // the listener knows of it
  std::optional<ports::IncomingCall> unsaid;  // it came, and nobody was told yet
  bool undecided = false;                     // … and has not said yet what becomes of it
  bool answered = false;
  bool early = false;  // 183 sent
  media::LocalRtp local;
  std::uint64_t sdp_version = 1;
  std::string sdp;                // ours in force
  sip::Terms terms;               // of its line
  std::vector<sip::Crypto> keys;  // ours, where the sound may be sealed
  std::optional<sip::Agreed> agreed;
  std::vector<std::shared_ptr<class Branch>>
      branches;                      // an outgoing call to several contacts has several until one answers
  std::optional<ports::LegEnd> why;  // decided before the session said so
  std::function<void(int status)> observer;  // of a trial's call: hears instead of the listener
  // A call out by a provider's line.
  std::string trunk;        // whose channel it takes, both ways; empty: none's
  std::uint64_t since = 0;  // … and since which change of the line: Trunks::generation
  Way way;                  // where else it may go
  bool heard = false;       // the line has said a word
  bool rang = false;        // … and that it rings at the callee
  bool line_dead = false;   // … and was left for its silence
  std::uint64_t attempt = 0;
  bool refers = false;   // its telephone waits to hear what became of its REFER
  int worst_status = 0;  // of branches that refused
  ports::LegEnd worst = ports::LegEnd::unreachable;
};

class Branch final : public sip::Side {
 public:
  // `sealing`: of this far end, where the leg's others may have another; none: the leg's.
  Branch(Exchange& exchange, LegId leg, std::optional<sip::Sealing> sealing = {})
      : exchange_(exchange), leg_(leg), sealing_(sealing) {}
  std::optional<std::string> answer_to(const std::string& offer) override;
  std::string offer(bool again) override;
  bool take_answer(const std::string& answer) override;
  void heard() override;
  void ringing() override;
  void answered() override;
  void digit(char digit) override;
  int referred(const sip::Referral& referral) override;
  void ended(sip::Ending why, int status) override;
  sip::Session* session = nullptr;  // null before begun and after ended

 private:
  void in_force(Leg& leg) const;
  Exchange& exchange_;
  LegId leg_;
  std::optional<sip::Sealing> sealing_;
  std::string offered_;  // to this far end, until it has answered
};

// One of those who ring together.
struct Rung {
  sip::Target target;
  sip::Sealing sealing;
};

class Exchange final : public ports::Telephony,
                       public ports::Lines,
                       public ports::Trials,
                       public sip::Arrivals,
                       public media::Listener {
 public:
  Exchange(const Settings& settings, const ports::Clock& clock, ports::TelephonyListener& listener);
  ~Exchange() override;
  base::Result<void> open(const EngineMaker& make_engine);
  std::uint16_t port() const { return stack_->port(); }
  std::uint16_t tls_port() const { return stack_->tls_port(); }
  base::Result<void> reload_certificate() { return stack_->reload_certificate(); }

  // ports::Telephony
  LegId next_leg() override { return LegId(++last_leg_); }
  void dial(LegId leg, const ports::DialDeskPhone& to, const ports::CallerId& from) override;
  void dial(LegId leg, const ports::DialNumber& to, const ports::CallerId& from) override;
  void ring_back(LegId leg) override;
  void answer(LegId leg) override;
  void reject(LegId leg, int sip_status, const std::string& reason) override;
  void tell_referral(LegId leg, int sip_status) override;
  void hang_up(LegId leg) override;
  void play(LegId leg, const ports::Play& what) override;
  void stop_playing(LegId leg) override;
  void bridge(LegId a, LegId b) override;
  void join(const std::vector<LegId>& legs) override;
  void unbridge(LegId leg) override;
  void listen(LegId leg, LegId of, domain::ListenMode mode) override;
  void stop_listening(LegId leg) override;
  void mute(LegId leg, bool on) override;
  void send_digits(LegId leg, const std::string& digits) override;
  void start_recording(LegId leg, const std::string& file) override;
  void stop_recording(LegId leg) override;
  void pause_recording(LegId leg, bool on) override;
  base::Result<std::string> connect_browser(AgentId agent, LegId leg, const std::string& sdp_offer) override;
  void disconnect_browser(AgentId agent) override;
  void echo(LegId leg, bool on) override;
  void set_desk_phone(const std::string& user, const std::string& ha1_md5_hex) override;

  // ports::Lines
  void set_trunks(const std::vector<Trunk>& trunks) override;

  // ports::Trials
  void try_trunk(const ports::TrialWish& wish, std::function<void(const ports::TrialStep&)> told,
                 std::function<void(bool)> done) override;

  // sip::Arrivals, on the SIP thread
  bool may_pass(const sip::Peer& source) override;
  sip::Verdict invited(const sip::Arrival& arrival) override;
  sip::RegistrationAnswer registering(const sip::Registration& registration) override;

  // media::Listener, on media threads
  void digit(LegId leg, char digit) override;
  void play_finished(LegId leg, std::int64_t token) override;
  void silent(LegId leg) override;
  void browser_connected(LegId leg) override;
  void browser_lost(LegId leg) override;
  void recording_stopped(LegId leg, const std::string& file, const std::string& mark) override;
  void quality(LegId leg, const ports::LegQuality& quality) override { listener_.leg_quality(leg, quality); }

 private:
  friend class Branch;
  class Ground;  // of a trial: exchange_trial.cpp
  struct BrowserLine {
    LegId leg;
  };

  bool alive(LegId leg) const { return legs_.count(leg) != 0 || browser_agents_.count(leg) != 0; }
  Leg* find(LegId leg);
  sip::Session* session(LegId leg);
  template <class Work>
  void on_leg(LegId leg, Work work);  // on the SIP thread, for a living SIP leg
  template <class Work>
  void on_sound(LegId leg, Work work);  // on the SIP thread, for a living leg of either kind
  Leg* open_leg(LegId id, const std::string& towards);
  void dial_all(LegId leg, const std::vector<Rung>& all, const std::string& towards);
  sip::Sealing phones_sealing(sip::Transport transport) const;
  // `our_events`: the number of telephone-event in our description, -1: none.
  void settle(Leg& leg, const sip::Agreed& agreed, int our_events);
  void tell_limit(const base::Error& limit);
  void branch_answered(LegId leg, Branch* branch);
  void branch_ended(LegId leg, Branch* branch, sip::Ending why, int status);
  void end_leg(LegId leg, ports::LegEnd why, int status);
  int refer(LegId leg, const sip::Referral& referral);
  void drop_line(AgentId agent);
  void tell_phone_changes();
  void arm_expiry();
  void let_go(const Leg& leg);
  void decided(Leg& leg);
  bool overloaded();
  void try_next(LegId id, Way way, ports::LegEnd why, int status);
  void line_silent(LegId id, std::uint64_t attempt);
  bool go_on(Leg& leg, sip::Ending why, int status);
  void line_heard(Leg& leg);
  void tend_trunks();
  void trunks_changed();
  sip::Target target_by(const Trunk& trunk, const std::string& number, const ports::CallerId& from) const;
  void trial_written(const std::string& file, const std::string& mark);
  void forget_trial();  // at the end, when nobody runs any more
  void say_farewell(std::vector<sip::Question> questions);

  const Settings settings_;
  const ports::Clock& clock_;
  ports::TelephonyListener& listener_;
  std::unique_ptr<media::Engine> engine_;
  std::unique_ptr<sip::Stack> stack_;
  std::atomic<std::int64_t> last_leg_{0};
  std::atomic<bool> taking_{false};  // the stack is there for listeners of the engine

  // SIP thread only
  Registrar registrar_;
  sip::FloodLimit flood_;
  // Trunks and phones do not stand in one line with the rest of the world: a flood of made-up sources fills
  // the table above.
  sip::FloodLimit known_flood_;
  sip::AddressBlocks exempt_;
  Trunks trunks_;
  std::shared_ptr<Ground> trial_ground_;
  std::shared_ptr<class Trial> trial_;  // that goes on now
  sip::TlsProber prober_;               // of a trial: why a TLS connection fails
  std::uint64_t attempts_ = 0;
  base::Instant tend_at_ = base::kNever;  // when the timer for the trunks rings
  std::unordered_map<LegId, std::unique_ptr<Leg>> legs_;
  std::unordered_map<AgentId, BrowserLine> lines_;     // by agent
  std::unordered_map<LegId, AgentId> browser_agents_;  // by the line's leg
  bool expiry_armed_ = false;
  std::size_t undecided_ = 0;  // legs that wait for the owner's first command
  Overload overload_;
  bool overload_watched_ = false;
  base::Instant limit_told_{};
  std::size_t limit_untold_ = 0;
};
template <class Work>
void Exchange::on_leg(LegId leg, Work work) {
  stack_->post([this, leg, work = std::move(work)] {
    if (Leg* living = find(leg)) work(*living);
  });
}

template <class Work>
void Exchange::on_sound(LegId leg, Work work) {
  stack_->post([this, leg, work = std::move(work)] {
    if (alive(leg)) work(*engine_);
  });
}

}  // namespace okno::telephony::softswitch
