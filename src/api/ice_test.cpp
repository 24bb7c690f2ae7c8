#include "api/ice.h"

#include <gtest/gtest.h>

namespace okno::api {
namespace {
const base::Instant kNow = base::from_ms(1'790'000'000'000);

TEST(Ice, gives_a_name_that_ends_and_the_password_that_a_relay_makes_of_it) {
  const auto view =
      ice_for({{"turn:turn.example:3478?transport=tcp"}, "north", 3600}, domain::AgentId(7), kNow);
  ASSERT_EQ(view.servers.size(), 1U);
  EXPECT_EQ(view.servers[0].username, "1790003600:agent7");
  // printf 1790003600:agent7 | openssl dgst -sha1 -hmac north -binary | base64
  EXPECT_EQ(view.servers[0].credential, "/ozXAFnE1U94ukK3OcET7m8/Rek=");
  EXPECT_EQ(view.until_ms, 1'790'003'600'000);
}

TEST(Ice, asks_no_password_for_a_server_that_only_tells_addresses) {
  const auto view = ice_for({{"stun:a:3478", "turns:a:5349"}, "x", 60}, domain::AgentId(1), kNow);
  ASSERT_EQ(view.servers.size(), 2U);
  EXPECT_EQ(view.servers[0].urls, std::vector<std::string>{"stun:a:3478"});
  EXPECT_EQ(view.servers[0].credential, "");
  EXPECT_NE(view.servers[1].credential, "");
}

TEST(Ice, is_empty_where_nothing_is_set) {
  EXPECT_TRUE(ice_for({}, domain::AgentId(1), kNow).servers.empty());
}
}  // namespace
}  // namespace okno::api
