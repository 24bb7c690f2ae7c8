// Rows on their way to the store: the newest version of each interaction and the decisions, written in
// batches behind the deciding thread's back. A failed write is tried again; no row is dropped while the
// process lives, and the journal has it if the process dies. Decisions only explain: past a limit the newest
// go.
#pragma once
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "app/timers.h"
#include "domain/interaction.h"
#include "ports/loop.h"
#include "ports/store.h"

namespace okno::app {
class Outbox {
 public:
  Outbox(ports::Loop& loop, ports::Pool& pool, ports::Store& store, Timers& timers)
      : loop_(loop), pool_(pool), store_(store), timers_(timers) {}
  // Deciding thread only.
  // `at_once`: do not wait for more to come with it (a conversation has ended).
  void save(const domain::Interaction& row, bool at_once, base::Instant now);
  void save(ports::Decision decision, base::Instant now);
  static constexpr std::size_t kMostDecisions = 200'000;  // about 100 MB: hours of a dead store
  bool idle() const { return !in_flight_ && rows_.empty() && decisions_.empty() && !retry_; }
  // The newest version of a row that has not reached the store yet; null when the store has it.
  const domain::Interaction* on_the_way(domain::InteractionId id) const;
  // Deciding thread: `done` runs there when everything saved so far is in the store (or its write has
  // failed).
  void when_written(std::function<void()> done, base::Instant now);
  // The same, but a write that failed is waited for until it has gone well.
  void when_stored(std::function<void()> done, base::Instant now);
  // Called on the deciding thread whenever everything has reached the store.
  std::function<void(base::Instant)> when_idle;
  // Called with the error's words when a write failed; writing goes on by itself.
  std::function<void(const base::Error&)> when_failed;

 private:
  struct Batch {
    std::vector<domain::Interaction> rows;
    std::vector<ports::Decision> decisions;
  };
  void flush(base::Instant now);
  void written(const base::Result<void>& result, base::Instant now);
  void soon(base::Instant now);
  void retry_later(base::Instant now);

  ports::Loop& loop_;
  ports::Pool& pool_;
  ports::Store& store_;
  Timers& timers_;
  std::unordered_map<domain::InteractionId, domain::Interaction> rows_;
  std::vector<ports::Decision> decisions_;
  std::shared_ptr<const Batch> in_flight_;
  std::vector<std::function<void()>> wait_for_this_, wait_for_next_;
  std::vector<std::function<void()>> stored_this_, stored_next_;
  bool armed_ = false;
  bool retry_ = false;
  bool dropping_ = false;
};
}  // namespace okno::app
