#include "api/access.h"

#include "base/check.h"

namespace okno::api {
namespace {
const std::vector<AccessRule> kRules{
    // sessions
    {"sign_in", Need::nothing},
    {"sign_out", Need::agent},
    {"get_me", Need::agent},
    {"get_ice", Need::agent},
    {"set_my_state", Need::agent},
    // customers
    {"find_contacts", Need::agent},
    {"create_contact", Need::agent},
    {"get_contact", Need::agent},
    {"change_contact", Need::agent},
    {"get_timeline", Need::agent},
    {"get_card", Need::agent},
    {"add_note", Need::agent},
    {"list_companies", Need::agent},
    // interactions; the Desk itself refuses verbs about another agent's call (not_your_call)
    {"list_interactions", Need::agent},
    {"get_interaction", Need::agent},
    {"get_decisions", Need::agent},
    {"get_recording", Need::own_interaction},
    {"show_recording", Need::own_interaction},
    {"add_moment", Need::own_interaction},
    {"remove_moment", Need::own_interaction},
    {"get_space", Need::supervisor},
    {"start_interaction", Need::agent},
    {"accept_interaction", Need::agent},
    {"decline_interaction", Need::agent},
    {"send_message", Need::agent},
    {"finish_interaction", Need::agent},
    {"attach_contact", Need::agent},
    // calls
    {"start_call", Need::agent},
    {"answer_call", Need::agent},
    {"decline_call", Need::agent},
    {"hang_up_call", Need::agent},
    {"hold_call", Need::agent},
    {"unhold_call", Need::agent},
    {"mute_call", Need::agent},
    {"unmute_call", Need::agent},
    {"send_digits", Need::agent},
    {"transfer_call", Need::agent},
    {"consult_call", Need::agent},
    {"conference_call", Need::agent},
    {"transfer_interaction", Need::agent},
    {"consult_interaction", Need::agent},
    {"resume_interaction", Need::agent},
    {"set_absence", Need::agent},
    {"pick_up", Need::agent},
    {"list_parked", Need::agent},
    {"fetch_parked", Need::agent},
    {"record_call", Need::agent},
    {"invite_member", Need::agent},
    {"mute_member", Need::agent},
    {"unmute_member", Need::agent},
    {"drop_member", Need::agent},
    // a supervisor on the line
    {"listen_to_call", Need::supervisor},
    {"leave_line", Need::supervisor},
    {"take_over_call", Need::supervisor},
    // the centre
    {"list_queues", Need::agent},
    {"get_queue", Need::agent},
    {"list_agents", Need::agent},
    {"list_trunks", Need::supervisor},
    {"list_line_setups", Need::admin},
    {"add_line", Need::admin},
    {"change_line", Need::admin},
    {"remove_line", Need::admin},
    {"test_line", Need::admin},
    {"last_line_test", Need::admin},
    {"live", Need::agent},
    // the rules of routing
    {"get_configuration", Need::supervisor},
    {"change_configuration", Need::admin},
    {"list_audit", Need::admin},
    {"list_decisions", Need::supervisor},
    // wishes about agents, calls and numbers; the core refuses what is not his
    {"force_state", Need::supervisor},
    {"extend_wrap_up", Need::agent},
    {"take_interaction", Need::agent},
    {"request_callback", Need::agent},
    {"list_planned_calls", Need::agent},
    {"plan_call", Need::agent},
    {"move_planned_call", Need::agent},
    {"cancel_planned_call", Need::agent},
    {"list_blocked", Need::supervisor},
    {"block_number", Need::supervisor},
    {"unblock_number", Need::supervisor},
    // about the server
    {"get_openapi", Need::nothing},
    {"get_health", Need::nothing},
    {"get_metrics", Need::nothing},
};
}  // namespace

const std::vector<AccessRule>& access_rules() {
  return kRules;
}

Need need_of(std::string_view operation) {
  for (const auto& rule : access_rules())
    if (rule.operation == operation) return rule.need;
  OKNO_CHECK(!"every route has a rule in access.cpp");
  return Need::admin;
}

bool may(Need need, domain::Role role) {
  switch (need) {
    case Need::nothing:
    case Need::agent:
    case Need::own_interaction:
      return true;
    case Need::supervisor:
      return role != domain::Role::agent;
    case Need::admin:
      return role == domain::Role::admin;
  }
  return false;
}

bool may_touch(domain::AgentId who, domain::Role role, const app::InteractionView& interaction) {
  if (role != domain::Role::agent) return true;
  return interaction.agent && interaction.agent->id == who.value();
}
}  // namespace okno::api
