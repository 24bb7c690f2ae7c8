// G.722 at 64 kbit/s (RFC 3551, 4.5.2) by spandsp, its lower band only: what comes of it or goes into it is
// telephone sound at 8 kHz anyway, and this is much cheaper. Its RTP clock says 8000 by an old mistake,
// so 20 ms are 160 bytes and 160 ticks as with G.711.
#include <cstdint>
// Its headers stand on <stdint.h> and on its own words.
#include <spandsp/telephony.h>

#include <spandsp/g722.h>

#include "base/check.h"
#include "telephony/media/codec/translator.h"

namespace okno::telephony::media {
namespace {
constexpr int kRate = 64'000;

class G722 final : public Translator {
 public:
  G722()
      : reader_(g722_decode_init(nullptr, kRate, G722_SAMPLE_RATE_8000), g722_decode_free),
        writer_(g722_encode_init(nullptr, kRate, G722_SAMPLE_RATE_8000), g722_encode_free) {
    OKNO_CHECK(reader_ && writer_);
  }
  std::size_t decode(std::span<const std::uint8_t> packet, std::span<std::int16_t> out) override {
    if (packet.size() > out.size()) return 0;
    return static_cast<std::size_t>(
        g722_decode(reader_.get(), out.data(), packet.data(), static_cast<int>(packet.size())));
  }
  std::size_t encode(std::span<const std::int16_t> samples, std::span<std::uint8_t> out) override {
    if (samples.size() > out.size()) return 0;
    return static_cast<std::size_t>(
        g722_encode(writer_.get(), out.data(), samples.data(), static_cast<int>(samples.size())));
  }

 private:
  std::unique_ptr<g722_decode_state_t, decltype(&g722_decode_free)> reader_;
  std::unique_ptr<g722_encode_state_t, decltype(&g722_encode_free)> writer_;
};
}  // namespace

std::unique_ptr<Translator> make_g722() {
  return std::make_unique<G722>();
}
}  // namespace okno::telephony::media
