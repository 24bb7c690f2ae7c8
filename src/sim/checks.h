// What must be true after every event, whatever happens: the checkers of stories and towns. They keep a model
// of their own, made only of events and commands, and never look into the core.
#pragma once
#include <map>
#include <set>
#include <string>

#include "core/centre.h"

namespace okno::sim {
class Checks {
 public:
  explicit Checks(const domain::Configuration& configuration);
  // Empty, or a sentence about the first promise that is broken.
  std::string watch(const core::Event& event, const std::vector<core::Command>& commands, base::Instant now,
                    const core::Centre& centre);

  struct Books {  // every interaction is in one of these, or live
    std::int64_t offered = 0, answered = 0, lost = 0, refused = 0, other = 0;
  };
  const Books& books() const { return books_; }

 private:
  struct Seen {  // an interaction as it was told
    domain::Interaction row;
    bool final = false, reserved = false, recording = false;
    domain::AgentId with;  // connected
    domain::OfferId offer;
    domain::AgentId owner;
  };
  struct Seat {
    domain::AgentState state = domain::AgentState::offline;
    bool phone = false;
    domain::InteractionId with;
    domain::OfferId offer;
    std::set<domain::QueueId> queues;
  };
  struct Listener;  // one overload a command

  void configure(const domain::Configuration& configuration);
  void note(const core::Event& event);
  void broken(const std::string& what);
  void check_row(const core::InteractionChanged& c);
  void check_books(const core::Centre& centre);
  void check_nobody_waits_in_vain();
  void check_queues();
  void index(domain::InteractionId id, const Seen& seen);

  bool phone_required_ = true;
  std::map<domain::InteractionId, Seen> live_;
  std::set<domain::InteractionId> finished_;
  std::map<domain::AgentId, Seat> seats_;
  std::map<domain::QueueId, std::int64_t> told_waiting_, counted_waiting_;
  std::set<domain::InteractionId> waiting_;
  std::set<domain::AgentId> ready_;
  Books books_;
  std::string broken_;
};
}  // namespace okno::sim
