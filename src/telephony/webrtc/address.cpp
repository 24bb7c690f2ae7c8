#include "telephony/webrtc/address.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace okno::telephony::webrtc {
std::optional<std::uint32_t> parse_ip(const std::string& text) {
  in_addr parsed{};
  if (inet_pton(AF_INET, text.c_str(), &parsed) != 1) return std::nullopt;
  return ntohl(parsed.s_addr);
}

std::string ip_text(std::uint32_t ip) {
  std::array<char, INET_ADDRSTRLEN> text{};
  const in_addr address{htonl(ip)};
  inet_ntop(AF_INET, &address, text.data(), text.size());
  return text.data();
}

std::string to_text(const Address& address) {
  return ip_text(address.ip) + ":" + std::to_string(address.port);
}

sockaddr_in to_sockaddr(const Address& address) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_port = htons(address.port);
  out.sin_addr.s_addr = htonl(address.ip);
  return out;
}

Address from_sockaddr(const sockaddr_in& address) {
  return {ntohl(address.sin_addr.s_addr), ntohs(address.sin_port)};
}

std::vector<std::uint32_t> own_addresses() {
  std::vector<std::uint32_t> outer, loopback;
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return {};
  for (const ifaddrs* one = list; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET || (one->ifa_flags & IFF_UP) == 0)
      continue;
    const auto ip = from_sockaddr(*reinterpret_cast<const sockaddr_in*>(one->ifa_addr)).ip;
    ((one->ifa_flags & IFF_LOOPBACK) != 0 ? loopback : outer).push_back(ip);
  }
  freeifaddrs(list);
  outer.insert(outer.end(), loopback.begin(), loopback.end());
  return outer;
}

std::optional<std::uint32_t> source_towards(std::uint32_t towards) {
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return std::nullopt;
  // Connecting a UDP socket sends nothing: it only asks the routing table.
  const sockaddr_in to = to_sockaddr({towards, 9});
  sockaddr_in from{};
  socklen_t size = sizeof from;
  const bool known = connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 &&
                     getsockname(fd, reinterpret_cast<sockaddr*>(&from), &size) == 0;
  ::close(fd);
  if (!known) return std::nullopt;
  return from_sockaddr(from).ip;
}
}  // namespace okno::telephony::webrtc
