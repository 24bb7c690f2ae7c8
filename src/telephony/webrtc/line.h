// A browser's line: ICE-lite, DTLS and SRTP over one UDP socket (RFC 7983 tells them apart). Datagrams go in,
// sound comes out; what is to be sent goes to the carrier. Pure but for OpenSSL's handshake timers: time is
// an argument.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/instant.h"
#include "telephony/webrtc/address.h"
#include "telephony/webrtc/dtls.h"
#include "telephony/webrtc/sdp.h"
#include "telephony/webrtc/srtp.h"

namespace okno::telephony::webrtc {
struct Path {
  Address far;
  std::uint32_t near = 0;  // which of our addresses the far end reached
  auto operator<=>(const Path&) const = default;
};

struct LineLimits {
  base::Duration consent = std::chrono::seconds(5);   // without any authentic packet: lost (RFC 7675)
  base::Duration connect = std::chrono::seconds(30);  // from the answer to the end of the handshake
};

class Line {
 public:
  class Carrier {
   public:
    virtual ~Carrier() = default;
    virtual void send_datagram(std::span<const std::uint8_t> datagram, const Path& path) = 0;
    virtual void line_up() = 0;  // ICE and DTLS are through: sound can flow; once
    virtual void
    line_lost() = 0;  // no consent any more, closed by the browser, or never up; once, the last word
  };
  // `identity` and `carrier` outlive the line.
  Line(const Identity& identity, const BrowserOffer& offer, OurSide ours, const LineLimits& limits,
       Carrier& carrier);

  enum class Kind { nothing, rtp, rtcp, rubbish };
  struct Received {
    Kind kind = Kind::nothing;
    std::span<std::uint8_t> packet;  // opened in place
  };
  Received received(std::span<std::uint8_t> datagram, const Path& from, base::Instant now);
  // In place, Srtp::kOverhead bytes of room behind; false: not now (no keys, no path).
  bool send_rtp(std::span<std::uint8_t> packet);
  bool send_rtcp(std::span<std::uint8_t> packet);
  void sweep(base::Instant now);  // a few times a second
  void close();                   // tells the browser
  bool up() const { return up_; }
  const std::string& why() const { return why_; }  // it is lost, in words for the log

 private:
  Kind received_stun(std::span<const std::uint8_t> datagram, const Path& from, base::Instant now);
  void received_dtls(std::span<const std::uint8_t> datagram, base::Instant now);
  bool is_proved(const Path& path) const;
  void lose(std::string why);
  // A browser checks from each of its interfaces; more proved paths than this are not kept.
  static constexpr std::size_t kPaths = 8;

  std::string user_;  // "ours:theirs", the name its requests must bear
  OurSide ours_;
  LineLimits limits_;
  Carrier& carrier_;
  Dtls dtls_;
  std::optional<Srtp> seal_, open_;
  std::array<Path, kPaths> proved_{};
  std::size_t proved_count_ = 0;
  std::optional<Path> path_;  // where we send
  bool up_ = false, lost_ = false;
  std::string why_;
  std::optional<base::Instant> began_;
  base::Instant life_{};
};
}  // namespace okno::telephony::webrtc
