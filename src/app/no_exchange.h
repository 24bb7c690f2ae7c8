// The exchange that is not there: before it starts, after it has stopped, and in tests of everything else.
// Takes every call and does nothing.
#pragma once
#include <string>

#include "ports/telephony.h"

namespace okno::app {
class NoExchange : public ports::Telephony {
 public:
  domain::LegId next_leg() override { return domain::LegId(--last_); }
  void dial(domain::LegId, const ports::DialDeskPhone&, const ports::CallerId&) override {}
  void dial(domain::LegId, const ports::DialNumber&, const ports::CallerId&) override {}
  void ring_back(domain::LegId) override {}
  void answer(domain::LegId) override {}
  void reject(domain::LegId, int, const std::string&) override {}
  void hang_up(domain::LegId) override {}
  void play(domain::LegId, const ports::Play&) override {}
  void stop_playing(domain::LegId) override {}
  void bridge(domain::LegId, domain::LegId) override {}
  void join(const std::vector<domain::LegId>&) override {}
  void unbridge(domain::LegId) override {}
  void listen(domain::LegId, domain::LegId, domain::ListenMode) override {}
  void stop_listening(domain::LegId) override {}
  void mute(domain::LegId, bool) override {}
  void send_digits(domain::LegId, const std::string&) override {}
  void start_recording(domain::LegId, const std::string&) override {}
  void stop_recording(domain::LegId) override {}
  void pause_recording(domain::LegId, bool) override {}
  base::Result<std::string> connect_browser(domain::AgentId, domain::LegId, const std::string&) override {
    return base::Error{"no_exchange", "The exchange is not running: try again in a moment."};
  }
  void disconnect_browser(domain::AgentId) override {}
  void echo(domain::LegId, bool) override {}
  void set_desk_phone(const std::string&, const std::string&) override {}

 private:
  std::int64_t last_ = 0;
};
}  // namespace okno::app
