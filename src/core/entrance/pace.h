// How fast the line of a queue moves, learned from the line itself: how many an agent at work takes from it
// in an hour while somebody stands in it, and how many of those who stand give up. Both are weighted averages
// that forget after kPaceMemory people. Time that has passed without anybody being served counts already; and
// when it is kPaceStill steps the average counts no more: a line that stands still says so.
#pragma once
#include <cstdint>
#include <optional>

#include "base/instant.h"

namespace okno::core {
struct Pace {
  std::int64_t in_line = 0;          // waiting or being offered after they waited
  std::int64_t at_work = 0;          // agents
  std::int64_t learned = 0;          // people served from the line, ever
  base::Instant since{};             // up to here time is counted
  double served = 0, agent_s = 0;    // per agent at work and second with a line
  double gave_up = 0, person_s = 0;  // per person in line and second
  double still_s = 0;                // agents' seconds with a line since one was served

  void came(base::Instant now);
  void left(base::Instant now, bool was_served);
  void agents(base::Instant now, std::int64_t now_at_work);
  // Expected wait of who is at this place in line (1: the next). Nothing while too little is known or nobody
  // is at work. O(place).
  std::optional<base::Duration> expected(std::int64_t place, base::Instant now) const;

 private:
  void count(base::Instant now);
};
}  // namespace okno::core
