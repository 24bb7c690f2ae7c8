#include "telephony/media/room/room.h"

#include <algorithm>

#include "telephony/media/codec/translator.h"
#include "telephony/media/g711.h"

namespace okno::telephony::media {
void Mouth::said(std::uint32_t timestamp, std::span<const std::uint8_t> payload, Codec law) {
  std::array<std::int16_t, Translator::kMostSamples> sound;
  const auto part = payload.first(std::min(payload.size(), sound.size()));
  std::transform(part.begin(), part.end(), sound.begin(),
                 law == Codec::pcma ? g711::linear_of_alaw : g711::linear_of_ulaw);
  playout_.put(timestamp, std::span(sound).first(part.size()));
}

void Room::add(Member& member) {
  seats_.push_back({&member, false, Reach::all, nullptr, {}});
}

void Room::add_listener(Member& listener, const Member& of, domain::ListenMode mode) {
  Seat* seat = seat_of(listener);
  if (seat == nullptr) seat = &seats_.emplace_back();
  seat->member = &listener;
  seat->listens = true;
  seat->reach = mode == domain::ListenMode::barge     ? Reach::all
                : mode == domain::ListenMode::whisper ? Reach::one
                                                      : Reach::nobody;
  seat->one = &of;
}

void Room::remove(const Member& member) {
  std::erase_if(seats_, [&](const Seat& seat) { return seat.member == &member; });
}

Room::Seat* Room::seat_of(const Member& member) {
  const auto seat =
      std::find_if(seats_.begin(), seats_.end(), [&](const Seat& one) { return one.member == &member; });
  return seat == seats_.end() ? nullptr : &*seat;
}

void Room::said(const Member& member, std::uint32_t timestamp, std::span<const std::uint8_t> payload,
                Codec law) {
  Seat* seat = seat_of(member);
  if (seat != nullptr && seat->reach != Reach::nobody) seat->mouth.said(timestamp, payload, law);
}

// A listener's keys are his own affair: they must not choose in a menu that somebody else listens to.
void Room::pressed(const Member& member, char key) {
  if (listens(member)) return;
  for (Seat& seat : seats_)
    if (seat.member != &member && !seat.listens) seat.member->hear_key(key);
}

bool Room::listens(const Member& member) const {
  return std::any_of(seats_.begin(), seats_.end(),
                     [&](const Seat& seat) { return seat.member == &member && seat.listens; });
}

bool Room::has_listeners() const {
  return std::any_of(seats_.begin(), seats_.end(), [](const Seat& seat) { return seat.listens; });
}

std::vector<Member*> Room::members() const {
  std::vector<Member*> out;
  for (const Seat& seat : seats_)
    if (!seat.listens) out.push_back(seat.member);
  return out;
}

// One sum of all that everybody may hear, and each hears it without his own share: twice as many members are
// twice the work, not four times.
void Room::step(base::Instant now) {
  std::vector<Frame> frames;
  frames.reserve(seats_.size());
  std::array<int, kFrame> sum{};
  for (Seat& seat : seats_) {
    const Frame& frame = frames.emplace_back(seat.mouth.take());
    if (seat.reach != Reach::all) continue;
    for (std::size_t n = 0; n < kFrame; ++n) sum[n] += frame[n];
  }
  const auto add = [](std::array<int, kFrame>& to, const Frame& frame, int sign) {
    for (std::size_t n = 0; n < kFrame; ++n) to[n] += sign * frame[n];
  };
  for (std::size_t i = 0; i < seats_.size(); ++i) {
    std::array<int, kFrame> heard = sum;
    if (seats_[i].reach == Reach::all) add(heard, frames[i], -1);
    for (std::size_t other = 0; other < seats_.size(); ++other)
      if (seats_[other].reach == Reach::one && seats_[other].one == seats_[i].member)
        add(heard, frames[other], 1);
    Frame out;
    std::transform(heard.begin(), heard.end(), out.begin(),
                   [](int sample) { return static_cast<std::int16_t>(std::clamp(sample, -32768, 32767)); });
    seats_[i].member->hear(out, now);
  }
}
}  // namespace okno::telephony::media
