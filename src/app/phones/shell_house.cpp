// Calls between colleagues: short numbers from the keypad and from desk phones, absence, pickup, parking.
#include <algorithm>
#include <charconv>

#include "app/refusals.h"
#include "app/shell.h"
#include "app/view_json.h"
#include "base/phone.h"
#include "domain/number.h"
#include "domain/target.h"

namespace okno::app {
namespace {
using domain::Absence;

constexpr std::string_view kPickup = "*8";  // … and a short number: at this colleague only
constexpr std::string_view kPark = "*7";    // where a phone sends who is to be parked
constexpr std::string_view kFetch = "*7";   // and the slot
constexpr std::string_view kDisturbNot = "*78", kDisturb = "*79";
constexpr std::string_view kMeeting = "*77";
constexpr int kRefused = 486;  // Busy Here: RFC 3261 21.4.24

// What is behind `prefix`, when it is digits only.
std::optional<std::string_view> after(std::string_view dialled, std::string_view prefix) {
  if (!dialled.starts_with(prefix)) return std::nullopt;
  const std::string_view rest = dialled.substr(prefix.size());
  if (rest.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  return rest;
}

int number_in(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}
}  // namespace

std::optional<std::string> Shell::by_short_number(const std::string& number) const {
  if (number.empty()) return std::nullopt;
  for (const auto& agent : configuration_.agents)
    if (agent.extension == number) return "agent:" + std::to_string(agent.id.value());
  for (const auto& group : configuration_.groups)
    if (group.number == number) return "group:" + group.name;
  return std::nullopt;
}

// --- calling

void Shell::colleague_dials(AgentId caller, LegId leg, const std::string& to, const std::string& target,
                            Done<InteractionView> done, base::Instant now) {
  const InteractionId id(++last_id_);
  LiveInteraction& live = live_[id];
  live.customer_leg = leg;
  const AgentPlace* his = place(caller);
  const bool by_browser = his && leg == his->browser_leg;
  legs_[leg] = {Side::customer, id, {}, {}};
  core::ColleagueCalled event{id, caller, {}, target, to};
  if (!configuration_.projects.empty()) event.project = configuration_.projects.front().id;
  const auto no = happen(event, now);
  LiveInteraction* made = find(id);
  if (no) {
    if (made && !made->known) live_.erase(id);
    legs_.erase(leg);
    if (!by_browser) telephony_->reject(leg, kRefused, no->code);
    if (done) done(*no);
    return;
  }
  if (!done) return;
  if (made) return done(view_of(*made));
  const auto* row = outbox_.on_the_way(id);  // over at once: nobody could be rung
  done(row ? Result<InteractionView>(show_interaction(*row, "", *directory_))
           : Result<InteractionView>(not_live()));
}

// A second line of a phone on which he talks with a customer: he asks somebody aside.
bool Shell::asks_aside(const ports::IncomingCall& call, AgentPlace& agent, const std::string& target,
                       base::Instant now) {
  LiveInteraction* talk = call_of(agent);
  const AgentId who = agent.who.id;
  if (!talk || talk->talking != who || !talk->agent_leg || talk->agent_leg_is_browser) return false;
  const InteractionId id = talk->row.id;
  const auto no = [&]() -> Refusal {
    if (talk->aside_leg) return base::Error{"asked_already", "Somebody is asked already: end that first."};
    talk->aside_leg = call.leg;
    legs_[call.leg] = {Side::aside, id, who, {}};
    return happen(core::ConsultRequested{who, id, target}, now);
  }();
  if (!no) {
    telephony_->ring_back(call.leg);
    return true;
  }
  talk = find(id);
  if (talk && talk->aside_leg == call.leg) talk->aside_leg = {};
  legs_.erase(call.leg);
  telephony_->reject(call.leg, kRefused, no->code);
  return true;
}

void Shell::leave_aside(LiveInteraction& live) {
  const LegId leg = std::exchange(live.aside_leg, LegId{});
  if (!leg) return;
  legs_.erase(leg);
  telephony_->hang_up(leg);
}

void Shell::house_dials(const ports::IncomingCall& call, AgentPlace& agent, const std::string& target,
                        base::Instant now) {
  if (asks_aside(call, agent, target, now)) return;
  colleague_dials(agent.who.id, call.leg, call.to_user, target, nullptr, now);
}

// --- REFER from a desk phone

void Shell::referred(const ports::Referral& referral) {
  post([this, referral](base::Instant now) { desk_refers(referral, now); });
}

void Shell::desk_refers(const ports::Referral& referral, base::Instant now) {
  const auto found = legs_.find(referral.leg);
  if (found == legs_.end()) return telephony_->tell_referral(referral.leg, 481);
  const LegUse use = found->second;
  const LiveInteraction* live = find(use.interaction);
  const bool talks =
      live && (use.side == Side::agent || use.side == Side::aside) && live->talking == use.agent;
  if (!talks) return telephony_->tell_referral(referral.leg, 603);  // only who has a customer hands him over
  std::optional<core::Event> event;
  if (referral.replaces) {
    const LegId other = use.side == Side::aside ? live->agent_leg : live->aside_leg;
    if (other == referral.replaces) event = core::TransferCompleted{use.agent, use.interaction};
  } else if (referral.to_user == kPark) {
    event = core::TransferRequested{use.agent, use.interaction, "park"};
  } else if (const auto target = target_named(referral.to_user)) {
    event = core::TransferRequested{use.agent, use.interaction, *target};
  }
  if (!event) return telephony_->tell_referral(referral.leg, referral.replaces ? 481 : 404);
  const auto no = happen(*event, now);
  if (no) log("referral_refused", no->code + ": " + referral.to_user);
  telephony_->tell_referral(referral.leg, no ? kRefused : 200);
}

// The agent's phone holds the line until the core has said whose it is.
void Shell::fetch_by_phone(AgentPlace& agent, LegId leg, const core::Event& event, base::Instant now) {
  const AgentId id = agent.who.id;
  agent.dialled_leg = leg;
  const auto no = happen(event, now);
  AgentPlace* his = place(id);
  if (his) his->dialled_leg = {};
  if (no) telephony_->reject(leg, kRefused, no->code);
}

// Codes that a desk phone dials; false: it is a number.
bool Shell::phone_commands(const ports::IncomingCall& call, AgentPlace& agent, base::Instant now) {
  const std::string& dialled = call.to_user;
  const AgentId who = agent.who.id;
  const auto switch_to = [&](Absence absence) {
    happen(core::AbsenceRequested{who, absence, std::nullopt}, now);
    legs_[call.leg] = {Side::leaving, {}, {}, {}};
    telephony_->reject(call.leg, 480, "done");
    return true;
  };
  if (dialled == kDisturbNot) return switch_to(Absence::do_not_disturb);
  if (dialled == kMeeting) return switch_to(Absence::meeting);
  if (dialled == kDisturb) return switch_to(Absence::none);
  if (const auto slot = after(dialled, kFetch); slot && !slot->empty()) {
    fetch_by_phone(agent, call.leg, core::ParkedFetched{who, number_in(*slot)}, now);
    return true;
  }
  const auto at = after(dialled, kPickup);
  if (!at) return false;
  core::PickupRequested wish{who, std::nullopt, std::nullopt};
  for (const auto& colleague : configuration_.agents)
    if (!at->empty() && colleague.extension == *at) wish.rings_at = colleague.id;
  if (!at->empty() && !wish.rings_at) {
    telephony_->reject(call.leg, 404, "no_such_target");
    return true;
  }
  fetch_by_phone(agent, call.leg, wish, now);
  return true;
}

// --- what agents ask for

void Shell::set_absence(AgentId who, const AbsenceRequest& wish, Done<MeView> done) {
  post([this, who, wish, done = std::move(done)](base::Instant now) {
    const AgentPlace* me = place(who);
    if (!me) return done(no_such_agent());
    const auto absence = domain::from_text<Absence>(wish.absence);
    if (!absence) return done(base::Error{"bad_state", "absence is one of: none, meeting, do_not_disturb"});
    std::optional<base::Instant> until;
    if (wish.until_ms) until = base::from_ms(*wish.until_ms);
    if (auto no = happen(core::AbsenceRequested{who, *absence, until}, now)) return done(*no);
    done(me_of(*me));
  });
}

void Shell::pick_up(AgentId who, const PickupRequest& wish, Done<InteractionView> done) {
  post([this, who, wish, done = std::move(done)](base::Instant now) {
    const AgentPlace* me = place(who);
    if (!me) return done(no_such_agent());
    core::PickupRequested event{who, std::nullopt, std::nullopt};
    if (wish.agent) event.rings_at = AgentId(*wish.agent);
    if (auto no = happen(event, now)) return done(*no);
    const LiveInteraction* live = me->interaction ? find(*me->interaction) : nullptr;
    live ? done(view_of(*live)) : done(not_live());
  });
}

void Shell::fetch(AgentId who, int slot, Done<InteractionView> done) {
  post([this, who, slot, done = std::move(done)](base::Instant now) {
    const AgentPlace* me = place(who);
    if (!me) return done(no_such_agent());
    if (auto no = happen(core::ParkedFetched{who, slot}, now)) return done(*no);
    const LiveInteraction* live = me->interaction ? find(*me->interaction) : nullptr;
    live ? done(view_of(*live)) : done(not_live());
  });
}

void Shell::parked(Done<std::vector<ParkedView>> done) {
  post([this, done = std::move(done)](base::Instant) { done(parked_now()); });
}

// --- what everybody sees of the slots

ParkedView Shell::parked_of(const LiveInteraction& live) const {
  ParkedView view;
  view.slot = live.row.slot;
  view.interaction = live.row.id.value();
  view.name = live.contact_name.empty() ? live.row.caller_name : live.contact_name;
  view.number = domain::customers_number(live.row);
  const auto& shares = live.row.segments;
  const auto last = std::find_if(shares.rbegin(), shares.rend(),
                                 [](const domain::Segment& share) { return share.agent.has_value(); });
  if (last != shares.rend()) {
    view.by = show_person(*last->agent, *directory_);
    if (last->ended_at) view.since_ms = base::to_ms(*last->ended_at);
  }
  return view;
}

std::vector<ParkedView> Shell::parked_now() const {
  std::vector<ParkedView> all;
  for (const auto& [id, live] : live_)
    if (live.known && live.row.slot != 0) all.push_back(parked_of(live));
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.slot < b.slot; });
  return all;
}

void Shell::push_parked() {
  if (!std::exchange(parked_changed_, false)) return;
  push({ports::Audience::Kind::everyone, {}, false}, "parked.changed",
       [&] { return to_json(ParkedListView{parked_now()}); });
}
}  // namespace okno::app
