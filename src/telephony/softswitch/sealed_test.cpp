// Desk phones that came by TLS, whose sound may be sealed, beside others.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "telephony/sip/tls/gate.h"
#include "telephony/sip/tls/test_tls.h"
#include "telephony/softswitch/town_test.h"

namespace okno::telephony::softswitch {
namespace {
// A phone's connection by TLS: what it says plainly is sealed by a gate of its own.
class SealedPhone {
 public:
  SealedPhone(const Town& town, const sip::TestCertificate& theirs) : gate_(made(theirs)) {
    int pair[2] = {-1, -1};
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    sockaddr_storage to{};
    auto& at = reinterpret_cast<sockaddr_in&>(to);
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(town.running.tls_port);
    gate_->reach_out(to, "127.0.0.1", pair[1]);
    peer = std::make_unique<RawPeer>(pair[0], true);
  }
  std::unique_ptr<RawPeer> peer;

 private:
  static std::unique_ptr<sip::TlsGate> made(const sip::TestCertificate& theirs) {
    auto gate = sip::TlsGate::open({0, theirs.certificate(), theirs.key(), theirs.certificate()}, "");
    EXPECT_TRUE(gate.ok());
    return std::move(*gate);
  }
  std::unique_ptr<sip::TlsGate> gate_;
};

std::function<void(Settings&)> with_tls(const sip::TestCertificate& own, const std::string& sealing) {
  return [&own, sealing](Settings& settings) {
    settings.tls = TlsSettings{0, own.certificate(), own.key(), own.certificate(), sealing};
  };
}

std::string invitation_to(RawPeer& phone) {
  std::string got = phone.receive();
  EXPECT_EQ(got.rfind("INVITE ", 0), 0U) << got;
  return got;
}
}  // namespace

TEST(Sealed, a_phone_by_tls_is_offered_sealed_sound_though_the_user_has_another_by_udp) {
  const sip::TestCertificate own("IP:127.0.0.1");
  Town town(with_tls(own, "required"));
  const SealedPhone sealed(town, own);
  RawPeer open(town.running.sip_port, false);
  const std::string first =
      register_raw(*sealed.peer, "anna-desk", "Contact: <sip:anna-desk@10.0.0.7:5061;transport=tls>", true);
  ASSERT_EQ(status_of(first), 200) << first;
  const std::string second = register_raw(
      open, "anna-desk", "Contact: <sip:anna-desk@127.0.0.1:" + std::to_string(open.port()) + ">", false);
  ASSERT_EQ(status_of(second), 200) << second;
  town.line().dial(town.line().next_leg(), ports::DialDeskPhone{"anna-desk"}, {"+79161234567", ""});
  const std::string to_sealed = invitation_to(*sealed.peer), to_open = invitation_to(open);
  EXPECT_NE(to_sealed.find("RTP/SAVP "), std::string::npos) << to_sealed;
  EXPECT_NE(to_sealed.find("a=crypto:"), std::string::npos);
  EXPECT_NE(to_open.find("RTP/AVP "), std::string::npos) << to_open;
  EXPECT_EQ(to_open.find("a=crypto:"), std::string::npos) << "the key would travel open";

  // The one by TLS answers, after the other has been offered something else.
  const std::size_t key = to_sealed.find("inline:");
  ASSERT_NE(key, std::string::npos);
  const std::size_t line = to_sealed.rfind("a=crypto:", key);
  const std::string crypto = to_sealed.substr(line, to_sealed.find("\r\n", line) - line);
  const std::string sdp =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 6000 RTP/SAVP "
      "8\r\n" +
      crypto + "\r\n";
  std::string answer = "SIP/2.0 200 OK\r\n";
  for (const char* name : {"Via:", "From:", "To:", "Call-ID:", "CSeq:"}) {
    const std::size_t at = to_sealed.find(std::string("\r\n") + name);
    ASSERT_NE(at, std::string::npos) << name;
    answer += to_sealed.substr(at + 2, to_sealed.find("\r\n", at + 2) - at - 2) +
              (std::string(name) == "To:" ? ";tag=x\r\n" : "\r\n");
  }
  sealed.peer->send(answer + "Contact: <sip:anna-desk@10.0.0.7:5061;transport=tls>\r\nContent-Type: " +
                    "application/sdp\r\nContent-Length: " + std::to_string(sdp.size()) + "\r\n\r\n" + sdp);
  EXPECT_TRUE(town.witness.saw("answered 1")) << town.witness.all();
  EXPECT_EQ(sealed.peer->receive().rfind("ACK ", 0), 0U);
  EXPECT_TRUE(town.engine->remote(LegId(1)).sealed.has_value());
}
}  // namespace okno::telephony::softswitch
