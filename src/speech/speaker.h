// Words to sound by a program of its own (espeak-ng's licence keeps it a process), replaceable by any command
// that takes -v VOICE -s WORDS_PER_MINUTE -p PITCH -w FILE.wav -f WORDS.txt.
#pragma once
#include <string>

#include "base/instant.h"
#include "base/result.h"
#include "speech/sound.h"

namespace okno::speech {
struct Settings {
  std::string command = "espeak-ng";
  std::string voice_ru = "ru";
  std::string voice_en = "en";
  base::Duration limit = std::chrono::seconds(20);  // for one text; a command that hangs is ended
};

struct Voice {
  std::string name = "ru";
  int pitch = 50;  // 0..99
  int words_per_minute = 145;
};

class Speaker {
 public:
  explicit Speaker(Settings settings) : settings_(std::move(settings)) {}
  const Settings& settings() const { return settings_; }
  // The project's language to the voice that was set for it.
  Voice voice_of(const std::string& language) const;
  // Levelled, at 8 kHz. Blocks for some 50 ms; any thread, several at once. Errors: "speech_missing" (no such
  // program), "speech_failed" (it ended badly, wrote nothing, or took too long); the words say what to
  // install or set.
  base::Result<Sound> say(const std::string& words, const Voice& voice) const;

 private:
  Settings settings_;
};
}  // namespace okno::speech
