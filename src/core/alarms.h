// Deadlines of live interactions and of agents in one ordered set: setting, forgetting and finding the next
// cost O(log n).
#pragma once
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <set>
#include <tuple>

#include "base/instant.h"
#include "domain/ids.h"

namespace okno::core {
enum class AlarmKind {
  ring,      // the offer was not answered
  card,      // the card was not drawn: ring all the same
  reserve,   // waited long enough for somebody he knows
  relax,     // waited long enough for somebody who knows less
  overflow,  // waited long enough in this queue: goes on to another
  announce,  // hears his place
  give_up,   // nobody could call him for too long
  party,     // the number dialled beside the customer does not answer
  guest,     // a number invited into a conference does not answer
  after,     // the work after a conversation that went on with somebody else
  parked,    // nobody has fetched him
  devices,   // more telephones of who is rung begin to ring
  step,      // of the state: a digit, dialling, a lost agent, wrap-up, a planned call's time
  // --- of an agent
  pause,    // it has lasted too long
  rest,     // a pause that ends by itself
  shift,    // his hours are over
  window,   // the server was away, and his window has not come back
  absence,  // his meeting is over
};
BOOST_DESCRIBE_ENUM(AlarmKind, ring, card, reserve, relax, overflow, announce, give_up, party, guest, after,
                    parked, devices, step, pause, rest, shift, window, absence)

struct Alarm {
  base::Instant at = base::kNever;
  AlarmKind kind = AlarmKind::step;
  domain::InteractionId id;  // or
  domain::AgentId agent;
  bool operator<(const Alarm& other) const {
    return std::tie(at, kind, id, agent) < std::tie(other.at, other.kind, other.id, other.agent);
  }
};

class Alarms {
 public:
  // `slot` is where the interaction or the agent keeps the moment of this alarm; kNever: not set.
  void set(base::Instant& slot, AlarmKind kind, domain::InteractionId id, base::Instant at) {
    move(slot, {at, kind, id, {}});
  }
  void set(base::Instant& slot, AlarmKind kind, domain::AgentId agent, base::Instant at) {
    move(slot, {at, kind, {}, agent});
  }
  void clear(base::Instant& slot, AlarmKind kind, domain::InteractionId id) {
    move(slot, {base::kNever, kind, id, {}});
  }
  void clear(base::Instant& slot, AlarmKind kind, domain::AgentId agent) {
    move(slot, {base::kNever, kind, {}, agent});
  }
  base::Instant next() const { return set_.empty() ? base::kNever : set_.begin()->at; }
  const Alarm& first() const { return *set_.begin(); }
  const std::set<Alarm>& all() const { return set_; }

 private:
  BOOST_DESCRIBE_CLASS(Alarms, (), (), (), (set_))
  void move(base::Instant& slot, const Alarm& to) {
    if (slot != base::kNever) set_.erase({slot, to.kind, to.id, to.agent});
    slot = to.at;
    if (to.at != base::kNever) set_.insert(to);
  }
  std::set<Alarm> set_;
};
}  // namespace okno::core
