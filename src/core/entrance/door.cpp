#include "core/entrance/door.h"

#include <algorithm>

#include "core/entrance/announce.h"
#include "core/entrance/hours.h"
#include "core/entrance/parting.h"
#include "core/explain.h"
#include "core/line/priority.h"
#include "core/line/routing.h"
#include "core/talk/callback.h"
#include "core/talk/interaction.h"

namespace okno::core {
namespace {
constexpr std::string_view kClosedMessage = "closed";

bool sits_at_the_door(Channel channel) {
  return channel == Channel::voice || channel == Channel::chat;
}

// Where customers of a closed queue go; empty: nowhere.
std::string closed_target(Floor& floor, const InteractionNow& x, const QueueNow& queue) {
  if (!queue.queue.when_closed.empty()) return queue.queue.when_closed;
  const Project* project = floor.project(queue.queue.project);
  if (!project) return "";
  if (!project->when_closed.empty()) return project->when_closed;
  const std::string message = "message:" + std::string(kClosedMessage);
  return can_send(floor, x, message) ? message : "";
}

// Where customers go whose queue was removed, with nobody left in it.
QueueNow* queue_instead(Floor& floor, const QueueNow& gone) {
  const ProjectId project = gone.queue.project;
  for (const std::string* target : {&gone.queue.when_nobody, &gone.queue.overflow_to})
    if (QueueNow* queue = find_queue(floor, project, *target)) return queue;
  QueueNow* found = nullptr;
  for (auto& [id, queue] : floor.queues) {
    if (queue.removed || queue.queue.project != project) continue;
    if (!queue.members.empty()) return &queue;
    if (!found) found = &queue;
  }
  return found;
}
}  // namespace

const Hours* hours_of(const Floor& floor, const QueueNow& queue) {
  const auto found = floor.hours.find(queue.hours);
  return found == floor.hours.end() ? nullptr : &found->second;
}

bool open_now(const Floor& floor, const QueueNow& queue) {
  const Hours* hours = hours_of(floor, queue);
  return !hours || is_open(*hours, floor.now);
}

const HoursAhead& ahead_of(Floor& floor, const Hours& hours) {
  HoursAhead& ahead = floor.ahead[hours.name];
  if (floor.now < ahead.until) return ahead;
  ahead.next = next_change(hours, floor.now);
  ahead.after = ahead.next == kNever ? kNever : next_change(hours, ahead.next);
  ahead.until = std::min(ahead.next, floor.now + kHoursKept);
  return ahead;
}

bool keep_in_a_queue(Floor& floor, InteractionNow& x) {
  const QueueNow& queue = floor.queue_of(x);
  if (!queue.removed || !queue.members.empty()) return true;
  QueueNow* other = queue_instead(floor, queue);
  if (!other) {
    if (x.away)
      end_away(floor, x, EndCause::given_up, "given_up");
    else
      refuse_customer(floor, x, "closed");
    return false;
  }
  explain(floor, x, "nobody_here");
  leave_line(floor, x, false);
  name_queue(floor, x, *other);
  x.entered_at = floor.now;
  x.key = key_of(other->queue, x);
  return true;
}

void unname_queue(Floor& floor, InteractionNow& x) {
  if (!x.row.queue) return;
  QueueNow& queue = floor.queue_of(x);
  if (--queue.live == 0 && queue.removed) floor.draining = true;
}

void name_queue(Floor& floor, InteractionNow& x, QueueNow& queue) {
  unname_queue(floor, x);
  x.row.queue = queue.queue.id;
  ++queue.live;
  floor.touch(x);
}

void come_to(Floor& floor, InteractionNow& x, QueueNow& queue) {
  for (QueueNow* at = &queue;;) {
    if (!sits_at_the_door(x.row.channel) || open_now(floor, *at)) return enter_queue(floor, x, *at);
    x.row.state = InteractionState::ivr;  // on his way
    name_queue(floor, x, *at);            // whose customer he was is known even if he gets no farther
    explain(floor, x, "closed");
    const std::string target = closed_target(floor, x, *at);
    if (x.been.size() >= kMaxDetours) return refuse_customer(floor, x, "closed");
    x.been.push_back(at->queue.id);
    at = find_queue(floor, x.row.project, target);
    if (at && std::find(x.been.begin(), x.been.end(), at->queue.id) == x.been.end()) continue;
    if (!can_send(floor, x, target)) return refuse_customer(floor, x, "closed");
    return send(floor, x, target, "closed");
  }
}

void turn_away(Floor& floor, InteractionNow& x) {
  x.row.state = InteractionState::ivr;
  explain(floor, x, "blacklisted");
  const Project* project = floor.project(x.row.project);
  const std::string target = project ? project->blacklisted_to : "";
  if (QueueNow* queue = find_queue(floor, x.row.project, target)) return come_to(floor, x, *queue);
  if (!can_send(floor, x, target)) return refuse_customer(floor, x, "blacklisted");
  send(floor, x, target, "blacklisted");
}
}  // namespace okno::core
