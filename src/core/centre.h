// The contact centre as a value: it decides and does nothing. Single-threaded, no clock, no I/O, no
// randomness.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "core/command.h"
#include "core/event.h"

namespace okno::core {
class Centre {
 public:
  // A configuration with a mistake (domain/problems.h) is taken as an empty one.
  explicit Centre(Configuration configuration);
  ~Centre();
  Centre(Centre&&) noexcept;
  Centre& operator=(Centre&&) noexcept;

  // Takes the event at time `now` (a time before the last one counts as the last) and answers with what is to
  // be done, in order. An event about something unknown or already over changes nothing. Order: rows that
  // changed, then the acts, then AgentChanged, QueueChanged, and rows that are final at the very end.
  std::vector<Command> apply(const Event& event, base::Instant now);
  // Everything as text. A centre that applies CheckpointTaken with it stands where this one stands, whatever
  // it was before, and answers with what is live as if it were told for the first time; damaged text changes
  // nothing and is answered by a refusal, "bad_checkpoint".
  std::string pack() const;
  // Whether this text comes back to the last letter; any thread.
  static base::Result<void> prove(const std::string& packed);
  // When TimePassed must be applied at the latest; base::kNever when nothing waits.
  base::Instant next_deadline() const;
  // A closed row that this agent may still give a result: he talked with the customer, and not long ago.
  std::optional<Interaction> recent(AgentId agent, InteractionId id) const;
  // Live interactions, for the shell's limits and the tests.
  std::size_t live_interactions() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};
}  // namespace okno::core
