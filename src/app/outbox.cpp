#include "app/outbox.h"

#include <iterator>
#include <utility>

namespace okno::app {
namespace {
constexpr base::Duration kRetryAfter =
    std::chrono::milliseconds(500);                                // a locked or full database needs a moment
constexpr base::Duration kGather = std::chrono::milliseconds(50);  // one call changes its row several times
}  // namespace

void Outbox::save(const domain::Interaction& row, bool at_once, base::Instant now) {
  rows_[row.id] = row;
  if (at_once)
    flush(now);
  else
    soon(now);
}

void Outbox::save(ports::Decision decision, base::Instant now) {
  if (decisions_.size() >= kMostDecisions) {
    if (!std::exchange(dropping_, true) && when_failed)
      when_failed({"decisions_dropped", "the store takes nothing for too long: explanations are lost"});
    return;
  }
  decisions_.push_back(std::move(decision));
  soon(now);
}

const domain::Interaction* Outbox::on_the_way(domain::InteractionId id) const {
  if (const auto found = rows_.find(id); found != rows_.end()) return &found->second;
  if (in_flight_)
    for (const auto& row : in_flight_->rows)
      if (row.id == id) return &row;
  return nullptr;
}

void Outbox::when_written(std::function<void()> done, base::Instant now) {
  if (!rows_.empty() || !decisions_.empty()) {
    wait_for_next_.push_back(std::move(done));
    flush(now);
  } else if (in_flight_) {
    wait_for_this_.push_back(std::move(done));
  } else {
    done();
  }
}

void Outbox::when_stored(std::function<void()> done, base::Instant now) {
  if (!rows_.empty() || !decisions_.empty()) {
    stored_next_.push_back(std::move(done));
    flush(now);
  } else if (in_flight_) {
    stored_this_.push_back(std::move(done));
  } else {
    done();
  }
}

void Outbox::soon(base::Instant now) {
  if (armed_ || in_flight_ || retry_) return;
  armed_ = true;
  timers_.at(now + kGather, [this](base::Instant then) {
    armed_ = false;
    flush(then);
  });
}

void Outbox::flush(base::Instant now) {
  if (in_flight_ || retry_ || (rows_.empty() && decisions_.empty())) return;
  auto batch = std::make_shared<Batch>();
  batch->rows.reserve(rows_.size());
  for (auto& [id, row] : rows_) batch->rows.push_back(std::move(row));
  rows_.clear();
  batch->decisions.swap(decisions_);
  in_flight_ = batch;
  wait_for_this_.insert(wait_for_this_.end(), std::make_move_iterator(wait_for_next_.begin()),
                        std::make_move_iterator(wait_for_next_.end()));
  wait_for_next_.clear();
  stored_this_.insert(stored_this_.end(), std::make_move_iterator(stored_next_.begin()),
                      std::make_move_iterator(stored_next_.end()));
  stored_next_.clear();
  const bool taken = pool_.submit([this, batch] {
    base::Result<void> result;
    if (!batch->rows.empty()) result = store_.save_interactions(batch->rows);
    if (result && !batch->decisions.empty()) result = store_.save_decisions(batch->decisions);
    loop_.post([this, result](base::Instant then) { written(result, then); });
  });
  if (!taken) written(base::Error{"pool_full", "the store's pool is full"}, now);
}

void Outbox::written(const base::Result<void>& result, base::Instant now) {
  const auto batch = std::exchange(in_flight_, nullptr);
  for (const auto& done : std::exchange(wait_for_this_, {})) done();
  if (!result) {
    // A newer version of a row that came meanwhile wins over the one that failed.
    for (const auto& row : batch->rows) rows_.try_emplace(row.id, row);
    decisions_.insert(decisions_.begin(), batch->decisions.begin(), batch->decisions.end());
    stored_next_.insert(stored_next_.end(), std::make_move_iterator(stored_this_.begin()),
                        std::make_move_iterator(stored_this_.end()));
    stored_this_.clear();
    if (when_failed) when_failed(result.error());
    retry_later(now);
    return;
  }
  dropping_ = false;
  for (const auto& done : std::exchange(stored_this_, {})) done();
  if (!wait_for_next_.empty())
    flush(now);
  else if (!rows_.empty() || !decisions_.empty())
    soon(now);
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
