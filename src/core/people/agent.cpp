#include "core/people/agent.h"

#include <algorithm>

#include "core/explain.h"
#include "core/house/absence.h"
#include "core/line/queue.h"
#include "core/line/routing.h"
#include "core/line/stack.h"
#include "core/people/life.h"
#include "core/talk/call.h"

namespace okno::core {
namespace {
// His queues count who is at work, who is free and who is busy.
void count_in_queues(Floor& floor, AgentNow& agent) {
  const bool here = agent.rest.state != AgentState::offline;
  const bool busy = !agent.engaged.empty();
  const bool free = !busy && agent.rest.state == AgentState::ready;
  if (here == agent.here && busy == agent.busy && free == agent.free) return;
  for (const QueueId id : agent.queues) {
    QueueNow& queue = *floor.queue(id);
    queue.signed_in += here - agent.here;
    queue.busy += busy - agent.busy;
    queue.free += free - agent.free;
    queue.pace.agents(floor.now, queue.free + queue.busy);
    load_changed(floor, queue);
  }
  if (here && !agent.here) agent.contacts = 0;
  agent.here = here;
  agent.busy = busy;
  agent.free = free;
}

// Leaves the house for good once nothing holds him.
void dismiss_if_due(Floor& floor, AgentNow& agent) {
  if (agent.dismissed && agent.resting()) set_rest(floor, agent, {AgentState::offline, ""});
}

// After the last conversation: what he wished meanwhile, else where he came from.
void rest_again(Floor& floor, AgentNow& agent) {
  if (!agent.resting()) return show(floor, agent);
  Rest next = agent.wish.value_or(agent.rest);
  if (agent.dismissed) next = {AgentState::offline, ""};
  set_rest(floor, agent, std::move(next));
}

void erase(AgentNow& agent, InteractionId id) {
  std::erase_if(agent.engaged, [id](const Engagement& e) { return e.id == id; });
}

// Whatever he writes goes through his window: when it is gone he has lost those conversations.
void window_changed(Floor& floor, AgentNow& agent) {
  for (const Engagement& e : agent.engaged) {
    if (e.channel == Channel::voice || e.stage != AgentState::talking) continue;
    const InteractionId id = e.id;
    if (!agent.window_open && !e.lost) return agent_lost(floor, {agent.agent.id, id});
    if (agent.window_open && e.lost) return agent_reattached(floor, {agent.agent.id, id});
  }
}
}  // namespace

void show(Floor& floor, AgentNow& agent) {
  const Engagement* front = agent.front();
  const AgentState state = front ? front->stage : agent.rest.state;
  const std::string reason = !front ? agent.rest.reason : front->lost ? "lost" : "";
  if (agent.state != state || (!front && agent.reason != reason)) agent.since = floor.now;
  agent.state = state;
  agent.reason = reason;
  agent.until = front ? front->until : std::nullopt;
  if (!front && agent.rest.until != kNever) agent.until = agent.rest.until;
  agent.by = front ? std::nullopt : agent.rest.by;
  agent.interaction = front ? std::optional(front->id) : std::nullopt;
  count_in_queues(floor, agent);
  floor.touch(agent);
  if (agent.dismissed && state == AgentState::offline) floor.draining = true;
}

void release_reserved(Floor& floor, AgentNow& agent) {
  const std::set<WaitKey> all = agent.reserved;  // each once: one may come to wait for him again
  for (const WaitKey& key : all) {
    if (!agent.reserved.contains(key)) continue;
    InteractionNow& x = *floor.interaction(key.id);
    leave_waiting(floor, x);
    Explanation why(x.row.id);
    place(floor, x, why);
  }
}

void occupy(Floor& floor, AgentNow& agent, AgentState stage, const InteractionNow& x,
            std::optional<Instant> until) {
  stand_down(floor, agent);
  erase(agent, x.row.id);
  agent.engaged.push_back({x.row.id, x.row.channel, stage, false, until});
  show(floor, agent);
}

void leave_hands(Floor& floor, AgentNow& agent, InteractionId id) {
  stand_down(floor, agent);
  erase(agent, id);
  show(floor, agent);
}

void set_rest(Floor& floor, AgentNow& agent, Rest next) {
  stand_down(floor, agent);
  agent.rest = std::move(next);
  agent.rest.since = floor.now;
  agent.rest.too_long = false;
  agent.wish.reset();
  watch_life(floor, agent);
  show(floor, agent);
  if (!agent.willing()) release_reserved(floor, agent);
}

void keep_wish(Floor& floor, AgentNow& agent, Rest next) {
  const bool was_willing = agent.willing();
  agent.wish = std::move(next);
  show(floor, agent);
  if (!was_willing && agent.willing()) begin_idling(floor, agent);
  look_for_work(floor, agent);
}

void begin_idling(Floor& floor, AgentNow& agent) {
  agent.idle_since = floor.now;
  agent.idle_order = ++floor.idles;
}

void look_for_work(Floor& floor, AgentNow& agent) {
  stand_down(floor, agent);
  if (agent.willing()) return serve(floor, agent);
  release_reserved(floor, agent);
}

void let_go(Floor& floor, AgentNow& agent, InteractionId id) {
  stand_down(floor, agent);
  erase(agent, id);
  rest_again(floor, agent);
  if (agent.willing()) {
    begin_idling(floor, agent);
    look_for_work(floor, agent);
  }
  dismiss_if_due(floor, agent);
}

void spare(Floor& floor, AgentNow& agent, InteractionId id) {
  stand_down(floor, agent);
  erase(agent, id);
  rest_again(floor, agent);
  look_for_work(floor, agent);
}

void send_to_pause(Floor& floor, AgentNow& agent, InteractionId id, const std::string& reason) {
  send_to_rest(floor, agent, id, {AgentState::pause, reason});
}

void send_to_rest(Floor& floor, AgentNow& agent, InteractionId id, Rest next) {
  const bool decided = agent.wish && agent.wish->state != AgentState::ready;
  if (decided) next = *agent.wish;
  stand_down(floor, agent);
  erase(agent, id);
  if (agent.resting() || (!decided && next.state == AgentState::pause)) {
    set_rest(floor, agent, std::move(next));
  } else {  // he finishes first what he holds
    agent.wish = std::move(next);
    show(floor, agent);
    release_reserved(floor, agent);
  }
  dismiss_if_due(floor, agent);
}

void take_rest(Floor& floor, AgentNow& agent, Rest next) {
  if (agent.state == next.state && agent.reason == next.reason) return;
  const bool ready = next.state == AgentState::ready;
  set_rest(floor, agent, std::move(next));
  if (!ready) return;
  begin_idling(floor, agent);
  look_for_work(floor, agent);
}

void signed_in(Floor&, const AgentSignedIn&) {}  // he begins offline: signing in is not yet being ready

bool has_phone(Floor& floor, const AgentNow& agent) {
  if (floor.can_call(agent)) return true;
  refuse(floor, agent.agent.id, "no_phone",
         "No phone of yours is connected: allow the microphone or switch the desk phone on.");
  return false;
}

bool may_talk(Floor& floor, const AgentNow& agent, InteractionId but) {
  if (!agent.on_the_phone(but)) return has_phone(floor, agent);
  refuse(floor, agent.agent.id, "already_talking", "You are in a conversation: end it first.");
  return false;
}

void state_requested(Floor& floor, const AgentStateRequested& e) {
  AgentNow* agent = floor.agent(e.agent);
  if (!agent) return;
  const bool rest =
      e.state == AgentState::ready || e.state == AgentState::pause || e.state == AgentState::offline;
  if (!rest)
    return refuse(floor, e.agent, "wrong_state", "An agent can ask for ready, pause or offline only.");
  if (agent->dismissed) return refuse(floor, e.agent, "wrong_state", "This account no longer takes calls.");
  const std::string reason = e.state == AgentState::pause ? e.reason : "";
  if (e.state == AgentState::ready) end_meeting(floor, *agent);
  if (agent->resting()) return take_rest(floor, *agent, {e.state, reason});
  if (agent->wish && agent->wish->by && e.state != AgentState::offline)
    return refuse(floor, e.agent, "forced", "A supervisor has decided what you do after this conversation.");
  keep_wish(floor, *agent, {e.state, reason});
}

void await_window(Floor& floor, AgentNow& agent) {
  const bool had = agent.window_open || agent.window_at != kNever;
  agent.browser = agent.desk = agent.window_open = false;  // they will report again
  const Instant until = floor.now + kReturnLimit;
  if (had) floor.alarms.set(agent.window_at, AlarmKind::window, agent.agent.id, until);
  for (Engagement& e : agent.engaged) {  // nobody could come back while there was no server
    if (!e.lost || e.channel == Channel::voice) continue;
    InteractionNow& x = *floor.interaction(e.id);
    floor.alarms.set(x.step_at, AlarmKind::step, e.id, until);
    e.until = until;
    show(floor, agent);
  }
}

void window_limit_passed(Floor& floor, AgentNow& agent) {
  window_changed(floor, agent);
}

void phones_changed(Floor& floor, const AgentPhonesChanged& e) {
  AgentNow* agent = floor.agent(e.agent);
  if (!agent) return;
  const bool window = agent->window_open != e.window_open;
  agent->browser = e.browser;
  agent->desk = e.desk;
  agent->window_open = e.window_open;
  if (e.window_open) floor.alarms.clear(agent->window_at, AlarmKind::window, e.agent);
  if (const Engagement* offered = agent->offered(); offered && !agent->window_open)
    ring_now(floor, *floor.interaction(offered->id), e.agent);  // nobody is there to draw the card
  if (window) window_changed(floor, *agent);
  look_for_work(floor, *agent);
}
}  // namespace okno::core
