#include "core/explain.h"

#include <algorithm>

#include "core/line/capacity.h"

namespace okno::core {
void Explanation::pass(AgentId agent, std::string_view why) {
  ++decided_.candidates;
  if (decided_.passed.size() < kMaxExplained) decided_.passed.push_back({agent, std::string(why)});
}

bool Explanation::names(AgentId agent) const {
  return std::any_of(decided_.passed.begin(), decided_.passed.end(),
                     [&](const Passed& p) { return p.agent == agent; });
}

void Explanation::pass_members(Floor& floor, const QueueNow& queue, const InteractionNow& x) {
  for (const AgentId id : queue.members) {
    if (decided_.passed.size() >= kMaxExplained) break;
    if (names(id)) continue;
    const std::string_view why = why_not(floor, floor.agent(id), queue, x);
    pass(id, why.empty() ? "not_skilled" : why);
  }
  decided_.candidates =
      std::max<std::int64_t>(decided_.candidates, static_cast<std::int64_t>(queue.members.size()));
}

void Explanation::choose(Floor& floor, AgentId agent, std::string_view rule) {
  ++decided_.candidates;
  decided_.chosen = agent;
  leave(floor, rule);
}

void Explanation::wait(Floor& floor, std::string_view rule) {
  leave(floor, rule);
}

void Explanation::leave(Floor& floor, std::string_view rule) {
  decided_.at = floor.now;
  decided_.rule = rule;
  floor.command(std::move(decided_));
}

std::string_view why_not(Floor& floor, const AgentNow* agent, const QueueNow& queue,
                         const InteractionNow& x) {
  if (!agent) return "not_in_queue";
  const auto& queues = agent->queues;
  if (std::find(queues.begin(), queues.end(), queue.queue.id) == queues.end()) return "not_in_queue";
  if (agent->resting() && agent->state != AgentState::ready) return to_text(agent->state);
  const Mask may = may_take(floor, *agent, queue);
  if ((may & bit(x.row.channel)) || (x.voice() && (may & kIfPutBack)))
    return x.declined_by(agent->agent.id) ? "declined_before" : "";
  if (!agent->resting() && !agent->willing()) return "goes_after";
  if (const auto code = full(*agent, queue, x.row.channel); !code.empty()) return code;
  return x.voice() && !floor.can_call(*agent) ? "no_phone" : to_text(agent->state);
}

void explain(Floor& floor, const InteractionNow& x, std::string_view rule) {
  Explanation(x.row.id).wait(floor, rule);
}

void refuse(Floor& floor, AgentId agent, std::string_view code, std::string_view words) {
  floor.command(Refuse{agent, std::string(code), std::string(words)});
}
}  // namespace okno::core
