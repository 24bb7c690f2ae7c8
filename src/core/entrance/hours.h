// Opening hours as pure functions: is it open now, and when that changes. Both ways of daylight saving are
// the time zone's (base/time_zone.h): an hour that a clock leaves out is not worked, of an hour that it shows
// twice the first counts.
#pragma once
#include "base/instant.h"
#include "domain/hours.h"

namespace okno::core {
// A span that goes on after midnight belongs to the day on which it began: Friday's night shift ends on
// Saturday, whatever Saturday is. O(spans of two days + exceptions).
bool is_open(const domain::Hours& hours, base::Instant at);
// When it next opens or, while it is open, next closes, looked for over kHoursAhead; kNever: not in that
// time. Spans that touch are one.
base::Instant next_change(const domain::Hours& hours, base::Instant at);
}  // namespace okno::core
