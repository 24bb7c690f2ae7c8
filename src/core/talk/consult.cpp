#include "core/talk/consult.h"

#include <algorithm>

#include "core/explain.h"
#include "core/line/capacity.h"
#include "core/line/channels.h"
#include "core/line/queue.h"
#include "core/line/skills.h"
#include "core/people/agent.h"
#include "core/talk/call.h"
#include "core/talk/party.h"
#include "core/talk/segments.h"
#include "core/talk/transfer.h"

namespace okno::core {
namespace {
// The first free one of a queue who was not asked yet, as the queue would choose for this customer.
AgentNow* free_in(Floor& floor, QueueNow& queue, const InteractionNow& x) {
  Lane& lane = queue.lanes[lane_of(floor, queue, needs_of(floor, queue, x))];
  IdleWalk walk(queue, lane, bit(x.row.channel));
  const auto& passed = x.party.passed;
  while (const IdleKey* key = walk.next())
    if (key->agent != x.row.agent && std::find(passed.begin(), passed.end(), key->agent) == passed.end())
      return floor.agent(key->agent);
  return nullptr;
}

void ask(Floor& floor, InteractionNow& x, AgentNow& agent) {
  Explanation why(x.row.id);
  for (const AgentId passed : x.party.passed) why.pass(passed, "no_answer");
  why.choose(floor, agent.agent.id, "asked");
  offer_to_one(floor, x, agent);
}

void wait_with_music(Floor& floor, InteractionNow& x) {
  x.party.stage = PartyStage::asking;
  floor.touch(x);
  if (!x.voice() || x.row.state == InteractionState::held) return;
  x.row.state = InteractionState::held;
  floor.command(HoldCustomer{x.row.id});
}

bool may_ask(Floor& floor, const ConsultRequested& e, const InteractionNow& x) {
  if (is_letter(x.row.channel))
    refuse(floor, e.agent, "letter_not_asked", "A letter can be handed on, but nobody is asked about it.");
  else if (!x.guests.empty())
    refuse(floor, e.agent, "guests_here", "Ask before you bring guests in, or let them go first.");
  else if (x.party.stage != PartyStage::none)
    refuse(floor, e.agent, "asked_already", "Somebody is asked already: end that first.");
  else
    return true;
  return false;
}

// Somebody talks with the agent aside or together with the customer; otherwise he hears why not.
InteractionNow* in_company(Floor& floor, AgentId agent, InteractionId id) {
  InteractionNow* x = talking_with(floor, agent, id);
  if (!x) return nullptr;
  if (x->party.stage == PartyStage::aside || x->party.stage == PartyStage::all) return x;
  refuse(floor, agent, "nobody_answered", "Nobody whom you asked has answered.");
  return nullptr;
}
}  // namespace

void consult_requested(Floor& floor, const ConsultRequested& e) {
  InteractionNow* x = talking_with(floor, e.agent, e.id);
  if (!x || !may_ask(floor, e, *x)) return;
  const auto to = destination(floor, e.agent, *x, e.target);
  if (!to) return;
  if (to->menu || to->park || !to->message.empty())
    return refuse(floor, e.agent, "ask_whom", "A colleague, a queue or a number can be asked.");
  if (!to->number.empty()) {
    leave_note(floor, *x, e.agent, e.note);
    wait_with_music(floor, *x);
    return dial_outside(floor, *x, to->number);
  }
  AgentNow* agent = to->queue ? free_in(floor, *to->queue, *x) : to->agent;
  if (!agent) return refuse(floor, e.agent, "nobody_free", "Nobody of this queue is free now.");
  if (agent->agent.id == e.agent) return refuse(floor, e.agent, "not_yourself", "You cannot ask yourself.");
  if (const auto why = why_not_him(floor, agent, *x); !why.empty())
    return refuse_colleague(floor, e.agent, why);
  leave_note(floor, *x, e.agent, e.note);
  wait_with_music(floor, *x);
  if (to->queue) x->party.through = to->queue->queue.id;
  ask(floor, *x, *agent);
}

void asked_answered(Floor& floor, InteractionNow& x, AgentNow& agent) {
  x.party.stage = PartyStage::aside;
  x.party.asked = agent.agent.id;
  occupy(floor, agent, AgentState::talking, x, std::nullopt);
  open_segment(floor, x, agent.agent.id, Part::consult, x.party.through, x.row.agent);
  floor.command(ConnectAside{x.row.id, *x.row.agent, agent.agent.id});
  look_for_work(floor, agent);
}

void not_answered(Floor& floor, InteractionNow& x, AgentId agent, const std::string& code) {
  x.party.passed.push_back(agent);
  QueueNow* queue = x.party.through ? floor.queue(*x.party.through) : nullptr;
  AgentNow* next = queue && !x.agent_lost ? free_in(floor, *queue, x) : nullptr;
  if (next) return ask(floor, x, *next);
  tell_not_answered(floor, x, agent, code);
  back_to_customer(floor, x);
}

void consult_ended(Floor& floor, const ConsultEnded& e) {
  InteractionNow* x = floor.interaction(e.id);
  if (x && x->party.asked == e.agent) return asked_left(floor, *x);  // who was asked says goodbye
  x = talking_with(floor, e.agent, e.id);
  if (!x) return;
  const PartyStage stage = x->party.stage;
  if (stage != PartyStage::asking && stage != PartyStage::aside && stage != PartyStage::all)
    return refuse(floor, e.agent, "nobody_asked", "Nobody is asked about this customer.");
  break_up(floor, *x, "taken_back");
  x->party.stage = stage;
  back_to_customer(floor, *x);
}

void transfer_completed(Floor& floor, const TransferCompleted& e) {
  if (InteractionNow* x = in_company(floor, e.agent, e.id)) owner_left(floor, *x);
}

void conference_requested(Floor& floor, const ConferenceRequested& e) {
  InteractionNow* x = in_company(floor, e.agent, e.id);
  if (!x || x->party.stage == PartyStage::all) return;
  x->party.stage = PartyStage::all;
  x->row.state = InteractionState::active;
  if (x->party.asked)
    open_segment(floor, *x, *x->party.asked, Part::conference, x->party.through, e.agent);
  else
    open_outside_segment(floor, *x, Part::conference);
  connect_all(floor, *x);
}
}  // namespace okno::core
