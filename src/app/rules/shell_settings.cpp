// New settings while it runs: what the shell knows of the staff follows the configuration, and the core hears
// of it as an event.
#include <algorithm>
#include <set>

#include "app/shell.h"
#include "app/view_json.h"

namespace okno::app {
// Who is there, and which desk phone is whose. Somebody new starts offline; who is gone keeps his place while
// he is in a conversation or has a window open.
void Shell::seat_staff(base::Instant now) {
  by_desk_phone_.clear();
  std::set<AgentId> staff;
  for (const auto& agent : configuration_.agents) staff.insert(agent.id);
  for (auto& [id, place] : places_)
    if (!staff.contains(id)) place.who.queues.clear();
  std::erase_if(places_, [&](const auto& one) {
    const AgentPlace& place = one.second;
    return !staff.contains(one.first) && place.windows == 0 && !place.interaction && !place.closing_timer &&
           place.state == domain::AgentState::offline;
  });
  for (const auto& agent : configuration_.agents) {
    const auto [place, fresh] = places_.try_emplace(agent.id);
    place->second.who = agent;
    if (fresh) place->second.since = now;
    if (!agent.desk_phone.empty()) by_desk_phone_[agent.desk_phone] = agent.id;
    for (const auto& device : agent.devices)
      if (device.kind == domain::DeviceKind::desk && !device.address.empty())
        by_desk_phone_[device.address] = agent.id;
  }
}

void Shell::configuration_changed(const domain::Configuration& configuration, std::int64_t version,
                                  Done<void> done) {
  post([this, all = configuration, version, done = std::move(done)](base::Instant now) mutable {
    if (version <= configuration_version_) return done({});  // two changes have overtaken each other
    all.phone_required = configuration_.phone_required;      // the server's own setting
    const auto before = std::exchange(configuration_, std::move(all));
    const auto names_before = std::exchange(directory_, make_directory(configuration_, *directory_));
    seat_staff(now);
    if (auto no = happen(core::ConfigurationChanged{configuration_}, now)) {
      configuration_ = before;
      directory_ = names_before;
      seat_staff(now);
      log(no->code, no->words);
      return done(*no);
    }
    configuration_version_ = version;
    for (const auto& queue : configuration_.queues) dirty_queues_.push_back(queue.id);
    for (const auto& [id, place] : places_) push_agent(place);
    push({ports::Audience::Kind::agents, {}, true}, "configuration.changed",
         [&] { return to_json(ConfigurationChangedView{version}); });
    after_changes(now);
    done({});
  });
}
}  // namespace okno::app
