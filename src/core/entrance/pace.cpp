#include "core/entrance/pace.h"

#include <algorithm>

#include "core/limits.h"

namespace okno::core {
void Pace::count(base::Instant now) {
  const double passed = base::to_seconds(std::max(now - since, base::Duration::zero()));
  since = now;
  if (in_line == 0) return;
  agent_s += passed * static_cast<double>(at_work);
  still_s += passed * static_cast<double>(at_work);
  person_s += passed * static_cast<double>(in_line);
}

void Pace::came(base::Instant now) {
  count(now);
  ++in_line;
}

void Pace::left(base::Instant now, bool was_served) {
  count(now);
  --in_line;
  if (!was_served) {
    ++gave_up;
    return;
  }
  ++learned;
  still_s = 0;
  ++served;
  for (double* sum : {&served, &agent_s, &gave_up, &person_s}) *sum *= 1 - 1 / kPaceMemory;
}

void Pace::agents(base::Instant now, std::int64_t now_at_work) {
  if (now_at_work == at_work) return;
  count(now);
  at_work = now_at_work;
}

std::optional<base::Duration> Pace::expected(std::int64_t place, base::Instant now) const {
  if (learned < kPaceEnough || at_work == 0) return std::nullopt;
  Pace until_now = *this;
  until_now.count(now);
  if (until_now.agent_s <= 0) return std::nullopt;
  double pace = until_now.served / until_now.agent_s;
  if (pace * until_now.still_s > kPaceStill) pace = kPaceStill / until_now.still_s;
  const double serving = pace * static_cast<double>(at_work);
  const double giving_up = until_now.person_s > 0 ? until_now.gave_up / until_now.person_s : 0;
  // Each of those before him goes when an agent takes the first, or when he gives up himself.
  double wait_s = 0;
  for (std::int64_t before = place - 1; before >= 0; --before)
    wait_s += 1 / (serving + static_cast<double>(before) * giving_up);
  return base::seconds(wait_s);
}
}  // namespace okno::core
