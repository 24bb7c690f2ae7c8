// A browser made of OpenSSL and our own STUN, in one thread, with time as an argument.
#include "telephony/webrtc/line.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <deque>
#include <vector>

#include "telephony/webrtc/stun.h"

namespace okno::telephony::webrtc {
namespace {
using namespace std::chrono_literals;
using Bytes = std::vector<std::uint8_t>;
const Path kHome{{0x0A000001, 50000}, 0x7F000001}, kElsewhere{{0x0A000002, 50001}, 0x7F000001};

class Sent : public Line::Carrier {
 public:
  void send_datagram(std::span<const std::uint8_t> datagram, const Path& path) override {
    sent.push_back({{datagram.begin(), datagram.end()}, path});
  }
  void line_up() override { ++up; }
  void line_lost() override { ++lost; }
  std::deque<std::pair<Bytes, Path>> sent;
  int up = 0, lost = 0;
};

// The browser's DTLS. A pair of datagram sockets keeps the datagrams' edges.
class ActiveDtls {
 public:
  explicit ActiveDtls(const char* profiles) {
    context_ = SSL_CTX_new(DTLS_client_method());
    Identity lender;  // only to have a certificate
    SSL_CTX_use_certificate(context_, SSL_CTX_get0_certificate(lender.context()));
    SSL_CTX_use_PrivateKey(context_, SSL_CTX_get0_privatekey(lender.context()));
    print = {"sha-256", lender.fingerprint()};
    SSL_CTX_set_tlsext_use_srtp(context_, profiles);
    ssl_ = SSL_new(context_);
    EXPECT_EQ(0, socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, ends_));
    BIO* bio = BIO_new_socket(ends_[0], BIO_NOCLOSE);
    SSL_set_bio(ssl_, bio, bio);
    SSL_set_options(ssl_, SSL_OP_NO_QUERY_MTU);
    SSL_set_mtu(ssl_, 1200);
    SSL_set_connect_state(ssl_);
  }
  ~ActiveDtls() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  bool go_on() { return SSL_do_handshake(ssl_) == 1; }
  void close() { SSL_shutdown(ssl_); }
  void take(const Bytes& datagram) { EXPECT_GT(send(ends_[1], datagram.data(), datagram.size(), 0), 0); }
  std::vector<Bytes> give() {
    std::vector<Bytes> out;
    Bytes room(2048);
    for (ssize_t got = 0; (got = recv(ends_[1], room.data(), room.size(), 0)) > 0;) {
      out.emplace_back(room.begin(), room.begin() + got);
    }
    return out;
  }
  Dtls::Keys keys() {
    const auto profile = SSL_get_selected_srtp_profile(ssl_)->id == SRTP_AEAD_AES_128_GCM
                             ? SrtpProfile::aead_aes_128_gcm
                             : SrtpProfile::aes128_cm_sha1_80;
    const auto salt = master_salt_size(profile);
    Bytes material(2 * (16 + salt));
    EXPECT_EQ(1, SSL_export_keying_material(ssl_, material.data(), material.size(), "EXTRACTOR-dtls_srtp", 19,
                                            nullptr, 0, 0));
    Dtls::Keys out;
    out.ours.profile = out.theirs.profile = profile;
    std::copy_n(material.begin(), 16, out.ours.key.begin());
    std::copy_n(material.begin() + 16, 16, out.theirs.key.begin());
    std::copy_n(material.begin() + 32, salt, out.ours.salt.begin());
    std::copy_n(material.begin() + 32 + static_cast<std::ptrdiff_t>(salt), salt, out.theirs.salt.begin());
    return out;
  }
  Fingerprint print;

 private:
  SSL_CTX* context_;
  SSL* ssl_;
  int ends_[2]{-1, -1};
};

class ALine : public ::testing::TestWithParam<const char*> {
 protected:
  ALine() : browser_(GetParam()) { begin(browser_.print); }
  void begin(const Fingerprint& print) {
    BrowserOffer offer;
    offer.ufrag = "theirs";
    offer.fingerprint = print;
    line_ = std::make_unique<Line>(identity_, offer, OurSide{"ours", "secret", "", {}, 0, 0}, LineLimits{},
                                   sent_);
    line_->sweep(now_);
  }
  Line::Received give(Bytes bytes, const Path& from) {
    kept_ = std::move(bytes);
    kept_.reserve(kept_.size() + Srtp::kOverhead);
    return line_->received(kept_, from, now_);
  }
  Line::Kind check(const Path& from, bool nominate, const std::string& user = "ours:theirs",
                   const std::string& password = "secret") {
    std::array<std::uint8_t, 256> room;
    const auto request = write_binding_request({9}, user, nominate, password, room);
    return give({request.begin(), request.end()}, from).kind;
  }
  bool shake_hands() {
    EXPECT_EQ(Line::Kind::nothing, check(kHome, true));
    sent_.sent.clear();
    for (int i = 0; i < 20; ++i) {
      const bool done = browser_.go_on();
      for (const auto& datagram : browser_.give()) give(datagram, kHome);
      for (; !sent_.sent.empty(); sent_.sent.pop_front()) browser_.take(sent_.sent.front().first);
      if (done && line_->up()) return true;
    }
    return false;
  }
  static Bytes rtp(std::uint16_t seq) {
    Bytes out(172, static_cast<std::uint8_t>(seq));
    out[0] = 0x80;
    out[1] = 8;
    out[2] = static_cast<std::uint8_t>(seq >> 8);
    out[3] = static_cast<std::uint8_t>(seq);
    std::fill_n(out.begin() + 8, 4, std::uint8_t{0x77});
    return out;
  }
  static Bytes sealed(Srtp& by, Bytes packet) {
    const auto size = packet.size();
    packet.resize(size + Srtp::kOverhead);
    const auto out = by.protect(std::span(packet).first(size));
    return {out.begin(), out.end()};
  }

  base::Instant now_ = base::from_ms(1'000'000);
  Identity identity_;
  ActiveDtls browser_;
  Sent sent_;
  Bytes kept_;
  std::unique_ptr<Line> line_;
};
INSTANTIATE_TEST_SUITE_P(Profiles, ALine,
                         ::testing::Values("SRTP_AEAD_AES_128_GCM", "SRTP_AES128_CM_SHA1_80"));

TEST_P(ALine, answers_a_check_along_the_way_it_came) {
  EXPECT_EQ(Line::Kind::nothing, check(kHome, false));
  ASSERT_EQ(1U, sent_.sent.size());
  EXPECT_EQ(kHome, sent_.sent[0].second);
  const auto answer = read_stun(sent_.sent[0].first);
  ASSERT_TRUE(answer);
  EXPECT_EQ(kHome.far, *answer->mapped);
  EXPECT_TRUE(is_signed_with(sent_.sent[0].first, *answer, "secret"));
}

TEST_P(ALine, does_not_answer_those_who_cannot_sign) {
  EXPECT_EQ(Line::Kind::rubbish, check(kHome, true, "ours:theirs", "guess"));
  EXPECT_EQ(Line::Kind::rubbish, check(kHome, true, "ours:other"));
  EXPECT_EQ(Line::Kind::rubbish, give({0, 1, 0, 0}, kHome).kind);
  EXPECT_EQ(Line::Kind::rubbish, give({22, 254, 253}, kHome).kind) << "no path is proved yet";
  EXPECT_TRUE(sent_.sent.empty());
}

TEST_P(ALine, carries_sound_both_ways_once_hands_are_shaken) {
  EXPECT_FALSE(line_->send_rtp(kept_));
  ASSERT_TRUE(shake_hands());
  EXPECT_EQ(1, sent_.up);
  const auto keys = browser_.keys();
  Srtp mouth(keys.ours), ear(keys.theirs);
  const auto got = give(sealed(mouth, rtp(5)), kHome);
  ASSERT_EQ(Line::Kind::rtp, got.kind);
  EXPECT_EQ(rtp(5), Bytes(got.packet.begin(), got.packet.end()));
  Bytes out = rtp(9);
  out.resize(172 + Srtp::kOverhead);
  ASSERT_TRUE(line_->send_rtp(std::span(out).first(172)));
  auto opened = sent_.sent.back().first;
  const auto heard = ear.open(opened);
  EXPECT_EQ(rtp(9), Bytes(heard.begin(), heard.end()));
}

TEST_P(ALine, ignores_replays_forgeries_and_strangers) {
  ASSERT_TRUE(shake_hands());
  Srtp mouth(browser_.keys().ours);
  const auto packet = sealed(mouth, rtp(5));
  EXPECT_EQ(Line::Kind::rubbish, give(packet, kElsewhere).kind);
  EXPECT_EQ(Line::Kind::rtp, give(packet, kHome).kind);
  EXPECT_EQ(Line::Kind::rubbish, give(packet, kHome).kind);
  auto forged = sealed(mouth, rtp(6));
  forged.back() ^= 1;
  EXPECT_EQ(Line::Kind::rubbish, give(forged, kHome).kind);
  EXPECT_EQ(Line::Kind::rubbish, give({0x80}, kHome).kind);
  EXPECT_EQ(Line::Kind::rubbish, give({100, 1, 2, 3}, kHome).kind);
}

TEST_P(ALine, follows_a_new_nomination) {
  ASSERT_TRUE(shake_hands());
  check(kElsewhere, false);
  Bytes out = rtp(1);
  out.resize(172 + Srtp::kOverhead);
  line_->send_rtp(std::span(out).first(172));
  EXPECT_EQ(kHome, sent_.sent.back().second);
  check(kElsewhere, true);
  out = rtp(2);
  out.resize(172 + Srtp::kOverhead);
  line_->send_rtp(std::span(out).first(172));
  EXPECT_EQ(kElsewhere, sent_.sent.back().second);
}

TEST_P(ALine, is_lost_when_consent_runs_out) {
  ASSERT_TRUE(shake_hands());
  now_ += 4900ms;
  line_->sweep(now_);
  EXPECT_EQ(0, sent_.lost);
  check(kHome, false);
  now_ += 4900ms;
  line_->sweep(now_);
  EXPECT_EQ(0, sent_.lost);
  now_ += 200ms;
  line_->sweep(now_);
  line_->sweep(now_ + 10s);
  EXPECT_EQ(1, sent_.lost);
  EXPECT_EQ("nothing authentic came from the browser any more", line_->why());
  EXPECT_FALSE(line_->send_rtp(kept_));
}

TEST_P(ALine, is_lost_when_it_never_comes_up) {
  now_ += 30s;
  line_->sweep(now_);
  EXPECT_EQ(1, sent_.lost);
  EXPECT_EQ("no ICE check of the browser's arrived", line_->why());
}

TEST_P(ALine, is_lost_when_the_browser_closes) {
  ASSERT_TRUE(shake_hands());
  browser_.close();
  for (const auto& datagram : browser_.give()) give(datagram, kHome);
  EXPECT_EQ(1, sent_.lost);
}

TEST_P(ALine, does_not_believe_another_certificate) {
  begin({"sha-256", "00:11"});
  EXPECT_FALSE(shake_hands());
  EXPECT_EQ(0, sent_.up);
  EXPECT_EQ(1, sent_.lost);
  EXPECT_EQ("DTLS: the certificate is not the one that the SDP names", line_->why());
}
}  // namespace
}  // namespace okno::telephony::webrtc
