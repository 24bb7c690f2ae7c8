#include "core/line/queue.h"

#include <algorithm>
#include <limits>

#include "core/entrance/announce.h"
#include "core/line/capacity.h"
#include "core/line/priority.h"
#include "core/line/skills.h"
#include "core/line/stack.h"

namespace okno::core {
namespace {
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

void count_waiting(Floor& floor, QueueNow& queue, const InteractionNow& x, int change) {
  if (x.voice()) queue.calls += change;
  if (is_letter(x.row.channel)) queue.letters += change;
  load_changed(floor, queue);
}

IdleKey idle_key(const QueueNow& queue, const Lane& lane, const AgentNow& agent, int points) {
  const std::int64_t fits = worth(queue, lane, agent, points);
  switch (queue.queue.strategy) {
    case Strategy::round_robin:
      return {fits, 0, agent.agent.id.value(), agent.agent.id};
    case Strategy::fewest_contacts:
      return {fits, agent.contacts, agent.idle_order, agent.agent.id};
    default:
      return {fits, base::to_us(agent.idle_since), agent.idle_order, agent.agent.id};
  }
}

void stand_in(AgentNow& agent, QueueNow& queue, std::size_t lane, Mask mask, int points) {
  Lane& place = queue.lanes[lane];
  if (!able(agent, place.needs)) return;
  const IdleKey key = idle_key(queue, place, agent, points);
  place.idle[mask].insert(key);
  agent.standing.push_back({queue.queue.id, lane, mask, key});
}
}  // namespace

void join_waiting(Floor& floor, QueueNow& queue, InteractionNow& x, std::vector<AgentId> reserved_for) {
  x.row.state = InteractionState::waiting;
  x.reserved_for = std::move(reserved_for);
  for (const AgentId id : x.reserved_for) floor.agent(id)->reserved.insert(reserved_key(x));
  if (x.reserved_for.empty()) {
    x.lane = lane_of(floor, queue, needs_of(floor, queue, x));
    queue.lanes[x.lane].open[index_of(x.row.channel)].insert(x.key);
  }
  floor.alarms.set(x.relax_at, AlarmKind::relax, x.row.id, next_relaxation(queue, x, floor.now));
  enter_line(floor, queue, x);
  queue.waiting.insert({*x.queued_at, x.row.id});
  count_waiting(floor, queue, x, 1);
  floor.touch(queue);
  floor.touch(x);
}

void leave_waiting(Floor& floor, InteractionNow& x) {
  if (!x.row.queue || x.row.state != InteractionState::waiting) return;
  QueueNow& queue = floor.queue_of(x);
  if (queue.waiting.erase({*x.queued_at, x.row.id}) == 0) return;
  for (const AgentId id : x.reserved_for)
    if (AgentNow* agent = floor.agent(id)) agent->reserved.erase(reserved_key(x));
  if (x.reserved_for.empty()) queue.lanes[x.lane].open[index_of(x.row.channel)].erase(x.key);
  x.reserved_for.clear();
  floor.alarms.clear(x.reserve_at, AlarmKind::reserve, x.row.id);
  floor.alarms.clear(x.relax_at, AlarmKind::relax, x.row.id);
  silence(floor, x);
  count_waiting(floor, queue, x, -1);
  floor.touch(queue);
}

void stand_by(Floor& floor, AgentNow& agent) {
  for (std::size_t i = 0; i < agent.queues.size(); ++i) {
    QueueNow& queue = *floor.queue(agent.queues[i]);
    const Mask mask = may_take(floor, agent, queue);
    if (mask == 0) continue;
    for (std::size_t lane = 0; lane < queue.lanes.size(); ++lane)
      stand_in(agent, queue, lane, mask, agent.points[i]);
  }
  agent.idle = true;
}

void stand_down(Floor& floor, AgentNow& agent) {
  agent.idle = false;
  for (const Standing& place : agent.standing) {
    auto& idle = floor.queue(place.queue)->lanes[place.lane].idle;
    idle.find(place.mask)->second.erase(place.key);
  }
  agent.standing.clear();
}

void stand_in_lane(Floor& floor, AgentNow& agent, QueueNow& queue, std::size_t lane) {
  if (!agent.idle) return;
  const Mask mask = may_take(floor, agent, queue);
  const auto at = std::find(agent.queues.begin(), agent.queues.end(), queue.queue.id) - agent.queues.begin();
  if (mask != 0) stand_in(agent, queue, lane, mask, agent.points[static_cast<std::size_t>(at)]);
}

IdleWalk::IdleWalk(const QueueNow& queue, const Lane& lane, Mask wanted)
    : lane_(lane),
      wanted_(wanted),
      turns_(queue.queue.strategy == Strategy::round_robin),
      cursor_(queue.cursor),
      last_{kLeast, kLeast, kLeast, {}} {}

const IdleKey* IdleWalk::after(const IdleKey& last) const {
  const IdleKey* best = nullptr;
  for (const auto& [mask, idle] : lane_.idle) {
    if (!(mask & wanted_)) continue;
    const auto it = idle.upper_bound(last);
    if (it != idle.end() && (!best || *it < *best)) best = &*it;
  }
  return best;
}

const IdleKey* IdleWalk::next() {
  if (turns_) return next_in_turn();
  const IdleKey* key = after(last_);
  if (key) last_ = *key;
  return key;
}

// The turn goes round among those of equal worth: first who comes after the last one offered, then the rest.
const IdleKey* IdleWalk::next_in_turn() {
  for (;;) {
    const IdleKey* key = after(last_);
    if (round_ != Round::none && key && key->worth == worth_ &&
        (round_ == Round::after_cursor || key->second <= cursor_)) {
      last_ = *key;
      return key;
    }
    if (round_ == Round::after_cursor) {
      round_ = Round::before_cursor;
      last_ = {worth_, kLeast, kLeast, {}};
      continue;
    }
    if (round_ == Round::before_cursor) last_ = {worth_, kMost, kMost, {}};
    key = after(last_);
    if (!key) return nullptr;
    worth_ = key->worth;
    last_ = {worth_, 0, cursor_, AgentId(cursor_)};  // behind himself
    round_ = Round::after_cursor;
  }
}
}  // namespace okno::core
