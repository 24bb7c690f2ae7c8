// Phone numbers, normalised by libphonenumber: everything inside the house is E.164 ("+79161234567") or,
// where a number is no telephone number (short number, SIP name), the text as it came, trimmed.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace okno::base {
// E.164, or nothing when `text` is no possible number in `region` (ISO 3166 alpha-2, the project's country).
std::optional<std::string> to_e164(std::string_view text, std::string_view region = "RU");
// E.164 when possible, else the text without control characters, at most 64 characters.
std::string normal_number(std::string_view text, std::string_view region = "RU");
// Digits, perhaps after a plus: what can be dialled, a short number too.
bool is_dialable(std::string_view number);
// For people: "+7 916 123-45-67"; text that is no number comes back as it is.
std::string pretty_number(std::string_view e164);
// Only the digits: for the search by any part of a number.
std::string digits_of(std::string_view text);
}  // namespace okno::base
