#include "core/talk/guests.h"

#include <algorithm>

#include "core/explain.h"
#include "core/talk/call.h"
#include "core/talk/segments.h"
#include "core/talk/transfer.h"

namespace okno::core {
namespace {
Guest* guest_of(InteractionNow& x, std::int64_t id) {
  const auto found =
      std::find_if(x.guests.begin(), x.guests.end(), [id](const Guest& g) { return g.id == id; });
  return found == x.guests.end() ? nullptr : &*found;
}

void watch_guests(Floor& floor, InteractionNow& x) {
  Instant next = kNever;
  for (const Guest& guest : x.guests) next = std::min(next, guest.answer_by);
  floor.alarms.set(x.guest_at, AlarmKind::guest, x.row.id, next);
}

void remove(Floor& floor, InteractionNow& x, const Guest& guest) {
  if (guest.in) close_guest_segment(floor, x, guest.number);
  const std::int64_t id = guest.id;
  std::erase_if(x.guests, [id](const Guest& one) { return one.id == id; });
  watch_guests(floor, x);
  floor.touch(x);
}

bool may_invite(Floor& floor, const GuestInvited& e, const InteractionNow& x) {
  if (!x.voice())
    refuse(floor, e.agent, "calls_only", "Only into a call somebody can be brought.");
  else if (x.party.stage == PartyStage::asking || x.party.stage == PartyStage::aside)
    refuse(floor, e.agent, "asked_already", "Somebody is asked already: end that first.");
  else if (x.row.state != InteractionState::active)
    refuse(floor, e.agent, "wrong_state", "Go back to the customer first.");
  else if (x.guests.size() >= kMaxGuests)
    refuse(floor, e.agent, "conference_full", "No more people fit into this conversation.");
  else
    return true;
  return false;
}
}  // namespace

void guest_invited(Floor& floor, const GuestInvited& e) {
  InteractionNow* x = talking_with(floor, e.agent, e.id);
  if (!x || !may_invite(floor, e, *x)) return;
  const auto to = destination(floor, e.agent, *x, "number:" + e.to);
  if (!to) return;
  const auto same = [&](const Guest& guest) { return guest.number == to->number; };
  if (std::any_of(x->guests.begin(), x->guests.end(), same))
    return refuse(floor, e.agent, "guest_already", "This number is in the conversation already.");
  const Project* project = floor.project(x->row.project);
  x->guests.push_back({++x->last_guest, to->number, false, floor.now + kOutsideLimit});
  floor.command(DialGuest{e.id, x->last_guest, to->number, project ? project->caller_id : ""});
  watch_guests(floor, *x);
  floor.touch(*x);
}

void guest_answered(Floor& floor, const GuestAnswered& e) {
  InteractionNow* x = floor.interaction(e.id);
  Guest* guest = x ? guest_of(*x, e.guest) : nullptr;
  if (!guest || guest->in) return;
  guest->in = true;
  guest->answer_by = kNever;
  watch_guests(floor, *x);
  open_guest_segment(floor, *x, guest->number);
  floor.command(JoinGuest{e.id, e.guest});
}

void guest_left(Floor& floor, const GuestLeft& e) {
  InteractionNow* x = floor.interaction(e.id);
  const Guest* guest = x ? guest_of(*x, e.guest) : nullptr;
  if (guest) remove(floor, *x, *guest);
}

void guest_dropped(Floor& floor, const GuestDropped& e) {
  InteractionNow* x = talking_with(floor, e.agent, e.id);
  if (!x) return;
  const Guest* guest = guest_of(*x, e.guest);
  if (!guest) return refuse(floor, e.agent, "no_such_member", "He is not in the conversation any more.");
  floor.command(HangUpGuest{e.id, e.guest});
  remove(floor, *x, *guest);
}

void guest_limit_passed(Floor& floor, InteractionNow& x) {
  const auto late = [&] {
    return std::find_if(x.guests.begin(), x.guests.end(),
                        [&](const Guest& guest) { return guest.answer_by <= floor.now; });
  };
  for (auto guest = late(); guest != x.guests.end(); guest = late()) {
    floor.command(HangUpGuest{x.row.id, guest->id});
    remove(floor, x, *guest);
  }
}

void send_guests_away(Floor& floor, InteractionNow& x) {
  while (!x.guests.empty()) {
    floor.command(HangUpGuest{x.row.id, x.guests.back().id});
    remove(floor, x, x.guests.back());
  }
}
}  // namespace okno::core
