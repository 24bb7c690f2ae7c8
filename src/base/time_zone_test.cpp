// Facts of real zones (tz database, checked against Python's zoneinfo), and a zone of our own with every
// oddity.
#include "base/time_zone.h"

#include <gtest/gtest.h>

namespace okno::base {
namespace {
using namespace std::chrono_literals;

Instant utc(int year, int month, int day, Duration time = {}) {
  return Instant(std::chrono::hours(24) * day_number({year, month, day}) + time);
}
ZoneShifts zone(const std::string& name) {
  auto loaded = load_zone(name);
  EXPECT_TRUE(loaded.ok()) << name;
  return loaded.ok() ? *loaded : ZoneShifts{};
}
}  // namespace

TEST(TimeZone, without_shifts_local_time_is_utc) {
  EXPECT_EQ(local_time({}, utc(2026, 3, 1, 5h)), (LocalTime{day_number({2026, 3, 1}), 5h}));
  EXPECT_EQ(day_start({}, utc(2026, 3, 1, 23h)), utc(2026, 3, 1));
  EXPECT_EQ(local_time({}, utc(1969, 12, 31, 23h)), (LocalTime{-1, 23h}));
}

TEST(TimeZone, moscow_has_one_offset_now_and_berlin_two) {
  const auto moscow = zone("Europe/Moscow"), berlin = zone("Europe/Berlin");
  EXPECT_EQ(local_time(moscow, utc(2026, 1, 15, 21h)), (LocalTime{day_number({2026, 1, 16}), 0h}));
  EXPECT_EQ(day_start(moscow, utc(2026, 7, 15, 20h + 59min)), utc(2026, 7, 14, 21h));
  EXPECT_EQ(local_time(berlin, utc(2026, 1, 15, 12h)).time, 13h);
  EXPECT_EQ(local_time(berlin, utc(2026, 7, 15, 12h)).time, 14h);
  EXPECT_GT(berlin.size(), 40u);
}

TEST(TimeZone, days_of_23_and_25_hours) {
  const auto berlin = zone("Europe/Berlin");
  const auto spring = day_number({2026, 3, 29}), autumn = day_number({2026, 10, 25});
  EXPECT_EQ(instant_of(berlin, spring + 1, 0h) - instant_of(berlin, spring, 0h), 23h);
  EXPECT_EQ(instant_of(berlin, autumn + 1, 0h) - instant_of(berlin, autumn, 0h), 25h);
  // 02:30 does not exist in spring: the moment of the change; in autumn it comes twice: the first.
  EXPECT_EQ(instant_of(berlin, spring, 2h + 30min), utc(2026, 3, 29, 1h));
  EXPECT_EQ(instant_of(berlin, autumn, 2h + 30min), utc(2026, 10, 25, 0h + 30min));
}

TEST(TimeZone, a_midnight_that_is_left_out_begins_the_day_at_the_change) {
  const auto cairo = zone("Africa/Cairo");  // 2024-04-26 began at 01:00
  EXPECT_EQ(day_start(cairo, utc(2024, 4, 26, 12h)), utc(2024, 4, 25, 22h));
  EXPECT_EQ(local_time(cairo, utc(2024, 4, 25, 22h)), (LocalTime{day_number({2024, 4, 26}), 1h}));
}

TEST(TimeZone, half_hours_and_the_date_line) {
  EXPECT_EQ(local_time(zone("Asia/Kathmandu"), utc(2026, 1, 1)).time, 5h + 45min);
  EXPECT_EQ(local_time(zone("Pacific/Kiritimati"), utc(2026, 1, 1, 12h)).day, day_number({2026, 1, 2}));
  EXPECT_EQ(local_time(zone("Pacific/Niue"), utc(2026, 1, 1, 5h)).day, day_number({2025, 12, 31}));
}

TEST(TimeZone, every_hour_of_a_year_comes_back_from_its_wall_time) {
  for (const char* name : {"Europe/Moscow", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"}) {
    const auto shifts = zone(name);
    for (Instant at = utc(2026, 1, 1); at < utc(2027, 1, 1); at += 1h) {
      const auto local = local_time(shifts, at);
      const Instant back = instant_of(shifts, local.day, local.time);
      ASSERT_LE(back, at) << name;  // the first of two
      ASSERT_EQ(local_time(shifts, back), local) << name;
      ASSERT_LE(day_start(shifts, at), at) << name;
      ASSERT_EQ(local_time(shifts, day_start(shifts, at)).day, local.day) << name;
    }
  }
}

TEST(TimeZone, dates_and_weekdays) {
  EXPECT_EQ(weekday_of(0), 4);
  EXPECT_EQ(weekday_of(day_number({2026, 11, 22})), 7);
  EXPECT_EQ(weekday_of(day_number({1969, 12, 29})), 1);
  EXPECT_EQ(calendar_day(day_number({2024, 2, 29})), (CalendarDay{2024, 2, 29}));
}

TEST(TimeZone, an_unknown_name_is_an_error_that_says_so) {
  const auto none = load_zone("Europe/Atlantis");
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().code, "no_such_zone");
  EXPECT_NE(none.error().words.find("Atlantis"), std::string::npos);
  EXPECT_TRUE(load_zone("").ok());
}
}  // namespace okno::base
