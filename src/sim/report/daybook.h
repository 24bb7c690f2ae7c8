// What a manager asks of a day: who came when, by which channel, waited how long, who talked with him, how it
// ended; and what each agent did meanwhile. Kept from the commands alone.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/command.h"
#include "sim/sentence.h"

namespace okno::sim {
enum class Doing { ring, talk, hold, wrap_up };

struct Bar {  // an agent with one interaction
  domain::AgentId agent;
  domain::InteractionId id;
  domain::Channel channel = domain::Channel::voice;
  Doing doing = Doing::ring;
  base::Instant from{}, to{};
  std::size_t lane = 0;  // of the agent's row: those at the same time lie side by side
};
struct Mood {  // an agent's state between conversations
  domain::AgentId agent;
  domain::AgentState state = domain::AgentState::offline;
  std::string reason;
  base::Instant from{}, to{};
};
struct Length {  // of all queues together, from then on
  base::Instant at{};
  std::int64_t waiting = 0;
};

class Daybook {
 public:
  void note(const std::vector<core::Command>& commands, base::Instant now);
  // Nothing comes any more: what is still under way ends here. Lanes are given.
  void close(base::Instant now);

  std::string title;
  Names names;                                       // who is who, as the day's teller has it
  std::map<domain::QueueId, base::Duration> limits;  // of the service level; otherwise 20 s

  const std::vector<domain::Interaction>& rows() const {
    return rows_;
  }  // in order of arrival, as they were last
  const std::vector<Bar>& bars() const { return bars_; }
  const std::vector<Mood>& moods() const { return moods_; }
  const std::vector<Length>& lengths() const { return lengths_; }
  base::Instant begins() const { return begins_.value_or(ends_); }
  base::Instant ends() const { return ends_; }
  bool answered_in_time(const domain::Interaction& row) const;

 private:
  struct Listener;
  void begin(domain::AgentId agent, domain::InteractionId id, Doing doing, base::Instant now);
  void end(domain::AgentId agent, domain::InteractionId id, base::Instant now);
  void end_all(domain::InteractionId id, base::Instant now);
  void give_lanes();

  std::vector<domain::Interaction> rows_;
  std::map<domain::InteractionId, std::size_t> places_;
  std::vector<Bar> bars_;
  std::map<std::pair<domain::AgentId, domain::InteractionId>, std::size_t> open_bars_;
  std::vector<Mood> moods_;
  std::map<domain::AgentId, std::size_t> open_moods_;
  std::vector<Length> lengths_;
  std::map<domain::QueueId, std::int64_t> waiting_;
  std::optional<base::Instant> begins_;
  base::Instant ends_{};
};
}  // namespace okno::sim
