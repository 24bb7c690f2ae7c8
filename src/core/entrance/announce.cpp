#include "core/entrance/announce.h"

#include <algorithm>

#include "core/entrance/lists.h"
#include "core/entrance/overflow.h"
#include "core/talk/callback.h"

namespace okno::core {
namespace {
bool hears(const InteractionNow& x) {
  return x.voice() && !x.away;  // he has a line
}

Instant next_announcement(const Queue& rules, const InteractionNow& x) {
  if (!hears(x) || rules.announce_first <= Duration::zero() || !x.entered_at) return kNever;
  if (!x.announced_at) return *x.entered_at + rules.announce_first;
  return rules.announce_every > Duration::zero() ? *x.announced_at + rules.announce_every : kNever;
}

// A second more or less is no promise.
Duration in_whole_seconds(Duration wait) {
  return std::chrono::round<std::chrono::seconds>(wait);
}
}  // namespace

void set_waiting_alarms(Floor& floor, const QueueNow& queue, InteractionNow& x) {
  const InteractionId id = x.row.id;
  floor.alarms.set(x.overflow_at, AlarmKind::overflow, id, next_overflow(queue, x));
  floor.alarms.set(x.announce_at, AlarmKind::announce, id, next_announcement(queue.queue, x));
}

void enter_line(Floor& floor, QueueNow& queue, InteractionNow& x) {
  if (!x.in_line && !is_letter(x.row.channel)) {
    x.in_line = true;
    queue.pace.came(floor.now);
  }
  set_waiting_alarms(floor, queue, x);
}

void silence(Floor& floor, InteractionNow& x) {
  floor.alarms.clear(x.overflow_at, AlarmKind::overflow, x.row.id);
  floor.alarms.clear(x.announce_at, AlarmKind::announce, x.row.id);
}

void leave_line(Floor& floor, InteractionNow& x, bool served) {
  if (x.in_line) floor.queue_of(x).pace.left(floor.now, served);
  x.in_line = false;
}

std::int64_t position_of(const QueueNow& queue, const InteractionNow& x) {
  std::size_t before = 0;
  for (const Lane& lane : queue.lanes) {
    for (std::size_t channel = 0; channel < kChannels; ++channel) {
      if (is_letter(static_cast<Channel>(channel))) continue;
      for (const WaitKey& key : lane.open[channel]) {
        if (!(key < x.key)) break;
        if (++before >= kMaxPosition) return 0;
      }
    }
  }
  return static_cast<std::int64_t>(before) + 1;
}

void announce_due(Floor& floor, InteractionNow& x) {
  if (!hears(x)) return;
  QueueNow& queue = floor.queue_of(x);
  const Queue& rules = queue.queue;
  x.announced_at = floor.now;
  floor.alarms.set(x.announce_at, AlarmKind::announce, x.row.id, next_announcement(rules, x));
  const std::int64_t position = position_of(queue, x);
  Announce said;
  said.id = x.row.id;
  if (rules.announce_position) said.position = position;
  if (rules.announce_wait && position > 0)
    if (const auto wait = queue.pace.expected(position, floor.now)) said.wait = in_whole_seconds(*wait);
  said.callback_offered = rules.callback_offered && is_known_number(x.customers_number());
  if (said.position > 0 || said.wait || said.callback_offered) floor.command(std::move(said));
}

void key_in_line(Floor& floor, InteractionNow& x, char digit) {
  if (!hears(x) || !x.announced_at || digit != kCallbackKey) return;
  if (floor.queue_of(x).queue.callback_offered && is_known_number(x.customers_number()))
    ask_for_callback(floor, x);
}
}  // namespace okno::core
