// States of others, more time, the stack, callbacks, planned calls, the day's blacklist.
#include "api/turns.h"

namespace okno::api {
namespace {
using app::BlockedView;
using app::Desk;
using app::InteractionView;
using app::PlannedCallView;
using domain::AgentId;
using domain::InteractionId;

constexpr std::int64_t kLastMs = 253'402'300'799'999;  // the end of the year 9999
constexpr std::size_t kMaxNumberBytes = 128;           // a SIP address; E.164 has 16

bool fine_number(const ExchangePtr& x, const std::string& number) {
  if (!base::trim(number).empty() && number.size() <= kMaxNumberBytes) return true;
  return x->refuse({"bad_number", "\"number\" must be a number."}), false;
}
bool fine_moment(const ExchangePtr& x, std::int64_t at_ms) {
  if (at_ms >= 0 && at_ms <= kLastMs) return true;
  return x->refuse({"bad_time", "This is no moment between 1970 and 9999."}), false;
}

void force_state(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  const auto wish = body_of<app::StateRequest>(x);
  if (wish) x->house().parts.desk.force_state(x->who.agent, AgentId(*id), *wish, answers<app::AgentView>(x));
}

using Act = void (Desk::*)(AgentId, InteractionId, app::Done<InteractionView>);
template <Act act>
void run_act(const ExchangePtr& x) {
  if (const auto id = id_of(x); id && no_body(x))
    (x->house().parts.desk.*act)(x->who.agent, InteractionId(*id), answers<InteractionView>(x));
}

void call_back(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  if (x->request.body.empty()) x->request.body = "{}";
  const auto wish = body_of<app::CallbackRequest>(x);
  if (!wish || (wish->number && !fine_number(x, *wish->number))) return;
  x->house().parts.desk.call_back(x->who.agent, InteractionId(*id), *wish, answers<InteractionView>(x));
}

void list_planned(const ExchangePtr& x) {
  x->house().parts.desk.planned_calls(x->who.agent, answers<std::vector<PlannedCallView>>(x));
}

void plan_call(const ExchangePtr& x) {
  const auto wish = body_of<app::PlannedCallRequest>(x);
  if (!wish || !fine_number(x, wish->number) || !fine_moment(x, wish->at_ms)) return;
  x->house().parts.desk.plan_call(x->who.agent, *wish, answers<PlannedCallView>(x));
}

void move_planned(const ExchangePtr& x) {
  const auto id = id_of(x);
  if (!id) return;
  const auto wish = body_of<app::PlannedCallMove>(x);
  if (!wish || !fine_moment(x, wish->at_ms)) return;
  x->house().parts.desk.move_planned_call(x->who.agent, InteractionId(*id), base::from_ms(wish->at_ms),
                                          answers<PlannedCallView>(x));
}

void cancel_planned(const ExchangePtr& x) {
  if (const auto id = id_of(x); id && no_body(x))
    x->house().parts.desk.cancel_planned_call(x->who.agent, InteractionId(*id), answers<PlannedCallView>(x));
}

void set_absence(const ExchangePtr& x) {
  const auto wish = body_of<app::AbsenceRequest>(x);
  if (!wish || (wish->until_ms && !fine_moment(x, *wish->until_ms))) return;
  x->house().parts.desk.set_absence(x->who.agent, *wish, answers<app::MeView>(x));
}

void pick_up(const ExchangePtr& x) {
  if (x->request.body.empty()) x->request.body = "{}";
  const auto wish = body_of<app::PickupRequest>(x);
  if (wish) x->house().parts.desk.pick_up(x->who.agent, *wish, answers<InteractionView>(x));
}

void list_parked(const ExchangePtr& x) {
  x->house().parts.desk.parked(answers<std::vector<app::ParkedView>>(x));
}

void fetch_parked(const ExchangePtr& x) {
  constexpr std::int64_t kMostSlots = 1000;  // past any that there can be
  const auto slot = id_of(x);
  if (slot && no_body(x))
    x->house().parts.desk.fetch(x->who.agent, static_cast<int>(std::min(*slot, kMostSlots)),
                                answers<InteractionView>(x));
}

void list_blocked(const ExchangePtr& x) {
  x->house().parts.desk.blocked(answers<std::vector<BlockedView>>(x));
}

void block(const ExchangePtr& x) {
  if (x->request.body.empty()) x->request.body = "{}";
  const auto wish = body_of<app::BlockedRequest>(x);
  if (!wish || !fine_number(x, x->wild.front()) || (wish->until_ms && !fine_moment(x, *wish->until_ms)))
    return;
  x->house().parts.desk.block(x->who.agent, x->wild.front(), *wish, answers<BlockedView>(x));
}

void unblock(const ExchangePtr& x) {
  if (no_body(x) && fine_number(x, x->wild.front()))
    x->house().parts.desk.unblock(x->who.agent, x->wild.front(), query_of(x, "project"),
                                  answers<BlockedView>(x));
}
}  // namespace

std::vector<Route> wishes_routes() {
  return {
      {Verb::put, "/api/v1/me/absence", "set_absence", set_absence, "", "AbsenceRequest", "MeView", 200,
       "In a meeting until then, or do not disturb: calls to me by name do not ring."},
      {Verb::post, "/api/v1/calls/pickup", "pick_up", pick_up, "", "PickupRequest", "InteractionView", 200,
       "Take the call that rings at a colleague of my queues, department or ring groups."},
      {Verb::get, "/api/v1/parked", "list_parked", list_parked, "", "", "ParkedView[]", 200,
       "Who is parked, by slot."},
      {Verb::post, "/api/v1/parked/{slot}/fetch", "fetch_parked", fetch_parked, "", "", "InteractionView",
       200, "Talk with who is parked there."},
      {Verb::put, "/api/v1/agents/{id}/state", "force_state", force_state, "", "StateRequest", "AgentView",
       200, "Put somebody into a state; in a conversation it comes after it."},
      {Verb::post, "/api/v1/interactions/{id}/extend", "extend_wrap_up", run_act<&Desk::extend>, "", "",
       "InteractionView", 200, "More time for the work after."},
      {Verb::post, "/api/v1/interactions/{id}/take", "take_interaction", run_act<&Desk::take_from_stack>, "",
       "", "InteractionView", 200, "Take a letter, a post or a chat that waits."},
      {Verb::post, "/api/v1/interactions/{id}/callback", "request_callback", call_back, "", "CallbackRequest",
       "InteractionView", 200, "Who waits on the line wants to be called; he keeps his place."},
      {Verb::get, "/api/v1/planned-calls", "list_planned_calls", list_planned, "", "", "PlannedCallView[]",
       200, "Calls that are still to be made, by time."},
      {Verb::post, "/api/v1/planned-calls", "plan_call", plan_call, "", "PlannedCallRequest",
       "PlannedCallView", 201, "Call somebody at this time, by the first who is free or by one agent."},
      {Verb::patch, "/api/v1/planned-calls/{id}", "move_planned_call", move_planned, "", "PlannedCallMove",
       "PlannedCallView", 200, "Another time."},
      {Verb::remove, "/api/v1/planned-calls/{id}", "cancel_planned_call", cancel_planned, "", "",
       "PlannedCallView", 200, "Call it off."},
      {Verb::get, "/api/v1/blacklist", "list_blocked", list_blocked, "", "", "BlockedView[]", 200,
       "Numbers that are out for today; those that are out for good stand in their project's rules."},
      {Verb::put, "/api/v1/blacklist/{number}", "block_number", block, "", "BlockedRequest", "BlockedView",
       200, "Out until then, or until the project's midnight."},
      {Verb::remove, "/api/v1/blacklist/{number}", "unblock_number", unblock, "project", "", "BlockedView",
       200, "Let in again."},
  };
}
}  // namespace okno::api
