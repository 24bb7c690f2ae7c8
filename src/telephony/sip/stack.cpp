#include "telephony/sip/stack.h"

#include <arpa/inet.h>
#include <sofia-sip/msg_addr.h>
#include <sofia-sip/nta.h>
#include <sofia-sip/nta_stateless.h>
#include <sofia-sip/nta_tag.h>
#include <sofia-sip/nta_tport.h>
#include <sofia-sip/sip_extra.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_parser.h>
#include <sofia-sip/sip_protos.h>
#include <sofia-sip/sip_status.h>
#include <sofia-sip/sip_tag.h>
#include <sofia-sip/sip_util.h>
#include <sofia-sip/su.h>
#include <sofia-sip/su_log.h>
#include <sofia-sip/su_string.h>
#include <sofia-sip/su_wait.h>
#include <sofia-sip/tport.h>
#include <sofia-sip/tport_tag.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <future>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "base/check.h"
#include "telephony/sip/asking.h"
#include "telephony/sip/dialog.h"
#include "telephony/sip/lookup.h"
#include "telephony/sip/own_address.h"
#include "telephony/sip/receive_buffer.h"
#include "telephony/sip/tls/transport.h"
#include "telephony/sip/wire.h"
#include "telephony/sip/words.h"

// Sofia's hook for its clock (its own tests use it; no header names it): called with what the system clock
// said.
extern "C" void (*_su_time)(su_time_t* now);

namespace okno::telephony::sip {
namespace {
// Sofia measures its timers by the time of day and waits for them in whole milliseconds, rounded down: a
// stepped clock would stall or fire them all, and the last millisecond before each would be spent turning
// round. So it is told a clock that never steps and knows whole milliseconds only.
void steady_time(su_time_t* now) {
  if (now == nullptr) return;
  timespec steady{};
  clock_gettime(CLOCK_MONOTONIC, &steady);
  static const unsigned long offset_s = now->tv_sec - static_cast<unsigned long>(steady.tv_sec);
  now->tv_sec = offset_s + static_cast<unsigned long>(steady.tv_sec);
  now->tv_usec = static_cast<unsigned long>(steady.tv_nsec / 1'000'000 * 1000);
}

constexpr std::size_t kMaxContacts = 32;       // of one REGISTER; a phone has one or two
constexpr int kPortTries = 20;                 // a free UDP port may be taken for TCP
constexpr const char* kRetryAfterFlood = "1";  // seconds; the bucket fills every second
constexpr unsigned kTcpPatienceMs =
    32'000;  // a half-sent message on a connection is given up (RFC 3261 timer F)
// A connection on which nothing passes for so long is closed. A phone renews its registration within the
// hour.
constexpr unsigned kTcpIdleMs = 4'000'000;

// Sofia's globals once per process.
void prepare_sofia() {
  static const bool done = [] {
    OKNO_CHECK(su_init() == 0);
    _su_time = steady_time;
    teach_tls();
    su_log_redirect(
        su_log_global, [](void*, const char*, va_list) {}, nullptr);
    su_log_redirect(
        su_log_default, [](void*, const char*, va_list) {}, nullptr);
    return true;
  }();
  (void)done;
}

bool is_tls(const tport_t* tport) {
  return su_casematch(tport_name(tport)->tpn_proto, "tls");
}

class SofiaStack final : public Stack, public Home {
 public:
  SofiaStack(const Settings& settings, Arrivals& arrivals) : settings_(settings), arrivals_(arrivals) {}
  ~SofiaStack() override { close(std::chrono::milliseconds(0)); }

  base::Result<void> open();
  void post(std::function<void()> work) override;
  std::uint16_t port() const override { return port_; }
  std::uint16_t tls_port() const override { return tls_port_; }
  base::Result<void> reload_certificate() override { return gate_ ? gate_->reload() : base::Result<void>(); }
  void close(std::chrono::milliseconds wait) override;
  Session* dial(const Target& target, std::shared_ptr<Side> side) override;
  void ask(const Question& question, std::function<void(const Reply&)> heard) override;
  void after(std::chrono::milliseconds delay, std::function<void()> work) override;
  void look_up(const std::string& address, Transport transport,
               std::function<void(const Found&)> found) override;
  bool behind() const override { return buffer_.behind(); }
  std::size_t sessions() const override { return dialogs_.size(); }

  nta_agent_t* agent() override { return agent_; }
  su_root_t* root() override { return root_; }
  const Settings& settings() const override { return settings_; }
  std::string contact_for(const std::string& address, Transport transport) override;
  Peer source_of(nta_incoming_t* request) override;
  Peer source_of_answer(nta_outgoing_t* request) override;
  void bury(Dialog* dialog) override { dead_.push_back(dialog); }
  void over(Asking& asking) override;

  int on_message(msg_t* msg, sip_t* sip);
  int on_mailbox();
  void on_alarm(su_timer_t* timer);

 private:
  void run(std::promise<base::Result<void>>& ready);
  base::Result<void> bind();
  base::Result<void> bind_tls(const std::string& host);
  base::Error bind_error(const char* why) const;
  void clean();
  void on_request(msg_t* msg, sip_t* sip);
  Peer peer_by(nta_incoming_t* request, msg_t* msg);
  void on_invite(msg_t* msg, sip_t* sip, const Peer& source);
  void on_register(msg_t* msg, sip_t* sip, const Peer& source);
  void reply(msg_t* msg, int status, const char* header = nullptr);
  void begin_closing(std::chrono::milliseconds wait);
  void maybe_stop();

  const Settings settings_;
  Arrivals& arrivals_;
  std::thread thread_;
  std::uint16_t port_ = 0, tls_port_ = 0;
  su_root_t* root_ = nullptr;
  nta_agent_t* agent_ = nullptr;
  std::unique_ptr<TlsGate> gate_;
  int mailbox_fd_ = -1;
  int wait_index_ = -1;
  std::unordered_map<Dialog*, std::unique_ptr<Dialog>> dialogs_;
  std::vector<Dialog*> dead_;
  std::unordered_map<Asking*, std::unique_ptr<Asking>> asked_;
  std::vector<Asking*> heard_;  // over; forgotten once no frame of them can be on the stack
  std::unordered_map<su_timer_t*, std::function<void()>> alarms_;
  std::unordered_map<Lookup*, std::unique_ptr<Lookup>> lookups_;
  std::vector<Lookup*> looked_up_;                      // over; forgotten like the askings
  std::map<std::string, std::string> local_by_remote_;  // only when bound to every address; bounded below
  ReceiveBuffer buffer_;
  bool closing_ = false;
  std::chrono::steady_clock::time_point close_by_{};

  std::mutex mutex_;  // guards the mailbox
  std::vector<std::function<void()>> mailbox_;
  bool rung_ = false;    // the eventfd has been written and not yet read
  bool closed_ = false;  // nothing more is taken
};

constexpr std::size_t kMaxLocalAddresses =
    10'000;  // remembered answers of the routing table; forgotten all at once

int message_callback(nta_agent_magic_t* magic, nta_agent_t*, msg_t* msg, sip_t* sip) {
  return reinterpret_cast<SofiaStack*>(magic)->on_message(msg, sip);
}
int mailbox_callback(su_root_magic_t*, su_wait_t*, su_wakeup_arg_t* arg) {
  return reinterpret_cast<SofiaStack*>(arg)->on_mailbox();
}
void alarm_callback(su_root_magic_t*, su_timer_t* timer, su_timer_arg_t* arg) {
  reinterpret_cast<SofiaStack*>(arg)->on_alarm(timer);
}

// --- life

base::Result<void> SofiaStack::open() {
  prepare_sofia();
  mailbox_fd_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (mailbox_fd_ < 0) return base::Error{"sip_bind_failed", "no file descriptor left for the SIP thread"};
  std::promise<base::Result<void>> ready;
  auto result = ready.get_future();
  thread_ = std::thread([this, &ready] { run(ready); });
  base::Result<void> opened = result.get();
  if (!opened) {
    thread_.join();
    ::close(mailbox_fd_);
    mailbox_fd_ = -1;
  }
  return opened;
}

base::Error SofiaStack::bind_error(const char* why) const {
  return {"sip_bind_failed", "SIP cannot listen on " + host_text(settings_.address) + ":" +
                                 std::to_string(settings_.port) + " (UDP and TCP): " + why};
}

base::Result<void> SofiaStack::bind() {
  const std::string host = host_text(settings_.address);
  for (int attempt = 0; attempt < kPortTries; ++attempt) {
    const std::string wanted = settings_.port == 0 ? "*" : std::to_string(settings_.port);
    const std::string udp = "sip:" + host + ":" + wanted + ";transport=udp";
    agent_ = nta_agent_create(root_, reinterpret_cast<const url_string_t*>(udp.c_str()), message_callback,
                              reinterpret_cast<nta_agent_magic_t*>(this), NTATAG_UA(1),
                              NTATAG_MCLASS(message_class()), NTATAG_MAXSIZE(settings_.max_message_bytes),
                              NTATAG_SIP_T1(settings_.t1_ms), NTATAG_SIP_T1X64(settings_.t1_ms * 64),
                              NTATAG_SERVER_RPORT(1), NTATAG_CLIENT_RPORT(1), NTATAG_UDP_MTU(65'535),
                              NTATAG_BAD_REQ_MASK(~0U), NTATAG_MERGE_482(1), NTATAG_USE_NAPTR(0),
                              TPTAG_TIMEOUT(kTcpPatienceMs), TPTAG_STUN_SERVER(0), TPTAG_REUSE(1), TAG_END());
    if (agent_ == nullptr) return bind_error(std::strerror(errno));
    const tport_t* primary = tport_primaries(nta_agent_tports(agent_));
    const su_addrinfo_t* bound = primary != nullptr ? tport_get_address(primary) : nullptr;
    if (bound == nullptr) return bind_error("no such address");
    port_ = ntohs(reinterpret_cast<const su_sockaddr_t*>(bound->ai_addr)->su_port);
    const std::string tcp = "sip:" + host + ":" + std::to_string(port_) + ";transport=tcp";
    if (nta_agent_add_tport(agent_, reinterpret_cast<const url_string_t*>(tcp.c_str()),
                            TPTAG_TIMEOUT(kTcpPatienceMs), TPTAG_IDLE(kTcpIdleMs), TPTAG_PONG2PING(1),
                            TPTAG_STUN_SERVER(0), TAG_END()) == 0) {
      buffer_.open(port_);
      return settings_.tls ? bind_tls(host) : base::Result<void>();
    }
    const int why = errno;
    nta_agent_destroy(agent_);
    agent_ = nullptr;
    if (settings_.port != 0) return bind_error(std::strerror(why));
  }
  return bind_error("no port is free for both");
}

// Whom we call must have a certificate that is good for the name we asked for; who calls us need none.
base::Result<void> SofiaStack::bind_tls(const std::string& host) {
  const bool everywhere = settings_.address == "0.0.0.0" || settings_.address == "::";
  auto gate = TlsGate::open(*settings_.tls, everywhere ? "" : settings_.address);
  if (!gate) return gate.error();
  gate_ = std::move(*gate);
  use_gate(gate_.get());
  const std::string wanted = settings_.tls->port == 0 ? "*" : std::to_string(settings_.tls->port);
  const std::string tls = "sips:" + host + ":" + wanted;
  if (nta_agent_add_tport(agent_, reinterpret_cast<const url_string_t*>(tls.c_str()),
                          TPTAG_TIMEOUT(kTcpPatienceMs), TPTAG_IDLE(kTcpIdleMs), TPTAG_PONG2PING(1),
                          TPTAG_STUN_SERVER(0), TAG_END()) != 0)
    return base::Error{"sip_bind_failed",
                       "SIP over TLS cannot listen on " + host + ":" + wanted + ": " + std::strerror(errno)};
  for (tport_t* one = tport_primaries(nta_agent_tports(agent_)); one != nullptr; one = tport_next(one)) {
    if (!is_tls(one)) continue;
    tls_port_ = ntohs(reinterpret_cast<const su_sockaddr_t*>(tport_get_address(one)->ai_addr)->su_port);
  }
  return {};
}

void SofiaStack::run(std::promise<base::Result<void>>& ready) {
  root_ = su_root_create(nullptr);
  OKNO_CHECK(root_ != nullptr);
  su_root_threading(root_, 0);
  base::Result<void> bound = bind();
  if (bound) {
    su_wait_t wait[1] = {SU_WAIT_INIT};
    OKNO_CHECK(su_wait_create(wait, mailbox_fd_, SU_WAIT_IN) == 0);
    wait_index_ =
        su_root_register(root_, wait, mailbox_callback, reinterpret_cast<su_wakeup_arg_t*>(this), 0);
    OKNO_CHECK(wait_index_ > 0);
  }
  const bool good = bound.ok();
  ready.set_value(std::move(bound));
  if (good) {
    su_root_run(root_);
    clean();
    dialogs_.clear();
    asked_.clear();
    lookups_.clear();
    for (const auto& [timer, work] : alarms_) su_timer_destroy(timer);
    su_root_deregister(root_, wait_index_);
  }
  if (agent_ != nullptr) nta_agent_destroy(agent_);
  use_gate(nullptr);
  gate_.reset();  // after the agent: what it said last is still carried
  su_root_destroy(root_);
}

void SofiaStack::close(std::chrono::milliseconds wait) {
  if (!thread_.joinable()) return;
  post([this, wait] { begin_closing(wait); });
  thread_.join();
  std::vector<std::function<void()>> dropped;  // what they hold is let go without the lock
  const std::lock_guard<std::mutex> lock(mutex_);
  closed_ = true;
  dropped.swap(mailbox_);
  ::close(mailbox_fd_);
  mailbox_fd_ = -1;
}

void SofiaStack::begin_closing(std::chrono::milliseconds wait) {
  closing_ = true;
  close_by_ = std::chrono::steady_clock::now() + wait;
  std::vector<Dialog*> all;
  all.reserve(dialogs_.size());
  for (const auto& [dialog, owner] : dialogs_) all.push_back(dialog);
  for (Dialog* dialog : all) dialog->close();
  maybe_stop();
}

void SofiaStack::maybe_stop() {
  clean();
  const bool farewells =
      std::any_of(asked_.begin(), asked_.end(), [](const auto& one) { return one.second->is_farewell(); });
  if ((dialogs_.empty() && !farewells) || std::chrono::steady_clock::now() >= close_by_)
    return su_root_break(root_);
  after(std::chrono::milliseconds(20), [this] { maybe_stop(); });  // only while closing
}

void SofiaStack::post(std::function<void()> work) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (closed_) return;
  mailbox_.push_back(std::move(work));
  if (std::exchange(rung_, true)) return;
  // Under the lock: close() takes the descriptor away, and its number may soon be somebody else's.
  const std::uint64_t one = 1;
  const ssize_t written = write(mailbox_fd_, &one, sizeof one);
  (void)written;  // it can only fail when it is already readable
}

int SofiaStack::on_mailbox() {
  std::uint64_t count = 0;
  const ssize_t got = read(mailbox_fd_, &count, sizeof count);
  (void)got;
  clean();
  std::vector<std::function<void()>> work;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    work.swap(mailbox_);
    rung_ = false;
  }
  for (const auto& item : work) item();
  return 0;
}

void SofiaStack::after(std::chrono::milliseconds delay, std::function<void()> work) {
  su_timer_t* timer = su_timer_create(su_root_task(root_), 0);
  OKNO_CHECK(timer != nullptr);
  alarms_.emplace(timer, std::move(work));
  su_timer_set_interval(timer, alarm_callback, reinterpret_cast<su_timer_arg_t*>(this),
                        static_cast<su_duration_t>(delay.count()));
}

void SofiaStack::on_alarm(su_timer_t* timer) {
  clean();  // on a quiet night nothing else passes here
  const auto found = alarms_.find(timer);
  OKNO_CHECK(found != alarms_.end());
  const std::function<void()> work = std::move(found->second);
  alarms_.erase(found);
  su_timer_destroy(timer);
  work();
}

void SofiaStack::clean() {
  for (Dialog* dialog : dead_) dialogs_.erase(dialog);
  dead_.clear();
  for (Asking* asking : heard_) asked_.erase(asking);
  heard_.clear();
  for (Lookup* lookup : looked_up_) lookups_.erase(lookup);
  looked_up_.clear();
}

std::string SofiaStack::contact_for(const std::string& address, Transport transport) {
  std::string host = settings_.address;
  if (host == "0.0.0.0" || host == "::") {
    if (local_by_remote_.size() >= kMaxLocalAddresses) local_by_remote_.clear();
    auto [found, fresh] = local_by_remote_.try_emplace(address);
    if (fresh) found->second = own_address_towards(address);
    host = found->second;
  }
  const std::uint16_t port = transport == Transport::tls ? tls_port_ : port_;
  return "<sip:okno@" + host_text(host) + ":" + std::to_string(port) + parameter_of(transport) + ">";
}

Session* SofiaStack::dial(const Target& target, std::shared_ptr<Side> side) {
  auto dialog = std::make_unique<Dialog>(*this, std::move(side));
  Dialog* raw = dialog.get();
  dialogs_.emplace(raw, std::move(dialog));
  if (!target.by_his_connection) leave_unproven(agent_, target.route.empty() ? target.uri : target.route);
  raw->begin_outgoing(target);
  return raw;
}

void SofiaStack::ask(const Question& question, std::function<void(const Reply&)> heard) {
  auto asking = std::make_unique<Asking>(*this, question, std::move(heard));
  Asking* raw = asking.get();
  asked_.emplace(raw, std::move(asking));
  leave_unproven(agent_, question.route.empty() ? question.uri : question.route);
  if (raw->begin()) return;
  after(std::chrono::milliseconds(0), [this, raw] { over(*raw); });
}

void SofiaStack::look_up(const std::string& address, Transport transport,
                         std::function<void(const Found&)> found) {
  const auto self = std::make_shared<Lookup*>(nullptr);
  auto lookup = std::make_unique<Lookup>(root_, address, transport,
                                         [this, self, found = std::move(found)](const Found& what) {
                                           looked_up_.push_back(*self);
                                           found(what);
                                         });
  *self = lookup.get();
  lookups_.emplace(*self, std::move(lookup));
  (*self)->begin();
}

void SofiaStack::over(Asking& asking) {
  heard_.push_back(&asking);
  asking.tell();
}

Peer SofiaStack::source_of_answer(nta_outgoing_t* request) {
  msg_t* msg = nta_outgoing_getresponse(request);
  if (msg == nullptr) return {};
  const Peer source = peer_of(msg, Transport::udp);
  msg_destroy(msg);
  return source;
}

// --- requests outside dialogs

int SofiaStack::on_message(msg_t* msg, sip_t* sip) {
  clean();
  if (sip->sip_request == nullptr || sip->sip_request->rq_method == sip_method_ack) {
    msg_destroy(msg);  // a response or an ACK that belongs to nothing
  } else {
    on_request(msg, sip);
  }
  return 0;
}

void SofiaStack::reply(msg_t* msg, int status, const char* header) {
  nta_msg_treply(agent_, msg, status, nullptr, TAG_IF(header, SIPTAG_HEADER_STR(header)), TAG_END());
}

// `request` may be null where no transaction has begun.
Peer SofiaStack::peer_by(nta_incoming_t* request, msg_t* msg) {
  tport_t* tport = nta_incoming_transport(agent_, request, msg);
  const Transport transport = tport == nullptr      ? Transport::udp
                              : is_tls(tport)       ? Transport::tls
                              : tport_is_tcp(tport) ? Transport::tcp
                                                    : Transport::udp;
  const Peer source = peer_of(msg, transport);
  if (tport != nullptr) tport_unref(tport);
  return source;
}

Peer SofiaStack::source_of(nta_incoming_t* request) {
  msg_t* msg = nta_incoming_getrequest(request);
  const Peer source = peer_by(request, msg);
  msg_destroy(msg);
  return source;
}

void SofiaStack::on_request(msg_t* msg, sip_t* sip) {
  const Peer source = peer_by(nullptr, msg);
  const sip_method_t method = sip->sip_request->rq_method;
  const bool starts = method == sip_method_invite || method == sip_method_register;
  if (starts && (closing_ || !arrivals_.may_pass(source))) {
    const std::string header = std::string("Retry-After: ") + kRetryAfterFlood;
    return reply(msg, 503, header.c_str());
  }
  const auto scheme = static_cast<url_type_e>(sip->sip_request->rq_url->url_type);
  if (scheme != url_sip && scheme != url_sips && scheme != url_tel) return reply(msg, 416);
  if (method == sip_method_cancel) return reply(msg, 481);
  if (const std::string missing = unsupported(sip); !missing.empty()) return reply(msg, 420, missing.c_str());
  if (method == sip_method_options) {
    nta_msg_treply(agent_, msg, SIP_200_OK, SIPTAG_ALLOW_STR(kAllow), SIPTAG_ACCEPT_STR("application/sdp"),
                   SIPTAG_SUPPORTED_STR(kSupported), TAG_END());
    return;
  }
  if (sip->sip_max_forwards != nullptr && sip->sip_max_forwards->mf_count == 0) return reply(msg, 483);
  if (method == sip_method_register) return on_register(msg, sip, source);
  if (sip->sip_to->a_tag != nullptr) return reply(msg, 481);
  if (method == sip_method_invite) return on_invite(msg, sip, source);
  if (method == sip_method_bye || method == sip_method_update || method == sip_method_prack ||
      method == sip_method_info) {
    return reply(msg, 481);
  }
  const std::string allow = std::string("Allow: ") + kAllow;
  reply(msg, method == sip_method_unknown ? 501 : 405, allow.c_str());
}

void SofiaStack::on_invite(msg_t* msg, sip_t* sip, const Peer& source) {
  Arrival arrival;
  arrival.source = source;
  std::string sdp;
  const Body body = body_of(sip, sdp);
  if (body == Body::unknown) return reply(msg, 415, "Accept: application/sdp");
  if (sip->sip_accept != nullptr) {
    bool takes_sdp = false;
    for (const sip_accept_t* a = sip->sip_accept; a != nullptr; a = a->ac_next) {
      const char* type = a->ac_type != nullptr ? a->ac_type : "";
      takes_sdp = takes_sdp || su_casematch(type, "application/sdp") || su_casematch(type, "application/*") ||
                  su_casematch(type, "*/*");
    }
    if (!takes_sdp) return reply(msg, 406, "Accept: application/sdp");
  }
  const char* branch = sip->sip_via->v_branch;
  const bool is_2543 = branch == nullptr || !su_casenmatch(branch, "z9hG4bK", 7);  // which needed no Contact
  if (sip->sip_contact == nullptr && !is_2543)
    return reply(msg, 400, "Warning: 399 okno \"Contact is missing\"");
  if (sip->sip_session_expires != nullptr && lists(sip->sip_supported, "timer") &&
      sip->sip_session_expires->x_delta < static_cast<unsigned long>(settings_.min_session_expires_s)) {
    const std::string min_se = "Min-SE: " + std::to_string(settings_.min_session_expires_s);
    return reply(msg, 422, min_se.c_str());
  }
  arrival.to_user = user_of(sip->sip_request->rq_url);
  arrival.from_user = user_of(sip->sip_from->a_url);
  arrival.from_name = display_of(sip->sip_from->a_display);
  if (const sip_p_asserted_identity_t* asserted = sip_p_asserted_identity(sip)) {
    arrival.asserted_user = user_of(asserted->paid_url);
    arrival.asserted_name = display_of(asserted->paid_display);
  } else if (const sip_remote_party_id_t* older = sip_remote_party_id(sip)) {
    arrival.asserted_user = user_of(older->rpid_url);
    arrival.asserted_name = display_of(older->rpid_display);
  }
  arrival.to_header_user = user_of(sip->sip_to->a_url);
  if (body == Body::sdp) arrival.offer = sdp;
  arrival.credentials = credentials_of(sip);

  Verdict verdict = arrivals_.invited(arrival);
  if (!verdict.side) {
    OKNO_CHECK(verdict.status >= 300);
    const std::string wait = std::to_string(verdict.retry_after_s);
    nta_msg_treply(agent_, msg, verdict.status, verdict.reason.empty() ? nullptr : verdict.reason.c_str(),
                   TAG_IF(verdict.retry_after_s > 0, SIPTAG_RETRY_AFTER_STR(wait.c_str())),
                   TAG_IF(!verdict.challenge.empty(), SIPTAG_WWW_AUTHENTICATE_STR(verdict.challenge.c_str())),
                   TAG_END());
    return;
  }
  std::optional<std::string> answer;
  if (arrival.offer) {
    answer = verdict.side->answer_to(*arrival.offer);
    if (!answer) {
      verdict.side->ended(Ending::refused, 488);
      return reply(msg, 488, "Warning: 304 okno \"G.711 over plain RTP and IPv4 is needed\"");
    }
  }
  nta_incoming_t* invite = nta_incoming_create(agent_, nullptr, msg, sip, TAG_END());
  if (invite == nullptr) {
    verdict.side->ended(Ending::failed, 500);
    return;
  }
  auto dialog = std::make_unique<Dialog>(*this, verdict.side);
  Dialog* raw = dialog.get();
  dialogs_.emplace(raw, std::move(dialog));
  raw->begin_incoming(invite, sip, source, std::move(answer));
  verdict.begun(*raw);
}

void SofiaStack::on_register(msg_t* msg, sip_t* sip, const Peer& source) {
  Registration wish;
  wish.source = source;
  wish.user = user_of(sip->sip_to->a_url);
  wish.call_id = sip->sip_call_id->i_id;
  wish.cseq = sip->sip_cseq->cs_seq;
  if (sip->sip_expires != nullptr) {
    wish.expires_s = static_cast<int>(std::min<unsigned long>(sip->sip_expires->ex_delta, 0x7FFFFFFF));
  }
  for (const sip_contact_t* c = sip->sip_contact; c != nullptr; c = c->m_next) {
    if (c->m_url->url_type == url_any) {
      wish.remove_all = true;
      continue;
    }
    if (wish.contacts.size() == kMaxContacts) return reply(msg, 400);
    su_home_t home[1] = {SU_HOME_INIT(home)};
    const char* uri = url_as_string(home, c->m_url);
    ContactWish contact{uri != nullptr ? uri : "", std::nullopt};
    su_home_deinit(home);
    if (c->m_expires != nullptr) {
      contact.expires_s =
          static_cast<int>(std::min<unsigned long>(std::strtoul(c->m_expires, nullptr, 10), 0x7FFFFFFF));
    }
    wish.contacts.push_back(std::move(contact));
  }
  wish.credentials = credentials_of(sip);
  const RegistrationAnswer answer = arrivals_.registering(wish);
  std::string contacts;
  for (const auto& [uri, seconds] : answer.contacts) {
    contacts += (contacts.empty() ? "<" : ", <") + uri + ">;expires=" + std::to_string(seconds);
  }
  const std::string min_expires = "Min-Expires: " + std::to_string(answer.min_expires_s);
  nta_msg_treply(agent_, msg, answer.status, answer.reason.empty() ? nullptr : answer.reason.c_str(),
                 TAG_IF(!contacts.empty(), SIPTAG_CONTACT_STR(contacts.c_str())),
                 TAG_IF(answer.min_expires_s > 0, SIPTAG_HEADER_STR(min_expires.c_str())),
                 TAG_IF(!answer.challenge.empty(), SIPTAG_WWW_AUTHENTICATE_STR(answer.challenge.c_str())),
                 TAG_END());
}
}  // namespace

base::Result<std::unique_ptr<Stack>> open_stack(const Settings& settings, Arrivals& arrivals) {
  auto stack = std::make_unique<SofiaStack>(settings, arrivals);
  if (auto opened = stack->open(); !opened) return opened.error();
  return std::unique_ptr<Stack>(std::move(stack));
}
}  // namespace okno::telephony::sip
