#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "server/doctor.h"
#include "server/recording_keys.h"
#include "server/run.h"
#include "server/settings.h"
#include "sim/command_line.h"

namespace {
std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::string stamp() {
  const std::time_t now = std::time(nullptr);
  std::tm tm{};
  localtime_r(&now, &tm);
  char text[32];
  std::strftime(text, sizeof text, "%Y%m%d-%H%M%S", &tm);
  return std::string(text) + "-" + std::to_string(getpid());
}
}  // namespace

int main(int argc, char** argv) {
  using namespace okno::server;
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  std::error_code nowhere;
  const auto invocation =
      read_command_line(arguments, {environment("HOME"), environment("XDG_DATA_HOME"),
                                    std::filesystem::current_path(nowhere).string(), stamp()});
  if (!invocation) {
    std::fprintf(stderr, "%s\n", invocation.error().words.c_str());
    return 2;
  }
  switch (invocation->task) {
    case Task::version:
      std::printf("okno %s\n", OKNO_VERSION);
      return 0;
    case Task::help:
      std::fputs(invocation->words.c_str(), stdout);
      return 0;
    case Task::check:
      std::printf("%s is sound\n", invocation->config_file.c_str());
      return 0;
    case Task::doctor:
      return doctor(*invocation);
    case Task::sim: {
      std::vector<char*> rest{argv[0]};
      for (int i = 2; i < argc; ++i) rest.push_back(argv[i]);
      return okno::sim::command_line(static_cast<int>(rest.size()), rest.data());
    }
    case Task::new_recording_key:
      return new_recording_key(*invocation);
    case Task::demo:
    case Task::serve:
      break;
  }
  return run(*invocation, OKNO_VERSION);
}
