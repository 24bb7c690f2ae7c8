// Whether new calls must be refused so that the ones we have go on. Two signs, both of work that waits: bytes
// unread on the SIP socket, and calls that were told to the owner and got no first command back. Used on the
// SIP thread.
#pragma once
#include <chrono>
#include <cstddef>

namespace okno::telephony::softswitch {
// At 300 calls a second about half a second of deciding; a caller who waits longer sends his INVITE again.
inline constexpr std::size_t kMaxUndecided = 150;
inline constexpr std::size_t kFewUndecided = kMaxUndecided / 4;  // calls are taken again

inline constexpr std::chrono::milliseconds kOverloadLook{500};  // while refusing and nobody calls

class Overload {
 public:
  // A look at what waits; asked for each new call. True: refuse it.
  bool look(bool socket_behind, std::size_t undecided) {
    const bool too_much = socket_behind || undecided >= kMaxUndecided;
    const bool relieved = !socket_behind && undecided <= kFewUndecided;
    return on_ = on_ ? !relieved : too_much;
  }
  bool on() const { return on_; }

 private:
  bool on_ = false;
};
}  // namespace okno::telephony::softswitch
