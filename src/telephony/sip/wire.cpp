#include "telephony/sip/wire.h"

#include <netinet/in.h>
#include <sofia-sip/msg_addr.h>
#include <sofia-sip/msg_buffer.h>
#include <sofia-sip/msg_header.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_parser.h>
#include <sofia-sip/sip_protos.h>
#include <sofia-sip/su.h>
#include <sofia-sip/su_alloc.h>
#include <sofia-sip/su_string.h>

#include <cstring>
#include <string>
#include <string_view>

#include "base/check.h"
#include "telephony/sip/tls/transport.h"

namespace okno::telephony::sip {
namespace {
constexpr std::string_view kToken =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~";  // RFC 3261 25.1
constexpr std::size_t kMaxMethod = 64;  // longer than any method; what is longer was none

// Sofia hands a message's memory to parsers of its headers; msg_home() is that cast the other way round.
msg_t* message_of(su_home_t* home) {
  return reinterpret_cast<msg_t*>(home);
}
void mark_bad(su_home_t* home) {
  sip_object(message_of(home))->sip_flags |= MSG_FLG_ERROR;
}

// METHOD SP Request-URI SP SIP-Version, each SP one space; trailing spaces are borne with (RFC
// 4475 3.1.2.10).
bool is_request_line(std::string_view line) {
  while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
  const std::size_t first = line.find(' '), last = line.rfind(' ');
  if (first == 0 || first == std::string_view::npos || last == first) return false;
  const std::string_view uri = line.substr(first + 1, last - first - 1);
  if (uri.empty() || uri.find(' ') != std::string_view::npos || uri.front() == '<') return false;
  return line.substr(last + 1, 4) == "SIP/";
}

// Sofia takes methods of "unreserved" characters only; it is shown others in this dress and then told the
// real name.
std::string dressed(std::string_view method) {
  std::string out(method);
  for (char& c : out) {
    if (c == '+' || c == '`' || c == '%') c = '-';
  }
  return out;
}

// Sofia's lines are C strings: an escaped NUL inside quotes would cut the header short.
void defuse_nuls(msg_t* msg, const char* after) {
  char* data = static_cast<char*>(msg_buf_committed_data(msg));
  if (data == nullptr) return;
  char* const end = data + msg_buf_committed(msg);
  if (after < data || after >= end) return;
  const std::string_view rest(after, static_cast<std::size_t>(end - after));
  const std::string_view headers = rest.substr(0, rest.find("\r\n\r\n"));
  for (std::size_t i = headers.find('\0'); i != std::string_view::npos; i = headers.find('\0', i + 1)) {
    if (i > 0 && headers[i - 1] == '\\') data[after - data + static_cast<std::ptrdiff_t>(i)] = '?';
  }
}

issize_t parse_request_line(su_home_t* home, msg_header_t* h, char* s, isize_t length) {
  const std::string line(s, static_cast<std::size_t>(length));
  auto* request = reinterpret_cast<sip_request_t*>(h);
  defuse_nuls(message_of(home), s + length + 1);
  const std::size_t method = line.find_first_not_of(kToken);
  if (method == 0 || method == std::string::npos || method > kMaxMethod || line[method] != ' ') return -1;
  const bool good = is_request_line(line);
  const std::string name = line.substr(0, method);
  if (good && dressed(name) == name && sip_request_d(home, h, s, length) >= 0) return 0;
  std::string text = dressed(name) + line.substr(method);
  char* copy = su_strdup(home, text.c_str());
  if (!good || copy == nullptr || sip_request_d(home, h, copy, static_cast<isize_t>(text.size())) < 0) {
    // What is left of a bad line has no say: an invented URI, and the mark that makes it a 400.
    text = dressed(name) + " sip:bad.invalid SIP/2.0";
    copy = su_strdup(home, text.c_str());
    if (copy == nullptr || sip_request_d(home, h, copy, static_cast<isize_t>(text.size())) < 0) return -1;
    mark_bad(home);
  }
  if (request->rq_method == sip_method_unknown) request->rq_method_name = su_strdup(home, name.c_str());
  return 0;
}

issize_t parse_cseq(su_home_t* home, msg_header_t* h, char* s, isize_t length) {
  const std::string text(s, static_cast<std::size_t>(length));
  if (dressed(text) == text) return sip_cseq_d(home, h, s, length);
  const std::string plain = dressed(text);
  char* copy = su_strdup(home, plain.c_str());
  if (copy == nullptr || sip_cseq_d(home, h, copy, length) < 0) return -1;
  const std::size_t name = text.find_last_of(" \t") + 1;
  reinterpret_cast<sip_cseq_t*>(h)->cs_method_name = su_strdup(home, text.c_str() + name);
  return 0;
}

// The Via that the sender should have written.
bool invent_via(su_home_t* home, sip_via_t* via, const char* transport) {
  const su_sockaddr_t* from = msg_addr(message_of(home));
  char host[64] = "";
  if (from == nullptr || su_inet_ntop(from->su_family, SU_ADDR(from), host, sizeof host) == nullptr)
    return false;
  via->v_protocol = transport;
  via->v_host = su_strdup(home, from->su_family == AF_INET6 ? ("[" + std::string(host) + "]").c_str() : host);
  via->v_port = su_strdup(home, std::to_string(ntohs(from->su_port)).c_str());
  return via->v_host != nullptr && via->v_port != nullptr;
}

issize_t parse_via(su_home_t* home, msg_header_t* h, char* s, isize_t length) {
  static thread_local int depth = 0;  // sofia calls itself for each further value of one line
  ++depth;
  const issize_t parsed = sip_via_d(home, h, s, length);
  --depth;
  const sip_t* sip = sip_object(message_of(home));
  const bool topmost = depth == 0 && sip != nullptr && sip->sip_request != nullptr && sip->sip_via == nullptr;
  if (!topmost) return parsed;
  auto* via = reinterpret_cast<sip_via_t*>(h);
  const bool tcp = msg_addrinfo(message_of(home))->ai_protocol == IPPROTO_TCP;
  const char* transport = !tcp ? sip_transport_udp : came_by_tls() ? sip_transport_tls : sip_transport_tcp;
  if (parsed < 0) {
    if (!invent_via(home, via, transport)) return parsed;
    via->v_next = nullptr;
    via->v_params = nullptr;
    via->v_branch = via->v_rport = via->v_received = via->v_maddr = via->v_ttl = via->v_comp =
        via->v_comment = nullptr;
    mark_bad(home);
    return 0;
  }
  via->v_protocol = transport;
  if (sip->sip_request->rq_version !=
      sip_version_2_0) {  // the 505 comes before sofia looks where the message came from
    char host[64] = "";
    const su_sockaddr_t* from = msg_addr(message_of(home));
    if (su_inet_ntop(from->su_family, SU_ADDR(from), host, sizeof host) == nullptr) return -1;
    const char* received = su_strdup(home, ("received=" + std::string(host)).c_str());
    if (received == nullptr || msg_header_replace_param(home, via->v_common, received) < 0) return -1;
  }
  return parsed;
}

// Readers of the table find our class first (by name), writers still find sofia's behind it (by address).
void put_before(msg_mclass_t* table, msg_hclass_t* theirs, msg_hclass_t* ours) {
  for (int i = 0; i < table->mc_hash_size; ++i) {
    msg_href_t& slot = table->mc_hash[i];
    if (slot.hr_class != theirs) continue;
    const msg_href_t original = slot;
    slot.hr_class = ours;
    OKNO_CHECK(msg_mclass_insert(table, &original) >= 0);
    if (theirs->hc_short[0] != '\0' && table->mc_short != nullptr) {
      const_cast<msg_href_t*>(table->mc_short)[theirs->hc_short[0] - 'a'].hr_class = ours;
    }
    return;
  }
  OKNO_CHECK(!"sofia knows the header");
}

struct msg_hclass_s our_via, our_cseq, our_request;
}  // namespace

const msg_mclass_t* message_class() {
  static const msg_mclass_t* const made = [] {
    msg_mclass_t* table = sip_extend_mclass(nullptr);
    OKNO_CHECK(table != nullptr && table->mc_hash_used + 2 < table->mc_hash_size);
    our_via = *sip_via_class;
    our_via.hc_parse = parse_via;
    put_before(table, sip_via_class, &our_via);
    our_cseq = *sip_cseq_class;
    our_cseq.hc_parse = parse_cseq;
    put_before(table, sip_cseq_class, &our_cseq);
    our_request = *table->mc_request[0].hr_class;
    our_request.hc_parse = parse_request_line;
    table->mc_request[0].hr_class = &our_request;
    return table;
  }();
  return made;
}
}  // namespace okno::telephony::sip
