#include "telephony/webrtc/sdp.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace okno::telephony::webrtc {
namespace {
// Chromium's offer for one audio line has 2 KB; with everything a page can add it stays far below this.
constexpr std::size_t kMaxOffer = 64 * 1024;
constexpr std::size_t kMaxLines = 16;  // m-lines

base::Error malformed(const std::string& what) {
  return {"sdp_malformed", "the browser's SDP is malformed: " + what};
}
base::Error refused(const std::string& what) {
  return {"sdp_not_acceptable", "the browser's SDP offers " + what};
}

std::string_view word(std::string_view& rest) {
  const auto end = std::min(rest.find(' '), rest.size());
  const auto out = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return out;
}

std::optional<int> number(std::string_view text) {
  int out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

// What stands in our answer must be nothing but a token: no line end, no space smuggled in.
bool is_token(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

// Attributes of the session, or of one m-line with those of the session as fall-back.
struct Section {
  BrowserOffer::Line line;
  std::set<int> payload_types;
  std::string ufrag, password, setup, direction;
  Fingerprint fingerprint;
  bool pcma = false, pcmu = false, mux = false;
  int telephone_event = -1;
  bool rejected = false;
};

std::optional<base::Error> read_media(std::string_view rest, Section& out) {
  out.line.kind = word(rest);
  const auto port = word(rest);
  out.line.protocol = word(rest);
  out.line.formats = rest;
  out.rejected = port == "0";
  if (!is_token(out.line.kind, 32) || !is_token(out.line.protocol, 64) || rest.empty())
    return malformed("an m= line");
  for (auto formats = rest; !formats.empty();) {
    if (const auto type = number(word(formats)); type && *type >= 0 && *type < 128)
      out.payload_types.insert(*type);
  }
  out.pcmu = out.payload_types.contains(0);
  out.pcma = out.payload_types.contains(8);
  return std::nullopt;
}

void read_rtpmap(std::string_view value, Section& out) {
  const auto type = number(word(value));
  if (!type || !out.payload_types.contains(*type)) return;
  std::string name(word(value));
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  if (name == "telephone-event/8000") out.telephone_event = *type;
}

std::optional<base::Error> read_attribute(std::string_view text, Section& out) {
  const auto colon = std::min(text.find(':'), text.size());
  const auto name = text.substr(0, colon);
  auto value = text.substr(std::min(colon + 1, text.size()));
  if (name == "ice-ufrag") {
    if (!is_token(value, 256)) return malformed("a=ice-ufrag");
    out.ufrag = value;
  } else if (name == "ice-pwd") {
    if (!is_token(value, 256)) return malformed("a=ice-pwd");
    out.password = value;
  } else if (name == "fingerprint") {
    Fingerprint print;
    print.algorithm = word(value);
    print.value = value;
    std::transform(print.value.begin(), print.value.end(), print.value.begin(),
                   [](unsigned char c) { return std::toupper(c); });
    if (print.algorithm.starts_with("sha-") && print.algorithm != "sha-1") out.fingerprint = std::move(print);
  } else if (name == "setup") {
    out.setup = value;
  } else if (name == "mid") {
    if (!is_token(value, 64)) return malformed("a=mid");
    out.line.mid = value;
  } else if (name == "rtcp-mux") {
    out.mux = true;
  } else if (name == "rtpmap") {
    read_rtpmap(value, out);
  } else if (name == "sendrecv" || name == "sendonly" || name == "recvonly" || name == "inactive") {
    out.direction = name;
  }
  return std::nullopt;
}

base::Result<BrowserOffer> chosen(const Section& session, const std::vector<Section>& sections) {
  BrowserOffer out;
  const Section* audio = nullptr;
  for (const auto& section : sections) {
    if (audio == nullptr && !section.rejected && section.line.kind == "audio" &&
        (section.pcma || section.pcmu)) {
      audio = &section;
      out.audio = out.lines.size();
    }
    out.lines.push_back(section.line);
  }
  if (audio == nullptr) return refused("no audio line with PCMA or PCMU");
  if (audio->line.protocol != "UDP/TLS/RTP/SAVPF" && audio->line.protocol != "UDP/TLS/RTP/SAVP") {
    return refused("audio over " + audio->line.protocol + " instead of UDP/TLS/RTP/SAVPF");
  }
  if (!audio->mux) return refused("no rtcp-mux");
  out.ufrag = audio->ufrag.empty() ? session.ufrag : audio->ufrag;
  out.password = audio->password.empty() ? session.password : audio->password;
  if (out.ufrag.empty() || out.password.empty()) return refused("no ICE name and password");
  out.fingerprint = audio->fingerprint.value.empty() ? session.fingerprint : audio->fingerprint;
  if (out.fingerprint.value.empty()) return refused("no certificate fingerprint of SHA-256 or better");
  const auto& setup = audio->setup.empty() ? session.setup : audio->setup;
  if (setup != "actpass" && setup != "active")
    return refused("setup:" + setup + "; the browser must be able to begin DTLS");
  const auto& direction = audio->direction.empty() ? session.direction : audio->direction;
  out.sends = direction != "recvonly" && direction != "inactive";
  out.receives = direction != "sendonly" && direction != "inactive";
  out.pcma = audio->pcma;
  out.pcmu = audio->pcmu;
  out.telephone_event = audio->telephone_event;
  return out;
}

std::string direction_of(const BrowserOffer& offer) {
  if (offer.sends) return offer.receives ? "sendrecv" : "recvonly";
  return offer.receives ? "sendonly" : "inactive";
}

std::string audio_lines(const BrowserOffer& offer, const OurSide& ours) {
  const auto& line = offer.lines[offer.audio];
  const auto& first = ours.candidates.front();
  std::string types, maps;
  if (offer.pcma) types += " 8", maps += "a=rtpmap:8 PCMA/8000\r\n";
  if (offer.pcmu) types += " 0", maps += "a=rtpmap:0 PCMU/8000\r\n";
  if (offer.telephone_event >= 0) {
    const auto type = std::to_string(offer.telephone_event);
    types += " " + type;
    maps += "a=rtpmap:" + type + " telephone-event/8000\r\na=fmtp:" + type + " 0-15\r\n";
  }
  std::string out = "m=audio " + std::to_string(first.port) + " " + line.protocol + types + "\r\n";
  out += "c=IN IP4 " + ip_text(first.ip) + "\r\n";
  if (!line.mid.empty()) out += "a=mid:" + line.mid + "\r\n";
  out += "a=ice-ufrag:" + ours.ufrag + "\r\na=ice-pwd:" + ours.password + "\r\n";
  out += "a=fingerprint:sha-256 " + ours.fingerprint + "\r\na=setup:passive\r\n";
  out += "a=" + direction_of(offer) + "\r\na=rtcp-mux\r\n" + maps + "a=ptime:20\r\na=maxptime:60\r\n";
  out += "a=msid:okno sound\r\na=ssrc:" + std::to_string(ours.ssrc) + " cname:okno\r\n";
  for (std::size_t i = 0; i < ours.candidates.size(); ++i) {
    const auto& one = ours.candidates[i];
    // RFC 8445, 5.1.2.1: type preference 126 for a host, local preference falling, component 1.
    const std::uint32_t priority = (126U << 24) + ((65535U - static_cast<std::uint32_t>(i)) << 8) + 255U;
    out += "a=candidate:" + std::to_string(i + 1) + " 1 udp " + std::to_string(priority) + " " +
           ip_text(one.ip) + " " + std::to_string(one.port) + " typ host\r\n";
  }
  return out + "a=end-of-candidates\r\n";
}
}  // namespace

base::Result<BrowserOffer> read_offer(std::string_view sdp) {
  if (sdp.size() > kMaxOffer) return malformed("it is longer than 64 KB");
  if (!sdp.starts_with("v=0")) return malformed("it does not begin with v=0");
  Section session;
  std::vector<Section> sections;
  while (!sdp.empty()) {
    const auto end = std::min(sdp.find('\n'), sdp.size());
    auto line = sdp.substr(0, end);
    sdp.remove_prefix(std::min(end + 1, sdp.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    if (line.size() < 2 || line[1] != '=') return malformed("a line without a type");
    if (std::any_of(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; })) {
      return malformed("a control character");
    }
    const auto value = line.substr(2);
    std::optional<base::Error> error;
    if (line[0] == 'm') {
      if (sections.size() == kMaxLines) return malformed("more than 16 m= lines");
      error = read_media(value, sections.emplace_back());
    } else if (line[0] == 'a') {
      error = read_attribute(value, sections.empty() ? session : sections.back());
    }
    if (error) return *error;
  }
  return chosen(session, sections);
}

std::string write_answer(const BrowserOffer& offer, const OurSide& ours) {
  std::string out = "v=0\r\no=okno " + std::to_string(ours.session) + " 1 IN IP4 " +
                    ip_text(ours.candidates.front().ip) + "\r\ns=-\r\nt=0 0\r\na=ice-lite\r\n";
  const auto& mid = offer.lines[offer.audio].mid;
  if (!mid.empty()) out += "a=group:BUNDLE " + mid + "\r\n";
  out += "a=msid-semantic: WMS okno\r\n";
  for (std::size_t i = 0; i < offer.lines.size(); ++i) {
    if (i == offer.audio) {
      out += audio_lines(offer, ours);
      continue;
    }
    const auto& line = offer.lines[i];
    out += "m=" + line.kind + " 0 " + line.protocol + " " + line.formats +
           "\r\nc=IN IP4 0.0.0.0\r\na=inactive\r\n";
    if (!line.mid.empty()) out += "a=mid:" + line.mid + "\r\n";
  }
  return out;
}
}  // namespace okno::telephony::webrtc
