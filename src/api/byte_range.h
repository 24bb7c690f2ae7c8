// Range of RFC 9110, 14: one range of bytes of something that is `size` bytes long.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace okno::api {
struct ByteRange {
  enum class Kind { whole, part, unsatisfiable } kind = Kind::whole;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};
// No header, another unit, several ranges, or nonsense: the whole (a server may ignore Range).
ByteRange byte_range(std::string_view header, std::uint64_t size);
}  // namespace okno::api
