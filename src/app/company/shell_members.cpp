// Guests of a conference, and a conference seen by whose conversation it is: its members, who of them is
// muted, and dropping one.
#include <algorithm>

#include "app/refusals.h"
#include "app/shell.h"
#include "base/phone.h"

namespace okno::app {
namespace {
constexpr std::string_view kCustomer = "customer";
std::string member_name(AgentId agent) {
  return "agent:" + std::to_string(agent.value());
}
std::string member_name(const std::string& number) {
  return "number:" + number;
}
bool is_conference(const LiveInteraction& live) {
  return live.together == WhoHears::all || !live.guests.empty();
}
base::Error no_such_member() {
  return {"no_such_member", "Nobody of this name is in the conference: he may have left."};
}
}  // namespace

std::vector<MemberView> Shell::members_of(const LiveInteraction& live) const {
  std::vector<MemberView> members;
  const auto add = [&](std::string name, LegId leg) -> MemberView& {
    MemberView& one = members.emplace_back();
    one.member = std::move(name);
    one.muted = std::count(live.muted.begin(), live.muted.end(), leg) > 0;
    one.may_drop = one.member != kCustomer;
    return one;
  };
  const bool out = live.row.direction == domain::Direction::outbound;
  if (live.customer_leg)
    add(std::string(kCustomer), live.customer_leg).number = out ? live.row.to : live.row.from;
  if (live.asked) add(member_name(live.asked), live.asked_leg).agent = show_person(live.asked, *directory_);
  if (live.outside_leg) add(member_name(live.outside), live.outside_leg).number = live.outside;
  for (const LiveGuest& guest : live.guests) {
    MemberView& one = add(member_name(guest.number), guest.leg);
    one.number = guest.number;
    one.ringing = !guest.in;
  }
  return members;
}

LegId Shell::leg_of_member(const LiveInteraction& live, const std::string& member) const {
  if (member == kCustomer) return live.customer_leg;
  if (live.asked && member == member_name(live.asked)) return live.asked_leg;
  if (live.outside_leg && member == member_name(live.outside)) return live.outside_leg;
  for (const LiveGuest& guest : live.guests)
    if (member == member_name(guest.number)) return guest.leg;
  return {};
}

void Shell::mute_member(AgentId who, InteractionId id, const std::string& member, bool on,
                        Done<InteractionView> done) {
  post([this, who, id, member, on, done = std::move(done)](base::Instant) {
    LiveInteraction* live = find(id);
    if (!live || !live->known) return done(not_live());
    if (live->talking != who) return done(not_yours());
    const LegId leg = is_conference(*live) ? leg_of_member(*live, member) : LegId{};
    if (!leg) return done(no_such_member());
    std::erase(live->muted, leg);
    if (on) live->muted.push_back(leg);
    telephony_->mute(leg, on);
    push_interaction(*live);
    done(view_of(*live));
  });
}

void Shell::drop_member(AgentId who, InteractionId id, const std::string& member,
                        Done<InteractionView> done) {
  post([this, who, id, member, done = std::move(done)](base::Instant now) {
    LiveInteraction* live = find(id);
    if (!live || !live->known) return done(not_live());
    if (live->talking != who) return done(not_yours());
    if (!is_conference(*live) || !leg_of_member(*live, member)) return done(no_such_member());
    if (member == kCustomer)
      return done(base::Error{"customer_not_dropped", "Without the customer the call is over: hang up."});
    for (const LiveGuest& guest : live->guests)
      if (member == member_name(guest.number))
        return wish_about(id, core::GuestDropped{who, id, guest.id}, now, done);
    wish_about(id, core::ConsultEnded{who, id}, now, done);
  });
}

void Shell::invite(AgentId who, InteractionId id, const std::string& to, Done<InteractionView> done) {
  post([this, who, id, to, done = std::move(done)](base::Instant now) {
    const LiveInteraction* live = find(id);
    if (!live || !live->known) return done(not_live());
    const auto project = directory_->projects.find(live->row.project);
    const std::string number = base::normal_number(
        to, project == directory_->projects.end() ? std::string("RU") : project->second.country);
    if (!base::is_dialable(number))
      return done(base::Error{"bad_number", "Give the number of whom to bring in."});
    wish_about(id, core::GuestInvited{who, id, number}, now, done);
  });
}

// --- what the core has decided about guests

void Shell::take(const core::DialGuest& c, base::Instant) {
  LiveInteraction* live = find(c.id);
  if (!live) return;
  const LegId leg = telephony_->next_leg();
  live->guests.push_back({c.guest, c.to, leg, false});
  legs_[leg] = {Side::guest, c.id, {}, {}, false, c.guest};
  telephony_->dial(leg, ports::DialNumber{c.to, ""}, {c.from, live->contact_name});
  push_interaction(*live);
}

void Shell::take(const core::JoinGuest& c, base::Instant) {
  LiveInteraction* live = find(c.id);
  if (!live) return;
  for (LiveGuest& guest : live->guests)
    if (guest.id == c.guest) guest.in = true;
  connect_again(*live);
  push_interaction(*live);
}

void Shell::take(const core::HangUpGuest& c, base::Instant) {
  LiveInteraction* live = find(c.id);
  if (!live) return;
  for (const LiveGuest& guest : live->guests)
    if (guest.id == c.guest) {
      legs_.erase(guest.leg);
      telephony_->hang_up(guest.leg);
    }
  guest_gone(*live, c.guest);
}

void Shell::guest_gone(LiveInteraction& live, std::int64_t id) {
  const auto guest = std::find_if(live.guests.begin(), live.guests.end(),
                                  [id](const LiveGuest& one) { return one.id == id; });
  if (guest == live.guests.end()) return;
  const bool heard = guest->in;
  std::erase(live.muted, guest->leg);
  live.guests.erase(guest);
  if (heard) connect_again(live);
  push_interaction(live);
}

// The agent and his customer hear each other, and the guests of the two.
void Shell::connect_pair(LiveInteraction& live) {
  std::vector<LegId> legs{live.customer_leg, live.agent_leg};
  for (const LiveGuest& guest : live.guests)
    if (guest.in) legs.push_back(guest.leg);
  if (legs.size() == 2) return telephony_->bridge(legs[0], legs[1]);
  telephony_->join(legs);
}

// After somebody has come or gone; who is on hold or asked about is joined when he is back.
void Shell::connect_again(LiveInteraction& live) {
  if (live.row.ended_at || !live.talking) return;
  if (live.together == WhoHears::all) return connect_company(live);
  const bool talk = live.together == WhoHears::pair && !live.held && live.customer_leg && live.agent_leg;
  if (talk) connect_pair(live);
}

// Whoever stays after a conference is heard again.
void Shell::unmute_all(LiveInteraction& live) {
  for (const LegId leg : live.muted) telephony_->mute(leg, false);
  live.muted.clear();
}
}  // namespace okno::app
