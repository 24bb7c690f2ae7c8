// The command line. Options are few, so each task is one small CLI11 parser; what it cannot know (addresses,
// near misses) is checked here, because every complaint must be one line that says what is expected.
#include "server/settings.h"

#include <arpa/inet.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace okno::server {
namespace {
using base::Error;
using base::Result;
namespace fs = std::filesystem;

constexpr std::size_t kLongestSettingsFile = 1 << 20;  // a thousand trunks fit into a tenth of it

const char* const kHelp =
    "Okno: contact centre and CRM in one program\n"
    "\n"
    "  okno demo [--http ADDR:PORT] [--https ADDR:PORT] [--sip ADDR:PORT] [--data DIR]\n"
    "            [--no-carrier] [--trunk ADDR:PORT]\n"
    "      a centre with invented customers who ring whoever is ready: open http://127.0.0.1:8080, sign in "
    "as\n"
    "      anna / demo and press Ready (vera / demo sees the board); SIP phones call 127.0.0.1:5060; calls "
    "out go to\n"
    "      the invented customers, or to a SIP phone or exchange of yours with --trunk\n"
    "  okno serve --config FILE\n"
    "      a real one; FILE is TOML, deploy/okno.toml explains every key\n"
    "  okno check --config FILE\n"
    "      reads FILE, says what is wrong in it, starts nothing\n"
    "  okno doctor --config FILE [--line NAME] [--number NUMBER]\n"
    "      tries the lines to the providers step by step, with a call to NUMBER, and says what to do\n"
    "  okno rotate-recording-keys (--config FILE | --data DIR) [--forget-old]\n"
    "      a new key for all recordings, also while the server runs; with --forget-old the keys before it "
    "are\n"
    "      deleted, and backups made before can be heard no more\n"
    "  okno sim [FILE.scn] [--agents N --arrivals-per-hour X --aht-s Y ...]\n"
    "      plays a scenario or a whole day through the deciding core\n"
    "  okno --version\n";

Error usage(std::string words) {
  return {"usage", "okno: " + std::move(words)};
}

// One task's options: flags and values by name, with complaints of our own.
class Options {
 public:
  explicit Options(std::string task) : task_(std::move(task)), app_("", "okno " + task_) {
    app_.allow_extras();
    app_.set_help_flag("-h,--help");
  }
  void value(const std::string& name, std::optional<std::string>& out, std::string expected) {
    app_.add_option(name, out);
    names_.push_back(name);
    expected_.emplace_back(name, std::move(expected));
  }
  void flag(const std::string& name, bool& out) {
    app_.add_flag(name, out);
    names_.push_back(name);
  }
  // Nothing when all is well; `asked_for_help` is set when --help was given.
  std::optional<Error> parse(std::vector<std::string> arguments, bool& asked_for_help) {
    if (auto error = missing_value(arguments)) return error;
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
    try {
      app_.parse(arguments);
    } catch (const CLI::CallForHelp&) {
      asked_for_help = true;
      return std::nullopt;
    } catch (const CLI::ParseError& error) {
      return usage(task_ + ": " + one_line(error.what()));
    }
    for (const auto& extra : app_.remaining()) return unknown(extra);
    return std::nullopt;
  }
  Error wrong(const std::string& name, const std::string& given) const {
    for (const auto& [option, expected] : expected_)
      if (option == name)
        return usage(task_ + ": " + name + ": expected " + expected + ", found \"" + given + "\"");
    return usage(task_ + ": " + name + ": wrong value \"" + given + "\"");
  }
  Error needed(const std::string& name) const {
    for (const auto& [option, expected] : expected_)
      if (option == name) return usage(task_ + ": " + name + " is missing: expected " + expected);
    return usage(task_ + ": " + name + " is missing");
  }

 private:
  std::optional<Error> missing_value(const std::vector<std::string>& arguments) const {
    std::vector<std::string> seen;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      const std::string name = arguments[i].substr(0, arguments[i].find('='));
      if (name.rfind("--", 0) != 0) continue;
      if (std::find(seen.begin(), seen.end(), name) != seen.end() &&
          std::find(names_.begin(), names_.end(), name) != names_.end())
        return usage(task_ + ": " + name + " is given twice: expected once");
      seen.push_back(name);
      for (const auto& [option, expected] : expected_) {
        if (option != arguments[i]) continue;
        const bool last = i + 1 == arguments.size();
        if (last || arguments[i + 1].rfind("--", 0) == 0)
          return usage(task_ + ": " + name + ": expected " + expected + ", found nothing");
      }
    }
    return std::nullopt;
  }
  Error unknown(const std::string& extra) const {
    const std::string name = extra.substr(0, extra.find('='));
    const std::string near = did_you_mean(name, names_);
    std::string known;
    for (const auto& option : names_) known += (known.empty() ? "" : ", ") + option;
    return usage(task_ + ": " + name + ": unknown " + (name.rfind('-', 0) == 0 ? "option" : "word") +
                 (near.empty() ? ", expected one of " + known : ", did you mean " + near + "?"));
  }
  static std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
  }

  std::string task_;
  CLI::App app_;
  std::vector<std::string> names_;
  std::vector<std::pair<std::string, std::string>> expected_;
};

std::string absolute(const std::string& path, const std::string& directory) {
  const fs::path p(path);
  return (p.is_absolute() ? p : fs::path(directory) / p).lexically_normal().string();
}

// A fresh directory under the user's data directory (XDG Base Directory Specification).
std::string demo_directory(const Surroundings& around) {
  fs::path base;
  if (!around.xdg_data_home.empty() && fs::path(around.xdg_data_home).is_absolute())
    base = around.xdg_data_home;
  else if (!around.home.empty())
    base = fs::path(around.home) / ".local/share";
  else
    base = fs::temp_directory_path();
  return (base / "okno" / ("demo-" + around.stamp)).string();
}

void lay_out(Settings& settings) {
  settings.database.path = (fs::path(settings.data) / "okno.db").string();
  settings.recordings = (fs::path(settings.data) / "recordings").string();
  settings.recording_keys = (fs::path(settings.data) / "recording.keys").string();
}

Result<Invocation> demo(const std::vector<std::string>& arguments, const Surroundings& around) {
  Invocation out;
  out.task = Task::demo;
  Options options("demo");
  std::optional<std::string> http, https, sip, data, trunk;
  bool no_carrier = false;
  const std::string where = "ADDR:PORT (127.0.0.1:%, [::1]:%)";
  const auto example = [&](const std::string& port) {
    std::string text = where;
    for (std::size_t at; (at = text.find('%')) != std::string::npos;) text.replace(at, 1, port);
    return text;
  };
  options.value("--http", http, example("8080"));
  options.value("--https", https, example("8443"));
  options.value("--sip", sip, example("5060"));
  options.value("--data", data, "a directory");
  options.flag("--no-carrier", no_carrier);
  options.value("--trunk", trunk, example("5070"));
  bool help = false;
  if (auto error = options.parse(arguments, help)) return *error;
  if (help) return Invocation{.words = kHelp};

  Settings& settings = out.settings;
  if (http) {
    const auto at = to_endpoint(*http);
    if (!at) return options.wrong("--http", *http);
    settings.http = *at;
  }
  if (https) {
    const auto at = to_endpoint(*https);
    if (!at) return options.wrong("--https", *https);
    settings.https = HttpsSettings{.at = *at, .certificate = {}, .key = {}, .self_made = true};
  }
  if (sip) {
    const auto at = to_endpoint(*sip);
    if (!at) return options.wrong("--sip", *sip);
    settings.exchange.sip_address = at->address;
    settings.exchange.sip_port = at->port;
  }
  if (trunk) {
    const auto at = to_endpoint(*trunk);
    if (!at || at->port == 0) return options.wrong("--trunk", *trunk);
    out.trunk = at;
  }
  if (data && data->empty()) return options.wrong("--data", *data);
  settings.data = data ? absolute(*data, around.directory) : demo_directory(around);
  lay_out(settings);
  settings.exchange.flood_exempt = {"127.0.0.0/8", "::1/128"};  // the carrier and whoever tries the demo out
  out.carrier = !no_carrier;
  return out;
}

Result<std::string> whole_file(const std::string& path, const std::string& name) {
  std::error_code error;
  if (fs::is_directory(path, error)) return usage(name + ": expected a settings file, found a directory");
  std::ifstream in(path, std::ios::binary);
  if (!in) return usage(name + ": cannot be read: expected a settings file (TOML)");
  std::string text(kLongestSettingsFile + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > kLongestSettingsFile)
    return usage(name + ": longer than 1 MB: expected a settings file (TOML)");
  return text;
}

Result<Invocation> with_file(Task task, const std::vector<std::string>& arguments,
                             const Surroundings& around) {
  Invocation out;
  out.task = task;
  Options options(task == Task::serve    ? "serve"
                  : task == Task::doctor ? "doctor"
                  : task == Task::check  ? "check"
                                         : "rotate-recording-keys");
  std::optional<std::string> config, data;
  options.value("--config", config, "a settings file (TOML, see deploy/okno.toml)");
  std::optional<std::string> line, number;
  if (task == Task::doctor) {
    options.value("--line", line, "a line's name");
    options.value("--number", number, "a number like +74950001122");
  }
  if (task == Task::new_recording_key) {
    options.value("--data", data, "the demo's directory");
    options.flag("--forget-old", out.forget_old_keys);
  }
  bool help = false;
  if (auto error = options.parse(arguments, help)) return *error;
  if (help) return Invocation{.words = kHelp};
  if (data && !config) {
    out.settings.data = absolute(*data, around.directory);
    lay_out(out.settings);
    return out;
  }
  if (!config) return options.needed("--config");
  out.config_file = absolute(*config, around.directory);
  const auto text = whole_file(out.config_file, *config);
  if (!text) return text.error();
  auto settings = read_settings(*text, *config, fs::path(out.config_file).parent_path().string());
  if (!settings) return settings.error();
  out.settings = std::move(*settings);
  out.line = line.value_or("");
  out.number = number.value_or("");
  return out;
}
}  // namespace

Result<Invocation> read_command_line(const std::vector<std::string>& arguments, const Surroundings& around) {
  const std::vector<std::string> tasks = {"demo", "serve", "check", "doctor", "sim", "rotate-recording-keys"};
  if (arguments.empty())
    return usage("expected one of demo, serve, check, doctor, sim, --version, --help, found nothing");
  const std::string& word = arguments.front();
  const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  if (word == "--version" || word == "-V") return Invocation{.task = Task::version};
  if (word == "--help" || word == "-h" || word == "help") return Invocation{.words = kHelp};
  if (word == "demo") return demo(rest, around);
  if (word == "serve") return with_file(Task::serve, rest, around);
  if (word == "check") return with_file(Task::check, rest, around);
  if (word == "doctor") return with_file(Task::doctor, rest, around);
  if (word == "rotate-recording-keys") return with_file(Task::new_recording_key, rest, around);
  if (word == "sim") return Invocation{.task = Task::sim, .rest = rest};
  const std::string near =
      did_you_mean(word, {"demo", "serve", "check", "doctor", "sim", "--version", "--help"});
  return usage(word + ": unknown " + (word.rfind('-', 0) == 0 ? "option" : "command") +
               (near.empty() ? ", expected one of demo, serve, check, doctor, sim, --version, --help"
                             : ", did you mean " + near + "?"));
}

std::string Endpoint::text() const {
  const bool six = address.find(':') != std::string::npos;
  return (six ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

bool is_address(const std::string& text) {
  unsigned char bytes[sizeof(in6_addr)];
  return inet_pton(AF_INET, text.c_str(), bytes) == 1 || inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

std::optional<Endpoint> to_endpoint(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  std::string address = text.substr(0, colon);
  const std::string port = text.substr(colon + 1);
  const bool bracketed = address.size() > 2 && address.front() == '[' && address.back() == ']';
  if (bracketed) address = address.substr(1, address.size() - 2);
  if (address == "localhost") address = "127.0.0.1";
  if (!is_address(address) || bracketed != (address.find(':') != std::string::npos)) return std::nullopt;
  unsigned number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (port.empty() || error != std::errc{} || end != port.data() + port.size() || number > 65'535)
    return std::nullopt;
  return Endpoint{address, static_cast<std::uint16_t>(number)};
}

bool is_block(const std::string& text) {
  const auto slash = text.find('/');
  const std::string address = text.substr(0, slash);
  if (!is_address(address)) return false;
  if (slash == std::string::npos) return true;
  const std::string bits = text.substr(slash + 1);
  unsigned number = 0;
  const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), number);
  const unsigned most = address.find(':') == std::string::npos ? 32 : 128;
  return !bits.empty() && error == std::errc{} && end == bits.data() + bits.size() && number <= most;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& candidates) {
  // Edit distance with transpositions counted as two; words are short, so the plain table does.
  const auto distance = [&](const std::string& other) {
    std::vector<std::size_t> row(other.size() + 1);
    for (std::size_t j = 0; j <= other.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= word.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i;
      for (std::size_t j = 1; j <= other.size(); ++j) {
        const std::size_t above = row[j];
        row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (word[i - 1] == other[j - 1] ? 0 : 1)});
        diagonal = above;
      }
    }
    return row.back();
  };
  if (word.size() > 100) return {};
  std::string best;
  std::size_t least = std::max<std::size_t>(1, std::min<std::size_t>(3, word.size() / 2)) + 1;
  for (const auto& candidate : candidates) {
    const std::size_t d = distance(candidate);
    if (d < least) {
      least = d;
      best = candidate;
    }
  }
  return best;
}
}  // namespace okno::server
