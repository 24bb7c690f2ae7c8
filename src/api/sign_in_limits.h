// Wrong passwords counted: so many per login and source, and so many per source, in a window of time; then
// "no" until it ends. A right password is never counted, so an office behind one address signs in as it
// likes.
#pragma once
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>

#include "api/limits.h"
#include "base/instant.h"

namespace okno::api {
class SignInLimits {
 public:
  explicit SignInLimits(const Limits& limits) : limits_(limits) {}
  // Zero: try. Else how long to wait. Any thread.
  base::Duration wait_for(const std::string& login, const std::string& source, base::Instant now);
  void failed(const std::string& login, const std::string& source, base::Instant now);
  // The same, and when it is zero the password is being checked: it counts like a wrong one of its login and
  // source until ended(). In one step, so that of many at the same moment no more than the allowed ones try.
  base::Duration begin(const std::string& login, const std::string& source, base::Instant now);
  void ended(const std::string& login, const std::string& source);
  std::size_t remembered() const;

 private:
  struct Count {
    base::Instant window_start{};
    int failures = 0;
    int under_way = 0;
  };
  base::Duration wait_now(const std::string& login, const std::string& source, base::Instant now) const;
  base::Duration wait_of(const std::string& key, int allowed, base::Instant now) const;
  Count& count_of(const std::string& key);
  void count(const std::string& key, base::Instant now);

  Limits limits_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Count> counts_;
  std::deque<std::string> oldest_;  // keys in order of their first failure
};
}  // namespace okno::api
