#include "api/byte_range.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace okno::api {
namespace {
std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}
}  // namespace

ByteRange byte_range(std::string_view header, std::uint64_t size) {
  const ByteRange whole{ByteRange::Kind::whole, 0, size};
  const ByteRange unsatisfiable{ByteRange::Kind::unsatisfiable, 0, 0};
  if (header.substr(0, 6) != "bytes=" || header.find(',') != std::string_view::npos) return whole;
  const std::string_view range = base::trim(header.substr(6));
  const auto dash = range.find('-');
  if (dash == std::string_view::npos) return whole;
  const auto first = number(range.substr(0, dash));
  const auto last = number(range.substr(dash + 1));
  if (dash == 0) {  // the last N bytes
    if (!last) return whole;
    if (*last == 0 || size == 0) return unsatisfiable;
    const auto length = std::min(*last, size);
    return {ByteRange::Kind::part, size - length, length};
  }
  if (!first || (!last && dash + 1 != range.size()) || (last && *last < *first)) return whole;
  if (*first >= size) return unsatisfiable;
  const auto end = last ? std::min(*last, size - 1) : size - 1;
  return {ByteRange::Kind::part, *first, end - *first + 1};
}
}  // namespace okno::api
