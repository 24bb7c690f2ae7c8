#include "telephony/softswitch/trunks.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace okno::telephony::softswitch {
namespace {
using Kind = sip::Question::Kind;
using ports::TrunkStanding;

bool same(const Trunk& a, const Trunk& b) {
  return a.name == b.name && a.address == b.address && a.transport == b.transport && a.login == b.login &&
         a.password == b.password && a.registers == b.registers && a.domain == b.domain &&
         a.register_s == b.register_s && a.keep_alive_s == b.keep_alive_s;
}

bool carries(const Trunk& trunk, const std::string& number) {
  if (trunk.prefixes.empty()) return true;
  return std::any_of(trunk.prefixes.begin(), trunk.prefixes.end(),
                     [&](const std::string& prefix) { return number.rfind(prefix, 0) == 0; });
}
}  // namespace

std::string host_without_port(const std::string& address) {
  if (!address.empty() && address.front() == '[') return address.substr(0, address.find(']') + 1);
  return address.substr(0, address.find(':'));
}

std::string trunk_uri(const Trunk& trunk, const std::string& user) {
  std::string out = "sip:";
  if (!user.empty()) out += sip::escaped_user(user) + "@";
  out += trunk.address;
  // Of a name the service records say the port; to an address the stack would put the port of TCP.
  const std::string host = host_without_port(trunk.address);
  if (trunk.transport == "tls" && host == trunk.address && sip::is_address(host)) out += ":5061";
  if (trunk.transport != "udp") out += ";transport=" + trunk.transport;
  return out;
}

sip::Sealing sealing_of(const std::string& media_encryption) {
  return media_encryption == "required" ? sip::Sealing::required
         : media_encryption == "offer"  ? sip::Sealing::offer
                                        : sip::Sealing::off;
}

sip::Terms terms_of(const Trunk& trunk) {
  sip::Terms terms;
  terms.codecs = trunk.codecs;
  terms.sealing = sealing_of(trunk.media_encryption);
  return terms;
}

bool speaks_of_the_line(int status) {
  switch (status) {
    case 401:
    case 402:
    case 403:
    case 407:
    case 408:
    case 420:
    case 421:
    case 488:
      return true;
    default:
      return status >= 500 && status < 600;
  }
}

bool Trunks::set(const std::vector<Trunk>& trunks, base::Instant now, std::string& wrong) {
  std::vector<Line> fresh;
  for (const Trunk& trunk : trunks) {
    Line made(trunk);
    for (const std::string& block : trunk.allowed) {
      if (made.allowed.add(block)) continue;
      wrong = "trunk " + trunk.name + ": \"" + block + "\" is no address block";
      return false;
    }
    made.generation = ++generations_;
    made.state.name = trunk.name;
    made.state.since = now;
    made.wished_s = trunk.register_s;
    if (trunk.registers) made.register_at = now;
    if (trunk.keep_alive_s > 0 && !trunk.address.empty()) made.probe_at = now;
    if (const Line* before = line(trunk.name)) {
      if (same(before->trunk, trunk)) {
        sip::AddressBlocks allowed = std::move(made.allowed);
        sip::FloodLimit rate = made.rate;
        made = *before;
        made.trunk = trunk;
        made.allowed = std::move(allowed);
        made.rate = rate;
      } else {
        made.state.channels = before->state.channels;  // its calls go on
        made.cseq = before->cseq;
      }
    }
    fresh.push_back(std::move(made));
  }
  part_from(fresh, now);
  lines_ = std::move(fresh);
  for (const Line& line : lines_) changes_.push_back(line.state);
  return true;
}

namespace {
// The same registration, given up (RFC 3261 10.2.2).
sip::Question given_up(sip::Question registration) {
  registration.expires_s = 0;
  registration.farewell = true;
  return registration;
}
}  // namespace

// Who is not among the fresh ones hears that we are gone, and so does the listener.
void Trunks::part_from(const std::vector<Line>& fresh, base::Instant now) {
  for (const Line& before : lines_) {
    const auto after = std::find_if(fresh.begin(), fresh.end(),
                                    [&](const Line& l) { return l.trunk.name == before.trunk.name; });
    // A registration that goes on, also under another name, must not be given up beside its renewal.
    const bool stays = std::any_of(fresh.begin(), fresh.end(), [&](const Line& l) {
      return l.trunk.registers && l.trunk.address == before.trunk.address &&
             l.trunk.login == before.trunk.login && l.trunk.domain == before.trunk.domain &&
             l.trunk.transport == before.trunk.transport;
    });
    if (!stays && now < before.registered_until)
      farewells_.push_back(given_up(question_to(before, Kind::registration)));
    if (after != fresh.end()) continue;
    ports::TrunkState gone = before.state;
    gone.standing = TrunkStanding::unknown;
    gone.why = "removed";  // the last that is heard of it
    gone.since = now;
    changes_.push_back(gone);
  }
}

std::vector<sip::Question> Trunks::all_farewells(base::Instant now) const {
  std::vector<sip::Question> out;
  for (const Line& line : lines_)
    if (now < line.registered_until) out.push_back(given_up(question_to(line, Kind::registration)));
  return out;
}

Trunks::Line* Trunks::line(const std::string& name) {
  const auto at =
      std::find_if(lines_.begin(), lines_.end(), [&](const Line& l) { return l.trunk.name == name; });
  return at == lines_.end() ? nullptr : &*at;
}

const Trunk* Trunks::find(const std::string& name) const {
  const Line* found = const_cast<Trunks*>(this)->line(name);
  return found == nullptr ? nullptr : &found->trunk;
}

std::optional<sip::Login> Trunks::login(const std::string& name) const {
  const Line* found = const_cast<Trunks*>(this)->line(name);
  if (found == nullptr || found->trunk.login.empty()) return std::nullopt;
  return sip::Login{found->trunk.login, found->trunk.password, found->realm};
}

// --- asking

sip::Question Trunks::question_to(const Line& line, Kind kind) const {
  const Trunk& trunk = line.trunk;
  sip::Question out;
  out.kind = kind;
  out.user = trunk.login;
  out.host = trunk.domain;
  if (out.host.empty() && kind == Kind::registration) out.host = host_without_port(trunk.address);
  if (trunk.domain.empty()) {
    out.uri = trunk_uri(trunk, "");
  } else {
    out.uri = "sip:" + trunk.domain;
    out.route = trunk_uri(trunk, "");
  }
  if (!trunk.login.empty()) out.login = sip::Login{trunk.login, trunk.password, line.realm};
  if (kind == Kind::registration) {
    out.contact_address = line.seen_as;
    out.expires_s = line.wished_s;
    out.call_id = line.call_id;
    out.cseq = line.cseq;
  }
  return out;
}

sip::Question Trunks::question_of(const std::string& name, Kind kind) const {
  const Line* found = const_cast<Trunks*>(this)->line(name);
  return found == nullptr ? sip::Question{} : question_to(*found, kind);
}

std::vector<Trunks::Due> Trunks::due(base::Instant now) {
  std::vector<Due> out;
  for (Line& line : lines_) {
    if (!line.asked_registration && line.register_at <= now) {
      line.asked_registration = true;
      if (line.call_id.empty()) line.call_id = "okno-" + sip::random_cnonce() + sip::random_cnonce();
      out.push_back({line.trunk.name, line.generation, question_to(line, Kind::registration)});
    }
    if (!line.asked_options && line.probe_at <= now) {
      line.asked_options = true;
      out.push_back({line.trunk.name, line.generation, question_to(line, Kind::options)});
    }
  }
  return out;
}

base::Instant Trunks::next_due() const {
  base::Instant next = base::kNever;
  for (const Line& line : lines_) {
    if (!line.asked_registration) next = std::min(next, line.register_at);
    if (!line.asked_options) next = std::min(next, line.probe_at);
  }
  return next;
}

std::uint64_t Trunks::generation(const std::string& name) const {
  const Line* found = const_cast<Trunks*>(this)->line(name);
  return found == nullptr ? 0 : found->generation;
}

// An answer to a line that is no more as it was. A registration that came about nevertheless is given up,
// unless another line goes on with it.
void Trunks::heard_late(const Due& due, const sip::Reply& reply) {
  if (due.question.kind != Kind::registration || reply.status < 200 || reply.status >= 300) return;
  const bool goes_on = std::any_of(lines_.begin(), lines_.end(), [&](const Line& l) {
    const sip::Question now_asked = question_to(l, Kind::registration);
    return l.trunk.registers && now_asked.uri == due.question.uri && now_asked.route == due.question.route &&
           now_asked.user == due.question.user;
  });
  if (goes_on) return;
  farewells_.push_back(given_up(due.question));
  farewells_.back().cseq = reply.cseq;
}

void Trunks::heard(const Due& due, const sip::Reply& reply, base::Instant now) {
  Line* found = line(due.trunk);
  if (found == nullptr || found->generation != due.generation) return heard_late(due, reply);
  if (due.question.kind == Kind::registration) {
    if (!std::exchange(found->asked_registration, false)) return;
    on_registration(*found, reply, now);
  } else {
    if (!std::exchange(found->asked_options, false)) return;
    on_options(*found, reply, now);
  }
}

void Trunks::stand(Line& line, TrunkStanding standing, int status, const std::string& why,
                   base::Instant now) {
  ports::TrunkState& state = line.state;
  if (state.standing == standing && state.status == status && state.why == why) return;
  if (state.standing != standing) state.since = now;
  state.standing = standing;
  state.status = status;
  state.why = why;
  changes_.push_back(state);
}

void Trunks::on_registration(Line& line, const sip::Reply& reply, base::Instant now) {
  line.cseq = reply.cseq;
  if (!reply.realm.empty()) line.realm = reply.realm;
  if (reply.status == 423 && reply.min_expires_s > line.wished_s) {
    line.wished_s = reply.min_expires_s;
    line.register_at = now;
    return;
  }
  if (reply.status >= 200 && reply.status < 300) {
    line.answered_from = reply.peer.address;
    line.missed = 0;
    line.retry = kFirstRetry;
    const int granted =
        std::max(reply.expires_s > 0 ? reply.expires_s : line.wished_s, kShortestRegistration);
    line.registered_until = now + std::chrono::seconds(granted);
    line.register_at = now + base::seconds(granted * kRenewAt);
    const bool elsewhere = !reply.seen_as.empty() && reply.seen_as != line.seen_as;
    if (elsewhere && !line.moved) {  // calls must come to where he sees us
      line.seen_as = reply.seen_as;
      line.register_at = now;
    }
    line.moved = elsewhere && !line.moved;
    stand(line, TrunkStanding::registered, reply.status, "", now);
    return;
  }
  line.register_at = now + line.retry;
  line.retry = std::min(line.retry * 2, kLastRetry);
  if (!reply.from_afar) return stand(line, TrunkStanding::silent, 0, "no_answer", now);
  line.registered_until = now;
  const bool password = reply.status == 401 || reply.status == 403 || reply.status == 407;
  stand(line, TrunkStanding::refused, reply.status, password ? "wrong_login" : "refused", now);
}

void Trunks::on_options(Line& line, const sip::Reply& reply, base::Instant now) {
  if (reply.from_afar) {
    line.missed = 0;
    line.probe_at = now + std::chrono::seconds(line.trunk.keep_alive_s);
    // Once a realm has asked, no other one hears of us in a call: a callee behind the provider may ask too.
    if (line.realm.empty()) line.realm = reply.realm;
    if (line.trunk.registers) {
      // It is there again: no reason to sit out a long pause after its silence.
      if (line.state.standing == TrunkStanding::silent) line.register_at = now, line.retry = kFirstRetry;
      return;
    }
    return stand(line, TrunkStanding::alive, reply.status, "", now);
  }
  ++line.missed;
  line.probe_at = now + std::min<base::Duration>(std::chrono::seconds(line.trunk.keep_alive_s), kFirstRetry);
  if (line.missed < kMissedToDie) return;
  if (line.trunk.registers) {  // some answer no OPTIONS: what the registrar says decides
    line.missed = 0;
    if (line.state.standing == TrunkStanding::registered) line.register_at = std::min(line.register_at, now);
    return;
  }
  stand(line, TrunkStanding::silent, 0, "no_answer", now);
}

void Trunks::call_heard(const std::string& name, std::uint64_t since, bool lives, base::Instant now) {
  Line* found = line(name);
  if (found == nullptr || found->generation != since) return;
  if (lives) {
    found->missed = 0;
    if (found->state.standing == TrunkStanding::silent && !found->trunk.registers)
      stand(*found, TrunkStanding::alive, 200, "", now);
    return;
  }
  // Without keep-alives nobody would ever take it back: its place stays, each call finds out for itself.
  if (found->trunk.keep_alive_s <= 0) return;
  found->missed = kMissedToDie;
  found->probe_at = now;
  stand(*found, TrunkStanding::silent, 0, "no_answer", now);
}

// --- choosing

std::vector<Trunk> Trunks::choose(const std::string& number, const std::string& wanted) const {
  std::vector<Trunk> good, doubtful;
  for (const Line& line : lines_) {
    if (line.trunk.address.empty() || !carries(line.trunk, number)) continue;
    if (!wanted.empty() && line.trunk.name != wanted) continue;
    const bool bad =
        line.state.standing == TrunkStanding::silent || line.state.standing == TrunkStanding::refused;
    (bad ? doubtful : good).push_back(line.trunk);
  }
  good.insert(good.end(), doubtful.begin(), doubtful.end());  // a call that may fail is better than none
  return good;
}

bool Trunks::take_channel(const std::string& name, base::Instant now) {
  Line* found = line(name);
  if (found == nullptr) return true;
  const Trunk& trunk = found->trunk;
  if (trunk.max_channels > 0 && found->state.channels >= trunk.max_channels) return false;
  if (trunk.max_calls_per_s > 0 && !found->rate.may_pass("", now)) return false;
  ++found->state.channels;
  changes_.push_back(found->state);
  return true;
}

void Trunks::count_in(const std::string& name) {
  Line* found = line(name);
  if (found == nullptr) return;
  ++found->state.channels;
  changes_.push_back(found->state);
}

void Trunks::give_channel(const std::string& name) {
  Line* found = line(name);
  if (found == nullptr || found->state.channels == 0) return;
  --found->state.channels;
  changes_.push_back(found->state);
}

const Trunk* Trunks::from(const std::string& address, const std::string& to_user, base::Instant now) const {
  const Trunk *allowed = nullptr, *registered = nullptr;
  for (const Line& line : lines_) {
    const bool ours = line.allowed.contains(address);
    const bool theirs = line.answered_from == address && now < line.registered_until;
    if (!ours && !theirs) continue;
    if (!line.trunk.login.empty() && line.trunk.login == to_user) return &line.trunk;
    const Trunk*& first = ours ? allowed : registered;
    if (first == nullptr) first = &line.trunk;
  }
  return allowed != nullptr ? allowed : registered;
}

std::vector<ports::TrunkState> Trunks::take_changes() {
  std::vector<ports::TrunkState> out;
  for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {  // the last of each is enough
    if (std::none_of(out.begin(), out.end(), [&](const auto& told) { return told.name == change->name; }))
      out.push_back(*change);
  }
  changes_.clear();
  std::reverse(out.begin(), out.end());
  return out;
}
}  // namespace okno::telephony::softswitch
