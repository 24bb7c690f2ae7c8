#include "api/routes.h"

#include "base/check.h"

namespace okno::api {
namespace {
std::vector<std::string_view> parts_of(std::string_view pattern) {
  std::vector<std::string_view> parts;
  for (pattern.remove_prefix(1);;) {
    const auto slash = pattern.find('/');
    parts.push_back(pattern.substr(0, slash));
    if (slash == std::string_view::npos) return parts;
    pattern.remove_prefix(slash + 1);
  }
}

struct Compiled {
  std::vector<std::string_view> parts;
  const Route* route;
};

const std::vector<Compiled>& compiled() {
  static const std::vector<Compiled> table = [] {
    std::vector<Compiled> out;
    for (const auto& route : routes()) out.push_back({parts_of(route.pattern), &route});
    return out;
  }();
  return table;
}

bool fits(const Compiled& one, const std::vector<std::string>& segments) {
  if (one.parts.size() != segments.size()) return false;
  for (std::size_t i = 0; i < segments.size(); ++i)
    if (one.parts[i].front() != '{' && one.parts[i] != segments[i]) return false;
  return true;
}
}  // namespace

const std::vector<Route>& routes() {
  static const std::vector<Route> table = [] {
    std::vector<Route> all;
    for (auto part : {session_routes, contact_routes, interaction_routes, recording_routes, call_routes,
                      centre_routes, rules_routes, line_routes, wishes_routes})
      for (auto& route : part()) all.push_back(route);
    return all;
  }();
  return table;
}

Found find_route(Verb verb, const std::vector<std::string>& segments) {
  Found found;
  for (const auto& one : compiled()) {
    if (!fits(one, segments)) continue;
    found.allowed.push_back(one.route->verb);
    if (one.route->verb != verb) continue;
    found.route = one.route;
    for (std::size_t i = 0; i < segments.size(); ++i)
      if (one.parts[i].front() == '{') found.wild.push_back(segments[i]);
    return found;
  }
  return found;
}

std::string_view verb_name(Verb verb) {
  switch (verb) {
    case Verb::get:
      return "GET";
    case Verb::post:
      return "POST";
    case Verb::put:
      return "PUT";
    case Verb::patch:
      return "PATCH";
    case Verb::remove:
      return "DELETE";
    case Verb::other:
      return "OTHER";
  }
  return "";
}
}  // namespace okno::api
