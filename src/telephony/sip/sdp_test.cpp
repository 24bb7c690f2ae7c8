#include "telephony/sip/sdp.h"

#include <gtest/gtest.h>

namespace okno::telephony::sip {
namespace {
const char* const kOffer =
    "v=0\r\no=- 20518 0 IN IP4 203.0.113.1\r\ns=-\r\nc=IN IP4 203.0.113.1\r\nt=0 0\r\n"
    "m=audio 54400 RTP/AVP 9 8 0 96\r\na=rtpmap:9 G722/8000\r\na=rtpmap:96 "
    "telephone-event/8000\r\na=ptime:30\r\n"
    "m=video 55400 RTP/AVP 97\r\nc=IN IP4 203.0.113.2\r\na=rtpmap:97 H264/90000\r\na=inactive\r\n";

Agreed agreed_of(const std::string& text) {
  const auto parsed = parse_sdp(text);
  EXPECT_TRUE(parsed.ok()) << (parsed.ok() ? "" : parsed.error().words);
  const auto agreed = agree(*parsed);
  EXPECT_TRUE(agreed.has_value()) << text;
  return agreed.value_or(Agreed{});
}
bool is_bad(const std::string& text, const std::string& words) {
  const auto parsed = parse_sdp(text);
  return !parsed.ok() && parsed.error().code == "bad_sdp" &&
         parsed.error().words.find(words) != std::string::npos;
}
std::string audio(const std::string& lines) {
  return "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n" + lines;
}
}  // namespace

TEST(Sdp, g722_is_taken_only_where_there_is_no_g711) {
  EXPECT_EQ(agreed_of(audio("m=audio 4000 RTP/AVP 9 8 0\r\n")).payload, 8);
  EXPECT_EQ(agreed_of(audio("m=audio 4000 RTP/AVP 9 0 8\r\n")).payload, 0);
  const Agreed agreed =
      agreed_of(audio("m=audio 4000 RTP/AVP 18 9 101\r\na=rtpmap:101 telephone-event/8000\r\n"));
  EXPECT_EQ(agreed.payload, 9);
  const auto offer = parse_sdp(audio("m=audio 4000 RTP/AVP 18 9\r\n"));
  ASSERT_TRUE(offer.ok());
  const std::string answer = write_answer({1, 1, "192.0.2.9", 5000}, *offer, agreed);
  EXPECT_NE(answer.find("RTP/AVP 9 101\r\na=rtpmap:9 G722/8000\r\n"), std::string::npos) << answer;
  const auto other = parse_sdp(audio("m=audio 4000 RTP/AVP 9\r\na=rtpmap:9 SPEEX/8000\r\n"));
  ASSERT_TRUE(other.ok());
  EXPECT_FALSE(agree(*other)) << "a number that the far end gave to something else";
}

TEST(Sdp, the_first_g711_format_of_the_offer_is_taken_with_its_keys_and_packet_time) {
  const Agreed agreed = agreed_of(kOffer);
  EXPECT_EQ(agreed.line, 0U);
  EXPECT_EQ(agreed.address, "203.0.113.1");
  EXPECT_EQ(agreed.port, 54400);
  EXPECT_EQ(agreed.payload, 8);
  EXPECT_EQ(agreed.event_payload, 96);
  EXPECT_EQ(agreed.ptime_ms, 30);
  EXPECT_EQ(agreed.direction, Direction::sendrecv);
}

TEST(Sdp, an_answer_answers_each_line_in_its_place) {
  const auto offer = parse_sdp(kOffer);
  const auto agreed = agree(*offer);
  EXPECT_EQ(write_answer({7, 3, "192.0.2.9", 4000}, *offer, *agreed),
            "v=0\r\no=okno 7 3 IN IP4 192.0.2.9\r\ns=okno\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n"
            "m=audio 4000 RTP/AVP 8 96\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:96 "
            "telephone-event/8000\r\na=fmtp:96 0-15\r\n"
            "a=ptime:30\r\na=sendrecv\r\nm=video 0 RTP/AVP 97\r\n");
}

TEST(Sdp, our_offer_is_understood_by_ourselves) {
  const Agreed agreed = agreed_of(write_offer({1, 1, "2001:db8::1", 4000}, Direction::sendrecv));
  EXPECT_EQ(agreed.address, "2001:db8::1");
  EXPECT_EQ(agreed.payload, 8);
  EXPECT_EQ(agreed.event_payload, 101);
}

TEST(Sdp, a_hold_is_mirrored_and_the_unspecified_address_is_a_hold) {
  EXPECT_EQ(agreed_of(audio("m=audio 6000 RTP/AVP 0\r\na=sendonly\r\n")).direction, Direction::sendonly);
  EXPECT_EQ(mirrored(Direction::sendonly), Direction::recvonly);
  EXPECT_EQ(mirrored(Direction::recvonly), Direction::sendonly);
  EXPECT_EQ(mirrored(Direction::inactive), Direction::inactive);
  EXPECT_EQ(mirrored(Direction::sendrecv), Direction::sendrecv);
  EXPECT_EQ(agreed_of(audio("m=audio 6000 RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\n")).direction,
            Direction::sendonly);
  EXPECT_EQ(agreed_of(audio("m=audio 6000 RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\na=recvonly\r\n")).direction,
            Direction::inactive);
}

TEST(Sdp, the_sessions_direction_and_address_stand_for_lines_without_their_own) {
  const Agreed agreed = agreed_of("v=0\r\nc=IN IP4 192.0.2.5\r\na=recvonly\r\nm=audio 6000 RTP/AVP 0\r\n");
  EXPECT_EQ(agreed.direction, Direction::recvonly);
  EXPECT_EQ(agreed.address, "192.0.2.5");
}

TEST(Sdp, a_new_offer_of_ours_keeps_everything_but_the_hold) {
  const auto offer =
      parse_sdp(std::string(kOffer).replace(std::string(kOffer).find("a=ptime:30"), 10, "a=sendonly"));
  const auto agreed = agree(*offer);
  const std::string ours = write_answer({7, 3, "192.0.2.9", 4000}, *offer, *agreed);
  ASSERT_NE(ours.find("a=recvonly"), std::string::npos);
  const std::string again = reoffer(ours, {7, 4, "192.0.2.9", 4000});
  EXPECT_NE(again.find("o=okno 7 4 "), std::string::npos);
  EXPECT_NE(again.find("m=audio 4000 RTP/AVP 8 96\r\n"), std::string::npos);
  EXPECT_NE(again.find("a=sendrecv\r\n"), std::string::npos);
  EXPECT_NE(again.find("m=video 0 RTP/AVP 97\r\n"), std::string::npos);
}

TEST(Sdp, nothing_in_common_is_said_so) {
  for (const char* lines :
       {"m=audio 6000 RTP/AVP 18\r\n", "m=audio 0 RTP/AVP 8\r\n", "m=audio 6000 RTP/SAVP 8\r\n",
        "m=video 6000 RTP/AVP 8\r\n", "m=audio 6000 RTP/AVP 8\r\nc=IN IP4 phone.example.com\r\n",
        "m=audio 6000 RTP/AVP 8\r\na=rtpmap:8 iLBC/8000\r\n", ""}) {
    const auto parsed = parse_sdp(audio(lines));
    ASSERT_TRUE(parsed.ok()) << lines;
    EXPECT_FALSE(agree(*parsed).has_value()) << lines;
  }
}

TEST(Sdp, what_is_no_description_is_refused_with_the_line) {
  EXPECT_TRUE(is_bad("", "empty"));
  EXPECT_TRUE(is_bad("hello", "line 1"));
  EXPECT_TRUE(is_bad("v=1\r\n", "v=0 expected"));
  EXPECT_TRUE(is_bad("v=0\r\nm=audio 65536 RTP/AVP 8\r\n", "line 2"));
  EXPECT_TRUE(is_bad("v=0\r\nm=audio -1 RTP/AVP 8\r\n", "line 2"));
  EXPECT_TRUE(is_bad("v=0\r\nm=audio 6000 RTP/AVP 128\r\n", "payload"));
  EXPECT_TRUE(is_bad("v=0\r\nm=audio 6000 RTP/AVP\r\n", "formats"));
  EXPECT_TRUE(is_bad("v=0\r\nc=IN IP5 1\r\n", "bad c="));
  EXPECT_TRUE(is_bad("v=0\r\nc=IN IP4 \x01\r\n", "bad c="));
  EXPECT_TRUE(is_bad("v=0\r\n" + std::string(40'000, 'a'), "longer"));
  std::string many = "v=0\r\n";
  for (int i = 0; i < 17; ++i) many += "m=audio 6000 RTP/AVP 8\r\n";
  EXPECT_TRUE(is_bad(many, "too many m="));
}

TEST(Sdp, attributes_that_make_no_sense_are_passed_over) {
  const Agreed agreed =
      agreed_of(audio("m=audio 6000/2 RTP/AVP 8  0\r\na=rtpmap:\r\na=rtpmap:300 "
                      "x/1\r\na=rtpmap:8\r\na=ptime:0\r\na=ptime:-5\r\na=ptime:\r\n"));
  EXPECT_EQ(agreed.payload, 8);
  EXPECT_EQ(agreed.ptime_ms, 20);
}

TEST(Sdp, packet_times_are_kept_to_what_we_can_do) {
  EXPECT_EQ(agreed_of(audio("m=audio 6000 RTP/AVP 8\r\na=ptime:200\r\n")).ptime_ms, 60);
  EXPECT_EQ(agreed_of(audio("m=audio 6000 RTP/AVP 8\r\na=ptime:5\r\n")).ptime_ms, 10);
  EXPECT_EQ(agreed_of(audio("m=audio 6000 RTP/AVP 8\r\na=ptime:25\r\n")).ptime_ms, 20);
}

TEST(Sdp, lines_may_end_with_a_bare_newline) {
  EXPECT_EQ(agreed_of("v=0\nc=IN IP4 192.0.2.5\nm=audio 6000 RTP/AVP 0").payload, 0);
}
namespace {
const std::string kKeyLine =
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:32\r\n"
    "a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20\r\n"
    "a=crypto:3 F8_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\r\n";
Terms terms(Sealing sealing, std::vector<std::string> codecs = {}) {
  return {std::move(codecs), sealing};
}
std::optional<Agreed> agreed_by(const std::string& text, const Terms& by) {
  return agree(*parse_sdp(text), by);
}
}  // namespace

TEST(Sdp, a_line_with_codecs_of_its_own_speaks_only_these_in_its_order) {
  const std::string both = audio("m=audio 6000 RTP/AVP 8 0\r\n");
  EXPECT_EQ(agreed_by(both, terms(Sealing::off))->payload, 8);
  EXPECT_EQ(agreed_by(both, terms(Sealing::off, {"pcmu", "pcma"}))->payload, 0);
  EXPECT_FALSE(agreed_by(audio("m=audio 6000 RTP/AVP 8\r\n"), terms(Sealing::off, {"pcmu"})));
  const std::string offer =
      write_offer({1, 1, "192.0.2.1", 4000}, Direction::sendrecv, terms(Sealing::off, {"pcmu"}));
  EXPECT_NE(offer.find("m=audio 4000 RTP/AVP 0 101\r\n"), std::string::npos) << offer;
  EXPECT_EQ(offer.find("PCMA"), std::string::npos);
}

TEST(Sdp, why_there_is_nothing_in_common_is_said) {
  const auto why = [](const std::string& lines, const Terms& by) {
    return why_not(*parse_sdp(audio(lines)), by);
  };
  EXPECT_EQ(why("m=audio 6000 RTP/AVP 18\r\na=rtpmap:18 G729/8000\r\n", {}), "codecs offered: G729");
  EXPECT_EQ(why("m=audio 6000 RTP/SAVP 8\r\n" + kKeyLine, {}),
            "sealed sound (SRTP), and the line has it off");
  EXPECT_EQ(why("m=audio 6000 RTP/AVP 8\r\n", terms(Sealing::required)),
            "no sealed sound (SRTP) with a key we know");
  EXPECT_EQ(why("m=video 6000 RTP/AVP 97\r\n", {}), "no sound");
}

TEST(Sdp, a_key_is_taken_where_it_is_wished_and_only_of_a_kind_that_we_can_carry_out) {  // RFC 4568
  const std::string sealed = audio("m=audio 6000 RTP/SAVP 8\r\n" + kKeyLine);
  EXPECT_FALSE(agreed_by(sealed, terms(Sealing::off)));
  for (const Sealing wish : {Sealing::offer, Sealing::required}) {
    const auto agreed = agreed_by(sealed, terms(wish));
    ASSERT_TRUE(agreed && agreed->crypto);
    EXPECT_EQ(agreed->crypto->tag, 2);  // the first wants a key's index in each packet
    EXPECT_EQ(agreed->crypto->key_and_salt.size(), 30U);
    EXPECT_EQ(agreed->crypto->key_and_salt[0], 'Y');
  }
  EXPECT_FALSE(agreed_by(audio("m=audio 6000 RTP/SAVP 8\r\n"), terms(Sealing::required)));
  const std::string open = audio("m=audio 6000 RTP/AVP 8\r\n");
  EXPECT_FALSE(agreed_by(open, terms(Sealing::required)));
  EXPECT_FALSE(agreed_by(open, terms(Sealing::offer))->crypto);
  EXPECT_TRUE(
      agreed_by(audio("m=audio 6000 RTP/AVP 8\r\n" + kKeyLine), terms(Sealing::offer))->crypto);  // RFC 8643
}

TEST(Sdp, our_keys_are_told_in_offer_and_answer) {
  Local ours{1, 1, "192.0.2.1", 4000, fresh_keys()};
  const std::string must = write_offer(ours, Direction::sendrecv, terms(Sealing::required));
  EXPECT_NE(must.find("m=audio 4000 RTP/SAVP 8 0 9 101\r\na=crypto:1 AEAD_AES_128_GCM inline:"),
            std::string::npos)
      << must;
  const auto heard = agreed_by(must, terms(Sealing::required));
  ASSERT_TRUE(heard && heard->crypto);
  EXPECT_EQ(*heard->crypto, ours.keys[0]);
  EXPECT_NE(
      write_offer(ours, Direction::sendrecv, terms(Sealing::offer)).find("RTP/AVP 8 0 9 101\r\na=crypto:1 "),
      std::string::npos);
  EXPECT_EQ(write_offer(ours, Direction::sendrecv).find("crypto"), std::string::npos);

  const auto offer = parse_sdp(audio("m=audio 6000 RTP/SAVP 8\r\n" + kKeyLine));
  const auto agreed = agree(*offer, terms(Sealing::required));
  const std::string answer = write_answer(ours, *offer, *agreed);
  EXPECT_NE(answer.find("m=audio 4000 RTP/SAVP 8\r\n"), std::string::npos) << answer;
  const auto back = agreed_by(answer, terms(Sealing::required));
  ASSERT_TRUE(back && back->crypto);
  EXPECT_EQ(back->crypto->tag, 2);
  EXPECT_EQ(back->crypto->key_and_salt, ours.keys[1].key_and_salt);
}
}  // namespace okno::telephony::sip
