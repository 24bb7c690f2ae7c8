// The floor's structs described for a checkpoint, every member of them: a new one is one word here, and the
// program does not compile until it is there.
#pragma once
#include <boost/mp11/list.hpp>
#include <utility>

#include "core/floor.h"
#include "core/journal/describe.h"
#include "core/journal/packed.h"

namespace okno::core {
BOOST_DESCRIBE_STRUCT(Beside, (), (id, stage, until))
BOOST_DESCRIBE_STRUCT(Afterwards, (), (state, reason, by))
BOOST_DESCRIBE_STRUCT(AgentChanged, (),
                      (agent, state, reason, since, interaction, until, by, beside, then, absence,
                       absent_until))
BOOST_DESCRIBE_STRUCT(QueueChanged, (), (queue, waiting, longest_since))

BOOST_DESCRIBE_STRUCT(Alarm, (), (at, kind, id, agent))
BOOST_DESCRIBE_STRUCT(Blocks, (), (beside, weight))
BOOST_DESCRIBE_STRUCT(WaitKey, (), (rank, arrival, id))
BOOST_DESCRIBE_STRUCT(IdleKey, (), (worth, first, second, agent))
BOOST_DESCRIBE_STRUCT(Needs, (), (required))
BOOST_DESCRIBE_STRUCT(Lane, (), (needs, idle, open))
BOOST_DESCRIBE_STRUCT(Standing, (), (queue, lane, mask, key))
BOOST_DESCRIBE_STRUCT(Offer, (), (id, agent, rings, mobile, rings_from, rung_up_to))
BOOST_DESCRIBE_STRUCT(IvrWalk, (), (project, menu, first, trail, digits, failures, token, steps))
BOOST_DESCRIBE_STRUCT(Pace, (),
                      (in_line, at_work, learned, since, served, agent_s, gave_up, person_s, still_s))
BOOST_DESCRIBE_STRUCT(HoursAhead, (), (next, after, until))
BOOST_DESCRIBE_STRUCT(ListedNumber, (), (marks, by_marks, by_hand))
BOOST_DESCRIBE_STRUCT(NumberLists, (), (white, black, listed, today))
BOOST_DESCRIBE_STRUCT(Party, (), (stage, asked, through, passed, outside, outside_in, aimed, handed_by))
BOOST_DESCRIBE_STRUCT(InHouse, (), (been, wanted, group, rung, groups))
BOOST_DESCRIBE_STRUCT(AfterWork, (), (agent, began, until, queue, extensions))
BOOST_DESCRIBE_STRUCT(Guest, (), (id, number, in, answer_by))
BOOST_DESCRIBE_STRUCT(InteractionNow, (),
                      (row, facts, key, queued_at, aged_from, lane, reserved_for, declined, been, entered_at,
                       announced_at, in_line, parting, offers, began_with, taken, away, call_to, rings_back,
                       music, recording, connected_at, agent_lost, mobile, wrapped, extensions, party, house,
                       guests, last_guest, after, over, ivr, ring_at, card_at, reserve_at, relax_at, step_at,
                       overflow_at, announce_at, give_up_at, party_at, guest_at, after_at, parked_at,
                       devices_at, changed))
BOOST_DESCRIBE_STRUCT(Rest, (), (state, reason, by, until, since, too_long))
BOOST_DESCRIBE_STRUCT(Engagement, (), (id, channel, stage, lost, until))
BOOST_DESCRIBE_STRUCT(AgentNow, (),
                      (agent, dismissed, state, reason, since, until, by, interaction, engaged, rest, wish,
                       browser, desk, window_open, idle, standing, idle_since, idle_order, contacts, queues,
                       points, levels, reserved, recent, absence, absent_until, pause_at, rest_at, shift_at,
                       window_at, absence_at, here, free, busy, changed, told))
BOOST_DESCRIBE_STRUCT(QueueNow, (),
                      (queue, removed, members, signed_in, free, busy, live, calls, letters, look_at_letters,
                       blocks, hours, pace, lanes, preferred, best, cursor, ringing, waiting, changed, told))
BOOST_DESCRIBE_STRUCT(Floor, (),
                      (now, alarms, phone_required, draining, projects, hours, ahead, groups, parked, lists,
                       queues, agents, agent_order, live, keepers, skills, called, planned_calls, arrivals,
                       offers, tokens, idles))
// Of the floor, these are empty between events: out, letters_to_look_at, changed_interactions,
// changed_agents, changed_queues, closed.
inline constexpr std::size_t kEmptyBetweenEvents = 6;

// A struct with n members can be made of n things and not of one more.
struct Anything {
  template <class T>
  operator T() const;
};
template <class T, std::size_t... n>
constexpr bool made_of(std::index_sequence<n...>) {
  return requires {
    T{(void(n), Anything{})...};
  };
}
template <class T, std::size_t kLeftOut = 0>
constexpr bool complete() {
  constexpr std::size_t all = boost::mp11::mp_size<packed::MembersOf<T>>::value + kLeftOut;
  return made_of<T>(std::make_index_sequence<all>()) && !made_of<T>(std::make_index_sequence<all + 1>());
}
static_assert(complete<Floor, kEmptyBetweenEvents>(), "a member of Floor is missing above");
static_assert(complete<QueueNow>() && complete<Lane>() && complete<Blocks>(), "a member is missing above");
static_assert(complete<AgentNow>() && complete<Engagement>() && complete<Standing>() && complete<Rest>(),
              "a member is missing above");
static_assert(complete<InteractionNow>() && complete<IvrWalk>() && complete<Offer>() && complete<Party>() &&
                  complete<InHouse>() && complete<Guest>() && complete<AfterWork>(),
              "a member is missing above");
static_assert(complete<WaitKey>() && complete<IdleKey>() && complete<Needs>() && complete<Alarm>(),
              "a member is missing above");
static_assert(complete<Pace>() && complete<ListedNumber>() && complete<NumberLists>() && complete<Hours>() &&
                  complete<HoursAhead>(),
              "a member is missing above or in domain/describe.h");
static_assert(complete<AgentChanged>() && complete<QueueChanged>() && complete<Facts>(),
              "a member is missing above or in journal/describe.h");
static_assert(complete<Interaction>() && complete<Segment>() && complete<Queue>() && complete<Agent>() &&
                  complete<Device>() && complete<Forward>() && complete<RingGroup>() && complete<Project>(),
              "a member is missing in domain/describe.h");
}  // namespace okno::core
