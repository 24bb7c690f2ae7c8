// What telephones do against all rules and at the worst moment: messages written by hand, one test per race.
#include <gtest/gtest.h>

#include "telephony/softswitch/town_test.h"

namespace okno::telephony::softswitch {
namespace {
std::string header(const std::string& message, const std::string& name) {
  std::string out;
  for (std::size_t at = message.find("\r\n" + name + ":"); at != std::string::npos;
       at = message.find("\r\n" + name + ":", at + 2)) {
    out += message.substr(at + 2, message.find("\r\n", at + 2) - at);
  }
  return out;
}
std::string value(const std::string& message, const std::string& name) {
  const std::string line = header(message, name);
  return line.size() < name.size() + 4 ? "" : line.substr(name.size() + 2, line.size() - name.size() - 4);
}
std::string sdp(const std::string& address, const std::string& lines =
                                                "m=audio 6000 RTP/AVP 8 101\r\n"
                                                "a=rtpmap:101 telephone-event/8000\r\n") {
  return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN " + address + "\r\nt=0 0\r\n" + lines;
}
const std::string kSdp = sdp("IP4 127.0.0.1");
std::string with_body(std::string message, const std::string& body) {
  if (!body.empty()) message += "Content-Type: application/sdp\r\n";
  return message + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Anna's desk phone, played by hand, and what it got last.
class HandPhone {
 public:
  explicit HandPhone(Town& town, bool tcp = false) : town_(town), tcp_(tcp) {
    reconnect();
    const std::string answer = register_raw(*peer_, "anna-desk", "Contact: <" + contact() + ">", tcp_);
    EXPECT_EQ(status_of(answer), 200) << answer;
    EXPECT_TRUE(town.witness.saw("phone anna-desk on"));
  }
  void reconnect() { peer_ = std::make_unique<RawPeer>(town_.running.sip_port, tcp_); }
  LegId is_called() {
    const LegId leg = town_.line().next_leg();
    town_.line().dial(leg, ports::DialDeskPhone{"anna-desk"}, {"+79161234567", ""});
    invite_ = expect("INVITE");
    return leg;
  }
  const std::string& invite() const { return invite_; }
  std::string contact() const { return "sip:anna-desk@127.0.0.1:" + std::to_string(peer_->port()); }

  void answer(const std::string& request, const std::string& status, const std::string& more = "",
              const std::string& body = "") {
    const std::string to = value(request, "To");
    const std::string tag = to.find("tag=") == std::string::npos ? ";tag=phone" : "";
    peer_->send(with_body("SIP/2.0 " + status + "\r\n" + header(request, "Via") + header(request, "From") +
                              "To: " + to + tag + "\r\n" + header(request, "Call-ID") +
                              header(request, "CSeq") + "Contact: <" + contact() + ">\r\n" + more,
                          body));
  }
  // A request of the phone's inside the dialog that we began.
  void request(const std::string& method, int number, const std::string& more = "",
               const std::string& body = "") {
    peer_->send(with_body(method + " sip:okno@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/" + (tcp_ ? "TCP" : "UDP") +
                              " 127.0.0.1:" + std::to_string(peer_->port()) + ";rport;branch=z9hG4bK-" +
                              method + std::to_string(number) + "\r\nFrom: " + value(invite_, "To") +
                              ";tag=phone\r\nTo: " + value(invite_, "From") + "\r\n" +
                              header(invite_, "Call-ID") + "CSeq: " + std::to_string(number) + " " + method +
                              "\r\nMax-Forwards: 70\r\nContact: <" + contact() + ">\r\n" + more,
                          body));
  }
  // The next message that begins so; what comes before it is passed over.
  std::string expect(const std::string& start) {
    std::string passed;
    for (const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(8);
         std::chrono::steady_clock::now() < until;) {
      const std::string message = peer_->receive();
      if (message.rfind(start, 0) == 0) return message;
      if (message.empty()) break;
      passed += message;
    }
    ADD_FAILURE() << start << " did not come, but:\n" << passed << town_.witness.all();
    return {};
  }
  bool hears_nothing_of(const std::string& method, std::chrono::milliseconds during) {
    const auto until = std::chrono::steady_clock::now() + during;
    while (std::chrono::steady_clock::now() < until) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
      if (peer_->receive(left).rfind(method, 0) == 0) return false;
    }
    return true;
  }
  LegId talks(const std::string& more = "") {
    const LegId leg = is_called();
    answer(invite_, "200 OK", more, kSdp);
    expect("ACK");
    EXPECT_TRUE(town_.witness.saw("answered " + std::to_string(leg.value()))) << town_.witness.all();
    return leg;
  }

 private:
  Town& town_;
  bool tcp_;
  std::unique_ptr<RawPeer> peer_;
  std::string invite_;
};

void short_timers(Settings& settings) {
  settings.min_session_expires_s = 2;
}
}  // namespace

TEST(Race, a_phone_that_says_bye_while_it_rings_ends_its_leg_and_may_go_on_ringing) {
  Town town;
  HandPhone phone(town);
  phone.is_called();
  phone.answer(phone.invite(), "180 Ringing");
  ASSERT_TRUE(town.witness.saw("ringing 1"));
  phone.request("BYE", 1);
  phone.expect("SIP/2.0 200");
  EXPECT_TRUE(town.witness.saw("ended 1 hung_up")) << town.witness.all();
  phone.answer(phone.invite(), "183 Session Progress", "", kSdp);
  phone.answer(phone.invite(), "180 Ringing");
  const std::string cancel = phone.expect("CANCEL");  // it still owes an answer
  phone.answer(cancel, "200 OK");
  phone.answer(phone.invite(), "487 Request Terminated");
  phone.expect("ACK");
  EXPECT_EQ(town.witness.count("ended"), 1U) << town.witness.all();
}

TEST(Race, a_200_to_our_refresh_that_comes_after_the_phones_bye_does_no_harm) {
  Town town(short_timers);
  HandPhone phone(town);
  phone.talks("Session-Expires: 2;refresher=uac\r\nRequire: timer\r\n");
  const std::string refresh = phone.expect("INVITE");
  phone.request("BYE", 1);
  phone.expect("SIP/2.0 200");
  EXPECT_TRUE(town.witness.saw("ended 1 hung_up"));
  phone.answer(refresh, "200 OK", "", kSdp);
  phone.is_called();  // the next call is as good as the first
  EXPECT_EQ(town.witness.count("ended"), 1U) << town.witness.all();
}

TEST(Race, a_200_to_our_refresh_without_sdp_changes_nothing) {
  Town town(short_timers);
  HandPhone phone(town);
  const LegId leg = phone.talks("Session-Expires: 2;refresher=uac\r\n");
  phone.answer(phone.expect("INVITE"), "200 OK");
  phone.expect("ACK");
  phone.expect("INVITE");  // the next one
  EXPECT_EQ(town.witness.count("ended"), 0U) << town.witness.all();
  town.line().hang_up(leg);
  phone.answer(phone.expect("BYE"), "200 OK");
  EXPECT_TRUE(town.witness.saw("ended 1 released"));
}

TEST(Race, a_far_end_that_allows_less_than_we_do_does_not_make_us_refresh_all_the_time) {
  Town town;
  HandPhone phone(town);
  phone.talks("Session-Expires: 1;refresher=uac\r\nAllow: INVITE, ACK, BYE\r\n");
  EXPECT_TRUE(phone.hears_nothing_of("INVITE", std::chrono::milliseconds(800)));
}

TEST(Race, a_phone_that_connected_anew_is_reached_the_way_its_last_request_came) {
  Town town;
  HandPhone phone(town, true);
  const LegId leg = phone.talks();
  phone.reconnect();
  phone.request("INVITE", 1, "", kSdp);
  phone.expect("SIP/2.0 200");
  phone.request("ACK", 1);
  town.line().hang_up(leg);
  phone.answer(phone.expect("BYE"), "200 OK");
  EXPECT_TRUE(town.witness.saw("ended 1 released")) << town.witness.all();
}

TEST(Race, a_hold_without_a_single_packet_is_no_silence) {
  Town town;
  HandPhone phone(town);
  const LegId leg = phone.talks();
  for (const char* hold : {"sendonly", "inactive"}) {
    const int number = hold[0] == 's' ? 1 : 2;
    phone.request("INVITE", number, "", kSdp + "a=" + hold + "\r\n");
    phone.expect("SIP/2.0 200");
    phone.request("ACK", number);
    town.engine->listener().silent(leg);
  }
  phone.request("INVITE", 3, "", kSdp);
  phone.expect("SIP/2.0 200");
  phone.request("ACK", 3);
  EXPECT_EQ(town.witness.count("ended"), 0U) << town.witness.all();
  town.engine->listener().silent(leg);
  phone.answer(phone.expect("BYE"), "200 OK");
  EXPECT_TRUE(town.witness.saw("ended 1 media_timeout")) << town.witness.all();
}

TEST(Race, an_announcement_before_the_answer_is_no_hold) {
  Town town;
  HandPhone phone(town);
  const LegId leg = phone.is_called();
  phone.answer(phone.invite(), "183 Session Progress", "", kSdp + "a=sendonly\r\n");
  EXPECT_TRUE(town.engine->saw(leg, "remote 127.0.0.1:6000 codec=8 dtmf=101 ptime=20 send=0 receive=1"));
  EXPECT_EQ(town.engine->all().find("held"), std::string::npos) << town.engine->all();
}

TEST(Race, keys_come_with_our_number_though_the_answer_names_another) {
  Town town;
  HandPhone phone(town);
  const LegId leg = phone.is_called();
  phone.answer(phone.invite(), "200 OK", "",
               sdp("IP4 127.0.0.1", "m=audio 6000 RTP/AVP 8 96\r\na=rtpmap:96 telephone-event/8000\r\n"));
  phone.expect("ACK");
  EXPECT_TRUE(
      town.engine->saw(leg, "remote 127.0.0.1:6000 codec=8 dtmf=96 ptime=20 send=1 receive=1 dtmf_in=101"))
      << town.engine->all();
}

TEST(Race, a_call_whose_sound_would_go_over_ipv6_is_refused_instead_of_being_silent) {
  Town town;
  RawPeer caller(town.running.sip_port, false);
  std::string invite = plain_invite(caller, "six", false);
  const std::string head = invite.substr(0, invite.find("Content-Type"));
  caller.send(with_body(head, sdp("IP6 2001:db8::7", "m=audio 6000 RTP/AVP 8\r\n")));
  std::string answer = caller.receive();
  if (status_of(answer) == 100) answer = caller.receive();
  EXPECT_EQ(status_of(answer), 488) << answer;
  EXPECT_TRUE(town.witness.saw("arrived 1"));  // a customer was there: he has a row, with its cause
  EXPECT_TRUE(town.witness.saw("ended 1 failed 488")) << town.witness.all();
}

TEST(Race, a_call_that_comes_by_two_ways_is_one_call) {  // RFC 3261 8.2.2.2
  Town town;
  RawPeer caller(town.running.sip_port, false);
  std::string invite = plain_invite(caller, "fork", false);
  caller.send(invite);
  ASSERT_TRUE(town.witness.saw("arrived 1"));
  invite.replace(invite.find("z9hG4bK-fork"), 12, "z9hG4bK-else");
  caller.send(invite);
  std::string answer = caller.receive();
  while (status_of(answer) == 100) answer = caller.receive();
  EXPECT_EQ(status_of(answer), 482) << answer;
  EXPECT_EQ(town.witness.count("arrived"), 1U) << town.witness.all();
}

TEST(Race, a_call_with_a_contact_or_a_route_that_leads_nowhere_can_be_ended) {
  Town town;
  town.witness.on_call = [&](const ports::IncomingCall& call) {
    town.line().answer(call.leg);
    town.line().hang_up(call.leg);
  };
  int number = 0;
  for (const char* line :
       {"Contact: *", "Contact: <tel:+79161234567>", "Contact: <http://example.com/>", "Contact: <sip:>",
        "Contact: <sip:a@[::1]:0>", "Contact: sip:a@127.0.0.1:70000",
        "Contact: <sip:%00@127.0.0.1:9;maddr=\"x>", "Contact: <sip:a@127.0.0.1:9>\r\nRecord-Route: <tel:1>",
        "Contact: <sip:a@b>\r\nRecord-Route: <sip:;lr>",
        "Contact: <sip:a@b>, <sip:c@d>\r\nRecord-Route: <sip:127.0.0.1:9>, <sip:127.0.0.1:9;lr>"}) {
    RawPeer caller(town.running.sip_port, false);
    std::string invite = plain_invite(caller, "odd" + std::to_string(++number), false);
    const std::size_t at = invite.find("Contact: ");
    invite.replace(at, invite.find("\r\n", at) - at, line);
    caller.send(invite);
    std::string answer = caller.receive();
    while (status_of(answer) == 100) answer = caller.receive();
    EXPECT_TRUE(status_of(answer) == 200 || status_of(answer) == 400) << line << "\n" << answer;
    if (status_of(answer) != 200) continue;
    std::string ack = "ACK" + invite.substr(6, invite.find("Content-Type") - 6) + "Content-Length: 0\r\n\r\n";
    ack.replace(ack.find("1 INVITE"), 8, "1 ACK");
    const std::string to = header(ack, "To");
    ack.replace(ack.find(to), to.size(), header(answer, "To"));
    caller.send(ack);
    const std::string leg = std::to_string(town.leg().value());
    EXPECT_TRUE(town.witness.saw("ended " + leg + " released")) << line << town.witness.all();
  }
  HandPhone phone(town);  // all is as it was
  phone.is_called();
}

TEST(Race, a_phone_whose_contact_only_looks_like_its_address_is_rung_where_it_is) {
  Town town;
  RawPeer phone(town.running.sip_port, false);
  const std::string bound =
      register_raw(phone, "anna-desk", "Contact: <sip:anna-desk@127.0.0.11:5060>", false);
  ASSERT_EQ(status_of(bound), 200) << bound;  // it is at 127.0.0.1, which 127.0.0.11 begins with
  town.line().dial(town.line().next_leg(), ports::DialDeskPhone{"anna-desk"}, {"1", ""});
  EXPECT_EQ(phone.receive().rfind("INVITE sip:anna-desk@127.0.0.11:5060 SIP/2.0", 0), 0U);
}

TEST(Race, what_a_phone_requires_inside_a_call_and_we_have_not_gets_420) {
  Town town;
  HandPhone phone(town);
  phone.talks();
  phone.request("INVITE", 1, "Require: timer, teleportation\r\n", kSdp);
  EXPECT_EQ(value(phone.expect("SIP/2.0 420"), "Unsupported"), "teleportation");
  EXPECT_EQ(town.witness.count("ended"), 0U);
}

TEST(Race, an_info_that_is_no_key_says_what_would_be_one) {
  Town town;
  HandPhone phone(town);
  phone.talks();
  phone.request("INFO", 1, "", "x");
  EXPECT_EQ(value(phone.expect("SIP/2.0 415"), "Accept"), "application/dtmf-relay, application/dtmf");
}
}  // namespace okno::telephony::softswitch
