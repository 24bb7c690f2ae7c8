#include "telephony/sip/tls_probe.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace okno::telephony::sip {
namespace {
struct Free {
  void operator()(SSL_CTX* it) const { SSL_CTX_free(it); }
  void operator()(SSL* it) const { SSL_free(it); }
};

class Connection {
 public:
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
    pollfd one{fd_, what, 0};
    return ::poll(&one, 1, static_cast<int>(patience.count())) == 1;
  }
  int fd() const { return fd_; }

 private:
  int fd_ = -1;
};
}  // namespace

std::string tls_trouble(const std::string& address, int port, const std::string& name,
                        const std::string& authorities, std::chrono::milliseconds patience) {
  Connection connection;
  if (const int failure = connection.open(address, port, patience)) return std::strerror(failure);
  const std::unique_ptr<SSL_CTX, Free> context(SSL_CTX_new(TLS_client_method()));
  if (!context || SSL_CTX_load_verify_locations(context.get(), authorities.c_str(), nullptr) != 1)
    return "the file of authorities cannot be read: " + authorities;
  const std::unique_ptr<SSL, Free> tls(SSL_new(context.get()));
  SSL_set_fd(tls.get(), connection.fd());
  unsigned char numeric[16];
  const bool is_address = inet_pton(AF_INET, name.c_str(), numeric) == 1;
  if (is_address) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls.get()), name.c_str());
  } else {
    SSL_set_tlsext_host_name(tls.get(), name.c_str());
    SSL_set1_host(tls.get(), name.c_str());
  }
  SSL_set_verify(tls.get(), SSL_VERIFY_PEER, nullptr);
  for (int turn = 0; turn < 16; ++turn) {
    const int done = SSL_connect(tls.get());
    if (done == 1) return {};
    const int why = SSL_get_error(tls.get(), done);
    if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) {
      if (!connection.wait(why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, patience))
        return "it does not speak TLS on this port";
      continue;
    }
    if (const long verdict = SSL_get_verify_result(tls.get()); verdict != X509_V_OK)
      return std::string("the certificate is not believed: ") + X509_verify_cert_error_string(verdict);
    const unsigned long code = ERR_get_error();
    const char* words = code != 0 ? ERR_reason_error_string(code) : nullptr;
    return std::string("the handshake failed") + (words != nullptr ? std::string(": ") + words : "");
  }
  return "the handshake does not end";
}
}  // namespace okno::telephony::sip
