#include "sim/town/town_entrance.h"

#include <array>

namespace okno::sim {
using namespace domain;
using base::Duration;
using base::Prng;
namespace {
using namespace std::chrono_literals;

bool chance(Prng& prng, double p) {
  return prng.uniform() < p;
}
std::int64_t among(Prng& prng, std::int64_t n) {
  return static_cast<std::int64_t>(prng.below(static_cast<std::uint64_t>(n)));
}
Duration minutes(Prng& prng, std::int64_t most) {
  return std::chrono::minutes(among(prng, most));
}

// Around this time of a day: open, a pause, open till late or past midnight.
std::vector<OpenSpan> spans_around(Prng& prng, Duration time) {
  const auto wrapped = [](Duration at) { return (at % 24h + 24h) % 24h; };
  const Duration shuts = time + 5min + minutes(prng, 40), opens = shuts + 2min + minutes(prng, 20);
  std::vector<OpenSpan> spans{{wrapped(time - 2h), wrapped(shuts)}, {wrapped(opens), wrapped(opens + 9h)}};
  if (chance(prng, 0.3)) spans.erase(spans.begin());
  return spans;
}

std::string some_target(Prng& prng) {
  static constexpr std::array kTargets{"queue:q1", "queue:q2",  "queue:q3",       "voicemail",
                                       "hangup",   "menu:main", "message:closed", "callback"};
  return kTargets[static_cast<std::size_t>(among(prng, std::ssize(kTargets)))];
}
}  // namespace

std::vector<Hours> town_hours(Prng& prng, base::Instant now) {
  std::vector<Hours> all;
  for (const char* name : {"office", "night"}) {
    Hours hours;
    hours.name = name;
    if (chance(prng, 0.5)) hours.shifts = {{base::Instant{}, std::chrono::hours(among(prng, 20) - 10)}};
    const base::LocalTime local = base::local_time(hours.shifts, now);
    for (int weekday = 1; weekday <= 7; ++weekday)
      for (const OpenSpan& span : spans_around(prng, local.time)) hours.week.push_back({weekday, span});
    const base::CalendarDay today = base::calendar_day(local.day);
    if (chance(prng, 0.1)) hours.dates.push_back({0, today.month, today.day, "a holiday", {}});
    if (chance(prng, 0.1))
      hours.dates.push_back({today.year, today.month, today.day, "", spans_around(prng, local.time)});
    all.push_back(std::move(hours));
  }
  return all;
}

void configure_entrance(Prng& prng, Project& project, bool with_hours) {
  if (with_hours && chance(prng, 0.3)) project.hours = "office";
  if (chance(prng, 0.5)) project.when_closed = chance(prng, 0.5) ? "voicemail" : "message:closed";
  project.messages = {{"closed", "", "closed"}};
  if (chance(prng, 0.3)) project.messages.push_back({"voicemail", "", "speak"});
  if (chance(prng, 0.5)) project.blacklist = {"+79160000001", "+79160000002"};
  if (chance(prng, 0.5)) project.whitelist = {"+79160000002", "+79160000003"};
  project.hooligan_marks = static_cast<int>(among(prng, 3));
  if (chance(prng, 0.4)) project.blacklisted_to = some_target(prng);
  if (chance(prng, 0.5)) project.zone_shifts = {{base::Instant{}, std::chrono::hours(among(prng, 20) - 10)}};
}

void configure_entrance(Prng& prng, Queue& queue, bool with_hours) {
  if (with_hours && chance(prng, 0.4)) queue.hours = chance(prng, 0.5) ? "office" : "night";
  if (chance(prng, 0.6)) queue.when_closed = some_target(prng);
  if (chance(prng, 0.3)) {
    queue.overflow_to = some_target(prng);
    if (chance(prng, 0.7)) queue.overflow_size = static_cast<std::size_t>(1 + among(prng, 4));
    if (chance(prng, 0.7)) queue.overflow_wait = std::chrono::seconds(5 + among(prng, 60));
  }
  if (chance(prng, 0.3)) queue.when_nobody = some_target(prng);
  if (chance(prng, 0.5)) {
    queue.announce_first = std::chrono::seconds(5 + among(prng, 20));
    if (chance(prng, 0.7)) queue.announce_every = std::chrono::seconds(5 + among(prng, 30));
    queue.announce_position = chance(prng, 0.7);
    queue.announce_wait = chance(prng, 0.7);
    queue.callback_offered = chance(prng, 0.3);
  }
}

std::string town_number(Prng& prng, std::int64_t numbers) {
  if (chance(prng, 0.1)) return chance(prng, 0.5) ? "" : "anonymous";
  return "+7" + std::to_string(9'160'000'001 + among(prng, numbers));
}
}  // namespace okno::sim
