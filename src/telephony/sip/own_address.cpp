#include "telephony/sip/own_address.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace okno::telephony::sip {
namespace {
constexpr const char* kAnyOutside = "198.51.100.1";  // RFC 5737: never asked, only routed

// Empty when `remote` is no numeric address, or nothing leads there.
std::string routed_towards(const std::string& remote) {
  sockaddr_storage to{};
  socklen_t length = 0;
  auto* v4 = reinterpret_cast<sockaddr_in*>(&to);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&to);
  if (inet_pton(AF_INET, remote.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET, v4->sin_port = htons(9), length = sizeof *v4;
  } else if (inet_pton(AF_INET6, remote.c_str(), &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6, v6->sin6_port = htons(9), length = sizeof *v6;
  } else {
    return {};
  }
  const int fd = socket(to.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return {};
  sockaddr_storage local{};
  socklen_t local_length = sizeof local;
  std::string out;
  char text[INET6_ADDRSTRLEN] = "";
  if (connect(fd, reinterpret_cast<sockaddr*>(&to), length) == 0 &&
      getsockname(fd, reinterpret_cast<sockaddr*>(&local), &local_length) == 0) {
    const void* at = local.ss_family == AF_INET
                         ? static_cast<void*>(&reinterpret_cast<sockaddr_in*>(&local)->sin_addr)
                         : static_cast<void*>(&reinterpret_cast<sockaddr_in6*>(&local)->sin6_addr);
    if (inet_ntop(local.ss_family, at, text, sizeof text) != nullptr) out = text;
  }
  ::close(fd);
  return out;
}
}  // namespace

std::string own_address_towards(const std::string& remote) {
  std::string out = routed_towards(remote);
  if (out.empty()) out = routed_towards(kAnyOutside);
  return out.empty() ? "127.0.0.1" : out;
}
}  // namespace okno::telephony::sip
