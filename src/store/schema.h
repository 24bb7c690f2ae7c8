// Brings a database's schema up to date by numbered migrations (migrations/NNNN_name.sql, embedded in the
// binary).
#pragma once
#include <string>
#include <vector>

#include "store/sql.h"

namespace okno::store {
struct Migration {
  int number = 0;
  std::string name;
  std::string sql;  // with placeholders, see for_dialect
};
// The embedded ones, by rising number from 1 without gaps.
std::vector<Migration> migrations();
// {{identity}} {{given_id}} {{bytewise}} {{clustered}} become the dialect's words; lines between "-- only
// sqlite" (or
// "-- only postgresql") and "-- both" are left out for the other.
std::string for_dialect(const std::string& sql, Dialect dialect);
// Applies what is missing, each in its own transaction. Throws Failure "store_newer" when the database knows
// a migration that `known` does not, and what the library throws otherwise. Several servers may start at
// once.
void migrate(Connection& connection, const std::vector<Migration>& known);
// PostgreSQL: the trigram index of the search, when the extension pg_trgm can be had. True when it is there.
bool ensure_trigram_index(Connection& connection);
}  // namespace okno::store
