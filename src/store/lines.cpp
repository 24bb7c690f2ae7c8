// Lines to providers that were set up in the desk.
#include "store/lines.h"

#include "ports/store.h"
#include "store/sql_store.h"

namespace okno::store {
using ports::AuditRow;
using ports::LineRow;
using ports::Result;

namespace {
void write_down(Connection& connection, const AuditRow& row) {
  connection.run(
      "INSERT INTO audit (author_id, at_ms, place, before_json, after_json) VALUES (?, ?, ?, ?, ?)",
      {row.author, row.at, row.place, row.before, row.after});
}

Failure no_such_line(std::int64_t id) {
  return Failure{{"not_found", "There is no line number " + std::to_string(id) + "."}};
}

class SqlLines final : public ports::LineShelf {
 public:
  explicit SqlLines(Database& database) : database_(database) {}
  Result<std::vector<LineRow>> lines() override;
  Result<LineRow> save_line(const LineRow& line, const AuditRow& audit) override;
  Result<void> remove_line(std::int64_t id, const AuditRow& audit) override;

 private:
  Database& database_;
};

Result<std::vector<LineRow>> SqlLines::lines() {
  return database_.read([&](Connection& connection) {
    std::vector<LineRow> rows;
    Query query(connection, "SELECT id, name, setup, password FROM lines ORDER BY id", "ittt");
    while (query.next()) {
      LineRow row;
      row.id = query.integer();
      row.name = query.text();
      row.setup = query.text();
      row.password = query.text();
      rows.push_back(std::move(row));
    }
    return rows;
  });
}

Result<LineRow> SqlLines::save_line(const LineRow& line, const AuditRow& audit) {
  return database_.write([&](Connection& connection) {
    LineRow made = line;
    {
      Query query(connection, "SELECT id FROM lines WHERE name = ?", "i", {line.name});
      if (query.next() && query.integer() != line.id)
        throw Failure{{"conflict", "There is already a line \"" + line.name + "\". Choose another name."}};
    }
    if (line.id == 0) {
      Query query(connection, "INSERT INTO lines (name, setup, password) VALUES (?, ?, ?) RETURNING id", "i",
                  {line.name, line.setup, line.password});
      query.next();
      made.id = query.integer();
      while (query.next()) {
      }
    } else if (connection.run("UPDATE lines SET name = ?, setup = ?, password = ? WHERE id = ?",
                              {line.name, line.setup, line.password, line.id}) == 0) {
      throw no_such_line(line.id);
    }
    write_down(connection, audit);
    return made;
  });
}

Result<void> SqlLines::remove_line(std::int64_t id, const AuditRow& audit) {
  return database_.write([&](Connection& connection) {
    if (connection.run("DELETE FROM lines WHERE id = ?", {id}) == 0) throw no_such_line(id);
    write_down(connection, audit);
  });
}
}  // namespace

std::unique_ptr<ports::LineShelf> open_lines(ports::Store& store) {
  return std::make_unique<SqlLines>(static_cast<SqlStore&>(store).database());
}
}  // namespace okno::store
