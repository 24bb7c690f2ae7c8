#include "telephony/sip/access.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace okno::telephony::sip {
namespace {
constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0,    0,
                                                  0, 0, 0, 0, 0xFF, 0xFF};  // RFC 4291 2.5.5.2

bool parse_address(std::string_view text, std::array<std::uint8_t, 16>& out, bool& is_v4) {
  const std::string plain(text);
  in_addr v4{};
  is_v4 = inet_pton(AF_INET, plain.c_str(), &v4) == 1;
  if (is_v4) {
    std::copy(kMapped.begin(), kMapped.end(), out.begin());
    std::memcpy(out.data() + kMapped.size(), &v4, sizeof v4);
    return true;
  }
  in6_addr v6{};
  if (inet_pton(AF_INET6, plain.c_str(), &v6) != 1) return false;
  std::memcpy(out.data(), &v6, sizeof v6);
  return true;
}
}  // namespace

std::optional<AddressBlock> parse_block(std::string_view text) {
  const std::size_t slash = text.find('/');
  AddressBlock block;
  bool is_v4 = false;
  if (!parse_address(text.substr(0, slash), block.address, is_v4)) return std::nullopt;
  if (slash == std::string_view::npos) return block;
  const std::string_view digits = text.substr(slash + 1);
  int bits = -1;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (parsed.ec != std::errc{} || parsed.ptr != digits.data() + digits.size()) return std::nullopt;
  if (bits < 0 || bits > (is_v4 ? 32 : 128)) return std::nullopt;
  block.bits = is_v4 ? 96 + bits : bits;
  return block;
}

bool AddressBlocks::add(std::string_view text) {
  const auto block = parse_block(text);
  if (block) blocks_.push_back(*block);
  return block.has_value();
}

bool AddressBlocks::contains(std::string_view address) const {
  std::array<std::uint8_t, 16> bytes{};
  bool is_v4 = false;
  if (!parse_address(address, bytes, is_v4)) return false;
  return std::any_of(blocks_.begin(), blocks_.end(), [&](const AddressBlock& block) {
    const std::size_t whole = static_cast<std::size_t>(block.bits) / 8;
    if (std::memcmp(bytes.data(), block.address.data(), whole) != 0) return false;
    if (block.bits % 8 == 0) return true;
    const auto mask = static_cast<std::uint8_t>(0xFF << (8 - block.bits % 8));
    return (bytes[whole] & mask) == (block.address[whole] & mask);
  });
}

FloodLimit::FloodLimit(int per_second, std::size_t max_sources)
    : rate_(per_second), max_sources_(max_sources) {}

double FloodLimit::filled(const Bucket& bucket, base::Instant now) const {
  return std::min(rate_, bucket.tokens + rate_ * std::max(0.0, base::to_seconds(now - bucket.at)));
}

bool FloodLimit::may_pass(const std::string& source, base::Instant now) {
  auto found = buckets_.find(source);
  if (found == buckets_.end()) {
    if (buckets_.size() >= max_sources_) {
      if (now < next_sweep_) return false;
      next_sweep_ = now + std::chrono::seconds(1);
      std::erase_if(buckets_, [&](const auto& entry) { return filled(entry.second, now) >= rate_; });
      if (buckets_.size() >= max_sources_) return false;
    }
    found = buckets_.emplace(source, Bucket{rate_, now}).first;
  }
  Bucket& bucket = found->second;
  bucket.tokens = filled(bucket, now);
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}
}  // namespace okno::telephony::sip
