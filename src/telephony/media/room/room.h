// A conference: each member hears the sum of the others. Beside the members sit listeners (supervisors): they
// hear all of them, and are heard by nobody, by one member alone, or by all. Everybody lives on one media
// thread; the first seat's tick is the room's clock. Pure but for the legs it gives sound to.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/instant.h"
#include "domain/listen.h"
#include "telephony/media/engine.h"
#include "telephony/media/hearing/playout.h"
#include "telephony/media/rtp.h"

namespace okno::telephony::media {
// What a member has said and the room has not yet taken.
class Mouth {
 public:
  void said(std::uint32_t timestamp, std::span<const std::uint8_t> payload, Codec law);
  // The next 20 ms; silence while too little has come.
  Frame take() { return playout_.take(); }

 private:
  Playout playout_;
};

class Member {  // a leg, as the room sees it
 public:
  virtual ~Member() = default;
  virtual void hear(const Frame& mixed, base::Instant now) = 0;
  virtual void hear_key(char key) = 0;  // another member has pressed it
};

class Room {
 public:
  void add(Member& member);
  // `of` is whom a whisper goes to. Who listens already changes his mode.
  void add_listener(Member& listener, const Member& of, domain::ListenMode mode);
  void remove(const Member& member);
  // `timestamp` of its first sample, at 8 kHz.
  void said(const Member& member, std::uint32_t timestamp, std::span<const std::uint8_t> payload, Codec law);
  void pressed(const Member& member, char key);
  bool listens(const Member& member) const;
  bool has_listeners() const;
  // Those who are no listeners, in order of coming.
  std::vector<Member*> members() const;
  bool keeps_time(const Member& member) const { return !seats_.empty() && seats_.front().member == &member; }
  void step(base::Instant now);  // 20 ms

 private:
  enum class Reach { all, one, nobody };  // who hears what is said in a seat
  struct Seat {
    Member* member = nullptr;
    bool listens = false;
    Reach reach = Reach::all;
    const Member* one = nullptr;  // of Reach::one
    Mouth mouth;
  };
  Seat* seat_of(const Member& member);
  std::vector<Seat> seats_;
};
}  // namespace okno::telephony::media
