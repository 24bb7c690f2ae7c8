#include "app/rules/rules.h"

#include <algorithm>
#include <map>
#include <set>

#include "app/rules/same_names.h"
#include "app/view_json.h"
#include "base/phone.h"

namespace okno::app {
using base::Error;
using base::Result;

namespace {
template <class Row, class View>
std::vector<View> show_all(const std::vector<Row>& rows) {
  std::vector<View> views;
  for (const Row& row : rows) copy_field(row, views.emplace_back(), "");
  return views;
}

constexpr const char* kUsualCountry = "RU";  // of a mobile written without a country code

// Numbers as interactions have them, however they were written.
void make_normal(std::vector<std::string>& numbers, const std::string& country) {
  for (auto& number : numbers) number = base::normal_number(number, country);
  std::erase(numbers, "");
}

// Fields of his that are no rules stay as they were.
void take(const QueueRulesView& view, domain::Queue& queue) {
  copy_field(view, queue, "");
}
void take(const AgentRulesView& view, domain::Agent& agent) {
  const auto login = agent.login;
  const auto role = agent.role;
  copy_field(view, agent, "");
  agent.login = login;
  agent.role = role;
  agent.mobile = base::normal_number(agent.mobile, kUsualCountry);
  for (auto& device : agent.devices)
    if (device.kind == domain::DeviceKind::mobile)
      device.address = base::normal_number(device.address, kUsualCountry);
}
void take_new(const QueueRulesView& view, domain::Queue& queue, std::int64_t id) {
  take(view, queue);
  queue.id = domain::QueueId(id);
}
void take_new(const AgentRulesView& view, domain::Agent& agent, std::int64_t id) {
  agent.role = view.role;
  agent.login = view.login;
  take(view, agent);
  agent.id = domain::AgentId(id);
}
void take(const ProjectRulesView& view, domain::Project& project) {
  const auto menus = project.menus;
  copy_field(view, project, "");
  project.menus = menus;
  project.caller_id = base::normal_number(project.caller_id, project.country);
  make_normal(project.blacklist, project.country);
  make_normal(project.whitelist, project.country);
}

template <class View, class Row>
Result<void> replace(const std::optional<std::vector<View>>& views, std::vector<Row>& rows,
                     const std::string& kind, std::int64_t next_id = 0) {
  if (!views) return {};
  for (const View& view : *views) {
    if constexpr (requires(Row & row) { take_new(view, row, next_id); }) {
      if (view.id == 0) {
        take_new(view, rows.emplace_back(), next_id++);
        continue;
      }
    }
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.id.value() == view.id; });
    if (found == rows.end())
      return Error{"not_found", "There is no " + kind + " number " + std::to_string(view.id) +
                                    ": read the settings again."};
    take(view, *found);
  }
  return {};
}

template <class Row>
std::int64_t after_all(const std::vector<Row>& rows, const std::vector<Row>& gone) {
  std::int64_t last = 0;
  for (const auto* some : {&rows, &gone})
    for (const Row& row : *some) last = std::max(last, row.id.value());
  return last + 1;
}

template <class Row>
Result<void> forget(const std::optional<std::vector<IdNumber>>& ids, std::vector<Row>& rows,
                    const std::string& kind) {
  if (!ids) return {};
  for (const auto id : *ids)
    if (std::erase_if(rows, [&](const Row& row) { return row.id.value() == id; }) == 0)
      return Error{"not_found",
                   "There is no " + kind + " number " + std::to_string(id) + ": read the settings again."};
  return {};
}

// Nobody works any more in a queue that is not there.
void leave_forgotten_queues(domain::Configuration& all) {
  std::set<domain::QueueId> there;
  for (const auto& queue : all.queues) there.insert(queue.id);
  for (auto& agent : all.agents) {
    std::erase_if(agent.queues, [&](domain::QueueId id) { return !there.contains(id); });
    std::erase_if(agent.points, [&](const auto& given) { return !there.contains(given.queue); });
  }
}

// Who has left rings nowhere.
void leave_groups(domain::Configuration& all) {
  std::set<domain::AgentId> there;
  for (const auto& agent : all.agents) there.insert(agent.id);
  for (auto& group : all.groups)
    std::erase_if(group.members, [&](domain::AgentId id) { return !there.contains(id); });
}

constexpr int kFirstShortNumber = 101, kLastShortNumber = 9999;

// Somebody new has a short number from his first day: the next free one, unless another was asked for.
void give_short_numbers(domain::Configuration& all, const ConfigurationRequest& wish) {
  if (!wish.agents) return;
  std::set<std::string> taken;
  for (const auto& agent : all.agents) taken.insert(agent.extension);
  for (const auto& group : all.groups) taken.insert(group.number);
  for (const auto& entry : all.entries) taken.insert(entry.number);
  for (const auto& view : *wish.agents) {
    if (view.id != 0 || !view.extension.empty()) continue;
    const auto fresh = std::find_if(all.agents.begin(), all.agents.end(),
                                    [&](const auto& agent) { return agent.login == view.login; });
    for (int next = kFirstShortNumber; next <= kLastShortNumber && fresh != all.agents.end(); ++next) {
      if (!taken.insert(std::to_string(next)).second) continue;
      fresh->extension = std::to_string(next);
      break;
    }
  }
}

void put_hours(const std::vector<HoursView>& views, std::vector<domain::Hours>& rows) {
  for (const HoursView& view : views) {
    domain::Hours fresh;
    copy_field(view, fresh, "");
    const auto found = std::find_if(rows.begin(), rows.end(),
                                    [&](const domain::Hours& row) { return row.name == view.name; });
    if (found == rows.end())
      rows.push_back(std::move(fresh));
    else
      *found = std::move(fresh);
  }
}

Result<void> forget_hours(const std::vector<std::string>& names, std::vector<domain::Hours>& rows) {
  for (const auto& name : names)
    if (std::erase_if(rows, [&](const domain::Hours& row) { return row.name == name; }) == 0)
      return Error{"not_found", "There are no hours called \"" + name + "\"."};
  return {};
}

std::string key_of(const QueueRulesView& view) {
  return "queue " + view.name;
}
std::string key_of(const AgentRulesView& view) {
  return "agent " + view.login;
}
std::string key_of(const ProjectRulesView& view) {
  return "project " + view.name;
}
std::string key_of(const HoursView& view) {
  return "hours " + view.name;
}
std::string key_of(const RingGroupView& view) {
  return "ring group " + view.name;
}
std::string key_of(const EntryView& view) {
  return "entry " + view.number;
}

template <class View>
void compare(const std::vector<View>& before, const std::vector<View>& after, std::vector<Change>& found) {
  std::map<std::string, Change> all;
  for (const View& view : before) all[key_of(view)].before += to_json(view);
  for (const View& view : after) all[key_of(view)].after += to_json(view);
  for (auto& [place, change] : all) {
    if (change.before == change.after) continue;
    change.place = place;
    found.push_back(std::move(change));
  }
}
}  // namespace

ConfigurationView show_configuration(const domain::Configuration& all, std::int64_t version) {
  ConfigurationView view;
  view.version = version;
  view.projects = show_all<domain::Project, ProjectRulesView>(all.projects);
  view.queues = show_all<domain::Queue, QueueRulesView>(all.queues);
  view.agents = show_all<domain::Agent, AgentRulesView>(all.agents);
  view.entries = show_all<domain::Entry, EntryView>(all.entries);
  view.hours = show_all<domain::Hours, HoursView>(all.hours);
  view.groups = show_all<domain::RingGroup, RingGroupView>(all.groups);
  return view;
}

Result<domain::Configuration> laid_over(domain::Configuration now, const ConfigurationRequest& wish,
                                        const domain::Configuration& gone) {
  const auto next_queue = after_all(now.queues, gone.queues);
  const auto next_agent = after_all(now.agents, gone.agents);
  if (auto done = replace(wish.projects, now.projects, "project"); !done) return done.error();
  if (auto done = replace(wish.queues, now.queues, "queue", next_queue); !done) return done.error();
  if (auto done = replace(wish.agents, now.agents, "agent", next_agent); !done) return done.error();
  if (auto done = forget(wish.forget_queues, now.queues, "queue"); !done) return done.error();
  if (auto done = forget(wish.forget_agents, now.agents, "agent"); !done) return done.error();
  if (wish.forget_queues) leave_forgotten_queues(now);
  if (wish.forget_hours)
    if (auto done = forget_hours(*wish.forget_hours, now.hours); !done) return done.error();
  if (wish.hours) put_hours(*wish.hours, now.hours);
  if (wish.entries) {
    copy_field(*wish.entries, now.entries, "");
    for (auto& entry : now.entries)  // as the exchange looks it up
      entry.number = base::normal_number(entry.number, kUsualCountry);
  }
  if (wish.groups) copy_field(*wish.groups, now.groups, "");
  if (wish.forget_agents) leave_groups(now);
  give_short_numbers(now, wish);
  return now;
}

std::vector<Change> changes_between(const ConfigurationView& before, const ConfigurationView& after) {
  std::vector<Change> found;
  compare(before.projects, after.projects, found);
  compare(before.queues, after.queues, found);
  compare(before.agents, after.agents, found);
  compare(before.hours, after.hours, found);
  compare(before.entries, after.entries, found);
  compare(before.groups, after.groups, found);
  return found;
}

ProblemPlaceView show_problem(const std::string& sentence) {
  const auto colon = sentence.find(": ");
  if (colon == std::string::npos) return {"", sentence};
  return {sentence.substr(0, colon), sentence.substr(colon + 2)};
}
}  // namespace okno::app
