// The session timer of a dialog (RFC 4028): terms, refresh by UPDATE or re-INVITE, the end of a far end that
// is silent.
#include <sofia-sip/nta_tag.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_protos.h>
#include <sofia-sip/sip_tag.h>
#include <sofia-sip/su_string.h>
#include <sofia-sip/su_tag.h>
#include <sofia-sip/su_uniqueid.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "telephony/sip/dialog.h"
#include "telephony/sip/words.h"

namespace okno::telephony::sip {
namespace {
constexpr long kLongestSession = 86'400;  // seconds; a longer wish is a mistake

Dialog* dialog_of(void* magic) {
  return static_cast<Dialog*>(magic);
}
int refresh_callback(nta_outgoing_magic_t* magic, nta_outgoing_t* request, const sip_t* sip) {
  const AnswerHeld held(request);
  return dialog_of(magic)->on_refresh_response(request, sip);
}
void timer_callback(su_root_magic_t*, su_timer_t*, su_timer_arg_t* arg) {
  dialog_of(arg)->on_timer();
}
}  // namespace

// --- session timer (RFC 4028)

bool Dialog::accept_timer(const sip_t* sip, SessionTimer& out) const {
  const Settings& settings = home_.settings();
  const bool supported = lists(sip->sip_supported, "timer") || lists(sip->sip_require, "timer");
  const long floor = std::max<long>(
      settings.min_session_expires_s,
      sip->sip_min_se != nullptr
          ? static_cast<long>(std::min<unsigned long>(sip->sip_min_se->min_delta, kLongestSession))
          : 0);
  out = {};
  out.expires_s = std::max<long>(settings.session_expires_s, floor);
  out.we_refresh = true;
  if (sip->sip_session_expires == nullptr) return true;
  const long wanted =
      static_cast<long>(std::min<unsigned long>(sip->sip_session_expires->x_delta, kLongestSession));
  if (wanted < settings.min_session_expires_s && supported) return false;
  out.expires_s = std::max(floor, std::min<long>(wanted, out.expires_s));
  const char* refresher = sip->sip_session_expires->x_refresher;
  out.we_refresh = !supported || (refresher != nullptr && su_casematch(refresher, "uas"));
  out.say_required = supported && !out.we_refresh;
  return true;
}

std::string Dialog::session_expires_text(const SessionTimer& timer, bool we_are_uas) const {
  if (timer.expires_s <= 0) return {};
  return std::to_string(timer.expires_s) +
         (timer.we_refresh == we_are_uas ? ";refresher=uas" : ";refresher=uac");
}

// What the far end's 2xx settled. A far end that says less than we allow ourselves would have us refresh all
// the time.
Dialog::SessionTimer Dialog::terms_of(const sip_t* answer, SessionTimer otherwise) const {
  if (answer->sip_session_expires == nullptr) return otherwise;
  SessionTimer out;
  const unsigned long said = answer->sip_session_expires->x_delta;
  out.expires_s = std::max<long>(static_cast<long>(std::min<unsigned long>(said, kLongestSession)),
                                 home_.settings().min_session_expires_s);
  const char* refresher = answer->sip_session_expires->x_refresher;
  out.we_refresh = refresher == nullptr || su_casematch(refresher, "uac");
  return out;
}

void Dialog::arm(const SessionTimer& timer) {
  timer_terms_ = timer;
  drop_timer();
  if (timer.expires_s <= 0) return;
  const long ms = timer.expires_s * 1000;
  arm_ms(timer.we_refresh ? ms / 2 : ms - std::min<long>(32'000, ms / 3));
}

void Dialog::arm_ms(long delay_ms) {
  if (timer_ == nullptr) timer_ = su_timer_create(su_root_task(home_.root()), 0);
  OKNO_CHECK(timer_ != nullptr);
  su_timer_set_interval(timer_, timer_callback, reinterpret_cast<su_timer_arg_t*>(this), delay_ms);
}

void Dialog::drop_timer() {
  if (timer_ == nullptr) return;
  su_timer_destroy(timer_);
  timer_ = nullptr;
}

void Dialog::on_timer() {
  if (state_ == State::dialing) {  // the INVITE could not be sent, or no final answer came after CANCEL
    finish(Ending::failed, 503);
    return leave();
  }
  if (state_ != State::confirmed) return;
  if (timer_terms_.we_refresh) {
    refresh(refresh_by_invite_ || !peer_updates_);
  } else {
    finish(Ending::failed, 408);
    send_bye();
  }
}

void Dialog::refresh(bool by_invite) {
  if (refresh_out_ != nullptr || awaiting_ack_) {  // wait for what is under way
    arm_ms(1000);
    return;
  }
  const std::string sdp = by_invite && side_ ? side_->offer(true) : std::string();
  const std::string expires = session_expires_text(timer_terms_, false);
  const std::string min_se =
      std::to_string(std::max<long>(home_.settings().min_session_expires_s, min_se_s_));
  const std::string who = proof_.header(by_invite ? "INVITE" : "UPDATE", remote_uri());
  refresh_out_ = nta_outgoing_tcreate(
      leg_, refresh_callback, reinterpret_cast<nta_outgoing_magic_t*>(this), route(),
      by_invite ? sip_method_invite : sip_method_update, by_invite ? "INVITE" : "UPDATE", nullptr,
      SIPTAG_CONTACT_STR(contact_.c_str()), SIPTAG_ALLOW_STR(kAllow), SIPTAG_SUPPORTED_STR(kSupported),
      SIPTAG_SESSION_EXPIRES_STR(expires.c_str()), SIPTAG_MIN_SE_STR(min_se.c_str()),
      TAG_IF(!who.empty(), SIPTAG_HEADER_STR(who.c_str())),
      TAG_IF(!sdp.empty(), SIPTAG_CONTENT_TYPE_STR("application/sdp")),
      TAG_IF(!sdp.empty(), SIPTAG_PAYLOAD_STR(sdp.c_str())), TAG_END());
  refresh_by_invite_ = by_invite;
  if (refresh_out_ == nullptr) arm(timer_terms_);  // no memory: again, later
}

int Dialog::on_refresh_response(nta_outgoing_t* request, const sip_t* sip) {
  if (request != refresh_out_) return 0;
  const int status = sip != nullptr && sip->sip_status != nullptr ? sip->sip_status->st_status : 408;
  if (status < 200) return 0;
  const bool by_invite = nta_outgoing_method(request) == sip_method_invite;
  if (status < 300 && by_invite) {
    nta_leg_client_reroute(leg_, nullptr, sip->sip_contact, 0);
    note_remote(sip);
    acknowledge(sip);
  }
  const std::string asker = home_.source_of_answer(request).address;
  nta_outgoing_destroy(std::exchange(refresh_out_, nullptr));
  if (state_ != State::confirmed) return 0;
  std::string sdp;
  if (status < 300) {
    proof_.accepted();
    // Some owe the answer to an offer that changes nothing: then nothing has changed.
    if (by_invite && body_of(sip, sdp) == Body::sdp && !side_->take_answer(sdp)) {
      finish(Ending::failed, 488);
      send_bye();
      return 0;
    }
    arm(terms_of(sip, timer_terms_));
  } else if (status == 503 && nta_sip_is_internal(sip) && !route_.empty()) {
    route_.clear();  // his connection is closed: try his Contact
    refresh(by_invite);
  } else if (status == 408 || status == 481 || status == 503) {  // RFC 4028 10: the far end is gone
    finish(Ending::failed, status);
    send_bye();
  } else if (status == 422 && sip->sip_min_se != nullptr && retries_422_++ < kMaxRaises) {
    min_se_s_ = static_cast<long>(std::min<unsigned long>(sip->sip_min_se->min_delta, kLongestSession));
    timer_terms_.expires_s = std::max(timer_terms_.expires_s, min_se_s_);
    refresh(by_invite);
  } else if (proof_.challenged(sip, asker)) {
    refresh(by_invite);
  } else if (status == 491) {
    arm_ms(incoming_ ? su_randint(0, 2000) : su_randint(2100, 4000));  // RFC 3261 14.1
  } else if (!by_invite) {
    peer_updates_ = false;  // he said UPDATE but meant it not
    refresh(true);
  } else {
    arm(timer_terms_);  // he does not like it but he lives
  }
  return 0;
}
}  // namespace okno::telephony::sip
