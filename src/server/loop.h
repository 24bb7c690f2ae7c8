// The deciding thread and the pools, on the system clock: the only room that reads it.
#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "ports/clock.h"
#include "ports/loop.h"

namespace okno::server {
class SystemClock final : public ports::Clock {
 public:
  base::Instant now() const override;
};

// Time never goes backwards for what runs here, even when the system clock does: then it goes on a little
// slower than real time until the system clock has caught up, so that deadlines are still kept.
class DecidingLoop final : public ports::Loop {
 public:
  explicit DecidingLoop(const ports::Clock& clock) : clock_(clock) {}
  ~DecidingLoop() override { stop(); }
  void start();
  // Work posted before is run, then the thread ends. Work posted later is dropped.
  void stop();
  void post(std::function<void(base::Instant)> work) override;
  void set_deadline(base::Instant deadline, std::function<void(base::Instant)> work) override;

 private:
  void run();
  base::Instant stamp();

  const ports::Clock& clock_;
  std::mutex mutex_;
  std::condition_variable something_;
  std::deque<std::function<void(base::Instant)>> posted_;
  base::Instant deadline_ = base::kNever;
  std::function<void(base::Instant)> at_deadline_;
  base::Instant last_{};
  struct SetBack {  // the system clock has been set back: from where time goes on by the steady clock
    base::Instant at{};
    std::chrono::steady_clock::time_point since;
  };
  std::optional<SetBack> set_back_;
  bool stopping_ = false;
  std::thread thread_;
};

class ThreadPool final : public ports::Pool {
 public:
  // `nice` lowers the priority of its threads (setpriority): 0 to 19.
  ThreadPool(const char* name, int threads, std::size_t max_queued, int nice = 0);
  ~ThreadPool() override { stop(); }
  bool submit(std::function<void()> work) override;
  void stop();          // what is queued is still done
  void stop_at_once();  // what is queued is forgotten, only what runs is finished

 private:
  void run(const std::string& name, int nice);
  std::size_t max_queued_;
  std::mutex mutex_;
  std::condition_variable something_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};
}  // namespace okno::server
