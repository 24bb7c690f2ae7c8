// What must be true before somebody reaches an agent: nobody on a list does, nobody comes through a shut
// door, nobody is sent round in circles, and who hears words has been sent to them.
#include <algorithm>

#include "base/time_zone.h"
#include "domain/number.h"
#include "domain/target.h"
#include "sim/checks.h"

namespace okno::sim {
using namespace core;
namespace {
constexpr int kMostQueues = 12;  // more than settings may make of one way

std::string name(InteractionId id) {
  return "interaction " + std::to_string(id.value());
}

// The spans that hold on this day of the calendar.
std::vector<OpenSpan> spans_on(const Hours& hours, std::int64_t day) {
  const base::CalendarDay date = base::calendar_day(day);
  for (const int year : {date.year, 0})
    for (const DateHours& one : hours.dates)
      if (one.year == year && one.month == date.month && one.day == date.day) return one.open;
  std::vector<OpenSpan> spans;
  for (const WeekdayHours& one : hours.week)
    if (one.weekday == base::weekday_of(day)) spans.push_back(one.open);
  return spans;
}
}  // namespace

// By the wall clock alone: today's spans, and yesterday's that go on after midnight.
bool Checks::is_closed(const Queue& queue) const {
  const auto project = projects_.find(queue.project);
  const std::string& named =
      !queue.hours.empty() || project == projects_.end() ? queue.hours : project->second.hours;
  const auto hours = hours_.find(named);
  if (hours == hours_.end()) return false;
  const base::LocalTime local = base::local_time(hours->second.shifts, now_);
  for (const auto& [from, to] : spans_on(hours->second, local.day))
    if (local.time >= from && (local.time < to || to < from)) return false;
  for (const auto& [from, to] : spans_on(hours->second, local.day - 1))
    if (to < from && local.time < to) return false;
  return true;
}

std::map<std::string, Checks::Ban>& Checks::bans_of_today(const Project& project) {
  const std::int64_t today = base::local_time(project.zone_shifts, now_).day;
  auto& bans = bans_[project.id];
  if (days_[project.id] != today) {
    for (auto& [number, ban] : bans) ban.marks.clear();
    results_.clear();  // those of yesterday no longer count
  }
  days_[project.id] = today;
  return bans;
}

void Checks::note_listed(const NumberListed& e) {
  const auto project = projects_.find(e.project);
  if (project == projects_.end() || !is_known_number(e.number)) return;
  Ban& ban = bans_of_today(project->second)[e.number];
  if (e.until > now_)
    ban.by_hand = e.until;
  else
    ban = {};
}

// A result of today counts or counts no longer.
void Checks::note_result(const std::string& before, const Interaction& row) {
  const auto project = projects_.find(row.project);
  if (project == projects_.end() || project->second.hooligan_marks == 0) return;
  if (row.state == InteractionState::ended) results_[row.id] = row.disposition;
  if (before == row.disposition) return;
  auto& bans = bans_of_today(project->second);
  if (row.ended_at && *row.ended_at < base::day_start(project->second.zone_shifts, now_)) return;
  const std::string& number = row.direction == Direction::inbound ? row.from : row.to;
  if (row.disposition == project->second.hooligan_disposition)
    bans[number].marks.insert(row.id);
  else
    bans[number].marks.erase(row.id);
}

bool Checks::is_barred(const InteractionArrived& e) {
  const auto project = projects_.find(e.project);
  if (project == projects_.end()) return e.facts.blacklisted;
  const Project& rules = project->second;
  const auto on = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), e.from) != list.end();
  };
  if (on(rules.whitelist)) return false;
  if (e.facts.blacklisted || on(rules.blacklist)) return true;
  if (!is_known_number(e.from)) return false;
  const Ban& ban = bans_of_today(rules)[e.from];
  return ban.by_hand > now_ || (rules.hooligan_marks > 0 && std::ssize(ban.marks) >= rules.hooligan_marks);
}

void Checks::check_refusal(const RefuseCustomer& c) {
  const auto found = live_.find(c.id);
  if (found == live_.end()) return broken(name(c.id) + " is refused, but is not live");
  if (c.reason == "blacklisted" && !found->second.barred)
    broken(name(c.id) + " is refused as blacklisted, but is on no list");
}

// Whether the project sends those on its lists nowhere where they could reach an agent.
bool Checks::is_shut_out(ProjectId id) const {
  const auto project = projects_.find(id);
  const TargetKind to =
      project == projects_.end() ? TargetKind::none : target_of(project->second.blacklisted_to).kind;
  return to == TargetKind::none || to == TargetKind::hangup || to == TargetKind::message ||
         to == TargetKind::voicemail;
}

void Checks::check_offer_at_door(const Seen& x, AgentId agent) {
  if (x.shut_out)
    broken(name(x.row.id) + " is on a list and is offered to agent " + std::to_string(agent.value()));
}

void Checks::check_announcement(const Announce& c) {
  const auto found = live_.find(c.id);
  if (found == live_.end()) return broken(name(c.id) + " hears its place, but is not live");
  const Interaction& row = found->second.row;
  if (row.channel != Channel::voice) broken(name(c.id) + " cannot hear its place");
  if (c.position == 0 && !c.wait && !c.callback_offered) broken(name(c.id) + " hears nothing");
  if (c.wait && c.wait->count() < 0) broken(name(c.id) + " hears a wait of less than nothing");
  if (c.position > 0 && row.queue && c.position > std::max<std::int64_t>(1, told_waiting_[*row.queue]) + 1)
    broken(name(c.id) + " hears a place behind the end of the line");
}

void Checks::check_entrance(Seen& x, const Interaction& before) {
  const Interaction& row = x.row;
  if (row.queue && row.queue != before.queue && ++x.queues > kMostQueues)
    broken(name(row.id) + " is sent round in circles");
  const bool in_queue =
      row.queue && (row.state == InteractionState::waiting || row.state == InteractionState::offered);
  const bool newcomer = in_queue && (!x.entered || before.state == InteractionState::ivr) &&
                        row.direction == Direction::inbound && !row.callback && !row.answered_at;
  if (in_queue) x.entered = true;
  const bool letter = row.channel != Channel::voice && row.channel != Channel::chat;
  const Queue* queue = rules_of(x);
  if (newcomer && queue && !letter && is_closed(*queue))
    broken(name(row.id) + " comes into queue " + queue->name + ", which is closed");
  const bool parted = row.end_cause == EndCause::voicemail || row.end_cause == EndCause::announced;
  if (parted && !x.sent) broken(name(row.id) + " ended with words that it was never sent to");
}
}  // namespace okno::sim
