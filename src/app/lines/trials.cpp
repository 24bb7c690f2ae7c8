#include "app/lines/trials.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace okno::app {
using base::Error;
using base::Result;
using ports::TrialStep;

namespace {
constexpr std::size_t kMostDigits = 64;  // of the number to be called; providers' echoes have words too

std::string number_from(const std::string& typed) {
  std::string out;
  for (const char c : base::trim(typed))
    if (c != ' ' && c != '(' && c != ')' && c != '-') out += c;
  return out;
}

bool is_dialled(const std::string& number) {
  return number.size() <= kMostDigits && std::all_of(number.begin(), number.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '+' || c == '*' || c == '#' || c == '.' || c == '_';
         });
}
}  // namespace

void LineTrials::connect(ports::Trials& exchange) {
  const std::lock_guard lock(mutex_);
  exchange_ = &exchange;
}

void LineTrials::disconnect() {
  const std::lock_guard lock(mutex_);
  exchange_ = nullptr;
}

Result<LineTestView> LineTrials::begin(const std::string& trunk, const LineTestRequest& wish) {
  const auto known = book_.find(trunk);
  if (!known) return known.error();
  ports::TrialWish trial;
  trial.trunk = trunk;
  if (wish.number) trial.number = number_from(*wish.number);
  if (!is_dialled(trial.number)) return Error{"bad_phone", "The number to be called cannot be read."};
  trial.tone = settings_.tone;
  trial.tone_hz = settings_.tone_hz;
  trial.recording = settings_.recording;
  const std::lock_guard lock(mutex_);
  if (exchange_ == nullptr) return Error{"busy", "The server is stopping."};
  if (!running_.empty())
    return Error{"test_runs", "The line \"" + running_ + "\" is being tested. Wait until it is over."};
  running_ = trunk;
  if (views_.size() >= kMostLines) views_.clear();
  views_[trunk] = {trunk, false, true, {}};
  const int run = ++run_;
  exchange_->try_trunk(
      trial, [this, run, trunk](const TrialStep& step) { told(run, trunk, step); },
      [this, run, trunk](bool) { over(run, trunk); });
  return views_[trunk];
}

Result<LineTestView> LineTrials::last(const std::string& trunk) {
  const std::lock_guard lock(mutex_);
  const auto found = views_.find(trunk);
  if (found == views_.end()) return Error{"not_found", "This line was not tested since the start."};
  return found->second;
}

void LineTrials::forget(const std::string& trunk) {
  const std::lock_guard lock(mutex_);
  views_.erase(trunk);
  if (running_ == trunk) forgotten_ = run_;
}

void LineTrials::told(int run, const std::string& trunk, const TrialStep& step) {
  LineTestView view;
  {
    const std::lock_guard lock(mutex_);
    if (run <= forgotten_) return;
    LineTestView& kept = views_[trunk];
    auto shown = show_step(step);
    const auto before = std::find_if(kept.steps.begin(), kept.steps.end(),
                                     [&](const auto& one) { return one.step == shown.step; });
    if (before == kept.steps.end())
      kept.steps.push_back(std::move(shown));
    else
      *before = std::move(shown);
    kept.passed = kept.passed && step.state != TrialStep::State::failed;
    view = kept;
  }
  settings_.push(view);
}

void LineTrials::over(int run, const std::string& trunk) {
  LineTestView view;
  {
    const std::lock_guard lock(mutex_);
    running_.clear();
    if (run <= forgotten_) return;
    LineTestView& kept = views_[trunk];
    kept.over = true;
    kept.passed = kept.passed && !kept.steps.empty();
    view = kept;
  }
  settings_.push(view);
}
}  // namespace okno::app
