#include "sim/town/town_faults.h"

#include <algorithm>

#include "base/prng.h"
#include "core/journal/event_json.h"

namespace okno::sim {
namespace {
constexpr std::uint64_t kOtherDice = 0x9E3779B97F4A7C15ULL;  // not those of the town's life
constexpr double kOften = 0.6;
}  // namespace

Faults Faults::of_seed(std::uint64_t seed) {
  base::Prng prng(seed ^ kOtherDice);
  const auto on = [&] { return prng.uniform() < kOften; };
  Faults f;
  f.lost_browser = on();
  f.stale_event = on();
  f.slow_facts = on();
  f.clock_jump = on();
  f.trunk_gone = on();
  f.restart = on();
  return f;
}

std::string Faults::names() const {
  std::string all;
  const auto add = [&](bool on, const char* name) {
    if (on) (all += all.empty() ? "" : ", ") += name;
  };
  add(lost_browser, "lost browser");
  add(stale_event, "stale event");
  add(slow_facts, "slow facts");
  add(clock_jump, "clock jump");
  add(trunk_gone, "trunk gone");
  add(restart, "restart");
  return all.empty() ? "no faults" : all;
}

void PaperTrail::note(const core::Event& event, base::Instant told) {
  records_.push_back({told, core::event_to_json(event)});
}

void PaperTrail::begin_anew(const core::Centre& centre, base::Instant now) {
  records_ = {};
  note(core::CheckpointTaken{centre.pack()}, now);
}

core::Centre PaperTrail::rebuilt() const {
  core::Centre centre(configuration_);
  for (const Record& record : records_) {
    const auto event = core::event_from_json(record.text);
    OKNO_CHECK(event.ok());
    centre.apply(*event, record.at);
  }
  return centre;
}

std::string difference(const std::string& was, const std::string& is) {
  if (was == is) return "";
  const auto at = static_cast<std::size_t>(std::mismatch(was.begin(), was.end(), is.begin(), is.end()).first -
                                           was.begin());
  const std::size_t from = at > 200 ? at - 200 : 0;
  return "was …" + was.substr(from, 300) + "…, is …" + is.substr(from, 300) + "…";
}
}  // namespace okno::sim
