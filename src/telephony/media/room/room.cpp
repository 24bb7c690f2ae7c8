#include "telephony/media/room/room.h"

#include <algorithm>

#include "telephony/media/g711.h"

namespace okno::telephony::media {
void Mouth::said(std::span<const std::uint8_t> payload, Codec codec) {
  for (const std::uint8_t byte : payload)
    samples_.push_back(codec == Codec::pcma ? g711::linear_of_alaw(byte) : g711::linear_of_ulaw(byte));
  if (samples_.size() <= kMost) return;
  const auto too_much = static_cast<std::ptrdiff_t>(samples_.size() - kCushion);
  samples_.erase(samples_.begin(), samples_.begin() + too_much);
}

Frame Mouth::take() {
  Frame frame{};
  if (!flows_ && samples_.size() >= kCushion) flows_ = true;
  if (samples_.size() < kFrame) flows_ = false;
  if (!flows_) return frame;
  std::copy_n(samples_.begin(), kFrame, frame.begin());
  samples_.erase(samples_.begin(), samples_.begin() + kFrame);
  return frame;
}

Frame sum_of_others(std::span<const Frame> all, std::size_t listener) {
  Frame out{};
  for (std::size_t i = 0; i < kFrame; ++i) {
    int sum = 0;
    for (std::size_t n = 0; n < all.size(); ++n)
      if (n != listener) sum += all[n][i];
    out[i] = static_cast<std::int16_t>(std::clamp(sum, -32768, 32767));
  }
  return out;
}

void Room::add(Member& member) {
  seats_.push_back({&member, {}});
}

void Room::remove(const Member& member) {
  std::erase_if(seats_, [&](const Seat& seat) { return seat.member == &member; });
}

void Room::said(const Member& member, std::span<const std::uint8_t> payload, Codec codec) {
  for (Seat& seat : seats_)
    if (seat.member == &member) seat.mouth.said(payload, codec);
}

void Room::step(base::Instant now) {
  std::vector<Frame> all;
  all.reserve(seats_.size());
  for (Seat& seat : seats_) all.push_back(seat.mouth.take());
  for (std::size_t i = 0; i < seats_.size(); ++i) seats_[i].member->hear(sum_of_others(all, i), now);
}
}  // namespace okno::telephony::media
