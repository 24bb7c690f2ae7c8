#include "core/people/life.h"

#include <algorithm>

#include "core/entrance/door.h"
#include "core/entrance/hours.h"
#include "core/explain.h"
#include "core/people/agent.h"

namespace okno::core {
namespace {
// Of the projects he works for, the strictest; zero: as long as he likes.
Duration pause_limit(Floor& floor, const AgentNow& agent, const std::string& reason) {
  Duration least{};
  for (const QueueId id : agent.queues) {
    const auto project = floor.projects.find(floor.queue(id)->queue.project);
    if (project == floor.projects.end()) continue;
    for (const PauseRule& rule : project->second->pause_rules) {
      if (rule.reason != reason || rule.limit <= Duration::zero()) continue;
      least = least == Duration::zero() ? rule.limit : std::min(least, rule.limit);
    }
  }
  return least;
}

// When the hours he works end next.
Instant shift_end(Floor& floor, const AgentNow& agent) {
  const auto hours = floor.hours.find(agent.agent.shift);
  if (agent.agent.shift.empty() || hours == floor.hours.end()) return kNever;
  const HoursAhead& ahead = ahead_of(floor, hours->second);
  return is_open(hours->second, floor.now) ? ahead.next : ahead.after;
}

std::string_view why_not_force(Floor& floor, const AgentStateForced& e, const AgentNow* agent) {
  const AgentNow* by = floor.agent(e.by);
  if (by && by->agent.role == Role::agent) return "not_allowed";
  if (!agent || agent->dismissed) return "unknown_agent";
  const bool rest =
      e.state == AgentState::ready || e.state == AgentState::pause || e.state == AgentState::offline;
  if (!rest) return "wrong_state";
  return agent->rest.state == AgentState::offline && e.state != AgentState::offline ? "not_signed_in" : "";
}

std::string_view words_for(std::string_view code) {
  if (code == "not_allowed") return "Only a supervisor may change the state of somebody else.";
  if (code == "unknown_agent") return "There is no such agent.";
  if (code == "not_signed_in") return "Nobody sits there: this agent is off duty.";
  return "An agent can be put on ready, pause or offline only.";
}
}  // namespace

void state_forced(Floor& floor, const AgentStateForced& e) {
  AgentNow* agent = floor.agent(e.agent);
  if (const auto code = why_not_force(floor, e, agent); !code.empty())
    return refuse(floor, e.by, code, words_for(code));
  Rest next{e.state, e.reason.empty() ? "forced" : "forced: " + e.reason, e.by};
  if (agent->resting()) return take_rest(floor, *agent, std::move(next));
  keep_wish(floor, *agent, std::move(next));
}

void rest_after_no_answer(Floor& floor, AgentNow& agent, InteractionId missed, const Queue& rules) {
  Rest next{rules.no_answer == NoAnswer::offline ? AgentState::offline : AgentState::pause, "no_answer"};
  if (next.state == AgentState::pause && rules.no_answer_pause > Duration::zero())
    next.until = floor.now + rules.no_answer_pause;
  send_to_rest(floor, agent, missed, std::move(next));
}

void watch_life(Floor& floor, AgentNow& agent) {
  const AgentId id = agent.agent.id;
  const Rest& rest = agent.rest;
  const bool pause = rest.state == AgentState::pause;
  const Duration limit = pause && !rest.too_long ? pause_limit(floor, agent, rest.reason) : Duration::zero();
  floor.alarms.set(agent.pause_at, AlarmKind::pause, id,
                   limit > Duration::zero() ? rest.since + limit : kNever);
  floor.alarms.set(agent.rest_at, AlarmKind::rest, id, pause ? rest.until : kNever);
  const bool away = rest.state == AgentState::offline || agent.dismissed;
  floor.alarms.set(agent.shift_at, AlarmKind::shift, id, away ? kNever : shift_end(floor, agent));
}

void pause_too_long(Floor& floor, AgentNow& agent) {
  if (!agent.resting()) return;  // he works still: the pause begins when his hands are empty
  agent.rest.too_long = true;
  floor.command(Alert{"pause_too_long", agent.agent.id, {}, {}});
}

void pause_over(Floor& floor, AgentNow& agent) {
  if (agent.resting()) return take_rest(floor, agent, {AgentState::ready, ""});
  const bool was_willing = agent.willing();
  agent.rest = {AgentState::ready, ""};
  if (!was_willing && agent.willing()) begin_idling(floor, agent);
  watch_life(floor, agent);
  show(floor, agent);
  look_for_work(floor, agent);
}

void shift_over(Floor& floor, AgentNow& agent) {
  floor.command(Alert{"shift_over", agent.agent.id, {}, {}});
  watch_life(floor, agent);
  Rest home{AgentState::offline, "shift_over"};
  if (agent.resting()) return take_rest(floor, agent, std::move(home));
  keep_wish(floor, agent, std::move(home));
}
}  // namespace okno::core
