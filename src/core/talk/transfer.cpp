#include "core/talk/transfer.h"

#include <algorithm>
#include <charconv>

#include "core/entrance/door.h"
#include "core/entrance/parting.h"
#include "core/explain.h"
#include "core/house/colleague.h"
#include "core/house/group.h"
#include "core/house/parking.h"
#include "core/line/capacity.h"
#include "core/line/priority.h"
#include "core/line/routing.h"
#include "core/people/agent.h"
#include "core/people/life.h"
#include "core/talk/after.h"
#include "core/talk/call.h"
#include "core/talk/consult.h"
#include "core/talk/guests.h"
#include "core/talk/interaction.h"
#include "core/talk/ivr.h"
#include "core/talk/party.h"
#include "core/talk/segments.h"
#include "domain/target.h"

namespace okno::core {
namespace {
constexpr std::size_t kShortestNumber = 2, kLongestNumber = 16;  // short numbers … E.164 with its plus

bool is_number(std::string_view text) {
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  return digits.size() >= kShortestNumber && text.size() <= kLongestNumber &&
         digits.find_first_not_of("0123456789") == std::string_view::npos;
}

std::nullopt_t say(Floor& floor, AgentId asker, std::string_view code, std::string_view words) {
  refuse(floor, asker, code, words);
  return std::nullopt;
}

const Queue& rules_of(Floor& floor, const InteractionNow& x) {
  static const Queue kPlain;
  return x.row.queue ? floor.queue_of(x).queue : kPlain;
}

// The queue to which he goes back: his own, else, for a call that an agent made, one of that agent's.
QueueNow* queue_to_go_back(Floor& floor, const InteractionNow& x) {
  if (x.row.queue) return &floor.queue_of(x);
  QueueNow* elsewhere = nullptr;
  const AgentNow* agent = x.party.handed_by ? floor.agent(*x.party.handed_by) : nullptr;
  if (agent) {
    for (const QueueId id : agent->queues) {
      QueueNow* queue = floor.queue(id);
      if (queue->removed) continue;
      if (queue->queue.project == x.row.project) return queue;
      elsewhere = queue;
    }
  }
  if (elsewhere) return elsewhere;
  for (auto& [id, queue] : floor.queues)
    if (!queue.removed && queue.queue.project == x.row.project) return &queue;
  return nullptr;
}

void enter_by_transfer(Floor& floor, InteractionNow& x, QueueNow& queue, Explanation& why) {
  if (x.row.queue != queue.queue.id || !x.queued_at) {
    name_queue(floor, x, queue);
    begin_stay(floor, x);
  }
  if (x.key.arrival == 0) {  // we had called him
    x.key.arrival = ++floor.arrivals;
    x.aged_from = floor.now;
  }
  x.key = key_of(queue.queue, x);
  x.row.state = InteractionState::offered;
  x.party.aimed.reset();
  floor.touch(x);
  place(floor, x, why);
}

bool may_hand_over(Floor& floor, const TransferRequested& e, const Destination& to, const InteractionNow& x) {
  if (to.agent && to.agent->agent.id == e.agent) {
    say(floor, e.agent, "yours_already", "You have this customer already.");
  } else if (to.agent) {
    const auto why = why_not_him(floor, to.agent, x);
    if (!why.empty()) refuse_colleague(floor, e.agent, why);
    return why.empty();
  } else if (to.park && !has_free_slot(floor)) {
    say(floor, e.agent, "no_free_slot", "All slots are taken: fetch somebody first.");
  } else if (to.queue && x.voice() && to.queue->signed_in == 0) {
    say(floor, e.agent, "nobody_there", "Nobody of this queue is at work.");
  } else if (to.queue && x.voice() && x.row.queue != to.queue->queue.id && !open_now(floor, *to.queue)) {
    say(floor, e.agent, "closed", "This queue is closed now.");
  } else {
    return true;
  }
  return false;
}

void hand_to_agent(Floor& floor, InteractionNow& x, AgentNow& agent, AgentId by) {
  Explanation why(x.row.id);
  why.pass(by, "handed_over");
  why.choose(floor, agent.agent.id, "handed_over");
  x.party.aimed = agent.agent.id;
  offer_to_one(floor, x, agent);
  comfort(floor, x);
}

void hand_over(Floor& floor, InteractionNow& x, const Destination& to, AgentId by) {
  x.party.handed_by = by;
  if (to.queue) {
    if (std::find(x.declined.begin(), x.declined.end(), by) == x.declined.end()) x.declined.push_back(by);
    Explanation why(x.row.id);
    why.pass(by, "handed_over");
    return enter_by_transfer(floor, x, *to.queue, why);
  }
  if (to.agent) return hand_to_agent(floor, x, *to.agent, by);
  if (to.park) return park(floor, x, by);
  x.party.handed_by.reset();
  if (to.menu) return go_to_menu(floor, x, *to.menu);
  if (!to.message.empty()) {
    x.queued_at.reset();
    return send(floor, x, to.message, "");
  }
  x.party.handed_by = by;
  x.party.stage = PartyStage::handing;
  dial_outside(floor, x, to.number);
  comfort(floor, x);
}
}  // namespace

AgentNow* agent_named(Floor& floor, std::string_view id) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), value);
  if (error != std::errc() || end != id.data() + id.size()) return nullptr;
  AgentNow* agent = floor.agent(AgentId(value));
  return agent && !agent->dismissed ? agent : nullptr;
}

std::optional<Destination> destination(Floor& floor, AgentId asker, const InteractionNow& x,
                                       const std::string& target) {
  Destination to;
  const Target wanted = target_of(target);
  const bool spoken = wanted.kind == TargetKind::number || wanted.kind == TargetKind::menu ||
                      wanted.kind == TargetKind::park || wanted.kind == TargetKind::message;
  if (spoken && !x.voice())
    return say(floor, asker, "calls_only", "Only a call can be sent to a number, a menu or a message.");
  const Project* project = floor.project(x.row.project);
  switch (wanted.kind) {
    case TargetKind::queue:
      to.queue = find_queue(floor, x.row.project, target);
      if (!to.queue) return say(floor, asker, "no_such_target", "There is no such queue.");
      break;
    case TargetKind::agent:
      to.agent = agent_named(floor, wanted.name);
      if (!to.agent) return say(floor, asker, "no_such_target", "There is no such colleague.");
      break;
    case TargetKind::number:
      if (!is_number(wanted.name)) return say(floor, asker, "bad_number", "This is no telephone number.");
      to.number = wanted.name;
      break;
    case TargetKind::menu:
      to.menu = project ? find_menu(*project, wanted.name) : nullptr;
      if (!to.menu) return say(floor, asker, "no_such_target", "There is no such menu.");
      break;
    case TargetKind::message:
      if (!can_send(floor, x, target))
        return say(floor, asker, "no_such_target", "There is no such message.");
      to.message = target;
      break;
    case TargetKind::park:
      to.park = true;
      break;
    default:
      return say(floor, asker, "no_such_target", "A customer cannot be sent there.");
  }
  return to;
}

void refuse_colleague(Floor& floor, AgentId asker, std::string_view why) {
  if (why == "offline" || why == "pause")
    return refuse(floor, asker, "colleague_away", "He is not at work now, or has a break.");
  if (why == "no_phone") return refuse(floor, asker, "colleague_no_phone", "No phone of his is connected.");
  if (why == "not_his_channel")
    return refuse(floor, asker, "colleague_other_channel", "He does not serve this channel.");
  refuse(floor, asker, "colleague_busy", "He is busy now.");
}

void offer_to_one(Floor& floor, InteractionNow& x, AgentNow& agent, std::optional<Duration> ring_limit) {
  const Queue& rules = rules_of(floor, x);
  const AgentId who = agent.agent.id;
  const OfferId id(++floor.offers);
  cut_after_work(floor, x, who);
  x.offers.push_back({id, who, false, false});
  floor.alarms.set(x.ring_at, AlarmKind::ring, x.row.id, floor.now + ring_limit.value_or(rules.ring_limit));
  occupy(floor, agent, AgentState::offered, x, x.ring_at);
  floor.command(ShowCard{who, id, x.row.id, x.ring_at});
  floor.touch(x);
  if (!x.voice()) return;
  if (!agent.window_open || rules.card_limit <= Duration::zero())
    ring_now(floor, x, who);
  else
    floor.alarms.set(x.card_at, AlarmKind::card, x.row.id, floor.now + rules.card_limit);
}

bool offered_to_one(const InteractionNow& x) {
  return x.party.aimed || x.party.stage == PartyStage::asking || !x.house.group.empty();
}

void not_taken(Floor& floor, InteractionNow& x, AgentNow& agent, const std::string& code) {
  const AgentId who = agent.agent.id;
  const bool by_name = x.in_house() && x.party.stage == PartyStage::none && !x.party.handed_by;
  if (by_name && !x.house.group.empty() && code == "no_answer") return group_not_answered(floor, x);
  if (by_name) return not_taken_by_name(floor, x, agent, code);
  take_offer_away(floor, x, agent, code == "no_answer" ? "time_out" : "declined");
  const QueueNow* queue = x.row.queue ? &floor.queue_of(x) : nullptr;
  const bool missed = code == "no_answer" && queue;
  if (code == "declined" || x.in_house() || (missed && queue->queue.no_answer == NoAnswer::stay))
    spare(floor, agent, x.row.id);  // a no to a colleague is no fault
  else if (missed)
    rest_after_no_answer(floor, agent, x.row.id, queue->queue);  // means what the queue says, by name too
  else
    send_to_pause(floor, agent, x.row.id, code);
  if (x.party.stage == PartyStage::asking) return not_answered(floor, x, who, code);
  come_back(floor, x, who, code);
}

void come_back(Floor& floor, InteractionNow& x, std::optional<AgentId> agent, const std::string& code) {
  const auto by = x.party.handed_by;
  const bool once = by && x.party.aimed != by;  // to him once, then to the queue
  x.party.stage = PartyStage::none;
  x.party.aimed.reset();
  Explanation why(x.row.id);
  if (agent) why.pass(*agent, code);
  if (once) {
    AgentNow* back = floor.agent(*by);
    const auto reason = why_not_him(floor, back, x);
    if (reason.empty()) {
      why.choose(floor, *by, "came_back");
      x.party.aimed = by;
      offer_to_one(floor, x, *back);
      return comfort(floor, x);
    }
    if (by != agent) why.pass(*by, reason);
  }
  if (x.in_house()) return end_unreached(floor, x, "no_answer");  // colleagues stand in no line
  if (QueueNow* queue = queue_to_go_back(floor, x)) return enter_by_transfer(floor, x, *queue, why);
  floor.command(HangUpCustomer{x.row.id, EndCause::failed});  // no queue in all his project
  mark_ended(floor, x, EndCause::failed);
  close(floor, x);
}

void tell_not_answered(Floor& floor, InteractionNow& x, std::optional<AgentId> agent,
                       const std::string& code) {
  Explanation why(x.row.id);
  if (agent) why.pass(*agent, code);
  why.wait(floor, "not_answered");
}

void transfer_requested(Floor& floor, const TransferRequested& e) {
  InteractionNow* x = talking_with(floor, e.agent, e.id);
  if (!x) return;
  const auto to = destination(floor, e.agent, *x, e.target);
  if (!to) return;
  if (to->agent && x->party.asked == to->agent->agent.id) {  // whom he asks already
    owner_left(floor, *x);
    return;
  }
  if (!may_hand_over(floor, e, *to, *x)) return;
  break_up(floor, *x, "taken_back");
  leave_note(floor, *x, e.agent, e.note);
  send_guests_away(floor, *x);
  release_owner(floor, *x);
  hand_over(floor, *x, *to, e.agent);
}
}  // namespace okno::core
