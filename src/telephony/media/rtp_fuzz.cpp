// Whatever a network can bring to an RTP or RTCP port.
#include <cstdint>
#include <vector>

#include "base/check.h"
#include "telephony/media/dtmf.h"
#include "telephony/media/recording.h"
#include "telephony/media/rtcp.h"
#include "telephony/media/rtp.h"
#include "telephony/media/source_lock.h"

using namespace okno;
using namespace okno::telephony;
using namespace okno::telephony::media;

namespace {
class Nowhere : public Recording::Sink {
 public:
  void append(std::vector<std::uint8_t> stereo) override { OKNO_CHECK(stereo.size() % 320 == 0); }
  void close() override {}
  bool broken() const override { return false; }
};

// Everything that a leg does with one packet.
struct Leglike {
  SourceLock lock;
  Reception reception;
  Numbering numbering{1, 2, 3};
  DtmfReader keys;
  ReportExchange reports;
  Recording recording{std::make_unique<Nowhere>(), base::from_ms(1000)};
  base::Instant now = base::from_ms(1000);

  void hear(std::vector<std::uint8_t>& datagram) {
    now += std::chrono::milliseconds(7);
    reports.heard(datagram, now);
    auto packet = read_rtp(datagram);
    if (!packet) return;
    OKNO_CHECK(packet->payload.data() >= datagram.data() + kRtpHeader);
    OKNO_CHECK(packet->payload.data() + packet->payload.size() <= datagram.data() + datagram.size());
    lock.admits({1, static_cast<std::uint16_t>(packet->ssrc)}, *packet, now);
    reception.heard(*packet, now);
    keys.heard(*packet);
    recording.heard(Recording::Side::left, packet->ssrc, *packet, Codec::pcmu, now);
    recording.sweep(now);
    const auto number = numbering.relayed(packet->ssrc, packet->seq, packet->timestamp, now);
    if (!number) return;
    const auto out = write_rtp({8, number->marker, number->seq, number->timestamp, 9, packet->payload});
    const auto again = read_rtp(out);
    OKNO_CHECK(again && again->seq == number->seq && again->payload.size() == packet->payload.size());
  }
};
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  Leglike leg;
  // Packets of a length that the byte before each gives.
  while (size > 1) {
    const std::size_t length = std::min<std::size_t>(bytes[0], size - 1);
    std::vector<std::uint8_t> datagram(bytes + 1, bytes + 1 + length);
    leg.hear(datagram);
    bytes += 1 + length;
    size -= 1 + length;
  }
  std::vector<std::uint8_t> room(ReportExchange::kRoom);
  const auto report = leg.reports.write(1, {1, 2, 3}, leg.reception, leg.now, room);
  ReportExchange other;
  OKNO_CHECK(other.heard(report, leg.now));
  leg.recording.finish(leg.now);
  return 0;
}
