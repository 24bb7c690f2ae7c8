#include "demo/carrier.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "base/phone.h"

namespace okno::demo {
namespace {
using base::Instant;
using base::Result;
using domain::LegId;
using namespace std::chrono_literals;

const char* const kTrunk = "centre";
constexpr base::Duration kLongestWait = 60s;  // of the thread; the system's clock may be set meanwhile
constexpr base::Duration kSpeechLimit =
    3s;  // a sentence that takes longer is a tone: people do not wait for it
constexpr std::size_t kMaxPosted = 10'000;  // a flood of events from the exchange: what is beyond is dropped
constexpr int kCarrierLegs = 64;            // ports and memory; the crowd keeps far below

telephony::softswitch::Settings exchange_settings(const CarrierSettings& settings) {
  telephony::softswitch::Settings out;
  out.sip_address = settings.address;
  out.sip_port = settings.sip_port;
  out.realm = "town";
  out.user_agent = "Okno demo carrier";
  out.max_calls = kCarrierLegs;
  // The centre's calls to our people come from its own address.
  const std::string host = settings.centre.substr(0, settings.centre.rfind(':'));
  telephony::softswitch::Trunk& trunk = out.trunks.emplace_back();
  trunk.name = kTrunk;
  trunk.address = settings.centre;
  trunk.allowed = {"127.0.0.0/8", "::1/128"};
  if (host.find_first_not_of("0123456789.") == std::string::npos) trunk.allowed.push_back(host);
  out.flood_exempt = trunk.allowed;
  // Sound knows IPv4 only, wherever the signalling goes.
  out.media.rtp_address = settings.address.find(':') == std::string::npos ? settings.address : "127.0.0.1";
  out.media.first_port = settings.first_rtp_port;
  out.media.last_port = settings.last_rtp_port;
  out.media.threads = 1;
  out.media.max_legs = kCarrierLegs;
  return out;
}

// Where an exchange that listens everywhere is reached from here; and an IPv6 centre is rung from IPv6.
CarrierSettings reachable(CarrierSettings settings) {
  const auto colon = settings.centre.rfind(':');
  const std::string host = settings.centre.substr(0, colon);
  if (host == "0.0.0.0") settings.centre = "127.0.0.1" + settings.centre.substr(colon);
  if (host == "[::]") settings.centre = "[::1]" + settings.centre.substr(colon);
  if (settings.centre.front() == '[' && settings.address == "127.0.0.1") settings.address = "::1";
  return settings;
}

speech::Settings quick(speech::Settings settings) {
  settings.limit = std::min(settings.limit, kSpeechLimit);
  return settings;
}

// espeak-ng varies a voice by "+f2"; another command gets the voice as it was set.
speech::Voice spoken(const speech::Speaker& speaker, const Voice& voice) {
  static const std::array<const char*, 5> women = {"+f2", "+f3", "+f1", "+f5", "+f4"};
  static const std::array<const char*, 5> men = {"+m3", "+m1", "+m7", "+m6", "+m5"};
  const auto which = static_cast<std::size_t>(voice.number) % 5;
  speech::Voice out = speaker.voice_of(voice.language);
  const bool espeak = std::filesystem::path(speaker.settings().command).filename() == "espeak-ng";
  if (espeak && out.name.find('+') == std::string::npos) out.name += voice.woman ? women[which] : men[which];
  out.pitch = (voice.woman ? 54 : 42) + static_cast<int>(which) * 3;
  out.words_per_minute = 132 + static_cast<int>(which) * 7;
  return out;
}

std::string file_name(const std::string& words, const speech::Voice& voice) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;  // FNV-1a
  for (const unsigned char c : voice.name + "|" + words) hash = (hash ^ c) * 0x100000001B3ULL;
  char out[32];
  std::snprintf(out, sizeof out, "%016llx.wav", static_cast<unsigned long long>(hash));
  return out;
}
}  // namespace

Carrier::Carrier(CarrierSettings settings, std::vector<Caller> town, const ports::Clock& clock)
    : settings_(reachable(std::move(settings))),
      clock_(clock),
      speaker_(quick(settings_.speech)),
      crowd_(settings_.crowd, std::move(town)) {}

Result<std::unique_ptr<Carrier>> Carrier::start(CarrierSettings settings, std::vector<Caller> town,
                                                const ports::Clock& clock, const StartExchange& exchange) {
  std::unique_ptr<Carrier> carrier(new Carrier(std::move(settings), std::move(town), clock));
  std::error_code error;
  std::filesystem::create_directories(carrier->settings_.directory, error);
  if (error) return base::Error{"sound_unwritable", carrier->settings_.directory + ": " + error.message()};
  auto running = exchange(exchange_settings(carrier->settings_), clock, *carrier);
  if (!running) return running.error();
  carrier->telephony_ = std::move(running->telephony);
  carrier->sip_port_ = running->sip_port;
  carrier->thread_ = std::thread([raw = carrier.get()] { raw->run(); });
  return carrier;
}

Carrier::~Carrier() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
  telephony_.reset();  // says goodbye to every line
}

void Carrier::post(Work work) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || posted_.size() >= kMaxPosted) return;
    posted_.push_back(std::move(work));
  }
  wake_.notify_one();
}

void Carrier::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (posted_.empty()) {
      const auto wait = std::min(crowd_.next_deadline() - clock_.now(), kLongestWait);
      if (wait > base::Duration{}) wake_.wait_for(lock, wait, [&] { return stopping_ || !posted_.empty(); });
    }
    std::deque<Work> work;
    work.swap(posted_);
    if (stopping_) break;
    lock.unlock();
    for (const auto& one : work) one(clock_.now());
    crowd_.time_passed(clock_.now());
    carry_out(crowd_.take_acts());
    lock.lock();
  }
  lock.unlock();
  for (const auto& [call, leg] : legs_) telephony_->hang_up(leg);
}

void Carrier::set_demand(int idle_ready_agents) {
  post([this, idle_ready_agents](Instant now) { crowd_.set_demand(idle_ready_agents, now); });
}

void Carrier::agent_joined(const std::string& number) {
  post([this, number](Instant now) { crowd_.agent_joined(number, now); });
}

void Carrier::call_arrived(const ports::IncomingCall& call) {
  post([this, leg = call.leg, number = base::normal_number(call.to_user)](Instant now) {
    telephony_->ring_back(leg);
    const std::int64_t id = crowd_.called(number, now);
    legs_[id] = leg;
    calls_[leg] = id;
    log(number + " is called by the centre");
  });
}

void Carrier::leg_ringing(LegId) {}

void Carrier::leg_answered(LegId leg) {
  post([this, leg](Instant now) { crowd_.answered(call_of(leg), now); });
}

void Carrier::leg_ended(LegId leg, ports::LegEnd why, int sip_status) {
  post([this, leg, why, sip_status](Instant now) {
    const std::int64_t call = call_of(leg);
    if (why != ports::LegEnd::hung_up && why != ports::LegEnd::released)
      log("call " + std::to_string(call) + " failed with status " + std::to_string(sip_status));
    crowd_.ended(call, now);
    legs_.erase(call);
    calls_.erase(leg);
  });
}

void Carrier::digit_pressed(LegId, char) {}

void Carrier::play_finished(LegId leg, std::int64_t token) {
  post([this, leg, token](Instant now) { crowd_.said(call_of(leg), token, now); });
}

void Carrier::trunk_changed(const ports::TrunkState&) {}
void Carrier::desk_phone_changed(const std::string&, bool) {}
void Carrier::browser_phone_changed(domain::AgentId, bool) {}
void Carrier::recording_stopped(LegId, const std::string&, const std::string&) {}

void Carrier::carry_out(const std::vector<Act>& acts) {
  for (const auto& one : acts) std::visit([this](const auto& act) { do_act(act); }, one);
}

void Carrier::do_act(const PlaceCall& act) {
  const LegId leg = telephony_->next_leg();
  legs_[act.call] = leg;
  calls_[leg] = act.call;
  log(act.from + " rings " + act.to);
  telephony_->dial(leg, ports::DialNumber{act.to, kTrunk}, ports::CallerId{act.from, ""});
}

void Carrier::do_act(const AnswerCall& act) {
  telephony_->answer(leg_of(act.call));
}
void Carrier::do_act(const RefuseCall& act) {
  telephony_->reject(leg_of(act.call), act.status, "Busy Here");
}
void Carrier::do_act(const Press& act) {
  telephony_->send_digits(leg_of(act.call), act.digits);
}
void Carrier::do_act(const EndCall& act) {
  telephony_->hang_up(leg_of(act.call));
}

void Carrier::do_act(const Say& act) {
  const speech::Voice voice = spoken(speaker_, act.voice);
  const std::string path =
      (std::filesystem::path(settings_.directory) / file_name(act.words, voice)).string();
  speech::PromptReport report;
  const auto made = speech::make_prompt(path, act.words, voice, speaker_, report);
  for (const auto& warning : report.warnings) {
    if (!told_of_silence_) log("the customers only whistle: " + warning);
    told_of_silence_ = true;
  }
  if (!made) log(made.error().words);
  telephony_->play(leg_of(act.call), {{path}, false, act.token});
}

LegId Carrier::leg_of(std::int64_t call) const {
  const auto found = legs_.find(call);
  return found == legs_.end() ? LegId{} : found->second;
}

std::int64_t Carrier::call_of(LegId leg) const {
  const auto found = calls_.find(leg);
  return found == calls_.end() ? 0 : found->second;
}

void Carrier::log(const std::string& words) const {
  if (settings_.log) settings_.log(words);
}

std::uint16_t free_port(const std::string& address) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  if (inet_pton(AF_INET, address.c_str(), &at.sin_addr) != 1) return 0;
  for (int attempt = 0; attempt < 20; ++attempt) {
    at.sin_port = 0;
    const int udp = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0),
              tcp = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    socklen_t size = sizeof at;
    const bool both = udp >= 0 && tcp >= 0 && bind(udp, reinterpret_cast<sockaddr*>(&at), size) == 0 &&
                      getsockname(udp, reinterpret_cast<sockaddr*>(&at), &size) == 0 &&
                      bind(tcp, reinterpret_cast<sockaddr*>(&at), size) == 0;
    if (udp >= 0) close(udp);
    if (tcp >= 0) close(tcp);
    if (both) return ntohs(at.sin_port);
  }
  return 0;
}
}  // namespace okno::demo
