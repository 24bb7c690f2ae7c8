// The files that callers hear: each project's greeting and menus, made from words when the words change.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/centre.h"
#include "speech/speaker.h"

namespace okno::speech {
struct PromptReport {
  int made = 0;                       // spoken anew
  int kept = 0;                       // were up to date
  std::vector<std::string> warnings;  // sentences for the log: what is only a beep, and why
};

// Makes <directory>/<project>/<node>.wav (mono, PCM 16 bit, 8 kHz) for the greeting ("greeting.wav"), each
// menu and message of each project, and the phrases of the house that its queues need (speech/phrases.h). A
// prompt that cannot be spoken becomes a beep, so that calls go on, and is tried again next time. Two
// processes may do this at once. Blocks for some 50 ms a prompt. Errors: "sound_unwritable".
base::Result<PromptReport> make_prompts(const domain::Configuration& configuration,
                                        const std::string& directory, const Speaker& speaker);
// One text to one file, under the same rules; `report` is added to.
base::Result<void> make_prompt(const std::string& path, const std::string& words, const Voice& voice,
                               const Speaker& speaker, PromptReport& report);
}  // namespace okno::speech
