// One INVITE dialog over sofia's nta: the initial transaction from either side, re-INVITE, UPDATE, PRACK,
// INFO, BYE, session timer. Private to this room (it names sofia's types).
#pragma once
#include <sofia-sip/nta.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/su_wait.h>

#include <memory>
#include <optional>
#include <string>

#include "telephony/sip/proof.h"
#include "telephony/sip/stack.h"

namespace okno::telephony::sip {
// What a dialog needs of the stack around it.
class Home {
 public:
  virtual nta_agent_t* agent() = 0;
  virtual su_root_t* root() = 0;
  virtual const Settings& settings() const = 0;
  virtual std::string contact_for(const std::string& address, Transport transport) = 0;  // <sip:okno@…>
  virtual Peer source_of(nta_incoming_t* request) = 0;
  virtual Peer source_of_answer(nta_outgoing_t* request) = 0;
  virtual void over(class Asking& asking) = 0;  // tells what came of it, then forgets it
  virtual void bury(class Dialog* dialog) = 0;  // deletes it once no frame of it can be on the stack
 protected:
  ~Home() = default;
};

extern const char kAllow[];               // methods we know inside a dialog
inline constexpr int kMaxReferrals = 20;  // of one call: a telephone that refers on and on goes in circles
inline constexpr int kMaxRaises = 2;      // a far end that raises Min-SE each time is not serious
extern const char kSupported[];           // option tags
int request_callback(nta_leg_magic_t* magic, nta_leg_t* leg, nta_incoming_t* request, const sip_t* sip);

class Dialog final : public Session {
 public:
  Dialog(Home& home, std::shared_ptr<Side> side) : home_(home), side_(std::move(side)) {}
  ~Dialog() override;
  Dialog(const Dialog&) = delete;
  Dialog& operator=(const Dialog&) = delete;

  // The INVITE's transaction becomes ours. `answer`: our SDP for its offer; none: the offer is ours to make.
  void begin_incoming(nta_incoming_t* invite, const sip_t* sip, const Peer& source,
                      std::optional<std::string> answer);
  void begin_outgoing(const Target& target);
  void ring() override { provisional(180, "Ringing", false); }
  void progress() override { provisional(183, "Session Progress", true); }
  void answer() override;
  void refuse(int status, const std::string& reason, int retry_after_s) override;
  void hang_up() override;
  void send_digit(char digit) override;
  bool incoming() const override { return incoming_; }
  void tell_referral(int status) override;
  bool is(const Referral& named) const override;
  void close();  // at the end of the server: 503 instead of 480 to a caller
  bool gone() const { return state_ == State::gone; }

  // sofia's callbacks
  int on_request(nta_incoming_t* request, const sip_t* sip);
  int on_ack_or_cancel(nta_incoming_t* invite, const sip_t* sip);
  int on_prack(nta_reliable_t* reliable, nta_incoming_t* prack, const sip_t* sip);
  int on_invite_response(nta_outgoing_t* request, const sip_t* sip);
  int on_refresh_response(nta_outgoing_t* request, const sip_t* sip);
  int on_bye_response(nta_outgoing_t* request, const sip_t* sip);
  void on_timer();

 private:
  enum class State : std::uint8_t { idle, ringing_in, dialing, confirmed, closing, gone };
  struct SessionTimer {
    long expires_s = 0;  // 0: none
    bool we_refresh = false;
    bool say_required = false;  // Require: timer
  };

  void provisional(int status, const char* phrase, bool with_sound);
  void send_invite();
  void on_provisional(const sip_t* sip);
  void on_success(nta_outgoing_t* request, const sip_t* sip);
  void on_refusal(const sip_t* sip);
  void acknowledge(const sip_t* sip);
  void adopt_remote_tag(const sip_t* sip, bool final);
  void send_prack(const sip_t* sip);
  int on_bye();
  int on_offer_request(nta_incoming_t* request, const sip_t* sip);  // re-INVITE and UPDATE
  int on_info(nta_incoming_t* request, const sip_t* sip);
  int on_refer(nta_incoming_t* request, const sip_t* sip);
  void notify(const std::string& sipfrag, bool last);
  void reply_offer(nta_incoming_t* request, const std::string& sdp, const SessionTimer& timer);
  void on_ack(nta_incoming_t* invite, const sip_t* sip);
  void refresh(bool by_invite);
  void send_bye();
  void cancel();
  void finish(Ending why, int status);                           // tells the side, once
  void leave();                                                  // nothing more to wait for: buried
  bool accept_timer(const sip_t* sip, SessionTimer& out) const;  // false: 422
  void arm(const SessionTimer& timer);
  void arm_ms(long delay_ms);
  void drop_timer();
  void note_peer(const sip_t* sip);
  void note_remote(const sip_t* sip);
  bool same_way() const;
  const std::string& remote_uri() const { return remote_.empty() ? target_.uri : remote_; }
  void note_way_back(const sip_t* sip, const Peer& source);
  void drop_transactions();
  SessionTimer terms_of(const sip_t* answer, SessionTimer otherwise) const;
  std::string session_expires_text(const SessionTimer& timer, bool we_are_uas) const;
  const url_string_t* route() const;

  Home& home_;
  std::shared_ptr<Side> side_;  // null once ended
  State state_ = State::idle;
  bool incoming_ = false;
  nta_leg_t* leg_ = nullptr;
  nta_incoming_t* invite_in_ = nullptr;  // initial or later INVITE from the far end, until its ACK
  nta_outgoing_t* invite_out_ = nullptr;
  nta_outgoing_t* refresh_out_ = nullptr;
  nta_outgoing_t* bye_out_ = nullptr;
  bool awaiting_ack_ = false;
  bool bye_after_ack_ = false;
  bool offer_in_200_ = false;  // ours; the answer comes in ACK or PRACK
  bool cancelled_ = false;
  bool rang_ = false;
  bool sound_agreed_ = false;   // an early answer was taken, or ours was delivered reliably
  bool reliable_only_ = false;  // the caller Requires 100rel
  bool offer_sent_reliably_ = false;
  bool peer_updates_ = false;   // Allow: UPDATE
  bool has_route_set_ = false;  // Record-Route: the proxies know the way back
  bool refresh_by_invite_ = false;
  int retries_422_ = 0;
  long min_se_s_ = 0;  // what 422 asked for
  std::uint32_t last_rseq_ = 0;
  bool refers_ = false;  // a referral is open
  int referrals_ = 0;
  std::string call_id_;
  std::optional<std::string> answer_;  // to the initial offer
  SessionTimer timer_terms_;           // settled in the initial INVITE, sent with 200
  su_timer_t* timer_ = nullptr;
  std::string contact_, route_;
  std::string at_host_;  // "@host:port" of the names we give ourselves
  std::string remote_;   // his Contact: the Request-URI of what follows
  Target target_;
  Proof proof_;  // outgoing only: whoever calls us is never told who we are
};
}  // namespace okno::telephony::sip
