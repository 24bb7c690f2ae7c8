// Who may come, and how often: lists of address blocks (CIDR) and a bucket of tokens per source address.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/instant.h"

namespace okno::telephony::sip {
// "192.0.2.0/24", "2001:db8::/32" or one address. IPv4 is kept as ::ffff:a.b.c.d, so both families compare
// alike.
struct AddressBlock {
  std::array<std::uint8_t, 16> address{};
  int bits = 128;
};
std::optional<AddressBlock> parse_block(std::string_view text);

class AddressBlocks {
 public:
  bool add(std::string_view text);  // false: no address block
  bool contains(std::string_view address) const;
  bool empty() const { return blocks_.empty(); }

 private:
  std::vector<AddressBlock> blocks_;
};

// Each source may send `per_second`, and as many at once after a second of silence. The table is bounded:
// when it is full, sources whose bucket is full again are forgotten; if there is none, the newcomer is
// refused.
class FloodLimit {
 public:
  FloodLimit(int per_second, std::size_t max_sources = 65'536);  // 65,536 sources are about 6 MB
  bool may_pass(const std::string& source, base::Instant now);
  std::size_t sources() const { return buckets_.size(); }

 private:
  struct Bucket {
    double tokens = 0;
    base::Instant at{};
  };
  double filled(const Bucket& bucket, base::Instant now) const;
  double rate_;
  std::size_t max_sources_;
  base::Instant next_sweep_{};                       // a full table is swept once a second at most
  std::unordered_map<std::string, Bucket> buckets_;  // by address
};
}  // namespace okno::telephony::sip
