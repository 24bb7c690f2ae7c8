// Requirements as runnable stories: scenarios/*.scn tell them, this drives the real core through them in
// virtual time. scenarios/README.md explains the language.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "sim/report/daybook.h"

namespace okno::sim {
struct StoryResult {
  bool passed = false;
  std::string story;    // its title
  std::string failure;  // "file:line: what was expected and what happened instead"; empty when it passed
  int lines = 0;        // lines carried out
  Daybook book;         // who came, what became of him
};

StoryResult run_scenario(const std::filesystem::path& file);
// The same from text; `name` stands in messages.
StoryResult run_story(std::string_view text, const std::string& name);
}  // namespace okno::sim
