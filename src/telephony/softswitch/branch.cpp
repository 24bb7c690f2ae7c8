// One session of a leg: offers and answers (RFC 3264) between the far end and the leg's sound.
#include <spdlog/spdlog.h>

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
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
  if (leg.terms.sealing != sip::Sealing::off) {
    if (leg.keys.empty()) leg.keys = sip::fresh_keys();
    local.keys = leg.keys;
  }
  std::string text = write(local);
  if (!leg.sdp.empty() && text != leg.sdp) {
    local.version = ++leg.sdp_version;
    text = write(local);
  }
  leg.sdp = text;
  return text;
}

// What their description and ours have in common; our sound knows IPv4 only.
std::optional<sip::Agreed> common(const Leg& leg, const sip::Description& theirs) {
  auto agreed = sip::agree(theirs, leg.terms);
  if (agreed && agreed->address.find(':') != std::string::npos) return std::nullopt;
  return agreed;
}
}  // namespace

std::optional<std::string> Branch::answer_to(const std::string& offer) {
  Leg* leg = exchange_.find(leg_);
  if (leg == nullptr) return std::nullopt;
  const auto theirs = sip::parse_sdp(offer);
  if (!theirs) return std::nullopt;
  const auto agreed = common(*leg, *theirs);
  if (!agreed) {
    spdlog::warn("no_common_sound: {}: {}", leg->trunk.empty() ? "phone" : leg->trunk,
                 base::shorten(base::printable(sip::why_not(*theirs, leg->terms)), kMaxNameBytes));
    return std::nullopt;
  }
  exchange_.settle(*leg, *agreed, agreed->event_payload);
  return versioned(*leg, [&](const sip::Local& local) { return sip::write_answer(local, *theirs, *agreed); });
}

std::string Branch::offer(bool again) {
  Leg* leg = exchange_.find(leg_);
  if (leg == nullptr) return {};
  if (again && !leg->sdp.empty()) return leg->sdp;
  if (leg->sdp.empty() || !leg->agreed) {
    if (sealing_) leg->terms.sealing = *sealing_;
    return offered_ = versioned(*leg, [leg](const sip::Local& local) {
             return sip::write_offer(local, sip::Direction::sendrecv, leg->terms);
           });
  }
  // Later offers keep every m= line and payload number (RFC 3264 8); only a hold is lifted.
  const std::string before = leg->sdp;
  return versioned(*leg, [&](const sip::Local& local) { return sip::reoffer(before, local); });
}

// Others who ring may have been offered something else since.
void Branch::in_force(Leg& leg) const {
  if (offered_.empty()) return;
  leg.sdp = offered_;
  if (sealing_) leg.terms.sealing = *sealing_;
}

bool Branch::take_answer(const std::string& answer) {
  Leg* leg = exchange_.find(leg_);
  if (leg == nullptr) return false;
  in_force(*leg);
  const auto theirs = sip::parse_sdp(answer);
  if (!theirs) return false;
  const auto agreed = common(*leg, *theirs);
  if (!agreed) return false;
  const auto ours = sip::parse_sdp(leg->sdp);
  const auto offered = ours ? sip::agree(*ours, leg->terms) : std::nullopt;
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
  if (leg->observer) return;
  exchange_.listener_.leg_ringing(leg_);
}
void Branch::answered() {
  if (Leg* leg = exchange_.find(leg_)) in_force(*leg);
  offered_.clear();
  exchange_.branch_answered(leg_, this);
}
void Branch::digit(char digit) {
  const Leg* leg = exchange_.find(leg_);
  if (leg != nullptr && !leg->observer) exchange_.listener_.digit_pressed(leg_, digit);
}
void Branch::ended(sip::Ending why, int status) {
  session = nullptr;
  exchange_.branch_ended(leg_, this, why, status);
}

// What both have agreed upon, for the sound.
void Exchange::settle(Leg& leg, const sip::Agreed& agreed, int our_events) {
  leg.agreed = agreed;
  media::RemoteRtp remote;
  remote.address = agreed.address;
  remote.port = static_cast<std::uint16_t>(agreed.port);
  remote.codec = agreed.payload == 0   ? media::Codec::pcmu
                 : agreed.payload == 9 ? media::Codec::g722
                                       : media::Codec::pcma;
  remote.dtmf_payload = agreed.event_payload;
  remote.dtmf_payload_in = our_events;
  remote.ptime_ms = agreed.ptime_ms;
  remote.send = agreed.direction == sip::Direction::sendrecv || agreed.direction == sip::Direction::recvonly;
  remote.receive =
      agreed.direction == sip::Direction::sendrecv || agreed.direction == sip::Direction::sendonly;
  if (agreed.crypto) {
    if (leg.keys.empty()) leg.keys = sip::fresh_keys();
    const auto ours = std::find_if(leg.keys.begin(), leg.keys.end(),
                                   [&](const auto& one) { return one.suite == agreed.crypto->suite; });
    OKNO_CHECK(ours != leg.keys.end());
    remote.sealed = media::SrtpPair{agreed.crypto->suite == "AEAD_AES_128_GCM", ours->key_and_salt,
                                    agreed.crypto->key_and_salt};
  }
  // Before the answer "sendonly" is an announcement, after it somebody pressed the hold key.
  remote.on_hold = leg.answered && !remote.send;
  engine_->set_remote(leg.id, remote);
}

// Of a desk phone's sound: its key travels in the signalling, so only over TLS.
sip::Sealing Exchange::phones_sealing(sip::Transport transport) const {
  if (transport != sip::Transport::tls || !settings_.tls) return sip::Sealing::off;
  return sealing_of(settings_.tls->phones_media_encryption);
}

}  // namespace okno::telephony::softswitch
