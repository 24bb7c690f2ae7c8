// A described struct as one JSON object in a column: what has a column of its own is left out, what is absent
// keeps its default, so that rules may be added without a migration.
#pragma once
#include <boost/json.hpp>
#include <initializer_list>
#include <string>

#include "base/described_json.h"
#include "store/sql.h"

namespace okno::store {
// `columns`: members that the table keeps outside of the object.
template <class T>
std::string rules_json(const T& row, std::initializer_list<const char*> columns) {
  boost::json::value json = boost::json::value_from(row);
  for (const char* column : columns) json.as_object().erase(column);
  return boost::json::serialize(json);
}

template <class T>
void read_rules(T& row, const std::string& text, const std::string& what) {
  try {
    base::read_described(row, boost::json::parse(text));
  } catch (const std::exception& e) {
    throw Failure{{"store_failed", "The rules of " + what + " in the database are damaged (" + e.what() +
                                       "). Save the configuration anew."}};
  }
}
}  // namespace okno::store
