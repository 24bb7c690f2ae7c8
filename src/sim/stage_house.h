// What colleagues do among themselves in a story: calls by name, absence, pickup, parking.
#pragma once
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "sim/stage.h"

namespace okno::sim {
using HouseAct = std::function<void(Stage&, const std::vector<std::string>&)>;
std::vector<std::pair<const char*, HouseAct>> house_phrases();
}  // namespace okno::sim
