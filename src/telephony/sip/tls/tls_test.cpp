// Whom the stack believes when it connects by TLS, and what is left of a connection that came to nothing.
#include <gtest/gtest.h>

#include <future>

#include "telephony/sip/stack.h"
#include "telephony/sip/tls/probe.h"
#include "telephony/sip/tls/test_tls.h"
#include "telephony/sip/tls/trust.h"

namespace okno::telephony::sip {
namespace {
class Doorman final : public Arrivals {
 public:
  bool may_pass(const Peer& peer) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    last_ = peer;
    return true;
  }
  Verdict invited(const Arrival&) override {
    Verdict verdict;
    verdict.status = 404;
    return verdict;
  }
  RegistrationAnswer registering(const Registration&) override { return {}; }
  Peer last() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return last_;
  }

 private:
  mutable std::mutex mutex_;
  Peer last_;
};

// Who connects to us by TLS and proves nothing.
class Caller {
 public:
  explicit Caller(std::uint16_t port) : context_(SSL_CTX_new(TLS_client_method())) {
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{5, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(port);
    OKNO_CHECK(::connect(fd_, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0);
    socklen_t size = sizeof at;
    getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &size);
    port_ = ntohs(at.sin_port);
  }
  ~Caller() {
    ::close(fd_);
    SSL_CTX_free(context_);
  }
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;
  bool shake() {
    tls_.reset(SSL_new(context_));
    SSL_set_fd(tls_.get(), fd_);
    return SSL_connect(tls_.get()) == 1;
  }
  std::string say(const std::string& request) {
    OKNO_CHECK(SSL_write(tls_.get(), request.data(), static_cast<int>(request.size())) > 0);
    std::string answer;
    char buffer[4096];
    while (answer.find("\r\n\r\n") == std::string::npos) {
      const int got = SSL_read(tls_.get(), buffer, sizeof buffer);
      if (got <= 0) break;
      answer.append(buffer, static_cast<std::size_t>(got));
    }
    return answer;
  }
  std::string registration() const {
    const std::string at = "127.0.0.1:" + std::to_string(port_);
    return "REGISTER sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TLS " + at +
           ";branch=z9hG4bK-1;rport\r\nFrom: <sip:1@127.0.0.1>;tag=1\r\nTo: <sip:1@127.0.0.1>\r\n" +
           "Call-ID: a\r\nCSeq: 1 REGISTER\r\nMax-Forwards: 70\r\nContact: <sip:1@" + at +
           ";transport=tls>\r\nContent-Length: 0\r\n\r\n";
  }
  bool ended() {  // the far end has closed, perhaps with a last word in its own way
    char bytes[64];
    ssize_t got = 1;
    while (got > 0) got = ::recv(fd_, bytes, sizeof bytes, 0);
    return got == 0 || errno == ECONNRESET;
  }
  int fd() const { return fd_; }
  std::uint16_t port() const { return port_; }

 private:
  SSL_CTX* context_;
  TlsSession tls_;
  int fd_ = -1;
  std::uint16_t port_ = 0;
};

// A stack with a certificate of its own that believes whom `believed` signed.
struct Town {
  explicit Town(const TestCertificate& believed) : own("IP:127.0.0.1") {
    Settings settings;
    settings.port = 0;
    settings.t1_ms = 50;
    settings.tls = Settings::Tls{0, own.certificate(), own.key(), believed.certificate()};
    auto opened = open_stack(settings, doorman);
    OKNO_CHECK(opened.ok());
    stack = std::move(*opened);
  }
  ~Town() { stack->close(std::chrono::milliseconds(0)); }
  Reply ask(const std::string& host, std::uint16_t port) const {
    std::promise<Reply> heard;
    stack->post([&] {
      Question question;
      question.uri = "sip:" + host + ":" + std::to_string(port) + ";transport=tls";
      if (host != "127.0.0.1") question.uri += ";maddr=127.0.0.1";  // no name server knows it
      stack->ask(question, [&](const Reply& reply) { heard.set_value(reply); });
    });
    return heard.get_future().get();
  }
  TestCertificate own;
  Doorman doorman;
  std::unique_ptr<Stack> stack;
};
}  // namespace

// The sanitizer tells at the end of the program what these leave behind.
TEST(Tls, a_provider_whose_certificate_is_believed_is_asked) {
  const TestCertificate identity("IP:127.0.0.1");
  const TestTlsPeer peer(identity);
  const Town town(identity);
  for (int i = 0; i < 3; ++i) {
    const Reply reply = town.ask("127.0.0.1", peer.port());
    EXPECT_TRUE(reply.from_afar);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.peer.text(), "127.0.0.1:" + std::to_string(peer.port()));
  }
  EXPECT_EQ(peer.connections(), 1);
  const std::string ours = "127.0.0.1:" + std::to_string(town.stack->tls_port());
  EXPECT_NE(peer.heard().find("Via: SIP/2.0/TLS " + ours), std::string::npos) << peer.heard();
  EXPECT_NE(peer.heard().find(ours + ";transport=tls>"), std::string::npos) << peer.heard();
}

TEST(Tls, a_provider_whose_certificate_is_not_believed_hears_nothing_and_leaves_nothing) {
  const TestCertificate identity("IP:127.0.0.1"), another("IP:127.0.0.1");
  const TestTlsPeer peer(identity);
  const Town town(another);
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(town.ask("127.0.0.1", peer.port()).from_afar);
  EXPECT_GE(peer.connections(), 5);
  EXPECT_EQ(peer.heard(), "");
}

// What the test of a line says and what a call does are one judgement.
TEST(Tls, certificates_are_believed_by_the_name_that_was_asked_for_and_the_test_says_the_same) {
  struct Case {
    const char *names, *common_name, *host;
    bool good;
  };
  const Case cases[] = {{"IP:127.0.0.1", "okno", "127.0.0.1", true},
                        {"DNS:sip.north.example", "okno", "sip.north.example", true},
                        {"DNS:SIP.North.example", "okno", "sip.north.example", true},
                        {"", "sip.north.example", "sip.north.example", true},
                        {"DNS:*.north.example", "okno", "sip.north.example", true},
                        {"DNS:*.north.example", "okno", "a.sip.north.example", false},
                        {"DNS:*.north.example", "okno", "north.example", false},
                        {"DNS:s*.north.example", "okno", "sip.north.example", false},
                        {"DNS:sip.south.example", "sip.north.example", "sip.north.example", false},
                        {"DNS:sip.north.example", "okno", "127.0.0.1", false},
                        {"DNS:127.0.0.1", "127.0.0.1", "127.0.0.1", false},
                        {"IP:127.0.0.2", "okno", "127.0.0.1", false}};
  for (const Case& one : cases) {
    const TestCertificate identity(one.names, one.common_name);
    const TestTlsPeer peer(identity), tested(identity);
    const Town town(identity);
    const std::string what = std::string(one.names) + " for " + one.host;
    EXPECT_EQ(town.ask(one.host, peer.port()).from_afar, one.good) << what;
    const std::string trouble =
        tls_trouble("127.0.0.1", tested.port(), one.host, identity.certificate(), std::chrono::seconds(5));
    EXPECT_EQ(trouble.empty(), one.good) << what << ": " << trouble;
  }
}

TEST(Tls, who_calls_by_tls_is_known_by_his_own_address_and_answered_the_same_way) {
  const TestCertificate identity("IP:127.0.0.1");
  const Town town(identity);
  for (int i = 0; i < 3; ++i) {
    Caller caller(town.stack->tls_port());
    ASSERT_TRUE(caller.shake());
    const std::string answer = caller.say(caller.registration());
    EXPECT_EQ(answer.rfind("SIP/2.0 200", 0), 0U) << answer;
    EXPECT_NE(answer.find("Via: SIP/2.0/TLS 127.0.0.1:" + std::to_string(caller.port())), std::string::npos);
    EXPECT_EQ(town.doorman.last().text(), "127.0.0.1:" + std::to_string(caller.port()));
    EXPECT_EQ(town.doorman.last().transport, Transport::tls);
  }
}

TEST(Tls, who_speaks_no_tls_at_our_door_is_shown_out) {
  const TestCertificate identity("IP:127.0.0.1");
  const Town town(identity);
  Caller caller(town.stack->tls_port());
  const std::string open = caller.registration();
  ASSERT_EQ(::send(caller.fd(), open.data(), open.size(), MSG_NOSIGNAL), static_cast<ssize_t>(open.size()));
  EXPECT_TRUE(caller.ended());
  EXPECT_EQ(town.doorman.last().port, 0);
}

TEST(Tls, a_certificate_that_cannot_be_read_is_named) {
  Doorman doorman;
  Settings settings;
  settings.port = 0;
  settings.tls = Settings::Tls{0, "/nowhere/certificate.pem", "/nowhere/key.pem", "/nowhere/all.pem"};
  const auto opened = open_stack(settings, doorman);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, "bad_certificate");
  EXPECT_NE(opened.error().words.find("/nowhere/certificate.pem"), std::string::npos);
}
}  // namespace okno::telephony::sip
