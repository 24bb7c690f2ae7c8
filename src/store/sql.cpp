#include "store/sql.h"

#include <libpq-fe.h>
#include <soci/connection-pool.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <deque>
#include <unordered_map>

#include "base/check.h"
#include "base/text.h"

namespace okno::store {
namespace {
constexpr std::size_t kMaxStatements = 256;  // prepared per connection: memory; the house has under a hundred
constexpr int kLeaseLimitMs = 30'000;        // a connection that does not come free in this time never will

soci::session& session_of(void* session) {
  return *static_cast<soci::session*>(session);
}

// SOCI's backends export no typeinfo, which UBSan's vptr check of these casts would need.
#define OKNO_FOREIGN_TYPE __attribute__((no_sanitize("undefined")))
OKNO_FOREIGN_TYPE sqlite_api::sqlite3* sqlite_of(void* session) {
  return static_cast<soci::sqlite3_session_backend*>(session_of(session).get_backend())->conn_;
}
OKNO_FOREIGN_TYPE PGconn* postgresql_of(void* session) {
  return static_cast<soci::postgresql_session_backend*>(session_of(session).get_backend())->conn_;
}
OKNO_FOREIGN_TYPE sqlite_api::sqlite3_stmt* sqlite_statement_of(soci::statement& statement) {
  return static_cast<soci::sqlite3_statement_backend*>(statement.get_backend())->stmt_;
}

// ? → :p1, :p2 … as SOCI wants them.
std::string with_names(const std::string& sql) {
  std::string named;
  named.reserve(sql.size() + 32);
  int number = 0;
  bool quoted = false;
  for (const char c : sql) {
    if (c == '\'') quoted = !quoted;
    if (c == '?' && !quoted)
      named += ":p" + std::to_string(++number);
    else
      named += c;
  }
  return named;
}

}  // namespace

struct Cell {
  bool is_text = false;
  long long number = 0;
  std::string text;
  soci::indicator state = soci::i_ok;
};

// A prepared statement with the cells it is bound to: they keep their addresses for its whole life.
struct Prepared {
  Prepared(soci::session& session) : statement(session) {}
  soci::statement statement;
  std::deque<Cell> parameters;
  std::deque<Cell> columns;
  bool busy = false;
};

struct Connection::Statements {
  std::unordered_map<std::string, std::shared_ptr<Prepared>> by_sql;
};

struct Database::Pool {
  explicit Pool(std::size_t size) : sessions(size) {}
  soci::connection_pool sessions;
};

Value::Value(std::string text) : text_(std::move(text)), is_text_(true) {
  if (!base::is_utf8(text_) || text_.find('\0') != std::string::npos) text_ = base::printable(text_, true);
}

// --- Query

Query::Query(Connection& connection, const std::string& sql, std::string_view columns,
             const std::vector<Value>& values)
    : connection_(connection) {
  auto& kept = connection.statements_->by_sql;
  if (const auto found = kept.find(sql); found != kept.end()) {
    prepared_ = found->second;
    OKNO_CHECK(!prepared_->busy && prepared_->parameters.size() == values.size());
  } else {
    prepared_ = std::make_shared<Prepared>(session_of(connection.session_));
    auto& statement = prepared_->statement;
    statement.alloc();
    statement.prepare(with_names(sql));
    for (const auto& value : values) {
      auto& cell = prepared_->parameters.emplace_back();
      cell.is_text = value.is_text_;
      if (cell.is_text)
        statement.exchange(soci::use(cell.text, cell.state));
      else
        statement.exchange(soci::use(cell.number, cell.state));
    }
    for (const char type : columns) {
      auto& cell = prepared_->columns.emplace_back();
      cell.is_text = type == 't';
      if (cell.is_text)
        statement.exchange(soci::into(cell.text, cell.state));
      else
        statement.exchange(soci::into(cell.number, cell.state));
    }
    statement.define_and_bind();
    if (kept.size() >= kMaxStatements) kept.clear();
    kept.emplace(sql, prepared_);
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto& cell = prepared_->parameters[i];
    OKNO_CHECK(cell.is_text == values[i].is_text_);
    if (cell.is_text)
      cell.text = values[i].text_;
    else
      cell.number = values[i].number_;
    cell.state = values[i].null_ ? soci::i_null : soci::i_ok;
  }
  try {
    prepared_->busy = true;
    got_ = prepared_->statement.execute(true);
  } catch (...) {
    kept.erase(sql);  // its state is unknown; the next use prepares it anew
    throw;
  }
}

Query::~Query() {
  prepared_->busy = false;
  // A SELECT that was not read to its end would hold its snapshot (and the file's log) until its next use.
  if (connection_.dialect_ == Dialect::sqlite)
    sqlite_api::sqlite3_reset(sqlite_statement_of(prepared_->statement));
}

bool Query::next() {
  column_ = 0;
  if (first_)
    first_ = false;
  else if (got_)
    got_ = prepared_->statement.fetch();
  return got_;
}

Cell& Query::cell(char type) {
  OKNO_CHECK(got_ && column_ < prepared_->columns.size());
  auto& cell = prepared_->columns[column_++];
  OKNO_CHECK(cell.is_text == (type == 't'));
  return cell;
}

std::int64_t Query::integer() {
  const auto& c = cell('i');
  return c.state == soci::i_null ? 0 : c.number;
}
std::string Query::text() {
  const auto& c = cell('t');
  return c.state == soci::i_null ? std::string() : c.text;
}
std::optional<std::int64_t> Query::maybe() {
  const auto& c = cell('i');
  if (c.state == soci::i_null) return std::nullopt;
  return c.number;
}
std::optional<std::string> Query::maybe_text() {
  const auto& c = cell('t');
  if (c.state == soci::i_null) return std::nullopt;
  return c.text;
}
std::optional<base::Instant> Query::maybe_at() {
  const auto number = maybe();
  if (!number) return std::nullopt;
  return base::from_ms(*number);
}
std::int64_t Query::changed() {
  return prepared_->statement.get_affected_rows();
}

// --- Connection

Connection::Connection(Dialect dialect, void* soci_session)
    : dialect_(dialect), session_(soci_session), statements_(new Statements) {}
Connection::~Connection() = default;

void* Connection::native() const {
  if (dialect_ == Dialect::sqlite) return sqlite_of(session_);
  return postgresql_of(session_);
}

void Connection::script(const std::string& sql) {
  if (dialect_ == Dialect::sqlite) {
    char* message = nullptr;
    const int code = sqlite_api::sqlite3_exec(sqlite_of(session_), sql.c_str(), nullptr, nullptr, &message);
    if (code == SQLITE_OK) return;
    const std::string words = message ? message : "unknown error";
    sqlite_api::sqlite3_free(message);
    throw soci::sqlite3_soci_error(words, code);
  }
  PGresult* result = PQexec(postgresql_of(session_), sql.c_str());
  const auto status = PQresultStatus(result);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) {
    PQclear(result);
    return;
  }
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string code = state ? state : "08006";
  const std::string words = PQerrorMessage(postgresql_of(session_));
  PQclear(result);
  throw soci::postgresql_soci_error(words, code.c_str());
}

std::int64_t Connection::run(const std::string& sql, const std::vector<Value>& values) {
  Query query(*this, sql, "", values);
  return query.changed();
}

void Connection::begin() {
  script(dialect_ == Dialect::sqlite ? "BEGIN IMMEDIATE" : "BEGIN");
}
void Connection::commit() {
  script("COMMIT");
}
void Connection::rollback() noexcept {
  try {
    if (dialect_ == Dialect::sqlite) {
      if (!sqlite_api::sqlite3_get_autocommit(sqlite_of(session_))) script("ROLLBACK");
    } else if (PQtransactionStatus(postgresql_of(session_)) != PQTRANS_IDLE) {
      script("ROLLBACK");
    }
  } catch (...) {  // the connection is gone, and the transaction with it
  }
}

bool Connection::lost() const {
  if (dialect_ == Dialect::sqlite) return false;
  const PGconn* connection = postgresql_of(session_);
  return connection == nullptr || PQstatus(connection) != CONNECTION_OK;
}

void Connection::reconnect() {
  forget_statements();
  session_of(session_).reconnect();
  if (!on_connect.empty()) script(on_connect);
}

void Connection::forget_statements() {
  statements_->by_sql.clear();
}

// --- Database

Database::Database(Dialect dialect, const std::string& connect_string, int size,
                   const std::string& on_connect, std::string place)
    : dialect_(dialect), place_(std::move(place)), pool_(new Pool(static_cast<std::size_t>(size))) {
  for (int i = 0; i < size; ++i) {
    auto& session = pool_->sessions.at(static_cast<std::size_t>(i));
    if (dialect == Dialect::sqlite)
      session.open(soci::sqlite3, connect_string);
    else
      session.open(soci::postgresql, connect_string);
    connections_.push_back(std::make_unique<Connection>(dialect, &session));
    connections_.back()->on_connect = on_connect;
    connections_.back()->script(on_connect);
  }
}
Database::~Database() {
  connections_.clear();
}  // statements before their sessions

Database::Lease::Lease(Database& database) : database_(database) {
  if (!database_.pool_->sessions.try_lease(at_, kLeaseLimitMs))
    throw Failure{
        {"store_failed", "The database is busy: all its connections have been in use for 30 s. Try again."}};
}
Database::Lease::~Lease() {
  database_.pool_->sessions.give_back(at_);
}

namespace {
base::Error sqlite_error(int code, const std::string& message, const std::string& place) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {"store_failed", "The disk is full: free some space for " + place + ", then try again."};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {"store_failed", "The database file " + place + " is damaged (" + message +
                                  "). Stop the server and restore the file from a backup."};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {"store_failed",
              "Another program holds the database file " + place + ". Close it, then try again."};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return {"store_failed", "The database file " + place + " cannot be written (" + message +
                                  "). Give the server's user the right to write the file and its directory."};
    case SQLITE_IOERR:
      return {"store_failed",
              "Reading or writing the database file " + place + " failed (" + message + "). Check the disk."};
    case SQLITE_CONSTRAINT:
      if (message.find("FOREIGN KEY") != std::string::npos)
        return {"not_found", "Something this row refers to is not there. Reload and try again."};
      if (message.find("UNIQUE") != std::string::npos)
        return {"conflict", "There is already such a row. Reload and try again."};
      break;
    default:
      break;
  }
  return {"store_failed", "The database " + place + " answered: " + message};
}

base::Error postgresql_error(const std::string& state, const std::string& message, const std::string& place) {
  const std::string group = state.substr(0, 2);
  if (state == "53100")
    return {"store_failed", "The disk of the database server is full: free some space, then try again."};
  if (state == "23503")
    return {"not_found", "Something this row refers to is not there. Reload and try again."};
  if (state == "23505") return {"conflict", "There is already such a row. Reload and try again."};
  if (group == "40") return {"store_failed", "Two changes met in the database. Try again."};
  if (group == "08" || group == "57" || state.empty())
    return {"store_failed",
            "The connection to the database " + place + " was lost (" + message + "). Try again."};
  return {"store_failed", "The database " + place + " answered: " + message};
}

std::string one_line(const std::string& text) {
  return std::string(base::trim(base::printable(text)));
}
}  // namespace

base::Error Database::explain(Connection* connection) const {
  try {
    throw;
  } catch (const Failure& failure) {
    return failure.error;
  } catch (const soci::sqlite3_soci_error& e) {
    return sqlite_error(e.result(), one_line(e.get_error_message()), place_);
  } catch (const soci::postgresql_soci_error& e) {
    return postgresql_error(e.sqlstate(), one_line(e.get_error_message()), place_);
  } catch (const soci::soci_error& e) {
    if (connection && connection->lost())
      return postgresql_error("", one_line(e.get_error_message()), place_);
    return {"store_failed", "The database " + place_ + " answered: " + one_line(e.get_error_message())};
  } catch (const std::exception& e) {
    return {"store_failed", std::string("The store failed: ") + e.what()};
  }
}
}  // namespace okno::store
