#include "core/house/colleague.h"

#include <algorithm>

#include "core/entrance/door.h"
#include "core/entrance/parting.h"
#include "core/explain.h"
#include "core/house/forward.h"
#include "core/house/group.h"
#include "core/line/routing.h"
#include "core/people/agent.h"
#include "core/talk/interaction.h"
#include "core/talk/party.h"
#include "core/talk/transfer.h"
#include "domain/target.h"

namespace okno::core {
namespace {
bool may_ring_up(Floor& floor, const ColleagueCalled& e, const AgentNow& caller) {
  const Target to = target_of(e.target);
  const AgentNow* callee = to.kind == TargetKind::agent ? agent_named(floor, to.name) : nullptr;
  if (caller.dismissed)
    refuse(floor, e.caller, "wrong_state", "This account no longer takes calls.");
  else if (!callee && !(to.kind == TargetKind::group && group_named(floor, to.name)))
    refuse(floor, e.caller, "no_such_target", "Nobody has this short number.");
  else if (callee && callee->agent.id == e.caller)
    refuse(floor, e.caller, "not_yourself", "This is your own number.");
  else
    return may_talk(floor, caller) && has_room(floor, e.caller);
  return false;
}

EndCause cause_of(std::string_view code) {
  if (code == "busy") return EndCause::busy;
  if (code == "no_answer" || code == "away" || code == "unreachable" || code == "closed")
    return EndCause::no_answer;
  return code == "forward_loop" ? EndCause::failed : EndCause::refused;
}

// On to where this colleague's settings send calls; he is not asked again.
void go_on(Floor& floor, InteractionNow& x, AgentId from, std::string_view code, const std::string& target) {
  Explanation why(x.row.id);
  why.pass(from, code.empty() ? "always" : code);
  why.wait(floor, "forwarded");
  x.house.been.push_back(from);
  x.party.aimed.reset();
  ring_at(floor, x, target);
}

void ring_him(Floor& floor, InteractionNow& x, AgentNow& agent) {
  const AgentId id = agent.agent.id;
  x.house.wanted = id;
  const auto& been = x.house.been;
  if (been.size() >= kMaxForwards || std::find(been.begin(), been.end(), id) != been.end())
    return end_unreached(floor, x, "forward_loop");
  const std::string_view why = why_not_rung(floor, agent, x.row.id);
  const std::string on = forward_of(agent, why);
  if (!on.empty()) return go_on(floor, x, id, why, on);
  if (!why.empty()) return end_unreached(floor, x, why);
  if (id == x.row.caller) return end_unreached(floor, x, "forward_loop");
  Explanation chosen(x.row.id);
  chosen.choose(floor, id, "called_by_name");
  x.row.state = InteractionState::offered;
  x.party.aimed = id;
  offer_to_one(floor, x, agent, agent.agent.ring_limit);
  comfort(floor, x);
}

void ring_outside(Floor& floor, InteractionNow& x, const std::string& number) {
  x.row.state = InteractionState::offered;
  x.party.stage = PartyStage::handing;
  dial_outside(floor, x, number);
  comfort(floor, x);
}
}  // namespace

void colleague_called(Floor& floor, const ColleagueCalled& e) {
  AgentNow* caller = floor.agent(e.caller);
  if (!caller || !may_ring_up(floor, e, *caller) || floor.interaction(e.id)) return;
  InteractionNow& x = *begin(floor, e.id);
  occupy(floor, *caller, AgentState::talking, x, std::nullopt);
  x.row.direction = Direction::internal;
  x.row.project = e.project;
  x.row.caller = e.caller;
  x.row.from = caller->agent.extension;
  x.row.caller_name = caller->agent.name;
  x.row.to = e.to;
  x.row.started_at = floor.now;
  x.key.arrival = ++floor.arrivals;
  x.aged_from = floor.now;
  ring_at(floor, x, e.target);
}

void ring_at(Floor& floor, InteractionNow& x, const std::string& target) {
  const Target to = target_of(target);
  switch (to.kind) {
    case TargetKind::agent:
      if (AgentNow* agent = agent_named(floor, to.name)) return ring_him(floor, x, *agent);
      break;
    case TargetKind::group:
      if (const RingGroup* group = group_named(floor, to.name)) return ring_group(floor, x, *group);
      break;
    case TargetKind::queue:
      if (QueueNow* queue = find_queue(floor, x.row.project, target)) return come_to(floor, x, *queue);
      break;
    case TargetKind::number:
      return ring_outside(floor, x, to.name);
    case TargetKind::voicemail:
      x.row.agent = x.house.wanted;  // whose message it is
      return send(floor, x, target, "no_answer");
    default:
      if (can_send(floor, x, target)) return send(floor, x, target, "no_answer");
  }
  end_unreached(floor, x, "no_such_entry");
}

void not_taken_by_name(Floor& floor, InteractionNow& x, AgentNow& agent, const std::string& code) {
  if (!x.house.group.empty()) return member_declined(floor, x, agent);
  const AgentId id = agent.agent.id;
  take_offer_away(floor, x, agent, code == "no_answer" ? "time_out" : "declined");
  spare(floor, agent, x.row.id);
  const std::string on = forward_of(agent, code);
  if (!on.empty()) return go_on(floor, x, id, code, on);
  end_unreached(floor, x, code);
}

void end_unreached(Floor& floor, InteractionNow& x, std::string_view code) {
  explain(floor, x, code == "forward_loop" ? "forward_loop" : "not_reached");
  const EndCause cause = cause_of(code);
  if (x.taken)
    floor.command(HangUpCustomer{x.row.id, cause});
  else
    floor.command(RefuseCustomer{x.row.id, std::string(code)});
  mark_ended(floor, x, cause);
  close(floor, x);
}

void free_caller(Floor& floor, AgentId caller, InteractionId id) {
  AgentNow* agent = floor.agent(caller);
  if (agent && agent->with(id)) let_go(floor, *agent, id);
}
}  // namespace okno::core
