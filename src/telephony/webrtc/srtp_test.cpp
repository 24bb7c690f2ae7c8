#include "telephony/webrtc/srtp.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/prng.h"

namespace okno::telephony::webrtc {
namespace {
using Bytes = std::vector<std::uint8_t>;

Bytes hex(const std::string& text) {
  Bytes out;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    out.push_back(static_cast<std::uint8_t>(std::stoul(text.substr(i, 2), nullptr, 16)));
  }
  return out;
}

SrtpKeys keys_of(SrtpProfile profile) {
  SrtpKeys out;
  out.profile = profile;
  for (std::size_t i = 0; i < out.key.size(); ++i) out.key[i] = static_cast<std::uint8_t>(i * 7 + 1);
  for (std::size_t i = 0; i < master_salt_size(profile); ++i)
    out.salt[i] = static_cast<std::uint8_t>(i * 5 + 3);
  return out;
}

Bytes rtp(std::uint16_t seq, std::size_t payload = 160, std::uint32_t ssrc = 0xCAFEBABE) {
  Bytes out(12 + payload);
  out[0] = 0x80;
  out[1] = 8;
  out[2] = static_cast<std::uint8_t>(seq >> 8);
  out[3] = static_cast<std::uint8_t>(seq);
  for (int i = 0; i < 4; ++i)
    out[8 + static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(ssrc >> (24 - 8 * i));
  for (std::size_t i = 12; i < out.size(); ++i) out[i] = static_cast<std::uint8_t>(i * 31 + seq);
  return out;
}

template <class Work>
Bytes in_place(const Bytes& packet, Work work) {
  Bytes room = packet;
  room.resize(packet.size() + Srtp::kOverhead);
  const auto done = work(std::span(room).first(packet.size()));
  return {done.begin(), done.end()};
}
Bytes protect(Srtp& by, const Bytes& packet) {
  return in_place(packet, [&](auto bytes) { return by.protect(bytes); });
}
Bytes open(Srtp& by, const Bytes& packet) {
  return in_place(packet, [&](auto bytes) { return by.open(bytes); });
}

class EachProfile : public ::testing::TestWithParam<SrtpProfile> {
 protected:
  Srtp seal_{keys_of(GetParam())}, ear_{keys_of(GetParam())};
};
INSTANTIATE_TEST_SUITE_P(Srtp, EachProfile,
                         ::testing::Values(SrtpProfile::aead_aes_128_gcm, SrtpProfile::aes128_cm_sha1_80));

TEST_P(EachProfile, opens_what_it_protected_over_the_roll_over) {
  std::uint16_t seq = 65000;
  for (int i = 0; i < 140000; ++i, ++seq) {
    const Bytes plain = rtp(seq, 20);
    const Bytes sealed = protect(seal_, plain);
    ASSERT_NE(plain, Bytes(sealed.begin(), sealed.begin() + static_cast<std::ptrdiff_t>(plain.size())));
    ASSERT_EQ(plain, open(ear_, sealed)) << i;
  }
}

TEST_P(EachProfile, opens_packets_in_disorder_and_none_twice) {
  std::vector<Bytes> sealed;
  for (std::uint16_t seq = 65500; seq != 100; ++seq) sealed.push_back(protect(seal_, rtp(seq)));
  for (std::size_t i = 0; i + 10 < sealed.size(); i += 10)
    std::reverse(sealed.begin() + static_cast<std::ptrdiff_t>(i),
                 sealed.begin() + static_cast<std::ptrdiff_t>(i) + 10);
  for (const auto& one : sealed) EXPECT_FALSE(open(ear_, one).empty());
  for (const auto& one : sealed) EXPECT_TRUE(open(ear_, one).empty()) << "a replay";
}

TEST_P(EachProfile, refuses_every_changed_bit_and_every_cut) {
  const Bytes sealed = protect(seal_, rtp(7, 40));
  for (std::size_t i = 0; i < sealed.size() * 8; ++i) {
    Bytes changed = sealed;
    changed[i / 8] ^= static_cast<std::uint8_t>(1U << (i % 8));
    EXPECT_TRUE(open(ear_, changed).empty()) << i;
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_TRUE(
        open(ear_, Bytes(sealed.begin(), sealed.begin() + static_cast<std::ptrdiff_t>(size))).empty());
  }
  EXPECT_FALSE(open(ear_, sealed).empty());
}

TEST_P(EachProfile, never_uses_a_number_twice_for_sending) {
  EXPECT_FALSE(protect(seal_, rtp(7)).empty());
  EXPECT_TRUE(protect(seal_, rtp(7, 20)).empty());
}

TEST_P(EachProfile, keeps_header_extensions_readable) {
  Bytes plain = rtp(9, 60);
  plain[0] |= 0x10;
  plain[12] = 0xBE;
  plain[13] = 0xDE;
  plain[14] = 0;
  plain[15] = 2;
  const Bytes sealed = protect(seal_, plain);
  EXPECT_TRUE(std::equal(plain.begin(), plain.begin() + 24, sealed.begin()));
  EXPECT_FALSE(std::equal(plain.begin() + 24, plain.end(), sealed.begin() + 24));
  EXPECT_EQ(plain, open(ear_, sealed));
}

TEST_P(EachProfile, opens_rtcp_once) {
  const Bytes plain = hex("80c80006cafebabe000102030405060708090a0b0c0d0e0f1011121300112233");
  const auto seal = [&](auto bytes) { return seal_.protect_rtcp(bytes); };
  const auto open_it = [&](auto bytes) { return ear_.open_rtcp(bytes); };
  const Bytes first = in_place(plain, seal), second = in_place(plain, seal);
  EXPECT_NE(first, second);
  EXPECT_EQ(plain, in_place(second, open_it));
  EXPECT_EQ(plain, in_place(first, open_it));
  EXPECT_TRUE(in_place(first, open_it).empty());
  Bytes changed = in_place(plain, seal);
  changed[10] ^= 1;
  EXPECT_TRUE(in_place(changed, open_it).empty());
}

// A provider's announcements and hand-overs, each with a stream of its own.
TEST_P(EachProfile, goes_on_with_many_streams_and_forgets_none_of_them) {
  std::vector<Bytes> sealed;
  for (std::uint32_t ssrc = 1; ssrc <= 60; ++ssrc) sealed.push_back(protect(seal_, rtp(7, 160, ssrc)));
  for (const auto& one : sealed) EXPECT_FALSE(open(ear_, one).empty());
  for (const auto& one : sealed) EXPECT_TRUE(open(ear_, one).empty()) << "a replay";
}

TEST_P(EachProfile, opens_the_rtcp_of_a_new_stream_that_counts_from_the_beginning) {
  const auto open_it = [&](auto bytes) { return ear_.open_rtcp(bytes); };
  const Bytes old = hex("80c80006cafebabe000102030405060708090a0b0c0d0e0f1011121300112233");
  for (int i = 0; i < 300; ++i)
    ASSERT_EQ(old, in_place(in_place(old, [&](auto bytes) { return seal_.protect_rtcp(bytes); }), open_it));
  const Bytes fresh = hex("80c80006cafebabf000102030405060708090a0b0c0d0e0f1011121300112233");
  Srtp later(keys_of(GetParam()));
  const Bytes sealed = in_place(fresh, [&](auto bytes) { return later.protect_rtcp(bytes); });
  EXPECT_EQ(fresh, in_place(sealed, open_it));
  EXPECT_TRUE(in_place(sealed, open_it).empty()) << "a replay";
}

TEST_P(EachProfile, survives_noise) {
  constexpr std::uint64_t kSeed = 7;
  base::Prng random(kSeed);
  for (int i = 0; i < 20000; ++i) {
    Bytes noise(random.below(80));
    for (auto& byte : noise) byte = static_cast<std::uint8_t>(random.next());
    if (!noise.empty()) noise[0] = static_cast<std::uint8_t>(0x80 | (noise[0] & 0x3F));
    EXPECT_TRUE(open(ear_, noise).empty());
    EXPECT_TRUE(in_place(noise, [&](auto bytes) { return ear_.open_rtcp(bytes); }).empty());
  }
}

// The packet and its keys are those of libsrtp's own self-test: an agreement with the code inside Chromium.
TEST(Srtp, agrees_with_libsrtp_on_aes_cm) {
  SrtpKeys keys;
  keys.profile = SrtpProfile::aes128_cm_sha1_80;
  const auto key = hex("e1f97a0d3e018be0d64fa32c06de4139"), salt = hex("0ec675ad498afeebb6960b3aabe6");
  std::copy(key.begin(), key.end(), keys.key.begin());
  std::copy(salt.begin(), salt.end(), keys.salt.begin());
  Srtp seal(keys);
  const Bytes plain =
      hex("800f1234decafbadcafebabe"
          "abababababababababababababababab");
  const Bytes sealed = hex("800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb");
  EXPECT_EQ(sealed, protect(seal, plain));
}

TEST(Srtp, agrees_with_libsrtp_on_aes_gcm) {
  SrtpKeys keys;
  keys.profile = SrtpProfile::aead_aes_128_gcm;
  const auto key = hex("000102030405060708090a0b0c0d0e0f"), salt = hex("a0a1a2a3a4a5a6a7a8a9aaab");
  std::copy(key.begin(), key.end(), keys.key.begin());
  std::copy(salt.begin(), salt.end(), keys.salt.begin());
  Srtp seal(keys);
  const Bytes plain =
      hex("800f1234decafbadcafebabe"
          "abababababababababababababababab");
  const Bytes sealed =
      hex("800f1234decafbadcafebabec5002ede04cfdd2eb91159e0880aa06ed2976826f796b201df3131a127e8a392");
  EXPECT_EQ(sealed, protect(seal, plain));
}
}  // namespace
}  // namespace okno::telephony::webrtc
