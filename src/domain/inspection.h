// How mistakes of a configuration are collected, each with its place.
#pragma once
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/problems.h"

namespace okno::domain {
class Inspection {
 public:
  void at(const std::string& kind, const std::string& name, std::int64_t id) {
    place_ = kind + " " + (name.empty() ? "№ " + std::to_string(id) : name);
  }
  void need(bool fine, const std::string& words) {
    if (!fine && found_.size() < kMaxProblems) found_.push_back(place_ + ": " + words);
  }
  void within(const std::string& what, std::int64_t value, std::int64_t least, std::int64_t most) {
    need(value >= least && value <= most, what + " must be between " + std::to_string(least) + " and " +
                                              std::to_string(most) + ", not " + std::to_string(value));
  }
  void within(const std::string& what, base::Duration value) {
    need(value >= base::Duration::zero(), what + " must not be less than 0");
    need(value <= kLongestLimit, what + " must be at most 24 h");
  }
  std::vector<std::string> found() && { return std::move(found_); }

 private:
  std::string place_;
  std::vector<std::string> found_;
};

// What targets of one project may name: the house's queues, its own menus and messages. None: the queues.
struct Places {
  std::set<std::string> queues, menus, messages;
};
Places places_of(const Configuration& c, const Project* project);
void look_at_target(Inspection& all, const Places& places, const std::string& what, const std::string& text);

// Menus: names, keys, where they lead (problems_menus.cpp).
void look_at_menus(Inspection& all, const Configuration& c);
// Short numbers, ring groups, forwarding, telephones (problems_house.cpp).
void look_at_house(Inspection& all, const Configuration& c);
// Hours, targets, lists, overflow and announcements (problems_entrance.cpp).
void look_at_entrance(Inspection& all, const Configuration& c);
}  // namespace okno::domain
