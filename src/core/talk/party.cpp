#include "core/talk/party.h"

#include <utility>

#include "core/line/routing.h"
#include "core/people/agent.h"
#include "core/talk/after.h"
#include "core/talk/call.h"
#include "core/talk/guests.h"
#include "core/talk/interaction.h"
#include "core/talk/segments.h"
#include "core/talk/transfer.h"

namespace okno::core {
namespace {
// The number is no longer in it; who hangs up by himself need not be told.
void drop_outside(Floor& floor, InteractionNow& x, bool tell) {
  if (x.party.outside.empty()) return;
  floor.alarms.clear(x.party_at, AlarmKind::party, x.row.id);
  if (tell) floor.command(HangUpOutside{x.row.id});
  close_outside_segment(floor, x);
  x.party.outside.clear();
  x.party.outside_in = false;
}

void release_asked(Floor& floor, InteractionNow& x) {
  AgentNow& asked = *floor.agent(*x.party.asked);
  x.party.asked.reset();
  floor.command(ReleaseAgent{asked.agent.id, x.row.id});
  close_segment(floor, x, asked.agent.id, true);
  let_go(floor, asked, x.row.id);
}

// Customer and outside party are alone and one of them goes.
void end_outside(Floor& floor, InteractionNow& x, EndCause cause) {
  mark_ended(floor, x, cause);
  close(floor, x);
}
}  // namespace

void release_owner(Floor& floor, InteractionNow& x) {
  AgentNow& owner = *floor.agent(*x.row.agent);
  const AgentId id = owner.agent.id;
  x.music = x.row.state == InteractionState::held;
  count_talk(floor, x);
  begin_stay(floor, x);
  floor.command(ReleaseAgent{id, x.row.id});
  close_segment(floor, x, id, false);
  x.row.state = InteractionState::offered;  // on his way to the next
  begin_after_work(floor, x, owner);
}

void take_over(Floor& floor, InteractionNow& x) {
  AgentNow& next = *floor.agent(*x.party.asked);
  const auto through = x.party.through;
  const auto before = x.row.agent;
  x.party = {};
  ++next.contacts;
  x.row.agent = next.agent.id;
  x.row.state = InteractionState::active;
  x.connected_at = floor.now;
  x.music = x.mobile = false;
  open_segment(floor, x, next.agent.id, Part::talk, through, before);
  floor.command(ConnectAgent{next.agent.id, x.row.id, {}});
  show(floor, next);
}

void leave_outside(Floor& floor, InteractionNow& x) {
  send_guests_away(floor, x);
  x.party.stage = PartyStage::outside;
  x.party.asked.reset();
  x.row.state = InteractionState::active;
  x.music = false;
  open_outside_segment(floor, x, Part::talk);
  take_line(floor, x);  // a colleague's call that was sent on outside
  floor.command(ConnectOutside{x.row.id});
}

void back_to_customer(Floor& floor, InteractionNow& x) {
  const bool together = x.party.stage == PartyStage::all;
  x.party = {};
  floor.touch(x);
  if (!x.voice()) return;
  if (x.agent_lost) {
    if (together) floor.command(HoldCustomer{x.row.id});
    x.row.state = InteractionState::held;
    return;
  }
  x.row.state = InteractionState::active;
  floor.command(ResumeCustomer{x.row.id, *x.row.agent});
}

void break_up(Floor& floor, InteractionNow& x, const std::string& reason) {
  drop_outside(floor, x, true);
  if (x.party.asked) release_asked(floor, x);
  const bool asking = x.party.stage == PartyStage::asking;
  x.party = {};
  if (asking && !x.offers.empty()) withdraw(floor, x, reason);
}

void connect_all(Floor& floor, InteractionNow& x) {
  ConnectAll all{x.row.id, {}, x.party.outside_in};
  if (!x.agent_lost) all.agents.push_back(*x.row.agent);
  if (x.party.asked) all.agents.push_back(*x.party.asked);
  floor.command(std::move(all));
}

void asked_left(Floor& floor, InteractionNow& x) {
  release_asked(floor, x);
  back_to_customer(floor, x);
}

void asked_lost(Floor& floor, InteractionNow& x) {
  AgentNow& asked = *floor.agent(*x.party.asked);
  x.party.asked.reset();
  floor.command(ReleaseAgent{asked.agent.id, x.row.id});
  close_segment(floor, x, asked.agent.id, true);
  back_to_customer(floor, x);
  send_to_pause(floor, asked, x.row.id, "connection_lost");
}

bool owner_left(Floor& floor, InteractionNow& x) {
  if (x.party.stage != PartyStage::aside && x.party.stage != PartyStage::all) return false;
  floor.alarms.clear(x.step_at, AlarmKind::step, x.row.id);
  x.agent_lost = false;
  release_owner(floor, x);
  if (x.party.asked)
    take_over(floor, x);
  else
    leave_outside(floor, x);
  return true;
}

// Whom he asks by telephone and cannot reach now is let go; a colleague waits for him, or has the customer.
bool owner_lost(Floor& floor, InteractionNow& x) {
  if (x.party.stage == PartyStage::all) {
    connect_all(floor, x);
    return true;
  }
  if (x.party.stage == PartyStage::aside && x.party.asked) return true;
  break_up(floor, x, "taken_back");
  return false;
}

bool owner_back(Floor& floor, InteractionNow& x) {
  if (x.party.stage == PartyStage::all) {
    connect_all(floor, x);
    return true;
  }
  if (x.party.stage != PartyStage::aside) return false;
  floor.command(ConnectAside{x.row.id, *x.row.agent, x.party.asked});
  return true;
}

bool owner_given_up(Floor& floor, InteractionNow& x) {
  if (x.party.stage != PartyStage::aside && x.party.stage != PartyStage::all) return false;
  AgentNow& owner = *floor.agent(*x.row.agent);
  count_talk(floor, x);
  x.agent_lost = false;
  floor.command(ReleaseAgent{owner.agent.id, x.row.id});
  close_segment(floor, x, owner.agent.id, true);
  if (x.party.asked)
    take_over(floor, x);
  else
    leave_outside(floor, x);
  send_to_pause(floor, owner, x.row.id, "connection_lost");
  return true;
}

void dial_outside(Floor& floor, InteractionNow& x, const std::string& number) {
  const Project* project = floor.project(x.row.project);
  x.party.outside = number;
  floor.command(DialOutside{x.row.id, number, project ? project->caller_id : ""});
  floor.alarms.set(x.party_at, AlarmKind::party, x.row.id, floor.now + kOutsideLimit);
  floor.touch(x);
}

void outside_answered(Floor& floor, const OutsideAnswered& e) {
  InteractionNow* x = floor.interaction(e.id);
  if (!x || x->party.outside.empty() || x->party.outside_in) return;
  floor.alarms.clear(x->party_at, AlarmKind::party, e.id);
  x->party.outside_in = true;
  if (x->party.stage == PartyStage::handing) return leave_outside(floor, *x);
  x->party.stage = PartyStage::aside;
  open_outside_segment(floor, *x, Part::consult);
  floor.command(ConnectAside{e.id, *x->row.agent, std::nullopt});
}

void outside_left(Floor& floor, const OutsideLeft& e) {
  InteractionNow* x = floor.interaction(e.id);
  if (!x || x->party.outside.empty()) return;
  drop_outside(floor, *x, false);
  switch (x->party.stage) {
    case PartyStage::handing:
      return come_back(floor, *x, std::nullopt, "");
    case PartyStage::outside:
      floor.command(HangUpCustomer{e.id, EndCause::transferred});
      return end_outside(floor, *x, EndCause::transferred);
    case PartyStage::asking:
      tell_not_answered(floor, *x, std::nullopt, "");
      [[fallthrough]];
    default:
      back_to_customer(floor, *x);
  }
}

void party_limit_passed(Floor& floor, InteractionNow& x) {
  floor.command(HangUpOutside{x.row.id});
  outside_left(floor, {x.row.id, EndCause::no_answer});
}
}  // namespace okno::core
