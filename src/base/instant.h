// A moment and a span of time. The clock behind Instant has no now(): only src/server reads the system clock,
// everyone else is told the time. Microseconds since 1970-01-01 UTC.
#pragma once
#include <chrono>
#include <cstdint>

namespace okno::base {
using Duration = std::chrono::microseconds;

struct ToldClock {
  using rep = Duration::rep;
  using period = Duration::period;
  using duration = Duration;
  using time_point = std::chrono::time_point<ToldClock, Duration>;
  static constexpr bool is_steady = false;
};
using Instant = ToldClock::time_point;

inline constexpr Instant kNever = Instant::max();

constexpr std::int64_t to_ms(Instant t) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(t.time_since_epoch()).count();
}
constexpr Instant from_ms(std::int64_t ms) {
  return Instant(std::chrono::milliseconds(ms));
}
constexpr std::int64_t to_us(Instant t) {
  return t.time_since_epoch().count();
}
constexpr Instant from_us(std::int64_t us) {
  return Instant(Duration(us));
}
constexpr double to_seconds(Duration d) {
  return static_cast<double>(d.count()) / 1e6;
}
constexpr Duration seconds(double s) {
  return Duration(static_cast<std::int64_t>(s * 1e6 + (s < 0 ? -0.5 : 0.5)));
}
}  // namespace okno::base
