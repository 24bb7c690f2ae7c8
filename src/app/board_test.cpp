#include "app/board.h"

#include <gtest/gtest.h>

namespace okno::app {
namespace {
using namespace domain;
using namespace std::chrono_literals;
const base::Instant kMorning = base::from_ms(1'000'000'000);

Interaction call(int id, int wait_ms, bool answered) {
  Interaction row;
  row.id = InteractionId(id);
  row.queue = QueueId(1);
  row.started_at = kMorning + 1min;
  row.wait_ms = wait_ms;
  if (answered) row.answered_at = row.started_at + std::chrono::milliseconds(wait_ms);
  return row;
}
}  // namespace

TEST(Board, service_level_is_over_all_but_who_waits_still_lost_rate_over_all_offered_and_asa_over_answered) {
  Board board;
  board.begin_day(kMorning);
  for (int repeat = 0; repeat < 3; ++repeat) {  // the same facts many times count once
    board.take(call(1, 5'000, true), 20s, false);
    board.take(call(2, 40'000, true), 20s, false);
  }
  auto lost = call(3, 9'000, false);
  lost.end_cause = EndCause::lost;
  board.take(lost, 20s, true);
  board.take(call(4, 0, false), 20s, false);  // still waits
  auto done = call(1, 5'000, true);
  done.talk_ms = 60'000;
  done.wrap_up_ms = 30'000;
  board.take(done, 20s, true);
  QueueView view;
  board.fill(QueueId(1), view);
  EXPECT_EQ(view.offered, 4);
  EXPECT_EQ(view.answered, 2);
  EXPECT_EQ(view.lost, 1);
  EXPECT_EQ(view.decided, 3);
  EXPECT_DOUBLE_EQ(*view.service_level, 1.0 / 3);
  EXPECT_DOUBLE_EQ(*view.lost_rate, 0.25);
  EXPECT_DOUBLE_EQ(*view.asa_s, 22.5);
  EXPECT_DOUBLE_EQ(*view.aht_s, 90.0);
}

TEST(Board, who_goes_on_to_another_queue_was_offered_to_both) {
  Board board;
  board.begin_day(kMorning);
  board.take(call(1, 0, false), 20s, false);
  auto moved = call(1, 15'000, true);
  moved.queue = QueueId(2);
  board.take(moved, 20s, true);
  for (const int queue : {1, 2}) {
    QueueView view;
    board.fill(QueueId(queue), view);
    EXPECT_EQ(view.offered, 1);
    EXPECT_DOUBLE_EQ(*view.service_level, queue == 2 ? 1.0 : 0.0);
  }
}

TEST(Board, letters_have_no_service_level_in_seconds_and_who_waits_is_not_late_yet) {
  Board board;
  board.begin_day(kMorning);
  auto letter = call(1, 3'600'000, true);
  letter.channel = Channel::email;
  board.take(letter, 20s, true);
  board.take(call(2, 0, false), 20s, false);
  QueueView view;
  board.fill(QueueId(1), view);
  EXPECT_EQ(view.offered, 2);
  EXPECT_FALSE(view.service_level);
  board.take(call(2, 3'000, true), 20s, false);
  board.fill(QueueId(1), view);
  EXPECT_DOUBLE_EQ(*view.service_level, 1.0);
}

TEST(Board, who_was_served_and_is_handed_on_is_a_guest_in_the_other_queue) {
  Board board;
  board.begin_day(kMorning);
  board.take(call(1, 5'000, true), 20s, false);
  auto moved = call(1, 5'000, true);
  moved.queue = QueueId(2);
  board.take(moved, 20s, true);
  QueueView first, second;
  board.fill(QueueId(1), first);
  board.fill(QueueId(2), second);
  EXPECT_DOUBLE_EQ(*first.service_level, 1.0);
  EXPECT_EQ(second.offered, 0);
  EXPECT_FALSE(second.service_level);
}

TEST(Board, yesterdays_calls_and_refused_ones_do_not_count_as_offered) {
  Board board;
  board.begin_day(kMorning);
  auto old = call(1, 0, true);
  old.started_at = kMorning - 1s;
  board.take(old, 20s, true);
  auto refused = call(2, 0, false);
  refused.end_cause = EndCause::refused;
  board.take(refused, 20s, true);
  QueueView view;
  board.fill(QueueId(1), view);
  EXPECT_EQ(view.offered, 0);
  EXPECT_FALSE(view.service_level);
}
}  // namespace okno::app
