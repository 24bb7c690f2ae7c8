#include "sim/stage_entrance.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "sim/values.h"

namespace okno::sim {
using namespace domain;
namespace {
base::Duration time_of_day(const std::string& text) {
  int hours = 0, minutes = 0, read = 0;
  const bool fine = std::sscanf(text.c_str(), "%d:%d%n", &hours, &minutes, &read) == 2 &&
                    read == static_cast<int>(text.size()) && hours >= 0 && minutes >= 0 && minutes < 60;
  if (!fine) throw StoryError("\"" + text + "\" is no time of day (like 9:00)");
  return std::chrono::hours(hours) + std::chrono::minutes(minutes);
}

OpenSpan open_span(const std::string& text) {
  const auto dash = text.find('-');
  if (dash == std::string::npos) throw StoryError("\"" + text + "\" are no hours (like 9:00-18:00)");
  return {time_of_day(text.substr(0, dash)), time_of_day(text.substr(dash + 1))};
}

std::vector<OpenSpan> open_spans(const std::string& text) {
  std::vector<OpenSpan> spans;
  if (text == "closed") return spans;
  for (const std::string& word : words_of(text)) spans.push_back(open_span(word));
  return spans;
}

int weekday(const std::string& text) {
  static constexpr std::array kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const auto found = std::find(kDays.begin(), kDays.end(), text);
  if (found == kDays.end()) throw StoryError("\"" + text + "\" is no weekday (like Mon)");
  return static_cast<int>(found - kDays.begin()) + 1;
}

void change_week(Hours& hours, const std::string& days, const std::string& open) {
  const auto dash = days.find('-');
  const int first = weekday(days.substr(0, dash));
  const int last = dash == std::string::npos ? first : weekday(days.substr(dash + 1));
  for (int day = first; day <= last; ++day)
    for (const OpenSpan& span : open_spans(open)) hours.week.push_back({day, span});
}

bool is_date(const std::string& text) {
  return text.size() == 10 && text[4] == '-';
}

DateHours date_of(const std::string& text) {
  DateHours date;
  const bool fine = std::sscanf(text.c_str(), "%d-%d-%d", &date.year, &date.month, &date.day) == 3;
  if (!fine) throw StoryError("\"" + text + "\" is no date (like 2026-11-27)");
  return date;
}

// "30 s" or "5 waiting", then where to.
bool change_overflow(Queue& queue, const std::string& part) {
  if (auto size = fits("from {} waiting on to {}", part)) {
    queue.overflow_size = static_cast<std::size_t>(number(size->at(0)));
    queue.overflow_to = size->at(1);
  } else if (auto wait = fits("after {} {} on to {}", part)) {
    queue.overflow_wait = span(wait->at(0) + " " + wait->at(1));
    queue.overflow_to = wait->at(2);
  } else if (auto nobody = fits("nobody here on to {}", part)) {
    queue.when_nobody = nobody->at(0);
  } else {
    return false;
  }
  return true;
}

bool change_announcements(Queue& queue, const std::string& part) {
  if (auto first = fits("announce after {...}", part))
    queue.announce_first = span(first->at(0));
  else if (auto every = fits("announce every {...}", part))
    queue.announce_every = span(every->at(0));
  else if (part == "announce the place")
    queue.announce_position = true;
  else if (part == "announce the wait")
    queue.announce_wait = true;
  else if (part == "offer a callback")
    queue.callback_offered = true;
  else
    return false;
  return true;
}
}  // namespace

bool change_entrance(Queue& queue, const std::string& part) {
  if (auto hours = fits("hours {}", part))
    queue.hours = hours->at(0);
  else if (auto closed = fits("closed on to {}", part))
    queue.when_closed = closed->at(0);
  else
    return change_overflow(queue, part) || change_announcements(queue, part);
  return true;
}

bool change_entrance(Project& project, const std::string& part) {
  if (auto zone = fits("zone {}", part))
    project.zone = zone->at(0), project.zone_shifts = zone_named(zone->at(0));
  else if (auto hours = fits("hours {}", part))
    project.hours = hours->at(0);
  else if (auto closed = fits("closed on to {}", part))
    project.when_closed = closed->at(0);
  else if (auto message = fits("message {} {...}", part))
    project.messages.push_back({message->at(0), message->at(0), unquoted(message->at(1))});
  else if (auto black = fits("blacklist {}", part))
    project.blacklist.push_back(black->at(0));
  else if (auto white = fits("whitelist {}", part))
    project.whitelist.push_back(white->at(0));
  else if (auto marks = fits("out after {} times {}", part))
    project.hooligan_marks = whole(marks->at(0)), project.hooligan_disposition = marks->at(1);
  else if (auto listed = fits("blacklisted on to {}", part))
    project.blacklisted_to = listed->at(0);
  else
    return false;
  return true;
}

void change_hours(Configuration& configuration, const std::string& name, const std::string& rest) {
  std::erase_if(configuration.hours, [&](const Hours& known) { return known.name == name; });
  Hours hours;
  hours.name = hours.title = name;
  for (const std::string& part : parts_of(rest)) {
    if (auto zone = fits("zone {}", part)) {
      hours.zone = zone->at(0);
      hours.shifts = zone_named(hours.zone);
    } else if (auto yearly = fits("every {} {...}", part)) {
      DateHours date = date_of("0-" + yearly->at(0));
      date.open = open_spans(yearly->at(1));
      hours.dates.push_back(std::move(date));
    } else if (auto days = fits("{} {...}", part); days && is_date(days->at(0))) {
      DateHours date = date_of(days->at(0));
      date.open = open_spans(days->at(1));
      hours.dates.push_back(std::move(date));
    } else if (days) {
      change_week(hours, days->at(0), days->at(1));
    } else {
      throw StoryError("hours have no \"" + part + "\"");
    }
  }
  configuration.hours.push_back(std::move(hours));
}

base::ZoneShifts zone_named(const std::string& name) {
  auto loaded = base::load_zone(name);
  if (!loaded.ok()) throw StoryError(loaded.error().words);
  return *loaded;
}

base::Instant moment(const std::string& date, const std::string& time, const base::ZoneShifts& zone) {
  const DateHours day = date_of(date);
  return base::instant_of(zone, base::day_number({day.year, day.month, day.day}), time_of_day(time));
}
}  // namespace okno::sim
