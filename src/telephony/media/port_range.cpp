#include "telephony/media/port_range.h"

#include <netinet/in.h>
#include <netinet/ip.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "telephony/webrtc/address.h"

namespace okno::telephony::media {
namespace {
// About 250 ms of a leg's packets; the kernel's own default is smaller on some machines.
constexpr int kReceiveBuffer = 64 * 1024;

Socket bound(std::uint32_t ip, std::uint16_t port, int* error) {
  Socket out(socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const sockaddr_in address = webrtc::to_sockaddr({ip, port});
  if (!out || bind(out.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    *error = errno;
    return {};
  }
  const int expedited = IPTOS_CLASS_CS5 | 0x18;  // DSCP 46, expedited forwarding: voice
  setsockopt(out.fd(), IPPROTO_IP, IP_TOS, &expedited, sizeof expedited);
  setsockopt(out.fd(), SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
  return out;
}

std::uint16_t port_of(const Socket& socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(socket.fd(), reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}
}  // namespace

Socket& Socket::operator=(Socket&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Socket::~Socket() {
  if (fd_ >= 0) ::close(fd_);
}

PortRange::PortRange(std::string address, std::uint16_t first, std::uint16_t last)
    : address_(std::move(address)),
      ip_(webrtc::parse_ip(address_)),
      first_(static_cast<std::uint16_t>(first + (first & 1))),
      last_(last),
      next_(first_) {}

base::Result<SocketPair> PortRange::open(bool with_rtcp) {
  constexpr int kTriesForAny = 64;
  if (!ip_)
    return base::Error{"rtp_bind_failed", "cannot bind " + address_ + " for RTP: it is no IPv4 address"};
  const std::lock_guard lock(mutex_);
  const int tries = first_ == 0 ? kTriesForAny : (last_ > first_ ? (last_ - first_ + 1) / 2 : 0);
  int error = EADDRINUSE;
  for (int i = 0; i < tries; ++i) {
    // Round robin: a port rests for as long as possible, late packets of its last call die out.
    const auto port = static_cast<std::uint16_t>(first_ == 0 ? 0 : next_);
    next_ = next_ + 3 > last_ ? first_ : next_ + 2;
    SocketPair out;
    out.rtp = bound(*ip_, port, &error);
    if (!out.rtp) {
      if (error != EADDRINUSE && error != EACCES) break;
      continue;
    }
    out.port = port_of(out.rtp);
    if (!with_rtcp) {
      const int on = 1;
      setsockopt(out.rtp.fd(), IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
      return out;
    }
    if ((out.port & 1) != 0) continue;
    out.rtcp = bound(*ip_, static_cast<std::uint16_t>(out.port + 1), &error);
    if (out.rtcp) return out;
  }
  if (error == EADDRINUSE || error == EACCES) {
    return base::Error{"rtp_ports_exhausted", "no free RTP port between " + std::to_string(first_) + " and " +
                                                  std::to_string(last_) +
                                                  ": widen the range or take fewer calls"};
  }
  return base::Error{"rtp_bind_failed", "cannot bind " + address_ + " for RTP: " + std::strerror(error)};
}
}  // namespace okno::telephony::media
