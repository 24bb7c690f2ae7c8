#include "core/house/forward.h"

#include "core/entrance/hours.h"

namespace okno::core {
namespace {
std::string target_when(const AgentNow& agent, ForwardWhen when) {
  for (const Forward& rule : agent.agent.forwards)
    if (rule.when == when) return rule.to;
  return {};
}

bool is_closed(const Floor& floor, const AgentNow& agent) {
  if (target_when(agent, ForwardWhen::closed).empty())
    return false;  // without the wish hours mean nothing here
  const auto hours = floor.hours.find(agent.agent.shift);
  return hours != floor.hours.end() && !is_open(hours->second, floor.now);
}
}  // namespace

bool is_on_break(const AgentNow& agent) {
  return agent.rest.state == AgentState::pause ||
         (agent.rest.state == AgentState::offline && !agent.queues.empty());
}

std::string_view why_not_rung(const Floor& floor, const AgentNow& agent, InteractionId call) {
  if (is_closed(floor, agent)) return "closed";
  if (agent.absence == Absence::meeting) return "in_meeting";
  if (agent.absence == Absence::do_not_disturb) return "do_not_disturb";
  if (agent.on_the_phone(call)) return "busy";
  if (!floor.can_call(agent)) return "away";
  if (is_on_break(agent) && !target_when(agent, ForwardWhen::away).empty()) return "away";
  return "";
}

std::string forward_of(const AgentNow& agent, std::string_view code) {
  const std::string always = target_when(agent, ForwardWhen::always);
  if (!always.empty() || code.empty()) return always;
  if (code == "closed") return target_when(agent, ForwardWhen::closed);
  if (code == "away" || code == "unreachable") return target_when(agent, ForwardWhen::away);
  if (code == "no_answer") return target_when(agent, ForwardWhen::no_answer);
  const std::string busy = target_when(agent, ForwardWhen::busy);
  if (code != "in_meeting") return busy;  // declined and do-not-disturb: as if he talked
  const std::string meeting = target_when(agent, ForwardWhen::meeting);
  return meeting.empty() ? busy : meeting;
}
}  // namespace okno::core
