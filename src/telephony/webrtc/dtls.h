// DTLS 1.2 as the passive side (RFC 5763, 5764) over datagrams that someone else carries. OpenSSL keeps the
// timers of the handshake; everything else is told.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "telephony/webrtc/certificate.h"
#include "telephony/webrtc/srtp.h"

struct ssl_st;

namespace okno::telephony::webrtc {
struct Fingerprint {
  std::string algorithm;  // "sha-256", "sha-384", "sha-512"
  std::string value;      // "AB:CD:…"
};

class Dtls {
 public:
  enum class State { shaking_hands, up, closed, failed };
  using Send = std::function<void(std::span<const std::uint8_t>)>;
  // `theirs` is what the browser's SDP says of its certificate. `identity` outlives it.
  Dtls(const Identity& identity, Fingerprint theirs, Send send);
  ~Dtls();
  Dtls(const Dtls&) = delete;
  Dtls& operator=(const Dtls&) = delete;

  void received(std::span<const std::uint8_t> datagram);
  void retransmit_if_due();  // a few times a second while hands are shaken
  void close();              // tells the browser that we are gone
  State state() const { return state_; }
  // When up. First what we seal with, second what opens theirs.
  struct Keys {
    SrtpKeys ours, theirs;
  };
  const std::optional<Keys>& keys() const { return keys_; }
  const std::string& failure() const { return failure_; }  // for the log, when failed

  class Pipe;  // how OpenSSL reads and writes datagrams

 private:
  void go_on();
  void finish();
  void fail(std::string why);
  State state_ = State::shaking_hands;
  Fingerprint theirs_;
  std::unique_ptr<Pipe> pipe_;
  ssl_st* ssl_ = nullptr;
  std::optional<Keys> keys_;
  std::string failure_;
};
}  // namespace okno::telephony::webrtc
