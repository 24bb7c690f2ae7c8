// Reads JSON into structs that Boost.Describe describes, member by member and in place; everything else goes
// through boost::json::value_to.
#pragma once
#include <boost/describe/members.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>
#include <boost/mp11/algorithm.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/json.h"

namespace okno::base {
enum class Absent {
  is_error,       // every member must be there and nothing else
  keeps_default,  // what is absent stays as it is, what is unknown is passed over
};

// Throws std::exception with words about the first thing that does not fit.
template <class T>
void read_described(T& to, const boost::json::value& from, Absent absent);

template <class T>
void read_described(std::vector<T>& to, const boost::json::value& from, Absent absent) {
  to.clear();
  for (const auto& item : from.as_array()) read_described(to.emplace_back(), item, absent);
}

template <class T>
void read_described(T& to, const boost::json::value& from, Absent absent) {
  if constexpr (boost::describe::has_describe_members<T>::value) {
    using Members = boost::describe::describe_members<T, boost::describe::mod_any_access>;
    const auto& object = from.as_object();
    boost::mp11::mp_for_each<Members>([&](auto member) {
      if (const auto* value = object.if_contains(member.name))
        read_described(to.*member.pointer, *value, absent);
      else if (absent == Absent::is_error)
        throw std::runtime_error("no \"" + std::string(member.name) + "\"");
    });
    if (absent == Absent::is_error && object.size() != boost::mp11::mp_size<Members>::value)
      throw std::runtime_error("more fields than are known");
  } else {
    to = boost::json::value_to<T>(from);
  }
}
}  // namespace okno::base
