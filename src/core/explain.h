// Why this agent, why this wait: an explanation grows while a decision is made and leaves as a Decided
// command.
#pragma once
#include <string_view>

#include "core/floor.h"

namespace okno::core {
class Explanation {
 public:
  explicit Explanation(InteractionId id) { decided_.id = id; }
  // This agent was looked at and not taken; listed up to kMaxExplained, counted always.
  void pass(AgentId agent, std::string_view why);
  bool names(AgentId agent) const;
  // The others of a queue that can help nobody now: the first kMaxExplained are listed with their states.
  void pass_members(Floor& floor, const QueueNow& queue, const InteractionNow& x);
  void choose(Floor& floor, AgentId agent, std::string_view rule);
  void wait(Floor& floor, std::string_view rule);

 private:
  void leave(Floor& floor, std::string_view rule);
  Decided decided_;
};

// One word about him, nobody looked at: where he goes, why he waits.
void explain(Floor& floor, const InteractionNow& x, std::string_view rule);
// Code of the reason why this agent cannot be offered this interaction now, his skills left aside; empty when
// he can.
std::string_view why_not(Floor& floor, const AgentNow* agent, const QueueNow& queue, const InteractionNow& x);
// A "no" of the trade to who asked.
void refuse(Floor& floor, AgentId agent, std::string_view code, std::string_view words);
}  // namespace okno::core
