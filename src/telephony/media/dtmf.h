// Telephone keys: RFC 4733 events in and out, and the tones themselves for a far end that knows no events.
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>

#include "telephony/media/engine.h"
#include "telephony/media/rtp.h"

namespace okno::telephony::media {
std::optional<char> key_of_event(std::uint8_t event);  // 0..15 → 0-9 * # A-D
std::optional<std::uint8_t> event_of_key(char key);

// Finds each pressed key once, however many of its packets are repeated or lost.
class DtmfReader {
 public:
  std::optional<char> heard(const RtpPacket& packet);

 private:
  bool any_ = false, ended_ = true;
  std::uint32_t ssrc_ = 0, timestamp_ = 0;
  std::uint8_t event_ = 0;
};

// Speaks keys one after another, a step each 20 ms.
class DtmfWriter {
 public:
  // Keys that are none are left out. At most kMaxKeys wait; what is beyond is dropped.
  static constexpr std::size_t kMaxKeys = 64;
  void add(const std::string& keys);
  bool idle() const { return keys_.empty(); }
  struct Step {
    bool first = false;  // of its key: takes a new timestamp and the marker
    bool pause = false;  // between keys: nothing is sent as event, silence as tone
    bool end = false;
    char key = 0;
    std::uint16_t duration = 0;  // samples so far
  };
  // The next 20 ms; idle() must be false.
  Step step();

 private:
  std::deque<char> keys_;
  int at_ = 0;
};
// The four bytes of RFC 4733, 2.3.
std::array<std::uint8_t, 4> event_payload(const DtmfWriter::Step& step);
// 20 ms of the key's two tones, `from` samples after its beginning.
void write_tones(char key, std::uint32_t from, Codec codec, std::span<std::uint8_t> out);
}  // namespace okno::telephony::media
