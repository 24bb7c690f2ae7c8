// REFER inside a dialog (RFC 3515), blind and with Replaces (RFC 3891), and the NOTIFYs about it.
#include <sofia-sip/nta_tag.h>
#include <sofia-sip/sip_extra.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_protos.h>
#include <sofia-sip/sip_status.h>
#include <sofia-sip/sip_tag.h>
#include <sofia-sip/su_string.h>
#include <sofia-sip/url.h>

#include <utility>

#include "telephony/sip/dialog.h"
#include "telephony/sip/words.h"

namespace okno::telephony::sip {
namespace {
constexpr std::size_t kMaxReferToBytes = 1024;  // a number and the names of one dialog

// Undoes %41; what is no escape stays.
std::string unescaped(std::string_view text) {
  std::string out(text.size() + 1, '\0');
  const std::string escaped(text);
  out.resize(url_unescape_to(out.data(), escaped.c_str(), escaped.size()));
  return out;
}

// "call-id;to-tag=a;from-tag=b": the tags as the one sees them who is to be replaced, that is, we.
void read_replaces(const std::string& text, Referral& out) {
  std::size_t from = text.find(';');
  out.call_id = text.substr(0, from);
  while (from != std::string::npos) {
    const std::size_t to = text.find(';', from + 1);
    const std::string part = text.substr(from + 1, to == std::string::npos ? to : to - from - 1);
    if (part.starts_with("to-tag=")) out.local_tag = part.substr(7);
    if (part.starts_with("from-tag=")) out.remote_tag = part.substr(9);
    from = to;
  }
}

std::optional<Referral> read_refer_to(const sip_t* sip) {
  const sip_refer_to_t* to = sip->sip_refer_to;
  if (to == nullptr || to->r_url->url_user == nullptr) return std::nullopt;
  Referral referral;
  referral.to_user = unescaped(to->r_url->url_user);
  std::string_view headers = to->r_url->url_headers != nullptr ? to->r_url->url_headers : "";
  if (headers.size() + referral.to_user.size() > kMaxReferToBytes) return std::nullopt;
  while (!headers.empty()) {
    const std::size_t end = headers.find('&');
    const std::string_view one = headers.substr(0, end);
    headers = end == std::string_view::npos ? std::string_view{} : headers.substr(end + 1);
    constexpr std::string_view kReplaces = "replaces=";
    if (one.size() < kReplaces.size() || !su_casenmatch(one.data(), kReplaces.data(), kReplaces.size()))
      continue;
    read_replaces(unescaped(one.substr(kReplaces.size())), referral);
  }
  return referral;
}
}  // namespace

bool Dialog::is(const Referral& named) const {
  if (leg_ == nullptr || call_id_ != named.call_id) return false;
  const char* local = nta_leg_get_tag(leg_);
  const char* remote = nta_leg_get_rtag(leg_);
  return local != nullptr && remote != nullptr && named.local_tag == local && named.remote_tag == remote;
}

int Dialog::on_refer(nta_incoming_t* request, const sip_t* sip) {
  const auto referral = read_refer_to(sip);
  if (!referral) return 400;
  if (!side_ || state_ != State::confirmed) return 481;
  if (refers_) return 491;  // one at a time
  if (++referrals_ > kMaxReferrals) return 603;
  // The answer goes out before what it causes: the call may be over a moment later.
  refers_ = true;
  const int status = side_->referred(*referral);
  if (status != 202) {
    refers_ = false;
    return status;
  }
  nta_incoming_treply(request, SIP_202_ACCEPTED, SIPTAG_CONTACT_STR(contact_.c_str()), TAG_END());
  nta_incoming_destroy(request);
  notify("SIP/2.0 100 Trying\r\n", false);
  return 0;
}

void Dialog::tell_referral(int status) {
  if (!std::exchange(refers_, false) || state_ != State::confirmed) return;
  const char* phrase = sip_status_phrase(status);
  notify("SIP/2.0 " + std::to_string(status) + " " + (phrase != nullptr ? phrase : "Refused") + "\r\n", true);
}

void Dialog::notify(const std::string& sipfrag, bool last) {
  const std::string who = proof_.header("NOTIFY", remote_uri());
  nta_outgoing_t* notify = nta_outgoing_tcreate(
      leg_, nullptr, nullptr, route(), SIP_METHOD_NOTIFY, nullptr, SIPTAG_CONTACT_STR(contact_.c_str()),
      SIPTAG_EVENT_STR("refer"),
      SIPTAG_SUBSCRIPTION_STATE_STR(last ? "terminated;reason=noresource" : "active;expires=60"),
      TAG_IF(!who.empty(), SIPTAG_HEADER_STR(who.c_str())),
      SIPTAG_CONTENT_TYPE_STR("message/sipfrag;version=2.0"), SIPTAG_PAYLOAD_STR(sipfrag.c_str()), TAG_END());
  if (notify != nullptr) nta_outgoing_destroy(notify);  // nta repeats it until it is answered
}
}  // namespace okno::telephony::sip
