#include "base/text.h"

#include <gtest/gtest.h>

namespace okno::base {
TEST(Text, invalid_utf8_becomes_the_replacement_character) {
  EXPECT_EQ(printable("a\xC3z"), "a\xEF\xBF\xBDz");
  EXPECT_FALSE(is_utf8("\xC0\xAF"));
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
  EXPECT_TRUE(is_utf8("Мария"));
}
TEST(Text, control_characters_and_direction_overrides_go_markup_stays) {
  EXPECT_EQ(printable("<b>\x01\x1B[31m\xE2\x80\xAE"
                      "x</b>\n"),
            "<b>[31mx</b>");
  EXPECT_EQ(printable("a\nb\tc", true), "a\nb\tc");
}
TEST(Text, a_cut_never_splits_a_character) {
  EXPECT_EQ(shorten("аб", 3), "а");
}
TEST(Text, search_folds_case_and_yo) {
  EXPECT_EQ(folded("ЁЖ Anna Ёлка"), "еж anna елка");
}
TEST(Text, trim_takes_white_space_from_both_ends) {
  EXPECT_EQ(trim(" \t a b\r\n"), "a b");
}
}  // namespace okno::base
