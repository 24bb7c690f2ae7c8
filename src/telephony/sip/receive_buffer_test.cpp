#include "telephony/sip/receive_buffer.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace okno::telephony::sip {
namespace {
struct Line {  // a UDP socket on loopback that nobody reads, and its port
  Line() : fd(socket(AF_INET, SOCK_DGRAM, 0)) {
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    socklen_t size = sizeof address;
    getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  }
  ~Line() { close(fd); }
  void receive(int datagrams) const {
    const std::array<char, 1000> text{};
    for (int i = 0; i < datagrams; ++i)
      EXPECT_EQ(sendto(fd, text.data(), text.size(), 0, reinterpret_cast<const sockaddr*>(&address),
                       sizeof address),
                static_cast<ssize_t>(text.size()));
  }
  int fd;
  sockaddr_in address{};
};

TEST(ReceiveBuffer, finds_the_socket_by_its_port_and_tells_when_it_fills) {
  const Line line;
  ReceiveBuffer buffer;
  buffer.open(ntohs(line.address.sin_port));
  ASSERT_EQ(buffer.sockets(), 1U);
  EXPECT_FALSE(buffer.behind());
  line.receive(20);
  EXPECT_FALSE(buffer.behind());
  line.receive(2'000);
  EXPECT_TRUE(buffer.behind());
  std::array<char, 2'000> taken{};
  while (recv(line.fd, taken.data(), taken.size(), MSG_DONTWAIT) > 0) {
  }
  EXPECT_FALSE(buffer.behind());
}
TEST(ReceiveBuffer, without_a_socket_nothing_is_behind) {
  ReceiveBuffer buffer;
  buffer.open(1);
  EXPECT_EQ(buffer.sockets(), 0U);
  EXPECT_FALSE(buffer.behind());
}
}  // namespace
}  // namespace okno::telephony::sip
