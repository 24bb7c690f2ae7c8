#include "telephony/sip/words.h"

#include <gtest/gtest.h>

namespace okno::telephony::sip {
TEST(Words, a_key_is_read_from_info_however_phones_write_it) {
  const std::string relay = "application/dtmf-relay";
  EXPECT_EQ(key_of_info(relay, "Signal=5\r\nDuration=160\r\n"), '5');
  EXPECT_EQ(key_of_info(relay, "signal= #\r\n"), '#');
  EXPECT_EQ(key_of_info(relay, "Duration=160\r\nSignal=d"), 'D');
  EXPECT_EQ(key_of_info("Application/DTMF-Relay;charset=utf-8", "Signal=*"), '*');
  EXPECT_EQ(key_of_info(relay, "Signal=10\r\n"), '*');
  EXPECT_EQ(key_of_info(relay, "Signal=11\r\n"), '#');
  EXPECT_EQ(key_of_info(relay, "Signal=15\r\n"), 'D');
  EXPECT_EQ(key_of_info("application/dtmf", "7"), '7');
  EXPECT_EQ(key_of_info("application/dtmf", " 12\r\n"), 'A');
}

TEST(Words, what_is_no_key_is_none) {
  for (const char* body : {"", "\n", "Signal", "Signal=", "Signal=16\r\n", "Signal=hf", "Signal=\xFF",
                           "Duration=5", "Signal=\r\n5", "Sig=5"}) {
    EXPECT_FALSE(key_of_info("application/dtmf-relay", body).has_value()) << body;
  }
  EXPECT_FALSE(key_of_info("text/plain", "5").has_value());
  EXPECT_FALSE(key_of_info("", "").has_value());
}

TEST(Words, the_host_of_an_address_and_of_what_is_none) {
  EXPECT_EQ(host_of("sip:anna@198.51.100.7:5060;transport=tcp"), "198.51.100.7");
  EXPECT_EQ(host_of("sip:anna@[2001:db8::1]:5060"), "2001:db8::1");
  for (const std::string none : {"", "\x01\x02", "\n", " sip:a@b"}) EXPECT_EQ(host_of(none), "") << none;
}
}  // namespace okno::telephony::sip
