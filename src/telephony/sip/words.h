// Between sofia's parsed message and plain words. Private to this room.
#pragma once
#include <sofia-sip/msg.h>
#include <sofia-sip/nta.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/tport.h>

#include <optional>
#include <string>
#include <string_view>

#include "telephony/sip/stack.h"

namespace okno::telephony::sip {
Peer peer_of(msg_t* msg, Transport transport);
std::string user_of(const url_t* url);        // percent-escapes undone; "tel:" numbers too
std::string display_of(const char* display);  // quotes undone
enum class Body : std::uint8_t { none, sdp, unknown };
// The message's SDP, also from inside multipart/mixed.
Body body_of(const sip_t* sip, std::string& sdp);
std::optional<Credentials> credentials_of(const sip_t* sip);
std::optional<Challenge> challenge_in(const sip_t* answer);  // of a 401 or 407, the first that we can answer
// Keeps an answer readable until its callback ends: sofia frees it with the request, which over TCP is at
// once when we let go of it.
class AnswerHeld {
 public:
  explicit AnswerHeld(nta_outgoing_t* request) : answer_(nta_outgoing_getresponse(request)) {}
  ~AnswerHeld() {
    if (answer_ != nullptr) msg_destroy(answer_);
  }
  AnswerHeld(const AnswerHeld&) = delete;
  AnswerHeld& operator=(const AnswerHeld&) = delete;

 private:
  msg_t* answer_;
};
bool lists(const msg_list_t* list, const char* item);
// "Unsupported: …" with what Require and Proxy-Require ask for and we have not (RFC 3261 8.2.2.3; we also
// stand in for the proxy); empty: nothing.
std::string unsupported(const sip_t* sip);
// The key in the body of an INFO ("application/dtmf-relay", "application/dtmf"); some phones write 10 to 15
// for * # A to D. None: no key.
std::optional<char> key_of_info(std::string_view type, std::string_view body);
// A display name and URI safe to put into a header: quoted, without control characters.
std::string quoted(const std::string& display);
Transport transport_of(const std::string& uri);     // of a SIP URI's parameter
std::string host_text(const std::string& address);  // IPv6 in brackets
}  // namespace okno::telephony::sip
