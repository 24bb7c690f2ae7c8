#include "telephony/softswitch/trial.h"

#include <arpa/inet.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "telephony/media/wav.h"

namespace okno::telephony::softswitch {
namespace {
using Kind = sip::Question::Kind;
constexpr double kToneLeast_s = 1.0;      // of the four that are listened to: the echo comes back late
constexpr double kSoundLeast_s = 0.3;     // a click is no sound
constexpr std::size_t kWindow = 800;      // samples, 100 ms
constexpr double kQuiet = 200.0 * 200.0;  // mean square under which a window is silence: -44 dB of full scale

std::string number_of(int value) {
  return std::to_string(value);
}

// The part of the window's power that is this frequency (Goertzel), 0 to 1.
double share_of(const std::vector<std::int16_t>& window, int hz) {
  const double turn = 2 * M_PI * hz / 8000.0, c = 2 * std::cos(turn);
  double a = 0, b = 0, power = 0;
  for (const std::int16_t sample : window) {
    const double next = sample + c * a - b;
    b = a;
    a = next;
    power += static_cast<double>(sample) * sample;
  }
  if (power == 0) return 0;
  return 2 * (a * a + b * b - c * a * b) / (power * static_cast<double>(window.size()));
}
}  // namespace

base::Result<SoundFound> sound_in(const std::string& recording, int tone_hz, sealing::KeyRing* keys) {
  SoundFound found;
  std::vector<std::int16_t> window;
  const auto read = media::read_recording(
      recording,
      [&](std::span<const std::int16_t> left, std::span<const std::int16_t>) -> base::Result<void> {
        for (const std::int16_t sample : left) {
          window.push_back(sample);
          if (window.size() < kWindow) continue;
          double power = 0;
          for (const std::int16_t one : window) power += static_cast<double>(one) * one;
          if (power / kWindow > kQuiet) {
            found.sound_s += kWindow / 8000.0;
            if (share_of(window, tone_hz) > 0.5) found.tone_s += kWindow / 8000.0;
          }
          window.clear();
        }
        return {};
      },
      keys);
  if (!read) return read.error();
  return found;
}

bool is_private(const std::string& address) {
  in_addr numeric{};
  if (inet_pton(AF_INET, address.c_str(), &numeric) != 1) return false;
  const std::uint32_t bits = ntohl(numeric.s_addr);
  const auto within = [bits](std::uint32_t net, int length) { return (bits ^ net) >> (32 - length) == 0; };
  return within(0x0A000000, 8) || within(0xAC100000, 12) || within(0xC0A80000, 16) ||
         within(0x64400000, 10) || within(0x7F000000, 8) || within(0xA9FE0000, 16);
}

void Trial::tell(const char* step, State state, const char* code, Facts facts) {
  told_({step, state, code, std::move(facts)});
}

void Trial::skip(std::initializer_list<const char*> steps, const char* code) {
  for (const char* step : steps) tell(step, State::skipped, code);
}

// A question with our patience, not the stack's: what comes later is not heard.
void Trial::ask(sip::Question question, std::function<void(const sip::Reply&)> heard) {
  const auto once = std::make_shared<std::function<void(const sip::Reply&)>>(std::move(heard));
  const auto answer = [self = shared_from_this(), once](const sip::Reply& reply) {
    if (*once) std::exchange(*once, nullptr)(reply);
  };
  ground_->stack().ask(question, answer);
  ground_->stack().after(kTrialPatience, [answer] { answer({}); });
}

// --- where its name leads

void Trial::begin() {
  tell("dns", State::running);
  const auto transport = trunk_.transport == "tls"   ? sip::Transport::tls
                         : trunk_.transport == "tcp" ? sip::Transport::tcp
                                                     : sip::Transport::udp;
  ground_->stack().look_up(trunk_.address, transport,
                           [self = shared_from_this()](const sip::Found& found) { self->looked_up(found); });
}

void Trial::looked_up(const sip::Found& found) {
  const std::string host = host_without_port(trunk_.address);
  if (found.addresses.empty()) {
    tell("dns", State::failed, found.heard ? "no_such_name" : "no_name_server", {{"name", host}});
    skip({"transport", "registration", "authentication", "call", "audio", "nat"}, "after_failure");
    return over_();
  }
  std::string all;
  for (const std::string& one : found.addresses) all += (all.empty() ? "" : ", ") + one;
  if (found.numeric) {
    tell("dns", State::passed, "numeric", {{"addresses", all}});
  } else if (!found.service.empty()) {
    tell("dns", State::passed, "by_service",
         {{"name", host}, {"service", found.service}, {"addresses", all}});
  } else {
    tell("dns", State::passed, "by_address", {{"name", host}, {"addresses", all}});
  }
  provider_ = found.addresses.front();
  service_ = found.service;
  tell("transport", State::running);
  ask(ground_->question(trunk_.name, Kind::options),
      [self = shared_from_this()](const sip::Reply& reply) { self->probed(reply); });
}

// --- whether anybody answers

void Trial::unreachable() {
  if (trunk_.transport != "tls") return no_connection("");
  const std::string& at = service_.empty() ? trunk_.address : service_;
  const std::string host = host_without_port(at);
  const int port = at.size() > host.size() + 1 ? std::atoi(at.c_str() + host.size() + 1) : 5061;
  ground_->tls_trouble(provider_, port, host_without_port(trunk_.address),
                       [self = shared_from_this()](const std::string& words) { self->no_connection(words); });
}

void Trial::no_connection(const std::string& trouble) {
  const char* code = !trouble.empty()            ? "tls_trouble"
                     : trunk_.transport == "udp" ? "no_answer"
                                                 : "no_connection";
  tell("transport", State::failed, code,
       {{"address", trunk_.address}, {"transport", trunk_.transport}, {"trouble", trouble}});
  skip({"registration", "authentication", "call", "audio", "nat"}, "after_failure");
  over_();
}

void Trial::probed(const sip::Reply& reply) {
  if (!reply.from_afar) {
    if (!trunk_.registers) return unreachable();
    silent_ = true;  // some answer no OPTIONS
    return register_or_go_on();
  }
  provider_ = reply.peer.address;
  seen_ = reply.seen_host;
  tell(
      "transport", State::passed, "answers",
      {{"address", reply.peer.text()}, {"transport", trunk_.transport}, {"status", number_of(reply.status)}});
  if (trunk_.registers) return register_or_go_on();
  skip({"registration"}, "not_wished");
  if (trunk_.login.empty()) {
    skip({"authentication"}, "no_login");
  } else if (reply.status == 401 || reply.status == 407) {
    tell("authentication", State::failed, "wrong_login", {{"login", trunk_.login}, {"realm", reply.realm}});
  } else if (reply.realm.empty()) {
    tell("authentication", State::unsure, "not_asked");
  } else {
    tell("authentication", State::passed, "believed", {{"login", trunk_.login}, {"realm", reply.realm}});
  }
  call();
}

// --- whether it takes us

void Trial::register_or_go_on() {
  if (!silent_) tell("registration", State::running);
  sip::Question question = ground_->question(trunk_.name, Kind::registration);
  question.call_id.clear();  // its own: the line's goes on beside it
  question.cseq = 0;
  only_asks_ = question.only_asks;
  ask(question, [self = shared_from_this()](const sip::Reply& reply) { self->registered(reply); });
}

void Trial::registered(const sip::Reply& reply) {
  if (!reply.from_afar) {
    if (silent_) return unreachable();
    tell("registration", State::failed, "no_answer", {{"address", trunk_.address}});
    skip({"authentication", "call", "audio", "nat"}, "after_failure");
    return over_();
  }
  provider_ = reply.peer.address;
  if (seen_.empty()) seen_ = reply.seen_host;
  if (std::exchange(silent_, false))
    tell("transport", State::passed, "answers_registration",
         {{"address", reply.peer.text()}, {"transport", trunk_.transport}});
  const bool login = reply.status == 401 || reply.status == 403 || reply.status == 407;
  const Facts who{{"login", trunk_.login}, {"realm", reply.realm}, {"status", number_of(reply.status)}};
  if (reply.status >= 200 && reply.status < 300) {
    if (only_asks_) {
      tell("registration", State::passed, "known_here", who);
    } else {
      tell("registration", State::passed, "registered", {{"seconds", number_of(reply.expires_s)}});
    }
    if (reply.realm.empty()) {
      tell("authentication", State::unsure, "not_asked");
    } else {
      tell("authentication", State::passed, "believed", who);
    }
    return call();
  }
  if (login) {
    tell("registration", State::failed, "not_taken", who);
    tell("authentication", State::failed, "wrong_login", who);
  } else {
    tell("registration", State::failed, reply.status == 404 ? "unknown_here" : "refused", who);
    skip({"authentication"}, "after_failure");
  }
  skip({"call", "audio"}, "after_failure");
  nat();
}

// --- whether a call has sound

void Trial::call() {
  if (wish_.number.empty()) {
    skip({"call", "audio"}, "no_number");
    return nat();
  }
  tell("call", State::running);
  ground_->call(trunk_, wish_.number, [self = shared_from_this()](int status) { self->call_heard(status); });
  ground_->stack().after(kTrialRing, [self = shared_from_this()] {
    if (self->answered_ || self->ended_) return;
    self->ended_ = true;
    self->ground_->hang_up();
    self->tell("call", State::failed, "not_answered", {{"number", self->wish_.number}});
    self->skip({"audio"}, "after_failure");
    self->nat();
  });
}

void Trial::call_heard(int status) {
  if (status == 180 || ended_) return;
  if (status == 200) {
    answered_ = true;
    tell("call", State::passed, "answered", {{"number", wish_.number}});
    tell("audio", State::running);
    ground_->listen(wish_,
                    [self = shared_from_this()](const TrialGround::Heard& heard) { self->listened(heard); });
    return;
  }
  ended_ = true;
  if (answered_) return;  // the listening tells what came of it
  const char* code = status == 401 || status == 403 || status == 407   ? "call_forbidden"
                     : status == 404 || status == 484 || status == 604 ? "no_such_number"
                     : status == 488 || status == 606                  ? "no_common_sound"
                     : status == 486 || status == 600                  ? "busy"
                     : status == 408 || status == 503                  ? "call_unanswered"
                                                                       : "call_refused";
  tell("call", State::failed, code, {{"number", wish_.number}, {"status", number_of(status)}});
  skip({"audio"}, "after_failure");
  nat();
}

void Trial::listened(const TrialGround::Heard& heard) {
  ended_ = true;
  ground_->hang_up();
  const Facts number{{"number", wish_.number}};
  const auto found = heard.recording.empty() ? base::Result<SoundFound>(SoundFound{})
                                             : sound_in(heard.recording, wish_.tone_hz, heard.keys.get());
  if (!heard.recording.empty()) std::remove(heard.recording.c_str());
  if (heard.packets == 0) {
    tell("audio", State::failed, "no_packets", {{"address", ground_->sound_address(provider_)}});
  } else if (!found) {
    tell("audio", State::unsure, "not_written", {{"trouble", found.error().words}});
  } else if (found->tone_s >= kToneLeast_s) {
    tell("audio", State::passed, "echo", number);
  } else if (found->sound_s >= kSoundLeast_s) {
    tell("audio", State::unsure, "heard_them_only", number);
  } else {
    tell("audio", State::unsure, "only_silence", number);
  }
  nat();
}

// --- whether the far end could find us

void Trial::nat() {
  const std::string ours = ground_->sound_address(provider_);
  const Facts facts{{"advertised", ours}, {"seen", seen_}, {"provider", provider_}};
  if (ours.empty()) {
    tell("nat", State::failed, "no_port");
  } else if (is_private(provider_)) {
    tell("nat", State::passed, "same_network", facts);
  } else if (is_private(ours)) {
    tell("nat", State::failed, "private_address", facts);
  } else if (seen_.empty()) {
    tell("nat", State::unsure, "not_told", facts);
  } else if (seen_ != ours) {
    tell("nat", State::failed, "other_address", facts);
  } else {
    tell("nat", State::passed, "same_address", facts);
  }
  over_();
}
}  // namespace okno::telephony::softswitch
