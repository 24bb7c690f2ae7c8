// The stage of a story: the real centre, who is on it by name, the virtual time, and what happened lately.
#pragma once
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/centre.h"
#include "sim/checks.h"
#include "sim/report/daybook.h"
#include "sim/sentence.h"

namespace okno::sim {
// A line that cannot be understood or is not true; the runner adds file and line.
struct StoryError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Stage {
 public:
  // --- before the curtain and in mid-story: settings
  void change(const std::string& line);  // "queue support: ring 20 s, …", see scenarios/README.md
  bool is_setting(const std::string& line) const;

  // --- the play
  void happen(const core::Event& event);
  void let_pass(base::Duration span);
  void set_clock(base::Instant at);  // the story begins then, or time passes until then
  void jump(base::Duration span);    // the server is away: no alarm rings meanwhile
  base::Instant now() const { return now_; }

  // --- who is who
  domain::AgentId agent(const std::string& name) const;
  domain::InteractionId customer(const std::string& name) const;
  domain::InteractionId newcomer(const std::string& name);  // a fresh interaction under this name
  bool knows_agent(const std::string& name) const { return agents_.contains(name); }
  domain::OfferId offer_to(domain::AgentId agent) const;
  domain::InteractionId busy_with(domain::AgentId agent) const;
  std::int64_t prompt_of(domain::InteractionId id) const;
  domain::ProjectId project() const { return configuration_.projects[project_].id; }
  const base::ZoneShifts& zone() const { return configuration_.projects[project_].zone_shifts; }

  // --- what happened
  void forget_happened() { happened_.clear(); }
  const std::vector<std::string>& happened() const { return happened_; }
  const domain::Interaction* row(domain::InteractionId id) const;
  const core::AgentChanged& state_of(domain::AgentId id) const;
  std::string name_of(domain::QueueId queue) const { return names_.of(queue); }
  std::int64_t waiting_in(const std::string& queue) const;
  const Names& names() const { return names_; }
  const Checks& checks() const { return *checks_; }
  const core::Centre* centre() const { return centre_ ? &*centre_ : nullptr; }
  Daybook book() const;  // of everything up to now

 private:
  void change_project(const std::string& rest);
  void change_queue(const std::string& name, const std::string& rest);
  void change_agent(const std::string& name, const std::string& rest);
  std::string way(const std::string& name) const;
  void change_group(const std::string& name, const std::string& rest);
  void change_menu(const std::string& name, const std::string& rest);
  void add_key(const std::string& digits, const std::string& rest);
  void remove(const std::string& kind, const std::string& name);
  void open();
  void take(const std::vector<core::Command>& commands);
  domain::Queue& queue_named(const std::string& name);
  domain::Project& the_project();
  void turn_to_project(const std::string& name);

  domain::Configuration configuration_;
  std::size_t project_ = 0;  // whose queues, menus and callers the lines are about
  std::optional<core::Centre> centre_;
  std::optional<Checks> checks_;
  base::Instant now_ = base::from_ms(1'750'000'000'000);
  Names names_;
  std::map<std::string, domain::AgentId> agents_;
  std::map<std::string, domain::InteractionId> customers_;
  std::map<domain::AgentId, core::AgentPhonesChanged> phones_;
  std::map<domain::AgentId, core::AgentChanged> states_;
  std::map<domain::AgentId, domain::OfferId> offers_;
  std::map<domain::InteractionId, domain::Interaction> rows_;
  std::map<domain::InteractionId, std::int64_t> prompts_;
  std::map<domain::QueueId, std::int64_t> waiting_;
  std::vector<std::string> happened_;
  Daybook book_;
  std::int64_t last_agent_ = 0, last_queue_ = 0, last_interaction_ = 0;
};
}  // namespace okno::sim
