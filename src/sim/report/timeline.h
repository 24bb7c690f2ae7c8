// A day, or several stories one under another, as a picture that a manager reads: who of the agents did what
// when, how many waited, how the service level went.
#pragma once
#include <string>
#include <vector>

#include "sim/picture.h"
#include "sim/report/daybook.h"

namespace okno::sim {
std::string timeline(const std::vector<Daybook>& days, Language language);
}  // namespace okno::sim
