// Sofia's parser made kinder and stricter where RFC 4475 asks for it, through its own table of header
// classes. Private to this room.
#pragma once
#include <sofia-sip/msg_mclass.h>

namespace okno::telephony::sip {
// SIP with the extension headers (P-Asserted-Identity …) and these differences:
// - A Request-Line that is none, but begins with a method, still makes a message, marked as an error: it gets
// 400 instead of
//   silence (3.1.2.7 to 3.1.2.9). A method may be any token, and a quoted NUL ends no header (3.1.1.2).
// - The topmost Via may name another transport or SIP version than it came by: sofia would drop the message
// without a
//   word; we answer the way it came. A topmost Via that cannot be read gets 400 where the message came from
//   (3.1.2.1).
// Made once, lives as long as the process.
const msg_mclass_t* message_class();
}  // namespace okno::telephony::sip
