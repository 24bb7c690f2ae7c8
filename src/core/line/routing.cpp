#include "core/line/routing.h"

#include <algorithm>

#include "core/entrance/door.h"
#include "core/entrance/overflow.h"
#include "core/house/devices.h"
#include "core/line/capacity.h"
#include "core/line/preference.h"
#include "core/line/priority.h"
#include "core/line/queue.h"
#include "core/line/skills.h"
#include "core/line/stack.h"
#include "core/people/agent.h"
#include "core/people/life.h"
#include "core/talk/after.h"
#include "core/talk/callback.h"
#include "core/talk/interaction.h"
#include "core/talk/transfer.h"

namespace okno::core {
namespace {
Lane& lane_for(Floor& floor, QueueNow& queue, const InteractionNow& x) {
  return queue.lanes[lane_of(floor, queue, needs_of(floor, queue, x))];
}

std::int64_t may_ring_at(const QueueNow& queue, const InteractionNow& x) {
  return is_letter(x.row.channel) ? 1 : queue.queue.ring_at_once;
}

void offer(Floor& floor, InteractionNow& x, AgentNow& agent, QueueNow& queue, bool mobile = false) {
  std::vector<InteractionId> letters;
  if (!mobile && !(may_take(floor, agent, queue) & bit(x.row.channel)))
    letters = take_letters_back(floor, agent);
  if (x.offers.empty()) {
    leave_waiting(floor, x);
    x.row.state = InteractionState::offered;
    floor.alarms.set(x.ring_at, AlarmKind::ring, x.row.id, floor.now + queue.queue.ring_limit);
  }
  cut_after_work(floor, x, agent.agent.id);
  const OfferId id(++floor.offers);
  queue.cursor = agent.agent.id.value();
  x.offers.push_back({id, agent.agent.id, false, mobile});
  note_ringing(queue, x);
  occupy(floor, agent, AgentState::offered, x, x.ring_at);
  floor.command(ShowCard{agent.agent.id, id, x.row.id, x.ring_at});
  floor.touch(x);
  if (x.voice()) {
    if (mobile || !agent.window_open || queue.queue.card_limit <= Duration::zero())
      ring_now(floor, x, agent.agent.id);
    else if (x.card_at == kNever)
      floor.alarms.set(x.card_at, AlarmKind::card, x.row.id, floor.now + queue.queue.card_limit);
  }
  if (is_letter(x.row.channel)) stand_by(floor, agent);  // a call may still take its place
  place_letters(floor, letters);
}

// The first of the lane's agents who has not declined him; if all have, who declined longest ago.
AgentNow* pick(Floor& floor, const InteractionNow& x, const QueueNow& queue, const Lane& lane, Mask wanted,
               Explanation& why) {
  IdleWalk walk(queue, lane, wanted);
  std::size_t oldest = x.declined.size();
  while (const IdleKey* key = walk.next()) {
    const auto found = std::find(x.declined.begin(), x.declined.end(), key->agent);
    if (found == x.declined.end()) return floor.agent(key->agent);
    oldest = std::min(oldest, static_cast<std::size_t>(found - x.declined.begin()));
    if (!why.names(key->agent)) why.pass(key->agent, "declined_before");
  }
  return oldest < x.declined.size() ? floor.agent(x.declined[oldest]) : nullptr;
}

std::string_view runner_up(const QueueNow& queue, const IdleKey& chosen, const IdleKey& other) {
  if (other.worth > chosen.worth) return "fits_less";
  if (queue.queue.strategy == Strategy::round_robin) return "later_in_turn";
  return queue.queue.strategy == Strategy::fewest_contacts ? "more_contacts" : "idle_shorter";
}

// Who else could have had him; those who ring too come first and are returned.
std::vector<AgentNow*> look_at_others(Floor& floor, const InteractionNow& x, const QueueNow& queue,
                                      const Lane& lane, AgentId chosen, Explanation& why) {
  std::vector<AgentNow*> also;
  IdleWalk walk(queue, lane, bit(x.row.channel));
  IdleKey best;
  for (std::size_t n = 0; n < kMaxRunnersUp;) {
    const IdleKey* key = walk.next();
    if (!key) break;
    if (key->agent == chosen) best = *key;
    if (key->agent == chosen || why.names(key->agent)) continue;
    if (std::ssize(also) + 1 < may_ring_at(queue, x) && !x.declined_by(key->agent)) {
      also.push_back(floor.agent(key->agent));
      why.pass(key->agent, "rings_too");
      continue;
    }
    why.pass(key->agent, runner_up(queue, best, *key));
    ++n;
  }
  return also;
}

bool is_awaited(Floor& floor, const InteractionNow& x, const QueueNow& queue, AgentId agent) {
  const auto agents = awaited(floor, x, queue).agents;
  return std::find(agents.begin(), agents.end(), agent) != agents.end();
}

bool offer_preferred(Floor& floor, InteractionNow& x, QueueNow& queue, Explanation& why) {
  for (const Preference& p : preferences(x, queue)) {
    if (why.names(p.agent)) continue;
    AgentNow* agent = floor.agent(p.agent);
    const bool mobile = p.mobile && agent && on_mobile(*agent, queue, x);
    const std::string_view reason = mobile ? "" : why_not(floor, agent, queue, x);
    if (!reason.empty()) {
      why.pass(p.agent, reason);
      if (p.rule == "planned_for" && is_awaited(floor, x, queue, p.agent))
        return false;  // he has promised it
      continue;
    }
    why.choose(floor, p.agent, mobile ? "owner_on_mobile" : p.rule);
    offer(floor, x, *agent, queue, mobile);
    return true;
  }
  return false;
}

bool offer_anyone(Floor& floor, InteractionNow& x, QueueNow& queue, Explanation& why) {
  const Lane& lane = lane_for(floor, queue, x);
  std::string_view rule = to_text(queue.queue.strategy);
  AgentNow* agent = pick(floor, x, queue, lane, bit(x.row.channel), why);
  if (!agent && x.voice()) {
    agent = pick(floor, x, queue, lane, kIfPutBack, why);
    rule = "letters_put_back";
  }
  if (!agent) return false;
  const auto also = look_at_others(floor, x, queue, lane, agent->agent.id, why);
  why.choose(floor, agent->agent.id, rule);
  offer(floor, x, *agent, queue);
  for (AgentNow* other : also) offer(floor, x, *other, queue);
  return true;
}

bool try_offer(Floor& floor, InteractionNow& x, QueueNow& queue, Explanation& why) {
  if (is_letter(x.row.channel) && !letters_may_go(queue)) return false;
  if (offer_preferred(floor, x, queue, why)) return true;
  if (!awaited(floor, x, queue).agents.empty()) return false;
  return offer_anyone(floor, x, queue, why);
}

void wait(Floor& floor, InteractionNow& x, QueueNow& queue, Explanation& why) {
  if (is_letter(x.row.channel) && !letters_may_go(queue)) {
    join_waiting(floor, queue, x, {});
    return why.wait(floor, "low_load");
  }
  if (Awaited some = awaited(floor, x, queue); !some.agents.empty()) {
    join_waiting(floor, queue, x, std::move(some.agents));
    floor.alarms.set(x.reserve_at, AlarmKind::reserve, x.row.id, some.until);
    return why.wait(floor, some.rule);
  }
  join_waiting(floor, queue, x, {});
  why.pass_members(floor, queue, x);
  const bool all_rest = queue.free + queue.busy == 0;
  why.wait(floor, queue.signed_in == 0 ? "no_agent" : all_rest ? "all_on_break" : "wait");
}

struct Found {
  Turn best;
  Turn fallback;  // those who were declined by him come last
};

// The first who waits in this lane on a channel that he may take.
void look_in_lane(Floor& floor, const AgentNow& agent, const QueueNow& queue, const Lane& lane, Mask may,
                  int points, Found& found) {
  for (std::size_t channel = 0; channel < kChannels; ++channel) {
    if (!(may & (1U << channel)) || lane.open[channel].empty()) continue;
    const auto& open = lane.open[channel];
    auto it = open.begin();
    const Turn declined = turn_of(queue.queue, *it, points, floor.now);
    if (declined.before(found.fallback)) found.fallback = declined;
    std::size_t passed = 0;
    while (it != open.end() && passed < kMaxPassedOver &&
           floor.interaction(it->id)->declined_by(agent.agent.id))
      ++it, ++passed;
    if (it == open.end() || passed == kMaxPassedOver) continue;
    const Turn turn = turn_of(queue.queue, *it, points, floor.now);
    if (turn.before(found.best)) found.best = turn;
  }
}

// Channels that he may be given of this queue now.
Mask channels_for(Floor& floor, const AgentNow& agent, const QueueNow& queue) {
  Mask may = may_take(floor, agent, queue);
  if (may & kIfPutBack) may |= bit(Channel::voice);
  if (!letters_may_go(queue)) may &= static_cast<Mask>(~(bit(Channel::email) | bit(Channel::social)));
  return may & kAllChannels;
}

// The first who waits for anybody in the agent's queues and may be offered to him.
const WaitKey* first_for(Floor& floor, const AgentNow& agent) {
  Found found;
  for (std::size_t i = 0; i < agent.queues.size(); ++i) {
    const QueueNow& queue = *floor.queue(agent.queues[i]);
    if (queue.waiting.empty()) continue;
    const Mask may = channels_for(floor, agent, queue);
    if (may == 0) continue;
    for (const Lane& lane : queue.lanes)
      if (able(agent, lane.needs)) look_in_lane(floor, agent, queue, lane, may, agent.points[i], found);
  }
  return found.best.key ? found.best.key : found.fallback.key;
}

// Who waits for him alone and whom he may take now.
const WaitKey* first_reserved(Floor& floor, const AgentNow& agent) {
  for (const WaitKey& key : agent.reserved) {
    const InteractionNow& x = *floor.interaction(key.id);
    if (channels_for(floor, agent, floor.queue_of(x)) & bit(x.row.channel)) return &key;
  }
  return nullptr;
}

// Rings for somebody for whom others ring already.
bool join_ringing(Floor& floor, AgentNow& agent) {
  for (const QueueId id : agent.queues) {
    QueueNow& queue = *floor.queue(id);
    if (queue.ringing.empty()) continue;
    const Mask may = may_take(floor, agent, queue);
    if (!(may & kAllChannels)) continue;
    for (const WaitKey& key : queue.ringing) {
      InteractionNow& x = *floor.interaction(key.id);
      const bool fits = (may & bit(x.row.channel)) && !x.declined_by(agent.agent.id) &&
                        able(agent, needs_of(floor, queue, x));
      if (!fits) continue;
      Explanation why(x.row.id);
      why.choose(floor, agent.agent.id, "rings_too");
      offer(floor, x, agent, queue);
      return true;
    }
  }
  return false;
}

std::string_view rule_for(const InteractionNow& x, AgentId agent) {
  if (x.row.planned_for == agent) return "planned_for";
  return x.facts.owner == agent ? "owner" : "last_agent_today";
}

// Looks on for an agent after `agent` did not take it for the reason `code`.
void place_again(Floor& floor, InteractionNow& x, AgentId agent, const std::string& code) {
  Explanation why(x.row.id);
  why.pass(agent, code);
  place(floor, x, why);
}

// What not taking it means for the agent: pause, unless he could not know (his mobile) or others rang too.
void answer_for_it(Floor& floor, InteractionNow& x, AgentNow& agent, const std::string& code, bool mobile) {
  const AgentId id = agent.agent.id;
  const Queue& rules = floor.queue_of(x).queue;
  const bool missed = code == "no_answer" && !mobile;
  const bool stays = missed && rules.no_answer == NoAnswer::stay;
  std::erase(x.declined, id);
  if (!missed || stays) x.declined.push_back(id);  // a missed ring is no refusal, but others come first
  const bool group = missed && rules.ring_at_once > 1;
  if (mobile || group || stays) return spare(floor, agent, x.row.id);
  if (missed) return rest_after_no_answer(floor, agent, x.row.id, rules);
  send_to_pause(floor, agent, x.row.id, code);
}

// `agent` did not take it for the reason `code`: back to the head of the queue, unless others ring on.
void give_back(Floor& floor, InteractionNow& x, AgentNow& agent, const std::string& code) {
  const bool mobile = x.offer_to(agent.agent.id)->mobile;
  take_offer_away(floor, x, agent, code == "no_answer" ? "time_out" : "declined");
  answer_for_it(floor, x, agent, code, mobile);
  if (x.offers.empty()) place_again(floor, x, agent.agent.id, code);
}

bool any_idle(const QueueNow& queue) {
  for (const Lane& lane : queue.lanes)
    for (const auto& [mask, idle] : lane.idle)
      if (!idle.empty()) return true;
  return false;
}

void look_again(Floor& floor, QueueNow& queue, bool voice) {
  std::set<WaitKey> keys;
  for (const Lane& lane : queue.lanes)
    for (std::size_t c = 0; c < kChannels; ++c)
      if ((c == index_of(Channel::voice)) == voice) keys.insert(lane.open[c].begin(), lane.open[c].end());
  for (const WaitKey& key : keys) {
    if (!any_idle(queue)) return;
    InteractionNow& x = *floor.interaction(key.id);
    if (x.row.state != InteractionState::waiting) continue;
    Explanation why(x.row.id);
    if (try_offer(floor, x, queue, why)) {
      comfort(floor, x);
    } else if (!awaited(floor, x, queue).agents.empty()) {  // the new settings let him wait for somebody
      leave_waiting(floor, x);
      wait(floor, x, queue, why);
    }
  }
}
}  // namespace

void comfort(Floor& floor, InteractionNow& x) {
  if (!x.voice() || x.away) return;
  if (!x.taken && x.row.state == InteractionState::offered) {
    if (!x.rings_back) floor.command(RingBack{x.row.id});
    x.rings_back = true;
    return;
  }
  take_line(floor, x);
  if (!x.music) floor.command(PlayMusic{x.row.id});
  x.music = true;
}

void note_ringing(QueueNow& queue, const InteractionNow& x) {
  if (!x.offers.empty() && std::ssize(x.offers) < may_ring_at(queue, x))
    queue.ringing.insert(x.key);
  else
    queue.ringing.erase(x.key);
}

void place(Floor& floor, InteractionNow& x, Explanation& why) {
  if (!keep_in_a_queue(floor, x)) return;
  QueueNow& queue = floor.queue_of(x);
  if (!try_offer(floor, x, queue, why)) wait(floor, x, queue, why);
  comfort(floor, x);
}

void enter_queue(Floor& floor, InteractionNow& x, QueueNow& queue) {
  name_queue(floor, x, queue);
  x.queued_at = x.entered_at = floor.now;
  x.announced_at.reset();
  if (x.key.arrival == 0 || !x.row.answered_at) {  // back from a conversation, by a menu, he keeps his age
    x.key.arrival = ++floor.arrivals;
    x.aged_from = floor.now;
  }
  take_over_callback(floor, x, queue);
  x.key = key_of(queue.queue, x);
  x.row.state = InteractionState::offered;  // neither in the IVR nor yet among those who wait
  Explanation why(x.row.id);
  if (!try_offer(floor, x, queue, why)) {
    if (go_on(floor, x, queue, why)) return;
    if (!x.row.answered_at && queue.waiting.size() >= queue.queue.max_waiting) {
      why.wait(floor, "queue_full");
      return refuse_customer(floor, x, "queue_full");
    }
    wait(floor, x, queue, why);
  }
  comfort(floor, x);
}

void serve(Floor& floor, AgentNow& agent) {
  OKNO_CHECK(agent.willing());
  const WaitKey* key = first_reserved(floor, agent);
  std::string_view rule = key ? rule_for(*floor.interaction(key->id), agent.agent.id) : "first_free";
  if (!key) key = first_for(floor, agent);
  if (!key) {
    if (join_ringing(floor, agent)) return;
    if (!agent.idle) stand_by(floor, agent);
    if (agent.resting()) release_reserved(floor, agent);  // those whom he cannot take need not wait for him
    return;
  }
  InteractionNow& x = *floor.interaction(key->id);
  QueueNow& queue = floor.queue_of(x);
  if (!(may_take(floor, agent, queue) & bit(x.row.channel))) rule = "letters_put_back";
  Explanation why(x.row.id);
  why.choose(floor, agent.agent.id, rule);
  offer(floor, x, agent, queue);
  comfort(floor, x);
}

void look_again(Floor& floor, QueueNow& queue) {
  look_again(floor, queue, true);
  look_again(floor, queue, false);
}

bool offer_letter(Floor& floor, QueueNow& queue, InteractionNow& x) {
  Explanation why(x.row.id);
  return offer_preferred(floor, x, queue, why) || offer_anyone(floor, x, queue, why);
}

void relax_due(Floor& floor, InteractionNow& x) {
  QueueNow& queue = floor.queue_of(x);
  if (!x.reserved_for.empty() || queue.lanes[x.lane].needs == needs_of(floor, queue, x))
    return floor.alarms.set(x.relax_at, AlarmKind::relax, x.row.id, next_relaxation(queue, x, floor.now));
  leave_waiting(floor, x);
  Explanation why(x.row.id);
  place(floor, x, why);
}

void ring_now(Floor& floor, InteractionNow& x, AgentId agent) {
  Offer* ringing = x.offer_to(agent);
  if (!ringing || ringing->rings || !x.voice()) return;
  ringing->rings = true;
  const bool all = std::all_of(x.offers.begin(), x.offers.end(), [](const Offer& o) { return o.rings; });
  if (all) floor.alarms.clear(x.card_at, AlarmKind::card, x.row.id);
  ring_devices(floor, x, *ringing);
}

void card_limit_passed(Floor& floor, InteractionNow& x) {
  for (std::size_t i = 0; i < x.offers.size(); ++i) ring_now(floor, x, x.offers[i].agent);
}

InteractionNow* offered_to(Floor& floor, AgentNow& agent, OfferId offer) {
  const Engagement* engagement = agent.offered();
  if (!engagement) return nullptr;
  InteractionNow& x = *floor.interaction(engagement->id);
  const Offer* his = x.offer_to(agent.agent.id);
  return his && his->id == offer ? &x : nullptr;
}

void card_drawn(Floor& floor, const CardDrawn& e) {
  AgentNow* agent = floor.agent(e.agent);
  InteractionNow* x = agent ? offered_to(floor, *agent, e.offer) : nullptr;
  if (x) ring_now(floor, *x, e.agent);
}

void offer_declined(Floor& floor, const OfferDeclined& e) {
  AgentNow* agent = floor.agent(e.agent);
  InteractionNow* x = agent ? offered_to(floor, *agent, e.offer) : nullptr;
  if (!x) return;
  const bool phone = e.reason == "busy" || e.reason == "unreachable";
  const std::string code = phone ? e.reason : "declined";
  if (offered_to_one(*x)) return not_taken(floor, *x, *agent, code);
  give_back(floor, *x, *agent, code);
}

void ring_limit_passed(Floor& floor, InteractionNow& x) {
  const std::vector<Offer> rung = x.offers;
  if (offered_to_one(x)) return not_taken(floor, x, *floor.agent(rung.front().agent), "no_answer");
  for (const Offer& offer : rung) take_offer_away(floor, x, *floor.agent(offer.agent), "time_out");
  for (const Offer& offer : rung)
    answer_for_it(floor, x, *floor.agent(offer.agent), "no_answer", offer.mobile);
  Explanation why(x.row.id);
  const bool group = floor.queue_of(x).queue.ring_at_once > 1;
  for (const Offer& offer : rung)
    if (!group || offer.mobile) why.pass(offer.agent, "no_answer");
  place(floor, x, why);
}

void take_offer_away(Floor& floor, InteractionNow& x, AgentNow& agent, const std::string& reason) {
  const AgentId id = agent.agent.id;
  floor.command(WithdrawOffer{id, x.offer_to(id)->id, x.row.id, reason});
  std::erase_if(x.offers, [id](const Offer& o) { return o.agent == id; });
  if (x.row.queue) note_ringing(floor.queue_of(x), x);
  if (!x.offers.empty()) return;
  floor.alarms.clear(x.ring_at, AlarmKind::ring, x.row.id);
  floor.alarms.clear(x.card_at, AlarmKind::card, x.row.id);
  floor.alarms.clear(x.devices_at, AlarmKind::devices, x.row.id);
}

void withdraw(Floor& floor, InteractionNow& x, const std::string& reason) {
  const std::vector<Offer> rung = x.offers;
  for (const Offer& offer : rung) take_offer_away(floor, x, *floor.agent(offer.agent), reason);
  for (const Offer& offer : rung) spare(floor, *floor.agent(offer.agent), x.row.id);
}
}  // namespace okno::core
