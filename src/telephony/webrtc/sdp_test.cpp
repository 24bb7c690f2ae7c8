#include "telephony/webrtc/sdp.h"

#include <gtest/gtest.h>

namespace okno::telephony::webrtc {
namespace {
const std::string kPrint =
    "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99";

std::string offer_of(const std::string& before = "", const std::string& more = "",
                     const std::string& types = "111 63 9 0 8 13 110 126") {
  return "v=0\r\no=- 46117317 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n" + before +
         "m=audio 9 UDP/TLS/RTP/SAVPF " + types +
         "\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:4ZcD\r\na=ice-pwd:2/1muCWoOi3uLifh0NuRHlxc\r\n"
         "a=fingerprint:sha-256 " +
         kPrint +
         "\r\na=setup:actpass\r\na=mid:0\r\na=sendrecv\r\na=rtcp-mux\r\n"
         "a=rtpmap:111 opus/48000/2\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n"
         "a=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 telephone-event/8000\r\n" +
         more;
}
OurSide ours() {
  return {"ours", "secret", "11:22", {{0x7F000001, 30000}, {0xC0000207, 30000}}, 42, 7};
}

TEST(Sdp, reads_an_offer_as_chromium_writes_it) {
  const auto offer = read_offer(offer_of());
  ASSERT_TRUE(offer.ok()) << offer.error().words;
  EXPECT_EQ("4ZcD", offer->ufrag);
  EXPECT_EQ("2/1muCWoOi3uLifh0NuRHlxc", offer->password);
  EXPECT_EQ("sha-256", offer->fingerprint.algorithm);
  EXPECT_EQ(kPrint, offer->fingerprint.value);
  EXPECT_TRUE(offer->pcma && offer->pcmu && offer->sends && offer->receives);
  EXPECT_EQ(126, offer->telephone_event);
}

TEST(Sdp, answers_with_g711_first_as_the_passive_lite_side) {
  const auto answer = write_answer(*read_offer(offer_of()), ours());
  for (const char* wanted :
       {"a=ice-lite\r\n", "a=group:BUNDLE 0\r\n", "m=audio 30000 UDP/TLS/RTP/SAVPF 8 0 126\r\n",
        "a=setup:passive\r\n", "a=rtcp-mux\r\n", "a=sendrecv\r\n", "a=fingerprint:sha-256 11:22\r\n",
        "a=candidate:1 1 udp 2130706431 127.0.0.1 30000 typ host\r\n",
        "a=candidate:2 1 udp 2130706175 192.0.2.7 30000 typ host\r\n", "a=end-of-candidates\r\n",
        "a=rtpmap:126 telephone-event/8000\r\n", "a=ice-ufrag:ours\r\n", "a=ice-pwd:secret\r\n"}) {
    EXPECT_NE(std::string::npos, answer.find(wanted)) << wanted << "\nis not in\n" << answer;
  }
  EXPECT_EQ(std::string::npos, answer.find("opus"));
}

TEST(Sdp, refuses_other_lines_in_their_place) {
  const auto offer = read_offer(offer_of("m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:v\r\n"));
  ASSERT_TRUE(offer.ok());
  EXPECT_EQ(1U, offer->audio);
  const auto answer = write_answer(*offer, ours());
  const auto video = answer.find("m=video 0 UDP/TLS/RTP/SAVPF 96\r\n"), audio = answer.find("m=audio 30000");
  ASSERT_NE(std::string::npos, video) << answer;
  EXPECT_LT(video, audio);
}

TEST(Sdp, mirrors_the_direction) {
  EXPECT_NE(std::string::npos,
            write_answer(*read_offer(offer_of("", "a=recvonly\r\n")), ours()).find("a=sendonly\r\n"));
  EXPECT_NE(std::string::npos,
            write_answer(*read_offer(offer_of("", "a=sendonly\r\n")), ours()).find("a=recvonly\r\n"));
}

TEST(Sdp, says_what_is_missing) {
  const auto code = [](const std::string& sdp) {
    const auto offer = read_offer(sdp);
    return offer.ok() ? std::string("ok") : offer.error().code;
  };
  const auto without = [](const std::string& what) {
    auto out = offer_of();
    const auto at = out.find(what);
    EXPECT_NE(std::string::npos, at);
    return out.erase(at, out.find('\n', at) + 1 - at);
  };
  EXPECT_EQ("sdp_malformed", code(""));
  EXPECT_EQ("sdp_malformed", code("hello"));
  EXPECT_EQ("sdp_malformed", code(offer_of("", "nonsense\r\n")));
  EXPECT_EQ("sdp_malformed", code(offer_of("", std::string("a=mid:x\0y\r\n", 11))));
  EXPECT_EQ("sdp_malformed", code(offer_of("", "a=ice-ufrag:a b\r\n")));
  EXPECT_EQ("sdp_malformed", code(offer_of("", std::string(70000, 'x'))));
  EXPECT_EQ("sdp_not_acceptable", code(offer_of("", "", "111")));
  EXPECT_EQ("sdp_not_acceptable", code(without("a=fingerprint")));
  EXPECT_EQ("sdp_not_acceptable", code(without("a=ice-pwd")));
  EXPECT_EQ("sdp_not_acceptable", code(without("a=rtcp-mux")));
  EXPECT_EQ("sdp_not_acceptable", code(without("a=setup")));
  EXPECT_EQ("sdp_not_acceptable", code(offer_of("", "a=setup:passive\r\n")));
  EXPECT_EQ("ok", code(offer_of()));
}
}  // namespace
}  // namespace okno::telephony::webrtc
