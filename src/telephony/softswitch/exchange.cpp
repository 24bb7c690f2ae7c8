#include "telephony/softswitch/exchange.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/text.h"
#include "telephony/softswitch/refusal.h"
#include "telephony/softswitch/trial.h"

namespace okno::telephony::softswitch {
namespace {
std::string clean(const std::string& text, std::size_t limit) {
  return base::shorten(std::string(base::trim(base::printable(text))), limit);
}

// Who calls by a provider's line, and whom.
void take_from(const Trunk& trunk, const sip::Arrival& arrival, ports::IncomingCall& call) {
  call.trunk = trunk.name;
  // A provider may call the name by which we registered there; the number that was dialled is in To then.
  const bool by_name = trunk.registers && arrival.to_user == trunk.login;
  if (by_name && !arrival.to_header_user.empty()) call.to_user = clean(arrival.to_header_user, kMaxUserBytes);
  const bool asserted = !arrival.asserted_user.empty();
  call.from_number = clean(asserted ? arrival.asserted_user : arrival.from_user, kMaxUserBytes);
  const bool named = asserted && !arrival.asserted_name.empty();
  call.from_name = clean(named ? arrival.asserted_name : arrival.from_name, kMaxNameBytes);
}
}  // namespace

Exchange::Exchange(const Settings& settings, const ports::Clock& clock, ports::TelephonyListener& listener)
    : settings_(settings),
      clock_(clock),
      listener_(listener),
      registrar_(settings.realm),
      flood_(settings.max_requests_per_source_s),
      known_flood_(settings.max_requests_per_source_s) {}

Exchange::~Exchange() {
  prober_.stop();
  if (stack_) {
    stack_->post([this] { say_farewell(trunks_.all_farewells(clock_.now())); });
    stack_->close(kGoodbyeLimit);
  }
  forget_trial();
  taking_ = false;
  engine_.reset();  // its threads may still call us until here; posts to the closed stack are dropped
}

base::Result<void> Exchange::open(const EngineMaker& make_engine) {
  for (const std::string& block : settings_.flood_exempt) {
    if (!exempt_.add(block))
      return base::Error{"bad_setting", "flood_exempt: \"" + block + "\" is no address block"};
  }
  std::string wrong;
  if (!trunks_.set(settings_.trunks, clock_.now(), wrong)) return base::Error{"bad_setting", wrong};
  sip::Settings sip;
  sip.address = settings_.sip_address;
  sip.port = settings_.sip_port;
  sip.user_agent = settings_.user_agent;
  sip.session_expires_s = settings_.session_expires_s;
  sip.min_session_expires_s = settings_.min_session_expires_s;
  if (settings_.tls)
    sip.tls = sip::Settings::Tls{settings_.tls->port, settings_.tls->certificate, settings_.tls->key,
                                 settings_.tls->authorities};
  engine_ = make_engine(settings_.media, *this);
  auto stack = sip::open_stack(sip, *this);
  if (!stack) return stack.error();
  stack_ = std::move(*stack);
  taking_ = true;
  stack_->post([this] { trunks_changed(); });
  return {};
}

// --- small things

Leg* Exchange::find(LegId leg) {
  const auto found = legs_.find(leg);
  return found == legs_.end() ? nullptr : found->second.get();
}

sip::Session* Exchange::session(LegId id) {
  const Leg* leg = find(id);
  return leg != nullptr && leg->branches.size() == 1 ? leg->branches.front()->session : nullptr;
}

Leg* Exchange::open_leg(LegId id, const std::string& towards) {
  if (legs_.size() >= static_cast<std::size_t>(settings_.max_calls)) {
    tell_limit(
        {"too_many_calls", "all " + std::to_string(settings_.max_calls) + " legs are taken (max_calls)"});
    return nullptr;
  }
  auto local = engine_->open(id, towards);
  if (!local) {
    tell_limit(local.error());
    return nullptr;
  }
  auto leg = std::make_unique<Leg>(id);
  leg->local = *local;
  return legs_.emplace(id, std::move(leg)).first->second.get();
}

void Exchange::tell_limit(const base::Error& limit) {
  const base::Instant now = clock_.now();
  ++limit_untold_;
  if (limit_told_ != base::Instant{} && now - limit_told_ < kLimitToldEvery) return;
  spdlog::error("{}: {}; calls refused since last told: {}", limit.code, limit.words, limit_untold_);
  limit_told_ = now;
  limit_untold_ = 0;
}

void Exchange::end_leg(LegId id, ports::LegEnd why, int status) {
  const auto found = legs_.find(id);
  if (found == legs_.end()) return;
  const std::unique_ptr<Leg> leg = std::move(found->second);
  legs_.erase(found);
  decided(*leg);
  let_go(*leg);
  if (const auto observer = leg->observer) return observer(status);
  if (leg->unsaid && why == ports::LegEnd::failed) {  // no sound in common: a customer was there all the same
    listener_.call_arrived(*leg->unsaid);
    leg->announced = true;
  }
  if (leg->announced) listener_.leg_ended(id, leg->why.value_or(why), status);
}

// Its sound and its line's channel.
void Exchange::let_go(const Leg& leg) {
  engine_->close(leg.id);
  if (leg.trunk.empty()) return;
  trunks_.give_channel(leg.trunk);
  trunks_changed();
}

void Exchange::decided(Leg& leg) {
  if (std::exchange(leg.undecided, false)) --undecided_;
}

// --- arrivals

bool Exchange::overloaded() {
  const bool before = overload_.on();
  const bool refuses = overload_.look(stack_->behind(), undecided_);
  if (refuses != before) listener_.overloaded(refuses);
  if (refuses && !overload_watched_) {
    overload_watched_ = true;
    stack_->after(kOverloadLook, [this] {
      overload_watched_ = false;
      overloaded();
    });
  }
  return refuses;
}

bool Exchange::may_pass(const sip::Peer& source) {
  if (!taking_) return false;  // the owner has not got us yet
  if (exempt_.contains(source.address)) return true;
  const bool known =
      trunks_.from(source.address, "", clock_.now()) != nullptr || registrar_.knows_address(source.address);
  return (known ? known_flood_ : flood_).may_pass(source.address, clock_.now());
}

sip::Verdict Exchange::invited(const sip::Arrival& arrival) {
  sip::Verdict verdict;
  if (overloaded()) {
    verdict.status = 503;
    verdict.retry_after_s = kOverloadRetryAfter;
    return verdict;
  }
  ports::IncomingCall call;
  const Trunk* trunk = trunks_.from(arrival.source.address, arrival.to_user, clock_.now());
  const bool phone = registrar_.comes_from(arrival.source, arrival.from_user) ||
                     (trunk == nullptr && registrar_.knows_address(arrival.source.address));
  if (phone) {
    const auto proof = registrar_.prove(arrival.credentials, arrival.source.address, clock_.now());
    verdict.status = proof.status;
    verdict.challenge = proof.challenge;
    if (proof.status != 0) return verdict;
    call.registered_user = arrival.credentials->username;
    if (registrar_.bindings(call.registered_user, clock_.now()).empty()) {
      verdict.status = 403;
      return verdict;
    }
  } else if (trunk == nullptr) {
    verdict.status = 403;
    return verdict;
  }
  const bool by_tls = arrival.source.transport == sip::Transport::tls;
  if (!phone && trunk->media_encryption != "off" && !by_tls) {  // the keys would travel open
    verdict.status = 403;
    verdict.reason = "TLS is needed";
    return verdict;
  }
  call.leg = next_leg();
  call.to_user = clean(arrival.to_user, kMaxUserBytes);
  call.source = arrival.source.text();
  if (phone) {
    call.from_number = call.registered_user;
    call.from_name = clean(arrival.from_name, kMaxNameBytes);
  } else {
    take_from(*trunk, arrival, call);
  }
  Leg* leg = open_leg(call.leg, arrival.source.address);
  if (leg == nullptr) {
    verdict.status = 503;
    verdict.retry_after_s = kFullRetryAfter;
    return verdict;
  }
  leg->terms.sealing = phones_sealing(arrival.source.transport);
  if (!call.trunk.empty()) {
    leg->trunk = call.trunk;
    leg->terms = terms_of(*trunk);
    trunks_.count_in(call.trunk);
    trunks_changed();
  }
  auto branch = std::make_shared<Branch>(*this, call.leg);
  leg->branches.push_back(branch);
  verdict.side = branch;
  leg->unsaid = call;
  verdict.begun = [this, branch, call = std::move(call)](sip::Session& session) {
    branch->session = &session;
    if (Leg* begun = find(call.leg)) {
      begun->announced = begun->undecided = true;
      begun->unsaid.reset();
      ++undecided_;
    }
    listener_.call_arrived(call);
  };
  return verdict;
}

sip::RegistrationAnswer Exchange::registering(const sip::Registration& registration) {
  sip::RegistrationAnswer answer = registrar_.apply(registration, clock_.now());
  tell_phone_changes();
  arm_expiry();
  return answer;
}

void Exchange::tell_phone_changes() {
  for (const PhoneChange& change : registrar_.take_changes()) {
    listener_.desk_phone_changed(change.user, change.registered);
  }
}

void Exchange::arm_expiry() {
  if (expiry_armed_) return;
  const base::Instant next = registrar_.next_expiry();
  if (next == base::kNever) return;
  expiry_armed_ = true;
  // Not later than the shortest registration allowed, so that one made meanwhile is not missed by much.
  const auto wait = std::clamp(next - clock_.now(), base::Duration(std::chrono::milliseconds(10)),
                               base::Duration(std::chrono::seconds(kMinExpires)));
  stack_->after(std::chrono::duration_cast<std::chrono::milliseconds>(wait) + std::chrono::milliseconds(1),
                [this] {
                  expiry_armed_ = false;
                  registrar_.expire(clock_.now());
                  tell_phone_changes();
                  arm_expiry();
                });
}

// --- dialling

void Exchange::dial(LegId leg, const ports::DialDeskPhone& to, const ports::CallerId& from) {
  stack_->post([this, leg, to, from] {
    std::vector<Rung> all;
    std::string towards;
    for (const Binding& binding : registrar_.bindings(to.user, clock_.now())) {
      sip::Target target;
      target.uri = binding.uri;
      target.from_user = from.number;
      target.from_name = from.name;
      const bool connected = binding.source.transport != sip::Transport::udp;
      target.by_his_connection = connected;
      if (connected || sip::host_of(binding.uri) != binding.source.address)
        target.route = "sip:" + binding.source.text() + sip::parameter_of(binding.source.transport);
      towards = binding.source.address;
      all.push_back({std::move(target), phones_sealing(binding.source.transport)});
    }
    if (all.empty()) return listener_.leg_ended(leg, ports::LegEnd::unreachable, 480);
    dial_all(leg, all, towards);
  });
}

void Exchange::dial_all(LegId id, const std::vector<Rung>& all, const std::string& towards) {
  if (alive(id)) return;
  Leg* leg = open_leg(id, towards);
  if (leg == nullptr) return listener_.leg_ended(id, ports::LegEnd::failed, 503);
  leg->announced = true;
  for (const Rung& one : all) {
    auto branch = std::make_shared<Branch>(*this, id, one.sealing);
    leg->branches.push_back(branch);
    branch->session = stack_->dial(one.target, branch);
  }
}

// --- what sessions tell

void Exchange::branch_answered(LegId id, Branch* winner) {
  Leg* leg = find(id);
  if (leg == nullptr) return;
  leg->answered = true;
  std::vector<std::shared_ptr<Branch>> others;
  for (auto& branch : leg->branches) {
    if (branch.get() != winner) others.push_back(branch);
  }
  std::erase_if(leg->branches, [&](const auto& branch) { return branch.get() != winner; });
  for (const auto& branch : others) {
    if (branch->session != nullptr) branch->session->hang_up();
  }
  if (const auto observer = leg->observer) return observer(200);
  listener_.leg_answered(id);
}

void Exchange::branch_ended(LegId id, Branch* branch, sip::Ending why, int status) {
  Leg* leg = find(id);
  if (leg == nullptr) return;
  const auto at = std::find_if(leg->branches.begin(), leg->branches.end(),
                               [&](const auto& other) { return other.get() == branch; });
  if (at == leg->branches.end()) return;  // lost against the phone that answered
  if (!leg->trunk.empty() && go_on(*leg, why, status)) return;
  const std::shared_ptr<Branch> keep = *at;
  leg->branches.erase(at);
  ports::LegEnd meaning = ports::LegEnd::failed;
  switch (why) {
    case sip::Ending::hung_up:
      meaning = ports::LegEnd::hung_up;
      break;
    case sip::Ending::released:
      meaning = ports::LegEnd::released;
      break;
    case sip::Ending::refused:
      meaning = meaning_of_refusal(status);
      break;
    case sip::Ending::failed:
      if (!leg->answered && (status == 408 || status == 503)) meaning = ports::LegEnd::unreachable;
      break;
  }
  if (leg->worst_status == 0 || weight(meaning) > weight(leg->worst)) {
    leg->worst = meaning;
    leg->worst_status = status;
  }
  if (status >= 600 && !leg->answered) {  // RFC 3261 16.7: a 6xx speaks for all
    for (const auto& other : std::exchange(leg->branches, {})) {
      if (other->session != nullptr) other->session->hang_up();
    }
  }
  if (leg->branches.empty()) end_leg(id, leg->worst, leg->worst_status);
}

// --- commands

void Exchange::ring_back(LegId id) {
  on_leg(id, [this](Leg& leg) {
    decided(leg);
    if (!leg.answered && leg.branches.front()->session != nullptr) leg.branches.front()->session->ring();
  });
}

void Exchange::answer(LegId id) {
  on_leg(id, [this](Leg& leg) {
    decided(leg);
    sip::Session* session = leg.branches.front()->session;
    if (leg.answered || session == nullptr || !session->incoming()) return;
    leg.answered = true;
    session->answer();
  });
}

void Exchange::reject(LegId id, int sip_status, const std::string& reason) {
  const int status = sip_status >= 300 && sip_status <= 699 ? sip_status : 480;
  on_leg(id, [status, reason = clean(reason, kMaxNameBytes)](Leg& leg) {
    const auto branches = leg.branches;
    for (const auto& branch : branches) {
      if (branch->session != nullptr) branch->session->refuse(status, reason, 0);
    }
  });
}

void Exchange::hang_up(LegId id) {
  stack_->post([this, id] {
    if (Leg* leg = find(id)) {
      leg->why = ports::LegEnd::released;
      const bool refers = std::exchange(leg->refers, false);
      const auto branches = leg->branches;
      for (const auto& branch : branches) {
        if (refers && branch->session != nullptr) branch->session->tell_referral(200);  // it was granted
        if (branch->session != nullptr) branch->session->hang_up();
      }
    } else if (browser_agents_.count(id) != 0) {  // the line stays up between calls
      engine_->unbridge(id);
      engine_->stop_playing(id);
    }
  });
}

void Exchange::play(LegId id, const ports::Play& what) {
  stack_->post([this, id, what] {
    if (!alive(id)) return;
    Leg* leg = find(id);
    if (leg != nullptr) decided(*leg);
    if (leg != nullptr && !leg->answered && !leg->early) {
      sip::Session* session = leg->branches.front()->session;
      if (session != nullptr && session->incoming()) {
        leg->early = true;
        session->progress();
      }
    }
    engine_->play(id, what);
  });
}

void Exchange::stop_playing(LegId leg) {
  on_sound(leg, [leg](media::Engine& engine) { engine.stop_playing(leg); });
}

void Exchange::bridge(LegId a, LegId b) {
  stack_->post([this, a, b] {
    if (alive(a) && alive(b) && a != b) engine_->bridge(a, b);
  });
}

void Exchange::join(const std::vector<LegId>& legs) {
  stack_->post([this, legs] {
    std::vector<LegId> here;
    for (const LegId leg : legs)
      if (alive(leg)) here.push_back(leg);
    engine_->join(here);
  });
}

void Exchange::unbridge(LegId leg) {
  on_sound(leg, [leg](media::Engine& engine) { engine.unbridge(leg); });
}

void Exchange::listen(LegId leg, LegId of, domain::ListenMode mode) {
  stack_->post([this, leg, of, mode] {
    if (alive(leg) && alive(of)) engine_->listen(leg, of, mode);
  });
}

void Exchange::stop_listening(LegId leg) {
  on_sound(leg, [leg](media::Engine& engine) { engine.stop_listening(leg); });
}

void Exchange::mute(LegId leg, bool on) {
  on_sound(leg, [leg, on](media::Engine& engine) { engine.mute(leg, on); });
}

void Exchange::echo(LegId leg, bool on) {
  on_sound(leg, [leg, on](media::Engine& engine) { engine.echo(leg, on); });
}

void Exchange::send_digits(LegId id, const std::string& digits) {
  stack_->post([this, id, digits] {
    if (!alive(id)) return;
    sip::Session* by_info = session(id);
    const Leg* leg = find(id);
    if (by_info == nullptr || !leg->agreed || leg->agreed->event_payload >= 0)
      return engine_->send_digits(id, digits);
    for (const char digit : digits) by_info->send_digit(digit);
  });
}

void Exchange::start_recording(LegId leg, const std::string& file) {
  on_sound(leg, [leg, file](media::Engine& engine) { engine.start_recording(leg, file); });
}

void Exchange::pause_recording(LegId leg, bool on) {
  on_sound(leg, [leg, on](media::Engine& engine) { engine.pause_recording(leg, on); });
}

void Exchange::stop_recording(LegId leg) {
  on_sound(leg, [leg](media::Engine& engine) { engine.stop_recording(leg); });
}

void Exchange::set_desk_phone(const std::string& user, const std::string& ha1_md5_hex) {
  stack_->post([this, user, ha1_md5_hex] { registrar_.set_phone(user, ha1_md5_hex); });
}

// --- browsers

base::Result<std::string> Exchange::connect_browser(AgentId agent, LegId leg, const std::string& sdp_offer) {
  stack_->post([this, agent, leg] {
    const auto line = lines_.find(agent);
    if (line != lines_.end() && line->second.leg != leg) {
      engine_->close(line->second.leg);
      browser_agents_.erase(line->second.leg);
    }
    lines_[agent] = {leg};
    browser_agents_[leg] = agent;
  });
  auto answer = engine_->open_browser(leg, sdp_offer);
  if (!answer) {
    stack_->post([this, agent, leg] {
      if (browser_agents_.count(leg) != 0) drop_line(agent);
    });
  }
  return answer;
}

void Exchange::drop_line(AgentId agent) {
  const auto line = lines_.find(agent);
  if (line == lines_.end()) return;
  const LegId leg = line->second.leg;
  browser_agents_.erase(leg);
  lines_.erase(line);
  engine_->close(leg);
  listener_.browser_phone_changed(agent, false);
}

void Exchange::disconnect_browser(AgentId agent) {
  stack_->post([this, agent] { drop_line(agent); });
}

// --- what the engine tells, on its threads

void Exchange::digit(LegId leg, char digit) {
  if (!taking_) return;
  stack_->post([this, leg, digit] {
    const Leg* sip_leg = find(leg);
    if (alive(leg) && (sip_leg == nullptr || !sip_leg->observer)) listener_.digit_pressed(leg, digit);
  });
}

void Exchange::play_finished(LegId leg, std::int64_t token) {
  if (!taking_) return;
  stack_->post([this, leg, token] {
    if (alive(leg)) listener_.play_finished(leg, token);
  });
}

void Exchange::silent(LegId id) {
  if (!taking_) return;
  on_leg(id, [](Leg& leg) {
    // Who holds us may say "sendonly" and yet send nothing: most desk phones do.
    const bool held = leg.agreed && leg.agreed->direction != sip::Direction::sendrecv;
    if (!leg.answered || held) return;
    leg.why = ports::LegEnd::media_timeout;
    const auto branches = leg.branches;
    for (const auto& branch : branches) {
      if (branch->session != nullptr) branch->session->hang_up();
    }
  });
}

void Exchange::browser_connected(LegId leg) {
  if (!taking_) return;
  stack_->post([this, leg] {
    const auto agent = browser_agents_.find(leg);
    if (agent != browser_agents_.end()) listener_.browser_phone_changed(agent->second, true);
  });
}

void Exchange::browser_lost(LegId leg) {
  if (!taking_) return;
  stack_->post([this, leg] {
    const auto agent = browser_agents_.find(leg);
    if (agent != browser_agents_.end()) drop_line(agent->second);
  });
}

void Exchange::recording_stopped(LegId leg, const std::string& file, const std::string& mark) {
  if (!file.ends_with(kTrialSuffix)) return listener_.recording_stopped(leg, file, mark);
  if (taking_) trial_written(file, mark);
}

base::Result<Running> start_with(const Settings& settings, const ports::Clock& clock,
                                 ports::TelephonyListener& listener, const EngineMaker& make_engine) {
  auto exchange = std::make_unique<Exchange>(settings, clock, listener);
  if (auto opened = exchange->open(make_engine); !opened) return opened.error();
  Running running;
  running.sip_port = exchange->port();
  running.tls_port = exchange->tls_port();
  running.lines = exchange.get();
  running.trials = exchange.get();
  running.reload_certificate = [raw = exchange.get()] { return raw->reload_certificate(); };
  running.telephony = std::move(exchange);
  return running;
}
}  // namespace okno::telephony::softswitch
