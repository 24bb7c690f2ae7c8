// What can be wrong with short numbers, ring groups, forwarding and telephones.
#include <algorithm>
#include <map>
#include <set>

#include "domain/inspection.h"
#include "domain/target.h"

namespace okno::domain {
namespace {
using base::Duration;

constexpr std::size_t kLongestShortNumber = 8;  // what is typed into a phone

bool is_number(const std::string& text) {
  const std::size_t from = text.starts_with('+') ? 1 : 0;
  return text.size() >= from + 2 && text.size() <= kLongestNumber &&
         text.find_first_not_of("0123456789", from) == std::string::npos;
}

bool is_short_number(const std::string& text) {
  return !text.empty() && text.size() <= kLongestShortNumber &&
         text.find_first_not_of("0123456789") == std::string::npos;
}

// What calls by name may be sent to, by anybody's settings.
struct House {
  Places places;
  std::set<std::string> agents, groups;
};

void look_at_way(Inspection& all, const House& house, const std::string& what, const std::string& text) {
  const Target to = target_of(text);
  if (to.kind == TargetKind::agent)
    return all.need(house.agents.contains(to.name), what + ": there is no such colleague");
  if (to.kind == TargetKind::group)
    return all.need(house.groups.contains(to.name), what + ": there is no ring group " + to.name);
  if (to.kind == TargetKind::number)
    return all.need(is_number(to.name), what + ": " + to.name + " is no telephone number");
  all.need(to.kind != TargetKind::park && to.kind != TargetKind::callback,
           what + ": nobody can be sent to " + text + " by a setting");
  look_at_target(all, house.places, what, text);
}

void look_at_telephones(Inspection& all, const Agent& agent) {
  all.within("the number of telephones", std::ssize(agent.devices), 0, kMaxDevices);
  for (const Device& device : agent.devices) {
    all.within("the delay of a telephone", device.after);
    if (device.kind == DeviceKind::mobile)
      all.need(is_number(device.address), "a mobile phone needs a number");
  }
}

void look_at_forwards(Inspection& all, const House& house, const Agent& agent) {
  all.need(agent.ring_limit > Duration::zero(), "the ring limit must be over 0");
  all.within("the ring limit", agent.ring_limit);
  std::set<ForwardWhen> seen;
  for (const Forward& rule : agent.forwards) {
    const std::string what = "forwarding: " + std::string(to_text(rule.when));
    all.need(seen.insert(rule.when).second, what + " is there twice");
    all.need(!rule.to.empty(), what + " leads nowhere");
    if (!rule.to.empty()) look_at_way(all, house, what, rule.to);
    all.need(rule.to != "agent:" + std::to_string(agent.id.value()), what + ": leads to himself");
  }
}

std::string always_to(const Agent& agent) {
  for (const Forward& rule : agent.forwards)
    if (rule.when == ForwardWhen::always) return rule.to;
  return {};
}

// Those who always send each other their calls would never be reached.
void look_for_circles(Inspection& all, const Configuration& c, const Agent& agent) {
  std::set<std::string> been{"agent:" + std::to_string(agent.id.value())};
  std::string next = always_to(agent);
  while (!next.empty() && been.insert(next).second) {
    const auto found = std::find_if(c.agents.begin(), c.agents.end(), [&](const Agent& other) {
      return next == "agent:" + std::to_string(other.id.value());
    });
    next = found == c.agents.end() ? std::string() : always_to(*found);
  }
  all.need(next.empty(), "forwarding goes round in a circle: nobody would be rung");
}

void look_at_group(Inspection& all, const House& house, const RingGroup& group) {
  all.need(is_short_number(group.number), "a short number is made of at most 8 digits");
  all.need(!group.members.empty(), "a ring group needs members");
  all.within("the number of members", std::ssize(group.members), 0, kMaxGroupMembers);
  for (const AgentId member : group.members)
    all.need(house.agents.contains(std::to_string(member.value())), "a member is no colleague");
  all.need(group.ring_limit > Duration::zero(), "the ring limit must be over 0");
  all.within("the ring limit", group.ring_limit);
  if (!group.otherwise.empty()) look_at_way(all, house, "when nobody answers", group.otherwise);
  all.need(group.otherwise != "group:" + group.name, "when nobody answers: leads to the group itself");
}
}  // namespace

void look_at_house(Inspection& all, const Configuration& c) {
  House house;
  house.places = places_of(c, c.projects.empty() ? nullptr : &c.projects.front());
  std::set<std::string> numbers;
  for (const Agent& agent : c.agents) {
    house.agents.insert(std::to_string(agent.id.value()));
    numbers.insert(agent.extension);
  }
  for (const RingGroup& group : c.groups) {
    all.at("ring group", group.name, 0);
    all.need(!group.name.empty() && house.groups.insert(group.name).second,
             "another ring group has the same name");
    all.need(numbers.insert(group.number).second, "somebody else has the same short number");
  }
  for (const RingGroup& group : c.groups) {
    all.at("ring group", group.name, 0);
    look_at_group(all, house, group);
  }
  all.at("ring groups", "of the house", 0);
  all.within("the number of ring groups", std::ssize(c.groups), 0, kMaxRingGroups);
  for (const Agent& agent : c.agents) {
    all.at("agent", agent.login, agent.id.value());
    look_at_telephones(all, agent);
    look_at_forwards(all, house, agent);
    look_for_circles(all, c, agent);
  }
}
}  // namespace okno::domain
