// Any bytes give a description or a reason; what we answer to a description is one again.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "telephony/sip/sdp.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace okno::telephony::sip;
  const auto theirs = parse_sdp({reinterpret_cast<const char*>(bytes), size});
  if (!theirs) return 0;
  const auto agreed = agree(*theirs);
  if (!agreed) return 0;
  const Local local{1, 1, "192.0.2.1", 4000};
  const std::string answer = write_answer(local, *theirs, *agreed);
  const auto ours = parse_sdp(answer);
  OKNO_CHECK(ours.ok() && ours->media.size() == theirs->media.size());
  const auto back = agree(*ours);
  OKNO_CHECK(back && back->payload == agreed->payload && back->direction == mirrored(agreed->direction));
  OKNO_CHECK(parse_sdp(reoffer(answer, local)).ok());
  return 0;
}
