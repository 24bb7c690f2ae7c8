// The time of day. Only src/server implements it on the system clock; tests and the simulator bring their
// own.
#pragma once
#include "base/instant.h"

namespace okno::ports {
class Clock {
 public:
  virtual ~Clock() = default;
  virtual base::Instant now() const = 0;  // any thread
};
}  // namespace okno::ports
