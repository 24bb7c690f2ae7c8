#include "telephony/sip/digest.h"

#include <gtest/gtest.h>

namespace okno::telephony::sip {
namespace {
constexpr base::Instant kNow = base::from_ms(1'750'000'000'000);
}

TEST(Digest, the_example_of_rfc_2617_comes_out) {  // RFC 2617 3.5, the same arithmetic as RFC 7616 with MD5
  Credentials c;
  c.method = "GET";
  c.uri = "/dir/index.html";
  c.nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
  c.qop = "auth";
  c.nc = "00000001";
  c.cnonce = "0a4f113b";
  const std::string ha1 = make_ha1("Mufasa", "testrealm@host.com", "Circle Of Life");
  EXPECT_EQ(ha1, "939e7578ed9e3c518a452acee763bce9");
  EXPECT_EQ(expected_response(ha1, c), "6629fae49393a05397450978507c4ef1");
  c.qop = c.nc = c.cnonce = "";
  EXPECT_EQ(expected_response(ha1, c), "670fd8c2df070c60b045671b8b24ff02");  // RFC 2069's way
}

TEST(Digest, credentials_are_read_quoted_or_not) {
  const auto c = parse_credentials(
      R"(username="anna \"a\"", realm="okno",nonce=abc , uri="sip:okno", response="00", algorithm=MD5, qop=auth, nc=00000001, cnonce="x,y", opaque="z")",
      "REGISTER");
  ASSERT_TRUE(c.has_value());
  EXPECT_EQ(c->username, "anna \"a\"");
  EXPECT_EQ(c->nonce, "abc");
  EXPECT_EQ(c->cnonce, "x,y");
  EXPECT_EQ(c->method, "REGISTER");
}

TEST(Digest, broken_credentials_are_none) {
  for (const char* text :
       {"", "username", "username=", R"(username="a)", R"(username="a", nonce="b", uri="c")",
        R"(username="a", username="b", nonce="b", uri="c", response="d")",
        R"(username="a", nonce="b", uri="c", response="d", algorithm=SHA-256)",
        R"(username="a", nonce="b", uri="c", response="d", qop=auth)",
        R"(username="a", nonce="b", uri="c", response="d", qop=auth-int, nc=1, cnonce=2)"}) {
    EXPECT_FALSE(parse_credentials(text, "REGISTER").has_value()) << text;
  }
}

TEST(Challenge, the_examples_of_rfc_7616_come_out) {  // 3.9.1
  const Login login{"Mufasa", "Circle of Life"};
  const std::string common =
      R"(realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", algorithm=)";
  const auto with = [&](const std::string& algorithm) {
    const auto challenge = parse_challenge(common + algorithm);
    EXPECT_TRUE(challenge.has_value() && challenge->qop);
    return prove(challenge.value_or(Challenge{}), login, "GET", "/dir/index.html", 1,
                 "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
  };
  EXPECT_NE(with("MD5").find("response=\"8ca523f5e9506fed4657c9700eebdbec\""), std::string::npos);
  const std::string sha = with("SHA-256");
  EXPECT_NE(sha.find("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\""),
            std::string::npos);
  EXPECT_NE(sha.find("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""), std::string::npos);
  EXPECT_NE(sha.find("nc=00000001"), std::string::npos);
}

TEST(Challenge, what_we_prove_our_own_server_believes) {
  const auto challenge = parse_challenge(R"(realm="a \"b\"", nonce="n", stale=TRUE)");
  ASSERT_TRUE(challenge.has_value());
  EXPECT_TRUE(challenge->stale);
  const std::string proof = prove(*challenge, {"us\\er", "p"}, "INVITE", "sip:1@h", 1, "c");
  const auto read = parse_credentials(proof.substr(7), "INVITE");
  ASSERT_TRUE(read.has_value()) << proof;
  EXPECT_EQ(read->username, "us\\er");
  EXPECT_EQ(read->response, expected_response(make_ha1("us\\er", "a \"b\"", "p"), *read));
}

TEST(Challenge, one_that_we_cannot_answer_is_none) {
  for (const char* text : {"", R"(realm="a")", R"(realm="a", nonce="n", algorithm=SHA-512-256)",
                           R"(realm="a", nonce="n", qop="auth-int")"}) {
    EXPECT_FALSE(parse_challenge(text).has_value()) << text;
  }
}

TEST(Nonces, a_nonce_is_good_for_its_source_until_it_is_stale) {
  const Nonces nonces(std::chrono::seconds(60));
  const std::string nonce = nonces.make(kNow, "192.0.2.1");
  EXPECT_EQ(nonces.check(nonce, kNow, "192.0.2.1"), Nonces::Standing::good);
  EXPECT_EQ(nonces.check(nonce, kNow + std::chrono::seconds(60), "192.0.2.1"), Nonces::Standing::good);
  EXPECT_EQ(nonces.check(nonce, kNow + std::chrono::seconds(61), "192.0.2.1"), Nonces::Standing::stale);
  EXPECT_EQ(nonces.check(nonce, kNow, "192.0.2.2"), Nonces::Standing::forged);
}

TEST(Nonces, no_bit_of_a_nonce_can_be_changed_and_another_start_knows_none_of_ours) {
  const Nonces nonces, other;
  const std::string nonce = nonces.make(kNow, "192.0.2.1");
  for (std::size_t i = 0; i < nonce.size(); ++i) {
    std::string changed = nonce;
    changed[i] = changed[i] == '0' ? '1' : '0';
    EXPECT_EQ(nonces.check(changed, kNow, "192.0.2.1"), Nonces::Standing::forged) << i;
  }
  EXPECT_EQ(other.check(nonce, kNow, "192.0.2.1"), Nonces::Standing::forged);
  EXPECT_EQ(nonces.check("", kNow, "192.0.2.1"), Nonces::Standing::forged);
  EXPECT_EQ(nonces.check(std::string(48, 'x'), kNow, "192.0.2.1"), Nonces::Standing::forged);
}

TEST(Nonces, a_challenge_says_when_only_the_nonce_was_old) {
  const Nonces nonces;
  EXPECT_EQ(nonces.challenge("okno", kNow, "192.0.2.1", false).find("stale"), std::string::npos);
  const std::string stale = nonces.challenge("okno", kNow, "192.0.2.1", true);
  EXPECT_NE(stale.find("stale=true"), std::string::npos);
  EXPECT_EQ(stale.rfind("Digest realm=\"okno\", nonce=\"", 0), 0U);
}
}  // namespace okno::telephony::sip
