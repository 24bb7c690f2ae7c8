#include "telephony/webrtc/stun.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace okno::telephony::webrtc {
namespace {
using Bytes = std::vector<std::uint8_t>;
// RFC 5769, 2.1 and 2.2.
constexpr const char* kPassword = "VOkJxbRl1RmTxUk/WvJxBt";
const Bytes kRequest{0x00, 0x01, 0x00, 0x58, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34,
                     0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae, 0x80, 0x22, 0x00, 0x10, 0x53, 0x54, 0x55, 0x4e,
                     0x20, 0x74, 0x65, 0x73, 0x74, 0x20, 0x63, 0x6c, 0x69, 0x65, 0x6e, 0x74, 0x00, 0x24,
                     0x00, 0x04, 0x6e, 0x00, 0x01, 0xff, 0x80, 0x29, 0x00, 0x08, 0x93, 0x2f, 0xf9, 0xb1,
                     0x51, 0x26, 0x3b, 0x36, 0x00, 0x06, 0x00, 0x09, 0x65, 0x76, 0x74, 0x6a, 0x3a, 0x68,
                     0x36, 0x76, 0x59, 0x20, 0x20, 0x20, 0x00, 0x08, 0x00, 0x14, 0x9a, 0xea, 0xa7, 0x0c,
                     0xbf, 0xd8, 0xcb, 0x56, 0x78, 0x1e, 0xf2, 0xb5, 0xb2, 0xd3, 0xf2, 0x49, 0xc1, 0xb5,
                     0x71, 0xa2, 0x80, 0x28, 0x00, 0x04, 0xe5, 0x7a, 0x3b, 0xcf};
const Bytes kResponse{0x01, 0x01, 0x00, 0x3c, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34,
                      0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae, 0x80, 0x22, 0x00, 0x0b, 0x74, 0x65, 0x73, 0x74,
                      0x20, 0x76, 0x65, 0x63, 0x74, 0x6f, 0x72, 0x20, 0x00, 0x20, 0x00, 0x08, 0x00, 0x01,
                      0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43, 0x00, 0x08, 0x00, 0x14, 0x2b, 0x91, 0xf5, 0x99,
                      0xfd, 0x9e, 0x90, 0xc3, 0x8c, 0x74, 0x89, 0xf9, 0x2a, 0xf9, 0xba, 0x53, 0xf0, 0x6b,
                      0xe7, 0xd7, 0x80, 0x28, 0x00, 0x04, 0xc0, 0x7d, 0x4c, 0x96};

TEST(Stun, reads_the_sample_request_of_rfc_5769) {
  const auto message = read_stun(kRequest);
  ASSERT_TRUE(message);
  EXPECT_EQ(kBindingRequest, message->type);
  EXPECT_EQ("evtj:h6vY", message->username);
  EXPECT_FALSE(message->use_candidate);
  EXPECT_FALSE(message->controlling);
  EXPECT_TRUE(is_signed_with(kRequest, *message, kPassword));
  EXPECT_FALSE(is_signed_with(kRequest, *message, "VOkJxbRl1RmTxUk/WvJxBT"));
}

TEST(Stun, reads_the_sample_response_of_rfc_5769) {
  const auto message = read_stun(kResponse);
  ASSERT_TRUE(message);
  EXPECT_EQ(kBindingSuccess, message->type);
  ASSERT_TRUE(message->mapped);
  EXPECT_EQ("192.0.2.1:32853", to_text(*message->mapped));
  EXPECT_TRUE(is_signed_with(kResponse, *message, kPassword));
}

TEST(Stun, refuses_every_message_with_one_bit_changed) {
  for (std::size_t i = 0; i < kRequest.size() * 8; ++i) {
    Bytes changed = kRequest;
    changed[i / 8] ^= static_cast<std::uint8_t>(1U << (i % 8));
    const auto message = read_stun(changed);
    EXPECT_FALSE(message && is_signed_with(changed, *message, kPassword)) << "bit " << i;
  }
}

TEST(Stun, refuses_every_message_that_is_cut) {
  for (std::size_t size = 0; size < kRequest.size(); ++size) {
    EXPECT_FALSE(read_stun({kRequest.data(), size})) << size;
  }
}

TEST(Stun, does_not_believe_what_follows_the_signature) {
  std::array<std::uint8_t, 256> room{};
  const auto request = write_binding_request({}, "ours:theirs", false, "secret", room);
  // USE-CANDIDATE slipped in between MESSAGE-INTEGRITY and FINGERPRINT by somebody who cannot sign.
  Bytes forged(request.begin(), request.end() - 8);
  forged.insert(forged.end(), {0x00, 0x25, 0x00, 0x00});
  forged[3] = static_cast<std::uint8_t>(forged.size() + 8 - 20);
  std::uint32_t crc = 0xFFFFFFFF;
  for (const auto byte : forged) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
  }
  crc = ~crc ^ 0x5354554E;
  forged.insert(forged.end(), {0x80, 0x28, 0x00, 0x04, static_cast<std::uint8_t>(crc >> 24),
                               static_cast<std::uint8_t>(crc >> 16), static_cast<std::uint8_t>(crc >> 8),
                               static_cast<std::uint8_t>(crc)});
  const auto message = read_stun(forged);
  ASSERT_TRUE(message);
  EXPECT_TRUE(is_signed_with(forged, *message, "secret"));
  EXPECT_FALSE(message->use_candidate);
}

TEST(Stun, writes_what_it_reads) {
  std::array<std::uint8_t, kStunRoom> room;
  const std::array<std::uint8_t, 12> transaction{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  const auto answer = write_binding_success(transaction, {0xC0000207, 40000}, "secret", room);
  const auto message = read_stun(answer);
  ASSERT_TRUE(message);
  EXPECT_EQ(transaction, message->transaction);
  EXPECT_EQ("192.0.2.7:40000", to_text(*message->mapped));
  EXPECT_TRUE(is_signed_with(answer, *message, "secret"));
}
}  // namespace
}  // namespace okno::telephony::webrtc
