// The calling side of a dialog: INVITE until its final answer, and who we are when the provider asks.
#include <sofia-sip/nta_tag.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_protos.h>
#include <sofia-sip/sip_status.h>
#include <sofia-sip/sip_tag.h>
#include <sofia-sip/su_tag.h>
#include <sofia-sip/url.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "telephony/sip/dialog.h"
#include "telephony/sip/words.h"

namespace okno::telephony::sip {
namespace {
constexpr const char* kSdpType = "application/sdp";
// RFC 3261 9.1: a cancelled INVITE without a final answer after 64*T1 is given up.
constexpr long kCancelWaits = 64;

int invite_callback(nta_outgoing_magic_t* magic, nta_outgoing_t* request, const sip_t* sip) {
  const AnswerHeld held(request);
  return reinterpret_cast<Dialog*>(magic)->on_invite_response(request, sip);
}

template <class Magic>
Magic* magic_of(Dialog* dialog) {
  return reinterpret_cast<Magic*>(dialog);
}
}  // namespace

void Dialog::begin_outgoing(const Target& target) {
  target_ = target;
  proof_ = Proof(target.login);
  route_ = target.route;
  state_ = State::dialing;
  url_t* url = url_make(nullptr, target.route.empty() ? target.uri.c_str() : target.route.c_str());
  char transport[16] = "";
  if (url != nullptr) url_param(url->url_params, "transport", transport, sizeof transport);
  const std::string_view by(transport);
  const Transport way = by == "tls" ? Transport::tls : by == "tcp" ? Transport::tcp : Transport::udp;
  std::string host = url != nullptr && url->url_host != nullptr ? url->url_host : "";
  // Over TLS all that follows takes the way of the INVITE, whose far end has proved its name: a Contact may
  // name an address that stands in no certificate.
  if (way == Transport::tls && route_.empty() && !host.empty()) {
    route_ = "sip:" + host;
    if (url->url_port != nullptr && *url->url_port != '\0') route_ += std::string(":") + url->url_port;
    char elsewhere[256] = "";
    if (url_param(url->url_params, "maddr", elsewhere, sizeof elsewhere) > 0)
      route_ += std::string(";maddr=") + elsewhere;
    route_ += parameter_of(way);
  }
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  contact_ = home_.contact_for(host, way);
  at_host_ = target.from_host.empty()
                 ? contact_.substr(contact_.find('@'), contact_.find_first_of(";>") - contact_.find('@'))
                 : "@" + target.from_host;
  const std::string from =
      (target.from_name.empty() ? "" : quoted(target.from_name) + " ") +
      "<sip:" + (target.from_user.empty() ? "anonymous" : escaped_user(target.from_user)) + at_host_ + ">";
  const std::string to = "<" + target.uri + ">";
  if (url != nullptr) {
    leg_ = nta_leg_tcreate(home_.agent(), request_callback, magic_of<nta_leg_magic_t>(this),
                           SIPTAG_FROM_STR(from.c_str()), SIPTAG_TO_STR(to.c_str()), TAG_END());
    su_free(nullptr, url);
  }
  if (leg_ != nullptr) {
    nta_leg_tag(leg_, nullptr);
    send_invite();
  }
  if (invite_out_ == nullptr) arm_ms(0);  // told from the timer: the caller is not ready for it yet
}

void Dialog::send_invite() {
  const std::string sdp = side_->offer(false);
  const long expires = std::max<long>(home_.settings().session_expires_s, min_se_s_);
  const std::string expires_text = std::to_string(expires);
  const std::string min_se =
      std::to_string(std::max<long>(home_.settings().min_session_expires_s, min_se_s_));
  const bool asserts = !target_.asserted_user.empty();
  const std::string caller = (target_.from_name.empty() ? "" : quoted(target_.from_name) + " ") +
                             "<sip:" + escaped_user(target_.asserted_user) + at_host_ + ">";
  const std::string identity = "P-Asserted-Identity: " + caller;
  const std::string older = "Remote-Party-ID: " + caller + ";party=calling;screen=yes;privacy=off";
  const std::string who = proof_.header("INVITE", target_.uri);
  invite_out_ = nta_outgoing_tcreate(
      leg_, invite_callback, magic_of<nta_outgoing_magic_t>(this), route(), SIP_METHOD_INVITE,
      reinterpret_cast<const url_string_t*>(target_.uri.c_str()), NTATAG_PASS_100(1),
      SIPTAG_CONTACT_STR(contact_.c_str()), SIPTAG_ALLOW_STR(kAllow), SIPTAG_SUPPORTED_STR(kSupported),
      SIPTAG_SESSION_EXPIRES_STR(expires_text.c_str()), SIPTAG_MIN_SE_STR(min_se.c_str()),
      SIPTAG_USER_AGENT_STR(home_.settings().user_agent.c_str()),
      TAG_IF(asserts, SIPTAG_HEADER_STR(identity.c_str())),
      TAG_IF(asserts && target_.remote_party_id, SIPTAG_HEADER_STR(older.c_str())),
      TAG_IF(!who.empty(), SIPTAG_HEADER_STR(who.c_str())), SIPTAG_CONTENT_TYPE_STR(kSdpType),
      SIPTAG_PAYLOAD_STR(sdp.c_str()), TAG_END());
}

int Dialog::on_invite_response(nta_outgoing_t* request, const sip_t* sip) {
  if (request != invite_out_) return 0;
  const int status = sip != nullptr && sip->sip_status != nullptr ? sip->sip_status->st_status : 408;
  if (state_ == State::confirmed) return 0;  // a straggler after the answer; nta acknowledges repeated 200s
  if (status < 200) {
    on_provisional(sip);
  } else if (status < 300) {
    on_success(request, sip);
  } else {
    on_refusal(sip);
  }
  return 0;
}

void Dialog::adopt_remote_tag(const sip_t* sip, bool final) {
  const char* tag = sip->sip_to->a_tag;
  const char* known = nta_leg_get_rtag(leg_);
  if (tag == nullptr) return;
  if (known != nullptr && !same_text(known, tag)) {
    if (!final) return;  // another fork rings; the first one's early dialog stays
    nta_leg_t* fork = nta_leg_tcreate(home_.agent(), request_callback, magic_of<nta_leg_magic_t>(this),
                                      SIPTAG_CALL_ID(sip->sip_call_id), SIPTAG_FROM(sip->sip_from),
                                      SIPTAG_TO(sip->sip_to), SIPTAG_CSEQ(sip->sip_cseq), TAG_END());
    OKNO_CHECK(fork != nullptr);
    nta_leg_destroy(leg_);
    leg_ = fork;
    sound_agreed_ = false;  // what was agreed was agreed with the other fork
  } else {
    nta_leg_rtag(leg_, tag);
  }
  nta_leg_client_reroute(leg_, sip->sip_record_route, sip->sip_contact, final ? 2 : 1);
  note_remote(sip);
  has_route_set_ = sip->sip_record_route != nullptr;
  if (has_route_set_) route_.clear();
}

void Dialog::note_remote(const sip_t* sip) {
  if (sip->sip_contact == nullptr) return;
  char* text = url_as_string(nullptr, sip->sip_contact->m_url);
  if (text != nullptr) remote_ = text;
  su_free(nullptr, text);
}

// Our password's traces go only where they went before: along the route, or to the host that asked.
bool Dialog::same_way() const {
  if (proof_.asker().empty()) return true;  // nobody has asked: there is nothing to tell
  if (has_route_set_ || !route_.empty() || remote_.empty()) return true;
  const std::string host = host_of(remote_);
  return host == proof_.asker() || host == host_of(target_.uri);
}

void Dialog::on_provisional(const sip_t* sip) {
  const int status = sip->sip_status->st_status;
  if (cancelled_ || !side_) return;
  side_->heard();
  if (status == 100) return;
  note_peer(sip);
  const char* known = nta_leg_get_rtag(leg_);
  const bool ours = known == nullptr || sip->sip_to->a_tag == nullptr || same_text(known, sip->sip_to->a_tag);
  adopt_remote_tag(sip, false);
  if (sip->sip_rseq != nullptr && lists(sip->sip_require, "100rel")) {
    if (!ours || sip->sip_rseq->rs_response <= last_rseq_)
      return;  // repeated, or of a fork that we do not follow
    last_rseq_ = sip->sip_rseq->rs_response;
    send_prack(sip);
  }
  std::string sdp;
  if (ours && !sound_agreed_ && body_of(sip, sdp) == Body::sdp) sound_agreed_ = side_->take_answer(sdp);
  if (status >= 180 && status <= 183 && !std::exchange(rang_, true)) side_->ringing();
}

void Dialog::send_prack(const sip_t* sip) {
  const std::string rack =
      std::to_string(sip->sip_rseq->rs_response) + " " + std::to_string(sip->sip_cseq->cs_seq) + " INVITE";
  const std::string who = proof_.header("PRACK", remote_uri());
  nta_outgoing_t* prack = nta_outgoing_tcreate(
      leg_, nullptr, nullptr, route(), SIP_METHOD_PRACK, nullptr, SIPTAG_RACK_STR(rack.c_str()),
      TAG_IF(!who.empty(), SIPTAG_HEADER_STR(who.c_str())), TAG_END());
  if (prack != nullptr) nta_outgoing_destroy(prack);  // nta repeats it until it is answered
}

void Dialog::acknowledge(const sip_t* sip) {
  const std::string who = same_way() ? proof_.of_invite() : std::string();
  nta_outgoing_t* ack = nta_outgoing_tcreate(leg_, nullptr, nullptr, route(), SIP_METHOD_ACK, nullptr,
                                             SIPTAG_CSEQ(sip->sip_cseq),
                                             TAG_IF(!who.empty(), SIPTAG_HEADER_STR(who.c_str())), TAG_END());
  if (ack != nullptr) nta_outgoing_destroy(ack);  // nta keeps it for repeated 200s
}

void Dialog::on_success(nta_outgoing_t* request, const sip_t* sip) {
  note_peer(sip);
  adopt_remote_tag(sip, true);
  acknowledge(sip);
  proof_.accepted();
  nta_outgoing_destroy(request);
  invite_out_ = nullptr;
  if (cancelled_ || !side_) {  // 200 crossed our CANCEL
    state_ = State::closing;
    return send_bye();
  }
  state_ = State::confirmed;
  std::string sdp;
  if (body_of(sip, sdp) == Body::sdp ? !side_->take_answer(sdp) : !sound_agreed_) {
    finish(Ending::failed, 488);
    return send_bye();
  }
  SessionTimer ours;
  ours.expires_s = home_.settings().session_expires_s;
  ours.we_refresh = true;
  arm(terms_of(sip, ours));
  side_->answered();
}

void Dialog::on_refusal(const sip_t* sip) {
  const int status = sip->sip_status->st_status;
  const std::string asker = home_.source_of_answer(invite_out_).address;
  nta_outgoing_destroy(std::exchange(invite_out_, nullptr));
  if (status == 422 && sip->sip_min_se != nullptr && side_ && !cancelled_ && retries_422_++ < kMaxRaises) {
    min_se_s_ = static_cast<long>(std::min<unsigned long>(sip->sip_min_se->min_delta, 86'400));
    proof_.once_more();
    send_invite();
    if (invite_out_ != nullptr) return;
  }
  // Once it rings, who asks is the callee.
  if (side_ && !cancelled_ && !rang_ && proof_.challenged(sip, asker)) {
    send_invite();
    if (invite_out_ != nullptr) return;
  }
  finish(nta_sip_is_internal(sip) ? Ending::failed : Ending::refused, status);
  leave();
}

void Dialog::cancel() {
  if (std::exchange(cancelled_, true) || invite_out_ == nullptr) return;
  nta_outgoing_tcancel(invite_out_, nullptr, nullptr,
                       TAG_END());  // waits for the first provisional answer by itself
  arm_ms(kCancelWaits * home_.settings().t1_ms);
}
}  // namespace okno::telephony::sip
