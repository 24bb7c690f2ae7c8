#include "core/agent.h"

#include <algorithm>

#include "core/explain.h"
#include "core/queue.h"
#include "core/routing.h"

namespace okno::core {
namespace {
void count_sign_in(Floor& floor, AgentNow& agent, bool was, bool is) {
  if (was == is) return;
  for (const QueueId id : agent.queues) floor.queue(id)->signed_in += is ? 1 : -1;
}

// Leaves the house for good once nothing holds him.
void dismiss_if_due(Floor& floor, AgentNow& agent) {
  if (!agent.dismissed || !agent.resting()) return;
  set_state(floor, agent, AgentState::offline, "");
}
}  // namespace

void release_reserved(Floor& floor, AgentNow& agent) {
  while (!agent.reserved.empty()) {
    InteractionNow& x = *floor.interaction(agent.reserved.begin()->id);
    leave_waiting(floor, x);
    Explanation why(x.row.id);
    place(floor, x, why);
  }
}

void set_state(Floor& floor, AgentNow& agent, AgentState state, const std::string& reason) {
  stand_down(floor, agent);
  count_sign_in(floor, agent, agent.state != AgentState::offline, state != AgentState::offline);
  if (agent.state != state || agent.reason != reason) agent.since = floor.now;
  agent.state = state;
  agent.reason = reason;
  floor.touch(agent);
  if (!agent.resting()) return;
  agent.interaction.reset();
  agent.until.reset();
  if (state == AgentState::ready) return;
  release_reserved(floor, agent);
}

void occupy(Floor& floor, AgentNow& agent, AgentState state, InteractionId id, std::optional<Instant> until) {
  if (agent.resting()) agent.returns_to = {agent.state, agent.reason};
  set_state(floor, agent, state, "");
  agent.interaction = id;
  agent.until = until;
}

void return_to_rest(Floor& floor, AgentNow& agent) {
  Rest next = agent.wish.value_or(agent.returns_to);
  agent.wish.reset();
  agent.returns_to = {};
  if (agent.dismissed) next = {AgentState::offline, ""};
  set_state(floor, agent, next.state, next.reason);
  if (next.state == AgentState::ready) {
    agent.idle_since = floor.now;
    agent.idle_order = ++floor.idles;
    serve(floor, agent);
  }
  dismiss_if_due(floor, agent);
}

void send_to_pause(Floor& floor, AgentNow& agent, const std::string& reason) {
  const bool wants_away = agent.wish && agent.wish->state != AgentState::ready;
  const Rest next = wants_away ? *agent.wish : Rest{AgentState::pause, reason};
  agent.wish.reset();
  agent.returns_to = {};
  set_state(floor, agent, next.state, next.reason);
  dismiss_if_due(floor, agent);
}

void signed_in(Floor&, const AgentSignedIn&) {}  // he begins offline: signing in is not yet being ready

void state_requested(Floor& floor, const AgentStateRequested& e) {
  AgentNow* agent = floor.agent(e.agent);
  if (!agent) return;
  const bool rest =
      e.state == AgentState::ready || e.state == AgentState::pause || e.state == AgentState::offline;
  if (!rest)
    return refuse(floor, e.agent, "wrong_state", "An agent can ask for ready, pause or offline only.");
  if (agent->dismissed) return refuse(floor, e.agent, "wrong_state", "This account no longer takes calls.");
  const std::string reason = e.state == AgentState::pause ? e.reason : "";
  if (!agent->resting()) {
    agent->wish = Rest{e.state, reason};
    return;
  }
  if (agent->state == e.state && agent->reason == reason) return;
  set_state(floor, *agent, e.state, reason);
  if (e.state != AgentState::ready) return;
  agent->idle_since = floor.now;
  agent->idle_order = ++floor.idles;
  serve(floor, *agent);
}

void phones_changed(Floor& floor, const AgentPhonesChanged& e) {
  AgentNow* agent = floor.agent(e.agent);
  if (!agent) return;
  agent->browser = e.browser;
  agent->desk = e.desk;
  agent->window_open = e.window_open;
  if (agent->state == AgentState::offered && !agent->window_open)
    ring_now(floor, *floor.interaction(*agent->interaction));  // nobody is there to draw the card
  if (agent->state != AgentState::ready) return;
  stand_down(floor, *agent);
  serve(floor, *agent);
}
}  // namespace okno::core
