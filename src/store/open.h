// Opens the store: one schema over SQLite (a file) and PostgreSQL (a database).
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "ports/recording_book.h"
#include "ports/store.h"

namespace okno::store {
struct Settings {
  std::string backend = "sqlite";  // "sqlite" or "postgresql"
  std::string path;                // SQLite: the database's file, made if it is not there
  std::string connection;         // PostgreSQL: libpq's connection string, "host=/run/postgresql dbname=okno"
  std::string schema = "public";  // PostgreSQL: the tenant's schema, made if it is not there
  bool sync =
      false;  // SQLite, true: a write also survives a power cut (a disk flush each); kill -9 it always does
  std::int64_t max_bytes = 0;  // SQLite: the file never grows past this; 0: the disk decides
  int connections = 4;         // 1..64; one per thread of the store's pool is enough
};
// Brings the schema up to date. Refuses, with words that say what to do, a database that is damaged, cannot
// be written, or was made by a newer version: "store_failed", "store_damaged", "store_newer", "bad_setting".
base::Result<std::unique_ptr<ports::Store>> open(const Settings& settings);
// The other face of what open() made.
ports::RecordingBook& recording_book(ports::Store& store);
}  // namespace okno::store
