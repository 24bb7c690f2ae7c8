// What can be wrong before somebody reaches an agent: hours, where people are sent, lists, announcements.
#include <algorithm>
#include <set>

#include "domain/inspection.h"
#include "domain/number.h"
#include "domain/target.h"

namespace okno::domain {
namespace {
using base::Duration;
using namespace std::chrono_literals;

bool is_date(const DateHours& date) {
  if (date.month < 1 || date.month > 12 || date.day < 1) return false;
  const int year = date.year == 0 ? 2024 : date.year;  // every year: 29 February too
  const auto first = base::day_number({year, date.month, 1});
  const auto next =
      date.month == 12 ? base::day_number({year + 1, 1, 1}) : base::day_number({year, date.month + 1, 1});
  return date.day <= next - first;
}

void look_at_span(Inspection& all, const OpenSpan& span) {
  const bool fits =
      span.from >= Duration::zero() && span.from < 24h && span.to >= Duration::zero() && span.to <= 24h;
  all.need(fits, "an opening time must be between 0:00 and 24:00");
  all.need(span.from != span.to, "an opening time must not end when it begins");
}

void look_at_week(Inspection& all, const Hours& hours) {
  for (const WeekdayHours& one : hours.week) {
    all.within("a weekday", one.weekday, 1, 7);
    look_at_span(all, one.open);
  }
  for (int weekday = 1; weekday <= 7; ++weekday)
    all.within("the number of opening times of a weekday",
               std::count_if(hours.week.begin(), hours.week.end(),
                             [&](const WeekdayHours& one) { return one.weekday == weekday; }),
               0, kMaxSpans);
}

void look_at_dates(Inspection& all, const Hours& hours) {
  all.within("the number of dates", std::ssize(hours.dates), 0, kMaxDates);
  std::set<std::tuple<int, int, int>> seen;
  for (const DateHours& date : hours.dates) {
    const std::string written = (date.year == 0 ? "every year" : std::to_string(date.year)) + "-" +
                                std::to_string(date.month) + "-" + std::to_string(date.day);
    if (date.year != 0) all.within("the year of a date", date.year, 2000, 2100);
    all.need(is_date(date), "there is no such date: " + written);
    all.need(seen.insert({date.year, date.month, date.day}).second,
             "the date " + written + " is there twice");
    all.within("the number of opening times of a date", std::ssize(date.open), 0, kMaxSpans);
    for (const OpenSpan& span : date.open) look_at_span(all, span);
  }
}

void look_at_zone(Inspection& all, const base::ZoneShifts& shifts) {
  for (std::size_t i = 0; i < shifts.size(); ++i) {
    all.need(shifts[i].offset > -24h && shifts[i].offset < 24h,
             "a time zone is less than a day away from UTC");
    all.need(i == 0 || shifts[i - 1].from < shifts[i].from,
             "the shifts of a time zone must follow each other");
  }
}

}  // namespace

void look_at_target(Inspection& all, const Places& places, const std::string& what, const std::string& text) {
  if (text.empty()) return;
  const Target to = target_of(text);
  const auto named = [&](const std::set<std::string>& known, const char* kind) {
    all.need(known.contains(to.name), what + ": there is no " + kind + " " + to.name);
  };
  switch (to.kind) {
    case TargetKind::queue:
      return named(places.queues, "queue");
    case TargetKind::menu:
      return named(places.menus, "menu");
    case TargetKind::message:
      return named(places.messages, "message");
    case TargetKind::agent:
    case TargetKind::number:
      return all.need(false, what + ": nobody can be sent to " + text + " by a setting");
    case TargetKind::none:
      return all.need(false, what + ": \"" + text + "\" is no place to be sent to");
    default:
      return;
  }
}

namespace {
void look_at_numbers(Inspection& all, const std::string& list, const std::vector<std::string>& numbers) {
  all.within("the length of the " + list, std::ssize(numbers), 0, kMaxProjectNumbers);
  const bool known = std::all_of(numbers.begin(), numbers.end(),
                                 [](const std::string& number) { return is_known_number(number); });
  all.need(known, "a number that is not shown cannot be on the " + list + ": it is everybody's");
}

void look_at_project(Inspection& all, const Places& places, const std::set<std::string>& hours,
                     const Project& project) {
  all.need(project.hours.empty() || hours.contains(project.hours), "there are no hours " + project.hours);
  look_at_zone(all, project.zone_shifts);
  all.within("the number of messages", std::ssize(project.messages), 0, kMaxMessages);
  std::set<std::string> seen;
  for (const Message& message : project.messages) {
    all.need(!message.name.empty(), "a message needs a name");
    all.need(seen.insert(message.name).second, "the message " + message.name + " is there twice");
  }
  look_at_target(all, places, "when closed", project.when_closed);
  look_at_target(all, places, "blacklisted", project.blacklisted_to);
  const auto& shown = project.caller_id;
  const auto digits = shown.begin() + (shown.starts_with('+') ? 1 : 0);
  const bool number = std::all_of(digits, shown.end(), [](char c) { return c >= '0' && c <= '9'; });
  all.need(number && shown.size() <= kLongestNumber && shown != "+",
           "the number shown on calls out must be one like +78005550100");
  look_at_numbers(all, "blacklist", project.blacklist);
  look_at_numbers(all, "whitelist", project.whitelist);
  all.within("marks of a hooligan", project.hooligan_marks, 0, kMaxHooliganMarks);
}

void look_at_queue(Inspection& all, const Places& places, const std::set<std::string>& hours,
                   const Queue& queue) {
  all.need(queue.hours.empty() || hours.contains(queue.hours), "there are no hours " + queue.hours);
  for (const auto& [what, target] : {std::pair{"when closed", &queue.when_closed},
                                     {"overflow", &queue.overflow_to},
                                     {"when nobody is here", &queue.when_nobody}}) {
    look_at_target(all, places, what, *target);
    all.need(*target != "queue:" + queue.name, std::string(what) + ": the queue sends people to itself");
  }
  const bool overflows = queue.overflow_size > 0 || queue.overflow_wait > Duration::zero();
  all.need(!overflows || !queue.overflow_to.empty(), "overflow must lead somewhere");
  all.within("the wait before overflow", queue.overflow_wait);
  all.within("the wait before an announcement", queue.announce_first);
  all.within("the time between announcements", queue.announce_every);
  const bool slow = queue.announce_every == Duration::zero() || queue.announce_every >= kLeastEvery;
  all.need(slow, "the time between announcements must be at least 5 s, or 0 for one announcement");
}

const Project* project_of(const Configuration& c, ProjectId id) {
  for (const Project& project : c.projects)
    if (project.id == id) return &project;
  return nullptr;
}

// Queues that are closed at the same hours and lead to each other then let nobody out.
void look_for_circles(Inspection& all, const Configuration& c, const Queue& queue) {
  const auto hours_and_target = [&](const Queue& q) {
    const Project* project = project_of(c, q.project);
    const bool own_hours = !q.hours.empty() || !project, own_target = !q.when_closed.empty() || !project;
    return std::pair{own_hours ? q.hours : project->hours, own_target ? q.when_closed : project->when_closed};
  };
  const auto [hours, first] = hours_and_target(queue);
  if (hours.empty()) return;
  std::string target = first;
  for (std::size_t hop = 0; hop < c.queues.size(); ++hop) {
    const Target to = target_of(target);
    if (to.kind != TargetKind::queue) return;
    const auto next = std::find_if(c.queues.begin(), c.queues.end(), [&](const Queue& q) {
      return q.name == to.name && q.project == queue.project;
    });
    if (next == c.queues.end()) return;
    const auto [their_hours, further] = hours_and_target(*next);
    if (their_hours != hours) return;
    if (next->id == queue.id)
      return all.need(false,
                      "when closed: the way leads back here, and all on it are closed at the same hours");
    target = further;
  }
}

// Where the numbers of the house lead: a mistake here is a door that nobody can open.
void look_at_entries(Inspection& all, const Configuration& c) {
  std::set<std::string> seen;
  for (const Entry& entry : c.entries) {
    all.at("entry", entry.number, entry.project.value());
    all.need(!entry.number.empty(), "a number is needed");
    all.need(seen.insert(entry.number).second, "the same number is there twice");
    const Project* project = project_of(c, entry.project);
    all.need(project != nullptr, "there is no such project");
    if (!project) continue;
    all.need(!entry.target.empty(), "it leads nowhere");
    look_at_target(all, places_of(c, project), "it leads to", entry.target);
  }
}
}  // namespace

Places places_of(const Configuration& c, const Project* project) {
  Places places;
  for (const Queue& queue : c.queues) places.queues.insert(queue.name);
  if (!project) return places;
  for (const IvrMenu& menu : project->menus) places.menus.insert(menu.name);
  for (const Message& message : project->messages) places.messages.insert(message.name);
  return places;
}

void look_at_entrance(Inspection& all, const Configuration& c) {
  std::set<std::string> hours;
  all.at("hours", "", std::ssize(c.hours));
  all.need(c.hours.size() <= kMaxHours, "more than " + std::to_string(kMaxHours) + " weeks have a name");
  for (const Hours& one : c.hours) {
    all.at("hours", one.name, 0);
    all.need(!one.name.empty(), "hours need a name");
    all.need(hours.insert(one.name).second, "other hours have the same name");
    look_at_zone(all, one.shifts);
    look_at_week(all, one);
    look_at_dates(all, one);
  }
  for (const Project& project : c.projects) {
    all.at("project", project.name, project.id.value());
    look_at_project(all, places_of(c, &project), hours, project);
  }
  for (const Queue& queue : c.queues) {
    all.at("queue", queue.name, queue.id.value());
    look_at_queue(all, places_of(c, project_of(c, queue.project)), hours, queue);
    look_for_circles(all, c, queue);
  }
  look_at_entries(all, c);
  for (const Agent& agent : c.agents) {
    all.at("agent", agent.login, agent.id.value());
    all.need(agent.shift.empty() || hours.contains(agent.shift), "there are no hours " + agent.shift);
  }
}
}  // namespace okno::domain
