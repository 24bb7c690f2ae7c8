#include "store/cursor.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace okno::store {
namespace {
constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kMaxCursor = 2000;  // a name of 200 bytes and three numbers, with room
constexpr char kBetween = '\x1f';

[[noreturn]] void bad_cursor() {
  throw Failure{
      {"bad_cursor", "This page's cursor is not one that the server gave. Start from the first page."}};
}

std::string encode(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char byte : bytes) {
    bits = bits << 8 | static_cast<std::uint8_t>(byte);
    for (count += 8; count >= 6; count -= 6) text += kAlphabet[bits >> (count - 6) & 63];
  }
  if (count > 0) text += kAlphabet[bits << (6 - count) & 63];
  return text;
}

std::string decode(std::string_view text) {
  if (text.size() > kMaxCursor) bad_cursor();
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto at = kAlphabet.find(c);
    if (at == std::string_view::npos) bad_cursor();
    bits = bits << 6 | static_cast<std::uint32_t>(at);
    if (count += 6; count >= 8) {
      count -= 8;
      bytes += static_cast<char>(bits >> count & 255);
    }
  }
  return bytes;
}
}  // namespace

std::string make_cursor(char kind, const std::vector<std::string>& fields) {
  std::string bytes(1, kind);
  for (const auto& field : fields) {
    bytes += field;
    bytes += kBetween;
  }
  return encode(bytes);
}

char kind_of_cursor(std::string_view cursor) {
  const auto bytes = decode(cursor);
  if (bytes.empty()) bad_cursor();
  return bytes.front();
}

std::vector<std::string> read_cursor(std::string_view cursor, char kind, std::size_t fields) {
  const auto bytes = decode(cursor);
  if (bytes.empty() || bytes.front() != kind || bytes.back() != kBetween) bad_cursor();
  std::vector<std::string> found(1);
  for (const char c : std::string_view(bytes).substr(1, bytes.size() - 2)) {
    if (c == kBetween)
      found.emplace_back();
    else
      found.back() += c;
  }
  if (found.size() != fields) bad_cursor();
  return found;
}

std::int64_t cursor_number(const std::string& field) {
  std::int64_t number = 0;
  const auto read = std::from_chars(field.data(), field.data() + field.size(), number);
  if (read.ec != std::errc() || read.ptr != field.data() + field.size()) bad_cursor();
  return number;
}

int page_limit(const ports::PageWanted& page) {
  return std::clamp(page.limit, 1, 200);
}
}  // namespace okno::store
