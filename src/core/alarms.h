// Deadlines of live interactions in one ordered set: setting, forgetting and finding the next cost O(log n).
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
  party,     // the number dialled beside the customer does not answer
  after,     // the work after a conversation that went on with somebody else
  step,      // of the state: a digit, dialling, a lost agent, wrap-up
};
BOOST_DESCRIBE_ENUM(AlarmKind, ring, card, reserve, relax, overflow, announce, party, after, step)

struct Alarm {
  base::Instant at = base::kNever;
  AlarmKind kind = AlarmKind::step;
  domain::InteractionId id;
  bool operator<(const Alarm& other) const {
    return std::tie(at, kind, id) < std::tie(other.at, other.kind, other.id);
  }
};

class Alarms {
 public:
  // `slot` is where the interaction keeps the moment of this alarm; kNever: not set.
  void set(base::Instant& slot, AlarmKind kind, domain::InteractionId id, base::Instant at) {
    clear(slot, kind, id);
    slot = at;
    if (at != base::kNever) set_.insert({at, kind, id});
  }
  void clear(base::Instant& slot, AlarmKind kind, domain::InteractionId id) {
    if (slot != base::kNever) set_.erase({slot, kind, id});
    slot = base::kNever;
  }
  base::Instant next() const { return set_.empty() ? base::kNever : set_.begin()->at; }
  const Alarm& first() const { return *set_.begin(); }
  const std::set<Alarm>& all() const { return set_; }

 private:
  BOOST_DESCRIBE_CLASS(Alarms, (), (), (), (set_))
  std::set<Alarm> set_;
};
}  // namespace okno::core
