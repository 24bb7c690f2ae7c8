// The built-in carrier: a second exchange on a thread and a port of its own whose people ring the first one
// by genuine SIP over loopback, speak, listen and hang up; and who can be called back. Knows of the centre
// only what it is told: where its SIP is and how many agents could take a call.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

#include "base/result.h"
#include "demo/crowd.h"
#include "ports/clock.h"
#include "speech/prompts.h"
#include "telephony/softswitch/softswitch.h"

namespace okno::demo {
struct CarrierSettings {
  CrowdSettings crowd;
  std::string centre =
      "127.0.0.1:5060";  // SIP of the exchange that is rung, loopback or the machine's own address
  std::string address = "127.0.0.1";  // ours
  std::uint16_t sip_port = 0;         // 0: any free one
  std::uint16_t first_rtp_port = 41'000, last_rtp_port = 41'399;
  std::string directory;  // keeps the spoken sentences
  speech::Settings speech;
  std::function<void(const std::string& words)> log;  // warnings and who rings; any thread
};

class Carrier final : public ports::TelephonyListener {
 public:
  using StartExchange = std::function<base::Result<telephony::softswitch::Running>(
      const telephony::softswitch::Settings&, const ports::Clock&, ports::TelephonyListener&)>;

  // Errors: those of the exchange ("sip_bind_failed" …). `clock` outlives the carrier.
  static base::Result<std::unique_ptr<Carrier>> start(
      CarrierSettings settings, std::vector<Caller> town, const ports::Clock& clock,
      const StartExchange& exchange = telephony::softswitch::start);
  // Everybody hangs up; takes some seconds at most, when a sentence is just being made.
  ~Carrier() override;

  std::uint16_t sip_port() const { return sip_port_; }
  // Any thread: how many agents are ready, reachable and without a call or an offer.
  void set_demand(int idle_ready_agents);
  // Any thread: an agent began to talk with whoever rings from `number`.
  void agent_joined(const std::string& number);

  // ports::TelephonyListener, on the exchange's threads
  void call_arrived(const ports::IncomingCall& call) override;
  void leg_ringing(domain::LegId leg) override;
  void leg_answered(domain::LegId leg) override;
  void leg_ended(domain::LegId leg, ports::LegEnd why, int sip_status) override;
  void digit_pressed(domain::LegId leg, char digit) override;
  void play_finished(domain::LegId leg, std::int64_t token) override;
  void overloaded(bool) override {}  // few calls: it never is
  void trunk_changed(const ports::TrunkState& trunk) override;
  void desk_phone_changed(const std::string& user, bool registered) override;
  void browser_phone_changed(domain::AgentId agent, bool connected) override;
  void recording_stopped(domain::LegId leg, const std::string& file, const std::string& mark) override;

 private:
  Carrier(CarrierSettings settings, std::vector<Caller> town, const ports::Clock& clock);
  using Work = std::function<void(base::Instant now)>;
  void post(Work work);
  void run();
  void carry_out(const std::vector<Act>& acts);
  void do_act(const PlaceCall& act);
  void do_act(const AnswerCall& act);
  void do_act(const RefuseCall& act);
  void do_act(const Say& act);
  void do_act(const Press& act);
  void do_act(const EndCall& act);
  domain::LegId leg_of(std::int64_t call) const;
  std::int64_t call_of(domain::LegId leg) const;
  void log(const std::string& words) const;

  const CarrierSettings settings_;
  const ports::Clock& clock_;
  const speech::Speaker speaker_;
  std::unique_ptr<ports::Telephony> telephony_;
  std::uint16_t sip_port_ = 0;

  // on the carrier's thread only
  Crowd crowd_;
  std::unordered_map<std::int64_t, domain::LegId> legs_;
  std::unordered_map<domain::LegId, std::int64_t> calls_;
  bool told_of_silence_ = false;  // the warning that nobody can speak, once

  std::mutex mutex_;  // guards what follows
  std::condition_variable wake_;
  std::deque<Work> posted_;
  bool stopping_ = false;
  std::thread thread_;
};

// A UDP and TCP port that nobody uses at this moment, for exchanges that must know each other before they
// start. 0 when there is none.
std::uint16_t free_port(const std::string& address);
}  // namespace okno::demo
