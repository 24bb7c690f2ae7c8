// A day as text: a line for each interaction, then the figures of each channel.
#pragma once
#include <string>
#include <vector>

#include "sim/picture.h"
#include "sim/report/daybook.h"

namespace okno::sim {
struct Figures {  // of a channel, or of all
  std::int64_t offered = 0, answered = 0, lost = 0, in_time = 0;
  base::Duration waited{}, talked{};  // of those answered
  void count(const Daybook& book, const domain::Interaction& row);
  Figures& operator+=(const Figures& other);
};
// Customers who came to us; whom we call is in the lines, not in the figures.
std::map<domain::Channel, Figures> figures_by_channel(const Daybook& book);

std::string interactions_table(const Daybook& book, Language language);
std::string channels_table(const std::map<domain::Channel, Figures>& figures, Language language);
}  // namespace okno::sim
