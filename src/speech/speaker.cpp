#include "speech/speaker.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

namespace okno::speech {
namespace {
using base::Error;
using base::Result;
namespace fs = std::filesystem;

constexpr std::size_t kLongestText = 20'000;  // bytes; ten minutes of speech
constexpr double kPauseAfter_s = 0.15;        // so that two prompts in a row do not run into each other

// A directory that is gone when its owner is.
class Scratch {
 public:
  Scratch() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "okno-speech-XXXXXX").string();
    if (error) {
      errno = error.value();  // TMPDIR names no directory
    } else if (mkdtemp(name.data())) {
      path_ = name;
    }
  }
  Scratch(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Waits until the process ends; one that takes longer than `limit` is killed. The wait status, or nothing
// when killed.
std::optional<int> wait_for(pid_t pid, base::Duration limit) {
  const int descriptor = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  const auto give_up = std::chrono::steady_clock::now() + limit;
  bool ended = false;
  while (descriptor >= 0 && !ended) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(give_up - std::chrono::steady_clock::now())
            .count();
    if (left <= 0) break;
    pollfd wanted{descriptor, POLLIN, 0};
    const int got = poll(&wanted, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000)));
    if (got < 0 && errno != EINTR) break;
    ended = got > 0;
  }
  if (descriptor >= 0) {
    close(descriptor);
    if (!ended) kill(pid, SIGKILL);
  }
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (descriptor >= 0 && !ended) return std::nullopt;
  return status;
}

// Starts the program with nothing of ours: no descriptors, no blocked signals. 0 or errno.
int spawn(pid_t& pid, std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawnattr_t how;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&how);
  for (int fd = 0; fd < 3; ++fd)
    posix_spawn_file_actions_addopen(&files, fd, "/dev/null", fd == 0 ? O_RDONLY : O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&files, 3);
  sigset_t none, usual;
  sigemptyset(&none);
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  sigaddset(&usual, SIGTERM);
  sigaddset(&usual, SIGINT);
  posix_spawnattr_setsigmask(&how, &none);
  posix_spawnattr_setsigdefault(&how, &usual);
  posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  const int error = posix_spawnp(&pid, arguments[0], &files, &how, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&how);
  return error;
}

Error missing(const std::string& command, const std::string& why) {
  return {"speech_missing",
          command + ": " + why + "; install espeak-ng or name another program in [speech] command"};
}
}  // namespace

Voice Speaker::voice_of(const std::string& language) const {
  Voice out;
  out.name = language == "en" ? settings_.voice_en : settings_.voice_ru;
  return out;
}

Result<Sound> Speaker::say(const std::string& words, const Voice& voice) const {
  if (words.size() > kLongestText)
    return Error{"speech_failed", "a text of " + std::to_string(words.size()) + " bytes: expected at most " +
                                      std::to_string(kLongestText)};
  const Scratch scratch;
  if (scratch.path().empty())
    return Error{"speech_failed", "no place for temporary files: " + std::string(std::strerror(errno))};
  const std::string text = scratch.path() + "/words.txt", wav = scratch.path() + "/speech.wav";
  if (!(std::ofstream(text, std::ios::binary) << words << "\n").flush())
    return Error{"speech_failed", text + ": cannot be written; is the disk full?"};
  std::vector<std::string> arguments = {settings_.command,
                                        "-v",
                                        voice.name,
                                        "-s",
                                        std::to_string(voice.words_per_minute),
                                        "-p",
                                        std::to_string(voice.pitch),
                                        "-w",
                                        wav,
                                        "-f",
                                        text};
  pid_t pid = 0;
  if (const int error = spawn(pid, arguments)) return missing(settings_.command, std::strerror(error));
  const auto status = wait_for(pid, settings_.limit);
  if (!status)
    return Error{"speech_failed", settings_.command + ": took longer than " +
                                      std::to_string(base::to_seconds(settings_.limit)) + " s and was ended"};
  if (WIFEXITED(*status) && WEXITSTATUS(*status) == 127) return missing(settings_.command, "not found");
  if (!WIFEXITED(*status) || WEXITSTATUS(*status) != 0)
    return Error{"speech_failed", settings_.command + ": ended with status " +
                                      std::to_string(WIFEXITED(*status) ? WEXITSTATUS(*status) : -1) +
                                      " for voice " + voice.name};
  auto sound = read_wav(wav);
  if (!sound) return Error{"speech_failed", settings_.command + ": wrote no sound: " + sound.error().words};
  return levelled(trimmed(resampled(*sound, kRate), kPauseAfter_s));
}
}  // namespace okno::speech
