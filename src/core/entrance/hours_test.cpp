#include "core/entrance/hours.h"

#include <gtest/gtest.h>

namespace okno::core {
namespace {
using namespace std::chrono_literals;
using base::Instant;
using domain::Hours;

Instant utc(int year, int month, int day, base::Duration time = {}) {
  return Instant(24h * base::day_number({year, month, day}) + time);
}
// Monday to Friday 9–13 and 14–18, Friday's night shift 22–2; 7 January is a holiday every year, but worked
// in 2027 from 10 to 12.
Hours office(const std::string& zone = "") {
  Hours h;
  h.name = "office";
  if (!zone.empty()) h.shifts = base::load_zone(zone).value();
  for (int weekday = 1; weekday <= 5; ++weekday) {
    h.week.push_back({weekday, {9h, 13h}});
    h.week.push_back({weekday, {14h, 18h}});
  }
  h.week.push_back({5, {22h, 2h}});
  h.dates.push_back({0, 1, 7, "Christmas", {}});
  h.dates.push_back({2027, 1, 7, "", {{10h, 12h}}});
  return h;
}
}  // namespace

TEST(Hours, a_week_has_spans_and_pauses) {
  const Hours h = office();
  const Instant monday = utc(2026, 11, 23);
  EXPECT_FALSE(is_open(h, monday + 8h + 59min));
  EXPECT_TRUE(is_open(h, monday + 9h));
  EXPECT_FALSE(is_open(h, monday + 13h));
  EXPECT_TRUE(is_open(h, monday + 14h));
  EXPECT_FALSE(is_open(h, monday + 18h));
  EXPECT_FALSE(is_open(h, utc(2026, 11, 22, 10h)));  // Sunday
  EXPECT_EQ(next_change(h, monday), monday + 9h);
  EXPECT_EQ(next_change(h, monday + 9h), monday + 13h);
  EXPECT_EQ(next_change(h, monday + 13h), monday + 14h);
}
TEST(Hours, a_night_shift_belongs_to_the_day_on_which_it_began) {
  Hours h = office();
  const Instant saturday = utc(2026, 11, 28);
  EXPECT_TRUE(is_open(h, saturday - 1h));
  EXPECT_TRUE(is_open(h, saturday + 1h));
  EXPECT_FALSE(is_open(h, saturday + 2h));
  EXPECT_EQ(next_change(h, saturday), saturday + 2h);
  EXPECT_EQ(next_change(h, saturday + 2h), saturday + 57h);  // Monday, 9:00
  h.dates.push_back({2026, 11, 28, "a holiday", {}});
  EXPECT_TRUE(is_open(h, saturday + 1h));
}
TEST(Hours, a_date_is_unlike_its_weekday_and_its_year_outranks_every_year) {
  const Hours h = office();
  EXPECT_FALSE(is_open(h, utc(2026, 1, 7, 11h)));  // a Wednesday
  EXPECT_TRUE(is_open(h, utc(2027, 1, 7, 11h)));   // a Thursday, shortened
  EXPECT_FALSE(is_open(h, utc(2027, 1, 7, 12h)));
  EXPECT_EQ(next_change(h, utc(2026, 1, 6, 18h)), utc(2026, 1, 8, 9h));
}
TEST(Hours, spans_that_touch_are_one_and_round_the_clock_never_closes) {
  Hours h;
  for (int weekday = 1; weekday <= 7; ++weekday) h.week.push_back({weekday, {0h, 24h}});
  EXPECT_TRUE(is_open(h, utc(2026, 11, 23)));
  EXPECT_EQ(next_change(h, utc(2026, 11, 23)), base::kNever);
  h.dates.push_back({0, 12, 31, "", {{0h, 12h}, {12h, 15h}}});
  EXPECT_EQ(next_change(h, utc(2026, 11, 23)), utc(2026, 12, 31, 15h));
  EXPECT_EQ(next_change(h, utc(2026, 12, 31, 16h)), utc(2027, 1, 1));
}
TEST(Hours, without_spans_it_never_opens) {
  EXPECT_FALSE(is_open(Hours{}, utc(2026, 11, 23, 12h)));
  EXPECT_EQ(next_change(Hours{}, utc(2026, 11, 23, 12h)), base::kNever);
}
TEST(Hours, are_read_in_their_own_zone) {
  const Hours h = office("Asia/Tokyo");
  EXPECT_TRUE(is_open(h, utc(2026, 11, 23, 0h)));  // Monday, 9:00 there
  EXPECT_FALSE(is_open(h, utc(2026, 11, 23, 9h)));
  EXPECT_EQ(next_change(h, utc(2026, 11, 22, 12h)), utc(2026, 11, 23, 0h));
}
TEST(Hours, summer_time_comes_and_goes) {
  Hours h;
  h.shifts = base::load_zone("Europe/Berlin").value();
  h.week = {{7, {1h, 4h}}};  // Sundays, over the change of both clocks
  const Instant spring = utc(2026, 3, 29), autumn = utc(2026, 10, 25);
  EXPECT_EQ(next_change(h, spring - 1h), spring);       // 1:00 is 0:00 UTC
  EXPECT_EQ(next_change(h, spring), spring + 2h);       // 4:00 is 2:00 UTC: two hours long
  EXPECT_EQ(next_change(h, autumn - 2h), autumn - 1h);  // 1:00 is 23:00 UTC
  EXPECT_EQ(next_change(h, autumn), autumn + 3h);       // 4:00 is 3:00 UTC: four hours long
  h.week = {{7, {2h + 30min, 4h}}};
  EXPECT_EQ(next_change(h, spring - 1h), spring + 1h);     // 2:30 is left out: from the change on
  EXPECT_EQ(next_change(h, autumn - 2h), autumn + 30min);  // the first 2:30
  EXPECT_TRUE(is_open(h, autumn + 1h + 10min));            // and through the hour shown again
  h.week = {{7, {2h + 10min, 2h + 40min}}};                // a span that spring leaves out
  EXPECT_FALSE(is_open(h, spring + 1h));
  EXPECT_EQ(next_change(h, spring - 1h), utc(2026, 4, 5, 10min));  // a week later
}
}  // namespace okno::core
