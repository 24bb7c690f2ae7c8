#include "server/loop.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <utility>

namespace okno::server {
base::Instant SystemClock::now() const {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return base::Instant(std::chrono::duration_cast<base::Duration>(since_1970));
}

void DecidingLoop::start() {
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "okno-decides");
    run();
  });
}

void DecidingLoop::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  something_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void DecidingLoop::post(std::function<void(base::Instant)> work) {
  bool wake;
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return;
    wake = posted_.empty();
    posted_.push_back(std::move(work));
  }
  if (wake) something_.notify_one();
}

void DecidingLoop::set_deadline(base::Instant deadline, std::function<void(base::Instant)> work) {
  std::lock_guard lock(mutex_);
  deadline_ = deadline;
  at_deadline_ = std::move(work);
  if (std::this_thread::get_id() != thread_.get_id()) something_.notify_one();
}

base::Instant DecidingLoop::stamp() {
  const auto told = clock_.now();
  if (told >= last_) {
    set_back_.reset();
    return last_ = told;
  }
  const auto steady = std::chrono::steady_clock::now();
  if (!set_back_) set_back_ = {last_, steady};
  const auto passed = std::chrono::duration_cast<base::Duration>((steady - set_back_->since) * 15 / 16);
  return last_ = std::max(last_, set_back_->at + passed);
}

void DecidingLoop::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    std::deque<std::function<void(base::Instant)>> batch;
    batch.swap(posted_);
    const bool over = stopping_;
    lock.unlock();
    for (auto& work : batch) work(stamp());
    batch.clear();
    const auto now = stamp();
    lock.lock();
    if (deadline_ <= now && at_deadline_) {
      auto work = std::exchange(at_deadline_, nullptr);
      deadline_ = base::kNever;
      lock.unlock();
      work(now);
      lock.lock();
      continue;
    }
    if (!posted_.empty()) continue;
    if (over) return;
    if (stopping_) continue;
    if (deadline_ == base::kNever) {
      something_.wait(lock, [&] { return stopping_ || !posted_.empty() || deadline_ != base::kNever; });
    } else {
      const auto awaited = deadline_;
      something_.wait_for(lock, std::max(base::Duration{1}, awaited - now),
                          [&] { return stopping_ || !posted_.empty() || deadline_ != awaited; });
    }
  }
}

ThreadPool::ThreadPool(const char* name, int threads, std::size_t max_queued, int nice)
    : max_queued_(max_queued) {
  for (int i = 0; i < threads; ++i)
    threads_.emplace_back([this, text = std::string(name), nice] { run(text, nice); });
}

bool ThreadPool::submit(std::function<void()> work) {
  {
    std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= max_queued_) return false;
    queue_.push_back(std::move(work));
  }
  something_.notify_one();
  return true;
}

void ThreadPool::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  something_.notify_all();
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
}

void ThreadPool::stop_at_once() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    queue_.clear();
  }
  stop();
}

void ThreadPool::run(const std::string& name, int nice) {
  pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
  if (nice > 0) setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), nice);
  std::unique_lock lock(mutex_);
  for (;;) {
    something_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    auto work = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    work();
    work = nullptr;
    lock.lock();
  }
}
}  // namespace okno::server
