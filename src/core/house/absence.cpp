#include "core/house/absence.h"

#include <utility>

#include "core/explain.h"
#include "core/people/agent.h"

namespace okno::core {
namespace {
constexpr const char* kMeeting = "meeting";  // reason of the pause that a meeting is for who works in queues

void be(Floor& floor, AgentNow& agent, Absence absence, std::optional<Instant> until) {
  agent.absence = absence;
  agent.absent_until = until;
  floor.alarms.set(agent.absence_at, AlarmKind::absence, agent.agent.id, until.value_or(kNever));
  floor.touch(agent);
}

// Queues offer him nobody meanwhile; the pause ends with the meeting.
void rest_meanwhile(Floor& floor, AgentNow& agent, std::optional<Instant> until) {
  const Rest& next = agent.wish ? *agent.wish : agent.rest;
  const bool in_meeting = next.state == AgentState::pause && next.reason == kMeeting;
  if (next.state != AgentState::ready && !in_meeting) return;
  Rest meeting{AgentState::pause, kMeeting, std::nullopt, until.value_or(kNever)};
  if (!agent.resting()) return keep_wish(floor, agent, std::move(meeting));
  set_rest(floor, agent, std::move(meeting));  // also when only the end has moved
}
}  // namespace

void absence_requested(Floor& floor, const AbsenceRequested& e) {
  AgentNow* agent = floor.agent(e.agent);
  if (!agent || agent->dismissed) return;
  if (e.until && (*e.until <= floor.now || *e.until > floor.now + kLongestAbsence))
    return refuse(floor, e.agent, "bad_time", "It must end in the future, within a month.");
  const Absence before = agent->absence;
  be(floor, *agent, e.absence, e.absence == Absence::none ? std::nullopt : e.until);
  if (e.absence == Absence::meeting) return rest_meanwhile(floor, *agent, e.until);
  if (before != Absence::meeting) return;
  const Rest ready{AgentState::ready, ""};
  if (agent->wish && agent->wish->reason == kMeeting) return keep_wish(floor, *agent, ready);
  if (agent->resting() && agent->rest.reason == kMeeting) take_rest(floor, *agent, ready);
}

void absence_over(Floor& floor, AgentNow& agent) {
  be(floor, agent, Absence::none, std::nullopt);
}

void end_meeting(Floor& floor, AgentNow& agent) {
  if (agent.absence == Absence::meeting) be(floor, agent, Absence::none, std::nullopt);
}
}  // namespace okno::core
