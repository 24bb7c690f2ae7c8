// The settings file. A Section reads the keys that it is asked for, notes each complaint with its line, and
// at the end complains of every key nobody asked for: so the list of known keys is the code that reads them,
// and nothing else.
#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>
#include <sstream>

#include "base/text.h"
#include "server/settings.h"

namespace okno::server {
namespace {
using base::Error;
using base::Result;
namespace fs = std::filesystem;

constexpr std::size_t kMaxComplaints = 20;  // a file of another program would fill the screen
constexpr std::size_t kMaxTrunks = 1'000;
constexpr std::size_t kLongestShown = 60;  // bytes of a wrong value that the complaint repeats

struct Complaint {
  std::int64_t line = 1;
  std::string key;
  std::string words;
};
using Complaints = std::vector<Complaint>;
using Check = std::function<bool(const std::string&)>;

std::int64_t line_of(const toml::node& node) {
  return node.source().begin.line ? node.source().begin.line : 1;
}

std::string shown(const toml::node& node) {
  if (node.is_table()) return "a section";
  if (node.is_array()) return "a list";
  if (const auto* text = node.as_string()) {
    const std::string whole = base::printable(text->get());
    const std::string start = base::shorten(whole, kLongestShown);
    return "\"" + start + (start.size() < whole.size() ? "...\"" : "\"");
  }
  std::ostringstream out;
  node.visit([&](const auto& value) {
    if constexpr (toml::is_value<decltype(value)>) out << value;
  });
  return out.str();
}

class Section {
 public:
  Section(Complaints& complaints, const toml::table* table, std::string path, std::int64_t line)
      : complaints_(complaints), table_(table), path_(std::move(path)), line_(line) {}
  Section(const Section&) = delete;
  ~Section() {
    if (!table_) return;
    for (const auto& [name, node] : *table_) {
      const std::string key(name.str());
      if (asked_.count(key)) continue;
      const std::string near = did_you_mean(key, {asked_.begin(), asked_.end()});
      std::string known;
      for (const auto& one : asked_) known += (known.empty() ? "" : ", ") + one;
      complaints_.push_back({line_of_key(name, node), full(key),
                             near.empty() ? "unknown setting, expected one of " + known
                                          : "unknown setting, did you mean " + near + "?"});
    }
  }

  bool present() const { return table_ != nullptr; }
  bool has(const std::string& key) const { return table_ && table_->contains(key); }

  void text(const std::string& key, std::string& out, const std::string& expected, const Check& good = {}) {
    const auto* node = find(key);
    if (!node) return;
    const auto* value = node->as_string();
    if (!value || value->get().empty() || (good && !good(value->get()))) return wrong(key, *node, expected);
    out = value->get();
  }
  // What is wrong with it is said without it: this line is read by others.
  void secret(const std::string& key, std::string& out) {
    const auto* node = find(key);
    if (!node) return;
    const auto* value = node->as_string();
    if (value && !value->get().empty())
      out = value->get();
    else
      complain(key, "expected a password in quotes");
  }
  template <class Whole>
  void whole(const std::string& key, Whole& out, std::int64_t least, std::int64_t most) {
    const auto* node = find(key);
    if (!node) return;
    const auto* value = node->as_integer();
    if (!value || value->get() < least || value->get() > most)
      return wrong(key, *node,
                   "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    out = static_cast<Whole>(value->get());
  }
  void flag(const std::string& key, bool& out) {
    const auto* node = find(key);
    if (!node) return;
    if (!node->is_boolean()) return wrong(key, *node, "true or false");
    out = node->as_boolean()->get();
  }
  void texts(const std::string& key, std::vector<std::string>& out, const std::string& expected,
             const Check& good) {
    const auto* node = find(key);
    if (!node) return;
    const auto* list = node->as_array();
    if (!list) return wrong(key, *node, "a list of " + expected);
    std::vector<std::string> found;
    for (const auto& one : *list) {
      const auto* value = one.as_string();
      if (!value || !good(value->get())) return wrong(key, one, "a list of " + expected);
      found.push_back(value->get());
    }
    out = std::move(found);
  }
  void one_of(const std::string& key, std::string& out, const std::vector<std::string>& words) {
    std::string expected;
    for (const auto& word : words) expected += (expected.empty() ? "one of " : ", ") + word;
    text(key, out, expected, [&](const std::string& value) {
      return std::find(words.begin(), words.end(), value) != words.end();
    });
  }
  // [key] as a section of its own; an absent one reads as empty.
  void section(const std::string& key, const std::function<void(Section&)>& read) {
    const auto* node = find(key);
    if (node && !node->is_table()) return wrong(key, *node, "a section [" + full(key) + "]");
    Section inner(complaints_, node ? node->as_table() : nullptr, full(key), node ? line_of(*node) : line_);
    read(inner);
  }
  // [[key]], each of them.
  void each(const std::string& key, std::size_t most, const std::function<void(Section&)>& read) {
    const auto* node = find(key);
    if (!node) return;
    const auto* list = node->as_array();
    if (!list || (!list->empty() && !list->is_homogeneous(toml::node_type::table)))
      return wrong(key, *node, "sections [[" + full(key) + "]]");
    if (list->size() > most) return wrong(key, *node, "at most " + std::to_string(most) + " of them");
    for (const auto& one : *list) {
      Section inner(complaints_, one.as_table(), full(key), line_of(one));
      read(inner);
    }
  }
  // Complains of `key`, at its line if it is there, else at the section's.
  void complain(const std::string& key, const std::string& words) {
    const auto* node = table_ ? table_->get(key) : nullptr;
    complaints_.push_back({node ? line_of(*node) : line_, full(key), words});
  }

 private:
  const toml::node* find(const std::string& key) {
    asked_.insert(key);
    return table_ ? table_->get(key) : nullptr;
  }
  void wrong(const std::string& key, const toml::node& node, const std::string& expected) {
    complaints_.push_back({line_of(node), full(key), "expected " + expected + ", found " + shown(node)});
  }
  std::string full(const std::string& key) const { return path_.empty() ? key : path_ + "." + key; }
  static std::int64_t line_of_key(const toml::key& key, const toml::node& node) {
    return key.source().begin.line ? key.source().begin.line : line_of(node);
  }

  Complaints& complaints_;
  const toml::table* table_;
  std::string path_;
  std::int64_t line_;
  std::set<std::string> asked_;
};

bool is_host(const std::string& text) {
  if (is_address(text)) return true;
  if (text.empty() || text.size() > 253) return false;
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '-' || c == '_'; });
}

// host, host:port, [v6]:port
bool is_host_and_port(const std::string& text) {
  if (is_host(text)) return true;
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return false;
  const std::string host = text.substr(0, colon);
  if (const auto at = to_endpoint(text)) return at->port != 0;
  return is_host(host) && to_endpoint("127.0.0.1" + text.substr(colon)).value_or(Endpoint{}).port != 0;
}

bool is_name(const std::string& text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '.' || c == '-' || c == '_';
  });
}

// espeak-ng writes variants with a plus: "ru+f3".
bool is_voice(const std::string& text) {
  std::string plain = text;
  plain.erase(std::remove(plain.begin(), plain.end(), '+'), plain.end());
  return is_name(plain);
}

void read_listeners(Section& root, Settings& settings) {
  const std::string an_address = "an address like \"0.0.0.0\" or \"::1\"";
  root.section("http", [&](Section& http) {
    http.text("address", settings.http.address, an_address, is_address);
    http.whole("port", settings.http.port, 0, 65'535);
  });
  root.section("https", [&](Section& https) {
    HttpsSettings read;
    https.text("address", read.at.address, an_address, is_address);
    https.whole("port", read.at.port, 0, 65'535);
    https.text("certificate", read.certificate, "a PEM file");
    https.text("key", read.key, "a PEM file");
    https.flag("self_made", read.self_made);
    if (!https.present()) return;
    if (read.certificate.empty() && !read.self_made)
      https.complain("certificate", "missing: expected a PEM file, or self_made = true");
    if (read.certificate.empty() != read.key.empty())
      https.complain(read.key.empty() ? "key" : "certificate", "missing: certificate and key go together");
    settings.https = read;
  });
}

bool is_prefix(const std::string& text) {
  const std::string_view digits = std::string_view(text).substr(text.starts_with('+') ? 1 : 0);
  return !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_codec(const std::string& text) {
  return text == "pcma" || text == "pcmu";
}

// RFC 7064, RFC 7065: "turns:host:port?transport=tcp".
bool is_ice_url(const std::string& text) {
  const auto colon = text.find(':');
  const std::string scheme = text.substr(0, colon);
  if (colon == std::string::npos ||
      (scheme != "stun" && scheme != "stuns" && scheme != "turn" && scheme != "turns"))
    return false;
  const auto question = text.find('?');
  const std::string way = question == std::string::npos ? "" : text.substr(question);
  if (!way.empty() && way != "?transport=udp" && way != "?transport=tcp") return false;
  return is_host_and_port(
      text.substr(colon + 1, question == std::string::npos ? question : question - colon - 1));
}

void read_trunk(Section& trunk, std::vector<telephony::softswitch::Trunk>& trunks) {
  telephony::softswitch::Trunk read;
  trunk.text("name", read.name, "a short name of letters, digits, dots and dashes", is_name);
  trunk.text("address", read.address, "a host or host:port", is_host_and_port);
  trunk.one_of("transport", read.transport, {"udp", "tcp", "tls"});
  trunk.texts("allowed", read.allowed, "addresses or blocks like \"198.51.100.0/24\"", is_block);
  trunk.text("login", read.login, "the name that the provider knows us by");
  trunk.secret("password", read.password);
  trunk.flag("register", read.registers);
  trunk.text("domain", read.domain, "a host", is_host_and_port);
  trunk.whole("register_s", read.register_s, 30, 86'400);
  trunk.whole("keep_alive_s", read.keep_alive_s, 0, 3'600);
  trunk.texts("prefixes", read.prefixes, "beginnings of numbers like \"+7\"", is_prefix);
  trunk.whole("max_channels", read.max_channels, 0, 100'000);
  trunk.whole("max_calls_per_s", read.max_calls_per_s, 0, 10'000);
  trunk.text("caller_id", read.caller_id, "a number like \"+78005550100\"", is_prefix);
  trunk.flag("remote_party_id", read.remote_party_id);
  trunk.one_of("media_encryption", read.media_encryption, {"off", "offer", "required"});
  trunk.texts("codecs", read.codecs, "pcma and pcmu in the order of choice", is_codec);
  if (!trunk.has("name")) trunk.complain("name", "missing: expected a short name");
  if (read.registers && read.login.empty())
    trunk.complain("register", "expected with login and password: the provider must know who registers");
  if (!read.login.empty() && read.password.empty()) trunk.complain("login", "expected with its password");
  if (!trunk.has("address")) trunk.complain("address", "missing: expected the provider's host or host:port");
  for (const auto& other : trunks)
    if (!read.name.empty() && other.name == read.name)
      trunk.complain("name", "expected a name of its own, \"" + read.name + "\" is taken by another trunk");
  if (read.media_encryption != "off" && read.transport != "tls")
    trunk.complain("media_encryption",
                   "expected with transport = \"tls\": the keys travel in the signalling");
  trunks.push_back(std::move(read));
}

void read_sip_tls(Section& sip, telephony::softswitch::Settings& exchange) {
  sip.section("tls", [&](Section& tls) {
    telephony::softswitch::TlsSettings read;
    tls.whole("port", read.port, 0, 65'535);
    tls.text("certificate", read.certificate, "a PEM file");
    tls.text("key", read.key, "a PEM file");
    tls.text("authorities", read.authorities, "a PEM file of those whose certificates are believed");
    tls.one_of("phones_media_encryption", read.phones_media_encryption, {"off", "offer", "required"});
    if (!tls.present()) return;
    if (read.certificate.empty() != read.key.empty())
      tls.complain(read.key.empty() ? "key" : "certificate", "missing: certificate and key go together");
    exchange.tls = read;
  });
  for (const auto& trunk : exchange.trunks)
    if (trunk.transport == "tls" && !exchange.tls)
      sip.complain("trunks",
                   "expected a section [sip.tls], since the line \"" + trunk.name + "\" has transport tls");
}

void read_exchange(Section& root, telephony::softswitch::Settings& exchange) {
  const std::string blocks = "addresses or blocks like \"10.0.0.0/8\"";
  root.section("sip", [&](Section& sip) {
    sip.text("address", exchange.sip_address, "an address like \"0.0.0.0\" or \"::1\"", is_address);
    sip.whole("port", exchange.sip_port, 0, 65'535);
    sip.text("realm", exchange.realm, "a realm of letters, digits, dots and dashes", is_name);
    sip.whole("max_calls", exchange.max_calls, 1, 100'000);
    sip.whole("max_requests_per_source_s", exchange.max_requests_per_source_s, 1, 100'000);
    sip.texts("flood_exempt", exchange.flood_exempt, blocks, is_block);
    sip.whole("session_expires_s", exchange.session_expires_s, 90, 86'400);
    sip.whole("min_session_expires_s", exchange.min_session_expires_s, 90, 86'400);
    sip.each("trunks", kMaxTrunks, [&](Section& trunk) { read_trunk(trunk, exchange.trunks); });
    read_sip_tls(sip, exchange);
    if (exchange.min_session_expires_s > exchange.session_expires_s)
      sip.complain("min_session_expires_s", "expected at most session_expires_s, which is " +
                                                std::to_string(exchange.session_expires_s));
  });
  root.section("media", [&](Section& section) {
    auto& media = exchange.media;
    section.text("rtp_address", media.rtp_address, "an address like \"0.0.0.0\"", is_address);
    section.texts("advertised", media.advertised, "addresses like \"203.0.113.7\"", is_address);
    section.whole("first_port", media.first_port, 1'024, 65'534);
    section.whole("last_port", media.last_port, 1'025, 65'535);
    section.whole("threads", media.threads, 1, 256);
    section.whole("idle_limit_s", media.idle_limit_s, 5, 86'400);
    section.whole("max_legs", media.max_legs, 2, 1'000'000);
    if (media.first_port % 2 != 0)
      section.complain("first_port", "expected an even number, found " + std::to_string(media.first_port));
    if (media.last_port <= media.first_port)
      section.complain("last_port", "expected more than first_port, which is " +
                                        std::to_string(media.first_port) + ", found " +
                                        std::to_string(media.last_port));
  });
}

void read_turn(Section& root, api::TurnSettings& turn) {
  root.section("turn", [&](Section& section) {
    section.texts("urls", turn.urls, "addresses like \"turn:turn.example:3478?transport=udp\"", is_ice_url);
    section.secret("secret", turn.secret);
    section.whole("valid_s", turn.valid_s, 600, 7 * 86'400);
    const bool relays = std::any_of(turn.urls.begin(), turn.urls.end(),
                                    [](const std::string& url) { return url.starts_with("turn"); });
    if (relays && !section.has("secret"))
      section.complain("secret", "missing: expected the secret that the relay knows (static-auth-secret)");
    if (section.has("secret") && !section.has("urls"))
      section.complain("urls", "missing: expected the relay's addresses");
  });
}

void read_keeping(Section& root, Settings& settings, const std::string& directory) {
  const auto absolute = [&](const std::string& path) {
    return (fs::path(path).is_absolute() ? fs::path(path) : fs::path(directory) / path)
        .lexically_normal()
        .string();
  };
  root.text("data", settings.data, "a directory");
  if (!root.has("data")) root.complain("data", "missing: expected the directory that keeps everything");
  settings.data = absolute(settings.data);
  settings.database.path = (fs::path(settings.data) / "okno.db").string();
  settings.recordings = (fs::path(settings.data) / "recordings").string();
  settings.recording_keys = (fs::path(settings.data) / "recording.keys").string();

  root.section("database", [&](Section& database) {
    std::string backend = "sqlite";
    database.one_of("backend", backend, {"sqlite", "postgresql"});
    database.text("path", settings.database.path, "the SQLite file");
    database.text("connection", settings.database.connection, "libpq's words like \"dbname=okno\"");
    database.flag("sync", settings.database.sync);
    const bool postgresql = backend == "postgresql";
    settings.database.backend =
        postgresql ? DatabaseSettings::Backend::postgresql : DatabaseSettings::Backend::sqlite;
    if (postgresql && !database.has("connection"))
      database.complain("connection", "missing: expected libpq's words like \"dbname=okno\"");
    if (postgresql && database.has("path"))
      database.complain("path", "expected only with backend = \"sqlite\"");
    if (!postgresql && database.has("connection"))
      database.complain("connection", "expected only with backend = \"postgresql\"");
    settings.database.path = postgresql ? "" : absolute(settings.database.path);
  });
  root.section("recordings", [&](Section& recordings) {
    recordings.text("directory", settings.recordings, "a directory");
    settings.recordings = absolute(settings.recordings);
    recordings.flag("encrypt", settings.seal_recordings);
    recordings.text("key_file", settings.recording_keys, "a file that only Okno can read");
    settings.recording_keys = absolute(settings.recording_keys);
    recordings.whole("warn_free_mb", settings.warn_free_mb, 0, 1'000'000'000);
    recordings.whole("new_key_every_days", settings.new_key_every_days, 0, 3'650);
  });
  if (settings.https && !settings.https->certificate.empty())
    settings.https->certificate = absolute(settings.https->certificate);
  if (settings.https && !settings.https->key.empty()) settings.https->key = absolute(settings.https->key);
  if (auto& tls = settings.exchange.tls) {
    for (auto* file : {&tls->certificate, &tls->key, &tls->authorities})
      if (!file->empty()) *file = absolute(*file);
  }
}

void read_rest(Section& root, Settings& settings) {
  root.section("speech", [&](Section& speech) {
    speech.text("command", settings.speech.command, "a program like \"espeak-ng\"");
    speech.text("voice_ru", settings.speech.voice_ru, "a voice's name", is_voice);
    speech.text("voice_en", settings.speech.voice_en, "a voice's name", is_voice);
  });
  root.section("agents", [&](Section& agents) {
    agents.flag("phone_required", settings.phone_required);
    agents.flag("listening_shown", settings.listening_shown);
  });
  root.section("log", [&](Section& log) {
    log.one_of("level", settings.log_level,
               {"trace", "debug", "info", "warning", "error", "critical", "off"});
  });
  root.section("limits", [&](Section& limits) {
    limits.whole("http_connections", settings.limits.http_connections, 1, 1'000'000);
    limits.whole("http_connections_per_source", settings.limits.http_connections_per_source, 1, 1'000'000);
    limits.whole("http_body_kb", settings.limits.http_body_kb, 16, 65'536);
    limits.whole("store_threads", settings.limits.store_threads, 1, 64);
    limits.whole("store_queue", settings.limits.store_queue, 100, 1'000'000);
    limits.whole("password_threads", settings.limits.password_threads, 1, 64);
    limits.whole("password_queue", settings.limits.password_queue, 1, 100'000);
    limits.whole("journal_mb", settings.limits.journal_mb, 16, 1'000'000);
  });
}

// 0: all of it is UTF-8. The library names line 1 for a bad byte anywhere.
std::int64_t first_line_not_utf8(const std::string& text) {
  std::istringstream in(text);
  std::int64_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (!base::is_utf8(line)) return number;
  }
  return 0;
}

Error as_error(Complaints complaints, const std::string& name) {
  std::stable_sort(complaints.begin(), complaints.end(),
                   [](const Complaint& a, const Complaint& b) { return a.line < b.line; });
  std::string words;
  for (std::size_t i = 0; i < complaints.size() && i < kMaxComplaints; ++i) {
    const auto& c = complaints[i];
    words +=
        (i ? "\n" : "") + ("okno: " + name + ":" + std::to_string(c.line) + ": " + c.key + ": " + c.words);
  }
  if (complaints.size() > kMaxComplaints)
    words += "\nokno: " + name + ": and " + std::to_string(complaints.size() - kMaxComplaints) + " more";
  return {"settings", words};
}
}  // namespace

Result<Settings> read_settings(const std::string& text, const std::string& name,
                               const std::string& directory) {
  if (const auto line = first_line_not_utf8(text))
    return Error{"settings", "okno: " + name + ":" + std::to_string(line) + ": expected TOML in UTF-8"};
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& error) {
    std::string words(error.description());
    std::replace(words.begin(), words.end(), '\n', ' ');
    return Error{"settings", "okno: " + name + ":" + std::to_string(error.source().begin.line) +
                                 ": expected TOML: " + words};
  }
  Settings settings;
  Complaints complaints;
  {
    Section root(complaints, &table, "", 1);
    read_listeners(root, settings);
    read_exchange(root, settings.exchange);
    read_keeping(root, settings, directory);
    read_turn(root, settings.turn);
    read_rest(root, settings);
  }
  if (!complaints.empty()) return as_error(std::move(complaints), name);
  return settings;
}
}  // namespace okno::server
