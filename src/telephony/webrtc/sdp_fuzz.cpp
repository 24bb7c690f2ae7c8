// Offers from a page that we did not write.
#include <cstdint>

#include "base/check.h"
#include "telephony/webrtc/sdp.h"

using namespace okno::telephony::webrtc;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto offer = read_offer({reinterpret_cast<const char*>(bytes), size});
  if (!offer) return 0;
  const auto answer = write_answer(*offer, {"ours", "secret", "00:11", {{0x7F000001, 30000}}, 1, 2});
  // Nothing of the offer may break out of its line.
  for (std::size_t at = 0; at < answer.size();) {
    const auto end = answer.find("\r\n", at);
    OKNO_CHECK(end != std::string::npos && answer.find('\n', at) == end + 1 && answer[at + 1] == '=');
    at = end + 2;
  }
  return 0;
}
