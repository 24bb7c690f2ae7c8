// Whatever a network can bring to a browser's port: STUN, and a whole line that gets it.
#include <cstdint>
#include <vector>

#include "telephony/webrtc/line.h"
#include "telephony/webrtc/stun.h"

using namespace okno;
using namespace okno::telephony::webrtc;

namespace {
class Nobody : public Line::Carrier {
 public:
  void send_datagram(std::span<const std::uint8_t>, const Path&) override {}
  void line_up() override {}
  void line_lost() override {}
};
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (const auto message = read_stun({bytes, size})) is_signed_with({bytes, size}, *message, "secret");
  static const Identity identity;
  Nobody nobody;
  BrowserOffer offer;
  offer.ufrag = "theirs";
  offer.fingerprint = {"sha-256", "00"};
  Line line(identity, offer, OurSide{"ours", "secret", "", {}, 0, 0}, LineLimits{}, nobody);
  const Path path{{1, 2}, 3};
  std::array<std::uint8_t, 256> room;
  auto proof = write_binding_request({}, "ours:theirs", true, "secret", room);
  line.received(proof, path, base::from_ms(1));
  std::vector<std::uint8_t> datagram(bytes, bytes + size);
  line.received(datagram, path, base::from_ms(2));
  line.sweep(base::from_ms(3));
  return 0;
}
