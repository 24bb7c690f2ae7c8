// Opening hours as data: a week, exceptions by date, and the time zone in which both are read.
#pragma once
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/time_zone.h"

namespace okno::domain {
// Within a local day, 0 to 24 h. `to` before `from`: until that hour of the next day.
struct OpenSpan {
  base::Duration from{};
  base::Duration to{};
};

struct WeekdayHours {  // a weekday may have several
  int weekday = 1;     // 1 Monday … 7 Sunday
  OpenSpan open;
};

// A day that is unlike its weekday: a holiday (no span: closed), a shortened or an extra day.
struct DateHours {
  int year = 0;  // 0: every year
  int month = 1;
  int day = 1;
  std::string title;  // for people: "Новый год"
  std::vector<OpenSpan> open;
};

struct Hours {
  std::string name;         // stable, named by projects, queues and agents: "office"
  std::string title;        // for people
  std::string zone;         // "Europe/Moscow"; empty: the machine's
  base::ZoneShifts shifts;  // of `zone`, filled when settings are loaded (base::load_zone)
  std::vector<WeekdayHours> week;
  std::vector<DateHours> dates;
};
}  // namespace okno::domain
