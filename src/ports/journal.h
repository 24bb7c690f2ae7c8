// Events on their way into the core, written down before they are applied. Survives kill -9.
#pragma once
#include <functional>
#include <string>
#include <vector>

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
  // Starts anew with `first`, whole or not at all: everything before has reached the store and nothing is
  // live.
  struct Record {
    base::Instant at{};
    std::string text;
  };
  virtual base::Result<void> begin_anew(const std::vector<Record>& first) = 0;
  virtual std::int64_t bytes() const = 0;
};
}  // namespace okno::ports
