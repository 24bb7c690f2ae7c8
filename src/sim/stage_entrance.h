// Settings and moments of stories that are about the entrance: hours, where people are sent, lists.
#pragma once
#include <string>

#include "domain/centre.h"

namespace okno::sim {
// False: this part of the line is not about the entrance.
bool change_entrance(domain::Queue& queue, const std::string& part);
bool change_entrance(domain::Project& project, const std::string& part);
// "Mon-Fri 9:00-13:00 14:00-18:00, Sat closed, 2027-01-01 closed, every 01-07 10:00-12:00, zone
// Europe/Moscow"
void change_hours(domain::Configuration& configuration, const std::string& name, const std::string& rest);
// "2026-11-27", "17:59" as the zone's clocks show it.
base::Instant moment(const std::string& date, const std::string& time, const base::ZoneShifts& zone);
base::ZoneShifts zone_named(const std::string& name);
}  // namespace okno::sim
