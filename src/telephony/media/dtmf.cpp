#include "telephony/media/dtmf.h"

#include <cmath>
#include <numbers>
#include <string_view>

#include "telephony/media/g711.h"

namespace okno::telephony::media {
namespace {
constexpr std::string_view kKeys = "0123456789*#ABCD";
constexpr int kToneSteps = 5;   // 100 ms; ITU-T Q.24 asks for 40 at least, many gateways for 80
constexpr int kEndSteps = 3;    // RFC 4733, 2.5.1.4: the last packet three times
constexpr int kPauseSteps = 3;  // with the end packets 120 ms between two keys
// Some phones forget to hold the timestamp of a key. Nobody presses one key twice within 50 ms.
constexpr std::uint32_t kSameKeyWithin = 400;
// Packets are not so late; further back the far end has begun its clock anew.
constexpr std::int32_t kStraggler = 5 * 8000;
}  // namespace

std::optional<char> key_of_event(std::uint8_t event) {
  if (event >= kKeys.size()) return std::nullopt;
  return kKeys[event];
}

std::optional<std::uint8_t> event_of_key(char key) {
  if (key >= 'a' && key <= 'd') key = static_cast<char>(key - 'a' + 'A');
  const auto at = kKeys.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint8_t>(at);
}

std::optional<char> DtmfReader::heard(const RtpPacket& packet) {
  if (packet.payload.size() < 4) return std::nullopt;
  const std::uint8_t event = packet.payload[0];
  const auto key = key_of_event(event);
  if (!key) return std::nullopt;
  const bool end = (packet.payload[1] & 0x80) != 0;
  const bool same_source = any_ && packet.ssrc == ssrc_;
  const auto later = static_cast<std::int32_t>(packet.timestamp - timestamp_);
  if (same_source && later <= 0 && later > -kStraggler) {
    if (later == 0) ended_ = ended_ || end;
    return std::nullopt;
  }
  // A key held longer than 8 s goes on under a new timestamp (2.5.1.3).
  const bool goes_on = same_source && event == event_ && !packet.marker && !ended_ &&
                       (later == 0xFFFF || static_cast<std::uint32_t>(later) <= kSameKeyWithin);
  any_ = true;
  ssrc_ = packet.ssrc;
  timestamp_ = packet.timestamp;
  event_ = event;
  ended_ = end;
  if (goes_on) return std::nullopt;
  return key;
}

void DtmfWriter::add(const std::string& keys) {
  for (const char key : keys) {
    const auto event = event_of_key(key);
    if (event && keys_.size() < kMaxKeys) keys_.push_back(kKeys[*event]);
  }
}

DtmfWriter::Step DtmfWriter::step() {
  Step out;
  out.key = keys_.front();
  out.first = at_ == 0;
  out.end = at_ >= kToneSteps && at_ < kToneSteps + kEndSteps;
  out.pause = at_ >= kToneSteps + kEndSteps;
  out.duration =
      static_cast<std::uint16_t>(kFrame * static_cast<std::size_t>(at_ < kToneSteps ? at_ + 1 : kToneSteps));
  if (++at_ == kToneSteps + kEndSteps + kPauseSteps) {
    at_ = 0;
    keys_.pop_front();
  }
  return out;
}

std::array<std::uint8_t, 4> event_payload(const DtmfWriter::Step& step) {
  constexpr std::uint8_t kVolume = 10;  // -10 dBm0
  const auto event = event_of_key(step.key).value_or(0);
  return {event, static_cast<std::uint8_t>((step.end ? 0x80 : 0) | kVolume),
          static_cast<std::uint8_t>(step.duration >> 8), static_cast<std::uint8_t>(step.duration)};
}

void write_tones(char key, std::uint32_t from, Codec codec, std::span<std::uint8_t> out) {
  constexpr std::string_view kPad = "123A456B789C*0#D";
  constexpr std::array<double, 4> kRows{697, 770, 852, 941}, kColumns{1209, 1336, 1477, 1633};
  const auto at = kPad.find(key);
  if (at == std::string_view::npos) return;
  const double row = kRows[at / 4] * 2 * std::numbers::pi / 8000,
               column = kColumns[at % 4] * 2 * std::numbers::pi / 8000;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double t = static_cast<double>(from + i);
    const auto sample = static_cast<std::int16_t>(6000 * std::sin(row * t) + 7000 * std::sin(column * t));
    out[i] = codec == Codec::pcma ? g711::alaw_of(sample) : g711::ulaw_of(sample);
  }
}
}  // namespace okno::telephony::media
