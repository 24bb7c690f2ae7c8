#include "sim/town/town_month.h"

#include <algorithm>
#include <array>

namespace okno::sim {
using namespace core;

double busy(double share) {
  // A day of ten hours with a morning peak and a smaller one after lunch; the mean is 1.
  constexpr std::array<double, 10> kHours{0.5, 0.9, 1.3, 1.5, 1.2, 0.8, 1.0, 1.2, 1.0, 0.6};
  const auto hour =
      static_cast<std::size_t>(std::clamp(share, 0.0, 0.999) * static_cast<double>(kHours.size()));
  return kHours[hour];
}

void Stillness::note(const Command& command, base::Instant now) {
  if (const auto* c = std::get_if<AgentChanged>(&command)) agents_[c->agent] = *c;
  if (const auto* c = std::get_if<ShowCard>(&command))  // it rings at the next one
    if (const auto x = interactions_.find(c->id); x != interactions_.end()) x->second.since = now;
  const auto* c = std::get_if<InteractionChanged>(&command);
  if (!c) return;
  if (c->row.state == InteractionState::ended) {
    interactions_.erase(c->row.id);
    return;
  }
  Seen& x = interactions_.try_emplace(c->row.id, c->row.state, c->row.ivr_path.size(), now).first->second;
  const Seen is{c->row.state, c->row.ivr_path.size(), now};
  if (is.state != x.state || is.steps != x.steps) x = is;
}

std::string Stillness::stuck(base::Instant now) const {
  const auto passes = [](InteractionState state) {
    return state == InteractionState::ivr || state == InteractionState::dialling ||
           state == InteractionState::offered || state == InteractionState::wrap_up;
  };
  for (const auto& [id, what] : interactions_)
    if (passes(what.state) && now - what.since > kLongest)
      return "interaction " + std::to_string(id.value()) + " is " + std::string(to_text(what.state)) +
             " and nobody moves";
  for (const auto& [id, what] : agents_)
    if ((what.state == AgentState::offered || what.state == AgentState::wrap_up) &&
        now - what.since > kLongest)
      return "agent " + std::to_string(id.value()) + " is " + std::string(to_text(what.state)) +
             " and nobody moves";
  return "";
}
}  // namespace okno::sim
