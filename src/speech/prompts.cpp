#include "speech/prompts.h"

#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "ports/prompts.h"
#include "speech/phrases.h"

namespace okno::speech {
namespace {
using base::Error;
using base::Result;
namespace fs = std::filesystem;

constexpr int kRecipe = 1;  // grows when the same words should sound otherwise
constexpr std::size_t kLongestName = 100;

// FNV-1a, 64 bit: tells texts apart, defends against nobody.
std::uint64_t fnv(const std::string& text) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const unsigned char c : text) hash = (hash ^ c) * 0x100000001B3ULL;
  return hash;
}

std::string stamp_of(const std::string& words, const Voice& voice, const std::string& command) {
  char out[24];
  std::snprintf(out, sizeof out, "%016llx",
                static_cast<unsigned long long>(fnv(std::to_string(kRecipe) + "\n" + command + "\n" +
                                                    voice.name + "\n" + std::to_string(voice.pitch) + "\n" +
                                                    std::to_string(voice.words_per_minute) + "\n" + words)));
  return out;
}

std::string read_stamp(const std::string& path) {
  std::ifstream in(path);
  std::string out;
  std::getline(in, out);
  return out;
}

void write_stamp(const std::string& path, const std::string& stamp) {
  static std::atomic<unsigned> counter{0};
  const std::string beside = path + "." + std::to_string(getpid()) + "-" + std::to_string(++counter) + ".new";
  const bool written = static_cast<bool>((std::ofstream(beside) << stamp << "\n").flush());
  // A stamp that is not there only means that the prompt is made once more.
  if (!written || std::rename(beside.c_str(), path.c_str()) != 0) std::remove(beside.c_str());
}

// Names come from settings that people edit: they must not lead out of the directory.
bool is_file_name(const std::string& name) {
  return !name.empty() && name.size() <= kLongestName && name.front() != '.' &&
         name.find('/') == std::string::npos && name.find('\0') == std::string::npos;
}

Sound signal() {
  return joined({silence(0.2), tone(1000, 0.4)});
}

Sound beep() {
  return joined({tone(660, 0.25), silence(0.1), tone(880, 0.35), silence(0.3)});
}
}  // namespace

Result<void> make_prompt(const std::string& path, const std::string& words, const Voice& voice,
                         const Speaker& speaker, PromptReport& report) {
  const std::string stamp_path = path + ".stamp";
  const std::string stamp = stamp_of(words, voice, speaker.settings().command);
  std::error_code error;
  if (fs::exists(path, error) && read_stamp(stamp_path) == stamp) {
    ++report.kept;
    return {};
  }
  auto spoken = speaker.say(words, voice);
  if (spoken) {
    if (auto written = write_wav(path, *spoken); !written) return written.error();
    write_stamp(stamp_path, stamp);
    ++report.made;
    return {};
  }
  report.warnings.push_back(path + " is only a beep: " + spoken.error().words);
  fs::remove(stamp_path, error);
  return write_wav(path, beep());
}

Result<PromptReport> make_prompts(const domain::Configuration& configuration, const std::string& directory,
                                  const Speaker& speaker) {
  PromptReport report;
  for (const auto& project : configuration.projects) {
    const Voice voice = speaker.voice_of(project.language);
    if (!is_file_name(project.name)) {
      report.warnings.push_back("project \"" + project.name + "\": its prompts need a name without slashes");
      continue;
    }
    const fs::path folder = fs::path(directory) / project.name;
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return Error{"sound_unwritable", folder.string() + ": " + error.message()};
    const auto make = [&](const std::string& node, const std::string& words) -> Result<void> {
      if (words.empty()) return {};
      if (is_file_name(node))
        return make_prompt((folder / (node + ".wav")).string(), words, voice, speaker, report);
      report.warnings.push_back("menu \"" + node + "\" of " + project.name +
                                ": its prompt needs a name without slashes");
      return {};
    };
    if (auto done = make("greeting", project.greeting); !done) return done.error();
    for (const auto& menu : project.menus)
      if (auto done = make(menu.name, menu.say); !done) return done.error();
    for (const auto& phrase : phrases_of(project, configuration))
      if (auto done = make(phrase.node, phrase.words); !done) return done.error();
    if (auto done = write_wav((folder / (std::string(ports::kSignalNode) + ".wav")).string(), signal());
        !done)
      return done.error();
  }
  return report;
}
}  // namespace okno::speech
