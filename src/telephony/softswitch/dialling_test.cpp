// Desk phones and calls that go out, against SIPp.
#include <gtest/gtest.h>

#include "telephony/softswitch/town_test.h"

namespace okno::telephony::softswitch {
namespace {
#define EXPECT_STORY(sipp, town) EXPECT_TRUE((sipp).finish()) << (sipp).errors() << (town).witness.all()

Sipp::Options as_phone(const std::string& user, std::uint16_t port, const std::string& password = "demo") {
  Sipp::Options options;
  options.port = port;
  options.keys = {{"user", user}, {"password", password}, {"expires", "600"}};
  return options;
}
// Registers the phone at a fresh port and says which.
std::uint16_t registered(Town& town, const std::string& user) {
  Sipp sipp(town, "uac-register", as_phone(user, free_port()));
  EXPECT_TRUE(sipp.finish()) << sipp.errors();
  EXPECT_TRUE(town.witness.saw("phone " + user + " on"));
  return sipp.port();
}
Sipp::Options at(std::uint16_t port) {
  Sipp::Options options;
  options.port = port;
  return options;
}
LegId dial_anna(Town& town) {
  const LegId leg = town.line().next_leg();
  town.line().dial(leg, ports::DialDeskPhone{"anna-desk"}, {"+79161234567", "Мария \"М\" Иванова"});
  return leg;
}
// Anna's phone plays the scenario; her leg must end so, once.
void phone_story(const std::string& scenario, const std::string& how) {
  Town town;
  Sipp phone(town, scenario, at(registered(town, "anna-desk")));
  dial_anna(town);
  EXPECT_STORY(phone, town);
  EXPECT_TRUE(town.witness.saw("ended 1 " + how)) << town.witness.all();
  EXPECT_EQ(town.witness.count("ended"), 1U) << town.witness.all();
}
}  // namespace

TEST(Dialling, a_phone_registers_rings_and_answers) {
  Town town;
  Sipp phone(town, "uas-hung-up-by-us", at(registered(town, "anna-desk")));
  const LegId leg = dial_anna(town);
  EXPECT_TRUE(town.witness.saw("ringing 1")) << town.witness.all();
  EXPECT_TRUE(town.witness.saw("answered 1")) << town.witness.all();
  town.line().hang_up(leg);
  EXPECT_TRUE(town.witness.saw("ended 1 released")) << town.witness.all();
  EXPECT_STORY(phone, town);
}

TEST(Dialling, a_phone_that_hangs_up_ends_its_leg) {
  phone_story("uas-desk-phone-answers", "hung_up");
}
TEST(Dialling, a_busy_phone_is_busy) {
  phone_story("uas-desk-phone-busy", "busy 486");
}
TEST(Dialling, a_declined_call_is_declined) {
  phone_story("uas-desk-phone-declines", "declined 603");
}
TEST(Dialling, a_redirection_is_a_failure_and_is_not_followed) {
  phone_story("uas-redirects", "failed 302");
}
TEST(Dialling, a_phone_that_is_not_registered_cannot_be_reached) {
  Town town;
  dial_anna(town);
  EXPECT_TRUE(town.witness.saw("ended 1 unreachable 480"));
}
TEST(Dialling, a_phone_that_went_away_cannot_be_reached) {
  Town town;
  registered(town, "anna-desk");  // nobody listens there any more
  dial_anna(town);
  EXPECT_TRUE(town.witness.saw("ended 1 unreachable")) << town.witness.all();
}

TEST(Dialling, a_ringing_phone_is_cancelled) {
  Town town;
  Sipp phone(town, "uas-rings-until-cancelled", at(registered(town, "anna-desk")));
  const LegId leg = dial_anna(town);
  ASSERT_TRUE(town.witness.saw("ringing 1"));
  town.line().hang_up(leg);
  EXPECT_TRUE(town.witness.saw("ended 1 released"));
  EXPECT_STORY(phone, town);
}

TEST(Dialling, a_200_that_crosses_our_cancel_is_acknowledged_and_ended) {
  Town town;
  Sipp phone(town, "uas-200-crosses-our-cancel", at(registered(town, "anna-desk")));
  const LegId leg = dial_anna(town);
  ASSERT_TRUE(town.witness.saw("ringing 1"));
  town.line().hang_up(leg);
  EXPECT_STORY(phone, town);
  EXPECT_EQ(town.witness.count("answered"), 0U);
  EXPECT_EQ(town.witness.count("ended"), 1U);
}

TEST(Dialling, a_repeated_200_is_acknowledged_again) {
  Town town;
  Sipp phone(town, "uas-lost-ack", at(registered(town, "anna-desk")));
  const LegId leg = dial_anna(town);
  ASSERT_TRUE(town.witness.saw("answered 1"));
  ASSERT_TRUE(phone.passed("ACK", 2)) << phone.errors();
  town.line().hang_up(leg);
  EXPECT_STORY(phone, town);
}

TEST(Dialling, a_422_is_obeyed) {
  Town town;
  Sipp phone(town, "uas-session-timer-422", at(registered(town, "anna-desk")));
  const LegId leg = dial_anna(town);
  ASSERT_TRUE(town.witness.saw("answered 1")) << town.witness.all();
  town.line().hang_up(leg);
  EXPECT_STORY(phone, town);
}

TEST(Dialling, of_two_phones_of_one_user_the_first_to_answer_wins_and_the_other_is_cancelled) {
  Town town;
  const std::uint16_t one = registered(town, "anna-desk"), two = registered(town, "anna-desk");
  Sipp slow(town, "uas-rings-until-cancelled", at(one));
  Sipp quick(town, "uas-hung-up-by-us", at(two));
  const LegId leg = dial_anna(town);
  EXPECT_TRUE(town.witness.saw("answered 1")) << town.witness.all();
  EXPECT_STORY(slow, town);
  town.line().hang_up(leg);
  EXPECT_STORY(quick, town);
  EXPECT_TRUE(town.witness.saw("ended 1 released"));
  EXPECT_EQ(town.witness.count("ended"), 1U);
}

TEST(Dialling, when_all_phones_of_a_user_refuse_the_weightiest_reason_is_told) {
  Town town;
  const std::uint16_t one = registered(town, "anna-desk"), two = registered(town, "anna-desk");
  registered(town, "anna-desk");  // a ghost
  Sipp busy(town, "uas-desk-phone-busy", at(one));
  Sipp away(town, "uas-not-found", at(two));
  dial_anna(town);
  EXPECT_TRUE(town.witness.saw("ended 1 busy 486")) << town.witness.all();
  EXPECT_STORY(busy, town);
  EXPECT_STORY(away, town);
}

TEST(Dialling, a_number_goes_out_by_the_trunk_with_the_callers_identity) {
  const std::uint16_t port = free_port();
  Town town([&](Settings& settings) { settings.trunks[0].address = "127.0.0.1:" + std::to_string(port); });
  Sipp provider(town, "uas-trunk", at(port));
  const LegId leg = town.line().next_leg();
  town.line().dial(leg, ports::DialNumber{"+78005550100", ""}, {"+74950001122", "Okno"});
  EXPECT_TRUE(town.witness.saw("answered 1")) << town.witness.all() << provider.errors();
  town.line().hang_up(leg);
  EXPECT_STORY(provider, town);
}

TEST(Dialling, a_provider_that_sends_early_media_reliably_is_pracked) {
  const std::uint16_t port = free_port();
  Town town([&](Settings& settings) { settings.trunks[0].address = "127.0.0.1:" + std::to_string(port); });
  Sipp provider(town, "uas-early-media-reliable", at(port));
  const LegId leg = town.line().next_leg();
  town.line().dial(leg, ports::DialNumber{"+78005550100", ""}, {"+74950001122", ""});
  EXPECT_TRUE(town.witness.saw("ringing 1"));
  EXPECT_TRUE(town.engine->saw(leg, "remote 127.0.0.1")) << town.engine->all();
  EXPECT_TRUE(town.witness.saw("answered 1")) << town.witness.all();
  town.line().hang_up(leg);
  EXPECT_STORY(provider, town);
}

TEST(Dialling, without_a_trunk_that_can_dial_a_number_is_unreachable) {
  Town town;
  town.line().dial(town.line().next_leg(), ports::DialNumber{"+78005550100", "nobody"}, {"", ""});
  EXPECT_TRUE(town.witness.saw("ended 1 unreachable 404"));
}

// --- registration

TEST(Registration, wrong_passwords_and_unknown_names_are_answered_alike) {
  Town town;
  Sipp wrong(town, "uac-register-refused", as_phone("anna-desk", free_port(), "guess"));
  EXPECT_STORY(wrong, town);
  Sipp unknown(town, "uac-register-refused", as_phone("nobody-desk", free_port()));
  EXPECT_STORY(unknown, town);
  EXPECT_EQ(town.witness.all(), "");
}

TEST(Registration, a_phone_may_leave) {
  Town town;
  const std::uint16_t port = registered(town, "anna-desk");
  Sipp leaving(town, "uac-unregister", as_phone("anna-desk", port));
  EXPECT_STORY(leaving, town);
  EXPECT_TRUE(town.witness.saw("phone anna-desk off"));
}

TEST(Registration, a_registered_phone_calls_after_a_challenge_and_is_known_by_its_user) {
  Town town;
  const std::uint16_t port = registered(town, "anna-desk");
  town.witness.on_call = [&](const ports::IncomingCall& call) { town.line().answer(call.leg); };
  Sipp calling(town, "uac-desk-phone-calls", as_phone("anna-desk", port));
  EXPECT_STORY(calling, town);
  EXPECT_TRUE(town.witness.saw("arrived 1 from=anna-desk name=Test to=support trunk= user=anna-desk"))
      << town.witness.all();
}

TEST(Registration, a_phone_behind_tcp_is_called_over_the_connection_it_made) {
  Town town;
  RawPeer phone(town.running.sip_port, true);
  ASSERT_TRUE(phone.open());
  const std::string bound =
      register_raw(phone, "anna-desk", "Contact: <sip:anna-desk@10.0.0.7:5060;transport=tcp>", true);
  EXPECT_EQ(status_of(bound), 200) << bound;
  ASSERT_TRUE(town.witness.saw("phone anna-desk on"));
  dial_anna(town);
  const std::string invite = phone.receive();
  EXPECT_EQ(invite.rfind("INVITE sip:anna-desk@10.0.0.7:5060;transport=tcp SIP/2.0", 0), 0U) << invite;
  EXPECT_NE(invite.find("\"Мария \\\"М\\\" Иванова\" <sip:+79161234567@"), std::string::npos) << invite;
}

TEST(Registration, a_registration_that_is_not_renewed_ends) {
  Town town;
  Sipp::Options options = as_phone("anna-desk", free_port());
  options.keys["expires"] = "15";
  Sipp sipp(town, "uac-register", options);
  EXPECT_STORY(sipp, town);
  ASSERT_TRUE(town.witness.saw("phone anna-desk on"));
  town.clock.advance(std::chrono::seconds(16));
  dial_anna(town);
  EXPECT_TRUE(town.witness.saw("ended 1 unreachable 480")) << town.witness.all();
}

TEST(Registration, parameters_of_a_contact_stay_where_they_belong) {  // RFC 4475 3.3.12 to 3.3.14, 3.1.1.4
  Town town;
  RawPeer phone(town.running.sip_port, false);
  const auto bound = [&](const std::string& contact) {
    const std::string answer = register_raw(phone, "anna-desk", "Contact: " + contact, false);
    EXPECT_EQ(status_of(answer), 200) << answer;
    std::string all;
    for (std::size_t at = answer.find("Contact: "); at != std::string::npos;
         at = answer.find("Contact: ", at + 1)) {
      all += (all.empty() ? "" : ", ") + answer.substr(at + 9, answer.find("\r\n", at) - at - 9);
    }
    return all;
  };
  EXPECT_EQ(bound("sip:watson@ww.example.com;unknownparam"), "<sip:watson@ww.example.com>;expires=3600");
  EXPECT_EQ(bound("<sip:watson@ww.example.com>;expires=0, <sip:watson@ww.example.com;unknownparam>"),
            "<sip:watson@ww.example.com;unknownparam>;expires=3600");
  register_raw(phone, "anna-desk", "Contact: *\r\nExpires: 0", false);
  EXPECT_EQ(bound("<sip:a%00@ww.example.com>, <sip:a%00%00@ww.example.com>"),
            "<sip:a%00@ww.example.com>;expires=3600, <sip:a%00%00@ww.example.com>;expires=3600");
}
}  // namespace okno::telephony::softswitch
