#include "telephony/media/rtcp.h"

#include <cstring>

namespace okno::telephony::media {
namespace {
constexpr std::uint8_t kSenderReport = 200, kReceiverReport = 201, kSourceDescription = 202;
constexpr std::string_view kName = "okno";

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
    any = true;
    packet = packet.subspan(length);
  }
  return any;
}

std::span<std::uint8_t> ReportExchange::write(std::uint32_t ssrc, const SentSoFar& sent, Reception& reception,
                                              base::Instant now, std::span<std::uint8_t> out) {
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
