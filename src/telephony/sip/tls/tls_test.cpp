// Whom the stack believes when it connects by TLS, and what is left of a connection that came to nothing.
#include <gtest/gtest.h>

#include <filesystem>
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
  std::string rest() {  // until the far end has closed
    std::string all;
    char buffer[4096];
    for (int got; (got = SSL_read(tls_.get(), buffer, sizeof buffer)) > 0;)
      all.append(buffer, static_cast<std::size_t>(got));
    return all;
  }
  std::string shown() const {  // the far end's certificate, by its signature
    X509* theirs = SSL_get1_peer_certificate(tls_.get());
    OKNO_CHECK(theirs != nullptr);
    const ASN1_BIT_STRING* signature = nullptr;
    X509_get0_signature(&signature, nullptr, theirs);
    std::string out(reinterpret_cast<const char*>(ASN1_STRING_get0_data(signature)),
                    static_cast<std::size_t>(ASN1_STRING_length(signature)));
    X509_free(theirs);
    return out;
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

TEST(Tls, who_says_another_transport_of_himself_is_answered_the_way_he_came) {
  const TestCertificate identity("IP:127.0.0.1");
  const Town town(identity);
  Caller caller(town.stack->tls_port());
  ASSERT_TRUE(caller.shake());
  std::string wrong = caller.registration();
  wrong.replace(wrong.find("2.0/TLS"), 7, "2.0/UDP");
  EXPECT_EQ(caller.say(wrong).rfind("SIP/2.0 200", 0), 0U);
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

TEST(Tls, certificates_are_read_again_while_connections_go_on) {
  TestCertificate identity("IP:127.0.0.1");
  const Town town(identity);
  Caller early(town.stack->tls_port());
  ASSERT_TRUE(early.shake());
  const std::string first = early.shown();

  const TestCertificate next("IP:127.0.0.1");
  std::filesystem::copy_file(next.certificate(), town.own.certificate(),
                             std::filesystem::copy_options::overwrite_existing);
  const auto mixed = town.stack->reload_certificate();
  ASSERT_FALSE(mixed.ok()) << "the key is not the certificate's yet";
  EXPECT_EQ(mixed.error().code, "bad_certificate");
  Caller between(town.stack->tls_port());
  ASSERT_TRUE(between.shake());
  EXPECT_EQ(between.shown(), first);

  std::filesystem::copy_file(next.key(), town.own.key(), std::filesystem::copy_options::overwrite_existing);
  ASSERT_TRUE(town.stack->reload_certificate().ok());
  Caller late(town.stack->tls_port());
  ASSERT_TRUE(late.shake());
  EXPECT_NE(late.shown(), first);
  EXPECT_EQ(early.say(early.registration()).rfind("SIP/2.0 200", 0), 0U);
}

// Who listens at a provider's address, and connects from there, has proved nothing.
TEST(Tls, a_connection_from_outside_is_not_used_for_who_must_prove_his_name) {
  const TestCertificate identity("IP:127.0.0.1");
  const Town town(identity);
  Caller impostor(town.stack->tls_port());
  ASSERT_TRUE(impostor.shake());
  ASSERT_EQ(impostor.say(impostor.registration()).rfind("SIP/2.0 200", 0), 0U);
  EXPECT_FALSE(town.ask("127.0.0.1", impostor.port()).from_afar);
  EXPECT_EQ(impostor.rest(), "") << "a password's trace may be in it";
}

TEST(Tls, a_question_of_the_prober_is_given_up_when_it_is_stopped) {
  const int silent = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::bind(silent, reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
  ASSERT_EQ(::listen(silent, 4), 0);
  socklen_t size = sizeof at;
  getsockname(silent, reinterpret_cast<sockaddr*>(&at), &size);
  const TestCertificate identity("IP:127.0.0.1");
  std::atomic<int> told{0};
  const auto began = std::chrono::steady_clock::now();
  {
    TlsProber prober;
    for (int i = 0; i < 2; ++i)
      prober.ask("127.0.0.1", ntohs(at.sin_port), "127.0.0.1", identity.certificate(),
                 std::chrono::minutes(5), [&](const std::string&) { ++told; });
  }
  EXPECT_EQ(told, 0);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::minutes(1));
  ::close(silent);
  std::promise<std::string> words;
  TlsProber prober;
  prober.ask("127.0.0.1", ntohs(at.sin_port), "127.0.0.1", identity.certificate(), std::chrono::minutes(5),
             [&](const std::string& said) { words.set_value(said); });
  EXPECT_NE(words.get_future().get(), "");
}

namespace {
class Listener final : public Side {
 public:
  std::optional<std::string> answer_to(const std::string&) override { return std::nullopt; }
  std::string offer(bool) override {
    return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 6000 RTP/AVP "
           "8\r\n";
  }
  bool take_answer(const std::string&) override { return true; }
  void heard() override {}
  void ringing() override {}
  void answered() override { is_answered.set_value(); }
  void digit(char) override {}
  void ended(Ending, int) override { is_ended.set_value(); }
  std::promise<void> is_answered, is_ended;
};
}  // namespace

// Most providers' Contact is an address, most certificates hold names only.
TEST(Tls, a_call_goes_on_by_the_way_it_began_though_the_contact_is_an_address_that_no_certificate_holds) {
  const TestCertificate identity("DNS:sip.north.example");
  TestTlsPeer peer(identity);
  const Town town(identity);
  const auto side = std::make_shared<Listener>();
  Session* session = nullptr;  // of the SIP thread
  town.stack->post([&] {
    Target target;
    target.uri =
        "sip:600@sip.north.example:" + std::to_string(peer.port()) + ";maddr=127.0.0.1;transport=tls";
    session = town.stack->dial(target, side);
  });
  side->is_answered.get_future().get();
  town.stack->post([&] { session->hang_up(); });
  side->is_ended.get_future().get();
  EXPECT_TRUE(peer.hears("BYE sip:600@127.0.0.1:")) << peer.heard();
  EXPECT_EQ(peer.connections(), 1);
}
}  // namespace okno::telephony::sip
