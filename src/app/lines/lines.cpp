#include "app/lines/lines.h"

#include <arpa/inet.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cctype>
#include <charconv>
#include <utility>

#include "app/lines/trials.h"
#include "app/view_json.h"
#include "base/described_json.h"
#include "base/text.h"

namespace okno::app {
using base::Error;
using base::Result;
using ports::Trunk;

namespace {
constexpr std::size_t kMostListed = 32;  // addresses, prefixes or codecs of one line
constexpr std::size_t kMostBytes = 253;  // of one of its texts; the longest name of a host

LineView shown(const Trunk& trunk, std::int64_t id) {
  LineView view;
  view.id = id;
  view.name = trunk.name;
  view.address = trunk.address;
  view.transport = trunk.transport;
  view.login = trunk.login;
  view.password_known = !trunk.password.empty();
  view.registers = trunk.registers;
  view.caller_id = trunk.caller_id;
  view.allowed = trunk.allowed;
  view.prefixes = trunk.prefixes;
  view.max_channels = trunk.max_channels;
  view.codecs = trunk.codecs;
  view.media_encryption = trunk.media_encryption;
  return view;
}

Trunk trunk_of(const LineView& view, const std::string& password) {
  Trunk trunk;
  trunk.name = view.name;
  trunk.address = view.address;
  trunk.transport = view.transport;
  trunk.login = view.login;
  trunk.password = password;
  trunk.registers = view.registers;
  trunk.caller_id = view.caller_id;
  trunk.allowed = view.allowed;
  trunk.prefixes = view.prefixes;
  trunk.max_channels = static_cast<int>(view.max_channels);
  trunk.codecs = view.codecs;
  trunk.media_encryption = view.media_encryption;
  return trunk;
}

template <class T>
void take(const std::optional<T>& wish, T& into) {
  if (wish) into = *wish;
}
void take(const std::optional<std::string>& wish, std::string& into) {
  if (wish) into = std::string(base::trim(*wish));
}

std::string host_of(const std::string& address) {
  if (address.starts_with('[')) return address.substr(1, address.find(']') - 1);
  return address.substr(0, address.find(':'));
}

// "192.0.2.0/24", "2001:db8::/32" or one address: what the exchange takes as such.
bool is_block(const std::string& text) {
  unsigned char out[sizeof(in6_addr)];
  const std::size_t slash = text.find('/');
  const std::string address = text.substr(0, slash);
  const bool four = inet_pton(AF_INET, address.c_str(), out) == 1;
  if (!four && inet_pton(AF_INET6, address.c_str(), out) != 1) return false;
  if (slash == std::string::npos) return true;
  int bits = -1;
  const char* const last = text.data() + text.size();
  const auto [end, failure] = std::from_chars(text.data() + slash + 1, last, bits);
  return failure == std::errc() && end == last && bits >= 0 && bits <= (four ? 32 : 128);
}

// "sip.north.example:5060" → "sip.north.example"; what a name may not hold becomes a dash.
std::string name_from(const std::string& address) {
  std::string name = host_of(address);
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '.' && c != '-' && c != '_') c = '-';
  return base::shorten(name, 64);
}

// What follows from the rest, for a line that is new.
void complete(Trunk& trunk, const LineRequest& wish) {
  if (trunk.name.empty()) trunk.name = name_from(trunk.address);
  if (!wish.registers) trunk.registers = !trunk.login.empty();
  const bool nobody_else = trunk.login.empty() && trunk.allowed.empty() && !wish.allowed;
  if (nobody_else && is_block(host_of(trunk.address))) trunk.allowed = {host_of(trunk.address)};
  if (!wish.media_encryption && trunk.transport == "tls") trunk.media_encryption = "required";
}

bool all_of(const std::string& text, const char* marks) {
  return std::all_of(text.begin(), text.end(), [marks](unsigned char c) {
    return std::isalnum(c) != 0 || std::string_view(marks).find(static_cast<char>(c)) != std::string::npos;
  });
}

bool is_host_and_port(const std::string& text) {
  if (text.empty() || text.size() > kMostBytes) return false;
  std::size_t colon = text.rfind(':');
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string::npos || end < 3 || !all_of(text.substr(1, end - 1), ":.")) return false;
    if (end + 1 == text.size()) return true;
    if (text[end + 1] != ':') return false;
    colon = end + 1;
  } else if (!all_of(text.substr(0, colon), ".-_") || colon == 0) {
    return false;
  }
  if (colon == std::string::npos) return true;
  int port = 0;
  const auto [end, failure] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
  return failure == std::errc() && end == text.data() + text.size() && port > 0 && port <= 65'535;
}

bool is_number(const std::string& text) {
  const std::string_view digits = std::string_view(text).substr(text.starts_with('+') ? 1 : 0);
  return !digits.empty() && digits.size() <= 32 &&
         digits.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_one_of(const std::string& text, std::initializer_list<const char*> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}
}  // namespace

std::string problem_of(const Trunk& trunk) {
  if (trunk.name.empty() || trunk.name.size() > 64 || !all_of(trunk.name, ".-_"))
    return "name: expected at most 64 letters, digits, dots and dashes";
  if (!is_host_and_port(trunk.address)) return "address: expected the provider's host or host:port";
  if (!is_one_of(trunk.transport, {"udp", "tcp", "tls"})) return "transport: expected udp, tcp or tls";
  if (trunk.login.size() > kMostBytes || trunk.password.size() > kMostBytes)
    return "login, password: expected at most 253 bytes";
  if (base::printable(trunk.login) != trunk.login || base::printable(trunk.password) != trunk.password)
    return "login, password: expected text without control characters";
  if (!trunk.login.empty() && trunk.password.empty()) return "password: expected with the login";
  if (trunk.registers && trunk.login.empty())
    return "registers: expected with login and password, the provider must know who registers";
  if (!trunk.caller_id.empty() && !is_number(trunk.caller_id))
    return "caller_id: expected a number like +74950001122";
  if (trunk.allowed.size() > kMostListed || trunk.prefixes.size() > kMostListed ||
      trunk.codecs.size() > kMostListed)
    return "allowed, prefixes, codecs: expected at most 32 of each";
  for (const auto& block : trunk.allowed)
    if (!is_block(block)) return "allowed: expected addresses or blocks like 198.51.100.0/24";
  for (const auto& prefix : trunk.prefixes)
    if (!is_number(prefix)) return "prefixes: expected beginnings of numbers like +7";
  for (const auto& codec : trunk.codecs)
    if (!is_one_of(codec, {"pcma", "pcmu"})) return "codecs: expected pcma, pcmu in the order of choice";
  if (!is_one_of(trunk.media_encryption, {"off", "offer", "required"}))
    return "media_encryption: expected off, offer or required";
  if (trunk.media_encryption != "off" && trunk.transport != "tls")
    return "media_encryption: expected with transport tls, the keys travel in the signalling";
  if (trunk.max_channels < 0 || trunk.max_channels > 100'000) return "max_channels: expected 0 to 100000";
  return {};
}

LineBook::LineBook(ports::LineShelf& shelf, std::vector<Trunk> fixed)
    : shelf_(shelf), fixed_(std::move(fixed)) {}

void LineBook::connect(ports::Lines& lines) {
  const std::lock_guard lock(changing_);
  exchange_ = &lines;
}

void LineBook::disconnect() {
  const std::lock_guard lock(changing_);
  exchange_ = nullptr;
}

Result<std::vector<LineBook::Kept>> LineBook::kept() {
  const auto rows = shelf_.lines();
  if (!rows) return rows.error();
  std::vector<Kept> out;
  for (const auto& row : *rows) {
    Kept one{row.id, {}};
    try {
      LineView view;
      base::read_described(view, boost::json::parse(row.setup));
      view.name = row.name;
      one.trunk = trunk_of(view, row.password);
      one.damage = problem_of(one.trunk);
    } catch (const std::exception& e) {
      one.trunk = {};
      one.trunk.name = row.name;
      one.trunk.password = row.password;
      one.damage = e.what();
    }
    out.push_back(std::move(one));
  }
  return out;
}

Result<std::vector<Trunk>> LineBook::trunks() {
  auto all = kept();
  if (!all) return all.error();
  std::vector<Trunk> out = fixed_;
  for (auto& one : *all) {
    if (!one.damage.empty()) {
      if (damaged)
        damaged("The line \"" + one.trunk.name + "\" in the database is damaged (" + one.damage +
                ") and carries nothing. Set it up anew in the desk, or remove it there.");
      continue;
    }
    // The file was changed meanwhile: what stands there has the name.
    const bool taken = std::any_of(fixed_.begin(), fixed_.end(),
                                   [&](const Trunk& fixed) { return fixed.name == one.trunk.name; });
    if (!taken) out.push_back(std::move(one.trunk));
  }
  return out;
}

Result<std::vector<LineView>> LineBook::list() {
  const auto all = kept();
  if (!all) return all.error();
  std::vector<LineView> views;
  for (const auto& trunk : fixed_) views.push_back(shown(trunk, 0));
  for (const auto& one : *all) views.push_back(shown(one.trunk, one.id));
  return views;
}

Result<Trunk> LineBook::find(const std::string& name) {
  const auto all = trunks();
  if (!all) return all.error();
  for (const auto& trunk : *all)
    if (trunk.name == name) return trunk;
  return Error{"not_found", "There is no line \"" + name + "\"."};
}

Result<void> LineBook::carry_out() {
  if (exchange_ == nullptr) return {};
  const auto all = trunks();
  if (!all) return all.error();
  exchange_->set_trunks(*all);
  return {};
}

Result<LineView> LineBook::save(const Kept& before, const LineRequest& wish, domain::AgentId who,
                                base::Instant now) {
  Trunk trunk = before.trunk;
  take(wish.name, trunk.name);
  take(wish.address, trunk.address);
  take(wish.transport, trunk.transport);
  take(wish.login, trunk.login);
  if (wish.password) trunk.password = *wish.password;  // as it is: a space may belong to it
  take(wish.registers, trunk.registers);
  take(wish.caller_id, trunk.caller_id);
  take(wish.allowed, trunk.allowed);
  take(wish.prefixes, trunk.prefixes);
  if (wish.max_channels)
    trunk.max_channels = static_cast<int>(std::clamp<std::int64_t>(*wish.max_channels, -1, 100'001));
  take(wish.codecs, trunk.codecs);
  take(wish.media_encryption, trunk.media_encryption);
  if (trunk.login.empty()) trunk.password.clear(), trunk.registers = false;
  if (trunk.login != before.trunk.login && before.id != 0 && !wish.registers)
    trunk.registers = !trunk.login.empty();
  if (before.id == 0) complete(trunk, wish);
  // Who may change where a line leads must not get its password that way.
  const bool leads_elsewhere = before.id != 0 && host_of(trunk.address) != host_of(before.trunk.address);
  if (leads_elsewhere && !wish.password && !trunk.password.empty())
    return Error{"password_anew", "password: expected anew, since the address is another"};
  if (trunk.transport == "tls" && !tls_spoken)
    return Error{"no_sip_tls", "transport: tls needs a section [sip.tls] in the settings file"};
  if (const auto problem = problem_of(trunk); !problem.empty()) return Error{"bad_line", problem};
  for (const auto& fixed : fixed_)
    if (fixed.name == trunk.name)
      return Error{"conflict", "There is already a line \"" + trunk.name + "\". Choose another name."};

  const LineView after = shown(trunk, before.id);
  ports::AuditRow audit{0, who, now, "line " + trunk.name, "", to_json(after)};
  if (before.id != 0) audit.before = to_json(shown(before.trunk, before.id));
  if (before.id != 0 && wish.password) audit.after.insert(audit.after.size() - 1, R"(,"password":"new")");
  if (trials != nullptr) trials->forget(before.trunk.name);
  const auto saved = shelf_.save_line({before.id, trunk.name, to_json(after), trunk.password}, audit);
  if (!saved) return saved.error();
  if (auto done = carry_out(); !done) return done.error();
  return shown(trunk, saved->id);
}

Result<LineView> LineBook::add(const LineRequest& wish, domain::AgentId who, base::Instant now) {
  const std::lock_guard lock(changing_);
  const auto all = kept();
  if (!all) return all.error();
  if (all->size() + fixed_.size() >= kMostLines)
    return Error{"too_many_lines", "There are " + std::to_string(kMostLines) + " lines already."};
  return save({0, {}}, wish, who, now);
}

Result<LineView> LineBook::change(std::int64_t id, const LineRequest& wish, domain::AgentId who,
                                  base::Instant now) {
  const std::lock_guard lock(changing_);
  const auto all = kept();
  if (!all) return all.error();
  for (const auto& one : *all)
    if (one.id == id) return save(one, wish, who, now);
  return Error{"not_found", "There is no such line."};
}

// By its row alone: one that is damaged can be removed too.
Result<void> LineBook::remove(std::int64_t id, domain::AgentId who, base::Instant now) {
  const std::lock_guard lock(changing_);
  const auto rows = shelf_.lines();
  if (!rows) return rows.error();
  for (const auto& row : *rows) {
    if (row.id != id) continue;
    if (trials != nullptr) trials->forget(row.name);
    const auto gone = shelf_.remove_line(id, {0, who, now, "line " + row.name, row.setup, ""});
    return gone ? carry_out() : gone;
  }
  return Error{"not_found", "There is no such line."};
}
}  // namespace okno::app
