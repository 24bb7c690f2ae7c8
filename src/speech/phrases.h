// The words of the house itself: places in line, expected waits, the offer of a callback, voicemail. In the
// project's language, Russian or English.
#pragma once
#include <string>
#include <vector>

#include "domain/centre.h"

namespace okno::speech {
struct Phrase {
  std::string node;  // name of its file, as in ports/prompts.h
  std::string words;
};

// Those that this project's settings can make heard; none when nothing is announced.
std::vector<Phrase> phrases_of(const domain::Project& project, const domain::Configuration& configuration);
}  // namespace okno::speech
