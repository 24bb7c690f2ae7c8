#include "server/loop.h"

#include <gtest/gtest.h>

#include <future>

namespace okno::server {
namespace {
using namespace std::chrono_literals;
}

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

TEST(DecidingLoop, what_was_posted_before_stop_is_still_done) {
  SystemClock clock;
  int ran = 0;
  DecidingLoop loop(clock);
  loop.start();
  for (int i = 0; i < 100; ++i) loop.post([&](base::Instant) { ++ran; });
  loop.stop();
  EXPECT_EQ(ran, 100);
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
