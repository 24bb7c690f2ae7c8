// Moments of recordings, and which of these are old.
#include "ports/recording_book.h"
#include "store/open.h"
#include "store/rows.h"
#include "store/sql_store.h"

namespace okno::store {
using namespace domain;
using ports::Moment;

Result<std::vector<Moment>> SqlStore::moments(InteractionId id) {
  return database_->read([&](Connection& connection) {
    std::vector<Moment> rows;
    Query query(connection,
                "SELECT id, at_ms, author_id, text, made_at_ms FROM moments WHERE interaction_id = ? "
                "ORDER BY at_ms, id",
                "iiiti", {id});
    while (query.next()) {
      Moment row;
      row.interaction = id;
      row.id = query.integer();
      row.at_ms = query.integer();
      row.author = query.id<AgentId>();
      row.text = query.text();
      row.made_at = query.at();
      rows.push_back(std::move(row));
    }
    return rows;
  });
}

Result<Moment> SqlStore::add_moment(const Moment& moment) {
  return database_->write([&](Connection& connection) {
    Moment made = moment;
    Query query(connection,
                "INSERT INTO moments (interaction_id, at_ms, author_id, text, made_at_ms) "
                "VALUES (?, ?, ?, ?, ?) RETURNING id",
                "i", {moment.interaction, moment.at_ms, moment.author, moment.text, moment.made_at});
    query.next();
    made.id = query.integer();
    while (query.next()) {
    }
    return made;
  });
}

Result<void> SqlStore::remove_moment(InteractionId id, std::int64_t moment) {
  return database_->write([&](Connection& connection) {
    connection.run("DELETE FROM moments WHERE interaction_id = ? AND id = ?", {id, moment});
  });
}

Result<std::vector<Interaction>> SqlStore::recordings_before(ProjectId project, base::Instant at, int limit) {
  return database_->read([&](Connection& connection) {
    std::vector<Interaction> rows;
    Query query(connection,
                std::string("SELECT ") + kInteractionColumns +
                    " FROM interactions WHERE started_at_ms < ? AND project_id = ? AND state = 'ended' "
                    "AND recording <> '' ORDER BY started_at_ms, id LIMIT ?",
                kInteractionTypes, {at, project, limit});
    while (query.next()) rows.push_back(read_interaction(query));
    return rows;
  });
}

Result<void> SqlStore::forget_recording(InteractionId id, const std::string& mark) {
  return database_->write([&](Connection& connection) {
    connection.run("UPDATE interactions SET recording = '', recording_mark = ? WHERE id = ?", {mark, id});
    connection.run("DELETE FROM moments WHERE interaction_id = ?", {id});
  });
}

ports::RecordingBook& recording_book(ports::Store& store) {
  return dynamic_cast<SqlStore&>(store);
}
}  // namespace okno::store
