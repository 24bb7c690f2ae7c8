#include "core/talk/call.h"

#include <utility>

#include "base/text.h"
#include "core/entrance/announce.h"
#include "core/explain.h"
#include "core/line/capacity.h"
#include "core/line/queue.h"
#include "core/line/routing.h"
#include "core/people/agent.h"
#include "core/talk/after.h"
#include "core/talk/callback.h"
#include "core/talk/consult.h"
#include "core/talk/guests.h"
#include "core/talk/interaction.h"
#include "core/talk/party.h"
#include "core/talk/recent.h"
#include "core/talk/recorded.h"
#include "core/talk/segments.h"
#include "core/talk/transfer.h"

namespace okno::core {
namespace {
// The agent's own conversation, live; otherwise he hears why not and gets nullptr.
InteractionNow* own(Floor& floor, AgentId agent, InteractionId id) {
  InteractionNow* x = floor.interaction(id);
  if (!x) {
    refuse(floor, agent, "unknown_interaction", "This interaction is over or never was.");
    return nullptr;
  }
  const bool his = x->row.agent == agent || x->offer_to(agent) || x->party.asked == agent;
  if (!his) refuse(floor, agent, "not_your_call", "Somebody else has this interaction, or nobody yet.");
  return his ? x : nullptr;
}

void connect(Floor& floor, InteractionNow& x, AgentNow& agent, OfferId offer) {
  const AgentId who = agent.agent.id;
  const bool direct = x.party.aimed.has_value();
  open_segment(floor, x, who, Part::talk, direct ? std::nullopt : x.row.queue, x.party.handed_by);
  x.party = {};
  x.row.agent = who;
  x.row.state = InteractionState::active;
  x.connected_at = floor.now;
  x.music = false;
  count_wait(floor, x);
  if (!x.row.answered_at) x.row.answered_at = floor.now;
  take_line(floor, x);
  floor.command(ConnectAgent{agent.agent.id, x.row.id, offer});
  record_by_rule(floor, x);
  floor.touch(x);
}

const Queue& rules_after(Floor& floor, const InteractionNow& x, const AgentNow& agent) {
  return rules_after(floor, x.row.queue, x.row.project, agent);
}

void finish_wrap_up(Floor& floor, InteractionNow& x) {
  AgentNow& agent = *floor.agent(*x.row.agent);
  const InteractionId id = x.row.id;
  x.row.wrap_up_ms += ms_between(*x.row.ended_at, floor.now);
  finish_segments(floor, x, agent.agent.id);
  close(floor, x);
  let_go(floor, agent, id);
}

void begin_wrap_up(Floor& floor, InteractionNow& x, AgentNow& agent) {
  const Duration limit =
      x.mobile || x.in_house() ? Duration::zero() : rules_after(floor, x, agent).wrap_up_limit;
  if (limit <= Duration::zero() || x.wrapped) return finish_wrap_up(floor, x);
  const Instant until = floor.now + limit;
  x.row.state = InteractionState::wrap_up;
  occupy(floor, agent, AgentState::wrap_up, x, until);
  floor.alarms.set(x.step_at, AlarmKind::step, x.row.id, until);
  look_for_work(floor, agent);
}

// He did not come back: the customer goes back to the head of the queue, what is known of him is kept.
void give_up_lost(Floor& floor, InteractionNow& x) {
  if (owner_given_up(floor, x)) return;
  AgentNow& agent = *floor.agent(*x.row.agent);
  const AgentId id = agent.agent.id;
  floor.command(ReleaseAgent{id, x.row.id});
  close_segment(floor, x, id, true);
  if (!x.row.queue) {  // a call of his own: there is nobody else
    floor.command(HangUpCustomer{x.row.id, EndCause::answered});
    stop_recording(floor, x);
    count_talk(floor, x);
    mark_ended(floor, x, EndCause::answered);
    const InteractionId ended = x.row.id;
    const bool in_house = x.in_house();
    close(floor, x);
    if (in_house) return let_go(floor, agent, ended);
    return send_to_pause(floor, agent, ended, "connection_lost");
  }
  send_guests_away(floor, x);
  count_talk(floor, x);
  begin_stay(floor, x);
  x.agent_lost = false;
  x.music = true;  // he has heard it since the loss
  x.declined.push_back(id);
  x.row.state = InteractionState::offered;  // on his way: neither with an agent nor yet among those who wait
  send_to_pause(floor, agent, x.row.id, "connection_lost");
  Explanation why(x.row.id);
  why.pass(id, "agent_lost");
  place(floor, x, why);
}

// A call has a line of its own; whatever is written goes through his one window.
std::vector<InteractionId> lost_together(const AgentNow& agent, const InteractionNow& x) {
  std::vector<InteractionId> ids{x.row.id};
  for (const Engagement& e : agent.engaged)
    if (!x.voice() && e.channel != Channel::voice && e.id != x.row.id && e.stage == AgentState::talking)
      ids.push_back(e.id);
  return ids;
}

void lose(Floor& floor, InteractionNow& x, AgentNow& agent) {
  if (x.party.asked == agent.agent.id) return asked_lost(floor, x);
  if (x.row.agent != agent.agent.id || !x.connected_at || x.agent_lost) return;
  const InteractionId id = x.row.id;
  x.agent_lost = true;
  if (!owner_lost(floor, x)) {  // nobody else is with the customer
    if (x.voice() && x.row.state != InteractionState::held) floor.command(HoldCustomer{id});
    x.row.state = InteractionState::held;
  }
  const Instant until = floor.now + kReattachLimit;
  floor.alarms.set(x.step_at, AlarmKind::step, id, until);
  Engagement& engagement = *agent.with(id);
  engagement.lost = true;
  engagement.until = until;
  floor.touch(x);
}

void reattach(Floor& floor, InteractionNow& x, AgentNow& agent) {
  if (!x.agent_lost || x.row.agent != agent.agent.id) return;  // he may only have been asked
  const InteractionId id = x.row.id;
  floor.alarms.clear(x.step_at, AlarmKind::step, id);
  x.agent_lost = false;
  const bool in_company = owner_back(floor, x);
  if (!in_company) x.row.state = InteractionState::active;
  Engagement& engagement = *agent.with(id);
  engagement.lost = false;
  engagement.until.reset();
  if (!in_company) floor.command(ConnectAgent{agent.agent.id, id, {}});
  floor.touch(x);
}

// A conversation that stands against a call of his own by the project's rules.
bool talks(Floor& floor, const AgentNow& agent, ProjectId project) {
  const auto found = floor.projects.find(project);
  const Blocks blocks = found == floor.projects.end() ? Blocks{} : Blocks::of(*found->second);
  for (const Engagement& e : agent.engaged) {
    if (e.stage != AgentState::talking) continue;
    if (e.channel == Channel::voice || !(blocks.beside[index_of(e.channel)] & bit(Channel::voice)))
      return true;
  }
  return false;
}

bool may_call(Floor& floor, const CallRequested& e, const AgentNow& agent) {
  if (talks(floor, agent, e.project))
    refuse(floor, e.agent, "already_talking", "You are in a conversation: end it first.");
  else if (agent.offered())
    refuse(floor, e.agent, "wrong_state", "A customer is being offered to you: answer or decline first.");
  else if (agent.state == AgentState::offline || agent.dismissed)
    refuse(floor, e.agent, "wrong_state", "Sign in first: press Ready or Pause.");
  else if (!has_phone(floor, agent) || !has_room(floor, e.agent))
    return false;
  else if (is_being_called(called_at(floor, e.project, e.to)))
    refuse(floor, e.agent, "already_called", "A colleague is calling this customer just now.");
  else
    return true;
  return false;
}
// A colleague who called hangs up, or his line is gone: as a customer who leaves.
bool caller_left(Floor& floor, AgentId agent, InteractionId id) {
  const InteractionNow* x = floor.interaction(id);
  if (!x || x->row.caller != agent || x->row.ended_at) return false;
  floor.command(HangUpCustomer{id, EndCause::answered});
  customer_left(floor, {id, EndCause::answered});
  return true;
}

}  // namespace

// A call of his own ends the work after the last ones; what he wished for after it waits on.
void end_wrap_ups(Floor& floor, AgentNow& agent) {
  std::vector<InteractionId> ended;
  for (const Engagement& e : agent.engaged)
    if (e.stage == AgentState::wrap_up) ended.push_back(e.id);
  for (const InteractionId id : ended) {
    InteractionNow& x = *floor.interaction(id);
    if (works_after(x, agent.agent.id)) {
      cut_after_work(floor, x, agent.agent.id);
    } else {
      x.row.wrap_up_ms += ms_between(*x.row.ended_at, floor.now);
      finish_segments(floor, x, agent.agent.id);
      close(floor, x);
    }
    std::erase_if(agent.engaged, [id](const Engagement& e) { return e.id == id; });
  }
}

const Queue& rules_after(Floor& floor, std::optional<QueueId> queue, ProjectId project,
                         const AgentNow& agent) {
  static const Queue kNoQueue{};
  const QueueNow* of = queue ? floor.queue(*queue) : nullptr;  // one that was removed may be gone
  if (of) return of->queue;
  for (const QueueId id : agent.queues)
    if (floor.queue(id)->queue.project == project) return floor.queue(id)->queue;
  return kNoQueue;
}

bool may_extend(Floor& floor, const Queue& rules, AgentId agent, int& extensions) {
  if (rules.wrap_up_extension <= Duration::zero() || extensions >= rules.wrap_up_extensions) {
    refuse(floor, agent, "no_more_time",
           "No more time may be added: finish, or choose a pause for after it.");
    return false;
  }
  ++extensions;
  return true;
}

void begin_stay(Floor& floor, InteractionNow& x) {
  x.queued_at = x.entered_at = floor.now;
  x.announced_at.reset();
  x.been.clear();
}

InteractionNow* talking_with(Floor& floor, AgentId agent, InteractionId id) {
  InteractionNow* x = own(floor, agent, id);
  if (!x) return nullptr;
  if (x->row.agent != agent)
    refuse(floor, agent, "not_your_call", "This customer is with a colleague of yours.");
  else if (!x->connected_at || x->agent_lost)
    refuse(floor, agent, "wrong_state", "You do not talk with this customer now.");
  else
    return x;
  return nullptr;
}

void count_talk(Floor& floor, InteractionNow& x) {
  if (!x.connected_at) return;
  x.row.talk_ms += ms_between(*x.connected_at, floor.now);
  x.connected_at.reset();
}

void begin_talk(Floor& floor, InteractionNow& x, AgentNow& agent, OfferId offer) {
  if (!x.in_house()) ++agent.contacts;
  x.began_with.reset();
  leave_line(floor, x, true);
  cut_after_work(floor, x, agent.agent.id);
  occupy(floor, agent, AgentState::talking, x, std::nullopt);
  connect(floor, x, agent, offer);
  look_for_work(floor, agent);
}

void offer_answered(Floor& floor, const OfferAnswered& e) {
  AgentNow* agent = floor.agent(e.agent);
  if (!agent) return;
  InteractionNow* x = offered_to(floor, *agent, e.offer);
  if (!x)
    return refuse(floor, e.agent, "wrong_state",
                  "This offer is over: the customer left or somebody else has him.");
  std::vector<AgentId> others;
  for (const Offer& offer : x->offers)
    if (offer.agent != e.agent) others.push_back(offer.agent);
  for (const AgentId other : others) take_offer_away(floor, *x, *floor.agent(other), "answered_elsewhere");
  const bool mobile = x->offer_to(e.agent)->mobile;
  x->offers.clear();
  if (x->row.queue) floor.queue_of(*x).ringing.erase(x->key);
  floor.alarms.clear(x->ring_at, AlarmKind::ring, x->row.id);
  floor.alarms.clear(x->card_at, AlarmKind::card, x->row.id);
  floor.alarms.clear(x->devices_at, AlarmKind::devices, x->row.id);
  if (x->party.stage == PartyStage::asking) return asked_answered(floor, *x, *agent);
  x->declined.clear();
  x->mobile = mobile;
  if (x->away)
    dial_away(floor, *x, *agent, e.offer);
  else
    begin_talk(floor, *x, *agent, e.offer);
  for (const AgentId other : others) spare(floor, *floor.agent(other), x->row.id);
}

void end_conversation(Floor& floor, InteractionNow& x, EndCause cause) {
  break_up(floor, x, "customer_left");
  AgentNow& agent = *floor.agent(*x.row.agent);
  floor.alarms.clear(x.step_at, AlarmKind::step, x.row.id);
  stop_recording(floor, x);
  floor.command(ReleaseAgent{agent.agent.id, x.row.id});
  close_segment(floor, x, agent.agent.id, false);
  count_talk(floor, x);
  x.agent_lost = false;
  mark_ended(floor, x, cause);
  begin_wrap_up(floor, x, agent);
}

void end_dialling(Floor& floor, InteractionNow& x, EndCause cause) {
  if (x.away) return not_reached(floor, x);
  AgentNow& agent = *floor.agent(*x.row.agent);
  floor.command(ReleaseAgent{agent.agent.id, x.row.id});
  mark_ended(floor, x, cause);
  const InteractionId id = x.row.id;
  close(floor, x);
  let_go(floor, agent, id);
}

void agent_left(Floor& floor, const AgentLeft& e) {
  if (caller_left(floor, e.agent, e.id)) return;
  InteractionNow* x = own(floor, e.agent, e.id);
  if (!x || x->row.ended_at) return;
  if (x->row.state == InteractionState::dialling) {
    floor.command(HangUpCustomer{e.id, EndCause::no_answer});
    return end_dialling(floor, *x, EndCause::no_answer);
  }
  if (x->party.asked == e.agent) return asked_left(floor, *x);
  if (x->offer_to(e.agent) && x->row.agent != e.agent)
    return offer_declined(floor, {e.agent, x->offer_to(e.agent)->id, "declined"});
  if (x->connected_at) {
    if (owner_left(floor, *x)) return;
    floor.command(HangUpCustomer{e.id, EndCause::answered});
    return end_conversation(floor, *x, EndCause::answered);
  }
  if (const Offer* offer = x->offer_to(e.agent))
    return offer_declined(floor, {e.agent, offer->id, "declined"});
  refuse(floor, e.agent, "not_your_call", "This customer waits for somebody else now.");
}

void agent_lost(Floor& floor, const AgentLost& e) {
  InteractionNow* x = floor.interaction(e.id);
  const bool asked = x && x->party.asked == e.agent;
  if (caller_left(floor, e.agent, e.id)) return;
  if (!x || (x->row.agent != e.agent && !asked)) return;
  if (x->away && x->row.state == InteractionState::dialling) {  // he would answer to nobody
    floor.command(HangUpCustomer{e.id, EndCause::no_answer});
    return end_dialling(floor, *x, EndCause::no_answer);
  }
  if (x->row.state == InteractionState::dialling) x->agent_lost = true;  // unless he is back in time
  if (!asked && (!x->connected_at || x->agent_lost)) return;
  AgentNow& agent = *floor.agent(e.agent);
  stand_down(floor, agent);
  for (const InteractionId id : lost_together(agent, *x)) lose(floor, *floor.interaction(id), agent);
  show(floor, agent);
}

void agent_reattached(Floor& floor, const AgentReattached& e) {
  InteractionNow* x = floor.interaction(e.id);
  if (!x || !x->agent_lost || x->row.agent != e.agent) return;
  if (x->row.state == InteractionState::dialling) {
    x->agent_lost = false;
    return;
  }
  AgentNow& agent = *floor.agent(e.agent);
  for (const InteractionId id : lost_together(agent, *x)) reattach(floor, *floor.interaction(id), agent);
  show(floor, agent);
  look_for_work(floor, agent);
}

void hold_requested(Floor& floor, const HoldRequested& e) {
  InteractionNow* x = own(floor, e.agent, e.id);
  if (!x) return;
  if (x->row.agent != e.agent || x->party.stage != PartyStage::none)
    return refuse(floor, e.agent, "wrong_state", "Somebody else is in this conversation: end that first.");
  if (!x->voice() || !x->connected_at || x->agent_lost)
    return refuse(floor, e.agent, "wrong_state", "Only a call in progress can be held.");
  const auto wanted = e.hold ? InteractionState::held : InteractionState::active;
  if (x->row.state == wanted) return;
  x->row.state = wanted;
  if (e.hold)
    floor.command(HoldCustomer{e.id});
  else
    floor.command(ResumeCustomer{e.id, e.agent});
  floor.touch(*x);
}

void wrap_up_finished(Floor& floor, const WrapUpFinished& e) {
  AgentNow* agent = floor.agent(e.agent);
  if (!agent) return;
  if (const Interaction* row = recent_of(*agent, e.id)) {
    InteractionNow ended;
    ended.row = *row;
    set_result(floor, ended, e);
    return change_recent(floor, ended.row);
  }
  InteractionNow* x = floor.interaction(e.id);
  const bool earlier = x && (works_after(*x, e.agent) || x->over || x->row.agent != e.agent);
  if (earlier && set_result(floor, *x, e)) {  // his share is over, the row lives
    floor.touch(*x);
    return finish_after_work(floor, *x, e.agent);
  }
  x = own(floor, e.agent, e.id);
  if (!x) return;
  if (x->row.agent != e.agent)
    return refuse(floor, e.agent, "not_your_call", "The result is given by who has the customer.");
  const bool not_reached_yet = x->away && x->row.tries > 0;  // a note of the try
  if (x->row.state != InteractionState::wrap_up && !x->connected_at && !not_reached_yet)
    return refuse(floor, e.agent, "wrong_state", "There is no result before the conversation.");
  set_result(floor, *x, e);
  floor.touch(*x);
  if (x->row.state == InteractionState::wrap_up) return finish_wrap_up(floor, *x);
  x->wrapped = !not_reached_yet;
}

void wrap_up_extended(Floor& floor, const WrapUpExtended& e) {
  InteractionNow* x = floor.interaction(e.id);
  if (x && works_after(*x, e.agent)) return extend_after_work(floor, *x, *floor.agent(e.agent));
  x = own(floor, e.agent, e.id);
  if (!x) return;
  AgentNow& agent = *floor.agent(e.agent);
  Engagement* engagement = agent.with(e.id);  // none: it lives on for the work of somebody before him
  if (!engagement || engagement->stage != AgentState::wrap_up || x->step_at == kNever)
    return refuse(floor, e.agent, "wrong_state", "There is no work after this conversation to be extended.");
  const Queue& rules = rules_after(floor, *x, agent);
  if (!may_extend(floor, rules, e.agent, x->extensions)) return;
  engagement->until = x->step_at + rules.wrap_up_extension;
  floor.alarms.set(x->step_at, AlarmKind::step, e.id, *engagement->until);
  show(floor, agent);
}

void call_requested(Floor& floor, const CallRequested& e) {
  AgentNow* agent = floor.agent(e.agent);
  if (!agent || !may_call(floor, e, *agent) || floor.interaction(e.id)) return;
  end_wrap_ups(floor, *agent);
  InteractionNow& x = *begin(floor, e.id);
  call_by_hand(floor, x, e.project, e.to);
  occupy(floor, *agent, AgentState::talking, x, std::nullopt);
  const auto project = floor.projects.find(e.project);
  x.facts = e.facts;
  x.taken = true;
  x.row.direction = Direction::outbound;
  x.row.state = InteractionState::dialling;
  x.row.project = e.project;
  x.row.agent = e.agent;
  x.row.contact = e.facts.contact;
  x.row.to = e.to;
  x.row.from = e.from.empty() && project != floor.projects.end() ? project->second->caller_id : e.from;
  x.row.started_at = floor.now;
  floor.command(DialCustomer{e.id, x.row.to, x.row.from});
  floor.alarms.set(x.step_at, AlarmKind::step, e.id, floor.now + kDialLimit);
}

void customer_answered(Floor& floor, const CustomerAnswered& e) {
  InteractionNow* x = floor.interaction(e.id);
  if (!x || x->row.state != InteractionState::dialling) return;
  floor.alarms.clear(x->step_at, AlarmKind::step, e.id);
  floor.alarms.clear(x->give_up_at, AlarmKind::give_up, e.id);
  x->away = false;
  const bool lost = std::exchange(x->agent_lost, false);
  connect(floor, *x, *floor.agent(*x->row.agent), {});
  if (lost) agent_lost(floor, {*x->row.agent, e.id});  // from now on he has the usual time
}

void call_limit_passed(Floor& floor, InteractionNow& x) {
  if (x.row.state == InteractionState::wrap_up) return finish_wrap_up(floor, x);
  if (x.away && x.row.state != InteractionState::dialling) return away_due(floor, x);
  if (x.row.state == InteractionState::dialling) {
    floor.command(HangUpCustomer{x.row.id, EndCause::no_answer});
    return end_dialling(floor, x, EndCause::no_answer);
  }
  OKNO_CHECK(x.agent_lost);
  give_up_lost(floor, x);
}
}  // namespace okno::core
