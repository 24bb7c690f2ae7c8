// Projects, queues, entries and hours: read and replaced as a whole. Who changed what in them.
#include <boost/json.hpp>

#include "base/described_json.h"
#include "domain/describe.h"
#include "store/cursor.h"
#include "store/rows.h"
#include "store/rules.h"
#include "store/sql_store.h"

namespace okno::store {
using namespace domain;
namespace json = boost::json;

// staff.cpp
std::vector<ports::Account> read_accounts(Connection& connection);
void raise_configuration_version(Connection& connection);
std::int64_t version_of_configuration(Connection& connection);
void save_agents(Connection& connection, const std::vector<Agent>& agents,
                 const ports::PasswordHashes& fresh);

namespace {
constexpr const char* kRingGroups = "ring_groups";        // a row of settings, JSON
constexpr const char* kPhoneRequired = "phone_required";  // a row of settings, "0" or "1"

std::int64_t ms(base::Duration d) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(d).count();
}
base::Duration from_duration_ms(std::int64_t value) {
  return std::chrono::milliseconds(value);
}

json::array words_json(const std::vector<std::string>& words) {
  return json::array(words.begin(), words.end());
}

std::string lists_json(const Project& project) {
  json::array menus;
  for (const auto& menu : project.menus) {
    json::array choices;
    for (const auto& choice : menu.choices)
      choices.push_back({{"digits", choice.digits}, {"target", choice.target}, {"title", choice.title}});
    menus.push_back({{"name", menu.name},
                     {"title", menu.title},
                     {"say", menu.say},
                     {"choices", choices},
                     {"digit_limit_ms", ms(menu.digit_limit)},
                     {"tries", menu.tries},
                     {"otherwise", menu.otherwise}});
  }
  return json::serialize(json::object{{"numbers", words_json(project.numbers)},
                                      {"menus", menus},
                                      {"dispositions", words_json(project.dispositions)},
                                      {"pause_reasons", words_json(project.pause_reasons)}});
}

std::vector<std::string> read_words(const json::object& object, const char* name) {
  std::vector<std::string> words;
  for (const auto& word : object.at(name).as_array()) words.emplace_back(word.as_string());
  return words;
}

std::string string_in(const json::object& object, const char* name) {
  return std::string(object.at(name).as_string());
}

IvrMenu read_menu(const json::object& object) {
  IvrMenu menu;
  menu.name = string_in(object, "name");
  menu.title = string_in(object, "title");
  menu.say = string_in(object, "say");
  for (const auto& item : object.at("choices").as_array()) {
    const auto& choice = item.as_object();
    menu.choices.push_back(
        {string_in(choice, "digits"), string_in(choice, "target"), string_in(choice, "title")});
  }
  menu.digit_limit = from_duration_ms(object.at("digit_limit_ms").as_int64());
  menu.tries = static_cast<int>(object.at("tries").as_int64());
  menu.otherwise = string_in(object, "otherwise");
  return menu;
}

void read_lists(const std::string& text, Project& project) {
  try {
    const auto lists = json::parse(text).as_object();
    project.numbers = read_words(lists, "numbers");
    project.dispositions = read_words(lists, "dispositions");
    project.pause_reasons = read_words(lists, "pause_reasons");
    for (const auto& menu : lists.at("menus").as_array())
      project.menus.push_back(read_menu(menu.as_object()));
  } catch (const std::exception& e) {
    throw Failure{{"store_failed", "The lists of project \"" + project.name +
                                       "\" in the database are damaged (" + e.what() +
                                       "). Save the configuration anew."}};
  }
}

std::vector<Project> read_projects(Connection& connection) {
  std::vector<Project> projects;
  Query query(
      connection,
      "SELECT id, name, title, country, language, caller_id, greeting, lists, rules FROM projects ORDER BY "
      "position",
      "itttttttt");
  while (query.next()) {
    Project project;
    project.id = query.id<ProjectId>();
    project.name = query.text();
    project.title = query.text();
    project.country = query.text();
    project.language = query.text();
    project.caller_id = query.text();
    project.greeting = query.text();
    read_lists(query.text(), project);
    read_rules(project, query.text(), "project \"" + project.name + "\"");
    projects.push_back(std::move(project));
  }
  return projects;
}

std::vector<Queue> read_queues(Connection& connection) {
  std::vector<Queue> queues;
  Query query(connection,
              "SELECT id, name, title, project_id, strategy, ring_limit_ms, card_limit_ms, wrap_up_limit_ms, "
              "owner_wait_ms, last_agent_first, owner_first, max_waiting, service_level_limit_ms, rules FROM "
              "queues ORDER BY position",
              "ittitiiiiiiiit");
  while (query.next()) {
    Queue queue;
    queue.id = query.id<QueueId>();
    queue.name = query.text();
    queue.title = query.text();
    queue.project = query.id<ProjectId>();
    queue.strategy = word<Strategy>(query.text(), "queues");
    queue.ring_limit = from_duration_ms(query.integer());
    queue.card_limit = from_duration_ms(query.integer());
    queue.wrap_up_limit = from_duration_ms(query.integer());
    queue.owner_wait = from_duration_ms(query.integer());
    queue.last_agent_first = query.flag();
    queue.owner_first = query.flag();
    queue.max_waiting = static_cast<std::size_t>(query.integer());
    queue.service_level_limit = from_duration_ms(query.integer());
    read_rules(queue, query.text(), "queue \"" + queue.name + "\"");
    queues.push_back(std::move(queue));
  }
  return queues;
}

void save_projects(Connection& connection, const std::vector<Project>& projects) {
  std::int64_t position = 0;
  for (const auto& project : projects) {
    if (!project.id) throw Failure{{"bad_configuration", "The project \"" + project.name + "\" has no id."}};
    connection.run(
        "INSERT INTO projects (id, position, name, title, country, language, caller_id, greeting, lists, "
        "rules) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {project.id, position++, project.name, project.title, project.country, project.language,
         project.caller_id, project.greeting, lists_json(project),
         rules_json(project, {"id", "name", "title", "country", "language", "caller_id", "numbers",
                              "greeting", "menus", "dispositions", "pause_reasons", "zone_shifts"})});
  }
}

void save_queues(Connection& connection, const std::vector<Queue>& queues) {
  std::int64_t position = 0;
  for (const auto& queue : queues) {
    if (!queue.id) throw Failure{{"bad_configuration", "The queue \"" + queue.name + "\" has no id."}};
    connection.run(
        "INSERT INTO queues (id, position, name, title, project_id, strategy, ring_limit_ms, card_limit_ms, "
        "wrap_up_limit_ms, owner_wait_ms, last_agent_first, owner_first, max_waiting, "
        "service_level_limit_ms, rules) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {queue.id, position++, queue.name, queue.title, queue.project, to_text(queue.strategy),
         ms(queue.ring_limit), ms(queue.card_limit), ms(queue.wrap_up_limit), ms(queue.owner_wait),
         queue.last_agent_first, queue.owner_first, static_cast<std::int64_t>(queue.max_waiting),
         ms(queue.service_level_limit),
         rules_json(queue, {"id", "name", "title", "project", "strategy", "ring_limit", "card_limit",
                            "wrap_up_limit", "owner_wait", "last_agent_first", "owner_first", "max_waiting",
                            "service_level_limit"})});
  }
}

std::vector<Hours> read_hours(Connection& connection) {
  std::vector<Hours> all;
  Query query(connection, "SELECT name, rules FROM hours ORDER BY position", "tt");
  while (query.next()) {
    Hours hours;
    hours.name = query.text();
    read_rules(hours, query.text(), "hours \"" + hours.name + "\"");
    all.push_back(std::move(hours));
  }
  return all;
}

void save_hours(Connection& connection, const std::vector<Hours>& all) {
  std::int64_t position = 0;
  for (const auto& hours : all)
    connection.run("INSERT INTO hours (name, position, rules) VALUES (?, ?, ?)",
                   {hours.name, position++, rules_json(hours, {"name", "shifts"})});
}

// Those that are not among them any more keep their names for history.
void remember_queues(Connection& connection, const std::vector<Queue>& after) {
  for (const Queue& queue : read_queues(connection))
    if (std::none_of(after.begin(), after.end(), [&](const Queue& kept) { return kept.id == queue.id; }))
      connection.run("INSERT INTO gone (kind, id, name, title) VALUES ('queue', ?, ?, ?)",
                     {queue.id, queue.name, queue.title});
}

// All but the agents.
void save_all(Connection& connection, const Configuration& configuration) {
  for (const char* table : {"entries", "queues", "projects", "hours"})
    connection.run(std::string("DELETE FROM ") + table);
  save_projects(connection, configuration.projects);
  save_queues(connection, configuration.queues);
  save_hours(connection, configuration.hours);
  std::int64_t position = 0;
  for (const auto& entry : configuration.entries)
    connection.run(
        "INSERT INTO entries (position, number, project_id, target, source) VALUES (?, ?, ?, ?, ?)",
        {position++, entry.number, entry.project, entry.target, entry.source});
  const auto keep = [&](const char* name, const std::string& value) {
    connection.run(
        "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE "
        "SET value = excluded.value",
        {name, value});
  };
  keep(kPhoneRequired, configuration.phone_required ? "1" : "0");
  keep(kRingGroups, json::serialize(json::value_from(configuration.groups)));
}

std::vector<RingGroup> read_groups(Connection& connection) {
  std::vector<RingGroup> groups;
  Query query(connection, "SELECT value FROM settings WHERE name = ?", "t", {kRingGroups});
  if (!query.next()) return groups;
  const json::value all = json::parse(query.text());
  for (const auto& one : all.as_array())
    base::read_described(groups.emplace_back(), one);
  return groups;
}
}  // namespace

Result<Configuration> SqlStore::configuration() {
  return database_->read([&](Connection& connection) {
    Configuration all;
    all.projects = read_projects(connection);
    all.queues = read_queues(connection);
    for (auto& account : read_accounts(connection)) all.agents.push_back(std::move(account.agent));
    {
      Query query(connection, "SELECT number, project_id, target, source FROM entries ORDER BY position",
                  "titt");
      while (query.next()) {
        Entry entry;
        entry.number = query.text();
        entry.project = query.id<ProjectId>();
        entry.target = query.text();
        entry.source = query.text();
        all.entries.push_back(std::move(entry));
      }
    }
    all.hours = read_hours(connection);
    all.groups = read_groups(connection);
    Query query(connection, "SELECT value FROM settings WHERE name = ?", "t", {kPhoneRequired});
    if (query.next()) all.phone_required = query.text() != "0";
    return all;
  });
}

Result<void> SqlStore::save_configuration(const Configuration& configuration) {
  return database_->write([&](Connection& connection) {
    save_all(connection, configuration);
    raise_configuration_version(connection);
  });
}

namespace {
void write_audit(Connection& connection, const ports::AuditRow& row) {
  connection.run(
      "INSERT INTO audit (author_id, at_ms, place, before_json, after_json) VALUES (?, ?, ?, ?, ?)",
      {row.author, row.at, row.place, row.before, row.after});
}
}  // namespace

Result<std::int64_t> SqlStore::change_configuration(const Configuration& configuration, std::int64_t expected,
                                                    const std::vector<ports::AuditRow>& audit,
                                                    const ports::PasswordHashes& fresh) {
  return database_->write([&](Connection& connection) {
    // Raised first: on PostgreSQL two changes at once then wait for each other instead of both reading the
    // old version.
    raise_configuration_version(connection);
    const auto version = version_of_configuration(connection);
    if (version != expected + 1)
      throw Failure{{"conflict", "The settings were changed meanwhile (version " +
                                     std::to_string(version - 1) + ", yours is " + std::to_string(expected) +
                                     "). Read them again and repeat your change."}};
    remember_queues(connection, configuration.queues);
    save_all(connection, configuration);
    save_agents(connection, configuration.agents, fresh);
    for (const auto& row : audit) write_audit(connection, row);
    return version;
  });
}

Result<Configuration> SqlStore::gone() {
  return database_->read([&](Connection& connection) {
    Configuration all;
    Query query(connection, "SELECT kind, id, name, title FROM gone ORDER BY kind, id", "titt");
    while (query.next()) {
      const bool is_queue = query.text() == "queue";
      if (is_queue) {
        Queue& queue = all.queues.emplace_back();
        queue.id = query.id<QueueId>();
        queue.name = query.text();
        queue.title = query.text();
      } else {
        Agent& agent = all.agents.emplace_back();
        agent.id = query.id<AgentId>();
        agent.login = query.text();
        agent.name = query.text();
      }
    }
    return all;
  });
}

Result<void> SqlStore::add_audit(const ports::AuditRow& row) {
  return database_->write([&](Connection& connection) { write_audit(connection, row); });
}

Result<ports::Page<ports::AuditRow>> SqlStore::audit(const ports::PageWanted& wanted) {
  return database_->read([&](Connection& connection) {
    const auto limit = static_cast<std::size_t>(page_limit(wanted));
    const std::string from = wanted.cursor.empty() ? "" : read_cursor(wanted.cursor, 'a', 1).front();
    std::vector<Value> values;
    if (!from.empty()) values.emplace_back(cursor_number(from));
    values.emplace_back(page_limit(wanted) + 1);
    ports::Page<ports::AuditRow> page;
    Query query(connection,
                std::string("SELECT id, author_id, at_ms, place, before_json, after_json FROM audit ") +
                    (from.empty() ? "" : "WHERE id < ? ") + "ORDER BY id DESC LIMIT ?",
                "iiittt", values);
    while (query.next()) {
      ports::AuditRow row;
      row.id = query.integer();
      row.author = query.id<AgentId>();
      row.at = query.at();
      row.place = query.text();
      row.before = query.text();
      row.after = query.text();
      page.items.push_back(std::move(row));
    }
    if (page.items.size() > limit) {
      page.items.resize(limit);
      page.next = make_cursor('a', {std::to_string(page.items.back().id)});
    }
    return page;
  });
}
}  // namespace okno::store
