#include "telephony/sip/words.h"

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

Peer peer_of(msg_t* msg, bool tcp) {
  Peer peer;
  peer.transport = tcp ? Transport::tcp : Transport::udp;
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

std::optional<Credentials> credentials_of(const sip_t* sip) {
  for (const sip_authorization_t* au = sip->sip_authorization; au != nullptr; au = au->au_next) {
    if (!is_type(au->au_scheme, "Digest") || au->au_params == nullptr) continue;
    std::string joined;
    for (const msg_param_t* p = au->au_params; *p != nullptr; ++p) {
      if (!joined.empty()) joined += ", ";
      joined += *p;
    }
    if (auto credentials = parse_credentials(joined, sip->sip_request->rq_method_name)) return credentials;
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
