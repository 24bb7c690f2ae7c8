#include "telephony/media/rtp.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "telephony/media/dtmf.h"
#include "telephony/media/g711.h"
#include "telephony/media/rtcp.h"

namespace okno::telephony::media {
namespace {
using namespace std::chrono_literals;

class ANumbering : public ::testing::Test {
 protected:
  Numbering numbers_{7, 65534, 4294967200U};
  base::Instant now_ = base::from_ms(1000);
};

TEST_F(ANumbering, goes_on_without_a_jump_from_source_to_source) {
  const auto one = numbers_.own(160, now_), two = numbers_.own(160, now_ += 20ms);
  EXPECT_TRUE(one.marker);
  EXPECT_FALSE(two.marker);
  EXPECT_EQ(65535, two.seq);
  EXPECT_EQ(160, static_cast<std::int32_t>(two.timestamp - one.timestamp));
  const auto three = numbers_.relayed(99, 5, 123456, now_ += 500ms);
  ASSERT_TRUE(three);
  EXPECT_TRUE(three->marker);
  EXPECT_EQ(0, three->seq) << "over the edge";
  EXPECT_EQ(4000, static_cast<std::int32_t>(three->timestamp - two.timestamp)) << "half a second has passed";
  const auto four = numbers_.relayed(99, 6, 123616, now_ += 20ms);
  EXPECT_FALSE(four->marker);
  EXPECT_EQ(160, static_cast<std::int32_t>(four->timestamp - three->timestamp));
  EXPECT_FALSE(numbers_.relayed(99, 4, 123296, now_)) << "from before this source was joined";
  const auto five = numbers_.relayed(98, 60000, 1, now_ += 20ms);
  EXPECT_TRUE(five->marker);
  EXPECT_EQ(2, five->seq);
}

TEST_F(ANumbering, never_gives_one_number_to_two_packets_of_a_long_call) {
  std::uint16_t in = 60000, last = 0;
  for (int i = 0; i < 200000; ++i, ++in) {
    const auto number = numbers_.relayed(5, in, static_cast<std::uint32_t>(i) * 160, now_ += 20ms);
    ASSERT_TRUE(number) << i;
    if (i > 0) {
      ASSERT_EQ(static_cast<std::uint16_t>(last + 1), number->seq) << i;
    }
    last = number->seq;
  }
}

TEST_F(ANumbering, holds_the_timestamp_of_a_key_and_then_follows_the_clock) {
  const auto sound = numbers_.own(160, now_), key = numbers_.held(true, now_ += 20ms);
  EXPECT_TRUE(key.marker);
  const auto again = numbers_.held(false, now_ += 20ms);
  EXPECT_EQ(key.timestamp, again.timestamp);
  EXPECT_FALSE(again.marker);
  const auto after = numbers_.own(160, now_ += 100ms);
  EXPECT_GE(static_cast<std::int32_t>(after.timestamp - sound.timestamp), 7 * 160);
}

TEST(Reception, counts_loss_over_the_edge_and_jitter) {
  Reception reception;
  base::Instant now = base::from_ms(1000);
  RtpPacket packet;
  packet.seq = 65530;
  for (int i = 0; i < 100; ++i) {
    if (i % 10 != 3) reception.heard(packet, now + (i % 2 == 0 ? 4ms : 0ms));
    ++packet.seq;
    packet.timestamp += 160;
    now += 20ms;
  }
  EXPECT_EQ(90U, reception.packets());
  EXPECT_EQ(10U, reception.lost());
  EXPECT_NEAR(4, reception.jitter_ms(), 1);
  EXPECT_NEAR(25, reception.take_fraction_lost(), 1);
  EXPECT_EQ(0, reception.take_fraction_lost());
}

TEST(Rtcp, writes_reports_that_it_can_read) {
  Reception reception;
  RtpPacket packet;
  packet.ssrc = 0xAABBCCDD;
  reception.heard(packet, base::from_ms(1000));
  ReportExchange ours, theirs;
  std::vector<std::uint8_t> room(ReportExchange::kRoom);
  const auto sender = ours.write(1, {10, 1600, 99}, reception, base::from_ms(5000), room);
  EXPECT_EQ(200, sender[1]);
  EXPECT_EQ(0U, sender.size() % 4);
  EXPECT_TRUE(theirs.heard(sender, base::from_ms(5000)));
  const std::uint32_t their_time = read32(&sender[10]);
  const auto answer = theirs.write(2, {}, reception, base::from_ms(7000), room);
  EXPECT_EQ(201, answer[1]);
  EXPECT_EQ(0xAABBCCDD, read32(&answer[8]));
  EXPECT_EQ(their_time, read32(&answer[24])) << "when their last report left";
  EXPECT_EQ(2U * 65536, read32(&answer[28])) << "and how long ago it came";
  EXPECT_FALSE(ours.heard(std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6, 7, 8}, {}));
  EXPECT_FALSE(ours.heard(std::vector<std::uint8_t>{0x80, 200, 0, 9, 5, 6, 7, 8}, {}));
}

TEST(Rtcp, reads_what_the_far_end_says_of_what_it_hears) {
  Reception heard_there, nothing;
  ReportExchange ours, theirs;
  std::vector<std::uint8_t> room(ReportExchange::kRoom), back(ReportExchange::kRoom);
  RtpPacket packet;
  packet.ssrc = 77;
  for (const int seq : {1, 2, 4, 5}) {  // the third is lost
    packet.seq = static_cast<std::uint16_t>(seq);
    packet.timestamp = static_cast<std::uint32_t>(160 * seq);
    heard_there.heard(packet, base::from_ms(20 * seq));
  }
  EXPECT_TRUE(
      theirs.heard(ours.write(77, {10, 1600, 99}, nothing, base::from_ms(5000), room), base::from_ms(5040)));
  const auto answer = theirs.write(2, {}, heard_there, base::from_ms(6040), back);
  EXPECT_FALSE(ours.take_theirs());
  EXPECT_TRUE(ours.heard(answer, base::from_ms(6080)));
  const auto said = ours.take_theirs();
  ASSERT_TRUE(said);
  EXPECT_NEAR(0.2, said->loss, 0.01);
  EXPECT_NEAR(80, said->round_trip_ms, 0.1);
  EXPECT_FALSE(ours.take_theirs()) << "once";
  back[11] = 78;  // of another stream
  EXPECT_TRUE(ours.heard(answer, base::from_ms(6080)));
  EXPECT_FALSE(ours.take_theirs());
  back[11] = 77;
  write32(&back[24], 0x12345678);  // a clock that is nobody's
  EXPECT_TRUE(ours.heard(answer, base::from_ms(6080)));
  EXPECT_EQ(0, ours.take_theirs().value().round_trip_ms);
  back[0] = 0x9F;  // 31 blocks are announced and one is there
  EXPECT_TRUE(ours.heard(answer, base::from_ms(6080)));
}

TEST(G711, keeps_sound_through_both_laws) {
  for (int sample = -32000; sample <= 32000; sample += 37) {
    const auto in = static_cast<std::int16_t>(sample);
    const double allowed = 16 + std::abs(sample) * 0.04;
    EXPECT_NEAR(sample, g711::linear_of_alaw(g711::alaw_of(in)), allowed);
    EXPECT_NEAR(sample, g711::linear_of_ulaw(g711::ulaw_of(in)), allowed);
    EXPECT_NEAR(sample, g711::linear_of_ulaw(g711::kUlawOfAlaw[g711::alaw_of(in)]), 2 * allowed);
  }
  for (int byte = 0; byte < 256; ++byte) {
    const auto b = static_cast<std::uint8_t>(byte);
    EXPECT_EQ(b, g711::alaw_of(g711::linear_of_alaw(b)));
  }
  EXPECT_NEAR(0, g711::linear_of_alaw(g711::kSilenceA), 8);
  EXPECT_EQ(0, g711::linear_of_ulaw(g711::kSilenceU));
}

TEST(Dtmf, hears_keys_of_a_far_end_whose_clock_began_anew) {
  DtmfReader reader;
  std::vector<std::uint8_t> payload{5, 0x8A, 0, 160};
  RtpPacket packet;
  packet.marker = true;
  packet.payload = payload;
  packet.timestamp = 900'000;
  EXPECT_EQ('5', reader.heard(packet));
  packet.timestamp = 899'000;
  EXPECT_FALSE(reader.heard(packet)) << "only late";
  packet.timestamp = 1000;
  EXPECT_EQ('5', reader.heard(packet));
  EXPECT_FALSE(reader.heard(packet));
}

TEST(Dtmf, goes_on_with_a_key_held_longer_than_a_timestamp_lasts) {
  DtmfReader reader;
  std::vector<std::uint8_t> payload{5, 0x0A, 0xFF, 0xFF};
  RtpPacket packet;
  packet.timestamp = 1000;
  packet.marker = true;
  packet.payload = payload;
  EXPECT_EQ('5', reader.heard(packet));
  packet.timestamp += 0xFFFF;
  packet.marker = false;
  EXPECT_FALSE(reader.heard(packet));
  packet.timestamp += 4000;
  packet.marker = true;
  EXPECT_EQ('5', reader.heard(packet)) << "pressed again";
}
}  // namespace
}  // namespace okno::telephony::media
