#include "telephony/webrtc/line.h"

#include <algorithm>
#include <utility>

#include "telephony/webrtc/stun.h"

namespace okno::telephony::webrtc {
Line::Line(const Identity& identity, const BrowserOffer& offer, OurSide ours, const LineLimits& limits,
           Carrier& carrier)
    : user_(ours.ufrag + ":" + offer.ufrag),
      ours_(std::move(ours)),
      limits_(limits),
      carrier_(carrier),
      dtls_(identity, offer.fingerprint, [this](std::span<const std::uint8_t> datagram) {
        if (path_) carrier_.send_datagram(datagram, *path_);
      }) {}

bool Line::is_proved(const Path& path) const {
  return std::find(proved_.begin(), proved_.begin() + static_cast<std::ptrdiff_t>(proved_count_), path) !=
         proved_.begin() + static_cast<std::ptrdiff_t>(proved_count_);
}

Line::Received Line::received(std::span<std::uint8_t> datagram, const Path& from, base::Instant now) {
  if (lost_ || datagram.empty()) return {Kind::nothing, {}};
  const std::uint8_t first = datagram[0];  // RFC 7983
  if (first < 4) return {received_stun(datagram, from, now), {}};
  if (!is_proved(from)) return {Kind::rubbish, {}};
  if (first >= 20 && first < 64) {
    received_dtls(datagram, now);
    return {Kind::nothing, {}};
  }
  if (first < 128 || first >= 192 || !open_ || datagram.size() < 8) return {Kind::rubbish, {}};
  const bool rtcp = datagram[1] >= 192 && datagram[1] < 224;  // RFC 5761, 4
  const auto packet = rtcp ? open_->open_rtcp(datagram) : open_->open(datagram);
  if (packet.empty()) return {Kind::rubbish, {}};
  life_ = now;
  return {rtcp ? Kind::rtcp : Kind::rtp, packet};
}

Line::Kind Line::received_stun(std::span<const std::uint8_t> datagram, const Path& from, base::Instant now) {
  const auto message = read_stun(datagram);
  if (!message || message->type != kBindingRequest || message->username != user_ ||
      !is_signed_with(datagram, *message, ours_.password)) {
    return Kind::rubbish;
  }
  life_ = now;
  if (!is_proved(from)) {
    if (proved_count_ < kPaths) {
      proved_[proved_count_++] = from;
    } else {
      proved_.back() = from;
    }
  }
  if (message->use_candidate || !path_) {
    path_ = from;
  }
  std::array<std::uint8_t, kStunRoom> room;
  carrier_.send_datagram(write_binding_success(message->transaction, from.far, ours_.password, room), from);
  return Kind::nothing;
}

void Line::received_dtls(std::span<const std::uint8_t> datagram, base::Instant now) {
  life_ = now;
  dtls_.received(datagram);
  if (dtls_.state() == Dtls::State::closed) return lose("closed by the browser");
  if (dtls_.state() == Dtls::State::failed) return lose("DTLS: " + dtls_.failure());
  if (up_ || dtls_.state() != Dtls::State::up) return;
  up_ = true;
  seal_.emplace(dtls_.keys()->ours);
  open_.emplace(dtls_.keys()->theirs);
  carrier_.line_up();
}

bool Line::send_rtp(std::span<std::uint8_t> packet) {
  if (!seal_ || lost_) return false;
  const auto sealed = seal_->protect(packet);
  if (sealed.empty()) return false;
  carrier_.send_datagram(sealed, *path_);
  return true;
}

bool Line::send_rtcp(std::span<std::uint8_t> packet) {
  if (!seal_ || lost_) return false;
  const auto sealed = seal_->protect_rtcp(packet);
  if (sealed.empty()) return false;
  carrier_.send_datagram(sealed, *path_);
  return true;
}

void Line::lose(std::string why) {
  if (std::exchange(lost_, true)) return;
  why_ = std::move(why);
  carrier_.line_lost();
}

void Line::sweep(base::Instant now) {
  if (lost_) return;
  if (!began_) began_ = now;
  dtls_.retransmit_if_due();
  if (dtls_.state() == Dtls::State::failed) return lose("DTLS: " + dtls_.failure());
  if (up_ && now - life_ >= limits_.consent) return lose("nothing authentic came from the browser any more");
  if (!up_ && now - *began_ >= limits_.connect)
    lose(path_ ? "the DTLS handshake took too long" : "no ICE check of the browser's arrived");
}

void Line::close() {
  if (lost_) return;
  lost_ = true;
  dtls_.close();
}
}  // namespace okno::telephony::webrtc
