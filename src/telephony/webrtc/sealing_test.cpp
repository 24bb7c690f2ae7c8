#include "telephony/webrtc/sealing.h"

#include <gtest/gtest.h>

#include <cstring>

namespace okno::telephony::webrtc {
namespace {
std::vector<std::uint8_t> key(std::size_t bytes, std::uint8_t first) {
  std::vector<std::uint8_t> out(bytes);
  for (std::size_t i = 0; i < bytes; ++i) out[i] = static_cast<std::uint8_t>(first + i);
  return out;
}

struct Packet {
  std::array<std::uint8_t, 64> bytes{};
  explicit Packet(std::uint16_t seq) {
    bytes[0] = 0x80, bytes[1] = 8;
    bytes[2] = static_cast<std::uint8_t>(seq >> 8), bytes[3] = static_cast<std::uint8_t>(seq);
    bytes[11] = 7;
    std::memset(&bytes[12], 'x', 20);
  }
  std::span<std::uint8_t> plain() { return {bytes.data(), 32}; }
};
}  // namespace

TEST(Sealing, two_sides_with_each_others_keys_hear_each_other_and_nobody_else) {
  for (const bool gcm : {false, true}) {
    const std::size_t size = gcm ? 28 : 30;
    Sealing a, b, stranger;
    a.set({gcm, key(size, 1), key(size, 100)});
    b.set({gcm, key(size, 100), key(size, 1)});
    stranger.set({gcm, key(size, 100), key(size, 2)});
    Packet one(1), again(2);
    const auto sealed = a.protect(one.plain());
    ASSERT_GT(sealed.size(), 32U);
    EXPECT_NE(one.bytes[12], 'x');
    const auto opened = b.open(sealed);
    ASSERT_EQ(opened.size(), 32U);
    EXPECT_EQ(opened[12], 'x');
    EXPECT_TRUE(stranger.open(a.protect(again.plain())).empty());
  }
}

TEST(Sealing, a_description_said_again_goes_on_counting_and_a_new_key_begins_anew) {
  Sealing a, b;
  a.set({false, key(30, 1), key(30, 100)});
  b.set({false, key(30, 100), key(30, 1)});
  Packet one(1), same(1), two(2), fresh(1);
  ASSERT_FALSE(b.open(a.protect(one.plain())).empty());
  a.set({false, key(30, 1), key(30, 100)});
  EXPECT_TRUE(a.protect(same.plain()).empty());  // its number was used with this key
  EXPECT_FALSE(b.open(a.protect(two.plain())).empty());
  a.set({false, key(30, 5), key(30, 100)});
  b.set({false, key(30, 100), key(30, 5)});
  EXPECT_FALSE(b.open(a.protect(fresh.plain())).empty());
}

TEST(Sealing, a_key_that_comes_back_after_another_cipher_goes_on_counting) {
  Sealing a, b;
  const SrtpPair his{true, key(28, 100), key(28, 1)};
  a.set({true, key(28, 1), key(28, 100)});
  b.set(his);
  Packet one(1), between(2), same(1), three(3);
  ASSERT_FALSE(b.open(a.protect(one.plain())).empty());
  a.set({false, key(30, 1), key(30, 100)});
  ASSERT_FALSE(a.protect(between.plain()).empty());
  a.set({true, key(28, 1), key(28, 100)});
  EXPECT_TRUE(a.protect(same.plain()).empty());
  EXPECT_FALSE(b.open(a.protect(three.plain())).empty());
}
}  // namespace okno::telephony::webrtc
