// Trying a line to a provider: what is asked, and what is told step by step.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace okno::ports {
// One step of trying a line; each is told as `running`, then once more as what came of it.
struct TrialStep {
  enum class State : std::uint8_t { running, passed, failed, skipped, unsure };
  std::string step;  // dns, transport, registration, authentication, call, audio, nat
  State state = State::running;
  std::string code;                          // what came of it; the words for it are of `app/lines`
  std::map<std::string, std::string> facts;  // that fill the words: {"name": "sip.north.example"}
};
struct TrialWish {
  std::string trunk;
  std::string number;     // to be called; empty: no call
  std::string tone;       // WAV that is played to it (440 to 2000 Hz, one frequency), absolute path
  int tone_hz = 0;        // … and which
  std::string recording;  // absolute path of a file that may be written and is removed afterwards
};

class Trials {
 public:
  virtual ~Trials() = default;
  // Any thread. Step by step; `told` is called on the exchange's thread, `done` once as the last. One trial
  // at a time: a second one is done at once, false.
  virtual void try_trunk(const TrialWish& wish, std::function<void(const TrialStep&)> told,
                         std::function<void(bool tried)> done) = 0;
};
}  // namespace okno::ports
