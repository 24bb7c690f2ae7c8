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
  // What could not be read: more than the one record that was being written when the process died.
  struct Replayed {
    std::int64_t lost_bytes = 0;
    std::string kept_as;  // where they are for who wants to look
  };
  // Replays what is there, oldest first; a torn last record is dropped. Called once, before append.
  virtual base::Result<Replayed> replay(
      const std::function<void(base::Instant, const std::string&)>& take) = 0;
  struct Record {
    base::Instant at{};
    std::string text;
  };
  // Starts anew with `first`, whole or not at all, in two steps, so that the deciding thread waits for no
  // disk. The first writes the new journal beside the old one: any thread, one at a time; `append` goes on
  // meanwhile.
  virtual base::Result<void> prepare_anew(const std::vector<Record>& first) = 0;
  // The second puts it in the old one's place (deciding thread). `first` stands for all records up to `from`,
  // as bytes() was when it was made; what was appended since follows it.
  virtual base::Result<void> begin_prepared(std::int64_t from) = 0;
  base::Result<void> begin_anew(const std::vector<Record>& first) {
    if (auto prepared = prepare_anew(first); !prepared) return prepared;
    return begin_prepared(bytes());
  }
  virtual std::int64_t bytes() const = 0;
};
}  // namespace okno::ports
