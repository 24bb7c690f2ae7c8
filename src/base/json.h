// JSON forms of the words of the language: Id → number, Instant and Duration → microseconds. With these,
// every struct that Boost.Describe describes goes through boost::json::value_from and value_to.
#pragma once
#include <boost/json/conversion.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

#include "base/id.h"
#include "base/instant.h"

namespace okno::base {
template <class Tag>
void tag_invoke(const boost::json::value_from_tag&, boost::json::value& json, const Id<Tag>& id) {
  json = id.value();
}
template <class Tag>
Id<Tag> tag_invoke(const boost::json::value_to_tag<Id<Tag>>&, const boost::json::value& json) {
  return Id<Tag>(boost::json::value_to<std::int64_t>(json));
}
inline void tag_invoke(const boost::json::value_from_tag&, boost::json::value& json, const Instant& at) {
  json = to_us(at);
}
inline Instant tag_invoke(const boost::json::value_to_tag<Instant>&, const boost::json::value& json) {
  return from_us(boost::json::value_to<std::int64_t>(json));
}
}  // namespace okno::base

// std::chrono's types are looked up in std::chrono and here, where the tags live; adding to std is not
// allowed.
namespace boost::json {
inline void tag_invoke(const value_from_tag&, value& json, const okno::base::Duration& span) {
  json = span.count();
}
inline okno::base::Duration tag_invoke(const value_to_tag<okno::base::Duration>&, const value& json) {
  return okno::base::Duration(value_to<std::int64_t>(json));
}
}  // namespace boost::json
