// Today's numbers of a queue, kept from the rows as they change: offered, answered, lost, service level, ASA,
// AHT. Definitions: service level = answered within the limit / offered, those aside who wait still (their
// answer may yet be in time) and letters and posts (seconds are no measure for them); lost rate = lost /
// offered; ASA over answered only.
#pragma once
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "app/views.h"
#include "base/instant.h"
#include "domain/centre.h"
#include "domain/interaction.h"

namespace okno::app {
class Board {
 public:
  // Forgets yesterday: `day_start` is the project's midnight.
  void begin_day(base::Instant day_start);
  base::Instant day_start() const { return day_start_; }
  // A row after a change; counts each fact once. `limit` is the queue's service-level limit. `final`: it will
  // not change again.
  void take(const domain::Interaction& row, base::Duration limit, bool final);
  // Fills today's fields of the view.
  void fill(domain::QueueId queue, QueueView& view) const;

 private:
  struct Counts {
    std::int64_t offered = 0, answered = 0, lost = 0, finished = 0;
    std::int64_t at_once = 0, in_time = 0, waiting = 0;  // of those who want an answer at once
    double wait_s = 0, handled_s = 0;
  };
  struct Counted {
    std::vector<domain::QueueId> offered;  // each queue that it came to has been asked to serve it
    bool answered = false, lost = false;
    std::optional<domain::QueueId> waits_in;  // counted as waiting there
  };
  void count_waiting(const domain::Interaction& row, Counted& seen, bool waits);
  base::Instant day_start_{};
  std::map<domain::QueueId, Counts> queues_;
  std::unordered_map<domain::InteractionId, Counted> open_;  // until final
};
}  // namespace okno::app
