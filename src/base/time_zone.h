// Local time as data: a zone is the list of moments at which its clocks change. Pure functions over that
// list; only load_zone() reads the machine's tz database (tzdata), and what it read travels with the
// settings, so that whoever decides by local time needs no clock and no file. Any thread.
#pragma once
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace okno::base {
// From this moment on local time is UTC + offset.
struct ZoneShift {
  Instant from{};
  Duration offset{};
  bool operator==(const ZoneShift&) const = default;
};
using ZoneShifts = std::vector<ZoneShift>;  // by time; empty: UTC. Before the first one its offset holds

// A moment as a wall clock shows it: days since 1970-01-01, and the time of that day (0 to 24 h).
struct LocalTime {
  std::int64_t day = 0;
  Duration time{};
  bool operator==(const LocalTime&) const = default;
};

LocalTime local_time(const ZoneShifts& zone, Instant at);
// When the wall clock shows this. What a clock set forward leaves out becomes the moment of the change; of
// two moments with the same wall time the first.
Instant instant_of(const ZoneShifts& zone, std::int64_t day, Duration time);
// The first moment of the local day in which `at` lies.
Instant day_start(const ZoneShifts& zone, Instant at);

struct CalendarDay {
  int year = 1970, month = 1, day = 1;
  bool operator==(const CalendarDay&) const = default;
};
CalendarDay calendar_day(std::int64_t day);  // proleptic Gregorian
std::int64_t day_number(const CalendarDay& date);
int weekday_of(std::int64_t day);  // 1 Monday … 7 Sunday

// The shifts of "Europe/Moscow" from 2015 to the end of 2037; "" is the machine's own zone. Errors:
// "no_such_zone".
Result<ZoneShifts> load_zone(const std::string& name);
}  // namespace okno::base
