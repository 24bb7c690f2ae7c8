#include "app/rules/zones.h"

#include <map>

namespace okno::app {
std::vector<std::string> load_zones(domain::Configuration& configuration) {
  std::vector<std::string> problems;
  std::map<std::string, base::Result<base::ZoneShifts>> known;
  const auto fill = [&](const std::string& place, const std::string& zone, base::ZoneShifts& shifts) {
    auto found = known.find(zone);
    if (found == known.end()) found = known.emplace(zone, base::load_zone(zone)).first;
    shifts.clear();
    if (found->second)
      shifts = *found->second;
    else if (!zone.empty())  // a machine without a zone of its own lives by UTC
      problems.push_back(place + ": there is no time zone " + zone);
  };
  for (auto& project : configuration.projects)
    fill("project " + project.name, project.zone, project.zone_shifts);
  for (auto& hours : configuration.hours) fill("hours " + hours.name, hours.zone, hours.shifts);
  return problems;
}
}  // namespace okno::app
