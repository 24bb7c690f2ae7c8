// UDP sockets from the configured range: an even port for RTP and the next one for RTCP (RFC 3550, 11). Any
// thread.
#pragma once
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "base/result.h"

namespace okno::telephony::media {
// Closes what it holds.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int fd) : fd_(fd) {}
  Socket(Socket&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Socket& operator=(Socket&& other) noexcept;
  ~Socket();
  int fd() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

struct SocketPair {
  Socket rtp, rtcp;  // rtcp is none where one socket does for both (RFC 5761)
  std::uint16_t port = 0;
};

class PortRange {
 public:
  // `address` is dotted decimal. first 0: any free ports.
  PortRange(std::string address, std::uint16_t first, std::uint16_t last);
  // "rtp_ports_exhausted" when every pair is in use, "rtp_bind_failed" when the address is not ours.
  // Without RTCP of its own (RFC 5761: browsers) the socket tells by IP_PKTINFO which address was reached.
  base::Result<SocketPair> open(bool with_rtcp);

 private:
  std::string address_;
  std::optional<std::uint32_t> ip_;
  std::uint16_t first_, last_;
  std::mutex mutex_;
  std::uint32_t next_;
};
}  // namespace okno::telephony::media
