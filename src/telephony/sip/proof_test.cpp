#include "telephony/sip/proof.h"

#include <gtest/gtest.h>
#include <sofia-sip/msg.h>
#include <sofia-sip/msg_addr.h>
#include <sofia-sip/sip_protos.h>

#include <memory>

namespace okno::telephony::sip {
namespace {
// An answer as it came from outside.
class Answer {
 public:
  Answer(int status, const std::string& challenge) {
    const char* name = status == 407 ? "Proxy-Authenticate: " : "WWW-Authenticate: ";
    const std::string text = "SIP/2.0 " + std::to_string(status) +
                             " No\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n"
                             "To: <sip:a@b>;tag=2\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\n" +
                             name + "Digest " + challenge + "\r\nContent-Length: 0\r\n\r\n";
    message_ = msg_make(sip_default_mclass(), 0, text.data(), static_cast<ssize_t>(text.size()));
  }
  ~Answer() { msg_destroy(message_); }
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;
  const sip_t* operator*() const { return sip_object(message_); }

 private:
  msg_t* message_;
};
std::string nonce(int number, const std::string& more = "", const std::string& realm = "provider") {
  return "realm=\"" + realm + "\", nonce=\"n" + std::to_string(number) + "\", qop=\"auth\"" + more;
}
Proof with_login() {
  return Proof(Login{"74950001122", "secret", ""});
}
const char* const kProvider = "198.51.100.7";
const char* const kUri = "sip:provider.example";
}  // namespace

TEST(Proof, nothing_is_told_before_somebody_asks_and_then_in_the_header_he_reads) {
  Proof proof = with_login();
  EXPECT_EQ(proof.header("INVITE", kUri), "");
  ASSERT_TRUE(proof.challenged(*Answer(407, nonce(1)), kProvider));
  EXPECT_EQ(proof.header("INVITE", kUri).rfind("Proxy-Authorization: Digest ", 0), 0U);
  EXPECT_EQ(proof.of_invite().rfind("Proxy-Authorization: Digest ", 0), 0U) << "the ACK says the same";
  EXPECT_EQ(proof.header("BYE", kUri), "") << "each request is asked for itself";
  EXPECT_NE(proof.of_invite(), "") << "what was not the INVITE's does not go with its ACK";
}

TEST(Proof, a_wrong_password_is_told_once) {
  Proof proof = with_login();
  ASSERT_TRUE(proof.challenged(*Answer(401, nonce(1)), kProvider));
  proof.header("REGISTER", kUri);
  EXPECT_FALSE(proof.challenged(*Answer(401, nonce(2)), kProvider))
      << "most registrars give a fresh nonce each time";
}

TEST(Proof, a_stale_nonce_is_renewed_but_not_for_ever) {
  Proof proof = with_login();
  ASSERT_TRUE(proof.challenged(*Answer(401, nonce(1)), kProvider));
  proof.header("REGISTER", kUri);
  int renewed = 0;
  while (renewed < 100 && proof.challenged(*Answer(401, nonce(renewed + 2, ", stale=true")), kProvider)) {
    proof.header("REGISTER", kUri);
    ++renewed;
  }
  EXPECT_EQ(renewed, kMaxRenewals);
}

TEST(Proof, after_it_was_right_a_later_request_may_meet_an_older_nonce) {
  Proof proof = with_login();
  ASSERT_TRUE(proof.challenged(*Answer(401, nonce(1)), kProvider));
  proof.header("INVITE", kUri);
  proof.accepted();
  EXPECT_EQ(proof.header("BYE", kUri), "");
  ASSERT_TRUE(proof.challenged(*Answer(401, nonce(1)), kProvider)) << "the same nonce, another request";
  EXPECT_NE(proof.header("BYE", kUri).find("nc=00000002"), std::string::npos) << "or the counter is wrong";
  EXPECT_TRUE(proof.challenged(*Answer(401, nonce(2)), kProvider)) << "it ran out between the two";
}

TEST(Proof, a_stranger_gets_nothing_whether_by_realm_or_by_place) {
  Proof proof = with_login();
  ASSERT_TRUE(proof.challenged(*Answer(401, nonce(1)), kProvider));
  proof.header("INVITE", kUri);
  proof.accepted();
  proof.header("BYE", kUri);
  EXPECT_FALSE(proof.challenged(*Answer(401, nonce(7, "", "callee")), kProvider));
  EXPECT_FALSE(proof.challenged(*Answer(401, nonce(7)), "203.0.113.66"))
      << "the callee, who has learnt the realm";
  Proof locked(Login{"a", "b", "provider"});
  EXPECT_FALSE(locked.challenged(*Answer(401, nonce(1, "", "callee")), kProvider));
  Proof nobody;
  EXPECT_FALSE(nobody.challenged(*Answer(401, nonce(1)), kProvider));
}

TEST(Proof, an_invite_that_is_sent_once_more_is_proved_again) {
  Proof proof = with_login();
  ASSERT_TRUE(proof.challenged(*Answer(401, nonce(1)), kProvider));
  proof.header("INVITE", kUri);
  proof.once_more();  // 422: a longer session is wanted
  EXPECT_NE(proof.header("INVITE", kUri).find("nc=00000002"), std::string::npos);
}
}  // namespace okno::telephony::sip
