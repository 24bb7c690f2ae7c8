#include "server/doctor.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <string>

#include "app/lines/trials.h"
#include "server/loop.h"
#include "server/sip_tls.h"
#include "server/test_tone.h"
#include "store/lines.h"
#include "store/open.h"
#include "telephony/softswitch/softswitch.h"

namespace okno::server {
namespace {
namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto kTrialLimit = 90s;  // more than its steps may take together

class Quiet final : public ports::TelephonyListener {
 public:
  void call_arrived(const ports::IncomingCall&) override {}
  void leg_ringing(domain::LegId) override {}
  void leg_answered(domain::LegId) override {}
  void leg_ended(domain::LegId, ports::LegEnd, int) override {}
  void digit_pressed(domain::LegId, char) override {}
  void play_finished(domain::LegId, std::int64_t) override {}
  void overloaded(bool) override {}
  void trunk_changed(const ports::TrunkState&) override {}
  void desk_phone_changed(const std::string&, bool) override {}
  void browser_phone_changed(domain::AgentId, bool) override {}
  void recording_stopped(domain::LegId, const std::string&, const std::string&) override {}
};

bool speaks_russian() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return std::string(value).rfind("ru", 0) == 0;
  }
  return false;
}

struct Folder {
  fs::path path;
  Folder() {
    std::string made = (fs::temp_directory_path() / "okno-doctor-XXXXXX").string();
    if (mkdtemp(made.data()) != nullptr) path = made;
  }
  ~Folder() {
    std::error_code ignored;
    if (!path.empty()) fs::remove_all(path, ignored);
  }
};

// Those of the file, and those set up in the desk where there is a database already.
base::Result<std::vector<ports::Trunk>> lines_of(const Settings& settings) {
  const bool sqlite = settings.database.backend == DatabaseSettings::Backend::sqlite;
  if (sqlite && !fs::exists(settings.database.path)) return settings.exchange.trunks;
  store::Settings where;
  where.backend = sqlite ? "sqlite" : "postgresql";
  where.path = settings.database.path;
  where.connection = settings.database.connection;
  auto store = store::open(where);
  if (!store) return store.error();
  const auto shelf = store::open_lines(**store);
  app::LineBook book(*shelf, settings.exchange.trunks);
  book.damaged = [](const std::string& words) { std::fprintf(stderr, "okno: %s\n", words.c_str()); };
  return book.trunks();
}

class Printer {
 public:
  explicit Printer(bool russian) : russian_(russian) {}
  void step(const ports::TrialStep& step) {
    if (step.state == ports::TrialStep::State::running) return;
    const auto view = app::show_step(step);
    failed_ = failed_ || step.state == ports::TrialStep::State::failed;
    std::printf("  %-4s %s: %s\n", mark(step.state), name(step.step), (russian_ ? view.ru : view.en).c_str());
    const std::string& remedy = russian_ ? view.remedy_ru : view.remedy_en;
    if (!remedy.empty()) std::printf("       %s\n", remedy.c_str());
    std::fflush(stdout);
  }
  bool failed() const { return failed_; }

 private:
  static const char* mark(ports::TrialStep::State state) {
    using State = ports::TrialStep::State;
    return state == State::passed   ? "ok"
           : state == State::failed ? "FAIL"
           : state == State::unsure ? "?"
                                    : "-";
  }
  const char* name(const std::string& step) const {
    struct Named {
      const char *step, *ru, *en;
    };
    static constexpr Named kNames[] = {{"dns", "Имя", "Name"},
                                       {"transport", "Связь", "Transport"},
                                       {"registration", "Регистрация", "Registration"},
                                       {"authentication", "Логин", "Login"},
                                       {"call", "Звонок", "Call"},
                                       {"audio", "Звук", "Sound"},
                                       {"nat", "Адрес", "Address"}};
    for (const auto& one : kNames)
      if (step == one.step) return russian_ ? one.ru : one.en;
    return "";
  }
  const bool russian_;
  bool failed_ = false;
};

// An exchange of its own, on a free port: the server may run beside it and keeps its registration.
base::Result<bool> try_line(const Settings& settings, const ports::Trunk& trunk, const std::string& number,
                            bool russian) {
  const Folder folder;
  SystemClock clock;
  Quiet quiet;
  auto exchange = settings.exchange;
  exchange.sip_port = 0;
  exchange.trunks = {trunk};
  exchange.only_trials = true;
  exchange.media.first_port = 0;
  if (exchange.tls) {
    exchange.tls->port = 0;
    if (auto done = complete_sip_tls(exchange, settings, clock.now()); !done) return done.error();
  }
  const std::string tone = (folder.path / "tone.wav").string();
  if (auto made = make_test_tone(tone); !made) return made.error();
  auto running = telephony::softswitch::start(exchange, clock, quiet);
  if (!running) return running.error();
  std::printf("%s (%s, %s)\n", trunk.name.c_str(), trunk.address.c_str(), trunk.transport.c_str());
  Printer printer(russian);
  auto over = std::make_shared<std::promise<void>>();
  ports::TrialWish wish{trunk.name, number, tone, kTestToneHz, (folder.path / "doctor.trial.wav").string()};
  running->trials->try_trunk(
      wish, [&printer](const ports::TrialStep& step) { printer.step(step); },
      [over](bool) { over->set_value(); });
  const bool ended = over->get_future().wait_for(kTrialLimit) == std::future_status::ready;
  running->telephony.reset();  // tells nothing any more
  return ended && !printer.failed();
}
}  // namespace

int doctor(const Invocation& invocation) {
  spdlog::set_level(spdlog::level::off);
  const bool russian = speaks_russian();
  const auto lines = lines_of(invocation.settings);
  if (!lines) {
    std::fprintf(stderr, "okno: %s\n", lines.error().words.c_str());
    return 1;
  }
  bool sound = true, found = false;
  for (const auto& trunk : *lines) {
    if (!invocation.line.empty() && trunk.name != invocation.line) continue;
    found = true;
    const auto tried = try_line(invocation.settings, trunk, invocation.number, russian);
    if (!tried) std::fprintf(stderr, "okno: %s\n", tried.error().words.c_str());
    sound = sound && tried && *tried;
  }
  if (!found && !invocation.line.empty()) {
    std::fprintf(stderr, "okno: --line: expected the name of a line, found \"%s\"\n",
                 invocation.line.c_str());
    return 2;
  }
  if (!found) std::puts(russian ? "Линий ещё нет." : "There are no lines yet.");
  return sound ? 0 : 1;
}
}  // namespace okno::server
