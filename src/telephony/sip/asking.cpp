#include "telephony/sip/asking.h"

#include <sofia-sip/nta_tag.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_protos.h>
#include <sofia-sip/sip_status.h>
#include <sofia-sip/sip_tag.h>
#include <sofia-sip/su_tag.h>

#include <algorithm>
#include <utility>

#include "telephony/sip/words.h"

namespace okno::telephony::sip {
namespace {
int response_callback(nta_outgoing_magic_t* magic, nta_outgoing_t* request, const sip_t* sip) {
  const AnswerHeld held(request);
  reinterpret_cast<Asking*>(magic)->on_response(request, sip);
  return 0;
}

// "<sip:user@host:port;…>" without scheme and parameters.
std::string address_in(const std::string& contact) {
  const std::size_t at = contact.find(':') + 1;
  return contact.substr(at, contact.find_first_of(";>", at) - at);
}

// How long our Contact is bound, as the registrar says: beside the Contact, or for all (RFC 3261 10.2.4). He
// lists every device of the account; when none is ours as we wrote it, he has written it anew: then the least
// counts.
int granted(const sip_t* sip, const std::string& contact) {
  const auto whole = [](unsigned long seconds) {
    return static_cast<int>(std::min<unsigned long>(seconds, 86'400));
  };
  const int otherwise = sip->sip_expires != nullptr ? whole(sip->sip_expires->ex_delta) : 0;
  int least = 0;
  for (const sip_contact_t* c = sip->sip_contact; c != nullptr; c = c->m_next) {
    if (c->m_url->url_user == nullptr || c->m_url->url_host == nullptr) continue;
    const int seconds = c->m_expires != nullptr ? whole(std::strtoul(c->m_expires, nullptr, 10)) : otherwise;
    std::string place = std::string(c->m_url->url_user) + "@" + c->m_url->url_host;
    if (c->m_url->url_port != nullptr) place += std::string(":") + c->m_url->url_port;
    if (address_in(contact) == place) return seconds;
    if (seconds > 0) least = least == 0 ? seconds : std::min(least, seconds);
  }
  return least == 0 ? otherwise : least;
}

// Where the answer says that we are (Via's received and rport, RFC 3581), when our Contact says otherwise:
// there is a translator of addresses between us. Over TCP the port is the connection's and says nothing.
std::string seen_elsewhere(const sip_t* sip, const std::string& contact) {
  const sip_via_t* via = sip->sip_via;
  if (via == nullptr || via->v_received == nullptr || contact.find("transport=") != std::string::npos)
    return {};
  std::string seen = via->v_received;
  if (seen.find(':') != std::string::npos && seen.front() != '[') seen = "[" + seen + "]";
  const bool port = via->v_rport != nullptr && *via->v_rport != '\0';
  seen += ":" + std::string(port ? via->v_rport : via->v_port != nullptr ? via->v_port : "5060");
  const std::string said = address_in(contact);
  return said.substr(said.find('@') + 1) == seen ? std::string() : seen;
}
}  // namespace

Asking::~Asking() {
  if (request_ != nullptr) nta_outgoing_destroy(request_);
  if (leg_ != nullptr) nta_leg_destroy(leg_);
}

bool Asking::begin() {
  reply_.cseq = question_.cseq;
  const std::string& towards = question_.route.empty() ? question_.uri : question_.route;
  contact_ = home_.contact_for(host_of(towards), transport_of(towards));
  const std::size_t at = contact_.find('@'), end = contact_.find_first_of(";>");
  const std::string ours = contact_.substr(at + 1, end - at - 1);
  const std::string user = escaped_user(question_.user.empty() ? "okno" : question_.user);
  const std::string host = question_.host.empty() ? ours : question_.host;
  contact_ = "<sip:" + user + "@" + (question_.contact_address.empty() ? ours : question_.contact_address) +
             contact_.substr(end);
  const std::string from = "<sip:" + user + "@" + host + ">";
  const std::string to = question_.kind == Question::Kind::registration ? from : "<" + question_.uri + ">";
  // A leg of its own, as for a call: one without a dialog would get every request that comes meanwhile.
  leg_ = nta_leg_tcreate(
      home_.agent(), nullptr, nullptr, SIPTAG_FROM_STR(from.c_str()), SIPTAG_TO_STR(to.c_str()),
      TAG_IF(!question_.call_id.empty(), SIPTAG_CALL_ID_STR(question_.call_id.c_str())), TAG_END());
  if (leg_ == nullptr) return false;
  nta_leg_tag(leg_, nullptr);
  return send();
}

bool Asking::send() {
  const bool registers = question_.kind == Question::Kind::registration;
  const bool binds = registers && !question_.only_asks;
  const char* name = registers ? "REGISTER" : "OPTIONS";
  const std::string who = proof_.header(name, question_.uri);
  const std::string cseq = std::to_string(++reply_.cseq) + " " + name;
  const std::string expires = std::to_string(question_.expires_s);
  const auto* route =
      question_.route.empty() ? nullptr : reinterpret_cast<const url_string_t*>(question_.route.c_str());
  request_ = nta_outgoing_tcreate(
      leg_, response_callback, reinterpret_cast<nta_outgoing_magic_t*>(this), route,
      registers ? sip_method_register : sip_method_options, name,
      reinterpret_cast<const url_string_t*>(question_.uri.c_str()), SIPTAG_CSEQ_STR(cseq.c_str()),
      TAG_IF(binds || !registers, SIPTAG_CONTACT_STR(contact_.c_str())), SIPTAG_ALLOW_STR(kAllow),
      SIPTAG_USER_AGENT_STR(home_.settings().user_agent.c_str()),
      TAG_IF(binds, SIPTAG_EXPIRES_STR(expires.c_str())),
      TAG_IF(!who.empty(), SIPTAG_HEADER_STR(who.c_str())), TAG_END());
  return request_ != nullptr;
}

void Asking::on_response(nta_outgoing_t* request, const sip_t* sip) {
  if (request != request_) return;
  const bool heard = sip != nullptr && sip->sip_status != nullptr;
  const int status = heard ? sip->sip_status->st_status : 408;
  if (status < 200) return;
  reply_.status = status;
  reply_.from_afar = heard && !nta_sip_is_internal(sip);
  if (reply_.from_afar) {
    reply_.reason = sip->sip_status->st_phrase != nullptr ? sip->sip_status->st_phrase : "";
    reply_.peer = home_.source_of_answer(request);
    reply_.seen_as = seen_elsewhere(sip, contact_);
    if (const sip_via_t* via = sip->sip_via)
      reply_.seen_host = via->v_received != nullptr ? via->v_received : via->v_host;
    if (sip->sip_min_expires != nullptr)
      reply_.min_expires_s =
          static_cast<int>(std::min<unsigned long>(sip->sip_min_expires->me_delta, 86'400));
    if (status < 300) reply_.expires_s = granted(sip, contact_);
  }
  nta_outgoing_destroy(std::exchange(request_, nullptr));
  const bool again = proof_.challenged(sip, reply_.peer.address) && send();
  if (reply_.realm.empty())
    if (const auto asked = challenge_in(sip)) reply_.realm = asked->realm;
  if (!again) home_.over(*this);
}
}  // namespace okno::telephony::sip
