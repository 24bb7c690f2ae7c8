// Described structs (Boost.Describe) as JSON text. Absent optionals are left out; enums by their names; ids as numbers.
#pragma once
#include <boost/describe/class.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/members.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string_view.hpp>
#include <boost/mp11/algorithm.hpp>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace okno::app {
namespace json_detail {
inline void write(std::string& out, const std::string& text) { out += boost::json::serialize(boost::json::string_view(text)); }
inline void write(std::string& out, bool value) { out += value ? "true" : "false"; }
template <class T>
void write(std::string& out, const T& value);

template <class T>
void write(std::string& out, const std::vector<T>& items) {
  out += '[';
  for (bool first = true; const auto& item : items) {
    if (!first) out += ',';
    first = false;
    write(out, item);
  }
  out += ']';
}

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;

template <class T>
void write_struct(std::string& out, const T& value) {
  out += '{';
  bool first = true;
  boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>([&](auto member) {
    const auto& field = value.*member.pointer;
    if constexpr (is_optional<std::remove_cvref_t<decltype(field)>>) {
      if (!field) return;
    }
    if (!first) out += ',';
    first = false;
    out += '"';
    out += member.name;
    out += "\":";
    if constexpr (is_optional<std::remove_cvref_t<decltype(field)>>) write(out, *field);
    else write(out, field);
  });
  out += '}';
}

template <class T>
void write(std::string& out, const T& value) {
  if constexpr (std::is_enum_v<T>) {
    out += '"';
    out += boost::describe::enum_to_string(value, "");
    out += '"';
  } else if constexpr (std::is_floating_point_v<T>) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, std::isfinite(value) ? value : T{});
    out.append(text, end.ptr);
  } else if constexpr (std::is_integral_v<T>) {
    out += std::to_string(value);
  } else {
    write_struct(out, value);
  }
}
}  // namespace json_detail

template <class View>
std::string json_text(const View& view) {
  std::string out;
  json_detail::write(out, view);
  return out;
}
}  // namespace okno::app
