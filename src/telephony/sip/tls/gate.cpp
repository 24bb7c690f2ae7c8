#include "telephony/sip/tls/gate.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <utility>

#include "base/descriptor.h"

namespace okno::telephony::sip {
namespace {
using Steady = std::chrono::steady_clock;

void stay_unblocked(int fd) {
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

// A connection that begins; its end comes by poll(). -1: it cannot begin.
int begin_connecting(const sockaddr_storage& to, const std::string& local) {
  const int fd = ::socket(to.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  sockaddr_in from{};
  from.sin_family = AF_INET;
  // The provider knows us by the address that we speak from over UDP too.
  if (to.ss_family == AF_INET && inet_pton(AF_INET, local.c_str(), &from.sin_addr) == 1)
    (void)::bind(fd, reinterpret_cast<const sockaddr*>(&from), sizeof from);
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const socklen_t size = to.ss_family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&to), size) == 0 || errno == EINPROGRESS) return fd;
  ::close(fd);
  return -1;
}
}  // namespace

// One connection. Its thread alone touches it once it is added.
class TlsGate::Passage {
 public:
  Passage(SSL* tls, int wire, int plain, bool accepts)
      : tls_(tls), wire_(wire), plain_(plain), accepts_(accepts), give_up_(Steady::now() + kHandshakeLimit) {
    stay_unblocked(wire);
    stay_unblocked(plain);
    SSL_set_fd(tls, wire);
    if (accepts) {
      SSL_set_accept_state(tls);
    } else {
      SSL_set_connect_state(tls);
    }
  }
  Steady::time_point give_up() const { return give_up_; }
  bool from_outside() const { return accepts_; }

  void wishes(pollfd& wire, pollfd& plain) const {
    wire = {wire_.get(), 0, 0};
    plain = {plain_.get(), POLLRDHUP, 0};
    if (!shaken_) {
      wire.events = waits_to_write_ || !connected_ ? POLLOUT : POLLIN;
      return;
    }
    if (inward_.size() < kMaxOnTheWay && !waits_to_write_ && !wire_over_) wire.events |= POLLIN;
    if (waits_to_write_) wire.events |= POLLOUT;
    if (outward_.size() < kMaxOnTheWay && !plain_over_) plain.events |= POLLIN;
    if (plain_over_) plain.events = 0;
    if (!inward_.empty()) plain.events |= POLLOUT;
    // A side that is over would wake poll() without end.
    if (wire_over_) wire.fd = -1;
    if (plain_over_ && inward_.empty()) plain.fd = -1;
  }

  // After poll(). False: it is over.
  bool turn(const pollfd& wire, const pollfd& plain, Steady::time_point now) {
    if (now >= give_up_) return false;
    if (!shaken_) {
      if ((plain.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0) return false;  // nobody waits for it
      if (wire.revents == 0) return true;
      if (!shake()) return false;
      if (!shaken_) return true;
    }
    return carry(now);
  }

 private:
  bool shake() {
    if (!connected_) {
      int failure = 0;
      socklen_t size = sizeof failure;
      getsockopt(wire_.get(), SOL_SOCKET, SO_ERROR, &failure, &size);
      if (failure != 0) return false;
      connected_ = true;
    }
    ERR_clear_error();
    const int done = SSL_do_handshake(tls_.get());
    if (done == 1) {
      shaken_ = true;
      waits_to_write_ = false;
      give_up_ = Steady::time_point::max();
      return true;
    }
    return goes_on(done);
  }
  // Whether the wire only wants to be waited for.
  bool goes_on(int done) {
    const int why = SSL_get_error(tls_.get(), done);
    ERR_clear_error();
    waits_to_write_ = why == SSL_ERROR_WANT_WRITE;
    return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE;
  }
  bool carry(Steady::time_point now) {
    waits_to_write_ = false;
    for (bool moved = true; moved;) {
      moved = plain_to_us();
      moved = us_to_wire() || moved;
      moved = wire_to_us() || moved;
      moved = us_to_plain() || moved;
    }
    if (plain_over_ && (outward_.empty() || wire_over_)) {
      ERR_clear_error();
      SSL_shutdown(tls_.get());
      return false;
    }
    if (wire_over_ && inward_.empty()) return false;
    if (plain_over_ || wire_over_) give_up_ = std::min(give_up_, now + kPartingLimit);
    return true;
  }
  bool plain_to_us() {
    if (plain_over_ || outward_.size() >= kMaxOnTheWay) return false;
    char buffer[16'384];
    const ssize_t got = ::recv(plain_.get(), buffer, sizeof buffer, 0);
    if (got > 0) {
      outward_.append(buffer, static_cast<std::size_t>(got));
      return true;
    }
    plain_over_ = got == 0 || (errno != EAGAIN && errno != EINTR);
    return false;
  }
  bool us_to_wire() {
    if (outward_.empty() || wire_over_) return false;
    ERR_clear_error();
    const int sent = SSL_write(tls_.get(), outward_.data(), static_cast<int>(outward_.size()));
    if (sent > 0) {
      outward_.erase(0, static_cast<std::size_t>(sent));
      return true;
    }
    wire_over_ = !goes_on(sent);
    return false;
  }
  bool wire_to_us() {
    if (wire_over_ || inward_.size() >= kMaxOnTheWay) return false;
    char buffer[16'384];
    const bool waits = waits_to_write_;  // a reader that only waits takes nothing from the writer
    ERR_clear_error();
    const int got = SSL_read(tls_.get(), buffer, sizeof buffer);
    if (got > 0) {
      inward_.append(buffer, static_cast<std::size_t>(got));
      return true;
    }
    wire_over_ = !goes_on(got);
    waits_to_write_ = waits_to_write_ || waits;
    return false;
  }
  bool us_to_plain() {
    if (inward_.empty()) return false;
    const ssize_t sent = ::send(plain_.get(), inward_.data(), inward_.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      inward_.erase(0, static_cast<std::size_t>(sent));
      return true;
    }
    if (errno == EAGAIN || errno == EINTR) return false;
    inward_.clear();  // nobody hears it any more
    plain_over_ = true;
    return false;
  }

  const TlsSession tls_;
  const base::Descriptor wire_, plain_;
  const bool accepts_;
  bool connected_ = false, shaken_ = false;
  bool waits_to_write_ = false;
  bool wire_over_ = false, plain_over_ = false;
  std::string inward_, outward_;  // on their way to sofia, and to the wire
  Steady::time_point give_up_;
};

TlsGate::TlsGate(const Settings::Tls& files, const std::string& local)
    : files_(files), local_(local), bell_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  OKNO_CHECK(bell_ >= 0);
}

base::Result<std::unique_ptr<TlsGate>> TlsGate::open(const Settings::Tls& files, const std::string& local) {
  std::unique_ptr<TlsGate> gate(new TlsGate(files, local));
  if (auto read = gate->reload(); !read) return read.error();
  gate->thread_ = std::thread([raw = gate.get()] { raw->run(); });
  return gate;
}

TlsGate::~TlsGate() {
  over_ = true;
  wake();
  if (thread_.joinable()) thread_.join();
  ::close(bell_);
}

base::Result<void> TlsGate::reload() {
  auto callers = context_for_callers(files_.certificate, files_.key);
  if (!callers) return callers.error();
  auto towards = context_towards(files_.authorities);
  if (!towards) return towards.error();
  if (auto shown = show_certificate(towards->get(), files_.certificate, files_.key); !shown) return shown;
  const std::lock_guard<std::mutex> lock(mutex_);
  contexts_ = {std::move(*callers), std::move(*towards)};
  return {};
}

void TlsGate::wake() const {
  const std::uint64_t one = 1;
  const ssize_t written = ::write(bell_, &one, sizeof one);
  (void)written;  // it can only fail when it is already readable
}

void TlsGate::add(std::unique_ptr<Passage> passage) {
  ++passages_;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    fresh_.push_back(std::move(passage));
  }
  wake();
}

void TlsGate::take_in(int wire, int plain) {
  if (passages_ >= kMaxPassages) {
    ::close(wire);
    ::close(plain);
    return;
  }
  SSL* tls = nullptr;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    tls = SSL_new(contexts_.callers.get());
  }
  OKNO_CHECK(tls != nullptr);
  add(std::make_unique<Passage>(tls, wire, plain, true));
}

void TlsGate::reach_out(const sockaddr_storage& to, const std::string& name, int plain) {
  const int wire = begin_connecting(to, local_);
  if (wire < 0) {
    ::close(plain);
    return;
  }
  SSL* tls = nullptr;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    tls = SSL_new(contexts_.towards.get());
  }
  OKNO_CHECK(tls != nullptr);
  expect_name(tls, name);
  add(std::make_unique<Passage>(tls, wire, plain, false));
}

void TlsGate::run() {
  pthread_setname_np(pthread_self(), "okno-sip-tls");
  sigset_t pipe;  // OpenSSL writes without MSG_NOSIGNAL
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  std::vector<std::unique_ptr<Passage>> all;
  std::vector<pollfd> polled;
  for (bool last = false; !last;) {
    last = over_;
    polled.assign(1, {bell_, POLLIN, 0});
    auto wait = std::chrono::milliseconds(-1);
    const auto began = Steady::now();
    for (const auto& one : all) {
      pollfd wire{}, plain{};
      one->wishes(wire, plain);
      polled.push_back(wire);
      polled.push_back(plain);
      if (one->give_up() == Steady::time_point::max()) continue;
      const auto left = std::max(std::chrono::ceil<std::chrono::milliseconds>(one->give_up() - began),
                                 std::chrono::milliseconds(0));
      if (wait.count() < 0 || left < wait) wait = left;
    }
    if (last) wait = std::chrono::milliseconds(0);
    if (::poll(polled.data(), polled.size(), static_cast<int>(wait.count())) < 0) continue;
    const auto now = Steady::now();
    std::vector<std::unique_ptr<Passage>> stay;
    stay.reserve(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i]->turn(polled[1 + 2 * i], polled[2 + 2 * i], now)) {
        stay.push_back(std::move(all[i]));
      } else {
        all[i].reset();
        --passages_;
      }
    }
    all = std::move(stay);
    std::uint64_t count = 0;
    const ssize_t got = ::read(bell_, &count, sizeof count);
    (void)got;
    const std::lock_guard<std::mutex> lock(mutex_);
    for (auto& one : fresh_) all.push_back(std::move(one));
    fresh_.clear();
  }
}
}  // namespace okno::telephony::sip
