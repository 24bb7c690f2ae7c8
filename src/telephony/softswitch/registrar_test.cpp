#include "telephony/softswitch/registrar.h"

#include <gtest/gtest.h>

namespace okno::telephony::softswitch {
namespace {
struct Desk {
  Desk() {
    registrar.set_phone("anna", sip::make_ha1("anna", "okno", "demo"));
    registrar.set_phone("boris", sip::make_ha1("boris", "okno", "demo"));
  }
  // Proven as `user` unless told otherwise.
  sip::Registration wish(const std::string& user, const std::string& uri, int expires = 600) {
    sip::Registration out;
    out.source = {"192.0.2.1", 5060, sip::Transport::udp};
    out.user = user;
    if (!uri.empty()) out.contacts.push_back({uri, expires});
    out.call_id = "call";
    out.cseq = ++cseq;
    prove(out, user, "demo");
    return out;
  }
  void prove(sip::Registration& wish, const std::string& user, const std::string& password) {
    wish.credentials.reset();
    now += std::chrono::microseconds(1);  // a nonce is its time
    const std::string challenge = registrar.prove(std::nullopt, wish.source.address, now).challenge;
    sip::Credentials c;
    c.method = "REGISTER", c.username = user, c.realm = "okno", c.uri = "sip:okno";
    c.nonce = challenge.substr(challenge.find("nonce=\"") + 7, 48);
    c.response = sip::expected_response(sip::make_ha1(user, "okno", password), c);
    wish.credentials = c;
  }
  std::string changes() {
    std::string out;
    for (const auto& change : registrar.take_changes()) out += change.user + (change.registered ? "+" : "-");
    return out;
  }
  Registrar registrar{"okno"};
  base::Instant now = base::from_ms(1'750'000'000'000);
  std::uint32_t cseq = 0;
};
}  // namespace

TEST(Registrar, a_proven_phone_is_bound_and_told_so_once) {
  Desk desk;
  const auto answer = desk.registrar.apply(desk.wish("anna", "sip:anna@192.0.2.1:5060"), desk.now);
  EXPECT_EQ(answer.status, 200);
  ASSERT_EQ(answer.contacts.size(), 1U);
  EXPECT_EQ(answer.contacts[0].second, 600);
  EXPECT_EQ(desk.changes(), "anna+");
  desk.registrar.apply(desk.wish("anna", "sip:anna@192.0.2.1:5060"), desk.now);
  EXPECT_EQ(desk.changes(), "");
  EXPECT_EQ(desk.registrar.bindings("anna", desk.now).size(), 1U);
  EXPECT_TRUE(desk.registrar.comes_from({"192.0.2.1", 5060, sip::Transport::udp}, "anna"));
  EXPECT_FALSE(desk.registrar.comes_from({"192.0.2.1", 5060, sip::Transport::tcp}, "anna"));
  EXPECT_FALSE(desk.registrar.comes_from({"192.0.2.1", 5060, sip::Transport::udp}, "boris"));
  EXPECT_TRUE(desk.registrar.knows_address("192.0.2.1"));
}

TEST(Registrar, no_answer_tells_whether_a_name_exists) {
  Desk desk;
  for (const char* user : {"anna", "nobody"}) {
    auto wish = desk.wish(user, "sip:x@192.0.2.1");
    desk.prove(wish, user, "guess");
    EXPECT_EQ(desk.registrar.apply(wish, desk.now).status, 403) << user;
    wish.credentials.reset();
    const auto challenged = desk.registrar.apply(wish, desk.now);
    EXPECT_EQ(challenged.status, 401) << user;
    EXPECT_FALSE(challenged.challenge.empty());
  }
  EXPECT_EQ(desk.changes(), "");
}

TEST(Registrar, a_proof_is_good_once) {
  Desk desk;
  const auto wish = desk.wish("anna", "sip:anna@192.0.2.1");
  EXPECT_EQ(desk.registrar.apply(wish, desk.now).status, 200);
  auto replayed = wish;  // somebody listened, and puts his own phone in
  replayed.contacts[0].uri = "sip:thief@192.0.2.1";
  const auto answer = desk.registrar.apply(replayed, desk.now);
  EXPECT_EQ(answer.status, 401);
  EXPECT_NE(answer.challenge.find("stale=true"), std::string::npos) << answer.challenge;
  ASSERT_EQ(desk.registrar.bindings("anna", desk.now).size(), 1U);
  EXPECT_EQ(desk.registrar.bindings("anna", desk.now)[0].uri, "sip:anna@192.0.2.1");
}

TEST(Registrar, a_nonce_may_be_used_again_with_a_higher_count) {
  Desk desk;
  auto wish = desk.wish("anna", "sip:anna@192.0.2.1");
  const auto status_with = [&](const std::string& count) {
    auto& c = *wish.credentials;
    c.qop = "auth", c.nc = count, c.cnonce = "x";
    c.response = sip::expected_response(sip::make_ha1("anna", "okno", "demo"), c);
    return desk.registrar.apply(wish, desk.now).status;
  };
  EXPECT_EQ(status_with("00000001"), 200);
  EXPECT_EQ(status_with("00000002"), 200);
  EXPECT_EQ(status_with("00000002"), 401);
  EXPECT_EQ(status_with("00000001"), 401);
  EXPECT_EQ(status_with("0000000A"), 200);
  EXPECT_EQ(status_with("nonsense"), 401);
}

TEST(Registrar, what_is_remembered_of_proofs_is_bounded_and_each_phones_own) {
  Desk desk;
  const auto first = desk.wish("anna", "sip:anna@192.0.2.1");
  EXPECT_EQ(desk.registrar.apply(first, desk.now).status, 200);
  for (int i = 0; i < 40; ++i)
    EXPECT_EQ(desk.registrar.apply(desk.wish("boris", "sip:b@192.0.2.1"), desk.now).status, 200);
  EXPECT_EQ(desk.registrar.apply(first, desk.now).status, 401);
}

TEST(Registrar, an_old_nonce_is_stale_and_a_foreign_realm_is_challenged_anew) {
  Desk desk;
  auto wish = desk.wish("anna", "sip:anna@192.0.2.1");
  const auto late = desk.registrar.apply(wish, desk.now + std::chrono::minutes(10));
  EXPECT_EQ(late.status, 401);
  EXPECT_NE(late.challenge.find("stale=true"), std::string::npos);
  wish.credentials->realm = "elsewhere";
  EXPECT_EQ(desk.registrar.apply(wish, desk.now).status, 401);
}

TEST(Registrar, nobody_registers_for_another) {
  Desk desk;
  auto wish = desk.wish("anna", "sip:anna@192.0.2.1");
  desk.prove(wish, "boris", "demo");
  EXPECT_EQ(desk.registrar.apply(wish, desk.now).status, 403);
}

TEST(Registrar, a_phone_leaves_by_expires_zero_or_by_a_star) {
  Desk desk;
  desk.registrar.apply(desk.wish("anna", "sip:anna@192.0.2.1"), desk.now);
  desk.registrar.apply(desk.wish("anna", "sip:anna@192.0.2.2"), desk.now);
  desk.changes();
  EXPECT_EQ(desk.registrar.apply(desk.wish("anna", "sip:anna@192.0.2.1", 0), desk.now).contacts.size(), 1U);
  EXPECT_EQ(desk.changes(), "");
  auto star = desk.wish("anna", "");
  star.remove_all = true;
  EXPECT_EQ(desk.registrar.apply(star, desk.now).status, 400);  // RFC 3261 10.3: with Expires: 0 only
  desk.prove(star, "anna", "demo");
  star.expires_s = 0;
  EXPECT_EQ(desk.registrar.apply(star, desk.now).status, 200);
  EXPECT_EQ(desk.changes(), "anna-");
  EXPECT_FALSE(desk.registrar.knows_address("192.0.2.1"));
  EXPECT_EQ(desk.registrar.next_expiry(), base::kNever);
}

TEST(Registrar, a_binding_ends_when_its_time_is_over) {
  Desk desk;
  desk.registrar.apply(desk.wish("anna", "sip:anna@192.0.2.1", 60), desk.now);
  EXPECT_EQ(desk.registrar.next_expiry(), desk.now + std::chrono::seconds(60));
  desk.changes();
  desk.registrar.expire(desk.now + std::chrono::seconds(59));
  EXPECT_EQ(desk.changes(), "");
  EXPECT_TRUE(desk.registrar.bindings("anna", desk.now + std::chrono::seconds(60)).empty());
  desk.registrar.expire(desk.now + std::chrono::seconds(60));
  EXPECT_EQ(desk.changes(), "anna-");
}

TEST(Registrar, times_are_kept_within_limits) {
  Desk desk;
  const auto brief = desk.registrar.apply(desk.wish("anna", "sip:anna@192.0.2.1", kMinExpires - 1), desk.now);
  EXPECT_EQ(brief.status, 423);
  EXPECT_EQ(brief.min_expires_s, kMinExpires);
  const auto longest = desk.registrar.apply(desk.wish("anna", "sip:anna@192.0.2.1", 1'000'000), desk.now);
  EXPECT_EQ(longest.contacts.at(0).second, kMaxExpires);
  auto unsaid = desk.wish("anna", "sip:anna@192.0.2.1");
  unsaid.contacts[0].expires_s.reset();
  EXPECT_EQ(desk.registrar.apply(unsaid, desk.now).contacts.at(0).second, kDefaultExpires);
  unsaid = desk.wish("anna", "sip:anna@192.0.2.1");
  unsaid.contacts[0].expires_s.reset();
  unsaid.expires_s = 100;
  EXPECT_EQ(desk.registrar.apply(unsaid, desk.now).contacts.at(0).second, 100);
}

TEST(Registrar, a_user_has_a_bounded_number_of_phones_and_the_quietest_makes_room) {
  Desk desk;
  for (std::size_t i = 0; i <= kMaxBindingsPerUser; ++i) {
    desk.registrar.apply(desk.wish("anna", "sip:anna@192.0.2.1:" + std::to_string(6000 + i)), desk.now);
  }
  const auto bound = desk.registrar.bindings("anna", desk.now);
  ASSERT_EQ(bound.size(), kMaxBindingsPerUser);
  EXPECT_EQ(bound.front().uri, "sip:anna@192.0.2.1:6001");
}

TEST(Registrar, an_older_register_and_a_contact_that_is_none_change_nothing) {
  Desk desk;
  desk.registrar.apply(desk.wish("anna", "sip:anna@192.0.2.1"), desk.now);
  auto old = desk.wish("anna", "sip:anna@192.0.2.1", 0);
  old.cseq = 0;
  EXPECT_EQ(desk.registrar.apply(old, desk.now).status, 400);
  EXPECT_EQ(desk.registrar.apply(desk.wish("anna", "mailto:anna@example.org"), desk.now).status, 400);
  EXPECT_EQ(desk.registrar.apply(desk.wish("anna", "sip:" + std::string(600, 'a') + "@b"), desk.now).status,
            400);
  EXPECT_EQ(desk.registrar.bindings("anna", desk.now).size(), 1U);
}

TEST(Registrar, asking_without_a_contact_only_tells) {
  Desk desk;
  desk.registrar.apply(desk.wish("anna", "sip:anna@192.0.2.1"), desk.now);
  const auto answer = desk.registrar.apply(desk.wish("anna", ""), desk.now + std::chrono::seconds(100));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.contacts.at(0).second, 500);
}
}  // namespace okno::telephony::softswitch
