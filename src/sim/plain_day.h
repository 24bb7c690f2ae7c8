// A plain contact centre on the real core: one queue, equal agents who answer at once and need no wrap-up,
// customers who come at random and may lose patience. What Erlang's formulas describe.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace okno::sim {
// Calls counted in an interval that lasts until the next begins; a day has 24 h.
struct ArrivalInterval {
  double start_s = 0;
  double count = 0;  // whole calls at random moments; a fraction is a chance of one more
};

struct PlainCentre {
  int agents = 1;
  double arrivals_per_hour = 0;            // Poisson; or
  std::vector<ArrivalInterval> intervals;  // a profile, repeated each day
  double service_s = 180;                  // exponential
  double patience_s = 0;                   // exponential; 0: nobody leaves
  double repeat_probability = 0;           // of calling again later (what was not solved)
  double repeat_after_s = 3600;            // exponential
  double announce_after_s = 0;  // who still waits then hears his place and the expected wait; 0: nobody
  double steadfast = 0;         // share of those who never leave, whatever the patience of others
  double days = 1;
  std::uint64_t seed = 1;
};

struct Told {  // what he heard about his wait
  base::Duration after{};
  std::int64_t place = 0;
  base::Duration wait{};
};

struct CallOutcome {
  base::Instant arrived{};
  base::Duration wait{};
  base::Duration talk{};
  bool answered = false;
  bool steadfast = false;
  std::optional<Told> told = {};  // none: answered sooner, or too little was known
};

struct PlainReport {
  std::int64_t offered = 0, answered = 0, lost = 0;
  double answered_in_10_s = 0, answered_in_20_s = 0;  // shares of offered
  double asa_s = 0;                                   // over answered
  double wait_probability = 0;                        // share not connected at once, lost ones included
  double occupancy = 0;                               // over the days, not the tail after them
  double lost_rate = 0;
};

// When the first day begins, 0:00.
base::Instant first_moment();
// Everybody who came within the days is followed to his end. Outcomes are in order of arrival.
std::vector<CallOutcome> run(const PlainCentre& centre);
// Calls that came within `warm_up` of the beginning are left out.
PlainReport report(const PlainCentre& centre, const std::vector<CallOutcome>& outcomes,
                   base::Duration warm_up = {});

// CSV "start_s,count" with a header line; errors name file and line.
base::Result<std::vector<ArrivalInterval>> read_intervals(const std::string& file);
}  // namespace okno::sim
