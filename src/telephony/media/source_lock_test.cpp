#include "telephony/media/source_lock.h"

#include <gtest/gtest.h>

namespace okno::telephony::media {
namespace {
using namespace std::chrono_literals;
const Address kSdp{0x0A000001, 4000}, kNat{0xC0000201, 5000}, kStranger{0xC6336401, 6000};

class ASourceLock : public ::testing::Test {
 protected:
  ASourceLock() { lock_.expect(kSdp); }
  bool packet(const Address& from, std::uint16_t seq, std::uint32_t ssrc = 1) {
    RtpPacket packet;
    packet.seq = seq;
    packet.ssrc = ssrc;
    return lock_.admits(from, packet, now_ += 20ms);
  }
  SourceLock lock_{kNat.ip};  // the signalling comes through the same NAT
  base::Instant now_ = base::from_ms(1000);
};

TEST_F(ASourceLock, sends_where_the_sdp_says_until_it_knows_better) {
  EXPECT_EQ(kSdp, lock_.destination());
  for (std::uint16_t seq = 1; seq <= 3; ++seq) packet(kNat, seq);
  EXPECT_EQ(kNat, lock_.destination());
}

TEST_F(ASourceLock, asks_for_three_packets_in_sequence) {
  EXPECT_FALSE(packet(kNat, 1));
  EXPECT_FALSE(packet(kStranger, 1));
  EXPECT_FALSE(packet(kNat, 2));
  EXPECT_FALSE(packet(kNat, 100));
  EXPECT_FALSE(packet(kNat, 101));
  EXPECT_FALSE(packet(kNat, 102, 2));
  EXPECT_FALSE(packet(kNat, 103, 2));
  EXPECT_TRUE(packet(kNat, 104, 2));
}

TEST_F(ASourceLock, asks_who_comes_from_nowhere_for_a_second_of_sound) {
  for (std::uint16_t seq = 1; seq < 50; ++seq) EXPECT_FALSE(packet(kStranger, seq)) << seq;
  EXPECT_TRUE(packet(kStranger, 50));
  EXPECT_EQ(kStranger, lock_.destination());
}

TEST_F(ASourceLock, does_not_let_a_sprayer_get_in_the_way_of_the_phone) {
  for (std::uint16_t seq = 1; seq < 30; ++seq) packet(kStranger, seq, 9);
  EXPECT_FALSE(packet(kNat, 1));
  EXPECT_FALSE(packet(kStranger, 30, 9));
  EXPECT_FALSE(packet(kNat, 2));
  EXPECT_FALSE(packet(kStranger, 31, 9));
  EXPECT_TRUE(packet(kNat, 3));
  EXPECT_FALSE(packet(kStranger, 32, 9));
  EXPECT_EQ(kNat, lock_.destination());
}

TEST_F(ASourceLock, lets_the_address_of_the_sdp_outweigh_whoever_came_first) {
  for (std::uint16_t seq = 1; seq <= 50; ++seq) packet(kStranger, seq);
  EXPECT_EQ(kStranger, lock_.destination());
  EXPECT_TRUE(packet(kSdp, 1));
  EXPECT_EQ(kSdp, lock_.destination());
  EXPECT_FALSE(packet(kStranger, 4));
}

TEST_F(ASourceLock, follows_the_same_stream_to_a_new_address_after_a_silence) {
  for (std::uint16_t seq = 1; seq <= 3; ++seq) packet(kNat, seq);
  const Address moved{kNat.ip, 5001};
  EXPECT_FALSE(packet(moved, 4));
  now_ += 3s;
  EXPECT_FALSE(packet(kStranger, 4, 77)) << "another stream";
  EXPECT_FALSE(packet(moved, 5));
  EXPECT_FALSE(packet(moved, 6));
  EXPECT_TRUE(packet(moved, 7));
  EXPECT_EQ(moved, lock_.destination());
}

TEST_F(ASourceLock, begins_anew_with_another_sdp_only) {
  packet(kSdp, 1);
  lock_.expect(kSdp);
  EXPECT_TRUE(lock_.locked());
  lock_.expect(kNat);
  EXPECT_FALSE(lock_.locked());
  EXPECT_EQ(kNat, lock_.destination());
}
}  // namespace
}  // namespace okno::telephony::media
