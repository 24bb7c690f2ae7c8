#include "core/entrance/overflow.h"

#include <algorithm>

#include "core/entrance/announce.h"
#include "core/entrance/door.h"
#include "core/entrance/parting.h"
#include "core/line/priority.h"
#include "core/line/queue.h"
#include "core/line/routing.h"
#include "core/talk/interaction.h"

namespace okno::core {
namespace {
// Letters and text messages wait on purpose; who is to be called has no line.
bool may_go_on(const InteractionNow& x) {
  return (x.voice() || x.row.channel == Channel::chat) && !x.away;
}

std::size_t people_waiting(const QueueNow& queue) {
  return queue.waiting.size() - static_cast<std::size_t>(queue.letters);
}

bool is_long(const QueueNow& queue) {
  return queue.queue.overflow_size > 0 && people_waiting(queue) >= queue.queue.overflow_size;
}

bool better_off_in(const Floor& floor, const QueueNow& queue) {
  return !queue.removed && queue.signed_in > 0 && open_now(floor, queue) && !is_long(queue) &&
         queue.waiting.size() < queue.queue.max_waiting;
}

struct Way {
  QueueNow* queue = nullptr;
  std::string target;  // when it is no queue; neither: there is no way on
};

Way way_on(Floor& floor, const InteractionNow& x, const QueueNow& from, std::string Queue::*rule) {
  if (x.been.size() >= kMaxDetours) return {};
  std::string target = from.queue.*rule;
  for (std::size_t hop = 0; hop < kMaxDetours; ++hop) {
    QueueNow* next = find_queue(floor, x.row.project, target);
    if (!next) return can_send(floor, x, target) ? Way{nullptr, target} : Way{};
    const bool known =
        next == &from || std::find(x.been.begin(), x.been.end(), next->queue.id) != x.been.end();
    if (known) return {};
    if (better_off_in(floor, *next)) return {next, ""};
    target = next->queue.*rule;
  }
  return {};
}

void move_to(Floor& floor, InteractionNow& x, QueueNow& queue) {
  leave_waiting(floor, x);
  leave_line(floor, x, false);
  name_queue(floor, x, queue);
  x.entered_at = floor.now;
  x.key = key_of(queue.queue, x);
  x.row.state = InteractionState::offered;  // on his way: neither here nor there
  Explanation why(x.row.id);
  place(floor, x, why);
}

bool take_way(Floor& floor, InteractionNow& x, const QueueNow& from, std::string Queue::*rule,
              std::string_view code, Explanation& why) {
  const Way way = way_on(floor, x, from, rule);
  if (!way.queue && way.target.empty()) return false;
  why.wait(floor, code);
  x.been.push_back(from.queue.id);
  if (way.queue)
    move_to(floor, x, *way.queue);
  else
    send(floor, x, way.target, code);
  return true;
}
}  // namespace

bool go_on(Floor& floor, InteractionNow& x, QueueNow& queue, Explanation& why) {
  if (!may_go_on(x)) return false;
  if (queue.signed_in == 0 && take_way(floor, x, queue, &Queue::when_nobody, "nobody_here", why)) return true;
  return is_long(queue) && take_way(floor, x, queue, &Queue::overflow_to, "overflow_size", why);
}

void overflow_due(Floor& floor, InteractionNow& x) {
  if (!may_go_on(x)) return;
  Explanation why(x.row.id);
  if (take_way(floor, x, floor.queue_of(x), &Queue::overflow_to, "overflow_wait", why)) return;
  floor.alarms.set(x.overflow_at, AlarmKind::overflow, x.row.id, floor.now + kOverflowRetry);
}

Instant next_overflow(const QueueNow& queue, const InteractionNow& x) {
  const Duration limit = queue.queue.overflow_wait;
  if (limit <= Duration::zero() || !x.entered_at || !may_go_on(x)) return kNever;
  return *x.entered_at + limit;
}
}  // namespace okno::core
