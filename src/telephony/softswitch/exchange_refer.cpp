// REFER of our telephones: which of its own lines a telephone means, and what it hears of it.
#include "telephony/softswitch/exchange.h"

namespace okno::telephony::softswitch {
int Branch::referred(const sip::Referral& referral) {
  return exchange_.refer(leg_, referral);
}

// A provider hands nobody over, and only who talks does.
int Exchange::refer(LegId id, const sip::Referral& referral) {
  Leg* leg = find(id);
  if (leg == nullptr || !leg->answered || !leg->trunk.empty()) return 603;
  LegId replaces;
  if (!referral.call_id.empty()) {
    for (const auto& [other, line] : legs_) {
      const sip::Session* its = session(other);
      if (other != id && its != nullptr && its->is(referral)) replaces = other;
    }
    if (!replaces) return 481;  // RFC 3891 3
  }
  leg->refers = true;
  listener_.referred({id, referral.to_user.substr(0, kMaxUserBytes), replaces});
  return 202;
}

void Exchange::tell_referral(LegId id, int sip_status) {
  on_leg(id, [this, id, sip_status](Leg& leg) {
    if (!std::exchange(leg.refers, false)) return;
    if (sip::Session* its = session(id)) its->tell_referral(sip_status);
  });
}
}  // namespace okno::telephony::softswitch
