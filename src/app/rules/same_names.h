// Fields of the same name from one described struct into another. A Duration's twin is called `x_s` or `x_ms`
// and is a number, an Id's is a number. What the target has and the source lacks keeps its value.
#pragma once
#include <algorithm>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <cmath>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/id.h"
#include "base/instant.h"

namespace okno::app {
inline constexpr double kMostSeconds = 1e9;  // longer than any rule; keeps microseconds within 64 bits

// "ring_limit" and "ring_limit_s", in both directions.
constexpr bool same_name(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  const auto rest = b.substr(a.size());
  return b.substr(0, a.size()) == a && (rest.empty() || rest == "_s" || rest == "_ms");
}
template <class T>
concept Described = boost::describe::has_describe_members<T>::value && std::is_class_v<T>;

template <class From, class To>
requires std::is_same_v<From, To>
void copy_field(const From& from, To& to, std::string_view) {
  to = from;
}
template <class From, class To>
requires(std::is_integral_v<From>&& std::is_integral_v<To> &&
         !std::is_same_v<From, To>) void copy_field(From from, To& to, std::string_view) {
  if constexpr (std::is_unsigned_v<To>)
    to = static_cast<To>(std::max<From>(from, 0));  // what counts cannot be negative
  else
    to = static_cast<To>(from);
}
template <class Tag>
void copy_field(base::Id<Tag> from, std::int64_t& to, std::string_view) {
  to = from.value();
}
template <class Tag>
void copy_field(std::int64_t from, base::Id<Tag>& to, std::string_view) {
  to = base::Id<Tag>(from);
}
inline void copy_field(base::Duration from, double& to, std::string_view) {
  to = base::to_seconds(from);
}
inline void copy_field(double from, base::Duration& to, std::string_view) {
  to = base::seconds(std::clamp(from, -kMostSeconds, kMostSeconds));
}
inline void copy_field(base::Duration from, std::int64_t& to, std::string_view) {
  to = std::chrono::duration_cast<std::chrono::milliseconds>(from).count();
}
inline void copy_field(std::int64_t from, base::Duration& to, std::string_view) {
  to = std::chrono::milliseconds(std::clamp<std::int64_t>(from, -1'000'000'000'000, 1'000'000'000'000));
}

template <Described From, Described To>
requires(!std::is_same_v<From, To>) void copy_field(const From& from, To& to, std::string_view);
template <class From, class To>
requires(!std::is_same_v<From, To>) void copy_field(const std::vector<From>& from, std::vector<To>& to,
                                                    std::string_view name) {
  to.clear();
  for (const From& one : from) copy_field(one, to.emplace_back(), name);
}

// What may be left out of a request keeps its value.
template <class From, class To>
requires(!std::is_same_v<std::optional<From>, To>) void copy_field(const std::optional<From>& from, To& to,
                                                                   std::string_view name) {
  if (from) copy_field(*from, to, name);
}
template <class From, class To>
requires(!std::is_same_v<From, std::optional<To>>) void copy_field(const From& from, std::optional<To>& to,
                                                                   std::string_view name) {
  copy_field(from, to.emplace(), name);
}

template <Described From, Described To>
requires(!std::is_same_v<From, To>) void copy_field(const From& from, To& to, std::string_view) {
  using namespace boost::describe;
  boost::mp11::mp_for_each<describe_members<From, mod_public>>([&]<class Source>(Source) {
    boost::mp11::mp_for_each<describe_members<To, mod_public>>([&]<class Target>(Target) {
      if constexpr (same_name(Source::name, Target::name))
        copy_field(from.*Source::pointer, to.*Target::pointer, Target::name);
    });
  });
}
}  // namespace okno::app
