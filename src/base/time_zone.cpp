#include "base/time_zone.h"

#include <date/tz.h>

#include <algorithm>

namespace okno::base {
namespace {
using namespace std::chrono_literals;
constexpr Duration kDay = 24h;
constexpr auto kFirstYear = date::year(2015);
constexpr auto kLastYear = date::year(2038);  // where Debian's tables of rules end

std::int64_t floor_days(Duration since) {
  std::int64_t days = since / kDay;
  if (since % kDay < Duration::zero()) --days;
  return days;
}

// The shift that holds at `at`; end() when none is known.
ZoneShifts::const_iterator shift_at(const ZoneShifts& zone, Instant at) {
  if (zone.empty()) return zone.end();
  const auto after = std::upper_bound(zone.begin(), zone.end(), at,
                                      [](Instant t, const ZoneShift& shift) { return t < shift.from; });
  return after == zone.begin() ? after : after - 1;
}

Duration offset_at(const ZoneShifts& zone, Instant at) {
  const auto shift = shift_at(zone, at);
  return shift == zone.end() ? Duration::zero() : shift->offset;
}
}  // namespace

LocalTime local_time(const ZoneShifts& zone, Instant at) {
  const Duration local = at.time_since_epoch() + offset_at(zone, at);
  const std::int64_t day = floor_days(local);
  return {day, local - day * kDay};
}

Instant instant_of(const ZoneShifts& zone, std::int64_t day, Duration time) {
  const Instant wall{day * kDay + time};  // as if it were UTC
  if (zone.empty()) return wall;
  auto shift = shift_at(zone, wall - kDay);  // no zone is a day away from UTC
  for (;; ++shift) {
    const auto next = shift + 1;
    const Instant until = next == zone.end() ? kNever : next->from;
    const Instant at = wall - shift->offset;
    if (at < until) return shift == zone.begin() ? at : std::max(at, shift->from);
  }
}

Instant day_start(const ZoneShifts& zone, Instant at) {
  return instant_of(zone, local_time(zone, at).day, Duration::zero());
}

CalendarDay calendar_day(std::int64_t day) {
  const date::year_month_day ymd{date::sys_days{date::days{day}}};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

std::int64_t day_number(const CalendarDay& d) {
  const auto ymd = date::year(d.year) / static_cast<unsigned>(d.month) / static_cast<unsigned>(d.day);
  return date::sys_days{ymd}.time_since_epoch().count();
}

int weekday_of(std::int64_t day) {
  return static_cast<int>(((day + 3) % 7 + 7) % 7) + 1;  // 1970-01-01 was a Thursday
}

Result<ZoneShifts> load_zone(const std::string& name) {
  try {
    const date::time_zone* zone = name.empty() ? date::current_zone() : date::locate_zone(name);
    const date::sys_seconds end = date::sys_days{kLastYear / 1 / 1};
    ZoneShifts shifts;
    for (date::sys_seconds at = date::sys_days{kFirstYear / 1 / 1}; at < end;) {
      const date::sys_info now = zone->get_info(at);
      if (shifts.empty() || shifts.back().offset != now.offset)
        shifts.push_back({Instant(Duration(at.time_since_epoch())), now.offset});
      at = now.end;
    }
    return shifts;
  } catch (const std::exception&) {
    return Error{"no_such_zone", "There is no time zone \"" + name +
                                     "\" in this machine's tz database: write it like Europe/Moscow."};
  }
}
}  // namespace okno::base
