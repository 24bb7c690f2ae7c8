// Reads JSON into structs that Boost.Describe describes, member by member and in place; everything else goes
// through boost::json::value_to. What the JSON lacks keeps its value, what the struct lacks is passed over:
// the journal and the stored rules may be older or newer than the program.
#pragma once
#include <boost/describe/members.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>
#include <boost/mp11/algorithm.hpp>
#include <vector>

#include "base/json.h"

namespace okno::base {
// Throws std::exception with words about the first value that is of the wrong kind.
template <class T>
void read_described(T& to, const boost::json::value& from);

template <class T>
void read_described(std::vector<T>& to, const boost::json::value& from) {
  to.clear();
  for (const auto& item : from.as_array()) read_described(to.emplace_back(), item);
}

template <class T>
void read_described(T& to, const boost::json::value& from) {
  if constexpr (boost::describe::has_describe_members<T>::value) {
    using Members = boost::describe::describe_members<T, boost::describe::mod_any_access>;
    const auto& object = from.as_object();
    boost::mp11::mp_for_each<Members>([&](auto member) {
      if (const auto* value = object.if_contains(member.name)) read_described(to.*member.pointer, *value);
    });
  } else {
    to = boost::json::value_to<T>(from);
  }
}
}  // namespace okno::base
