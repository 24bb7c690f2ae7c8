// Session descriptions (RFC 8866) as a telephone needs them, and offer/answer (RFC 3264) for G.711 and
// G.722 with telephone-event (RFC 4733), sealed by keys in the description (SDES, RFC 4568) where it is
// wished. Parsing is total: any bytes give a description or a reason.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace okno::telephony::sip {
enum class Direction : std::uint8_t {
  sendrecv,
  sendonly,
  recvonly,
  inactive
};  // seen from who wrote the description

struct Format {
  int payload = -1;  // 0..127
  std::string
      encoding;  // of rtpmap, upper case: "PCMA", "TELEPHONE-EVENT"; filled in for 0, 8 and 9 without rtpmap
  int clock_hz = 0;
};
// a=crypto (RFC 4568): a cipher, and key and salt of whoever wrote the description.
struct Crypto {
  int tag = 1;
  std::string suite;  // "AES_CM_128_HMAC_SHA1_80", "AEAD_AES_128_GCM" (RFC 7714); another is not ours
  std::vector<std::uint8_t> key_and_salt;
  bool operator==(const Crypto&) const = default;
};
std::size_t key_bytes_of(const std::string& suite);  // 0: not ours
// Fresh keys from the system's randomness, one for each suite we know, the cheapest first.
std::vector<Crypto> fresh_keys();

// How the sound is to be sealed. offer: sealed when the other side can (RFC 8643), required: or not at all.
enum class Sealing : std::uint8_t { off, offer, required };
struct Terms {
  std::vector<std::string>
      codecs;  // "pcma", "pcmu" in the order of choice; empty: all, G.711 in the offerer's
  Sealing sealing = Sealing::off;
};

struct MediaLine {
  std::string kind;          // "audio"
  int port = 0;              // 0: refused
  std::string protocol;      // "RTP/AVP"
  std::string formats_text;  // as written, for the refusal in an answer
  std::vector<Format> formats;
  std::string address;  // of c=, the session's if it has none of its own
  Direction direction = Direction::sendrecv;
  int ptime_ms = 0;            // 0: not said
  std::vector<Crypto> crypto;  // those of a suite we know
};
struct Description {
  std::string origin;  // the rest of o=
  std::vector<MediaLine> media;
};
// Errors: "bad_sdp" with the line's number and what is wrong.
base::Result<Description> parse_sdp(std::string_view text);

// The codec and where to find it; what one side may know of the other after offer and answer.
struct Agreed {
  std::size_t line = 0;  // which m= line carries the sound
  std::string address;
  int port = 0;
  int payload = 8;         // 0 PCMU, 8 PCMA, 9 G.722
  int event_payload = -1;  // telephone-event at 8000 Hz; -1: none
  int ptime_ms = 20;
  Direction direction =
      Direction::sendrecv;       // the far end's; an unspecified address (RFC 2543 hold) counts as sendonly
  std::optional<Crypto> crypto;  // his, when the sound is sealed
};
// The first audio line with a port, a format that we know (G.711 before G.722) and a sealing within the
// terms; none: nothing in common.
std::optional<Agreed> agree(const Description& theirs, const Terms& terms = {});
// Why there is nothing in common, for people: "codecs offered: G729, SPEEX"; "not sealed".
std::string why_not(const Description& theirs, const Terms& terms);

struct Local {
  std::uint64_t session = 1, version = 1;  // of o=
  std::string address;
  int port = 0;
  std::vector<Crypto> keys = {};  // ours, where the sound may be sealed
};
std::string write_offer(const Local& local, Direction direction, const Terms& terms = {});
// Every m= line of the offer is answered in its place; all but `agreed.line` are refused (RFC 3264 6).
std::string write_answer(const Local& local, const Description& offer, const Agreed& agreed);
// Our description in force as a new offer: every m= line and payload number stays (RFC 3264 8), a hold is
// lifted.
std::string reoffer(const std::string& ours, const Local& local);
// What we may do when the far end does `theirs`.
Direction mirrored(Direction theirs);
}  // namespace okno::telephony::sip
