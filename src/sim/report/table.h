// A day as text: a line for each interaction, then the figures of each channel.
#pragma once
#include <string>
#include <vector>

#include "sim/picture.h"
#include "sim/report/daybook.h"

namespace okno::sim {
struct Figures {  // of a channel, or of all
  std::int64_t offered = 0, answered = 0, lost = 0;
  std::int64_t waiting = 0, turned_away = 0;  // at the end of the day still; blacklist, closed, full
  // Of the service level, as on the board: letters have none, and who waits still is not late yet.
  std::int64_t decided = 0, in_time = 0;
  base::Duration waited{}, talked{};  // of those answered
  void count(const Daybook& book, const domain::Interaction& row);
  Figures& operator+=(const Figures& other);
};
// Customers who came to us; whom we call is in the lines, not in the figures.
std::map<domain::Channel, Figures> figures_by_channel(const Daybook& book);

std::string interactions_table(const Daybook& book, Language language);
std::string channels_table(const std::map<domain::Channel, Figures>& figures, Language language);
}  // namespace okno::sim
