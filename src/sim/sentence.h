// What the core decided, said in plain sentences: the second half of the scenario language.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/command.h"

namespace okno::sim {
struct Names {
  std::map<domain::AgentId, std::string> agents;
  std::map<domain::InteractionId, std::string> customers;
  std::map<domain::QueueId, std::string> queues;
  std::string of(domain::AgentId id) const;
  std::string of(domain::InteractionId id) const;
  std::string of(domain::QueueId id) const;
};

// One command can say several things: a decision names the chosen one and everyone passed over.
std::vector<std::string> sentences(const core::Command& command, const Names& names);
}  // namespace okno::sim
