#include "api/sign_in_limits.h"

namespace okno::api {
namespace {
// A login is text of the far end: bounded before it becomes a key.
std::string pair_key(const std::string& login, const std::string& source) {
  return source + "\n" + login.substr(0, 64);
}
}  // namespace

base::Duration SignInLimits::wait_for(const std::string& login, const std::string& source,
                                      base::Instant now) {
  const std::lock_guard lock(mutex_);
  return wait_now(login, source, now);
}

base::Duration SignInLimits::begin(const std::string& login, const std::string& source, base::Instant now) {
  const std::lock_guard lock(mutex_);
  const auto wait = wait_now(login, source, now);
  if (wait == base::Duration::zero()) ++count_of(pair_key(login, source)).under_way;
  return wait;
}

base::Duration SignInLimits::wait_now(const std::string& login, const std::string& source,
                                      base::Instant now) const {
  return std::max(wait_of(pair_key(login, source), limits_.sign_in_failures, now),
                  wait_of(source, limits_.sign_in_failures_per_source, now));
}

base::Duration SignInLimits::wait_of(const std::string& key, int allowed, base::Instant now) const {
  const auto found = counts_.find(key);
  if (found == counts_.end() || found->second.failures + found->second.under_way < allowed)
    return base::Duration::zero();
  if (found->second.failures < allowed)
    return std::chrono::milliseconds(1);  // those under way may all be right
  const auto end = found->second.window_start + limits_.sign_in_window;
  return end > now ? end - now : base::Duration::zero();
}

void SignInLimits::failed(const std::string& login, const std::string& source, base::Instant now) {
  const std::lock_guard lock(mutex_);
  count(pair_key(login, source), now);
  count(source, now);
}

void SignInLimits::ended(const std::string& login, const std::string& source) {
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(pair_key(login, source));
  if (found != counts_.end() && found->second.under_way > 0) --found->second.under_way;
}

SignInLimits::Count& SignInLimits::count_of(const std::string& key) {
  const bool fresh = counts_.try_emplace(key).second;
  if (fresh) {
    oldest_.push_back(key);
    if (oldest_.size() > limits_.sign_in_remembered) {
      counts_.erase(oldest_.front());
      oldest_.pop_front();
    }
  }
  return counts_[key];
}

void SignInLimits::count(const std::string& key, base::Instant now) {
  Count& count = count_of(key);
  if (count.failures == 0 || now - count.window_start >= limits_.sign_in_window) {
    count.window_start = now;
    count.failures = 0;
  }
  ++count.failures;
}

std::size_t SignInLimits::remembered() const {
  const std::lock_guard lock(mutex_);
  return counts_.size();
}
}  // namespace okno::api
