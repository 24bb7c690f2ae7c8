#include "telephony/webrtc/stun.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstring>

#include "base/check.h"

namespace okno::telephony::webrtc {
namespace {
constexpr std::uint32_t kCookie = 0x2112A442;
constexpr std::uint32_t kFingerprintMask = 0x5354554E;
constexpr std::size_t kHeader = 20, kIntegrity = 20;
enum Attribute : std::uint16_t {
  kUsername = 0x0006,
  kMessageIntegrity = 0x0008,
  kXorMappedAddress = 0x0020,
  kPriority = 0x0024,
  kUseCandidate = 0x0025,
  kFingerprint = 0x8028,
  kIceControlling = 0x802A,
};

std::uint16_t get16(const std::uint8_t* p) {
  return static_cast<std::uint16_t>((p[0] << 8) | p[1]);
}
std::uint32_t get32(const std::uint8_t* p) {
  return (std::uint32_t{get16(p)} << 16) | get16(p + 2);
}
void put16(std::uint8_t* p, std::size_t v) {
  p[0] = static_cast<std::uint8_t>(v >> 8);
  p[1] = static_cast<std::uint8_t>(v);
}
void put32(std::uint8_t* p, std::uint32_t v) {
  put16(p, v >> 16);
  put16(p + 2, v & 0xFFFF);
}

// CRC-32 of ISO 3309, four bits at a time: STUN is rare, a big table would only push sound out of the cache.
std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
  static constexpr std::array<std::uint32_t, 16> kTable{
      0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
      0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C};
  std::uint32_t crc = 0xFFFFFFFF;
  for (const std::uint8_t byte : bytes) {
    crc = kTable[(crc ^ byte) & 0x0F] ^ (crc >> 4);
    crc = kTable[(crc ^ (byte >> 4)) & 0x0F] ^ (crc >> 4);
  }
  return ~crc;
}

// HMAC-SHA1 over the message up to `end`, its length field counting what follows up to and with the
// integrity.
std::array<std::uint8_t, kIntegrity> integrity(std::span<const std::uint8_t> message, std::size_t end,
                                               std::string_view password) {
  std::array<std::uint8_t, 2048> copy;
  std::array<std::uint8_t, kIntegrity> out{};
  OKNO_CHECK(end <= copy.size());
  std::memcpy(copy.data(), message.data(), end);
  put16(&copy[2], end + 4 + kIntegrity - kHeader);
  unsigned size = kIntegrity;
  HMAC(EVP_sha1(), password.data(), static_cast<int>(password.size()), copy.data(), end, out.data(), &size);
  return out;
}

std::optional<Address> mapped_address(std::span<const std::uint8_t> value) {
  if (value.size() != 8 || value[1] != 1) return std::nullopt;
  return Address{get32(&value[4]) ^ kCookie, static_cast<std::uint16_t>(get16(&value[2]) ^ (kCookie >> 16))};
}

// Builds a message attribute by attribute.
class Writing {
 public:
  Writing(std::span<std::uint8_t> out, std::uint16_t type, const std::array<std::uint8_t, 12>& transaction)
      : out_(out) {
    put16(&out_[0], type);
    put32(&out_[4], kCookie);
    std::memcpy(&out_[8], transaction.data(), transaction.size());
  }
  void add(std::uint16_t type, std::span<const std::uint8_t> value) {
    const std::size_t padded = (value.size() + 3) / 4 * 4;
    OKNO_CHECK(at_ + 4 + padded <= out_.size());
    put16(&out_[at_], type);
    put16(&out_[at_ + 2], value.size());
    std::memset(&out_[at_ + 4], 0, padded);
    if (!value.empty()) std::memcpy(&out_[at_ + 4], value.data(), value.size());
    at_ += 4 + padded;
    put16(&out_[2], at_ - kHeader);
  }
  std::span<std::uint8_t> close(std::string_view password) {
    add(kMessageIntegrity, integrity(out_, at_, password));
    std::array<std::uint8_t, 4> print{};
    put16(&out_[2], at_ + 8 - kHeader);
    put32(print.data(), crc32(out_.first(at_)) ^ kFingerprintMask);
    add(kFingerprint, print);
    return out_.first(at_);
  }

 private:
  std::span<std::uint8_t> out_;
  std::size_t at_ = kHeader;
};
}  // namespace

std::optional<StunMessage> read_stun(std::span<const std::uint8_t> datagram) {
  if (datagram.size() < kHeader || datagram.size() > 1500 || (datagram[0] & 0xC0) != 0) return std::nullopt;
  if (get32(&datagram[4]) != kCookie || get16(&datagram[2]) + kHeader != datagram.size() ||
      datagram.size() % 4 != 0) {
    return std::nullopt;
  }
  StunMessage out;
  out.type = get16(&datagram[0]);
  std::memcpy(out.transaction.data(), &datagram[8], out.transaction.size());
  bool print = false;
  for (std::size_t at = kHeader; at < datagram.size();) {
    if (print || at + 4 > datagram.size()) return std::nullopt;  // FINGERPRINT is the last
    const std::uint16_t type = get16(&datagram[at]);
    const std::size_t size = get16(&datagram[at + 2]);
    if (at + 4 + size > datagram.size()) return std::nullopt;
    const auto value = datagram.subspan(at + 4, size);
    if (type == kFingerprint) {
      if (size != 4 || get32(value.data()) != (crc32(datagram.first(at)) ^ kFingerprintMask))
        return std::nullopt;
      print = true;
    } else if (out.integrity_at != 0) {
      // What follows MESSAGE-INTEGRITY is not signed and is ignored (RFC 8489, 14.5).
    } else if (type == kUsername) {
      out.username = {reinterpret_cast<const char*>(value.data()), value.size()};
    } else if (type == kMessageIntegrity) {
      if (size != kIntegrity) return std::nullopt;
      out.integrity_at = at;
    } else if (type == kUseCandidate) {
      out.use_candidate = true;
    } else if (type == kIceControlling) {
      out.controlling = true;
    } else if (type == kXorMappedAddress) {
      out.mapped = mapped_address(value);
    }
    at += 4 + (size + 3) / 4 * 4;
  }
  if (!print) return std::nullopt;
  return out;
}

bool is_signed_with(std::span<const std::uint8_t> datagram, const StunMessage& message,
                    std::string_view password) {
  if (message.integrity_at == 0) return false;
  const auto wanted = integrity(datagram, message.integrity_at, password);
  return CRYPTO_memcmp(wanted.data(), &datagram[message.integrity_at + 4], wanted.size()) == 0;
}

std::span<std::uint8_t> write_binding_success(const std::array<std::uint8_t, 12>& transaction,
                                              const Address& mapped, std::string_view password,
                                              std::span<std::uint8_t> out) {
  Writing message(out, kBindingSuccess, transaction);
  std::array<std::uint8_t, 8> value{0, 1};
  put16(&value[2], static_cast<std::size_t>(mapped.port ^ (kCookie >> 16)));
  put32(&value[4], mapped.ip ^ kCookie);
  message.add(kXorMappedAddress, value);
  return message.close(password);
}

std::span<std::uint8_t> write_binding_request(const std::array<std::uint8_t, 12>& transaction,
                                              std::string_view username, bool use_candidate,
                                              std::string_view password, std::span<std::uint8_t> out) {
  Writing message(out, kBindingRequest, transaction);
  message.add(kUsername, {reinterpret_cast<const std::uint8_t*>(username.data()), username.size()});
  message.add(kIceControlling, std::array<std::uint8_t, 8>{1, 2, 3, 4, 5, 6, 7, 8});
  message.add(kPriority, std::array<std::uint8_t, 4>{0x7E, 0, 0, 1});
  if (use_candidate) message.add(kUseCandidate, {});
  return message.close(password);
}
}  // namespace okno::telephony::webrtc
