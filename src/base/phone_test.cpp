#include "base/phone.h"

#include <gtest/gtest.h>

namespace okno::base {
TEST(Phone, every_way_of_writing_a_number_gives_one_e164) {
  for (const char* text : {"+7 916 123-45-67", "8 (916) 123-45-67", "89161234567", "tel:+7-916-123-45-67"})
    EXPECT_EQ(to_e164(text), "+79161234567") << text;
}
TEST(Phone, what_is_no_number_stays_text) {
  EXPECT_EQ(to_e164("anna-desk"), std::nullopt);
  EXPECT_EQ(normal_number(" anna-desk\r\n"), "anna-desk");
  EXPECT_EQ(normal_number(std::string(1000, '9')).size(), 64u);
}
TEST(Phone, people_read_groups) {
  EXPECT_EQ(pretty_number("+79161234567"), "+7 916 123-45-67");
}
}  // namespace okno::base
