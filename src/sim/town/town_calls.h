// What people of the town agree about: callbacks, planned calls, more time, states that supervisors give. By
// dice of its own, so that the rest of the town lives as before.
#pragma once
#include <map>
#include <optional>

#include "base/prng.h"
#include "core/event.h"

namespace okno::sim {
class Agreements {
 public:
  explicit Agreements(std::uint64_t seed);
  // A few people share few numbers: they call, are called, and call again.
  std::string some_number();
  void give_rules(domain::Queue& queue);
  void give_rules(domain::Project& project);
  void give_role(domain::Agent& agent, const domain::Configuration& house);
  // What somebody wishes now; `fresh` is the id of a call that is planned. Nothing: nobody does.
  std::optional<core::Event> wish(const std::map<domain::InteractionId, domain::Interaction>& rows,
                                  const domain::Configuration& house, domain::InteractionId fresh,
                                  base::Instant now);

 private:
  bool chance(double p) { return prng_.uniform() < p; }
  std::int64_t among(std::int64_t n) {
    return static_cast<std::int64_t>(prng_.below(static_cast<std::uint64_t>(n)));
  }
  domain::AgentId some_agent(const domain::Configuration& house);
  core::Event plan(const domain::Configuration& house, domain::InteractionId fresh, base::Instant now);
  base::Prng prng_;
};
}  // namespace okno::sim
