// UTF-8 text from outside made safe to keep: valid, bounded, without control characters. Markup is not
// touched here: screens show text as text.
#pragma once
#include <string>
#include <string_view>

namespace okno::base {
bool is_utf8(std::string_view text);
// Invalid sequences become U+FFFD; C0/C1 controls and bidirectional overrides go, newline and tab stay if
// `multiline`.
std::string printable(std::string_view text, bool multiline = false);
std::string_view trim(std::string_view text);
// At most `bytes` bytes, cut at a character's edge.
std::string shorten(std::string text, std::size_t bytes);
// Lower case and ё → е for search and comparison; Latin and Cyrillic.
std::string folded(std::string_view text);
}  // namespace okno::base
