// How one side of a call sounds: its last words about it for the screen, all of them for the row. Pure.
#pragma once
#include <array>
#include <optional>

#include "app/views.h"
#include "domain/interaction.h"
#include "ports/telephony.h"

namespace okno::app {
class SoundTally {
 public:
  // True: what the screen should say of it has changed.
  bool take(const ports::LegQuality& quality);
  std::optional<domain::LegSound> all() const;     // none: nothing was heard of it
  std::optional<domain::LegSound> lately() const;  // its last words together, about nine seconds
  bool bad() const { return bad_; }

 private:
  // Below the one many people are dissatisfied (ITU-T G.109), and a conversation is work; it is well again
  // only above the other, so that the warning does not blink.
  static constexpr double kBad = 3.5, kGood = 3.7;
  struct Sums {
    double seconds = 0, mos = 0, loss = 0, jitter = 0;  // all but the first times seconds
    void add(const ports::LegQuality& quality);
    std::optional<domain::LegSound> mean() const;
  };
  std::array<ports::LegQuality, 3> last_{};
  std::size_t count_ = 0;
  Sums sums_;
  bool bad_ = false;
};

// For the screen of a live call; none when nothing is known of either side.
std::optional<SoundView> sound_now(const SoundTally& customer, const SoundTally& agent);
}  // namespace okno::app
