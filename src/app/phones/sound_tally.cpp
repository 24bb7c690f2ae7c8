#include "app/phones/sound_tally.h"

#include <algorithm>
#include <chrono>

#include "app/show.h"

namespace okno::app {
void SoundTally::Sums::add(const ports::LegQuality& quality) {
  const double lasted = std::chrono::duration<double>(quality.lasted).count();
  seconds += lasted;
  mos += quality.mos * lasted;
  loss += quality.loss * lasted;
  jitter += quality.jitter_ms * lasted;
}

std::optional<domain::LegSound> SoundTally::Sums::mean() const {
  if (seconds <= 0) return std::nullopt;
  return domain::LegSound{mos / seconds, loss / seconds, jitter / seconds};
}

bool SoundTally::take(const ports::LegQuality& quality) {
  sums_.add(quality);
  last_[count_++ % last_.size()] = quality;
  const auto now = lately();
  if (!now) return false;
  const bool was = bad_;
  bad_ = now->mos < (bad_ ? kGood : kBad);
  return bad_ != was;
}

std::optional<domain::LegSound> SoundTally::all() const {
  return sums_.mean();
}

std::optional<domain::LegSound> SoundTally::lately() const {
  Sums sums;
  for (std::size_t i = 0; i < std::min(count_, last_.size()); ++i) sums.add(last_[i]);
  return sums.mean();
}

std::optional<SoundView> sound_now(const SoundTally& customer, const SoundTally& agent) {
  auto view = show_sound(customer.lately(), agent.lately());
  if (!view) return view;
  if (customer.bad())
    view->bad = agent.bad() ? "both" : "customer";
  else if (agent.bad())
    view->bad = "agent";
  return view;
}
}  // namespace okno::app
