// An IPv4 address and a UDP port, in host order: what packets come from and go to.
#pragma once
#include <netinet/in.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace okno::telephony::webrtc {
struct Address {
  std::uint32_t ip = 0;  // 127.0.0.1 is 0x7F000001; 0 means "none"
  std::uint16_t port = 0;

  auto operator<=>(const Address&) const = default;
  explicit operator bool() const { return ip != 0 && port != 0; }
};

// Dotted decimal only: names are never looked up here, a packet must not wait for DNS.
std::optional<std::uint32_t> parse_ip(const std::string& text);
std::string ip_text(std::uint32_t ip);
std::string to_text(const Address& address);  // "192.0.2.7:30000"
sockaddr_in to_sockaddr(const Address& address);
Address from_sockaddr(const sockaddr_in& address);

// IPv4 addresses of the interfaces that are up, those of the loopback last.
std::vector<std::uint32_t> own_addresses();
// The address from which the kernel would send to `towards`; nothing when there is no route.
std::optional<std::uint32_t> source_towards(std::uint32_t towards);
}  // namespace okno::telephony::webrtc
