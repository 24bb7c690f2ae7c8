// Whether new calls must be refused so that the ones we have go on. Two signs, both of work that waits: bytes
// unread on the SIP socket, and calls that were told to the owner and got no first command back. Used on the
// SIP thread.
#pragma once
#include <cstddef>

namespace okno::telephony::softswitch {
// At 300 calls a second about half a second of deciding; a caller who waits longer sends his INVITE again.
inline constexpr std::size_t kMaxUndecided = 150;
inline constexpr std::size_t kFewUndecided = kMaxUndecided / 4;  // calls are taken again

class Overload {
 public:
  // Asked for each new call. True: refuse it.
  bool refuses(bool socket_behind, std::size_t undecided) {
    const bool too_much = socket_behind || undecided >= kMaxUndecided;
    const bool relieved = !socket_behind && undecided <= kFewUndecided;
    on_ = on_ ? !relieved : too_much;
    if (on_) ++refused_;
    return on_;
  }
  bool on() const { return on_; }
  std::size_t refused() const { return refused_; }

 private:
  bool on_ = false;
  std::size_t refused_ = 0;
};
}  // namespace okno::telephony::softswitch
