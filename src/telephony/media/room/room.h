// A conference: each member hears the sum of the others. All members live on one media thread; the first
// one's tick is the room's clock. Pure but for the legs it gives sound to.
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "base/instant.h"
#include "telephony/media/engine.h"
#include "telephony/media/rtp.h"

namespace okno::telephony::media {
using Frame = std::array<std::int16_t, kFrame>;

// What a member has said and the room has not yet taken.
class Mouth {
 public:
  void said(std::span<const std::uint8_t> payload, Codec codec);
  // The next 20 ms; silence while too little has come.
  Frame take();

 private:
  static constexpr std::size_t kCushion = 2 * kFrame;  // 40 ms against jitter, after each silence
  static constexpr std::size_t kMost = 8 * kFrame;     // past it a clock is too fast: the oldest goes
  std::deque<std::int16_t> samples_;
  bool flows_ = false;
};

Frame sum_of_others(std::span<const Frame> all, std::size_t listener);

class Member {  // a leg, as the room sees it
 public:
  virtual ~Member() = default;
  virtual void hear(const Frame& mixed, base::Instant now) = 0;
};

class Room {
 public:
  void add(Member& member);
  void remove(const Member& member);
  void said(const Member& member, std::span<const std::uint8_t> payload, Codec codec);
  bool keeps_time(const Member& member) const { return !seats_.empty() && seats_.front().member == &member; }
  void step(base::Instant now);  // 20 ms

 private:
  struct Seat {
    Member* member = nullptr;
    Mouth mouth;
  };
  std::vector<Seat> seats_;
};
}  // namespace okno::telephony::media
