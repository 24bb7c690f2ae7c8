// Trying a line: one trial at a time, told to the screens step by step, in words of both languages.
#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "app/lines/lines.h"
#include "app/lines/views.h"
#include "base/result.h"
#include "ports/trials.h"

namespace okno::app {
struct TrialSettings {
  std::string tone;       // WAV, absolute path
  int tone_hz = 1010;     // no dial tone and no hold music has it
  std::string recording;  // absolute path of a file that may be written
  // Tells the supervisors' screens; any thread.
  std::function<void(const LineTestView&)> push;
};

class LineTrials {
 public:
  LineTrials(LineBook& book, TrialSettings settings) : book_(book), settings_(std::move(settings)) {}
  void connect(ports::Trials& exchange);
  void disconnect();
  // Blocks on the store. "not_found", "bad_phone" (the number to be called), "test_runs" (another trial goes
  // on).
  base::Result<LineTestView> begin(const std::string& trunk, const LineTestRequest& wish);
  base::Result<LineTestView> last(const std::string& trunk);  // "not_found": none since the start
  void forget(
      const std::string& trunk);  // it is changed: what was found out, or still is, says nothing of it

 private:
  void told(int run, const std::string& trunk, const ports::TrialStep& step);
  void over(int run, const std::string& trunk);

  LineBook& book_;
  const TrialSettings settings_;
  std::mutex mutex_;
  ports::Trials* exchange_ = nullptr;
  std::string running_;                        // whose trial goes on; empty: nobody's
  int run_ = 0, forgotten_ = 0;                // the last trial, and the last of which nothing is to be kept
  std::map<std::string, LineTestView> views_;  // of each line the last; bounded by kMostLines
};

// A step in words, and what to do about it.
LineTestStepView show_step(const ports::TrialStep& step);
}  // namespace okno::app
