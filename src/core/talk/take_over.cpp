#include "core/talk/take_over.h"

#include "core/explain.h"
#include "core/people/agent.h"
#include "core/talk/call.h"
#include "core/talk/party.h"
#include "core/talk/segments.h"

namespace okno::core {
namespace {
bool may_take_over(Floor& floor, AgentId taker, const InteractionNow* x) {
  AgentNow* next = floor.agent(taker);
  AgentNow* owner = x && x->row.agent ? floor.agent(*x->row.agent) : nullptr;
  const Engagement* talk = owner ? owner->with(x->row.id) : nullptr;
  if (!x)
    refuse(floor, taker, "unknown_interaction", "This interaction is over or never was.");
  else if (!x->voice())
    refuse(floor, taker, "calls_only", "Only a call can be taken over.");
  else if (x->row.agent == taker)
    refuse(floor, taker, "yours_already", "You have this customer already.");
  else if (!talk || talk->stage != AgentState::talking || x->party.stage == PartyStage::outside)
    refuse(floor, taker, "nobody_talks", "Nobody of us talks with this customer now.");
  else if (next->dismissed)
    refuse(floor, taker, "wrong_state", "This account no longer takes calls.");
  else
    return may_talk(floor, *next, x->row.id);
  return false;
}

void join_as_owner(Floor& floor, InteractionNow& x, AgentNow& next, std::optional<AgentId> before) {
  ++next.contacts;
  x.row.agent = next.agent.id;
  x.row.state = InteractionState::active;
  x.connected_at = floor.now;
  x.music = x.mobile = false;
  open_segment(floor, x, next.agent.id, Part::talk, std::nullopt, before);
  connect_all(floor, x);
  show(floor, next);
}
}  // namespace

void call_taken_over(Floor& floor, const CallTakenOver& e) {
  AgentNow* next = floor.agent(e.agent);
  InteractionNow* x = floor.interaction(e.id);
  if (!next || !may_take_over(floor, e.agent, x)) return;
  end_wrap_ups(floor, *next);
  const auto before = x->row.agent;
  Explanation why(e.id);
  why.pass(*before, "taken_over");
  why.choose(floor, e.agent, "taken_over");
  floor.alarms.clear(x->step_at, AlarmKind::step, e.id);
  x->agent_lost = false;
  const bool among_all = x->party.stage == PartyStage::all && x->party.asked != e.agent;
  if (!among_all && x->party.asked != e.agent) break_up(floor, *x, "taken_back");
  release_owner(floor, *x);
  occupy(floor, *next, AgentState::talking, *x, std::nullopt);
  if (among_all) {
    join_as_owner(floor, *x, *next, before);
  } else {
    x->party.asked = e.agent;
    take_over(floor, *x);
  }
  floor.touch(*x);
  look_for_work(floor, *next);
}
}  // namespace okno::core
