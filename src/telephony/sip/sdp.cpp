#include "telephony/sip/sdp.h"

#include <arpa/inet.h>
#include <sys/random.h>

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "base/text.h"

namespace okno::telephony::sip {
namespace {
constexpr std::size_t kMaxSdpBytes =
    32'768;                                 // the largest real offers (browsers with video) stay under 10 kB
constexpr std::size_t kMaxMediaLines = 16;  // each is answered; a telephone has one or two
constexpr std::size_t kMaxFormats = 64;     // payload types are 0..127, real offers name under 30
constexpr std::size_t kMaxCryptos = 8;      // a telephone offers two or three
constexpr int kMinPtimeMs = 10, kMaxPtimeMs = 60;

base::Error bad(std::size_t line, const char* what) {
  return {"bad_sdp", "line " + std::to_string(line) + ": " + what};
}

bool parse_int(std::string_view text, int low, int high, int& out) {
  int value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return false;
  if (value < low || value > high) return false;
  out = value;
  return true;
}

std::string_view take_word(std::string_view& rest) {
  const std::size_t space = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, space);
  rest.remove_prefix(std::min(space + 1, rest.size()));
  return word;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return out;
}

// "IN IP4 192.0.2.1/127"
bool parse_connection(std::string_view value, std::string& address) {
  if (take_word(value) != "IN") return false;
  const std::string_view family = take_word(value);
  if (family != "IP4" && family != "IP6") return false;
  const std::string_view host = value.substr(0, value.find('/'));
  const bool fits = !host.empty() && host.size() <= 255 &&
                    std::all_of(host.begin(), host.end(), [](char c) { return c > ' ' && c < 0x7F; });
  if (fits) address = std::string(host);
  return fits;
}

// "audio 49170/2 RTP/AVP 0 8"
const char* parse_media(std::string_view value, MediaLine& media) {
  media.kind = std::string(take_word(value));
  std::string_view port = take_word(value);
  port = port.substr(0, port.find('/'));
  if (media.kind.empty() || !parse_int(port, 0, 65'535, media.port)) return "m= has no port from 0 to 65535";
  media.protocol = upper(take_word(value));
  media.formats_text = std::string(base::trim(value));
  if (media.protocol.empty() || media.formats_text.empty()) return "m= lacks protocol or formats";
  if (media.protocol.rfind("RTP/", 0) != 0) return nullptr;
  while (!value.empty()) {
    const std::string_view word = take_word(value);
    if (word.empty()) continue;
    Format format;
    if (!parse_int(word, 0, 127, format.payload)) return "a payload type is not from 0 to 127";
    if (media.formats.size() == kMaxFormats) return "too many formats";
    if (format.payload == 0) format.encoding = "PCMU", format.clock_hz = 8000;
    if (format.payload == 8) format.encoding = "PCMA", format.clock_hz = 8000;
    if (format.payload == 9) format.encoding = "G722", format.clock_hz = 8000;  // RFC 3551, 4.5.2
    media.formats.push_back(format);
  }
  return nullptr;
}

// "97 telephone-event/8000"
void parse_rtpmap(std::string_view value, MediaLine& media) {
  int payload = -1;
  if (!parse_int(take_word(value), 0, 127, payload)) return;
  const std::size_t slash = value.find('/');
  if (slash == std::string_view::npos) return;
  std::string_view clock = value.substr(slash + 1);
  clock = clock.substr(0, clock.find('/'));
  int clock_hz = 0;
  if (!parse_int(base::trim(clock), 1, 1'000'000, clock_hz)) return;
  for (Format& format : media.formats) {
    if (format.payload != payload) continue;
    format.encoding = upper(value.substr(0, slash));
    format.clock_hz = clock_hz;
  }
}

std::optional<Direction> parse_direction(std::string_view attribute) {
  if (attribute == "sendrecv") return Direction::sendrecv;
  if (attribute == "sendonly") return Direction::sendonly;
  if (attribute == "recvonly") return Direction::recvonly;
  if (attribute == "inactive") return Direction::inactive;
  return std::nullopt;
}

const char* direction_text(Direction direction) {
  switch (direction) {
    case Direction::sendonly:
      return "sendonly";
    case Direction::recvonly:
      return "recvonly";
    case Direction::inactive:
      return "inactive";
    case Direction::sendrecv:
      break;
  }
  return "sendrecv";
}

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string to_base64(const std::vector<std::uint8_t>& bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t word = std::uint32_t{bytes[i]} << 16;
    if (n > 1) word |= std::uint32_t{bytes[i + 1]} << 8;
    if (n > 2) word |= bytes[i + 2];
    for (std::size_t k = 0; k < 4; ++k) out += k <= n ? kBase64[(word >> (18 - 6 * k)) & 63] : '=';
  }
  return out;
}

std::vector<std::uint8_t> from_base64(std::string_view text) {
  std::vector<std::uint8_t> out;
  std::uint32_t word = 0;
  int bits = 0;
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  for (const char c : text) {
    const std::size_t value = kBase64.find(c);
    if (value == std::string_view::npos) return {};
    word = (word << 6) | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) out.push_back(static_cast<std::uint8_t>(word >> (bits -= 8)));
  }
  return out;
}

// "1 AES_CM_128_HMAC_SHA1_80 inline:KEY|2^31" (RFC 4568 9.1). One that we cannot carry out as it stands
// (another suite, session parameters, a key's index in each packet) is passed over: the next may do.
void parse_crypto(std::string_view value, MediaLine& media) {
  Crypto crypto;
  if (media.crypto.size() == kMaxCryptos || !parse_int(take_word(value), 0, 999'999'999, crypto.tag)) return;
  crypto.suite = upper(take_word(value));
  std::string_view key = take_word(value);
  if (key_bytes_of(crypto.suite) == 0 || key.rfind("inline:", 0) != 0 || !base::trim(value).empty()) return;
  key.remove_prefix(7);
  const std::size_t bar = key.find('|');
  if (bar != std::string_view::npos && key.substr(bar).find(':') != std::string_view::npos) return;
  crypto.key_and_salt = from_base64(key.substr(0, bar));
  if (crypto.key_and_salt.size() == key_bytes_of(crypto.suite)) media.crypto.push_back(std::move(crypto));
}

std::string crypto_lines(const std::vector<Crypto>& keys) {
  std::string out;
  for (const Crypto& one : keys)
    out += "a=crypto:" + std::to_string(one.tag) + " " + one.suite +
           " inline:" + to_base64(one.key_and_salt) + "\r\n";
  return out;
}

bool is_plain(const MediaLine& media) {
  return media.protocol == "RTP/AVP" || media.protocol == "RTP/AVPF";
}
bool is_sealed(const MediaLine& media) {
  return media.protocol == "RTP/SAVP" || media.protocol == "RTP/SAVPF";
}
bool fits(const MediaLine& media, Sealing sealing) {
  if (sealing == Sealing::off) return is_plain(media);
  if (is_sealed(media)) return !media.crypto.empty();
  return is_plain(media) && (sealing == Sealing::offer || !media.crypto.empty());
}

std::string encoding_of(std::string_view codec) {
  return upper(codec);
}
bool is_g711(const Format& f) {
  return f.clock_hz == 8000 &&
         ((f.payload == 0 && f.encoding == "PCMU") || (f.payload == 8 && f.encoding == "PCMA"));
}
bool is_g722(const Format& f) {
  return f.clock_hz == 8000 && f.payload == 9 && f.encoding == "G722";
}
// The one to speak: by our order when there is one, else by his; then G.722 comes behind G.711, which goes to
// whoever is at the other end of the call without being translated.
const Format* choose(const MediaLine& media, const std::vector<std::string>& codecs) {
  if (codecs.empty()) {
    auto first = std::find_if(media.formats.begin(), media.formats.end(), is_g711);
    if (first == media.formats.end())
      first = std::find_if(media.formats.begin(), media.formats.end(), is_g722);
    return first == media.formats.end() ? nullptr : &*first;
  }
  for (const std::string& codec : codecs) {
    for (const Format& format : media.formats)
      if (is_g711(format) && format.encoding == encoding_of(codec)) return &format;
  }
  return nullptr;
}

void parse_attribute(std::string_view value, MediaLine* media, Direction& session_direction) {
  if (const auto direction = parse_direction(value)) {
    (media != nullptr ? media->direction : session_direction) = *direction;
  } else if (media != nullptr && value.rfind("rtpmap:", 0) == 0) {
    parse_rtpmap(value.substr(7), *media);
  } else if (media != nullptr && value.rfind("crypto:", 0) == 0) {
    parse_crypto(value.substr(7), *media);
  } else if (media != nullptr && value.rfind("ptime:", 0) == 0) {
    int ptime = 0;
    if (parse_int(base::trim(value.substr(6)), 1, 1000, ptime)) media->ptime_ms = ptime;
  }
}

bool is_numeric(const std::string& address) {
  unsigned char out[sizeof(in6_addr)];
  return inet_pton(AF_INET, address.c_str(), out) == 1 || inet_pton(AF_INET6, address.c_str(), out) == 1;
}

bool is_unspecified(std::string_view address) {
  return address == "0.0.0.0" || address == "::";
}

std::string head(const Local& local) {
  const std::string family = local.address.find(':') == std::string::npos ? "IP4 " : "IP6 ";
  return "v=0\r\no=okno " + std::to_string(local.session) + " " + std::to_string(local.version) + " IN " +
         family + local.address + "\r\ns=okno\r\nc=IN " + family + local.address + "\r\nt=0 0\r\n";
}

std::string codec_lines(int payload) {
  if (payload == 9) return "a=rtpmap:9 G722/8000\r\n";
  return payload == 0 ? "a=rtpmap:0 PCMU/8000\r\n" : "a=rtpmap:8 PCMA/8000\r\n";
}

std::string event_lines(int payload) {
  const std::string number = std::to_string(payload);
  return "a=rtpmap:" + number + " telephone-event/8000\r\na=fmtp:" + number + " 0-15\r\n";
}
}  // namespace

base::Result<Description> parse_sdp(std::string_view text) {
  if (text.size() > kMaxSdpBytes) return base::Error{"bad_sdp", "longer than 32768 bytes"};
  Description out;
  std::string session_address;
  Direction session_direction = Direction::sendrecv;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    ++number;
    if (line.empty()) continue;
    if (line.size() < 2 || line[1] != '=') return bad(number, "not of the form x=value");
    const std::string_view value = line.substr(2);
    if (number == 1 && (line[0] != 'v' || value != "0")) return bad(number, "v=0 expected");
    MediaLine* media = out.media.empty() ? nullptr : &out.media.back();
    if (line[0] == 'o') {
      out.origin = std::string(value);
    } else if (line[0] == 'c') {
      if (!parse_connection(value, media != nullptr ? media->address : session_address))
        return bad(number, "bad c=");
    } else if (line[0] == 'a') {
      parse_attribute(value, media, session_direction);
    } else if (line[0] == 'm') {
      if (out.media.size() == kMaxMediaLines) return bad(number, "too many m= lines");
      MediaLine fresh;
      fresh.direction = session_direction;
      if (const char* what = parse_media(value, fresh)) return bad(number, what);
      out.media.push_back(std::move(fresh));
    }
  }
  if (number == 0) return bad(1, "empty");
  for (MediaLine& media : out.media) {
    if (media.address.empty()) media.address = session_address;
  }
  return out;
}

std::size_t key_bytes_of(const std::string& suite) {
  if (suite == "AES_CM_128_HMAC_SHA1_80") return 30;
  if (suite == "AEAD_AES_128_GCM") return 28;
  return 0;
}

std::vector<Crypto> fresh_keys() {
  std::vector<Crypto> keys;
  for (const char* suite : {"AEAD_AES_128_GCM", "AES_CM_128_HMAC_SHA1_80"}) {
    Crypto fresh;
    fresh.tag = static_cast<int>(keys.size()) + 1;
    fresh.suite = suite;
    fresh.key_and_salt.resize(key_bytes_of(suite));
    OKNO_CHECK(getrandom(fresh.key_and_salt.data(), fresh.key_and_salt.size(), 0) ==
               static_cast<ssize_t>(fresh.key_and_salt.size()));
    keys.push_back(std::move(fresh));
  }
  return keys;
}

std::string why_not(const Description& theirs, const Terms& terms) {
  for (const MediaLine& media : theirs.media) {
    if (media.kind != "audio" || media.port == 0) continue;
    if (!is_plain(media) && !is_sealed(media)) return "sound over " + media.protocol;
    if (!fits(media, terms.sealing))
      return terms.sealing == Sealing::off ? "sealed sound (SRTP), and the line has it off"
                                           : "no sealed sound (SRTP) with a key we know";
    if (!is_numeric(media.address) || media.address.find(':') != std::string::npos)
      return "no IPv4 address for the sound";
    std::string names;
    for (const Format& format : media.formats)
      names += (names.empty() ? "" : ", ") +
               (format.encoding.empty() ? std::to_string(format.payload) : format.encoding);
    return "codecs offered: " + names;
  }
  return "no sound";
}

std::optional<Agreed> agree(const Description& theirs, const Terms& terms) {
  for (std::size_t i = 0; i < theirs.media.size(); ++i) {
    const MediaLine& media = theirs.media[i];
    if (media.kind != "audio" || media.port == 0 || !is_numeric(media.address)) continue;
    if (!fits(media, terms.sealing)) continue;
    const Format* codec = choose(media, terms.codecs);
    if (codec == nullptr) continue;
    Agreed agreed;
    agreed.line = i;
    agreed.address = media.address;
    agreed.port = media.port;
    agreed.payload = codec->payload;
    if (terms.sealing != Sealing::off && !media.crypto.empty()) agreed.crypto = media.crypto.front();
    agreed.direction = media.direction;
    if (media.ptime_ms > 0) agreed.ptime_ms = std::clamp(media.ptime_ms / 10 * 10, kMinPtimeMs, kMaxPtimeMs);
    for (const Format& format : media.formats) {
      if (format.encoding == "TELEPHONE-EVENT" && format.clock_hz == 8000)
        agreed.event_payload = format.payload;
    }
    if (is_unspecified(media.address)) {
      agreed.direction = agreed.direction == Direction::recvonly   ? Direction::inactive
                         : agreed.direction == Direction::sendrecv ? Direction::sendonly
                                                                   : agreed.direction;
    }
    return agreed;
  }
  return std::nullopt;
}

Direction mirrored(Direction theirs) {
  if (theirs == Direction::sendonly) return Direction::recvonly;
  if (theirs == Direction::recvonly) return Direction::sendonly;
  return theirs;
}

std::string write_offer(const Local& local, Direction direction, const Terms& terms) {
  std::vector<int> payloads;
  for (const std::string& codec : terms.codecs) {
    const std::string encoding = encoding_of(codec);
    if (encoding == "PCMA") payloads.push_back(8);
    if (encoding == "PCMU") payloads.push_back(0);
  }
  if (payloads.empty()) payloads = {8, 0, 9};
  std::string numbers, maps;
  for (const int payload : payloads) {
    numbers += std::to_string(payload) + " ";
    maps += codec_lines(payload);
  }
  const bool must = terms.sealing == Sealing::required;
  return head(local) + "m=audio " + std::to_string(local.port) + (must ? " RTP/SAVP " : " RTP/AVP ") +
         numbers + "101\r\n" + (terms.sealing == Sealing::off ? "" : crypto_lines(local.keys)) + maps +
         event_lines(101) + "a=ptime:20\r\na=" + direction_text(direction) + "\r\n";
}

std::string reoffer(const std::string& ours, const Local& local) {
  const std::size_t body = std::min(ours.find("m="), ours.size());
  std::string lines = ours.substr(body);
  for (const char* held : {"a=sendonly\r\n", "a=recvonly\r\n", "a=inactive\r\n"}) {
    const std::size_t at = lines.find(held);
    if (at != std::string::npos) lines.replace(at, std::string_view(held).size(), "a=sendrecv\r\n");
  }
  return head(local) + lines;
}

std::string write_answer(const Local& local, const Description& offer, const Agreed& agreed) {
  std::string out = head(local);
  for (std::size_t i = 0; i < offer.media.size(); ++i) {
    const MediaLine& media = offer.media[i];
    if (i != agreed.line) {
      out += "m=" + media.kind + " 0 " + media.protocol + " " + media.formats_text + "\r\n";
      continue;
    }
    out +=
        "m=audio " + std::to_string(local.port) + " " + media.protocol + " " + std::to_string(agreed.payload);
    if (agreed.event_payload >= 0) out += " " + std::to_string(agreed.event_payload);
    out += "\r\n" + codec_lines(agreed.payload);
    if (agreed.event_payload >= 0) out += event_lines(agreed.event_payload);
    if (agreed.crypto) {
      for (const Crypto& ours : local.keys) {
        if (ours.suite == agreed.crypto->suite)
          out += crypto_lines({{agreed.crypto->tag, ours.suite, ours.key_and_salt}});
      }
    }
    out += "a=ptime:" + std::to_string(agreed.ptime_ms) +
           "\r\na=" + direction_text(mirrored(agreed.direction)) + "\r\n";
  }
  return out;
}
}  // namespace okno::telephony::sip
