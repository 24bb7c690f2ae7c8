// Who may do what: the one place where roles are checked. Each route of routes.cpp names its operation here.
#pragma once
#include <string_view>
#include <vector>

#include "app/views.h"
#include "domain/ids.h"
#include "domain/words.h"

namespace okno::api {
enum class Need {
  nothing,          // also without a sign-in
  agent,            // any member of staff
  own_interaction,  // the agent of the interaction in the path, or a supervisor
  supervisor,       // supervisors and administrators
  admin,
};

struct AccessRule {
  std::string_view operation;
  Need need;
};
const std::vector<AccessRule>& access_rules();

// The operation must be in the table: a route without a rule is our mistake.
Need need_of(std::string_view operation);
// Without the interaction's own rule (see may_touch).
bool may(Need need, domain::Role role);
// For own_interaction, once the interaction is known.
bool may_touch(domain::AgentId who, domain::Role role, const app::InteractionView& interaction);
}  // namespace okno::api
