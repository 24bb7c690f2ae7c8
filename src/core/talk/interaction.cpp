#include "core/talk/interaction.h"

#include <algorithm>

#include "core/entrance/announce.h"
#include "core/entrance/door.h"
#include "core/entrance/lists.h"
#include "core/entrance/parting.h"
#include "core/house/colleague.h"
#include "core/house/parking.h"
#include "core/line/queue.h"
#include "core/line/routing.h"
#include "core/people/agent.h"
#include "core/talk/call.h"
#include "core/talk/callback.h"
#include "core/talk/guests.h"
#include "core/talk/ivr.h"
#include "core/talk/party.h"
#include "core/talk/recent.h"
#include "core/talk/recorded.h"
#include "core/talk/segments.h"
#include "domain/target.h"

namespace okno::core {
namespace {
bool is_literal(EndCause cause) {
  return cause == EndCause::media_timeout || cause == EndCause::failed || cause == EndCause::busy ||
         cause == EndCause::no_answer || cause == EndCause::refused;
}

// What leaving means in this state, unless the line said something special.
EndCause cause_of(const InteractionNow& x, EndCause said) {
  if (is_literal(said)) return said;
  if (x.party.stage == PartyStage::outside) return EndCause::transferred;
  if (x.row.state == InteractionState::dialling) return EndCause::no_answer;
  if (x.row.answered_at) return EndCause::answered;
  if (x.parting != Parting::none) return parting_cause(x);
  if (x.in_house()) return EndCause::no_answer;
  return x.row.state == InteractionState::ivr ? EndCause::left_in_ivr : EndCause::lost;
}

void fill(InteractionNow& x, const InteractionArrived& e, Instant now) {
  x.facts = e.facts;
  x.row.channel = e.channel;
  x.row.direction = Direction::inbound;
  x.row.project = e.project;
  x.row.contact = e.facts.contact;
  x.row.from = e.from;
  x.row.to = e.to;
  x.row.caller_name = e.caller_name;
  x.row.source = e.facts.source;
  x.row.started_at = now;
}

// An agent whom an interaction bound.
struct Bound {
  AgentId agent;
  InteractionId id;
  bool in_house = false;
};

// Ends a call that the server's absence cut; who was bound by it goes on the list.
void interrupt(Floor& floor, InteractionNow& x, std::vector<Bound>& cut_off) {
  leave_waiting(floor, x);
  const bool in_house = x.in_house();
  for (const Offer& offer : x.offers) cut_off.push_back({offer.agent, x.row.id, in_house});
  x.offers.clear();
  if (x.row.queue) floor.queue_of(x).ringing.erase(x.key);
  if (x.connected_at || x.row.state == InteractionState::dialling)
    cut_off.push_back({*x.row.agent, x.row.id, in_house});
  if (x.party.asked) cut_off.push_back({*x.party.asked, x.row.id, in_house});
  x.party = {};
  x.recording = false;
  everybody_out(floor, x);
  count_talk(floor, x);
  mark_ended(floor, x, EndCause::interrupted);
  close(floor, x);
}
}  // namespace

bool has_room(Floor& floor, AgentId asker) {
  if (floor.live.size() < kMaxLiveInteractions) return true;
  refuse(floor, asker, "overload", "Too many conversations are live: try again in a minute.");
  return false;
}

InteractionNow* begin(Floor& floor, InteractionId id) {
  const auto [it, fresh] = floor.live.try_emplace(id);
  if (!fresh) return nullptr;
  it->second.row.id = id;
  floor.touch(it->second);
  return &it->second;
}

QueueNow* find_queue(Floor& floor, ProjectId project, std::string_view target) {
  const Target to = target_of(target);
  if (to.kind != TargetKind::queue) return nullptr;
  QueueNow* elsewhere = nullptr;
  for (auto& [id, queue] : floor.queues) {
    if (queue.removed || queue.queue.name != to.name) continue;
    if (queue.queue.project == project) return &queue;
    elsewhere = &queue;
  }
  return elsewhere;
}

void arrived(Floor& floor, const InteractionArrived& e) {
  const bool full = floor.live.size() >= kMaxLiveInteractions;
  InteractionNow* x = begin(floor, e.id);
  if (!x) return;
  fill(*x, e, floor.now);
  if (full) return refuse_customer(floor, *x, "overload");
  if (barred(floor, *x)) return turn_away(floor, *x);
  if (QueueNow* queue = find_queue(floor, e.project, e.target)) return come_to(floor, *x, *queue);
  if (const Target to = target_of(e.target); to.kind == TargetKind::menu)
    return start_ivr(floor, *x, to.name);
  if (can_send(floor, *x, e.target)) return send(floor, *x, e.target, "no_such_entry");
  refuse_customer(floor, *x, "no_such_entry");
}

void take_line(Floor& floor, InteractionNow& x) {
  if (x.taken || !x.voice()) return;
  x.taken = true;
  floor.command(AnswerCustomer{x.row.id});
}

void refuse_customer(Floor& floor, InteractionNow& x, const std::string& reason) {
  if (x.taken)
    floor.command(HangUpCustomer{x.row.id, EndCause::refused});
  else
    floor.command(RefuseCustomer{x.row.id, reason});
  mark_ended(floor, x, EndCause::refused);
  close(floor, x);
}

void count_wait(Floor& floor, InteractionNow& x) {
  if (!x.queued_at || x.row.answered_at || x.row.tries > 0) return;
  x.row.wait_ms = ms_between(std::max(*x.queued_at, x.row.started_at), floor.now);
}

void mark_ended(Floor& floor, InteractionNow& x, EndCause cause) {
  stop_recording(floor, x);
  count_wait(floor, x);
  leave_slot(floor, x);
  send_guests_away(floor, x);
  x.row.ended_at = floor.now;
  x.row.end_cause = cause;
  floor.touch(x);
}

void close(Floor& floor, InteractionNow& x) {
  const InteractionId id = x.row.id;
  floor.alarms.clear(x.ring_at, AlarmKind::ring, id);
  floor.alarms.clear(x.card_at, AlarmKind::card, id);
  floor.alarms.clear(x.reserve_at, AlarmKind::reserve, id);
  floor.alarms.clear(x.relax_at, AlarmKind::relax, id);
  floor.alarms.clear(x.step_at, AlarmKind::step, id);
  silence(floor, x);
  leave_line(floor, x, false);
  floor.alarms.clear(x.give_up_at, AlarmKind::give_up, id);
  forget_number(floor, x);
  floor.alarms.clear(x.party_at, AlarmKind::party, id);
  floor.alarms.clear(x.devices_at, AlarmKind::devices, id);
  const auto caller = x.row.caller;
  if (!x.after.empty()) {  // an earlier agent is still at the work after his share
    x.over = true;
    x.row.state = InteractionState::wrap_up;
    floor.touch(x);
    if (caller) free_caller(floor, *caller, id);
    return;
  }
  if (is_planned(x.row)) --floor.planned_calls;
  x.row.state = InteractionState::ended;
  unname_queue(floor, x);
  keep_recent(floor, x.row);
  floor.closed.push_back(std::move(x.row));
  floor.live.erase(id);
  if (caller) free_caller(floor, *caller, id);
}

void customer_left(Floor& floor, const CustomerLeft& e) {
  InteractionNow* x = floor.interaction(e.id);
  if (!x || x->row.ended_at) return;
  if (x->away && x->row.state != InteractionState::dialling) return;  // the line that was let go
  const EndCause cause = cause_of(*x, e.cause);
  if (x->connected_at) return end_conversation(floor, *x, cause);
  if (x->row.state == InteractionState::dialling) return end_dialling(floor, *x, cause);
  const bool offered = x->row.state == InteractionState::offered;
  leave_waiting(floor, *x);
  stop_recording(floor, *x);
  break_up(floor, *x, "customer_left");
  mark_ended(floor, *x, cause);
  if (offered) withdraw(floor, *x, "customer_left");
  close(floor, *floor.interaction(e.id));
}

void contact_attached(Floor& floor, const ContactAttached& e) {
  if (InteractionNow* x = floor.interaction(e.id)) {
    x->row.contact = e.contact;
    x->facts.contact = e.contact;
    x->facts.contact_name = e.contact_name;
    return floor.touch(*x);
  }
  const auto kept = floor.keepers.find(e.id);
  if (kept == floor.keepers.end()) return;
  Interaction row = *recent_of(*floor.agent(kept->second.front()), e.id);
  row.contact = e.contact;
  change_recent(floor, row);
}

void restarted(Floor& floor) {
  for (const AgentId id : floor.agent_order) {
    AgentNow& agent = *floor.agent(id);
    await_window(floor, agent);
    if (!agent.idle) continue;
    stand_down(floor, agent);
    stand_by(floor, agent);
  }
  std::vector<InteractionId> calls, to_call;
  for (const auto& [id, x] : floor.live) {
    if (!x.voice() || x.row.ended_at) continue;
    if (!x.away)
      calls.push_back(id);
    else if (!x.offers.empty() || x.row.state == InteractionState::dialling)
      to_call.push_back(id);
  }
  std::sort(calls.begin(), calls.end());
  std::sort(to_call.begin(), to_call.end());
  std::vector<Bound> cut_off;  // paused after all calls are gone: nobody is offered a dead one
  for (const InteractionId id : calls) interrupt(floor, *floor.interaction(id), cut_off);
  for (const InteractionId id : to_call)
    for (const AgentId agent : interrupt_away(floor, *floor.interaction(id))) cut_off.push_back({agent, id});
  for (const auto& [agent, id, in_house] : cut_off) {
    if (in_house)  // he served nobody, and may not even be on duty
      let_go(floor, *floor.agent(agent), id);
    else
      send_to_pause(floor, *floor.agent(agent), id, "restarted");
  }
  for (const InteractionId id : to_call) resume_away(floor, *floor.interaction(id));
}
}  // namespace okno::core
