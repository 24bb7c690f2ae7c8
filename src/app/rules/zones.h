// Time zones of the settings, read from the machine's tz database when settings are loaded or changed: the
// core knows no file.
#pragma once
#include <string>
#include <vector>

#include "domain/centre.h"

namespace okno::app {
// Fills Hours::shifts and Project::zone_shifts. What could not be read stays empty (UTC) and is named:
// "hours office: there is no time zone Mars/Base". Reads files; tens of microseconds a zone.
std::vector<std::string> load_zones(domain::Configuration& configuration);
}  // namespace okno::app
