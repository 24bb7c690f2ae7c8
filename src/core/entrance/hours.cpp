#include "core/entrance/hours.h"

#include <algorithm>

#include "base/time_zone.h"
#include "core/limits.h"

namespace okno::core {
using base::Instant;
using domain::DateHours;
using domain::Hours;
using domain::OpenSpan;
namespace {
struct Stretch {
  Instant from, to;
};

// The exception for this day: of this year before one of every year.
const DateHours* exception_on(const Hours& hours, const base::CalendarDay& date) {
  const DateHours* found = nullptr;
  for (const DateHours& one : hours.dates) {
    if (one.month != date.month || one.day != date.day) continue;
    if (one.year == date.year) return &one;
    if (one.year == 0) found = &one;
  }
  return found;
}

Stretch stretch_of(const Hours& hours, std::int64_t day, const OpenSpan& span) {
  const bool over_midnight = span.to < span.from;
  return {base::instant_of(hours.shifts, day, span.from),
          base::instant_of(hours.shifts, over_midnight ? day + 1 : day, span.to)};
}

template <class Each>
void each_stretch(const Hours& hours, std::int64_t day, Each each) {
  if (const DateHours* exception = exception_on(hours, base::calendar_day(day))) {
    for (const OpenSpan& span : exception->open) each(stretch_of(hours, day, span));
    return;
  }
  const int weekday = base::weekday_of(day);
  for (const auto& one : hours.week)
    if (one.weekday == weekday) each(stretch_of(hours, day, one.open));
}

// When the stretches that hold `at` close; `at` itself: none holds it.
Instant closes(const Hours& hours, Instant at) {
  const std::int64_t day = base::local_time(hours.shifts, at).day;
  Instant until = at;
  for (const std::int64_t began : {day - 1, day})
    each_stretch(hours, began, [&](const Stretch& s) {
      if (s.from <= at && at < s.to) until = std::max(until, s.to);
    });
  return until;
}
}  // namespace

bool is_open(const Hours& hours, Instant at) {
  return closes(hours, at) > at;
}

Instant next_change(const Hours& hours, Instant at) {
  const Instant last = at + kHoursAhead;
  Instant until = closes(hours, at);
  if (until > at) {
    for (Instant next = until; next < last; until = next) {
      next = closes(hours, until);
      if (next == until) return until;
    }
    return base::kNever;
  }
  const std::int64_t first_day = base::local_time(hours.shifts, at).day;
  const std::int64_t last_day = base::local_time(hours.shifts, last).day;
  for (std::int64_t day = first_day; day <= last_day; ++day) {
    Instant opens = base::kNever;
    each_stretch(hours, day, [&](const Stretch& s) {
      if (s.from > at && s.to > s.from) opens = std::min(opens, s.from);
    });
    if (opens != base::kNever) return opens;
  }
  return base::kNever;
}
}  // namespace okno::core
