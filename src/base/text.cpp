#include "base/text.h"

#include <cstdint>

namespace okno::base {
namespace {
constexpr char32_t kReplacement = 0xFFFD;

// Decodes one code point at `i` and moves `i` past it; an invalid byte gives U+FFFD and moves by one (RFC
// 3629).
char32_t decode(std::string_view s, std::size_t& i, bool& valid) {
  const auto byte = [&](std::size_t k) { return static_cast<std::uint8_t>(s[k]); };
  const std::uint8_t b0 = byte(i);
  valid = true;
  if (b0 < 0x80) return s[i++];
  int more = b0 >= 0xF0 && b0 < 0xF5 ? 3 : b0 >= 0xE0 && b0 < 0xF0 ? 2 : b0 >= 0xC2 && b0 < 0xE0 ? 1 : 0;
  if (more == 0 || i + more >= s.size()) {
    valid = false;
    ++i;
    return kReplacement;
  }
  char32_t cp = b0 & (0x3F >> more);
  for (int k = 1; k <= more; ++k) {
    const std::uint8_t b = byte(i + k);
    if ((b & 0xC0) != 0x80) {
      valid = false;
      ++i;
      return kReplacement;
    }
    cp = (cp << 6) | (b & 0x3F);
  }
  const bool overlong = (more == 2 && cp < 0x800) || (more == 3 && cp < 0x10000);
  if (overlong || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF)) {
    valid = false;
    ++i;
    return kReplacement;
  }
  i += more + 1;
  return cp;
}

void encode(std::string& out, char32_t cp) {
  if (cp < 0x80) {
    out.push_back(static_cast<char>(cp));
  } else if (cp < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (cp >> 6)));
    out.push_back(static_cast<char>(0x80 | (cp & 0x3F)));
  } else if (cp < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (cp >> 12)));
    out.push_back(static_cast<char>(0x80 | ((cp >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (cp & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (cp >> 18)));
    out.push_back(static_cast<char>(0x80 | ((cp >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((cp >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (cp & 0x3F)));
  }
}

bool is_control(char32_t cp, bool multiline) {
  if (multiline && (cp == '\n' || cp == '\t')) return false;
  const bool bidi = (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
  return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || bidi;
}
}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    bool valid;
    decode(text, i, valid);
    if (!valid) return false;
  }
  return true;
}

std::string printable(std::string_view text, bool multiline) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    bool valid;
    const char32_t cp = decode(text, i, valid);
    if (!is_control(cp, multiline)) encode(out, cp);
  }
  return out;
}

std::string_view trim(std::string_view text) {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

std::string shorten(std::string text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<std::uint8_t>(text[bytes]) & 0xC0) == 0x80) --bytes;
  text.resize(bytes);
  return text;
}

std::string folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    bool valid;
    char32_t cp = decode(text, i, valid);
    if (cp >= 'A' && cp <= 'Z')
      cp += 32;
    else if (cp >= 0x0410 && cp <= 0x042F)
      cp += 32;  // А-Я
    else if (cp >= 0xC0 && cp <= 0xDE && cp != 0xD7)
      cp += 32;
    else if (cp >= 0x0400 && cp <= 0x040F)
      cp += 80;                     // Ѐ-Џ
    if (cp == 0x0451) cp = 0x0435;  // ё is found as е
    encode(out, cp);
  }
  return out;
}
}  // namespace okno::base
