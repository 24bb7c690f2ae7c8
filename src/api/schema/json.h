// JSON in and out. Out: app/view_json.h. In: strict reading of what programs send. An unknown field, a
// missing one and a wrong type are errors whose words name the place ("phones[2]"); nothing is guessed or
// converted.
#pragma once
#include <boost/describe/enum_from_string.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>

#include "app/view_json.h"
#include "base/result.h"

namespace okno::api {
using app::append_json;
using app::to_json;

inline constexpr std::size_t kMaxJsonDepth =
    32;  // our deepest request has 3 levels; bounds the reader's stack

// The text as a tree. "bad_json" (with the byte where it stops making sense; also text that is not UTF-8),
// "json_too_deep".
base::Result<boost::json::value> parse_json(std::string_view text);

namespace json_detail {
// "string, not number": what was wanted and what came.
base::Error wrong_type(const std::string& path, std::string_view wanted, const boost::json::value& got);
base::Error missing(const std::string& path, std::string_view name);
base::Error unknown(const std::string& path, std::string_view name);
std::string below(const std::string& path, std::string_view name);
std::string item_of(const std::string& path, std::size_t index);

template <class E>
std::string names_of() {
  std::string out;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto one) {
    if (!out.empty()) out += ", ";
    out += one.name;
  });
  return out;
}
}  // namespace json_detail

// Reads `from` into `into`; `path` is where `from` stands ("" at the top).
template <class T>
base::Result<void> read_json(const boost::json::value& from, T& into, const std::string& path = "") {
  using namespace app::json_detail;
  using namespace json_detail;
  if constexpr (std::is_same_v<T, bool>) {
    if (!from.is_bool()) return wrong_type(path, "true or false", from);
    into = from.get_bool();
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!from.is_string()) return wrong_type(path, "a string", from);
    into.assign(from.get_string().data(), from.get_string().size());
  } else if constexpr (std::is_enum_v<T>) {
    const bool known =
        from.is_string() && boost::describe::enum_from_string(std::string(from.get_string()).c_str(), into);
    if (!known) return wrong_type(path, "one of " + names_of<T>(), from);
  } else if constexpr (std::is_floating_point_v<T>) {
    if (!from.is_number()) return wrong_type(path, "a number", from);
    into = from.to_number<T>();
  } else if constexpr (std::is_integral_v<T>) {
    if (!from.is_int64() || from.get_int64() < std::numeric_limits<T>::min() ||
        from.get_int64() > std::numeric_limits<T>::max())
      return wrong_type(path, "a whole number", from);
    into = static_cast<T>(from.get_int64());
  } else if constexpr (IsOptional<T>::value) {
    if (from.is_null()) {
      into.reset();
      return {};
    }
    return read_json(from, into.emplace(), path);
  } else if constexpr (IsVector<T>::value) {
    if (!from.is_array()) return wrong_type(path, "a list", from);
    for (const auto& item : from.get_array()) {
      into.emplace_back();
      if (auto done = read_json(item, into.back(), item_of(path, into.size() - 1)); !done) return done;
    }
  } else {
    if (!from.is_object()) return wrong_type(path, "an object", from);
    const auto& object = from.get_object();
    using Members = boost::describe::describe_members<T, boost::describe::mod_public>;
    std::size_t known = 0;
    base::Result<void> result;
    boost::mp11::mp_for_each<Members>([&](auto member) {
      if (!result) return;
      auto& field = into.*member.pointer;
      const auto* value = object.if_contains(member.name);
      known += value != nullptr;
      if (value != nullptr)
        result = read_json(*value, field, below(path, member.name));
      else if (!IsOptional<std::remove_cvref_t<decltype(field)>>::value)
        result = missing(path, member.name);
    });
    if (!result || known == object.size()) return result;
    for (const auto& pair : object) {
      bool described = false;
      boost::mp11::mp_for_each<Members>(
          [&](auto member) { described = described || pair.key() == member.name; });
      if (!described) return unknown(path, std::string_view(pair.key().data(), pair.key().size()));
    }
  }
  return {};
}

// Text → struct: parse_json and read_json in one. Errors: theirs.
template <class T>
base::Result<T> from_json(std::string_view text) {
  auto tree = parse_json(text);
  if (!tree) return tree.error();
  T into{};
  if (auto done = read_json(*tree, into); !done) return done.error();
  return into;
}
}  // namespace okno::api
