// Trying a line: what the trial asks of the exchange.
#include <algorithm>
#include <utility>

#include "telephony/softswitch/exchange.h"
#include "telephony/softswitch/trial.h"

namespace okno::telephony::softswitch {
// Lives as long as the trial or a timer of its own.
class Exchange::Ground final : public TrialGround, public std::enable_shared_from_this<Ground> {
 public:
  explicit Ground(Exchange& exchange) : exchange_(exchange) {}
  sip::Stack& stack() override { return *exchange_.stack_; }
  sip::Question question(const std::string& trunk, sip::Question::Kind kind) override {
    sip::Question question = exchange_.trunks_.question_of(trunk, kind);
    question.only_asks = exchange_.settings_.only_trials;
    return question;
  }
  std::string sound_address(const std::string& towards) override {
    if (!address_.empty()) return address_;
    const LegId leg = exchange_.next_leg();
    if (const auto local = exchange_.engine_->open(leg, towards)) address_ = local->address;
    exchange_.engine_->close(leg);
    return address_;
  }
  void call(const Trunk& trunk, const std::string& number, std::function<void(int)> heard) override {
    leg_ = exchange_.next_leg();
    Leg* leg = exchange_.open_leg(leg_, host_without_port(trunk.address));
    if (leg == nullptr) return heard(503);
    address_ = leg->local.address;
    leg->terms = terms_of(trunk);
    leg->observer = std::move(heard);
    auto branch = std::make_shared<Branch>(exchange_, leg_);
    leg->branches.push_back(branch);
    branch->session = exchange_.stack_->dial(exchange_.target_by(trunk, number, {}), branch);
  }
  void hang_up() override { exchange_.hang_up(leg_); }
  void tls_trouble(const std::string& address, int port, const std::string& name,
                   std::function<void(const std::string&)> told) override {
    const std::string authorities = exchange_.settings_.tls ? exchange_.settings_.tls->authorities : "";
    exchange_.prober_.ask(address, port, name, authorities, kTrialPatience / 4,
                          [exchange = &exchange_, told](const std::string& words) {
                            exchange->stack_->post([told, words] { told(words); });
                          });
  }
  void listen(const ports::TrialWish& wish, std::function<void(const Heard&)> listened) override {
    media::Engine& engine = *exchange_.engine_;
    engine.play(leg_, {{wish.tone}, true, 0});
    engine.start_recording(leg_, wish.recording);
    listened_ = std::move(listened);
    heard_ = {};
    stack().after(kTrialListen, [self = shared_from_this(), this, leg = leg_] {
      if (const auto stats = exchange_.engine_->stats(leg)) heard_.packets = stats->packets_in;
      exchange_.engine_->stop_recording(leg);
      // A call that was hung up has closed its recording before.
      if (std::exchange(written_, false)) return tell();
      waiting_ = true;
      stack().after(kTrialPatience, [self] { self->tell(); });
    });
  }
  void written(const std::string& file, const std::string& mark) {
    if (mark.empty()) heard_.recording = file;
    heard_.keys = exchange_.settings_.media.recording_keys;
    if (waiting_) return tell();
    written_ = true;
  }
  void forget() { listened_ = nullptr; }  // who listens holds us, and his timer will never ring

 private:
  void tell() {
    waiting_ = false;
    if (listened_) std::exchange(listened_, nullptr)(heard_);
  }
  Exchange& exchange_;
  LegId leg_;
  std::string address_;
  std::function<void(const Heard&)> listened_;
  Heard heard_;
  bool waiting_ = false, written_ = false;
};

void Exchange::try_trunk(const ports::TrialWish& wish, std::function<void(const ports::TrialStep&)> told,
                         std::function<void(bool)> done) {
  stack_->post([this, wish, told = std::move(told), done = std::move(done)] {
    const Trunk* trunk = trunks_.find(wish.trunk);
    if (trunk == nullptr || trial_ != nullptr) return done(false);
    trial_ground_ = std::make_shared<Ground>(*this);
    trial_ = std::make_shared<Trial>(trial_ground_, *trunk, wish, told, [this, done] {
      trial_ = nullptr;  // who still waits for something holds it until then
      done(true);
    });
    trial_->begin();
  });
}

void Exchange::forget_trial() {
  if (trial_ground_ != nullptr) trial_ground_->forget();
}

void Exchange::trial_written(const std::string& file, const std::string& mark) {
  stack_->post([this, file, mark] {
    if (trial_ground_ != nullptr) trial_ground_->written(file, mark);
  });
}
}  // namespace okno::telephony::softswitch
