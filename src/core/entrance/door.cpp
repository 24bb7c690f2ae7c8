#include "core/entrance/door.h"

#include <algorithm>

#include "core/entrance/hours.h"
#include "core/entrance/parting.h"
#include "core/explain.h"
#include "core/line/routing.h"
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
  const auto project = floor.projects.find(queue.queue.project);
  if (project == floor.projects.end()) return "";
  if (!project->second->when_closed.empty()) return project->second->when_closed;
  const std::string message = "message:" + std::string(kClosedMessage);
  return can_send(floor, x, message) ? message : "";
}

void explain(Floor& floor, const InteractionNow& x, std::string_view rule) {
  Explanation(x.row.id).wait(floor, rule);
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

void name_queue(Floor& floor, InteractionNow& x, QueueNow& queue) {
  if (x.row.queue) --floor.queue_of(x).live;
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
  const auto project = floor.projects.find(x.row.project);
  const std::string target = project == floor.projects.end() ? "" : project->second->blacklisted_to;
  if (QueueNow* queue = find_queue(floor, x.row.project, target)) return come_to(floor, x, *queue);
  if (!can_send(floor, x, target)) return refuse_customer(floor, x, "blacklisted");
  send(floor, x, target, "blacklisted");
}
}  // namespace okno::core
