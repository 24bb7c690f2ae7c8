// What is known of the providers' lines, for people.
#include <algorithm>

#include "app/shell.h"
#include "app/view_json.h"

namespace okno::app {
namespace {
bool is_removed(const ports::TrunkState& trunk) {
  return trunk.why == "removed";
}
TrunkView shown(const ports::TrunkState& trunk) {
  static constexpr const char* kStandings[] = {"unknown", "alive", "registered", "refused", "silent"};
  return {trunk.name,     is_removed(trunk) ? "removed" : kStandings[static_cast<int>(trunk.standing)],
          trunk.why,      trunk.status,
          trunk.channels, base::to_ms(trunk.since)};
}
}  // namespace

void Shell::trunk_changed(const ports::TrunkState& trunk) {
  post([this, trunk](base::Instant now) {
    const auto known = std::find_if(trunks_.begin(), trunks_.end(),
                                    [&](const ports::TrunkState& one) { return one.name == trunk.name; });
    const bool stands_anew = known == trunks_.end() || known->standing != trunk.standing || is_removed(trunk);
    if (known == trunks_.end())
      trunks_.push_back(trunk);
    else
      *known = trunk;
    dirty_trunks_.insert(trunk.name);
    if (!stands_anew) return after_changes(now);  // only its calls: with the board's next picture
    if (trunk.standing != ports::TrunkStanding::unknown)
      log("trunk_" + shown(trunk).standing,
          trunk.name + (trunk.why.empty() ? "" : ": " + trunk.why) +
              (trunk.why.empty() || trunk.status == 0 ? "" : ", SIP status " + std::to_string(trunk.status)));
    push_trunks();
  });
}

void Shell::push_trunks() {
  for (const auto& trunk : trunks_)
    if (dirty_trunks_.contains(trunk.name))
      push({ports::Audience::Kind::supervisors, {}, true}, "trunk.changed",
           [&] { return to_json(shown(trunk)); });
  std::erase_if(trunks_, is_removed);
  dirty_trunks_.clear();
}

void Shell::trunks(Done<std::vector<TrunkView>> done) {
  post([this, done = std::move(done)](base::Instant) {
    std::vector<TrunkView> views;
    for (const auto& trunk : trunks_) views.push_back(shown(trunk));
    done(std::move(views));
  });
}
}  // namespace okno::app
