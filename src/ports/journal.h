// Events on their way into the core, written down before they are applied. Survives kill -9.
#pragma once
#include <functional>
#include <string>

#include "base/instant.h"
#include "base/result.h"

namespace okno::ports {
class Journal {
 public:
  virtual ~Journal() = default;
  // Appends one record; when it returns the record has left the process (write(2)). Deciding thread only.
  virtual base::Result<void> append(base::Instant at, const std::string& record) = 0;
  // Replays what is there, oldest first; a torn last record is dropped. Called once, before append.
  virtual base::Result<void> replay(const std::function<void(base::Instant, const std::string&)>& take) = 0;
  // Starts anew: everything in it has reached the store and nothing is live.
  virtual base::Result<void> truncate() = 0;
  virtual std::int64_t bytes() const = 0;
};
}  // namespace okno::ports
