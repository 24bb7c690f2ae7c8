#include "server/loop.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

namespace okno::server {
namespace {
using namespace std::chrono_literals;

class SetClock final : public ports::Clock {
 public:
  base::Instant now() const override {
    return base::from_us(system_.now().time_since_epoch().count() - back_us);
  }
  std::atomic<std::int64_t> back_us{0};

 private:
  SystemClock system_;
};
}  // namespace

TEST(DecidingLoop, runs_what_is_posted_in_order_and_a_deadline_after_its_time) {
  SystemClock clock;
  DecidingLoop loop(clock);
  loop.start();
  std::promise<std::vector<int>> done;
  std::vector<int> order;
  loop.post([&](base::Instant now) {
    order.push_back(1);
    loop.set_deadline(now + 20ms, [&, now](base::Instant then) {
      EXPECT_GE(then - now, 20ms);
      order.push_back(3);
      done.set_value(order);
    });
  });
  loop.post([&](base::Instant) { order.push_back(2); });
  auto answer = done.get_future();
  ASSERT_EQ(answer.wait_for(10s), std::future_status::ready);
  EXPECT_EQ(answer.get(), (std::vector{1, 2, 3}));
  loop.stop();  // before what its work refers to goes
}

TEST(DecidingLoop, deadlines_are_kept_when_the_clock_is_set_back_an_hour) {
  SetClock clock;
  DecidingLoop loop(clock);
  loop.start();
  std::promise<base::Duration> fired;
  base::Instant before{};
  loop.post([&](base::Instant now) {
    before = now;
    clock.back_us = 3'600'000'000;
    loop.set_deadline(now + 50ms, [&](base::Instant then) { fired.set_value(then - before); });
  });
  auto after = fired.get_future();
  ASSERT_EQ(after.wait_for(10s), std::future_status::ready) << "time stands still";
  EXPECT_GE(after.get(), 50ms);
  std::promise<base::Instant> later;
  clock.back_us = 0;  // caught up
  loop.post([&](base::Instant now) { later.set_value(now); });
  EXPECT_GE(later.get_future().get(), clock.now() - 1s);
  loop.stop();
}

TEST(DecidingLoop, what_was_posted_before_stop_is_still_done) {
  SystemClock clock;
  int ran = 0;
  DecidingLoop loop(clock);
  loop.start();
  for (int i = 0; i < 100; ++i) loop.post([&](base::Instant) { ++ran; });
  loop.stop();
  EXPECT_EQ(ran, 100);
}

TEST(ThreadPool, stopped_at_once_it_finishes_only_what_runs) {
  ThreadPool pool("test", 1, 50'000'000);  // is never full
  std::promise<void> begun, release;
  std::atomic<int> ran{0};
  ASSERT_TRUE(pool.submit([&] {
    begun.set_value();
    release.get_future().wait();
    ++ran;
  }));
  begun.get_future().wait();
  for (int i = 0; i < 50; ++i) pool.submit([&] { ++ran; });
  std::thread stopping([&] { pool.stop_at_once(); });
  while (pool.submit([&] { ++ran; })) {  // until it takes nothing more
  }
  release.set_value();
  stopping.join();
  EXPECT_EQ(ran, 1);
}

TEST(ThreadPool, a_full_queue_says_no) {
  ThreadPool pool("test", 1, 1);
  std::promise<void> begun, release;
  auto wait = release.get_future().share();
  ASSERT_TRUE(pool.submit([&] {
    begun.set_value();
    wait.wait();
  }));
  begun.get_future().wait();
  EXPECT_TRUE(pool.submit([] {}));
  EXPECT_FALSE(pool.submit([] {}));
  release.set_value();
  pool.stop();  // before what its work refers to goes
}
}  // namespace okno::server
