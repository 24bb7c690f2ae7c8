#include "core/entrance/lists.h"

#include <algorithm>

#include "core/explain.h"
#include "domain/number.h"
#include "domain/problems.h"

namespace okno::core {
namespace {
std::int64_t today_of(const Floor& floor, const Project& project) {
  return base::local_time(project.zone_shifts, floor.now).day;
}

// The project's lists as they are today; nullptr: there is no such project.
NumberLists* lists_of(Floor& floor, ProjectId id) {
  const Project* project = floor.project(id);
  if (!project) return nullptr;
  NumberLists& lists = floor.lists[id];
  const std::int64_t today = today_of(floor, *project);
  if (lists.today == today) return &lists;
  lists.today = today;
  std::erase_if(lists.listed, [&](const auto& one) { return one.second.by_hand <= floor.now; });
  for (auto& [number, listed] : lists.listed) {
    listed.marks.clear();
    listed.by_marks = {};
  }
  return &lists;
}

Instant out_until(const ListedNumber& listed) {
  return std::max(listed.by_marks, listed.by_hand);
}

// The number's place in the list; nullptr: the list is full.
ListedNumber* place_in(NumberLists& lists, const std::string& number) {
  const auto found = lists.listed.find(number);
  if (found != lists.listed.end()) return &found->second;
  return lists.listed.size() < kMaxListedNumbers ? &lists.listed[number] : nullptr;
}

void tell(Floor& floor, ProjectId project, const std::string& number, const ListedNumber& listed) {
  NumberBlocked told{project, number, std::nullopt, std::ssize(listed.marks)};
  if (out_until(listed) > floor.now) told.until = out_until(listed);
  floor.command(std::move(told));
}

bool was_today(const Floor& floor, const Project& project, const Interaction& row) {
  return !row.ended_at || *row.ended_at >= base::day_start(project.zone_shifts, floor.now);
}

void mark(NumberLists& lists, const std::string& number, const Interaction& row, bool counts) {
  if (counts) {
    ListedNumber* listed = place_in(lists, number);
    if (listed && listed->marks.size() < static_cast<std::size_t>(domain::kMaxHooliganMarks))
      listed->marks.insert(row.id);
  } else if (const auto found = lists.listed.find(number); found != lists.listed.end()) {
    found->second.marks.erase(row.id);
  }
}
}  // namespace

bool barred(Floor& floor, const InteractionNow& x) {
  NumberLists* lists = lists_of(floor, x.row.project);
  const std::string& number = x.row.from;
  if (!lists || !is_known_number(number)) return x.facts.blacklisted;
  if (lists->white.contains(number)) return false;
  if (x.facts.blacklisted || lists->black.contains(number)) return true;
  const auto found = lists->listed.find(number);
  return found != lists->listed.end() && out_until(found->second) > floor.now;
}

void number_listed(Floor& floor, const NumberListed& e) {
  NumberLists* lists = lists_of(floor, e.project);
  if (!lists) return refuse(floor, e.by, "no_such_project", "There is no such project.");
  if (!is_known_number(e.number))
    return refuse(floor, e.by, "unknown_number", "A number that is not shown cannot be put on a list.");
  if (e.until <= floor.now) {  // let in again: he begins anew
    if (lists->listed.erase(e.number) > 0) tell(floor, e.project, e.number, {});
    return;
  }
  ListedNumber* listed = place_in(*lists, e.number);
  if (!listed) return refuse(floor, e.by, "list_full", "The list of today is full: take a number off it.");
  listed->by_hand = e.until;
  tell(floor, e.project, e.number, *listed);
}

void result_given(Floor& floor, const Interaction& row, const std::string& before) {
  NumberLists* lists = lists_of(floor, row.project);
  const std::string& number = customers_number(row);
  if (!lists || !is_known_number(number)) return;
  const Project& project = *floor.project(row.project);
  const std::string& counts = project.hooligan_disposition;
  if (project.hooligan_marks <= 0 || (row.disposition == counts) == (before == counts)) return;
  if (!was_today(floor, project, row)) return;
  mark(*lists, number, row, row.disposition == counts);
  const auto found = lists->listed.find(number);
  if (found == lists->listed.end()) return;
  ListedNumber& listed = found->second;
  const Instant was = out_until(listed);
  const bool out = std::ssize(listed.marks) >= project.hooligan_marks;
  listed.by_marks =
      out ? base::instant_of(project.zone_shifts, lists->today + 1, Duration::zero()) : Instant{};
  if (out_until(listed) != was) tell(floor, row.project, number, listed);
  if (listed.marks.empty() && listed.by_hand <= floor.now) lists->listed.erase(found);
}

void tell_listed(const Floor& floor, std::vector<Command>& told) {
  std::vector<ProjectId> ids;
  for (const auto& [id, lists] : floor.lists) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  for (const ProjectId id : ids) {
    const Project* project = floor.project(id);
    if (!project) continue;
    const NumberLists& lists = floor.lists.at(id);
    const bool of_today = lists.today == today_of(floor, *project);
    for (const auto& [number, listed] : lists.listed)
      if (out_until(listed) > floor.now)
        told.emplace_back(
            NumberBlocked{id, number, out_until(listed), of_today ? std::ssize(listed.marks) : 0});
  }
}

void learn_lists(Floor& floor) {
  std::erase_if(floor.lists, [&](const auto& one) { return !floor.projects.contains(one.first); });
  for (const auto& [id, project] : floor.projects) {
    NumberLists& lists = floor.lists[id];
    lists.white = {project->whitelist.begin(), project->whitelist.end()};
    lists.black = {project->blacklist.begin(), project->blacklist.end()};
  }
}
}  // namespace okno::core
