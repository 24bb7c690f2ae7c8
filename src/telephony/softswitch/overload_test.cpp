#include "telephony/softswitch/overload.h"

#include <gtest/gtest.h>

namespace okno::telephony::softswitch {
namespace {
TEST(Overload, many_undecided_calls_close_the_door_until_few_are_left) {
  Overload load;
  EXPECT_FALSE(load.look(false, kMaxUndecided - 1));
  EXPECT_TRUE(load.look(false, kMaxUndecided));
  EXPECT_TRUE(load.look(false, kFewUndecided + 1)) << "no flapping at the limit";
  EXPECT_FALSE(load.look(false, kFewUndecided));
}
TEST(Overload, a_socket_that_is_not_read_in_time_closes_it_at_once) {
  Overload load;
  EXPECT_TRUE(load.look(true, 0));
  EXPECT_FALSE(load.look(false, 0));
}
}  // namespace
}  // namespace okno::telephony::softswitch
