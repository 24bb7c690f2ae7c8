#include "telephony/media/rtcp.h"

#include <cstring>

namespace okno::telephony::media {
namespace {
constexpr std::uint8_t kSenderReport = 200, kReceiverReport = 201, kSourceDescription = 202;
constexpr std::string_view kName = "okno";
constexpr std::size_t kBlock = 24;                 // bytes of a report block
constexpr std::uint32_t kLongestWay = 10 * 65536;  // no call goes on with ten seconds there and back

// RFC 3550 allows time since the start where there is no wall clock: only differences matter to the far end.
std::uint64_t ntp(base::Instant now) {
  const auto us = static_cast<std::uint64_t>(now.time_since_epoch().count());
  return ((us / 1'000'000) << 32) | (((us % 1'000'000) << 32) / 1'000'000);
}
}  // namespace

bool ReportExchange::heard(std::span<const std::uint8_t> packet, base::Instant now) {
  bool any = false;
  while (packet.size() >= 8) {
    const std::size_t length = 4U * (read16(&packet[2]) + 1U);
    if ((packet[0] >> 6) != 2 || packet[1] < kSenderReport || packet[1] > 207 || length > packet.size())
      return any;
    if (packet[1] == kSenderReport && length >= 28) {
      their_report_ = read32(&packet[10]);
      heard_at_ = now;
    }
    if (packet[1] <= kReceiverReport) {
      std::size_t at = packet[1] == kSenderReport ? 28 : 8;
      for (int left = packet[0] & 0x1F; left > 0 && at + kBlock <= length; --left, at += kBlock)
        read_block(&packet[at], now);
    }
    any = true;
    packet = packet.subspan(length);
  }
  return any;
}

void ReportExchange::read_block(const std::uint8_t* block, base::Instant now) {
  if (ssrc_ == 0 || read32(block) != ssrc_) return;
  FarReport said;
  said.loss = block[4] / 256.0;
  said.jitter_ms = static_cast<double>(read32(block + 12)) / kSamplesPerMs;
  // RFC 3550, 6.4.1: now − LSR − DLSR, in 1/65536 s. A far end that knows no report of ours says 0; one whose
  // clock leaps says nonsense.
  const std::uint32_t last = read32(block + 16), since = read32(block + 20);
  const std::uint32_t way = static_cast<std::uint32_t>(ntp(now) >> 16) - last - since;
  if (last != 0 && way < kLongestWay) said.round_trip_ms = way / 65.536;
  theirs_ = said;
}

std::span<std::uint8_t> ReportExchange::write(std::uint32_t ssrc, const SentSoFar& sent, Reception& reception,
                                              base::Instant now, std::span<std::uint8_t> out) {
  ssrc_ = ssrc;
  const bool speaks = sent.packets > 0, hears = reception.packets() > 0;
  std::uint8_t* p = out.data();
  p[0] = static_cast<std::uint8_t>(0x80 | (hears ? 1 : 0));
  p[1] = speaks ? kSenderReport : kReceiverReport;
  write32(p + 4, ssrc);
  std::size_t at = 8;
  if (speaks) {
    const std::uint64_t time = ntp(now);
    write32(p + 8, static_cast<std::uint32_t>(time >> 32));
    write32(p + 12, static_cast<std::uint32_t>(time));
    write32(p + 16, sent.timestamp);
    write32(p + 20, sent.packets);
    write32(p + 24, sent.octets);
    at = 28;
  }
  if (hears) {
    write32(p + at, reception.ssrc());
    const auto lost = static_cast<std::uint32_t>(reception.lost() > 0x7FFFFF ? 0x7FFFFF : reception.lost());
    write32(p + at + 4, (std::uint32_t{reception.take_fraction_lost()} << 24) | lost);
    write32(p + at + 8, reception.highest_seq());
    write32(p + at + 12, reception.jitter_units());
    write32(p + at + 16, their_report_);
    const auto since = (now - heard_at_).count() * 65536 / 1'000'000;
    write32(p + at + 20, their_report_ == 0 ? 0 : static_cast<std::uint32_t>(since));
    at += 24;
  }
  write16(p + 2, static_cast<std::uint16_t>(at / 4 - 1));
  std::uint8_t* names = p + at;
  const std::size_t size = (8 + 2 + kName.size() + 1 + 3) / 4 * 4;
  std::memset(names, 0, size);
  names[0] = 0x81;
  names[1] = kSourceDescription;
  write16(names + 2, static_cast<std::uint16_t>(size / 4 - 1));
  write32(names + 4, ssrc);
  names[8] = 1;  // CNAME
  names[9] = static_cast<std::uint8_t>(kName.size());
  std::memcpy(names + 10, kName.data(), kName.size());
  return out.first(at + size);
}
}  // namespace okno::telephony::media
