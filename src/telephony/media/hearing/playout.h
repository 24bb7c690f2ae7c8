// An adaptive jitter buffer: packets go in as they come, in any order; 20 ms of sound come out at each take.
// It holds back 40 ms at first, more when packets vary more, and becomes quicker again when they do not. What
// is missing is concealed. Pure: the takes are its clock.
#pragma once
#include <array>
#include <bitset>
#include <cstdint>
#include <span>
#include <vector>

#include "telephony/media/rtp.h"

namespace okno::telephony::media {
using Frame = std::array<std::int16_t, kFrame>;  // 20 ms

class Playout {
 public:
  Playout();
  // `timestamp` of its first sample, at 8 kHz.
  void put(std::uint32_t timestamp, std::span<const std::int16_t> sound);
  Frame take();
  std::size_t held_ms() const;                            // of sound that has come and was not taken
  std::uint64_t concealed() const { return concealed_; }  // frames

 private:
  static constexpr std::size_t kLeast = 2 * kFrame;  // 40 ms, at the beginning
  static constexpr std::size_t kMost = 10 * kFrame;  // 200 ms: people begin to talk into each other
  static constexpr std::size_t kRing = 4096;         // samples, half a second
  static constexpr int kWindow = 100;                // takes, two seconds
  void begin(std::uint32_t timestamp);
  bool there(std::uint32_t from) const;
  Frame read(std::uint32_t from) const;
  Frame made_up();
  void go_on(std::size_t samples);
  void consider_hurry();
  std::int32_t ahead() const { return static_cast<std::int32_t>(end_ - next_); }

  std::vector<std::int16_t> ring_;
  std::bitset<kRing> known_;
  std::vector<std::int16_t> played_;  // the last kConcealFrom samples
  std::uint32_t next_ = 0, end_ = 0;  // to be taken next; after the newest that came
  std::size_t cushion_ = kLeast;      // held back at a beginning
  std::int32_t least_spare_ = 0;      // of this window: how early packets came at the least
  int takes_ = 0, missing_ = 0;       // of this window; frames in a row
  std::uint64_t concealed_ = 0;
  bool begun_ = false, flows_ = false, hurries_ = false;
};
}  // namespace okno::telephony::media
