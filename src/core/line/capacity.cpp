#include "core/line/capacity.h"

namespace okno::core {
namespace {
// What there is room for beside the things held; `letters` false: as if he held no letters.
Mask room_beside(Floor& floor, const AgentNow& agent, const Blocks& blocks, bool letters,
                 InteractionId except = {}) {
  const auto most = by_channel(agent.agent.capacity);
  std::array<int, kChannels> held{};
  Mask may = kAllChannels;
  int attention = 0;
  for (const Engagement& e : agent.engaged) {
    if ((!letters && is_letter(e.channel)) || e.id == except) continue;
    const std::size_t channel = index_of(e.channel);
    ++held[channel];
    attention += blocks.weight[channel];
    may &= blocks.beside[channel];
  }
  for (std::size_t c = 0; c < kChannels; ++c)
    if (held[c] >= most[c] || attention + blocks.weight[c] > kWholeAgent)
      may &= static_cast<Mask>(~(1U << c));
  if (!floor.can_call(agent)) may &= static_cast<Mask>(~bit(Channel::voice));
  return may;
}

// He holds letters that all may go back: unanswered offers and those he is writing.
bool may_put_back(Floor& floor, const AgentNow& agent) {
  bool some = false;
  for (const Engagement& e : agent.engaged) {
    if (!is_letter(e.channel)) continue;
    InteractionNow* x = floor.interaction(e.id);
    if (!x || !x->row.queue || e.stage == AgentState::wrap_up || x->wrapped) return false;
    if (!floor.queue_of(*x).queue.letters_put_back) return false;
    some = true;
  }
  return some;
}
}  // namespace

Mask may_take(Floor& floor, const AgentNow& agent, const QueueNow& queue) {
  if (!agent.willing()) return 0;
  bool offered = false;
  for (const Engagement& e : agent.engaged) {
    if (e.lost) return 0;
    if (e.stage != AgentState::offered) continue;
    if (!is_letter(e.channel)) return 0;  // one thing to decide at a time
    offered = true;
  }
  Mask may = offered ? Mask{0} : room_beside(floor, agent, queue.blocks, true);
  if (!(may & bit(Channel::voice)) && may_put_back(floor, agent) &&
      (room_beside(floor, agent, queue.blocks, false) & bit(Channel::voice)))
    may |= kIfPutBack;
  return may;
}

std::string_view full(const AgentNow& agent, const QueueNow& queue, Channel coming) {
  const std::size_t channel = index_of(coming);
  if (by_channel(agent.agent.capacity)[channel] == 0) return "not_his_channel";
  if (agent.engaged.empty()) return "";
  for (const Engagement& e : agent.engaged)
    if (e.stage == AgentState::offered) return "offered";
  const Engagement* same = nullptr;
  int held = 0, attention = queue.blocks.weight[channel];
  for (const Engagement& e : agent.engaged) {
    if (!(queue.blocks.beside[index_of(e.channel)] & bit(coming))) return "other_channel";
    attention += queue.blocks.weight[index_of(e.channel)];
    if (e.channel != coming) continue;
    same = &e;
    ++held;
  }
  const int most = by_channel(agent.agent.capacity)[channel];
  if (held >= most) return most == 1 ? to_text(same->stage) : std::string_view("at_capacity");
  return attention > kWholeAgent ? "at_capacity" : "";
}

std::string_view why_not_him(Floor& floor, const AgentNow* agent, const InteractionNow& x) {
  if (!agent || agent->dismissed) return "offline";
  if (agent->absence != Absence::none) return "pause";
  // Who serves no queue is on no shift: his telephone says whether he is there.
  const bool at_his_desk = agent->queues.empty() && !agent->wish && agent->rest.state == AgentState::offline;
  if (!at_his_desk && !agent->willing()) return to_text((agent->wish ? *agent->wish : agent->rest).state);
  for (const Engagement& e : agent->engaged) {
    if (e.lost) return "agent_lost";
    if (e.stage == AgentState::offered) return "offered";
    if (e.id == x.row.id && e.stage == AgentState::talking) return "talking";
  }
  if (x.voice() && !floor.can_call(*agent)) return "no_phone";
  if (by_channel(agent->agent.capacity)[index_of(x.row.channel)] == 0) return "not_his_channel";
  const auto project = floor.projects.find(x.row.project);
  const Blocks blocks = project == floor.projects.end() ? Blocks{} : Blocks::of(*project->second);
  if (room_beside(floor, *agent, blocks, true, x.row.id) & bit(x.row.channel)) return "";
  return agent->state == AgentState::ready ? "at_capacity" : to_text(agent->state);
}

std::vector<InteractionId> letters_of(const AgentNow& agent) {
  std::vector<InteractionId> letters;
  for (const Engagement& e : agent.engaged)
    if (is_letter(e.channel)) letters.push_back(e.id);
  return letters;
}
}  // namespace okno::core
