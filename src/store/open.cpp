#include "store/open.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <exception>

#include "base/text.h"
#include "store/schema.h"
#include "store/sql_store.h"

namespace okno::store {
namespace {
using base::Error;
using base::Result;

constexpr int kApplicationId = 0x4F6B6E6F;  // "Okno" in the header of our SQLite files
constexpr off_t kCheckedBytes = 64 << 20;   // files up to this are checked whole at the start: under 0.5 s
constexpr int kBusyLimitMs = 5'000;         // another program (a backup) may hold the file that long

Error refused(const std::string& path, const std::string& why, const std::string& what_to_do) {
  return {"store_failed", "The database file " + path + " cannot be opened: " + why + ". " + what_to_do};
}
Error damaged(const std::string& path, const std::string& why) {
  return {"store_damaged", "The database file " + path + " is damaged: " + why +
                               ". Restore it from a backup, or move it away to start with an empty one."};
}

// SOCI reads "key=value key=value"; a path without = and blanks needs no quotes.
std::string connect_string(const std::string& path) {
  return path.find_first_of("= ") == std::string::npos ? path : "dbname=\"" + path + "\"";
}

std::string on_connect(const Settings& settings) {
  std::string script = "PRAGMA busy_timeout = " + std::to_string(kBusyLimitMs) +
                       "; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; "
                       "PRAGMA journal_size_limit = 67108864; PRAGMA synchronous = ";
  script += settings.sync ? "FULL" : "NORMAL";
  if (settings.max_bytes > 0)
    script += "; PRAGMA max_page_count = " + std::to_string(settings.max_bytes / 4096);
  return script;
}

// What an existing file is, before anything is written to it.
Result<void> look_at_file(const std::string& path) {
  struct stat status {};
  const bool there = ::stat(path.c_str(), &status) == 0;
  if (there && S_ISDIR(status.st_mode)) return refused(path, "it is a directory", "Name a file in it.");
  // Ours alone: it holds customers. SQLite gives its log the same rights.
  if (!there)
    if (const int made = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640); made >= 0) ::close(made);
  sqlite3* file = nullptr;
  const int opened =
      sqlite3_open_v2(path.c_str(), &file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  struct Closer {
    sqlite3* file;
    ~Closer() { sqlite3_close(file); }
  } closer{file};
  if (opened != SQLITE_OK)
    return refused(path, sqlite3_errmsg(file),
                   "Check that its directory is there and may be written by the server's user.");
  if (sqlite3_db_readonly(file, "main") == 1)
    return refused(path, "it may not be written", "Give the server's user the right to write it.");
  sqlite3_busy_timeout(file, kBusyLimitMs);

  const auto ask = [&](const char* sql, std::string& answer) {
    sqlite3_stmt* statement = nullptr;
    int code = sqlite3_prepare_v2(file, sql, -1, &statement, nullptr);
    if (code == SQLITE_OK) code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
      answer = text ? text : "";
    }
    sqlite3_finalize(statement);
    return code == SQLITE_ROW || code == SQLITE_DONE;
  };
  std::string answer;
  if (!ask("SELECT COUNT(*) FROM sqlite_master", answer)) return damaged(path, sqlite3_errmsg(file));
  const bool empty = answer == "0";
  if (!ask("PRAGMA application_id", answer)) return damaged(path, sqlite3_errmsg(file));
  if (!empty && answer != std::to_string(kApplicationId))
    return refused(path, "it is a database of another program", "Name another file.");
  if (there && status.st_size <= kCheckedBytes) {
    if (!ask("PRAGMA quick_check(1)", answer)) return damaged(path, sqlite3_errmsg(file));
    if (answer != "ok") return damaged(path, answer);
  }
  return {};
}

Result<std::unique_ptr<ports::Store>> open_sqlite(const Settings& settings) {
  if (settings.path.empty()) return Error{"bad_setting", "The store needs a path to its SQLite file."};
  if (settings.path.find('"') != std::string::npos)
    return Error{"bad_setting", "The path of the SQLite file may hold no quotation mark: " + settings.path};
  if (const auto looked = look_at_file(settings.path); !looked.ok()) return looked.error();
  auto database = std::make_unique<Database>(Dialect::sqlite, connect_string(settings.path),
                                             settings.connections, on_connect(settings), settings.path);
  const auto ready = database->read([&](Connection& connection) {
    migrate(connection, migrations());
    connection.script("PRAGMA application_id = " + std::to_string(kApplicationId));
  });
  if (!ready.ok()) return ready.error();
  return std::unique_ptr<ports::Store>(new SqlStore(std::move(database), true));
}

Result<std::unique_ptr<ports::Store>> open_postgresql(const Settings& settings) {
  if (settings.connection.empty())
    return Error{
        "bad_setting",
        "The store needs a connection string for PostgreSQL, such as \"host=/run/postgresql dbname=okno\"."};
  const std::string& schema = settings.schema;
  if (schema.empty() || schema.size() > 63 ||
      schema.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos)
    return Error{"bad_setting",
                 "The store's schema \"" + schema + "\" may hold only a-z, 0-9 and _, at most 63."};
  // Whether a commit waits for the disk is the database server's own setting (synchronous_commit, on by
  // default).
  const std::string script =
      "SET client_encoding = 'UTF8'; SET client_min_messages = warning; SET search_path TO \"" + schema +
      "\", public";
  auto database = std::make_unique<Database>(Dialect::postgresql, settings.connection, settings.connections,
                                             script, "PostgreSQL, schema " + schema);
  const auto ready = database->read([&](Connection& connection) {
    if (schema != "public") connection.script("CREATE SCHEMA IF NOT EXISTS \"" + schema + "\"");
    migrate(connection, migrations());
    return ensure_trigram_index(connection);
  });
  if (!ready.ok()) return ready.error();
  return std::unique_ptr<ports::Store>(new SqlStore(std::move(database), *ready));
}
}  // namespace

Result<std::unique_ptr<ports::Store>> open(const Settings& settings) {
  if (settings.connections < 1 || settings.connections > 64)
    return Error{"bad_setting", "The store's connections must be 1 to 64, not " +
                                    std::to_string(settings.connections) + "."};
  try {
    if (settings.backend == "sqlite") return open_sqlite(settings);
    if (settings.backend == "postgresql") return open_postgresql(settings);
  } catch (const std::exception& e) {
    const std::string why(base::trim(base::printable(e.what())));
    if (settings.backend == "sqlite")
      return refused(settings.path, why, "Check the file, its directory and the disk.");
    return Error{"store_failed",
                 "PostgreSQL cannot be reached: " + why +
                     ". Check that it runs and that the connection string in the settings is right."};
  }
  return Error{"bad_setting",
               "The store's backend must be \"sqlite\" or \"postgresql\", not \"" + settings.backend + "\"."};
}
}  // namespace okno::store
