// Between sofia's parsed message and plain words. Private to this room.
#pragma once
#include <sofia-sip/msg.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/tport.h>

#include <optional>
#include <string>

#include "telephony/sip/stack.h"

namespace okno::telephony::sip {
Peer peer_of(msg_t* msg, bool tcp);
std::string user_of(const url_t* url);        // percent-escapes undone; "tel:" numbers too
std::string display_of(const char* display);  // quotes undone
enum class Body : std::uint8_t { none, sdp, unknown };
// The message's SDP, also from inside multipart/mixed.
Body body_of(const sip_t* sip, std::string& sdp);
std::optional<Credentials> credentials_of(const sip_t* sip);
bool lists(const msg_list_t* list, const char* item);
// A display name and URI safe to put into a header: quoted, without control characters.
std::string quoted(const std::string& display);
std::string host_text(const std::string& address);  // IPv6 in brackets
}  // namespace okno::telephony::sip
