#include "telephony/sip/access.h"

#include <gtest/gtest.h>

namespace okno::telephony::sip {
namespace {
constexpr base::Instant kNow = base::from_ms(1'750'000'000'000);
}

TEST(AddressBlocks, contain_what_their_bits_say) {
  struct Case {
    const char* block;
    const char* address;
    bool inside;
  };
  for (const Case& c : {Case{"127.0.0.0/8", "127.0.0.1", true},
                        {"127.0.0.0/8", "128.0.0.1", false},
                        {"192.0.2.64/26", "192.0.2.127", true},
                        {"192.0.2.64/26", "192.0.2.128", false},
                        {"192.0.2.7", "192.0.2.7", true},
                        {"192.0.2.7", "192.0.2.8", false},
                        {"0.0.0.0/0", "203.0.113.9", true},
                        {"0.0.0.0/0", "2001:db8::1", false},
                        {"2001:db8::/33", "2001:db8:7fff::1", true},
                        {"2001:db8::/33", "2001:db8:8000::1", false},
                        {"::1", "::1", true},
                        {"192.0.2.0/24", "::ffff:192.0.2.9", true},
                        {"10.0.0.0/32", "10.0.0.0", true},
                        {"192.0.2.0/24", "phone.example", false}}) {
    AddressBlocks blocks;
    ASSERT_TRUE(blocks.add(c.block)) << c.block;
    EXPECT_EQ(blocks.contains(c.address), c.inside) << c.block << " " << c.address;
  }
}

TEST(AddressBlocks, refuse_what_is_none) {
  AddressBlocks blocks;
  for (const char* text : {"", "/8", "127.0.0.1/", "127.0.0.1/33", "127.0.0.1/-1", "::1/129", "300.0.0.1",
                           "a/8", "1.2.3.4/8x"}) {
    EXPECT_FALSE(blocks.add(text)) << text;
  }
  EXPECT_TRUE(blocks.empty());
}

TEST(FloodLimit, lets_a_burst_through_and_then_the_rate) {
  FloodLimit limit(10);
  int passed = 0;
  for (int i = 0; i < 100; ++i) passed += limit.may_pass("192.0.2.1", kNow) ? 1 : 0;
  EXPECT_EQ(passed, 10);
  EXPECT_TRUE(limit.may_pass("192.0.2.2", kNow));  // another source is not to blame
  for (int ms = 1; ms <= 2000; ++ms)
    passed += limit.may_pass("192.0.2.1", kNow + std::chrono::milliseconds(ms)) ? 1 : 0;
  EXPECT_NEAR(passed, 30, 1);
}

TEST(FloodLimit, keeps_a_bounded_table_and_forgets_the_quiet) {
  FloodLimit limit(10, 100);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(limit.may_pass("10.0.0." + std::to_string(i), kNow));
  EXPECT_FALSE(limit.may_pass("10.0.1.1", kNow));
  EXPECT_EQ(limit.sources(), 100U);
  EXPECT_TRUE(limit.may_pass("10.0.1.1", kNow + std::chrono::seconds(2)));
  EXPECT_EQ(limit.sources(), 1U);
}

TEST(FloodLimit, a_clock_that_steps_back_locks_nobody_out) {
  FloodLimit limit(2);
  EXPECT_TRUE(limit.may_pass("10.0.0.1", kNow));
  EXPECT_TRUE(limit.may_pass("10.0.0.1", kNow - std::chrono::hours(1)));
  EXPECT_TRUE(limit.may_pass("10.0.0.1", kNow - std::chrono::hours(1) + std::chrono::seconds(1)));
}
}  // namespace okno::telephony::sip
