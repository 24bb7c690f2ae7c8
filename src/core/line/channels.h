// Channels as bits, and what holding one lets come on top of it.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "domain/centre.h"

namespace okno::core {
inline constexpr std::size_t kChannels = 5;
// What an agent may be offered now: a bit for each channel.
using Mask = std::uint8_t;
inline constexpr Mask kAllChannels = (1 << kChannels) - 1;
inline constexpr Mask kIfPutBack = 1 << kChannels;  // a call, when his letters go back to the stack
inline constexpr int kWholeAgent = 100;             // percent of attention

constexpr std::size_t index_of(domain::Channel channel) {
  return static_cast<std::size_t>(channel);
}
constexpr Mask bit(domain::Channel channel) {
  return static_cast<Mask>(1U << index_of(channel));
}
template <class Counts>  // domain::Capacity or domain::Weights
constexpr std::array<int, kChannels> by_channel(const Counts& c) {
  return {c.voice, c.chat, c.email, c.sms, c.social};
}

// A project's rules ready for use.
struct Blocks {
  std::array<Mask, kChannels> beside{1, 2, 4, 8, 16};  // by what is held: what may come beside it
  std::array<int, kChannels> weight{};

  static Blocks of(const domain::Project& project) {
    Blocks blocks;
    for (const auto& [holding, coming] : project.together) blocks.beside[index_of(holding)] |= bit(coming);
    blocks.weight = by_channel(project.weights);
    return blocks;
  }
};
}  // namespace okno::core
