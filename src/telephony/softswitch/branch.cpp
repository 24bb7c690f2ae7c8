// One session of a leg: offers and answers (RFC 3264) between the far end and the leg's sound.
#include "telephony/softswitch/exchange.h"

namespace okno::telephony::softswitch {
namespace {
// Writes our description; its version rises only when something else in it changed (RFC 3264 8).
template <class Write>
std::string versioned(Leg& leg, Write write) {
  sip::Local local;
  local.session = static_cast<std::uint64_t>(leg.id.value());
  local.version = leg.sdp_version;
  local.address = leg.local.address;
  local.port = leg.local.port;
  std::string text = write(local);
  if (!leg.sdp.empty() && text != leg.sdp) {
    local.version = ++leg.sdp_version;
    text = write(local);
  }
  leg.sdp = text;
  return text;
}

// What their description and ours have in common; our sound knows IPv4 only.
std::optional<sip::Agreed> common(const sip::Description& theirs) {
  auto agreed = sip::agree(theirs);
  if (agreed && agreed->address.find(':') != std::string::npos) return std::nullopt;
  return agreed;
}
}  // namespace

std::optional<std::string> Branch::answer_to(const std::string& offer) {
  Leg* leg = exchange_.find(leg_);
  if (leg == nullptr) return std::nullopt;
  const auto theirs = sip::parse_sdp(offer);
  if (!theirs) return std::nullopt;
  const auto agreed = common(*theirs);
  if (!agreed) return std::nullopt;
  exchange_.settle(*leg, *agreed, agreed->event_payload);
  return versioned(*leg, [&](const sip::Local& local) { return sip::write_answer(local, *theirs, *agreed); });
}

std::string Branch::offer(bool again) {
  Leg* leg = exchange_.find(leg_);
  if (leg == nullptr) return {};
  if (again && !leg->sdp.empty()) return leg->sdp;
  if (leg->sdp.empty() || !leg->agreed) {
    return versioned(
        *leg, [](const sip::Local& local) { return sip::write_offer(local, sip::Direction::sendrecv); });
  }
  // Later offers keep every m= line and payload number (RFC 3264 8); only a hold is lifted.
  const std::string before = leg->sdp;
  return versioned(*leg, [&](const sip::Local& local) { return sip::reoffer(before, local); });
}

bool Branch::take_answer(const std::string& answer) {
  Leg* leg = exchange_.find(leg_);
  if (leg == nullptr) return false;
  const auto theirs = sip::parse_sdp(answer);
  if (!theirs) return false;
  const auto agreed = common(*theirs);
  if (!agreed) return false;
  const auto ours = sip::parse_sdp(leg->sdp);
  const auto offered = ours ? sip::agree(*ours) : std::nullopt;
  exchange_.settle(*leg, *agreed, offered ? offered->event_payload : -1);
  return true;
}

void Branch::heard() {
  if (Leg* leg = exchange_.find(leg_)) exchange_.line_heard(*leg);
}
void Branch::ringing() {
  Leg* leg = exchange_.find(leg_);
  if (leg == nullptr) return;
  leg->rang = true;
  exchange_.listener_.leg_ringing(leg_);
}
void Branch::answered() {
  exchange_.branch_answered(leg_, this);
}
void Branch::digit(char digit) {
  if (exchange_.find(leg_) != nullptr) exchange_.listener_.digit_pressed(leg_, digit);
}
void Branch::ended(sip::Ending why, int status) {
  session = nullptr;
  exchange_.branch_ended(leg_, this, why, status);
}

}  // namespace okno::telephony::softswitch
