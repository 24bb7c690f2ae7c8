// The deciding thread: takes work as values, runs it one by one, and knows the time. Nothing polls.
#pragma once
#include <functional>

#include "base/instant.h"

namespace okno::ports {
class Loop {
 public:
  virtual ~Loop() = default;
  // From any thread: run `work` on the deciding thread, in order of posting. `now` is read once, when it
  // begins.
  virtual void post(std::function<void(base::Instant now)> work) = 0;
  // On the deciding thread only: run `at(now)` of the deadline set last; kNever forgets it.
  virtual void set_deadline(base::Instant deadline, std::function<void(base::Instant now)> work) = 0;
};

// Threads for work that blocks (database, mp3, password hashing).
class Pool {
 public:
  virtual ~Pool() = default;
  // False when its queue is full (the limit is the pool's setting): the caller answers "busy, try again".
  virtual bool submit(std::function<void()> work) = 0;
};
}  // namespace okno::ports
