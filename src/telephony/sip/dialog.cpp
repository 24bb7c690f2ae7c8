#include "telephony/sip/dialog.h"

#include <sofia-sip/nta_tag.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_protos.h>
#include <sofia-sip/sip_status.h>
#include <sofia-sip/sip_tag.h>
#include <sofia-sip/su_string.h>
#include <sofia-sip/su_tag.h>
#include <sofia-sip/su_uniqueid.h>
#include <sofia-sip/url.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "telephony/sip/words.h"

namespace okno::telephony::sip {
namespace {
constexpr const char* kSdpType = "application/sdp";

Dialog* dialog_of(void* magic) {
  return static_cast<Dialog*>(magic);
}

int ack_cancel_callback(nta_incoming_magic_t* magic, nta_incoming_t* invite, const sip_t* sip) {
  return dialog_of(magic)->on_ack_or_cancel(invite, sip);
}
int prack_callback(nta_reliable_magic_t* magic, nta_reliable_t* reliable, nta_incoming_t* prack,
                   const sip_t* sip) {
  return dialog_of(magic)->on_prack(reliable, prack, sip);
}
int bye_callback(nta_outgoing_magic_t* magic, nta_outgoing_t* request, const sip_t* sip) {
  const AnswerHeld held(request);
  return dialog_of(magic)->on_bye_response(request, sip);
}

template <class Magic>
Magic* magic_of(Dialog* dialog) {
  return reinterpret_cast<Magic*>(dialog);
}
const url_string_t* as_url(const std::string& text) {
  return text.empty() ? nullptr : reinterpret_cast<const url_string_t*>(text.c_str());
}
}  // namespace

int request_callback(nta_leg_magic_t* magic, nta_leg_t*, nta_incoming_t* request, const sip_t* sip) {
  return dialog_of(magic)->on_request(request, sip);
}

const char kAllow[] = "INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE, INFO, PRACK, REFER";
const char kSupported[] = "timer, 100rel";

Dialog::~Dialog() {
  drop_timer();
  drop_transactions();
  if (leg_ != nullptr) nta_leg_destroy(leg_);
}

// Sofia sees them to their ends by itself; we hear no more of them.
void Dialog::drop_transactions() {
  if (invite_in_ != nullptr) nta_incoming_destroy(std::exchange(invite_in_, nullptr));
  for (nta_outgoing_t** request : {&invite_out_, &refresh_out_, &bye_out_}) {
    if (*request != nullptr) nta_outgoing_destroy(std::exchange(*request, nullptr));
  }
}

const url_string_t* Dialog::route() const {
  return as_url(route_);
}

// --- incoming

void Dialog::begin_incoming(nta_incoming_t* invite, const sip_t* sip, const Peer& source,
                            std::optional<std::string> answer) {
  incoming_ = true;
  state_ = State::ringing_in;
  invite_in_ = invite;
  call_id_ = sip->sip_call_id->i_id;
  answer_ = std::move(answer);
  reliable_only_ = lists(sip->sip_require, "100rel");
  contact_ = home_.contact_for(source.address, source.transport);
  leg_ = nta_leg_tcreate(home_.agent(), request_callback, magic_of<nta_leg_magic_t>(this),
                         SIPTAG_CALL_ID(sip->sip_call_id), SIPTAG_FROM(sip->sip_to), SIPTAG_TO(sip->sip_from),
                         NTATAG_REMOTE_CSEQ(sip->sip_cseq->cs_seq), TAG_END());
  OKNO_CHECK(leg_ != nullptr);
  nta_leg_tag(leg_, nta_incoming_tag(invite, nullptr));
  nta_leg_server_route(leg_, sip->sip_record_route, sip->sip_contact);
  nta_incoming_bind(invite, ack_cancel_callback, magic_of<nta_incoming_magic_t>(this));
  note_peer(sip);
  accept_timer(sip, timer_terms_);
  has_route_set_ = sip->sip_record_route != nullptr;
  note_way_back(sip, source);
}

// Behind an address translator, or over a connection of the far end's making, what the Contact says is no way
// back; where his last request came from is.
void Dialog::note_way_back(const sip_t* sip, const Peer& source) {
  const bool translated = sip->sip_via->v_received != nullptr, connected = source.transport != Transport::udp;
  if (!has_route_set_ && (translated || connected))
    route_ = "sip:" + source.text() + parameter_of(source.transport);
}

void Dialog::note_peer(const sip_t* sip) {
  if (sip->sip_allow != nullptr) peer_updates_ = sip_is_allowed(sip->sip_allow, SIP_METHOD_UPDATE);
}

void Dialog::provisional(int status, const char* phrase, bool with_sound) {
  if (state_ != State::ringing_in) return;
  const char* body = nullptr;
  std::string offer;
  if (with_sound && answer_ && !offer_sent_reliably_) body = answer_->c_str();
  if (reliable_only_ && !answer_ &&
      !offer_sent_reliably_) {  // RFC 3262 5: the first reliable answer carries the offer
    offer = side_->offer(false);
    body = offer.c_str();
    offer_in_200_ = true;
  }
  if (reliable_only_) {
    nta_reliable_treply(invite_in_, prack_callback, magic_of<nta_reliable_magic_t>(this), status, phrase,
                        SIPTAG_CONTACT_STR(contact_.c_str()), SIPTAG_ALLOW_STR(kAllow),
                        TAG_IF(body, SIPTAG_CONTENT_TYPE_STR(kSdpType)),
                        TAG_IF(body, SIPTAG_PAYLOAD_STR(body)), TAG_END());
    if (body != nullptr) offer_sent_reliably_ = true;
    return;
  }
  nta_incoming_treply(invite_in_, status, phrase, SIPTAG_CONTACT_STR(contact_.c_str()),
                      TAG_IF(body, SIPTAG_CONTENT_TYPE_STR(kSdpType)), TAG_IF(body, SIPTAG_PAYLOAD_STR(body)),
                      TAG_END());
}

void Dialog::answer() {
  if (state_ != State::ringing_in) return;
  state_ = State::confirmed;
  awaiting_ack_ = true;
  std::string body;
  if (!offer_sent_reliably_) {
    if (answer_) {
      body = *answer_;
    } else {
      body = side_->offer(false);
      offer_in_200_ = true;
    }
  }
  reply_offer(invite_in_, body, timer_terms_);
  arm(timer_terms_);
}

// 200 to INVITE or UPDATE; no body when `sdp` is empty.
void Dialog::reply_offer(nta_incoming_t* request, const std::string& sdp, const SessionTimer& timer) {
  const std::string expires = session_expires_text(timer, true);
  nta_incoming_treply(request, SIP_200_OK, SIPTAG_CONTACT_STR(contact_.c_str()), SIPTAG_ALLOW_STR(kAllow),
                      SIPTAG_SUPPORTED_STR(kSupported),
                      TAG_IF(!expires.empty(), SIPTAG_SESSION_EXPIRES_STR(expires.c_str())),
                      TAG_IF(timer.say_required, SIPTAG_REQUIRE_STR("timer")),
                      TAG_IF(!sdp.empty(), SIPTAG_CONTENT_TYPE_STR(kSdpType)),
                      TAG_IF(!sdp.empty(), SIPTAG_PAYLOAD_STR(sdp.c_str())), TAG_END());
}

void Dialog::refuse(int status, const std::string& reason, int retry_after_s) {
  if (state_ != State::ringing_in) return hang_up();
  const std::string wait = std::to_string(retry_after_s);
  nta_incoming_treply(invite_in_, status, reason.empty() ? nullptr : reason.c_str(),
                      TAG_IF(retry_after_s > 0, SIPTAG_RETRY_AFTER_STR(wait.c_str())), TAG_END());
  finish(Ending::released, status);
  leave();
}

int Dialog::on_ack_or_cancel(nta_incoming_t* invite, const sip_t* sip) {
  if (invite != invite_in_) {
    nta_incoming_destroy(invite);
    return 0;
  }
  if (sip ==
      nullptr) {  // timer H: the 200 was never acknowledged; or no PRACK, or the answer could not be sent
    nta_incoming_destroy(std::exchange(invite_in_, nullptr));
    const bool established = state_ == State::confirmed || bye_after_ack_;
    awaiting_ack_ = false;
    finish(Ending::failed, 408);
    if (established) {
      send_bye();
    } else {
      leave();
    }
    return 0;
  }
  if (sip->sip_request->rq_method == sip_method_ack) {
    on_ack(invite, sip);
  } else if (sip->sip_request->rq_method == sip_method_cancel && state_ == State::ringing_in) {
    nta_incoming_treply(invite, SIP_487_REQUEST_TERMINATED, TAG_END());
    nta_incoming_destroy(std::exchange(invite_in_, nullptr));
    finish(Ending::hung_up, 487);
    leave();
  }
  return 0;
}

void Dialog::on_ack(nta_incoming_t* invite, const sip_t* sip) {
  nta_incoming_destroy(invite);
  invite_in_ = nullptr;
  awaiting_ack_ = false;
  if (bye_after_ack_) return send_bye();
  if (!std::exchange(offer_in_200_, false)) return;
  std::string sdp;
  if (body_of(sip, sdp) == Body::sdp && side_ && side_->take_answer(sdp)) return;
  finish(Ending::failed, 488);
  send_bye();
}

int Dialog::on_prack(nta_reliable_t* reliable, nta_incoming_t* prack, const sip_t* sip) {
  nta_reliable_destroy(reliable);
  if (prack == nullptr || sip == nullptr) return 0;
  std::string sdp;
  if (body_of(sip, sdp) != Body::sdp || !side_) return 200;
  if (std::exchange(offer_in_200_, false)) {
    if (side_->take_answer(sdp)) return 200;
    nta_incoming_treply(prack, SIP_488_NOT_ACCEPTABLE, TAG_END());
    nta_incoming_destroy(prack);
    refuse(488, "", 0);
    return 0;
  }
  const auto answer = side_->answer_to(sdp);  // a new offer (RFC 3262 5)
  if (answer) {
    reply_offer(prack, *answer, {});
  } else {
    nta_incoming_treply(prack, SIP_488_NOT_ACCEPTABLE, TAG_END());
  }
  nta_incoming_destroy(prack);
  return 0;
}

// --- inside the dialog

int Dialog::on_request(nta_incoming_t* request, const sip_t* sip) {
  const sip_method_t method = sip->sip_request->rq_method;
  if (method == sip_method_ack) return 200;  // belongs to no INVITE of ours; nta never answers an ACK
  note_way_back(sip, home_.source_of(request));
  if (const std::string missing = unsupported(sip); !missing.empty()) {
    nta_incoming_treply(request, SIP_420_BAD_EXTENSION, SIPTAG_HEADER_STR(missing.c_str()), TAG_END());
    nta_incoming_destroy(request);
    return 0;
  }
  switch (method) {
    case sip_method_bye:
      return on_bye();
    case sip_method_invite:
    case sip_method_update:
      return on_offer_request(request, sip);
    case sip_method_info:
      return on_info(request, sip);
    case sip_method_refer:
      return on_refer(request, sip);
    case sip_method_options:
      nta_incoming_treply(request, SIP_200_OK, SIPTAG_ALLOW_STR(kAllow), SIPTAG_ACCEPT_STR(kSdpType),
                          SIPTAG_SUPPORTED_STR(kSupported), TAG_END());
      break;
    default:
      nta_incoming_treply(request, SIP_405_METHOD_NOT_ALLOWED, SIPTAG_ALLOW_STR(kAllow), TAG_END());
  }
  nta_incoming_destroy(request);
  return 0;
}

int Dialog::on_bye() {
  if (state_ == State::ringing_in) {  // BYE in an early dialog instead of CANCEL
    nta_incoming_treply(invite_in_, SIP_487_REQUEST_TERMINATED, TAG_END());
    nta_incoming_destroy(std::exchange(invite_in_, nullptr));
  }
  finish(Ending::hung_up, 0);
  // Whom we rang may not say BYE yet, but some do; he owes our INVITE an answer, for which cancel() waits.
  if (state_ == State::dialing && invite_out_ != nullptr) {
    cancel();
  } else if (bye_out_ == nullptr) {
    leave();
  }
  return 200;
}

int Dialog::on_info(nta_incoming_t* request, const sip_t* sip) {
  if (sip->sip_payload == nullptr || sip->sip_payload->pl_len == 0 || sip->sip_content_type == nullptr)
    return 200;
  const std::string_view type = sip->sip_content_type->c_type;
  const std::string_view body(sip->sip_payload->pl_data, sip->sip_payload->pl_len);
  if (!su_casenmatch(type.data(), "application/dtmf", 16)) {
    nta_incoming_treply(request, SIP_415_UNSUPPORTED_MEDIA,
                        SIPTAG_ACCEPT_STR("application/dtmf-relay, application/dtmf"), TAG_END());
    nta_incoming_destroy(request);
    return 0;
  }
  const auto key = key_of_info(type, body);
  if (!key) return 400;
  if (side_) side_->digit(*key);
  return 200;
}

int Dialog::on_offer_request(nta_incoming_t* request, const sip_t* sip) {
  const bool invite = sip->sip_request->rq_method == sip_method_invite;
  std::string sdp;
  const Body body = body_of(sip, sdp);
  const auto reply = [&](int status, const char* header) {
    nta_incoming_treply(request, status, nullptr, TAG_IF(header, SIPTAG_HEADER_STR(header)), TAG_END());
    nta_incoming_destroy(request);
    return 0;
  };
  if (!side_) return 481;
  const bool offers = invite || body == Body::sdp;
  if (state_ == State::ringing_in && offers && !(offer_sent_reliably_ && !offer_in_200_)) {
    return reply(500, "Retry-After: 1");  // RFC 3261 14.2, RFC 3311 5.2: the first offer is still open
  }
  if ((state_ == State::dialing || refresh_out_ != nullptr || offer_in_200_) && offers) return 491;
  if (invite && state_ != State::confirmed) return reply(500, "Retry-After: 1");
  if (body == Body::unknown) return reply(415, "Accept: application/sdp");
  SessionTimer timer;
  if (!accept_timer(sip, timer)) {
    const std::string header = "Min-SE: " + std::to_string(home_.settings().min_session_expires_s);
    return reply(422, header.c_str());
  }
  std::optional<std::string> ours;
  if (body == Body::sdp) {
    ours = side_->answer_to(sdp);
    if (!ours) return 488;
  } else if (invite) {
    ours = side_->offer(false);
  }
  note_peer(sip);
  nta_leg_server_route(leg_, sip->sip_record_route, sip->sip_contact);
  if (invite) {
    if (invite_in_ != nullptr)
      nta_incoming_destroy(invite_in_);  // its ACK is on the way or lost; this one follows it
    invite_in_ = request;
    awaiting_ack_ = true;
    offer_in_200_ = body == Body::none;
    nta_incoming_bind(request, ack_cancel_callback, magic_of<nta_incoming_magic_t>(this));
  }
  reply_offer(request, ours.value_or(""), timer);
  if (state_ == State::confirmed) arm(timer);
  if (!invite) nta_incoming_destroy(request);
  return 0;
}

void Dialog::send_digit(char digit) {
  if (state_ != State::confirmed) return;
  const std::string body = std::string("Signal=") + digit + "\r\nDuration=160\r\n";
  const std::string who = proof_.header("INFO", remote_uri());
  nta_outgoing_t* info = nta_outgoing_tcreate(leg_, nullptr, nullptr, route(), SIP_METHOD_INFO, nullptr,
                                              TAG_IF(!who.empty(), SIPTAG_HEADER_STR(who.c_str())),
                                              SIPTAG_CONTENT_TYPE_STR("application/dtmf-relay"),
                                              SIPTAG_PAYLOAD_STR(body.c_str()), TAG_END());
  if (info != nullptr) nta_outgoing_destroy(info);
}

// --- the end

void Dialog::hang_up() {
  switch (state_) {
    case State::ringing_in:
      return refuse(480, "", 0);
    case State::dialing:
      finish(Ending::released, 0);
      return cancel();
    case State::confirmed:
      finish(Ending::released, 0);
      // RFC 3261 15: who answered may not send BYE before the ACK has come or is given up.
      if (awaiting_ack_ && incoming_) {
        bye_after_ack_ = true;
        state_ = State::closing;
      } else {
        send_bye();
      }
      return;
    default:
      return;
  }
}

void Dialog::close() {
  if (state_ == State::ringing_in) return refuse(503, "", 0);
  if (state_ == State::confirmed) awaiting_ack_ = false;  // no time to wait for it
  hang_up();
}

void Dialog::send_bye() {
  if (state_ == State::gone || bye_out_ != nullptr) return;
  state_ = State::closing;
  drop_timer();
  const std::string who = proof_.header("BYE", remote_uri());
  bye_out_ =
      nta_outgoing_tcreate(leg_, bye_callback, magic_of<nta_outgoing_magic_t>(this), route(), SIP_METHOD_BYE,
                           nullptr, TAG_IF(!who.empty(), SIPTAG_HEADER_STR(who.c_str())), TAG_END());
  if (bye_out_ == nullptr) leave();
}

int Dialog::on_bye_response(nta_outgoing_t* request, const sip_t* sip) {
  if (request != bye_out_) return 0;
  const int status = sip != nullptr && sip->sip_status != nullptr ? sip->sip_status->st_status : 408;
  if (status < 200) return 0;
  const std::string asker = home_.source_of_answer(request).address;
  nta_outgoing_destroy(std::exchange(bye_out_, nullptr));
  if (status == 503 && nta_sip_is_internal(sip) &&
      !route_.empty()) {  // his connection is closed: try his Contact
    route_.clear();
    state_ = State::closing;
    send_bye();
    return 0;
  }
  if (proof_.challenged(sip, asker)) {
    send_bye();
    return 0;
  }
  leave();
  return 0;
}

void Dialog::finish(Ending why, int status) {
  if (!side_) return;
  drop_timer();
  const std::shared_ptr<Side> side = std::move(side_);
  side_ = nullptr;
  side->ended(why, status);
}

void Dialog::leave() {
  if (state_ == State::gone) return;
  state_ = State::gone;
  drop_timer();
  drop_transactions();
  if (leg_ != nullptr) nta_leg_destroy(std::exchange(leg_, nullptr));  // the Call-ID may begin anew
  home_.bury(this);
}

}  // namespace okno::telephony::sip
