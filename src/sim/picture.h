// The figures of a plain centre for people: a table in words, and a picture of the day (SVG).
#pragma once
#include <string>
#include <vector>

#include "sim/plain_day.h"

namespace okno::sim {
enum class Language { ru, en };
std::string table(const PlainCentre& centre, const PlainReport& report, Language language);
// The JSON that CONTRACT names: offered, answered, lost, service_level, asa_s, wait_probability, occupancy,
// lost_rate.
std::string json(const PlainReport& report);
// Hour by hour of a mean day: answered in 20 s, answered later, lost.
std::string picture(const PlainCentre& centre, const std::vector<CallOutcome>& outcomes, Language language);
}  // namespace okno::sim
