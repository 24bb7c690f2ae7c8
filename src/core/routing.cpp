#include "core/routing.h"

#include <algorithm>
#include <array>

#include "core/agent.h"
#include "core/interaction.h"
#include "core/queue.h"

namespace okno::core {
namespace {
struct Preference {
  std::optional<AgentId> agent;
  std::string_view rule;
};

bool has_declined(const InteractionNow& x, AgentId agent) {
  return std::find(x.declined.begin(), x.declined.end(), agent) != x.declined.end();
}

// Who should have him before anybody else, in this order.
std::array<Preference, 2> preferences(const InteractionNow& x, const QueueNow& queue) {
  return {
      Preference{queue.queue.last_agent_first ? x.facts.last_agent_today : std::nullopt, "last_agent_today"},
      Preference{queue.queue.owner_first ? x.facts.owner : std::nullopt, "owner"}};
}

void offer(Floor& floor, InteractionNow& x, AgentNow& agent, QueueNow& queue) {
  leave_waiting(floor, x);
  queue.cursor = idle_key(queue, agent);
  x.offer = OfferId(++floor.offers);
  x.offered_to = agent.agent.id;
  x.rings = false;
  x.row.state = InteractionState::offered;
  const Instant answer_by = floor.now + queue.queue.ring_limit;
  floor.alarms.set(x.ring_at, AlarmKind::ring, x.row.id, answer_by);
  occupy(floor, agent, AgentState::offered, x.row.id, answer_by);
  floor.command(ShowCard{agent.agent.id, x.offer, x.row.id, answer_by});
  floor.touch(x);
  if (!x.voice()) return;
  if (!agent.window_open || queue.queue.card_limit <= Duration::zero())
    ring_now(floor, x);
  else
    floor.alarms.set(x.card_at, AlarmKind::card, x.row.id, floor.now + queue.queue.card_limit);
}

// The first of the queue's ready agents who has not declined him; if all have, who declined longest ago.
AgentNow* pick(Floor& floor, const InteractionNow& x, const QueueNow& queue, Explanation& why) {
  IdleWalk walk(queue, x.voice());
  std::size_t oldest = x.declined.size();
  while (const IdleKey* key = walk.next()) {
    const auto found = std::find(x.declined.begin(), x.declined.end(), key->agent);
    if (found == x.declined.end()) return floor.agent(key->agent);
    oldest = std::min(oldest, static_cast<std::size_t>(found - x.declined.begin()));
    if (!why.names(key->agent)) why.pass(key->agent, "declined_before");
  }
  return oldest < x.declined.size() ? floor.agent(x.declined[oldest]) : nullptr;
}

void explain_runners_up(const InteractionNow& x, const QueueNow& queue, AgentId chosen, Explanation& why) {
  const bool turns = queue.queue.strategy == Strategy::round_robin;
  IdleWalk walk(queue, x.voice());
  for (std::size_t n = 0; n < kMaxRunnersUp;) {
    const IdleKey* key = walk.next();
    if (!key) return;
    if (key->agent == chosen || why.names(key->agent)) continue;
    why.pass(key->agent, turns ? "later_in_turn" : "idle_shorter");
    ++n;
  }
}

bool offer_preferred(Floor& floor, InteractionNow& x, QueueNow& queue, Explanation& why) {
  for (const auto& [wanted, rule] : preferences(x, queue)) {
    if (!wanted || why.names(*wanted)) continue;
    AgentNow* agent = floor.agent(*wanted);
    const std::string_view reason = why_not(floor, agent, queue, x);
    if (!reason.empty()) {
      why.pass(*wanted, reason);
      continue;
    }
    why.choose(floor, *wanted, rule);
    offer(floor, x, *agent, queue);
    return true;
  }
  return false;
}

// The responsible manager is at work but busy, and the queue lets customers wait for him.
bool waits_for_owner(Floor& floor, InteractionNow& x, const QueueNow& queue) {
  if (!queue.queue.owner_first || !x.facts.owner || has_declined(x, *x.facts.owner)) return false;
  if (floor.now >= *x.queued_at + queue.queue.owner_wait) return false;
  const AgentNow* owner = floor.agent(*x.facts.owner);
  if (!owner || owner->resting() || owner->dismissed) return false;
  return std::find(owner->queues.begin(), owner->queues.end(), queue.queue.id) != owner->queues.end();
}

bool try_offer(Floor& floor, InteractionNow& x, QueueNow& queue, Explanation& why) {
  if (offer_preferred(floor, x, queue, why)) return true;
  if (waits_for_owner(floor, x, queue)) return false;
  AgentNow* agent = pick(floor, x, queue, why);
  if (!agent) return false;
  explain_runners_up(x, queue, agent->agent.id, why);
  why.choose(floor, agent->agent.id, to_text(queue.queue.strategy));
  offer(floor, x, *agent, queue);
  return true;
}

void wait(Floor& floor, InteractionNow& x, QueueNow& queue, Explanation& why) {
  if (waits_for_owner(floor, x, queue)) {
    join_waiting(floor, queue, x, x.facts.owner);
    floor.alarms.set(x.reserve_at, AlarmKind::reserve, x.row.id, *x.queued_at + queue.queue.owner_wait);
    why.wait(floor, "owner_wait");
    return;
  }
  join_waiting(floor, queue, x, std::nullopt);
  why.pass_members(floor, queue, x);
  why.wait(floor, queue.signed_in > 0 ? "wait" : "no_agent");
}

// The customer hears that something goes on: ringing while the first agent is tried, else music.
void comfort(Floor& floor, InteractionNow& x) {
  if (!x.voice()) return;
  if (!x.taken && x.row.state == InteractionState::offered) {
    if (!x.rings_back) floor.command(RingBack{x.row.id});
    x.rings_back = true;
    return;
  }
  take_line(floor, x);
  if (!x.music) floor.command(PlayMusic{x.row.id});
  x.music = true;
}

// Of two keys the one that is served first; nullptr is nobody.
const WaitKey* sooner(const WaitKey* a, const WaitKey* b) {
  if (!a || !b) return a ? a : b;
  return *b < *a ? b : a;
}

// The first who waits for anybody in the agent's queues and may be offered to him.
const WaitKey* first_for(Floor& floor, const AgentNow& agent) {
  const WaitKey* best = nullptr;
  const WaitKey* fallback = nullptr;  // those who were declined by him come last
  for (const QueueId id : agent.queues) {
    for (const bool voice : {true, false}) {
      if (voice && !floor.can_call(agent)) continue;
      const auto& open = floor.queue(id)->open[voice];
      auto it = open.begin();
      if (it != open.end()) fallback = sooner(fallback, &*it);
      while (it != open.end() && has_declined(*floor.interaction(it->id), agent.agent.id)) ++it;
      if (it != open.end()) best = sooner(best, &*it);
    }
  }
  return best ? best : fallback;
}

// Back to the head of the queue after `agent` did not take it for the reason `code`.
void give_back(Floor& floor, InteractionNow& x, AgentNow& agent, const std::string& code) {
  const AgentId id = agent.agent.id;
  floor.alarms.clear(x.ring_at, AlarmKind::ring, x.row.id);
  floor.alarms.clear(x.card_at, AlarmKind::card, x.row.id);
  floor.command(WithdrawOffer{id, x.offer, x.row.id, code == "no_answer" ? "time_out" : "declined"});
  x.offer = {};
  std::erase(x.declined, id);
  if (code != "no_answer") x.declined.push_back(id);  // a missed ring is no refusal
  send_to_pause(floor, agent, code);
  Explanation why(x.row.id);
  why.pass(id, code);
  place(floor, x, why);
}
}  // namespace

void place(Floor& floor, InteractionNow& x, Explanation& why) {
  QueueNow& queue = floor.queue_of(x);
  if (!try_offer(floor, x, queue, why)) wait(floor, x, queue, why);
  comfort(floor, x);
}

void enter_queue(Floor& floor, InteractionNow& x, QueueNow& queue) {
  x.row.queue = queue.queue.id;
  x.queued_at = floor.now;
  x.key = {!x.facts.vip, ++floor.arrivals, x.row.id};
  x.row.state = InteractionState::offered;  // neither in the IVR nor yet among those who wait
  ++queue.live;
  floor.touch(x);
  Explanation why(x.row.id);
  if (!try_offer(floor, x, queue, why)) {
    if (queue.waiting.size() >= queue.queue.max_waiting) {
      why.wait(floor, "queue_full");
      return refuse_customer(floor, x, "queue_full");
    }
    wait(floor, x, queue, why);
  }
  comfort(floor, x);
}

void serve(Floor& floor, AgentNow& agent) {
  OKNO_CHECK(agent.state == AgentState::ready);
  const WaitKey* key = nullptr;
  std::string_view rule = "first_free";
  for (auto it = agent.reserved.begin(); it != agent.reserved.end() && !key; ++it)
    if (!floor.interaction(it->id)->voice() || floor.can_call(agent)) key = &*it;
  if (key)
    rule = "owner";
  else
    key = first_for(floor, agent);
  if (!key) {
    if (!agent.idle) stand_by(floor, agent);
    return release_reserved(floor, agent);  // those whom he cannot take need not wait for him
  }
  InteractionNow& x = *floor.interaction(key->id);
  QueueNow& queue = floor.queue_of(x);
  Explanation why(x.row.id);
  why.choose(floor, agent.agent.id, rule);
  offer(floor, x, agent, queue);
  comfort(floor, x);
}

void look_again(Floor& floor, QueueNow& queue) {
  for (const bool voice : {true, false}) {
    const std::vector<WaitKey> keys(queue.open[voice].begin(), queue.open[voice].end());
    for (const WaitKey& key : keys) {
      if (queue.idle[0].empty() && queue.idle[1].empty()) return;
      InteractionNow& x = *floor.interaction(key.id);
      Explanation why(x.row.id);
      if (try_offer(floor, x, queue, why)) comfort(floor, x);
    }
  }
}

void ring_now(Floor& floor, InteractionNow& x) {
  if (x.row.state != InteractionState::offered || x.rings || !x.voice()) return;
  x.rings = true;
  floor.alarms.clear(x.card_at, AlarmKind::card, x.row.id);
  floor.command(RingAgent{x.offered_to, x.offer, x.row.id});
}

void card_drawn(Floor& floor, const CardDrawn& e) {
  AgentNow* agent = floor.agent(e.agent);
  if (!agent || agent->state != AgentState::offered) return;
  InteractionNow& x = *floor.interaction(*agent->interaction);
  if (x.offer == e.offer) ring_now(floor, x);
}

void offer_declined(Floor& floor, const OfferDeclined& e) {
  AgentNow* agent = floor.agent(e.agent);
  if (!agent || agent->state != AgentState::offered) return;
  InteractionNow& x = *floor.interaction(*agent->interaction);
  if (x.offer != e.offer) return;
  const bool phone = e.reason == "busy" || e.reason == "unreachable";
  give_back(floor, x, *agent, phone ? e.reason : "declined");
}

void ring_limit_passed(Floor& floor, InteractionNow& x) {
  give_back(floor, x, *floor.agent(x.offered_to), "no_answer");
}

void reserve_limit_passed(Floor& floor, InteractionNow& x) {
  const AgentId owner = *x.reserved_for;
  leave_waiting(floor, x);
  Explanation why(x.row.id);
  why.pass(owner, "waited_long_enough");
  place(floor, x, why);
}

void withdraw(Floor& floor, InteractionNow& x, const std::string& reason) {
  AgentNow& agent = *floor.agent(x.offered_to);
  floor.alarms.clear(x.ring_at, AlarmKind::ring, x.row.id);
  floor.alarms.clear(x.card_at, AlarmKind::card, x.row.id);
  floor.command(WithdrawOffer{x.offered_to, x.offer, x.row.id, reason});
  x.offer = {};
  const Instant idle_since = agent.idle_since;
  const auto idle_order = agent.idle_order;
  const Rest next = agent.dismissed ? Rest{AgentState::offline, ""} : agent.wish.value_or(Rest{});
  agent.wish.reset();
  set_state(floor, agent, next.state, next.reason);
  if (next.state != AgentState::ready) return;
  agent.idle_since = idle_since;
  agent.idle_order = idle_order;
  serve(floor, agent);
}
}  // namespace okno::core
