// What the program was told: the command line (`okno demo --http …`) and the settings file (`okno serve
// --config okno.toml`) become one Settings value. Nothing is opened or made here; deploy/okno.toml documents
// every key.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/server.h"
#include "base/result.h"
#include "telephony/softswitch/softswitch.h"

namespace okno::server {
struct Endpoint {
  std::string address;     // IPv4 or IPv6 literal, without brackets
  std::uint16_t port = 0;  // 0: any free one
  // "127.0.0.1:8080", "[::1]:8080".
  std::string text() const;
  bool operator==(const Endpoint&) const = default;
};

struct HttpsSettings {
  Endpoint at{"127.0.0.1", 8443};
  std::string
      certificate;  // PEM file, the chain in order; empty with self_made: made under the data directory
  std::string key;  // PEM file
  bool self_made = false;  // make a certificate at the first start when there is none
};

struct DatabaseSettings {
  enum class Backend { sqlite, postgresql } backend = Backend::sqlite;
  std::string path;        // of the SQLite file; absolute
  std::string connection;  // libpq's words: "host=/run/postgresql dbname=okno"
  bool sync = false;  // the journal and SQLite wait for the disk at each record: a power cut loses nothing
};

struct SpeechSettings {
  std::string command = "espeak-ng";  // any program that takes its -v -s -p -w -f, see speech/speaker.h
  std::string voice_ru = "ru";
  std::string voice_en = "en";
};

struct Limits {
  int http_connections = 4'000;             // each costs about 20 kB; 1,000 desks hold two each
  int http_connections_per_source = 2'000;  // one address cannot hold them all
  int http_body_kb = 1'024;                 // the longest body any request needs is a note
  int store_threads = 2;                    // SQLite writes one at a time anyway
  int store_queue = 10'000;                 // past it a request gets 503: the database stands still
  int password_threads = 1;                 // argon2id: about 25 ms of a core and 64 MB each
  int password_queue = 200;                 // five seconds of sign-ins
  int journal_mb = 1'024;                   // past it the journal is cut as soon as the store has everything
};

struct Settings {
  Endpoint http{"127.0.0.1", 8080};
  std::optional<HttpsSettings> https;
  telephony::softswitch::Settings exchange;  // sections [sip] and [media]
  std::string data;                          // directory, absolute
  DatabaseSettings database;
  std::string recordings;             // directory, absolute
  bool seal_recordings = true;        // on the disk they are encrypted (sealing/sealed_file.h)
  std::string recording_keys;         // file, absolute
  int new_key_every_days = 0;         // a new key for all recordings so often; 0: by the command alone
  std::int64_t warn_free_mb = 5'000;  // supervisors are warned when less is free for recordings; 0: never
  SpeechSettings speech;
  api::TurnSettings turn;
  bool phone_required = true;
  bool listening_shown = false;  // agents see a supervisor who listens silently
  std::string log_level = "info";
  Limits limits;
};

enum class Task { demo, serve, check, doctor, sim, version, help, new_recording_key };

struct Invocation {
  Task task = Task::help;
  Settings settings{};                 // demo, serve, check
  std::string config_file{};           // serve, check, doctor
  std::optional<Endpoint> trunk = {};  // demo: where calls out go instead of the carrier
  bool carrier = true;                 // demo: the built-in carrier rings ready agents
  std::string line{}, number{};     // doctor: which line (none: all), which number is called (none: no call)
  bool forget_old_keys = false;     // new_recording_key
  std::vector<std::string> rest{};  // sim: everything behind the word
  std::string words{};              // help: the text
};

// What the command line needs to know of the process, handed in so that tests can choose it.
struct Surroundings {
  std::string home;           // $HOME
  std::string xdg_data_home;  // $XDG_DATA_HOME
  std::string directory;      // the current one: relative paths start there
  std::string stamp;          // makes the demo's directory a fresh one: "20261122-041500-1234"
};

// `arguments` without the program's name. The error's words are one line for each wrong thing, naming option
// or file, line and key, and what is expected; main prints them and ends with status 2. Reads the settings
// file, touches nothing.
base::Result<Invocation> read_command_line(const std::vector<std::string>& arguments,
                                           const Surroundings& around);

// The settings file alone; `name` is how the errors call it, relative paths in it start at `directory`.
base::Result<Settings> read_settings(const std::string& toml, const std::string& name,
                                     const std::string& directory);

// "127.0.0.1:8080", "[::1]:8080", "localhost:0"; nothing when it is none.
std::optional<Endpoint> to_endpoint(const std::string& text);
// An IPv4 or IPv6 literal without brackets.
bool is_address(const std::string& text);
// "10.0.0.0/8", "::1/128", or one address.
bool is_block(const std::string& text);
// The candidate nearest to `word`, when it is near enough to be meant; else empty.
std::string did_you_mean(const std::string& word, const std::vector<std::string>& candidates);
}  // namespace okno::server
