// Which of our addresses to name to a far end when we listen on all of them.
#pragma once
#include <string>

namespace okno::telephony::sip {
// The one that packets to `remote` leave from, numeric. A name is not looked up (that would block): for it,
// as for what cannot be reached, the one that packets to the outside world leave from; 127.0.0.1 when there
// is no way out.
std::string own_address_towards(const std::string& remote);
}  // namespace okno::telephony::sip
