// STUN binding requests and answers (RFC 8489), as much as an ICE-lite agent (RFC 8445, 2.5) needs. Pure.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "telephony/webrtc/address.h"

namespace okno::telephony::webrtc {
struct StunMessage {
  std::uint16_t type = 0;  // 0x0001 binding request, 0x0101 success
  std::array<std::uint8_t, 12> transaction{};
  std::string_view username;  // into the datagram
  bool use_candidate = false;
  bool controlling = false;       // the sender says that it controls
  std::optional<Address> mapped;  // XOR-MAPPED-ADDRESS, IPv4
  std::size_t integrity_at = 0;   // offset of MESSAGE-INTEGRITY, 0: none
};
inline constexpr std::uint16_t kBindingRequest = 0x0001, kBindingSuccess = 0x0101;
inline constexpr std::size_t kStunRoom = 128;  // bytes; our answers are shorter

// Nothing when it is no STUN message: cookie, lengths, an attribute that does not fit, a FINGERPRINT that is
// wrong or missing (RFC 8445 demands it in ICE).
std::optional<StunMessage> read_stun(std::span<const std::uint8_t> datagram);
// Does MESSAGE-INTEGRITY prove knowledge of `password`?
bool is_signed_with(std::span<const std::uint8_t> datagram, const StunMessage& message,
                    std::string_view password);
// Writes a success with XOR-MAPPED-ADDRESS, MESSAGE-INTEGRITY and FINGERPRINT into `out` (kStunRoom bytes).
std::span<std::uint8_t> write_binding_success(const std::array<std::uint8_t, 12>& transaction,
                                              const Address& mapped, std::string_view password,
                                              std::span<std::uint8_t> out);
// For tests and for talking to a STUN server: a request with the attributes that a controlling ICE agent
// sends.
std::span<std::uint8_t> write_binding_request(const std::array<std::uint8_t, 12>& transaction,
                                              std::string_view username, bool use_candidate,
                                              std::string_view password, std::span<std::uint8_t> out);
}  // namespace okno::telephony::webrtc
