#include "telephony/sip/words.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sofia-sip/msg_addr.h>
#include <sofia-sip/msg_header.h>
#include <sofia-sip/msg_mime.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/su.h>
#include <sofia-sip/url.h>
#include <strings.h>

#include <cstring>

#include "base/text.h"

namespace okno::telephony::sip {
std::string host_text(const std::string& address) {
  return address.find(':') == std::string::npos ? address : "[" + address + "]";
}

std::string Peer::text() const {
  return host_text(address) + ":" + std::to_string(port);
}

std::string parameter_of(Transport transport) {
  switch (transport) {
    case Transport::tcp:
      return ";transport=tcp";
    case Transport::tls:
      return ";transport=tls";
    case Transport::udp:
      break;
  }
  return {};
}

Peer peer_of(msg_t* msg, Transport transport) {
  Peer peer;
  peer.transport = transport;
  const su_sockaddr_t* from = msg_addr(msg);
  char text[64] = "";
  if (su_inet_ntop(from->su_family, SU_ADDR(from), text, sizeof text) != nullptr) peer.address = text;
  if (peer.address.rfind("::ffff:", 0) == 0 && peer.address.find('.') != std::string::npos)
    peer.address.erase(0, 7);
  peer.port = ntohs(from->su_port);
  return peer;
}

std::string user_of(const url_t* url) {
  if (url == nullptr) return {};
  const char* user = url->url_user != nullptr   ? url->url_user
                     : url->url_type == url_tel ? url->url_host
                                                : nullptr;
  if (user == nullptr) return {};
  std::string out(user);
  out.resize(url_unescape_to(out.data(), user, out.size()));
  return out;
}

std::string display_of(const char* display) {
  if (display == nullptr) return {};
  const std::string_view text = base::trim(display);
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && i + 2 < text.size()) ++i;
    out.push_back(text[i]);
  }
  return out;
}

namespace {
bool is_type(const char* type, const char* wanted) {
  return type != nullptr && strcasecmp(type, wanted) == 0;
}
}  // namespace

Body body_of(const sip_t* sip, std::string& sdp) {
  if (sip->sip_payload == nullptr || sip->sip_payload->pl_len == 0) return Body::none;
  if (sip->sip_content_encoding != nullptr) return Body::unknown;
  const char* type = sip->sip_content_type != nullptr ? sip->sip_content_type->c_type : nullptr;
  if (is_type(type, "application/sdp")) {
    sdp.assign(sip->sip_payload->pl_data, sip->sip_payload->pl_len);
    return Body::sdp;
  }
  if (type == nullptr || strncasecmp(type, "multipart/", 10) != 0) return Body::unknown;
  su_home_t home[1] = {SU_HOME_INIT(home)};
  Body found = Body::unknown;
  msg_multipart_t* parts = msg_multipart_parse(home, sip->sip_content_type, sip->sip_payload);
  for (msg_multipart_t* part = parts; part != nullptr; part = part->mp_next) {
    if (part->mp_content_type == nullptr || part->mp_payload == nullptr) continue;
    if (!is_type(part->mp_content_type->c_type, "application/sdp")) continue;
    sdp.assign(part->mp_payload->pl_data, part->mp_payload->pl_len);
    found = Body::sdp;
    break;
  }
  su_home_deinit(home);
  return found;
}

namespace {
std::string joined(const msg_param_t* parameters) {
  std::string out;
  for (; parameters != nullptr && *parameters != nullptr; ++parameters) {
    if (!out.empty()) out += ", ";
    out += *parameters;
  }
  return out;
}
}  // namespace

std::optional<Credentials> credentials_of(const sip_t* sip) {
  for (const sip_authorization_t* au = sip->sip_authorization; au != nullptr; au = au->au_next) {
    if (!is_type(au->au_scheme, "Digest")) continue;
    if (auto found = parse_credentials(joined(au->au_params), sip->sip_request->rq_method_name)) return found;
  }
  return std::nullopt;
}

std::optional<Challenge> challenge_in(const sip_t* answer) {
  if (answer == nullptr || answer->sip_status == nullptr) return std::nullopt;
  const int status = answer->sip_status->st_status;
  const msg_auth_t* asked = status == 401   ? answer->sip_www_authenticate
                            : status == 407 ? answer->sip_proxy_authenticate
                                            : nullptr;
  for (; asked != nullptr; asked = asked->au_next) {
    if (!is_type(asked->au_scheme, "Digest")) continue;
    if (auto found = parse_challenge(joined(asked->au_params))) return found;
  }
  return std::nullopt;
}

bool lists(const msg_list_t* list, const char* item) {
  for (; list != nullptr; list = list->k_next) {
    if (list->k_items == nullptr) continue;
    for (const msg_param_t* p = list->k_items; *p != nullptr; ++p) {
      if (strcasecmp(*p, item) == 0) return true;
    }
  }
  return false;
}

std::string unsupported(const sip_t* sip) {
  static const char* const kKnown[] = {"timer", "100rel"};
  std::string out;
  const auto look = [&](const msg_list_t* list) {
    for (; list != nullptr; list = list->k_next) {
      for (const msg_param_t* p = list->k_items; p != nullptr && *p != nullptr; ++p) {
        bool known = false;
        for (const char* k : kKnown) known = known || strcasecmp(k, *p) == 0;
        if (!known) out += (out.empty() ? "Unsupported: " : ", ") + std::string(*p);
      }
    }
  };
  look(sip->sip_require);
  look(sip->sip_proxy_require);
  return out;
}

std::optional<char> key_of_info(std::string_view type, std::string_view body) {
  const std::string kind(base::trim(type.substr(0, type.find(';'))));
  if (is_type(kind.c_str(), "application/dtmf-relay")) {
    std::size_t at = 0;
    while (at < body.size() &&
           strncasecmp(&body[at], "Signal", std::min<std::size_t>(6, body.size() - at)) != 0)
      at = std::min(body.find('\n', at), body.size() - 1) + 1;
    at = body.find('=', at);
    if (at == std::string_view::npos) return std::nullopt;
    body.remove_prefix(at + 1);
  } else if (!is_type(kind.c_str(), "application/dtmf")) {
    return std::nullopt;
  }
  static constexpr std::string_view kKeys = "0123456789*#ABCD";
  const std::string_view word = base::trim(body.substr(0, body.find_first_of("\r\n")));
  if (word.size() == 2 && word[0] == '1' && word[1] >= '0' && word[1] <= '5')
    return kKeys[static_cast<std::size_t>(10 + word[1] - '0')];
  if (word.size() != 1) return std::nullopt;
  const char key = word[0] >= 'a' && word[0] <= 'd' ? static_cast<char>(word[0] - 32) : word[0];
  if (kKeys.find(key) == std::string_view::npos) return std::nullopt;
  return key;
}

bool is_address(const std::string& host) {
  unsigned char out[sizeof(in6_addr)];
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  const std::string bare = bracketed ? host.substr(1, host.size() - 2) : host;
  return inet_pton(AF_INET, bare.c_str(), out) == 1 || inet_pton(AF_INET6, bare.c_str(), out) == 1;
}

std::string host_of(const std::string& uri) {
  // Sofia tells text from its own struct by the first byte: what begins with none of a text's is read as a
  // struct.
  if (uri.empty() || static_cast<unsigned char>(uri.front()) <= ' ') return {};
  su_home_t home[1] = {SU_HOME_INIT(home)};
  const url_t* url = url_hdup(home, reinterpret_cast<const url_t*>(uri.c_str()));
  std::string out = url != nullptr && url->url_host != nullptr ? url->url_host : "";
  su_home_deinit(home);
  if (out.size() > 2 && out.front() == '[') out = out.substr(1, out.size() - 2);
  return out;
}

Transport transport_of(const std::string& uri) {
  const std::size_t at = uri.find(";transport=");
  if (uri.rfind("sips:", 0) == 0) return Transport::tls;
  if (at == std::string::npos) return Transport::udp;
  const std::string word = uri.substr(at + 11, 3);
  return word == "tls" ? Transport::tls : word == "tcp" ? Transport::tcp : Transport::udp;
}

std::string quoted(const std::string& display) {
  std::string out = "\"";
  for (const char c : base::printable(display)) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}

std::string escaped_user(const std::string& user) {
  static const char kPlain[] = "-_.!~*'()&=+$,;?/";  // RFC 3261 25.1, user
  std::string out;
  for (const char c : user) {
    const bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (alnum || (c != '\0' && std::strchr(kPlain, c) != nullptr)) {
      out.push_back(c);
    } else {
      char hex[4];
      std::snprintf(hex, sizeof hex, "%%%02X", static_cast<unsigned char>(c));
      out += hex;
    }
  }
  return out;
}
}  // namespace okno::telephony::sip
