#include "core/centre.h"

#include <algorithm>
#include <iterator>

#include "core/entrance/announce.h"
#include "core/entrance/lists.h"
#include "core/entrance/overflow.h"
#include "core/house/absence.h"
#include "core/house/colleague.h"
#include "core/house/devices.h"
#include "core/house/parking.h"
#include "core/house/pickup.h"
#include "core/journal/pack.h"
#include "core/line/preference.h"
#include "core/line/routing.h"
#include "core/line/stack.h"
#include "core/people/agent.h"
#include "core/people/life.h"
#include "core/settings.h"
#include "core/talk/after.h"
#include "core/talk/call.h"
#include "core/talk/callback.h"
#include "core/talk/consult.h"
#include "core/talk/guests.h"
#include "core/talk/interaction.h"
#include "core/talk/ivr.h"
#include "core/talk/party.h"
#include "core/talk/planned.h"
#include "core/talk/recent.h"
#include "core/talk/recorded.h"
#include "core/talk/take_over.h"
#include "core/talk/transfer.h"

namespace okno::core {
struct Centre::State {
  Floor floor;
};

namespace {
void take(Floor& floor, const Event& event) {
  struct Door {
    Floor& floor;
    void operator()(const ConfigurationChanged& e) const { configure(floor, e.configuration); }
    void operator()(const InteractionArrived& e) const { arrived(floor, e); }
    void operator()(const CallRequested& e) const { call_requested(floor, e); }
    void operator()(const CustomerRinging&) const {}  // the agent hears it; nothing is to be decided
    void operator()(const CustomerAnswered& e) const { customer_answered(floor, e); }
    void operator()(const CustomerLeft& e) const { customer_left(floor, e); }
    void operator()(const DigitPressed& e) const { digit_pressed(floor, e); }
    void operator()(const PromptFinished& e) const { prompt_finished(floor, e); }
    void operator()(const AgentSignedIn& e) const { signed_in(floor, e); }
    void operator()(const AgentStateRequested& e) const { state_requested(floor, e); }
    void operator()(const AgentPhonesChanged& e) const { phones_changed(floor, e); }
    void operator()(const CardDrawn& e) const { card_drawn(floor, e); }
    void operator()(const OfferAnswered& e) const { offer_answered(floor, e); }
    void operator()(const OfferDeclined& e) const { offer_declined(floor, e); }
    void operator()(const AgentLeft& e) const { agent_left(floor, e); }
    void operator()(const AgentLost& e) const { agent_lost(floor, e); }
    void operator()(const AgentReattached& e) const { agent_reattached(floor, e); }
    void operator()(const HoldRequested& e) const { hold_requested(floor, e); }
    void operator()(const WrapUpFinished& e) const { wrap_up_finished(floor, e); }
    void operator()(const ContactAttached& e) const { contact_attached(floor, e); }
    void operator()(const AgentTook& e) const { agent_took(floor, e); }
    void operator()(const AgentStateForced& e) const { state_forced(floor, e); }
    void operator()(const WrapUpExtended& e) const { wrap_up_extended(floor, e); }
    void operator()(const NumberListed& e) const { number_listed(floor, e); }
    void operator()(const CallbackRequested& e) const { callback_requested(floor, e); }
    void operator()(const CallPlanned& e) const { call_planned(floor, e); }
    void operator()(const PlannedCallMoved& e) const { planned_call_moved(floor, e); }
    void operator()(const PlannedCallCancelled& e) const { planned_call_cancelled(floor, e); }
    void operator()(const TransferRequested& e) const { transfer_requested(floor, e); }
    void operator()(const ConsultRequested& e) const { consult_requested(floor, e); }
    void operator()(const ConsultEnded& e) const { consult_ended(floor, e); }
    void operator()(const TransferCompleted& e) const { transfer_completed(floor, e); }
    void operator()(const ConferenceRequested& e) const { conference_requested(floor, e); }
    void operator()(const CallTakenOver& e) const { call_taken_over(floor, e); }
    void operator()(const GuestInvited& e) const { guest_invited(floor, e); }
    void operator()(const GuestAnswered& e) const { guest_answered(floor, e); }
    void operator()(const GuestLeft& e) const { guest_left(floor, e); }
    void operator()(const GuestDropped& e) const { guest_dropped(floor, e); }
    void operator()(const OutsideRinging&) const {}  // as with the customer
    void operator()(const OutsideAnswered& e) const { outside_answered(floor, e); }
    void operator()(const OutsideLeft& e) const { outside_left(floor, e); }
    void operator()(const RecordingRequested& e) const { recording_requested(floor, e); }
    void operator()(const ColleagueCalled& e) const { colleague_called(floor, e); }
    void operator()(const AbsenceRequested& e) const { absence_requested(floor, e); }
    void operator()(const PickupRequested& e) const { pickup_requested(floor, e); }
    void operator()(const ParkedFetched& e) const { parked_fetched(floor, e); }
    void operator()(const CheckpointTaken&) const {}  // see resume()
    void operator()(const TimePassed&) const {}
    void operator()(const Restarted&) const { restarted(floor); }
  };
  std::visit(Door{floor}, event);
}

void ring_for_agent(Floor& floor, const Alarm& alarm) {
  AgentNow& agent = *floor.agent(alarm.agent);
  if (alarm.kind == AlarmKind::pause) {
    floor.alarms.clear(agent.pause_at, alarm.kind, alarm.agent);
    pause_too_long(floor, agent);
  } else if (alarm.kind == AlarmKind::rest) {
    floor.alarms.clear(agent.rest_at, alarm.kind, alarm.agent);
    pause_over(floor, agent);
  } else if (alarm.kind == AlarmKind::window) {
    floor.alarms.clear(agent.window_at, alarm.kind, alarm.agent);
    window_limit_passed(floor, agent);
  } else if (alarm.kind == AlarmKind::absence) {
    floor.alarms.clear(agent.absence_at, alarm.kind, alarm.agent);
    absence_over(floor, agent);
  } else {
    OKNO_CHECK(alarm.kind == AlarmKind::shift);
    floor.alarms.clear(agent.shift_at, alarm.kind, alarm.agent);
    shift_over(floor, agent);
  }
}

void ring_alarms(Floor& floor) {
  while (floor.alarms.next() <= floor.now) {
    const Alarm alarm = floor.alarms.first();
    if (alarm.agent) {
      ring_for_agent(floor, alarm);
      continue;
    }
    InteractionNow& x = *floor.interaction(alarm.id);
    switch (alarm.kind) {
      case AlarmKind::give_up:
        floor.alarms.clear(x.give_up_at, alarm.kind, alarm.id);
        callback_too_old(floor, x);
        break;
      case AlarmKind::ring:
        floor.alarms.clear(x.ring_at, alarm.kind, alarm.id);
        ring_limit_passed(floor, x);
        break;
      case AlarmKind::card:
        floor.alarms.clear(x.card_at, alarm.kind, alarm.id);
        card_limit_passed(floor, x);
        break;
      case AlarmKind::reserve:
        floor.alarms.clear(x.reserve_at, alarm.kind, alarm.id);
        reserve_limit_passed(floor, x);
        break;
      case AlarmKind::relax:
        floor.alarms.clear(x.relax_at, alarm.kind, alarm.id);
        relax_due(floor, x);
        break;
      case AlarmKind::overflow:
        floor.alarms.clear(x.overflow_at, alarm.kind, alarm.id);
        overflow_due(floor, x);
        break;
      case AlarmKind::announce:
        floor.alarms.clear(x.announce_at, alarm.kind, alarm.id);
        announce_due(floor, x);
        break;
      case AlarmKind::party:
        floor.alarms.clear(x.party_at, alarm.kind, alarm.id);
        party_limit_passed(floor, x);
        break;
      case AlarmKind::guest:
        floor.alarms.clear(x.guest_at, alarm.kind, alarm.id);
        guest_limit_passed(floor, x);
        break;
      case AlarmKind::after:
        floor.alarms.clear(x.after_at, alarm.kind, alarm.id);
        after_limit_passed(floor, x);
        break;
      case AlarmKind::devices:
        floor.alarms.clear(x.devices_at, alarm.kind, alarm.id);
        more_devices_due(floor, x);
        break;
      case AlarmKind::parked:
        floor.alarms.clear(x.parked_at, alarm.kind, alarm.id);
        parked_too_long(floor, x);
        break;
      case AlarmKind::step:
        floor.alarms.clear(x.step_at, alarm.kind, alarm.id);
        if (x.row.state == InteractionState::ivr)
          digit_limit_passed(floor, x);
        else
          call_limit_passed(floor, x);
        break;
      default:
        OKNO_CHECK(false);  // of agents
    }
  }
}

bool same(const AgentChanged& a, const AgentChanged& b) {
  return a.state == b.state && a.reason == b.reason && a.interaction == b.interaction && a.until == b.until &&
         a.by == b.by && a.beside == b.beside && a.then == b.then && a.absence == b.absence &&
         a.absent_until == b.absent_until;
}

AgentChanged shown(const AgentNow& a) {
  AgentChanged now{a.agent.id, a.state, a.reason, a.since,   a.interaction, a.until,
                   a.by,       {},      {},       a.absence, a.absent_until};
  const Engagement* front = a.front();
  if (!front) return now;
  for (const Engagement& e : a.engaged)
    if (&e != front) now.beside.push_back({e.id, e.stage, e.until});
  const Rest& rest = a.wish ? *a.wish : a.rest;
  if (rest.state != AgentState::ready) now.then = Afterwards{rest.state, rest.reason, rest.by};
  return now;
}

void tell_rows(Floor& floor, std::vector<Command>& told) {
  for (const InteractionId id : floor.changed_interactions) {
    InteractionNow* x = floor.interaction(id);
    if (!x || !x->changed) continue;
    x->changed = false;
    told.emplace_back(InteractionChanged{x->row, false});
  }
  floor.changed_interactions.clear();
}

void tell_agents(Floor& floor, std::vector<Command>& told) {
  for (const AgentId id : floor.changed_agents) {
    AgentNow& a = *floor.agent(id);
    a.changed = false;
    AgentChanged now = shown(a);
    if (same(now, a.told)) continue;
    a.told = now;
    told.emplace_back(std::move(now));
  }
  floor.changed_agents.clear();
}

void tell_queues(Floor& floor, std::vector<Command>& told) {
  for (const QueueId id : floor.changed_queues) {
    QueueNow& q = *floor.queue(id);
    q.changed = false;
    QueueChanged now{id, static_cast<std::int64_t>(q.waiting.size()), std::nullopt};
    if (!q.waiting.empty()) now.longest_since = q.waiting.begin()->first;
    if (now.waiting == q.told.waiting && now.longest_since == q.told.longest_since) continue;
    q.told = now;
    told.emplace_back(now);
  }
  floor.changed_queues.clear();
}

// Rows first, so that who carries the commands out knows what they are about; final rows last, when all is
// said.
std::vector<Command> tell(Floor& floor) {
  std::vector<Command> told;
  told.reserve(floor.out.size() + floor.changed_interactions.size() + floor.changed_agents.size() +
               floor.changed_queues.size() + floor.closed.size());
  tell_rows(floor, told);
  std::move(floor.out.begin(), floor.out.end(), std::back_inserter(told));
  floor.out.clear();  // keeps its room for the next event
  tell_agents(floor, told);
  tell_queues(floor, told);
  for (Interaction& row : floor.closed) told.emplace_back(InteractionChanged{std::move(row), true});
  floor.closed.clear();
  return told;
}

std::vector<Command> resume(Floor& floor, const CheckpointTaken& e) {
  auto packed = unpack(e.packed);
  if (!packed) return {Refuse{{}, packed.error().code, packed.error().words}};
  floor = std::move(*packed);
  return tell_all(floor);
}
}  // namespace

Centre::Centre(Configuration configuration) : state_(new State) {
  configure(state_->floor, configuration);
  tell(state_->floor);
}
Centre::~Centre() = default;
Centre::Centre(Centre&&) noexcept = default;
Centre& Centre::operator=(Centre&&) noexcept = default;

std::vector<Command> Centre::apply(const Event& event, base::Instant now) {
  Floor& floor = state_->floor;
  if (const auto* e = std::get_if<CheckpointTaken>(&event)) return resume(floor, *e);
  floor.now = std::max(floor.now, now);  // a system clock that is set back stands still for us
  floor.out.clear();
  if (std::holds_alternative<Restarted>(event)) take(floor, event);  // before promises that nobody could keep
  ring_alarms(floor);
  if (!std::holds_alternative<Restarted>(event)) take(floor, event);
  ring_alarms(floor);  // limits of zero
  work_stacks(floor);
  std::vector<Command> commands = tell(floor);
  if (floor.draining || std::holds_alternative<ConfigurationChanged>(event)) forget_drained(floor);
  return commands;
}

std::string Centre::pack() const {
  return core::pack(state_->floor);
}

base::Result<void> Centre::prove(const std::string& packed) {
  const auto floor = unpack(packed);
  if (!floor) return floor.error();
  if (core::pack(*floor) != packed)
    return base::Error{"bad_checkpoint", "The checkpoint comes back as another one."};
  return {};
}

base::Instant Centre::next_deadline() const {
  return state_->floor.alarms.next();
}
std::optional<Interaction> Centre::recent(AgentId id, InteractionId interaction) const {
  const AgentNow* agent = state_->floor.agent(id);
  const Interaction* row = agent ? recent_of(*agent, interaction) : nullptr;
  return row ? std::optional(*row) : std::nullopt;
}
std::size_t Centre::live_interactions() const {
  return state_->floor.live.size();
}
}  // namespace okno::core
