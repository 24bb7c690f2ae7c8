#include "server/run.h"

#include <fcntl.h>
#include <signal.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "api/server.h"
#include "app/lines/lines.h"
#include "app/lines/trials.h"
#include "app/recordings/keeping.h"
#include "app/recordings/sounds.h"
#include "app/records_make.h"
#include "app/rules/zones.h"
#include "app/shell.h"
#include "app/view_json.h"
#include "demo/carrier.h"
#include "demo/seed.h"
#include "demo/town.h"
#include "sealing/sealed_file.h"
#include "server/first_start.h"
#include "server/loop.h"
#include "server/recording_keys.h"
#include "server/sip_tls.h"
#include "server/test_tone.h"
#include "speech/music.h"
#include "speech/prompts.h"
#include "store/file_journal.h"
#include "store/lines.h"
#include "store/open.h"
#include "telephony/media/mp3.h"
#include "telephony/softswitch/softswitch.h"

namespace okno::server {
namespace {
namespace fs = std::filesystem;
using namespace std::chrono_literals;
using base::Error;
using base::Result;

constexpr auto kFlushLimit = 2s;  // of the five that SIGTERM allows
constexpr std::uint16_t kNobody =
    9;  // the discard port: without a carrier, calls out of the demo reach nobody
constexpr std::size_t kEncodeQueue =
    10'000;                       // recordings that wait for their mp3; past it they are made on demand
constexpr int kSoundThreads = 2;  // an hour's recording takes one of them 40 s
constexpr std::size_t kSoundQueue = 100;  // listeners who wait for theirs; past it 503
constexpr auto kSpeakLimit = 5s;          // fifty new prompts take about 3 s
constexpr std::size_t kSpeechQueue = 20;  // changes of settings, of which only the last is spoken
constexpr int kMostConnections = 64;      // the store's limit
constexpr auto kPatience = 4s;            // of the five seconds that SIGTERM allows

// Last midnight of the machine, for projects without a time zone of their own.
base::Instant day_start(base::Instant now) {
  const std::time_t t = static_cast<std::time_t>(base::to_ms(now) / 1000);
  std::tm tm{};
  localtime_r(&t, &tm);
  tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
  tm.tm_isdst = -1;
  return base::from_ms(static_cast<std::int64_t>(std::mktime(&tm)) * 1000);
}

// One server a data directory: a second one would mix two journals.
Result<int> lock_directory(const std::string& directory) {
  const std::string file = directory + "/lock";
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return Error{"data_unwritable", "cannot write into " + directory + ": choose another --data directory"};
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    ::close(fd);
    return Error{"data_in_use",
                 "another okno runs on " + directory + ": stop it or choose another --data directory"};
  }
  return fd;
}

void start_log(const std::string& level) {
  auto log = std::make_shared<spdlog::logger>("okno", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  log->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  log->set_level(spdlog::level::from_str(level));
  spdlog::set_default_logger(log);
}

// Everything that runs, in the order it is made; destroyed the other way round.
class House {
 public:
  House(const Invocation& invocation, std::string version)
      : invocation_(invocation), settings_(invocation.settings), version_(std::move(version)) {}
  ~House();
  Result<void> start();
  std::string ready_line() const;
  void reload_certificate();
  void stop();

 private:
  Result<void> open_data();
  Result<void> open_exchange();
  Result<void> open_doors();
  void open_recordings();
  Result<void> start_carrier();
  app::ShellSettings shell_settings();
  std::string music_file() const { return settings_.data + "/prompts/music.wav"; }
  // What callers hear by these settings, made when the words are new; answers what is only a beep.
  Result<std::vector<std::string>> speak(const domain::Configuration& configuration) const;
  Result<std::vector<std::string>> speak_soon(const domain::Configuration& configuration);
  std::string metrics();
  Result<void> open_lines(telephony::softswitch::Settings& exchange);
  bool demo() const { return invocation_.task == Task::demo; }

  const Invocation& invocation_;
  const Settings& settings_;
  const std::string version_;
  SystemClock clock_;
  int lock_ = -1;
  std::shared_ptr<sealing::KeyRing> keys_;  // of recordings; none: they lie open
  std::unique_ptr<ports::Store> store_;
  std::unique_ptr<ports::Journal> journal_;
  std::vector<ports::Account> accounts_;
  std::unique_ptr<ThreadPool> store_pool_, password_pool_, sound_pool_, encode_pool_, speech_pool_;
  std::atomic<int> newest_words_{0};  // the change of settings that is to be spoken
  std::unique_ptr<DecidingLoop> loop_;
  std::unique_ptr<api::LiveHub> hub_;
  std::unique_ptr<app::Shell> shell_;
  std::unique_ptr<app::Records> records_;
  std::unique_ptr<ports::LineShelf> shelf_;
  std::unique_ptr<app::LineBook> lines_;
  std::unique_ptr<app::LineTrials> trials_;
  std::unique_ptr<app::Sounds> sounds_;
  std::unique_ptr<DecidingLoop> keeping_loop_;
  std::unique_ptr<app::Keeping> keeping_;
  telephony::softswitch::Running exchange_;
  std::unique_ptr<api::Server> doors_;
  bool stopped_ = false;
  bool deciding_ = false;  // the loop runs
  std::uint16_t carrier_port_ = 0;
  std::unique_ptr<demo::Carrier> carrier_;
  demo::Carrier* told_carrier_ = nullptr;  // deciding thread only
};

House::~House() {
  stop();
  if (lock_ >= 0) ::close(lock_);
}

Result<void> House::open_data() {
  std::error_code failed;
  for (const auto& directory : {settings_.data, settings_.recordings, settings_.data + "/prompts"}) {
    fs::create_directories(directory, failed);
    if (failed) return Error{"data_unwritable", "cannot make " + directory + ": " + failed.message()};
  }
  auto locked = lock_directory(settings_.data);
  if (!locked) return locked.error();
  lock_ = *locked;
  // Also when new recordings are not sealed: older ones may be.
  if (settings_.seal_recordings || fs::exists(settings_.recording_keys, failed)) {
    if (auto lost = keys_are_there(settings_); !lost) return lost;
    auto keys = sealing::KeyRing::open(settings_.recording_keys, clock_.now());
    if (!keys) return keys.error();
    keys_ = std::move(*keys);
  }

  store::Settings where;
  where.backend = settings_.database.backend == DatabaseSettings::Backend::sqlite ? "sqlite" : "postgresql";
  where.path = settings_.database.path;
  where.connection = settings_.database.connection;
  where.sync = settings_.database.sync;
  where.connections = std::min(kMostConnections, settings_.limits.store_threads +
                                                     settings_.limits.password_threads + kSoundThreads + 2);
  auto store = store::open(where);
  if (!store) return store.error();
  store_ = std::move(*store);
  if (demo()) {
    const auto hash = [](const std::string& password) {
      return Result<std::string>(app::hash_password(password));
    };
    auto seeded = demo::seed(*store_, clock_.now(), hash, {demo::kTownSeed, settings_.exchange.realm});
    if (!seeded) return seeded.error();
  } else {
    auto password = first_start(*store_);
    if (!password) return password.error();
    if (!password->empty())
      std::fprintf(stderr, "okno: first start: sign in as admin with the password %s and change it\n",
                   password->c_str());
  }
  auto journal = store::open_journal(
      {settings_.data + "/journal", settings_.database.sync, settings_.limits.journal_mb * 1'000'000LL});
  if (!journal) return journal.error();
  journal_ = std::move(*journal);
  return {};
}

app::ShellSettings House::shell_settings() {
  app::ShellSettings shell;
  shell.recordings = settings_.recordings;
  shell.prompts = settings_.data + "/prompts";
  shell.music = music_file();
  shell.demo = demo();
  shell.listening_shown = settings_.listening_shown;
  shell.day_start = day_start;
  shell.recording_done = [this](const std::string& wav) {
    const auto mp3 = fs::path(wav).replace_extension(".mp3").string();
    encode_pool_->submit([this, wav, mp3] {
      if (const auto done = telephony::media::encode_mp3(wav, mp3, keys_.get()); !done)
        spdlog::warn("{}: {}", done.error().code, done.error().words);
    });
  };
  shell.readiness_changed = [this](int idle_ready) {
    if (told_carrier_) told_carrier_->set_demand(idle_ready);
  };
  shell.agent_joined = [this](const std::string& number) {
    if (told_carrier_) told_carrier_->agent_joined(number);
  };
  shell.log = [](const std::string& event, const std::string& words) {
    spdlog::warn("{}: {}", event, words);
  };
  return shell;
}

Result<std::vector<std::string>> House::speak(const domain::Configuration& configuration) const {
  const speech::Speaker speaker(
      {settings_.speech.command, settings_.speech.voice_ru, settings_.speech.voice_en});
  auto spoken = speech::make_prompts(configuration, settings_.data + "/prompts", speaker);
  if (!spoken) return spoken.error();
  for (const auto& warning : spoken->warnings) spdlog::warn("prompt_is_a_beep: {}", warning);
  return spoken->warnings;
}

// Changed words are spoken one change after the other, the newest only; who saved them waits for a moment,
// and no thread of the store for longer.
Result<std::vector<std::string>> House::speak_soon(const domain::Configuration& configuration) {
  const auto told = std::make_shared<std::promise<Result<std::vector<std::string>>>>();
  auto answer = told->get_future();
  const int mine = ++newest_words_;
  const bool taken = speech_pool_->submit([this, told, mine, configuration] {
    told->set_value(mine == newest_words_ ? speak(configuration) : std::vector<std::string>{});
  });
  if (taken && answer.wait_for(kSpeakLimit) == std::future_status::ready) return answer.get();
  return std::vector<std::string>{
      "The words are still being spoken: until they are, callers hear the old ones."};
}

// The lines of the file and those of the desk; the demo's own line is neither's to change.
Result<void> House::open_lines(telephony::softswitch::Settings& exchange) {
  shelf_ = store::open_lines(*store_);
  lines_ = std::make_unique<app::LineBook>(*shelf_, exchange.trunks);
  lines_->tls_spoken = exchange.tls.has_value();
  lines_->damaged = [](const std::string& words) { spdlog::error("damaged_line: {}", words); };
  auto trunks = lines_->trunks();
  if (!trunks) return trunks.error();
  exchange.trunks = std::move(*trunks);
  if (auto done = complete_sip_tls(exchange, settings_, clock_.now()); !done) return done;
  app::TrialSettings trials;
  trials.tone = settings_.data + "/prompts/test-tone.wav";
  trials.tone_hz = kTestToneHz;
  trials.recording = settings_.data + "/line.trial.wav";
  trials.push = [this](const app::LineTestView& view) {
    loop_->post([this, json = app::to_json(view)](base::Instant) {
      hub_->push({ports::Audience::Kind::supervisors, {}, true}, "line.tested", json);
    });
  };
  if (auto made = make_test_tone(trials.tone); !made) return made;
  trials_ = std::make_unique<app::LineTrials>(*lines_, std::move(trials));
  lines_->trials = trials_.get();
  return {};
}

Result<void> House::open_exchange() {
  auto configuration = store_->configuration();
  if (!configuration) return configuration.error();
  configuration->phone_required =
      !demo() && settings_.phone_required;  // the demo shows itself without a microphone
  auto accounts = store_->accounts();
  if (!accounts) return accounts.error();
  accounts_ = std::move(*accounts);
  for (const auto& problem : app::load_zones(*configuration)) spdlog::warn("no_such_zone: {}", problem);
  if (auto spoken = speak(*configuration); !spoken) return spoken.error();
  if (auto made = speech::make_music(music_file()); !made) return made;

  const auto& limits = settings_.limits;
  store_pool_ = std::make_unique<ThreadPool>("okno-store", limits.store_threads, limits.store_queue);
  password_pool_ =
      std::make_unique<ThreadPool>("okno-password", limits.password_threads, limits.password_queue);
  sound_pool_ = std::make_unique<ThreadPool>("okno-sound", kSoundThreads, kSoundQueue, 10);
  encode_pool_ = std::make_unique<ThreadPool>("okno-mp3", 1, kEncodeQueue, 19);
  speech_pool_ = std::make_unique<ThreadPool>("okno-speech", 1, kSpeechQueue, 10);
  loop_ = std::make_unique<DecidingLoop>(clock_);
  hub_ = std::make_unique<api::LiveHub>();
  shell_ = std::make_unique<app::Shell>(app::ShellParts{*loop_, *hub_, *store_, *store_pool_, *journal_},
                                        shell_settings(), *configuration);
  if (auto recovered = shell_->recover(clock_.now()); !recovered) return recovered;
  auto exchange_settings = settings_.exchange;
  exchange_settings.media.hold_music = music_file();
  if (settings_.seal_recordings) exchange_settings.media.recording_keys = keys_;
  if (demo()) {
    // The two exchanges must know each other's port: calls out of the demo go to the carrier's people.
    carrier_port_ = invocation_.carrier ? demo::free_port("127.0.0.1") : 0;
    const Endpoint carrier{"127.0.0.1", carrier_port_ ? carrier_port_ : kNobody};
    auto& trunk = exchange_settings.trunks.emplace_back();
    trunk.name = "loopback";
    trunk.address = invocation_.trunk.value_or(carrier).text();
    trunk.allowed = {"127.0.0.0/8", "::1/128"};
    // Who is at the other end of --trunk comes and goes, as a telephone under test does: each call finds out.
    if (invocation_.trunk) trunk.keep_alive_s = 0;
  }
  if (auto done = open_lines(exchange_settings); !done) return done;
  auto exchange = telephony::softswitch::start(exchange_settings, clock_, *shell_);
  if (!exchange) return exchange.error();
  exchange_ = std::move(*exchange);
  shell_->connect(*exchange_.telephony);
  lines_->connect(*exchange_.lines);
  trials_->connect(*exchange_.trials);
  for (const auto& account : accounts_)
    if (!account.agent.desk_phone.empty() && !account.desk_phone_ha1.empty())
      exchange_.telephony->set_desk_phone(account.agent.desk_phone, account.desk_phone_ha1);
  return {};
}

Result<void> House::open_doors() {
  app::RecordsSettings records;
  records.recordings = settings_.recordings;
  records.demo = demo();
  records.encode_mp3 = [this](const std::string& wav, const std::string& mp3) {
    return telephony::media::encode_mp3(wav, mp3, keys_.get());
  };
  records.make_prompts = [this](const domain::Configuration& all) { return speak_soon(all); };
  records.colleagues = [this](domain::ContactId contact, domain::AgentId reader) {
    return shell_->colleagues_on(contact, reader);
  };
  records_ = app::make_records(*store_, std::move(records));
  open_recordings();

  api::Settings doors;
  doors.http = settings_.http.text();
  if (settings_.https) {
    doors.https = settings_.https->at.text();
    doors.self_made_certificate = settings_.https->self_made;
    doors.certificate_file = settings_.https->certificate;
    doors.key_file = settings_.https->key;
    if (doors.certificate_file.empty()) doors.certificate_file = settings_.data + "/certificate.pem";
    if (doors.key_file.empty()) doors.key_file = settings_.data + "/key.pem";
  }
  doors.loopback_signs_in_freely = demo();
  doors.demo = demo();
  doors.turn = settings_.turn;
  doors.limits.connections = static_cast<std::size_t>(settings_.limits.http_connections);
  doors.limits.connections_per_source =
      static_cast<std::size_t>(settings_.limits.http_connections_per_source);
  doors.limits.body_bytes = static_cast<std::size_t>(settings_.limits.http_body_kb) * 1024;
  doors.version = version_;
  auto server = api::start(
      doors, {*shell_, *records_, *store_, *store_pool_, *password_pool_, *sound_pool_, clock_, *hub_,
              api::desk_files(), [this] { return metrics(); }, lines_.get(), sounds_.get()});
  if (!server) return server.error();
  doors_ = std::move(*server);
  return {};
}

void House::open_recordings() {
  auto& book = store::recording_book(*store_);
  app::SoundsSettings sounds;
  sounds.recordings = settings_.recordings;
  sounds.warn_free_mb = settings_.warn_free_mb;
  sounds.size = sealing::content_size;
  sounds.part = [this](const std::string& path, std::uint64_t offset, std::uint64_t length) {
    return sealing::content_part(path, keys_.get(), offset, length);
  };
  sounds_ = std::make_unique<app::Sounds>(*store_, book, std::move(sounds));

  app::KeepingSettings keeping;
  keeping.recordings = settings_.recordings;
  keeping.warn_free_mb = settings_.warn_free_mb;
  keeping.day_start = day_start;
  keeping.log = [](const std::string& event, const std::string& words) {
    spdlog::warn("{}: {}", event, words);
  };
  if (settings_.seal_recordings)
    keeping.daily = [this](base::Instant now) { renew_recording_key(settings_, *keys_, now); };
  keeping_loop_ = std::make_unique<DecidingLoop>(clock_);
  keeping_ = std::make_unique<app::Keeping>(app::Keeping::Parts{*keeping_loop_, *loop_, *hub_, *store_, book},
                                            std::move(keeping));
}

Result<void> House::start() {
  if (auto done = open_data(); !done) return done;
  if (auto done = open_exchange(); !done) return done;
  if (auto done = open_doors(); !done) return done;
  loop_->start();
  deciding_ = true;
  keeping_loop_->post([this](base::Instant now) { keeping_->start(now); });
  keeping_loop_->start();
  return demo() && invocation_.carrier ? start_carrier() : Result<void>();
}

Result<void> House::start_carrier() {
  demo::CarrierSettings carrier;
  carrier.centre = Endpoint{settings_.exchange.sip_address, exchange_.sip_port}.text();
  carrier.sip_port = carrier_port_;
  carrier.directory = settings_.data + "/carrier";
  carrier.speech = {settings_.speech.command, settings_.speech.voice_ru, settings_.speech.voice_en};
  carrier.log = [](const std::string& words) { spdlog::info("carrier: {}", words); };
  auto running = demo::Carrier::start(carrier, demo::callers_of(demo::make_town()), clock_);
  if (!running) return running.error();
  carrier_ = std::move(*running);
  loop_->post([this, carrier = carrier_.get()](base::Instant) {
    told_carrier_ = carrier;
    carrier->set_demand(shell_->counts().idle_ready_agents);
  });
  return {};
}

std::string House::ready_line() const {
  return "ready http=" + doors_->http_address() + " sip=" + settings_.exchange.sip_address + ":" +
         std::to_string(exchange_.sip_port);
}

void House::reload_certificate() {
  if (const auto done = doors_->reload_certificate(); !done)
    spdlog::error("{}: {}", done.error().code, done.error().words);
  else
    spdlog::info("certificate_read: the certificate was read again");
  if (const auto done = exchange_.reload_certificate(); !done)
    spdlog::error("{}: {}", done.error().code, done.error().words);
}

std::string House::metrics() {
  const auto counts = shell_->counts();
  return "# TYPE okno_interactions_live gauge\nokno_interactions_live " + std::to_string(counts.live) +
         "\n# TYPE okno_legs gauge\nokno_legs " + std::to_string(counts.legs) +
         "\n# TYPE okno_agents_idle_ready gauge\nokno_agents_idle_ready " +
         std::to_string(counts.idle_ready_agents) + "\n";
}

void House::stop() {
  if (std::exchange(stopped_, true)) return;
  if (carrier_ && deciding_) {
    auto forgotten = std::make_shared<std::promise<void>>();
    loop_->post([this, forgotten](base::Instant) {
      told_carrier_ = nullptr;
      forgotten->set_value();
    });
    forgotten->get_future().wait_for(1s);
  }
  carrier_.reset();
  if (deciding_ && exchange_.telephony) {
    auto told = std::make_shared<std::promise<void>>();
    loop_->post([this, told](base::Instant now) {
      shell_->stop(now);
      told->set_value();
    });
    told->get_future().wait_for(1s);
  }
  if (lines_) lines_->disconnect();
  if (trials_) trials_->disconnect();
  exchange_.telephony.reset();
  if (doors_) doors_->stop();
  if (deciding_) {
    auto flushed = std::make_shared<std::promise<void>>();
    auto done = flushed->get_future();
    loop_->post(
        [this, flushed](base::Instant) { shell_->when_flushed([flushed] { flushed->set_value(); }); });
    if (done.wait_for(kFlushLimit) != std::future_status::ready)
      spdlog::warn("flush_late: the journal brings the last rows back at the next start");
  }
  if (keeping_loop_) keeping_loop_->stop();
  if (loop_) loop_->stop();
  if (store_pool_) store_pool_->stop();
  // Nobody waits any more for an answer to his password; sound is made at the next start when it is asked
  // for.
  for (auto* pool : {&password_pool_, &sound_pool_, &encode_pool_, &speech_pool_})
    if (*pool) (*pool)->stop_at_once();
}

// Takes the signals on a thread of its own, also while the server still starts: who asks it to end is obeyed
// within five seconds, whatever hangs. What is cut off then, a crash would have cut off, too.
class Signals {
 public:
  enum class Wish { end, reload };
  // Before any other thread: all of them inherit the blocked mask.
  Signals() {
    sigemptyset(&taken_);
    for (const int wanted : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&taken_, wanted);
    pthread_sigmask(SIG_BLOCK, &taken_, nullptr);
    thread_ = std::thread([this] { run(); });
  }
  ~Signals() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
      changed_.notify_all();
    }
    pthread_kill(thread_.native_handle(), SIGTERM);
    thread_.join();
  }
  Wish wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return end_ || reload_; });
    if (end_) return Wish::end;
    reload_ = false;
    return Wish::reload;
  }

 private:
  void run() {
    pthread_setname_np(pthread_self(), "okno-signals");
    for (int signal = 0;;) {
      if (sigwait(&taken_, &signal) != 0) continue;
      std::unique_lock lock(mutex_);
      if (over_) return;
      (signal == SIGHUP ? reload_ : end_) = true;
      changed_.notify_all();
      if (!end_) continue;
      if (changed_.wait_for(lock, kPatience, [this] { return over_; })) return;
      spdlog::warn("stop_late: not everything was put away in time; the journal brings it back");
      std::_Exit(0);
    }
  }

  sigset_t taken_{};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool end_ = false, reload_ = false, over_ = false;
  std::thread thread_;
};
}  // namespace

int run(const Invocation& invocation, const std::string& version) {
  start_log(invocation.settings.log_level);
  Signals signals;
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);

  House house(invocation, version);
  if (const auto started = house.start(); !started) {
    std::fprintf(stderr, "okno: %s\n", started.error().words.c_str());
    return 1;
  }
  std::printf("%s\n", house.ready_line().c_str());
  std::fflush(stdout);
  while (signals.wait() == Signals::Wish::reload) house.reload_certificate();
  house.stop();
  return 0;
}
}  // namespace okno::server
