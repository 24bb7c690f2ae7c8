// The town itself: its house, its people and what they do about commands. town.cpp holds the house and its
// customers, town_company.cpp those who hand customers over and ask each other.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/prng.h"
#include "sim/agenda.h"
#include "sim/checks.h"
#include "sim/town/town.h"
#include "sim/town/town_calls.h"
#include "sim/town/town_faults.h"
#include "sim/town/town_month.h"

namespace okno::sim {
using namespace core;
using base::Duration;
using base::Instant;
inline constexpr std::int64_t kEpochMs = 1'750'000'000'000;

class Town {
 public:
  Town(const TownPlan& plan, bool replay);
  TownReport run();

 private:
  // --- chance
  bool chance(double p) { return prng_.uniform() < p; }
  Duration about(double mean_s) { return base::seconds(prng_.exponential(mean_s)); }
  std::int64_t among(std::int64_t n) {
    return static_cast<std::int64_t>(prng_.below(static_cast<std::uint64_t>(n)));
  }
  AgentId some_agent() {
    return configuration_.agents[static_cast<std::size_t>(among(std::ssize(configuration_.agents)))].id;
  }
  void later(double mean_s, std::function<void()> act) { agenda_.plan(now_ + about(mean_s), std::move(act)); }
  bool open() const { return now_ < end_; }

  // --- days
  void live_a_day();
  void silence();
  void evening(int day);
  void next_morning();
  // --- the house
  void found();
  Queue some_queue(std::int64_t id);
  void mend_targets();
  Agent some_new_agent(std::int64_t id);
  void wake_up();
  void change_settings();
  // --- faults
  Instant told(const Event& event);
  void restart();
  void keep_the_paper_short();
  void clock_jumps();
  void trunk_goes();
  void facts_come(InteractionId id, const Facts& facts);
  // --- people
  void customer_comes();
  void lose_patience(InteractionId id);
  void press_keys(InteractionId id);
  void agent_day(AgentId id);
  void agent_calls_out();
  void agent_takes();
  void people_agree();
  void phones_change(AgentId id);
  void talk_of_nothing();
  void list_numbers();
  // --- reactions to commands
  void react(const ShowCard& c);
  void react(const RingAgent& c);
  void react(const ConnectAgent& c);
  void react(const PlayPrompt& c);
  void react(const DialCustomer& c);
  void react(const TakeVoicemail& c);
  void react(const Announce& c);
  void react(const Refuse& c);
  void react(const AgentChanged& c);
  void react(const InteractionChanged& c);
  template <class Other>
  void react(const Other&) {}
  void decide_offer(AgentId agent, OfferId offer);
  void pass_on(AgentId agent, InteractionId id);
  void go_on_asking(AgentId agent, InteractionId id);
  std::string somewhere();
  void react(const ConnectAside& c);
  void react(const ConnectAll& c);
  void react(const ConnectOutside& c);
  void react(const DialGuest& c);
  void react(const DialOutside& c);
  void conversation_event(AgentId agent, InteractionId id);
  void happen(const Event& event);
  void tell_twin(const Event& event, Instant told);

  TownPlan plan_;
  base::Prng prng_;
  Agreements agreements_;
  Agenda agenda_;
  Configuration configuration_;
  Faults faults_;
  std::optional<PaperTrail> paper_;
  Instant trunk_back_{};
  std::optional<Centre> centre_, twin_;
  std::optional<Checks> checks_;
  Instant now_ = base::from_ms(kEpochMs), end_{};
  std::map<InteractionId, Interaction> rows_;
  std::map<AgentId, AgentState> states_;
  Stillness still_;
  TownReport report_;
  std::int64_t ids_ = 0, agents_ = 0;
  double traffic_s_ = 20;     // mean between customers
  std::int64_t numbers_ = 0;  // from which they call
};
}  // namespace okno::sim
