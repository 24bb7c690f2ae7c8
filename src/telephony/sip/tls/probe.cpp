#include "telephony/sip/tls/probe.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/check.h"
#include "telephony/sip/tls/trust.h"

namespace okno::telephony::sip {
namespace {
class Connection {
 public:
  explicit Connection(int bell) : bell_(bell) {}
  ~Connection() {
    if (fd_ >= 0) ::close(fd_);
  }
  // 0 or errno.
  int open(const std::string& address, int port, std::chrono::milliseconds patience) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    if (inet_pton(AF_INET, address.c_str(), &to.sin_addr) != 1) return EAFNOSUPPORT;
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd_ < 0) return errno;
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) return 0;
    if (errno != EINPROGRESS) return errno;
    if (!wait(POLLOUT, patience)) return ETIMEDOUT;
    int failure = 0;
    socklen_t size = sizeof failure;
    getsockopt(fd_, SOL_SOCKET, SO_ERROR, &failure, &size);
    return failure;
  }
  bool wait(short what, std::chrono::milliseconds patience) const {
    pollfd both[2] = {{fd_, what, 0}, {bell_, POLLIN, 0}};
    return ::poll(both, 2, static_cast<int>(patience.count())) > 0 && both[1].revents == 0;
  }
  int fd() const { return fd_; }

 private:
  int fd_ = -1;
  const int bell_;
};
}  // namespace

std::string tls_trouble(const std::string& address, int port, const std::string& name,
                        const std::string& authorities, std::chrono::milliseconds patience, int bell) {
  Connection connection(bell);
  if (const int failure = connection.open(address, port, patience)) return std::strerror(failure);
  const auto context = context_towards(authorities);
  if (!context) return context.error().words;
  const TlsSession tls(SSL_new(context->get()));
  SSL_set_fd(tls.get(), connection.fd());
  expect_name(tls.get(), name);
  for (int turn = 0; turn < 16; ++turn) {
    const int done = SSL_connect(tls.get());
    if (done == 1) return {};
    const int why = SSL_get_error(tls.get(), done);
    if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) {
      if (!connection.wait(why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, patience))
        return "it does not speak TLS on this port";
      continue;
    }
    return handshake_trouble(tls.get());
  }
  return "the handshake does not end";
}

TlsProber::TlsProber() : bell_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  OKNO_CHECK(bell_ >= 0);
}

TlsProber::~TlsProber() {
  stop();
  ::close(bell_);
}

void TlsProber::stop() {
  std::uint64_t count = 1;
  ssize_t done = ::write(bell_, &count, sizeof count);
  if (thread_.joinable()) thread_.join();
  done = ::read(bell_, &count, sizeof count);
  (void)done;  // the bell is silent again
}

void TlsProber::ask(const std::string& address, int port, const std::string& name,
                    const std::string& authorities, std::chrono::milliseconds patience,
                    std::function<void(const std::string&)> told) {
  stop();
  thread_ = std::thread([=, bell = bell_, told = std::move(told)] {
    const std::string words = tls_trouble(address, port, name, authorities, patience, bell);
    pollfd rung{bell, POLLIN, 0};
    if (::poll(&rung, 1, 0) == 0) told(words);
  });
}
}  // namespace okno::telephony::sip
