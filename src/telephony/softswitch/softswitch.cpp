#include "telephony/softswitch/softswitch.h"

#include "telephony/softswitch/exchange.h"

namespace okno::telephony::softswitch {
base::Result<Running> start(const Settings& settings, const ports::Clock& clock,
                            ports::TelephonyListener& listener) {
  return start_with(settings, clock, listener, [](const media::Settings& media, media::Listener& hears) {
    return media::make_engine(media, hears);
  });
}
}  // namespace okno::telephony::softswitch
