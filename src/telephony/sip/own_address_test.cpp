#include "telephony/sip/own_address.h"

#include <gtest/gtest.h>

namespace okno::telephony::sip {
TEST(OwnAddress, a_neighbour_is_told_the_address_on_his_side) {
  EXPECT_EQ(own_address_towards("127.0.0.1"), "127.0.0.1");
}

TEST(OwnAddress, whoever_is_known_by_name_only_is_told_the_one_towards_the_world) {
  const std::string world = own_address_towards("198.51.100.1");
  EXPECT_EQ(own_address_towards("sip.example.com"), world);
  EXPECT_EQ(own_address_towards(""), world);
  EXPECT_FALSE(world.empty());
}
}  // namespace okno::telephony::sip
