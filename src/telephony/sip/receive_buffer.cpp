#include "telephony/sip/receive_buffer.h"

#include <dirent.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace okno::telephony::sip {
namespace {
bool is_udp_at(int fd, std::uint16_t port) {
  int type = 0;
  socklen_t size = sizeof type;
  if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_DGRAM) return false;
  sockaddr_storage address{};
  size = sizeof address;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return false;
  if (address.ss_family == AF_INET) return ntohs(reinterpret_cast<sockaddr_in&>(address).sin_port) == port;
  if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<sockaddr_in6&>(address).sin6_port) == port;
  return false;
}
}  // namespace

void ReceiveBuffer::open(std::uint16_t port) {
  sockets_.clear();
  DIR* all = opendir("/proc/self/fd");
  if (all == nullptr) return;
  while (const dirent* entry = readdir(all)) {
    const int fd = std::atoi(entry->d_name);
    if (fd > 2 && is_udp_at(fd, port)) sockets_.push_back(fd);
  }
  closedir(all);
  for (const int fd : sockets_) {
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &kReceiveBufferBytes, sizeof kReceiveBufferBytes) != 0)
      setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &kReceiveBufferBytes, sizeof kReceiveBufferBytes);
  }
}

bool ReceiveBuffer::behind() const {
  for (const int fd : sockets_) {
    std::array<std::uint32_t, SK_MEMINFO_VARS> memory{};
    socklen_t size = sizeof memory;
    if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, memory.data(), &size) != 0) continue;
    const std::size_t limit = std::min<std::size_t>(kMaxUnreadBytes, memory[SK_MEMINFO_RCVBUF] / 2);
    if (memory[SK_MEMINFO_RMEM_ALLOC] > limit) return true;
  }
  return false;
}
}  // namespace okno::telephony::sip
