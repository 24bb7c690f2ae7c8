// How far the SIP thread is behind its UDP socket: bytes that the kernel holds for us (socket(7),
// SO_MEMINFO). Sofia does not hand out its sockets, so they are found by their address.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace okno::telephony::sip {
// The kernel's default of 208 KiB holds a twentieth of a second of a busy line; what does not fit is lost and
// sent again by everybody at once. The kernel may grant less (net.core.rmem_max) to who is not root.
inline constexpr int kReceiveBufferBytes = 8 << 20;
// Past this, about a quarter of a second of a saturated thread's work, new calls are refused so that those
// under way get their turn; T1 of RFC 3261 (500 ms) has not begun to double the load yet.
inline constexpr std::size_t kMaxUnreadBytes = 512 << 10;

class ReceiveBuffer {
 public:
  // Finds the UDP sockets bound to `port` in this process and enlarges their buffers.
  void open(std::uint16_t port);
  // More than kMaxUnreadBytes, or than half of a smaller buffer, wait to be read. One system call a socket.
  bool behind() const;
  std::size_t sockets() const { return sockets_.size(); }

 private:
  std::vector<int> sockets_;  // sofia's; not ours to close
};
}  // namespace okno::telephony::sip
