#include "core/line/stack.h"

#include <algorithm>

#include "core/line/capacity.h"
#include "core/line/queue.h"
#include "core/line/routing.h"
#include "core/line/skills.h"
#include "core/people/agent.h"
#include "core/talk/call.h"
#include "core/talk/segments.h"

namespace okno::core {
namespace {
bool has_thresholds(const Queue& queue) {
  return queue.letters_min_idle > 0 || queue.letters_max_occupancy < kWholeAgent || queue.letters_put_back;
}

// Who is first in a lane stands for all of it: if nobody can take him, nobody can take those behind.
bool offer_first_letter(Floor& floor, QueueNow& queue) {
  for (std::size_t lane = 0; lane < queue.lanes.size(); ++lane) {
    for (const Channel channel : {Channel::email, Channel::social}) {
      const auto& open = queue.lanes[lane].open[index_of(channel)];
      if (!open.empty() && offer_letter(floor, queue, *floor.interaction(open.begin()->id))) return true;
    }
  }
  return false;
}

void work_stack(Floor& floor, QueueNow& queue) {
  while (letters_may_go(queue) && offer_first_letter(floor, queue)) {
  }
}

// Why he may not take this one himself; empty: he may.
std::string_view why_not_take(Floor& floor, const AgentNow& agent, const QueueNow& queue,
                              const InteractionNow& x) {
  if (std::find(agent.queues.begin(), agent.queues.end(), queue.queue.id) == agent.queues.end())
    return "not_in_queue";
  if (!able(agent, needs_of(floor, queue, x))) return "not_skilled";
  return full(agent, queue, x.row.channel);
}

void refuse_taking(Floor& floor, AgentId agent, std::string_view why) {
  if (why == "not_in_queue") return refuse(floor, agent, why, "This is not a queue of yours.");
  if (why == "not_skilled") return refuse(floor, agent, why, "It needs a skill that you do not have.");
  refuse(floor, agent, "at_capacity", "Finish something first: you have all you may hold at once.");
}
}  // namespace

bool letters_may_go(const QueueNow& queue) {
  if (!has_thresholds(queue.queue)) return true;
  if (queue.calls > 0 || queue.free < queue.queue.letters_min_idle) return false;
  const std::int64_t at_work = queue.free + queue.busy;
  return queue.busy * kWholeAgent <= at_work * queue.queue.letters_max_occupancy;
}

void load_changed(Floor& floor, QueueNow& queue) {
  if (queue.letters == 0 || queue.look_at_letters || !has_thresholds(queue.queue)) return;
  queue.look_at_letters = true;
  floor.letters_to_look_at.push_back(queue.queue.id);
}

void work_stacks(Floor& floor) {
  while (!floor.letters_to_look_at.empty()) {
    QueueNow* queue = floor.queue(floor.letters_to_look_at.back());
    floor.letters_to_look_at.pop_back();
    if (!queue) continue;
    queue->look_at_letters = false;
    work_stack(floor, *queue);
  }
}

std::vector<InteractionId> take_letters_back(Floor& floor, AgentNow& agent) {
  const std::vector<InteractionId> letters = letters_of(agent);
  stand_down(floor, agent);
  for (const InteractionId id : letters) {
    InteractionNow& x = *floor.interaction(id);
    if (x.offer_to(agent.agent.id)) {
      take_offer_away(floor, x, agent, "put_back");
    } else {
      floor.command(ReleaseAgent{agent.agent.id, id});
      count_talk(floor, x);
      begin_stay(floor, x);
      close_segment(floor, x, agent.agent.id, true);
      x.began_with = agent.agent.id;
    }
    leave_hands(floor, agent, id);
  }
  return letters;
}

void place_letters(Floor& floor, const std::vector<InteractionId>& letters) {
  for (const InteractionId id : letters) {
    InteractionNow& x = *floor.interaction(id);
    if (!x.offers.empty()) continue;  // it still rings at somebody else
    x.party.aimed.reset();
    x.row.state = InteractionState::offered;  // on its way
    Explanation why(id);
    if (x.began_with) why.pass(*x.began_with, "call_came");
    place(floor, x, why);
  }
}

void agent_took(Floor& floor, const AgentTook& e) {
  AgentNow* agent = floor.agent(e.agent);
  if (!agent) return;
  InteractionNow* x = floor.interaction(e.id);
  if (!x || x->row.state != InteractionState::waiting)
    return refuse(floor, e.agent, "wrong_state", "Somebody else has it already, or it is over.");
  if (x->voice()) return refuse(floor, e.agent, "wrong_state", "Calls are given out by the queue.");
  if (agent->dismissed || agent->rest.state == AgentState::offline)
    return refuse(floor, e.agent, "wrong_state", "Sign in first: press Ready or Pause.");
  QueueNow& queue = floor.queue_of(*x);
  if (const auto why = why_not_take(floor, *agent, queue, *x); !why.empty())
    return refuse_taking(floor, e.agent, why);
  leave_waiting(floor, *x);
  Explanation why(e.id);
  why.choose(floor, e.agent, "taken_from_stack");
  begin_talk(floor, *x, *agent, {});
}
}  // namespace okno::core
