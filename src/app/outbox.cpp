#include "app/outbox.h"

#include <memory>

namespace okno::app {
namespace {
constexpr base::Duration kRetryAfter =
    std::chrono::milliseconds(500);  // a locked or full database needs a moment
}

void Outbox::save(const domain::Interaction& row, base::Instant now) {
  rows_[row.id] = row;
  flush(now);
}

void Outbox::save(ports::Decision decision, base::Instant now) {
  decisions_.push_back(std::move(decision));
  flush(now);
}

void Outbox::flush(base::Instant now) {
  if (in_flight_ || retry_) return;
  auto batch = std::make_shared<Batch>();
  batch->rows.reserve(rows_.size());
  for (auto& [id, row] : rows_) batch->rows.push_back(std::move(row));
  rows_.clear();
  batch->decisions.swap(decisions_);
  in_flight_ = true;
  const bool taken = pool_.submit([this, batch] {
    base::Result<void> result;
    if (!batch->rows.empty()) result = store_.save_interactions(batch->rows);
    if (result && !batch->decisions.empty()) result = store_.save_decisions(batch->decisions);
    loop_.post([this, batch, result](base::Instant then) { written(std::move(*batch), result, then); });
  });
  if (!taken) written(std::move(*batch), base::Error{"pool_full", "the store's pool is full"}, now);
}

void Outbox::written(Batch batch, const base::Result<void>& result, base::Instant now) {
  in_flight_ = false;
  if (!result) {
    // A newer version of a row that came meanwhile wins over the one that failed.
    for (auto& row : batch.rows) rows_.try_emplace(row.id, std::move(row));
    decisions_.insert(decisions_.begin(), std::make_move_iterator(batch.decisions.begin()),
                      std::make_move_iterator(batch.decisions.end()));
    if (when_failed) when_failed(result.error());
    retry_later(now);
    return;
  }
  if (!rows_.empty() || !decisions_.empty())
    flush(now);
  else if (when_idle)
    when_idle(now);
}

void Outbox::retry_later(base::Instant now) {
  if (retry_) return;
  retry_ = true;
  timers_.at(now + kRetryAfter, [this](base::Instant then) {
    retry_ = false;
    flush(then);
  });
}
}  // namespace okno::app
