// A whole shell without sockets or clocks: time moves when the test says so, the exchange writes down what it
// is told.
#pragma once
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/no_exchange.h"
#include "app/shell.h"
#include "store/file_journal.h"
#include "store/open.h"

namespace okno::app::testing {
class ManualLoop final : public ports::Loop {
 public:
  explicit ManualLoop(base::Instant start) : now(start) {}
  void post(std::function<void(base::Instant)> work) override { posted_.push_back(std::move(work)); }
  void set_deadline(base::Instant deadline, std::function<void(base::Instant)> work) override {
    deadline_ = deadline;
    work_ = std::move(work);
  }
  void run() {
    while (!posted_.empty()) {
      auto work = std::move(posted_.front());
      posted_.pop_front();
      work(now);
    }
  }
  // Deadlines on the way are run at their own time.
  void pass(base::Duration span) {
    const auto end = now + span;
    for (run(); deadline_ <= end && work_; run()) {
      now = std::max(now, deadline_);
      deadline_ = base::kNever;
      std::exchange(work_, nullptr)(now);
    }
    now = end;
  }
  // The process has died: nothing of it runs any more.
  void forget() {
    posted_.clear();
    deadline_ = base::kNever;
    work_ = nullptr;
  }
  base::Instant now;

 private:
  std::deque<std::function<void(base::Instant)>> posted_;
  base::Instant deadline_ = base::kNever;
  std::function<void(base::Instant)> work_;
};

// Runs at once, or keeps everything until `release` (a slow database), or takes nothing.
class PatientPool final : public ports::Pool {
 public:
  bool submit(std::function<void()> work) override {
    if (full) return false;
    if (!held)
      work();
    else
      kept.push_back(std::move(work));
    return true;
  }
  void release() {
    held = false;
    for (auto& work : std::exchange(kept, {})) work();
  }
  bool held = false;
  bool full = false;  // the store stands still: nothing is taken
  std::vector<std::function<void()>> kept;
};

// "answer 5", "bridge 5 -1", … in order.
class WritingExchange final : public NoExchange {
 public:
  using Leg = domain::LegId;
  void dial(Leg leg, const ports::DialDeskPhone& to, const ports::CallerId& from) override {
    say("dial", leg, to.user + " from " + from.number);
  }
  void dial(Leg leg, const ports::DialNumber& to, const ports::CallerId&) override {
    say("dial", leg, to.to);
  }
  void ring_back(Leg leg) override { say("ring_back", leg); }
  void answer(Leg leg) override { say("answer", leg); }
  void reject(Leg leg, int status, const std::string&) override {
    say("reject", leg, std::to_string(status));
  }
  void hang_up(Leg leg) override { say("hang_up", leg); }
  void play(Leg leg, const ports::Play& what) override {
    say("play", leg, std::filesystem::path(what.files.front()).stem().string());
    token = what.token;
  }
  void stop_playing(Leg leg) override { say("stop_playing", leg); }
  void bridge(Leg a, Leg b) override { say("bridge", a, std::to_string(b.value())); }
  void join(const std::vector<Leg>& legs) override {
    std::string rest;
    for (std::size_t i = 1; i < legs.size(); ++i)
      rest += (i > 1 ? " " : "") + std::to_string(legs[i].value());
    say("join", legs.front(), rest);
  }
  void unbridge(Leg leg) override { say("unbridge", leg); }
  void listen(Leg leg, Leg of, domain::ListenMode mode) override {
    say(std::string(domain::to_text(mode)), leg, std::to_string(of.value()));
  }
  void stop_listening(Leg leg) override { say("stop_listening", leg); }
  void mute(Leg leg, bool on) override { say("mute", leg, on ? "on" : "off"); }
  void send_digits(Leg leg, const std::string& digits) override { say("digits", leg, digits); }
  void start_recording(Leg leg, const std::string& file) override {
    say("record", leg);
    recording = file;
  }
  void stop_recording(Leg leg) override { say("stop_recording", leg); }
  void pause_recording(Leg leg, bool on) override { say(on ? "pause_recording" : "go_on_recording", leg); }
  base::Result<std::string> connect_browser(domain::AgentId, Leg leg, const std::string&) override {
    browser_leg = leg;
    return std::string("v=0 answer");
  }
  bool did(const std::string& what) const {
    for (const auto& line : said)
      if (line == what) return true;
    return false;
  }
  std::vector<std::string> said;
  std::string recording;
  Leg browser_leg;
  std::int64_t token = 0;

 private:
  void say(const std::string& verb, Leg leg, const std::string& more = "") {
    said.push_back(verb + " " + std::to_string(leg.value()) + (more.empty() ? "" : " " + more));
  }
};

class WritingScreen final : public ports::Screen {
 public:
  struct Frame {
    ports::Audience audience;
    std::string type, json;
  };
  void push(const ports::Audience& audience, const std::string& type, const std::string& json) override {
    frames.push_back({audience, type, json});
  }
  int count(const std::string& type) const {
    int n = 0;
    for (const auto& frame : frames) n += frame.type == type;
    return n;
  }
  const Frame* last(const std::string& type) const {
    for (auto it = frames.rbegin(); it != frames.rend(); ++it)
      if (it->type == type) return &*it;
    return nullptr;
  }
  std::vector<Frame> frames;
};
}  // namespace okno::app::testing
