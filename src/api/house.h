// What every route may use. Lives as long as the last request under way.
#pragma once
#include <array>
#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <unordered_set>

#include "api/exchange.h"
#include "api/server.h"
#include "api/sign_in_limits.h"

namespace okno::api {
// Bounds of the histogram of answers, in microseconds.
inline constexpr std::array<std::int64_t, 5> kAnswerBoundsUs{1'000, 10'000, 100'000, 1'000'000, 10'000'000};

struct Counters {
  std::array<std::atomic<std::int64_t>, 6> answers{};      // by the status's first digit
  std::array<std::atomic<std::int64_t>, 5> faster_than{};  // answers within kAnswerBoundsUs
  std::atomic<std::int64_t> answer_us{0};
  std::atomic<std::int64_t> connections{0}, connections_refused{0}, bad_requests{0}, time_outs{0};
  std::atomic<std::int64_t> sign_in_refusals{0}, busy{0}, live_refused_frames{0}, tls_failures{0};
};

// Other threads reach the network threads through here, and find it shut once these have ended.
class Gate {
 public:
  template <class Work>
  void through(Work work) {
    const std::shared_lock lock(mutex_);
    if (open_) work();
  }
  void shut() {
    const std::unique_lock lock(mutex_);
    open_ = false;
  }

 private:
  std::shared_mutex mutex_;
  bool open_ = true;
};

struct House {
  House(const Settings& s, const Parts& p) : settings(s), parts(p), sign_in_limits(s.limits) {}
  Settings settings;
  Parts parts;
  Gate gate;
  std::function<void(std::function<void()>)> post;  // runs work on a network thread, or drops it at the end
  SignInLimits sign_in_limits;
  Counters counters;
  std::atomic<bool> stopping{false};
  std::mutex under_way_mutex;
  std::unordered_set<std::string> under_way;  // Idempotency-Keys whose first request is being answered
  std::atomic<std::int64_t> answers_forgotten_us{0};
};

std::string metrics_text(const House& house);
bool is_loopback(const std::string& address);
}  // namespace okno::api
