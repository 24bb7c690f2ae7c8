// The words of tables and pictures in both languages.
#pragma once
#include <string>

#include "base/instant.h"
#include "domain/words.h"
#include "sim/picture.h"
#include "sim/report/daybook.h"

namespace okno::sim {
struct ReportWords {
  const char *when, *who, *channel, *queue, *waited, *agent, *talked, *result, *ended;
  const char *of_channels, *offered, *answered, *lost, *level, *mean_wait, *mean_talk, *all, *nobody_came;
  const char *agents, *waiting, *level_over_time, *time;
  const char *ring, *talk, *hold, *wrap_up, *ready, *pause, *offline, *no_answer;
  const char *second, *minute, *hour;
};
const ReportWords& report_words(Language language);
std::string word(domain::Channel channel, Language language);
std::string word(const domain::Interaction& row, Language language);  // how it ended, or where it stands
std::string word(Doing doing, Language language);
std::string word(domain::AgentState state, Language language);
// "0:05", "12:40", "1:02:40": since the beginning.
std::string clock_since(base::Duration since);
// "850 ms", "12 s", "3 min 20 s", "2 h 5 min".
std::string span_words(base::Duration span, Language language);
// Letters of UTF-8, and the text with spaces up to a width.
std::size_t letters(const std::string& text);
std::string padded(std::string text, std::size_t width);
}  // namespace okno::sim
