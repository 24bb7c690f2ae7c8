// Staff, sessions, keys, settings, kept answers.
#include <unordered_map>

#include "domain/describe.h"
#include "store/rows.h"
#include "store/rules.h"
#include "store/sql_store.h"

namespace okno::store {
using namespace domain;
using ports::Account;
using ports::ApiKey;
using ports::KeptAnswer;
using ports::Session;

namespace {
constexpr int kMostSessions = 200;  // of one agent: programs that sign in without end push out his oldest

std::string rules_of(const Agent& agent) {
  return rules_json(
      agent, {"id", "login", "name", "role", "queues", "extension", "desk_phone", "language", "department"});
}
}  // namespace

SqlStore::SqlStore(std::unique_ptr<Database> database, bool trigrams)
    : database_(std::move(database)), trigrams_(trigrams) {}
SqlStore::~SqlStore() = default;

void raise_configuration_version(Connection& connection) {
  connection.run(
      "INSERT INTO settings (name, value) VALUES ('configuration_version', '1') ON CONFLICT (name) DO UPDATE "
      "SET value = CAST(CAST(settings.value AS BIGINT) + 1 AS TEXT)");
}

std::vector<Account> read_accounts(Connection& connection) {
  std::vector<Account> accounts;
  {
    Query query(connection,
                "SELECT id, login, name, role, extension, desk_phone, language, department, password_hash, "
                "desk_phone_ha1, rules FROM staff WHERE id NOT IN (SELECT id FROM gone WHERE kind = 'agent') "
                "ORDER BY "
                "id",
                "itttttttttt");
    while (query.next()) {
      Account account;
      account.agent.id = query.id<AgentId>();
      account.agent.login = query.text();
      account.agent.name = query.text();
      account.agent.role = word<Role>(query.text(), "staff");
      account.agent.extension = query.text();
      account.agent.desk_phone = query.text();
      account.agent.language = query.text();
      account.agent.department = query.text();
      account.password_hash = query.text();
      account.desk_phone_ha1 = query.text();
      read_rules(account.agent, query.text(), "\"" + account.agent.login + "\"");
      accounts.push_back(std::move(account));
    }
  }
  Query query(connection, "SELECT agent_id, queue_id FROM staff_queues ORDER BY agent_id, position", "ii");
  std::size_t at = 0;
  while (query.next()) {
    const auto agent = query.id<AgentId>();
    while (at < accounts.size() && accounts[at].agent.id != agent) ++at;
    if (at == accounts.size()) break;
    accounts[at].agent.queues.push_back(query.id<QueueId>());
  }
  return accounts;
}

void save_queues_of(Connection& connection, const Agent& agent) {
  connection.run("DELETE FROM staff_queues WHERE agent_id = ?", {agent.id});
  std::int64_t position = 0;
  for (const auto queue : agent.queues)
    connection.run("INSERT INTO staff_queues (agent_id, position, queue_id) VALUES (?, ?, ?)",
                   {agent.id, position++, queue});
}

// His row stays, because cards and notes name it; nobody comes in by it, and the login is free for another.
void shut_out(Connection& connection, const Agent& agent) {
  connection.run("INSERT INTO gone (kind, id, name, title) VALUES ('agent', ?, ?, ?)",
                 {agent.id, agent.login, agent.name});
  for (const char* table : {"sessions", "api_keys", "staff_queues"})
    connection.run(std::string("DELETE FROM ") + table + " WHERE agent_id = ?", {agent.id});
  connection.run(
      "UPDATE staff SET login = ?, password_hash = '', desk_phone = '', desk_phone_ha1 = '' WHERE id = ?",
      {agent.login + "#" + std::to_string(agent.id.value()), agent.id});
}

void engage(Connection& connection, const Agent& agent) {
  connection.run(
      "INSERT INTO staff (id, login, name, role, extension, desk_phone, language, department, password_hash, "
      "desk_phone_ha1, rules) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', '', ?)",
      {agent.id, agent.login, agent.name, to_text(agent.role), agent.extension, agent.desk_phone,
       agent.language, agent.department, rules_of(agent)});
  save_queues_of(connection, agent);
}

// Rules, queues, name, department and short number of those who have changed, who is new and who is gone.
void save_agents(Connection& connection, const std::vector<Agent>& agents,
                 const ports::PasswordHashes& fresh) {
  std::unordered_map<AgentId, Agent> before;
  for (auto& account : read_accounts(connection)) before.emplace(account.agent.id, std::move(account.agent));
  std::unordered_map<AgentId, Agent> left = before;
  for (const Agent& agent : agents) left.erase(agent.id);
  for (const auto& [id, agent] : left) shut_out(connection, agent);
  for (const Agent& agent : agents) {
    const auto found = before.find(agent.id);
    if (found == before.end()) {
      engage(connection, agent);
      continue;
    }
    const Agent& old = found->second;
    const std::string rules = rules_of(agent);
    if (old.queues != agent.queues) save_queues_of(connection, agent);
    if (old.name != agent.name || old.department != agent.department || old.extension != agent.extension ||
        old.language != agent.language || rules_of(old) != rules)
      connection.run(
          "UPDATE staff SET name = ?, department = ?, extension = ?, language = ?, rules = ? WHERE id = ?",
          {agent.name, agent.department, agent.extension, agent.language, rules, agent.id});
  }
  for (const auto& [id, hash] : fresh)
    connection.run("UPDATE staff SET password_hash = ? WHERE id = ?", {hash, id});
}

Result<std::vector<Account>> SqlStore::accounts() {
  return database_->read([&](Connection& connection) { return read_accounts(connection); });
}

Result<Account> SqlStore::save_account(const Account& account) {
  return database_->write([&](Connection& connection) {
    Account made = account;
    Agent& agent = made.agent;
    {
      Query query(connection, "SELECT id FROM staff WHERE login = ?", "i", {agent.login});
      if (query.next() && query.id<AgentId>() != agent.id)
        throw Failure{
            {"conflict", "The login \"" + agent.login + "\" is already taken. Choose another one."}};
    }
    std::vector<Value> values{agent.login,         agent.name,     to_text(agent.role), agent.extension,
                              agent.desk_phone,    agent.language, agent.department,    made.password_hash,
                              made.desk_phone_ha1, rules_of(agent)};
    if (!agent.id) {
      Query query(
          connection,
          "INSERT INTO staff (id, login, name, role, extension, desk_phone, language, department, "
          "password_hash, desk_phone_ha1, rules) VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM staff), ?, ?, "
          "?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
          "i", values);
      query.next();
      agent.id = query.id<AgentId>();
      while (query.next()) {
      }
    } else {
      values.emplace_back(agent.id);
      if (connection.run(
              "UPDATE staff SET login = ?, name = ?, role = ?, extension = ?, desk_phone = ?, language = ?, "
              "department = ?, password_hash = ?, desk_phone_ha1 = ?, rules = ? WHERE id = ?",
              values) == 0)
        throw Failure{
            {"not_found", "There is no member of staff number " + std::to_string(agent.id.value()) + "."}};
    }
    save_queues_of(connection, agent);
    raise_configuration_version(connection);
    return made;
  });
}

std::int64_t version_of_configuration(Connection& connection) {
  Query query(connection, "SELECT CAST(value AS BIGINT) FROM settings WHERE name = 'configuration_version'",
              "i");
  return query.next() ? query.integer() : 0;
}

Result<std::int64_t> SqlStore::configuration_version() {
  return database_->read([&](Connection& connection) { return version_of_configuration(connection); });
}

Result<void> SqlStore::save_session(const Session& session) {
  return database_->write([&](Connection& connection) {
    connection.run(
        "INSERT INTO sessions (token_hash, agent_id, csrf, expires_at_ms) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (token_hash) DO UPDATE SET agent_id = excluded.agent_id, csrf = excluded.csrf, "
        "expires_at_ms = excluded.expires_at_ms",
        {session.token_hash, session.agent, session.csrf, session.expires_at});
    connection.run(
        "DELETE FROM sessions WHERE agent_id = ? AND token_hash NOT IN (SELECT token_hash FROM sessions "
        "WHERE agent_id = ? ORDER BY expires_at_ms DESC, token_hash LIMIT ?)",
        {session.agent, session.agent, kMostSessions});
  });
}

Result<std::optional<Session>> SqlStore::session(const std::string& token_hash) {
  return database_->read([&](Connection& connection) -> std::optional<Session> {
    Query query(connection, "SELECT agent_id, csrf, expires_at_ms FROM sessions WHERE token_hash = ?", "iti",
                {token_hash});
    if (!query.next()) return std::nullopt;
    Session row;
    row.token_hash = token_hash;
    row.agent = query.id<AgentId>();
    row.csrf = query.text();
    row.expires_at = query.at();
    return row;
  });
}

Result<void> SqlStore::end_session(const std::string& token_hash) {
  return database_->write([&](Connection& connection) {
    connection.run("DELETE FROM sessions WHERE token_hash = ?", {token_hash});
  });
}

Result<void> SqlStore::forget_sessions_before(base::Instant now) {
  return database_->write(
      [&](Connection& connection) { connection.run("DELETE FROM sessions WHERE expires_at_ms < ?", {now}); });
}

Result<void> SqlStore::save_api_key(const ApiKey& key) {
  return database_->write([&](Connection& connection) {
    connection.run("INSERT INTO api_keys (key_hash, agent_id, name, created_at_ms) VALUES (?, ?, ?, ?)",
                   {key.key_hash, key.agent, key.name, key.created_at});
  });
}

Result<std::optional<ApiKey>> SqlStore::api_key(const std::string& key_hash) {
  return database_->read([&](Connection& connection) -> std::optional<ApiKey> {
    Query query(connection, "SELECT agent_id, name, created_at_ms FROM api_keys WHERE key_hash = ?", "iti",
                {key_hash});
    if (!query.next()) return std::nullopt;
    ApiKey row;
    row.key_hash = key_hash;
    row.agent = query.id<AgentId>();
    row.name = query.text();
    row.created_at = query.at();
    return row;
  });
}

Result<std::optional<std::string>> SqlStore::setting(const std::string& name) {
  return database_->read([&](Connection& connection) -> std::optional<std::string> {
    Query query(connection, "SELECT value FROM settings WHERE name = ?", "t", {name});
    if (!query.next()) return std::nullopt;
    return query.text();
  });
}

Result<void> SqlStore::set_setting(const std::string& name, const std::string& value) {
  return database_->write([&](Connection& connection) {
    connection.run(
        "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE "
        "SET value = excluded.value",
        {name, value});
  });
}

Result<std::optional<KeptAnswer>> SqlStore::kept_answer(const std::string& key) {
  return database_->read([&](Connection& connection) -> std::optional<KeptAnswer> {
    Query query(connection, "SELECT request_hash, status, body, at_ms FROM kept_answers WHERE answer_key = ?",
                "titi", {key});
    if (!query.next()) return std::nullopt;
    KeptAnswer row;
    row.key = key;
    row.request_hash = query.text();
    row.status = static_cast<int>(query.integer());
    row.body = query.text();
    row.at = query.at();
    return row;
  });
}

Result<void> SqlStore::keep_answer(const KeptAnswer& answer) {
  return database_->write([&](Connection& connection) {
    connection.run(
        "INSERT INTO kept_answers (answer_key, request_hash, status, body, at_ms) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (answer_key) DO UPDATE SET request_hash = excluded.request_hash, "
        "status = excluded.status, body = excluded.body, at_ms = excluded.at_ms",
        {answer.key, answer.request_hash, answer.status, answer.body, answer.at});
  });
}

Result<void> SqlStore::forget_answers_before(base::Instant at) {
  return database_->write(
      [&](Connection& connection) { connection.run("DELETE FROM kept_answers WHERE at_ms < ?", {at}); });
}
}  // namespace okno::store
