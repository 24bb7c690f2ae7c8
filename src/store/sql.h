// SQL over SOCI: a pool of connections, each with its prepared statements; parameters and columns by
// position. This is the only place that sees SOCI. Exceptions thrown here (and Failure) end in
// Database::read/write and go no further.
#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/id.h"
#include "base/instant.h"
#include "base/result.h"

namespace okno::store {
enum class Dialect { sqlite, postgresql };

// Thrown inside read/write to answer with this error; a write is rolled back.
struct Failure {
  base::Error error;
};

// A parameter. Text is made valid UTF-8 without NUL, which PostgreSQL would refuse.
class Value {
 public:
  Value(std::int64_t number) : number_(number) {}
  Value(int number) : number_(number) {}
  Value(bool flag) : number_(flag ? 1 : 0) {}
  Value(std::string text);
  Value(std::string_view text) : Value(std::string(text)) {}
  Value(const char* text) : Value(std::string(text)) {}
  Value(base::Instant at) : number_(base::to_ms(at)) {}
  template <class Tag>
  Value(base::Id<Tag> id) : number_(id.value()) {}
  template <class T>
  Value(const std::optional<T>& maybe)
      : Value(maybe ? Value(*maybe) : of_type(static_cast<const T*>(nullptr))) {
    null_ = !maybe;
  }

 private:
  friend class Query;
  static Value of_type(const std::string*) { return Value(std::string()); }
  static Value of_type(const void*) { return Value(0); }
  std::int64_t number_ = 0;
  std::string text_;
  bool is_text_ = false;
  bool null_ = false;
};

class Connection;
struct Prepared;

// One execution of a statement. `sql` has ? for parameters; `columns` says what comes back, a letter a
// column: i integer, t text. The constructor executes; next() steps; columns are read from left to right.
class Query {
 public:
  Query(Connection& connection, const std::string& sql, std::string_view columns,
        const std::vector<Value>& values = {});
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  bool next();
  std::int64_t integer();
  bool flag() { return integer() != 0; }
  std::string text();
  std::optional<std::int64_t> maybe();
  std::optional<std::string> maybe_text();
  base::Instant at() { return base::from_ms(integer()); }
  std::optional<base::Instant> maybe_at();
  template <class Id>
  Id id() {
    return Id(integer());
  }
  template <class Id>
  std::optional<Id> maybe_id() {
    const auto number = maybe();
    return number ? std::optional<Id>(Id(*number)) : std::nullopt;
  }
  std::int64_t changed();  // rows touched by an INSERT, UPDATE or DELETE

 private:
  struct Cell& cell(char type);
  Connection& connection_;
  std::shared_ptr<Prepared> prepared_;
  std::size_t column_ = 0;
  bool first_ = true;
  bool got_ = false;
};

// One session of the pool. Used by one thread at a time.
class Connection {
 public:
  Connection(Dialect dialect, void* soci_session);
  ~Connection();
  Dialect dialect() const { return dialect_; }
  // Several statements separated by ';', without parameters.
  void script(const std::string& sql);
  // Executes and forgets the rows.
  std::int64_t run(const std::string& sql, const std::vector<Value>& values = {});
  void begin();  // a write: SQLite takes its write lock now
  void commit();
  void rollback() noexcept;
  bool lost() const;  // PostgreSQL: the server has gone
  void reconnect();   // and sets `on_connect` again
  void forget_statements();
  std::string on_connect;  // script for every fresh connection
  void* native() const;    // sqlite3* or PGconn*

 private:
  friend class Query;
  Dialect dialect_;
  void* session_;  // soci::session
  struct Statements;
  std::unique_ptr<Statements> statements_;
};

class Database {
 public:
  // Opens `size` connections; throws what the library throws. `on_connect` is run on each.
  Database(Dialect dialect, const std::string& connect_string, int size, const std::string& on_connect,
           std::string place);
  ~Database();
  Dialect dialect() const { return dialect_; }

  // Runs work(Connection&) and gives back what it returns. A lost PostgreSQL connection is opened anew and
  // the work done once more.
  template <class Work>
  auto read(Work work) -> base::Result<std::invoke_result_t<Work, Connection&>> {
    return attempt(work, false);
  }
  // The same in one transaction; when it returns a value the transaction is committed. Not done again once
  // the commit has been sent: nobody knows then whether it happened.
  template <class Work>
  auto write(Work work) -> base::Result<std::invoke_result_t<Work, Connection&>> {
    std::unique_lock<std::mutex> turn(writing_, std::defer_lock);
    if (dialect_ == Dialect::sqlite)
      turn.lock();  // SQLite has one writer; waiting here is fair and polls nothing
    return attempt(work, true);
  }

 private:
  class Lease {
   public:
    explicit Lease(Database& database);
    ~Lease();
    Connection& connection() { return *database_.connections_[at_]; }

   private:
    Database& database_;
    std::size_t at_ = 0;
  };
  // What the current exception means; call only inside a catch.
  base::Error explain(Connection* connection) const;

  template <class Work>
  auto attempt(Work& work, bool writing) -> base::Result<std::invoke_result_t<Work, Connection&>> {
    Connection* connection = nullptr;
    try {
      Lease lease(*this);
      connection = &lease.connection();
      for (bool again = false;; again = true) {
        bool committing = false;
        try {
          return once(*connection, work, writing, committing);
        } catch (...) {
          if (writing) connection->rollback();
          if (!connection->lost()) return explain(connection);
          const auto error = explain(connection);
          connection->reconnect();
          if (again || committing) return error;
        }
      }
    } catch (...) {
      return explain(connection);
    }
  }
  template <class Work>
  auto once(Connection& connection, Work& work, bool writing, bool& committing)
      -> base::Result<std::invoke_result_t<Work, Connection&>> {
    using T = std::invoke_result_t<Work, Connection&>;
    if (writing) connection.begin();
    if constexpr (std::is_void_v<T>) {
      work(connection);
      committing = true;
      if (writing) connection.commit();
      return {};
    } else {
      T value = work(connection);
      committing = true;
      if (writing) connection.commit();
      return value;
    }
  }

  Dialect dialect_;
  std::string place_;  // for words: the file or the database
  std::mutex writing_;
  struct Pool;
  std::unique_ptr<Pool> pool_;
  std::vector<std::unique_ptr<Connection>> connections_;
};
}  // namespace okno::store
