#include "app/board.h"

#include <algorithm>

namespace okno::app {
void Board::begin_day(base::Instant day_start) {
  day_start_ = day_start;
  queues_.clear();
  open_.clear();
}

void Board::take(const domain::Interaction& row, base::Duration limit, bool final) {
  if (!row.queue || row.direction == domain::Direction::outbound || row.started_at < day_start_) return;
  Counts& counts = queues_[*row.queue];
  Counted& seen = open_[row.id];
  const bool fresh = std::find(seen.offered.begin(), seen.offered.end(), *row.queue) == seen.offered.end();
  // Who was served elsewhere and is handed on has had his answer: he is a guest here.
  if (fresh && !seen.answered && row.end_cause != domain::EndCause::refused) {
    seen.offered.push_back(*row.queue);
    ++counts.offered;
    counts.at_once += !domain::is_letter(row.channel);
  }
  if (!seen.answered && row.answered_at) {
    seen.answered = true;
    ++counts.answered;
    counts.wait_s += static_cast<double>(row.wait_ms) / 1e3;
    if (!domain::is_letter(row.channel) && std::chrono::milliseconds(row.wait_ms) <= limit) ++counts.in_time;
  }
  if (!seen.lost && row.end_cause == domain::EndCause::lost) {
    seen.lost = true;
    ++counts.lost;
  }
  count_waiting(row, seen, !final && !seen.answered && !row.end_cause);
  if (!final) return;
  if (seen.answered) {
    ++counts.finished;
    counts.handled_s += static_cast<double>(row.talk_ms + row.wrap_up_ms) / 1e3;
  }
  open_.erase(row.id);
}

void Board::count_waiting(const domain::Interaction& row, Counted& seen, bool waits) {
  if (domain::is_letter(row.channel)) return;
  if (seen.waits_in && (!waits || *seen.waits_in != *row.queue)) {
    --queues_[*seen.waits_in].waiting;
    seen.waits_in.reset();
  }
  if (!waits || seen.waits_in) return;
  seen.waits_in = row.queue;
  ++queues_[*row.queue].waiting;
}

void Board::fill(domain::QueueId queue, QueueView& view) const {
  const auto found = queues_.find(queue);
  if (found == queues_.end()) return;
  const Counts& c = found->second;
  view.offered = c.offered;
  view.answered = c.answered;
  view.lost = c.lost;
  if (c.offered > 0) view.lost_rate = static_cast<double>(c.lost) / static_cast<double>(c.offered);
  view.decided = c.at_once - c.waiting;
  if (view.decided > 0)
    view.service_level = static_cast<double>(c.in_time) / static_cast<double>(view.decided);
  if (c.answered > 0) view.asa_s = c.wait_s / static_cast<double>(c.answered);
  if (c.finished > 0) view.aht_s = c.handled_s / static_cast<double>(c.finished);
}
}  // namespace okno::app
