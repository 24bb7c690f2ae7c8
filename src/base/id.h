// A typed number: a ContactId is no InteractionId, and no plain integer by accident. 0 means "none".
#pragma once
#include <compare>
#include <cstdint>
#include <functional>

namespace okno::base {
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::int64_t value) : value_(value) {}
  constexpr std::int64_t value() const { return value_; }
  constexpr explicit operator bool() const { return value_ != 0; }
  constexpr auto operator<=>(const Id&) const = default;

 private:
  std::int64_t value_ = 0;
};
}  // namespace okno::base

template <class Tag>
struct std::hash<okno::base::Id<Tag>> {
  std::size_t operator()(okno::base::Id<Tag> id) const noexcept {
    return std::hash<std::int64_t>{}(id.value());
  }
};
