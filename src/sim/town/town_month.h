// What a town of many days needs beside a day's life: how busy each hour is, what is looked at in the
// evening, and who has been in a state that ends by itself for too long.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "core/command.h"

namespace okno::sim {
// Customers come so many times as often as on the day's mean; `share` of the day has passed.
double busy(double share);

struct Evening {  // everybody has left
  int day = 1;
  std::int64_t events = 0, interactions = 0;  // since the first day
  std::size_t agents = 0;                     // as configured
  std::size_t packed_bytes = 0;               // the whole core as text
};

// Ringing, dialling, the menu and the work after end by an alarm when nobody moves: within kLongest.
class Stillness {
 public:
  static constexpr base::Duration kLongest = std::chrono::minutes(10);
  void note(const core::Command& command, base::Instant now);
  // Somebody who is in such a state for longer; empty: nobody.
  std::string stuck(base::Instant now) const;

 private:
  struct Seen {
    domain::InteractionState state{};
    std::size_t steps = 0;  // in the menus: who walks on is not stuck, and the core bounds the walk
    base::Instant since{};
  };
  std::map<domain::InteractionId, Seen> interactions_;
  std::map<domain::AgentId, core::AgentChanged> agents_;
};
}  // namespace okno::sim
