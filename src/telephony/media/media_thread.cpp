#include "telephony/media/media_thread.h"

#include <pthread.h>
#include <spdlog/spdlog.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

namespace okno::telephony::media {
namespace {
// Longer than this behind (the machine slept, or is far too busy), lost steps are not made up for.
constexpr base::Duration kMaxBehind = std::chrono::milliseconds(200);
constexpr int kIdleWaitMs = 50;

// Which of our addresses a packet was sent to; 0 where the socket does not say.
std::uint32_t near_address(msghdr& message) {
  const cmsghdr* head = CMSG_FIRSTHDR(&message);
  if (head == nullptr || head->cmsg_level != IPPROTO_IP || head->cmsg_type != IP_PKTINFO) return 0;
  return ntohl(reinterpret_cast<const in_pktinfo*>(CMSG_DATA(head))->ipi_addr.s_addr);
}

base::Instant steady_now() {
  return base::Instant(
      std::chrono::duration_cast<base::Duration>(std::chrono::steady_clock::now().time_since_epoch()));
}
}  // namespace

MediaThread::MediaThread(int number) : buffers_(kBatch * kDatagram) {
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  bell_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  OKNO_CHECK(epoll_ >= 0 && bell_ >= 0);
  listen(bell_, nullptr);
  stepped_at_ = now_ = steady_now();
  thread_ = std::thread([this] { run(); });
  pthread_setname_np(thread_.native_handle(), ("media" + std::to_string(number)).c_str());
}

void MediaThread::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mail_mutex_);
    stop_ = true;
  }
  eventfd_write(bell_, 1);
  thread_.join();
}

MediaThread::~MediaThread() {
  stop();
  for (auto& [id, resident] : legs_) resident.leg->close(now_);
  legs_.clear();
  ::close(bell_);
  ::close(epoll_);
}

void MediaThread::post(Command command) {
  bool first = false;
  {
    const std::lock_guard lock(mail_mutex_);
    first = mail_.empty();
    mail_.push_back(std::move(command));
  }
  if (first) eventfd_write(bell_, 1);
}

void MediaThread::listen(int fd, Endpoint* endpoint) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = endpoint;
  OKNO_CHECK(epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) == 0);
}

void MediaThread::listen(const Leg& leg, std::array<Endpoint, 2>& endpoints) {
  if (leg.rtp_fd() >= 0) listen(leg.rtp_fd(), &endpoints[0]);
  if (leg.rtcp_fd() >= 0) listen(leg.rtcp_fd(), &endpoints[1]);
}

void MediaThread::ignore(const Leg& leg) {
  for (const int fd : {leg.rtp_fd(), leg.rtcp_fd()}) {
    if (fd >= 0) epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
  }
}

void MediaThread::rewire(Leg& leg, const std::function<void(Leg&)>& change) {
  ignore(leg);
  change(leg);
  listen(leg, *legs_.at(leg.id().value()).endpoints);
}

Leg* MediaThread::find(LegId id) const {
  const auto at = legs_.find(id.value());
  return at == legs_.end() ? nullptr : at->second.leg.get();
}

void MediaThread::add(std::shared_ptr<Leg> leg) {
  const LegId id = leg->id();
  Resident resident;
  resident.endpoints = std::make_unique<std::array<Endpoint, 2>>();
  *resident.endpoints = {Endpoint{leg.get(), false}, Endpoint{leg.get(), true}};
  listen(*leg, *resident.endpoints);
  resident.stripe = next_stripe_++ % kStripes;
  stripes_[resident.stripe].push_back(leg.get());
  resident.leg = std::move(leg);
  legs_[id.value()] = std::move(resident);
  auto waiting = expected_.extract(id.value());
  if (waiting.empty()) return;
  for (auto& command : waiting.mapped()) dispatch(std::move(command));
}

std::shared_ptr<Leg> MediaThread::release(LegId id) {
  auto node = legs_.extract(id.value());
  if (node.empty()) return nullptr;
  Leg* leg = node.mapped().leg.get();
  ignore(*leg);
  std::erase(stripes_[node.mapped().stripe], leg);
  if (leg->ticking) {
    for (auto& phase : ticking_) ticking_count_ -= std::erase(phase, leg);
    leg->ticking = false;
  }
  leg->unbridge();
  return std::move(node.mapped().leg);
}

void MediaThread::remove(LegId id) {
  if (const auto leg = release(id)) leg->close(now_);
}

void MediaThread::expect(LegId id) {
  expected_.try_emplace(id.value());
}

void MediaThread::hand_over(LegId id, MediaThread& to) {
  auto leg = release(id);
  OKNO_CHECK(leg != nullptr);
  to.post({LegId{}, LegId{}, [leg = std::move(leg)](MediaThread& there) { there.add(leg); }});
}

void MediaThread::dispatch(Command command) {
  if (!expected_.empty()) {
    for (const LegId id : {command.leg, command.other}) {
      const auto at = expected_.find(id.value());
      if (at == expected_.end()) continue;
      at->second.push_back(std::move(command));
      return;
    }
  }
  const LegId leg = command.leg, other = command.other;
  command.run(*this);
  for (const LegId id : {leg, other}) {
    Leg* const touched = id ? find(id) : nullptr;
    if (touched == nullptr) continue;
    start_ticking(*touched);
    if (touched->peer() != nullptr) start_ticking(*touched->peer());
  }
}

void MediaThread::start_ticking(Leg& leg) {
  if (leg.ticking || !leg.wants_tick()) return;
  leg.ticking = true;
  ticking_[next_phase_++ % kPhases].push_back(&leg);
  ++ticking_count_;
}

void MediaThread::take_mail() {
  std::vector<Command> mail;
  {
    const std::lock_guard lock(mail_mutex_);
    mail.swap(mail_);
  }
  for (auto& command : mail) dispatch(std::move(command));
}

int MediaThread::wait_ms() const {
  if (legs_.empty()) return -1;
  if (ticking_count_ == 0) return kIdleWaitMs;
  const auto left = stepped_at_ + kStep - now_;
  return left.count() <= 0 ? 0 : static_cast<int>((left.count() + 999) / 1000);
}

void MediaThread::run() {
  constexpr int kEvents = 256;
  std::vector<epoll_event> events(kEvents);
  for (;;) {
    const int count = epoll_wait(epoll_, events.data(), kEvents, wait_ms());
    now_ = steady_now();
    bool mail = false;
    for (int i = 0; i < count; ++i) {
      const auto* endpoint = static_cast<const Endpoint*>(events[static_cast<std::size_t>(i)].data.ptr);
      if (endpoint == nullptr) {
        mail = true;
      } else {
        read(*endpoint);
      }
    }
    advance();
    // After the packets: a command may end a leg that an event of this batch is about.
    if (!mail) continue;
    eventfd_t rung = 0;
    eventfd_read(bell_, &rung);
    take_mail();
    const std::lock_guard lock(mail_mutex_);
    if (stop_) return;
  }
}

void MediaThread::read(const Endpoint& endpoint) {
  std::array<mmsghdr, kBatch> messages{};
  std::array<iovec, kBatch> parts;
  std::array<sockaddr_in, kBatch> from;
  using Control = std::array<char, CMSG_SPACE(sizeof(in_pktinfo))>;
  alignas(cmsghdr) std::array<Control, kBatch> control;
  for (std::size_t i = 0; i < kBatch; ++i) {
    parts[i] = {&buffers_[i * kDatagram], kDatagram - Leg::kTailRoom};
    messages[i].msg_hdr.msg_iov = &parts[i];
    messages[i].msg_hdr.msg_iovlen = 1;
    messages[i].msg_hdr.msg_name = &from[i];
    messages[i].msg_hdr.msg_namelen = sizeof from[i];
    messages[i].msg_hdr.msg_control = control[i].data();
    messages[i].msg_hdr.msg_controllen = control[i].size();
  }
  const int fd = endpoint.rtcp ? endpoint.leg->rtcp_fd() : endpoint.leg->rtp_fd();
  const int count = recvmmsg(fd, messages.data(), kBatch, MSG_DONTWAIT, nullptr);
  for (int i = 0; i < count; ++i) {
    const auto n = static_cast<std::size_t>(i);
    if ((messages[n].msg_hdr.msg_flags & MSG_TRUNC) != 0) continue;
    const std::span<std::uint8_t> datagram(&buffers_[n * kDatagram], messages[n].msg_len);
    const Address source = webrtc::from_sockaddr(from[n]);
    if (endpoint.rtcp) {
      endpoint.leg->received_rtcp(datagram, source, now_);
    } else {
      endpoint.leg->received(datagram, {source, near_address(messages[n].msg_hdr)}, now_);
    }
  }
}

void MediaThread::advance() {
  if (now_ - stepped_at_ > kMaxBehind) stepped_at_ = now_ - kMaxBehind;
  while (now_ - stepped_at_ >= kStep) {
    stepped_at_ += kStep;
    step();
  }
}

void MediaThread::step() {
  auto& phase = ticking_[steps_ % kPhases];
  for (std::size_t i = 0; i < phase.size();) {
    Leg* leg = phase[i];
    if (leg->wants_tick()) {
      leg->tick(now_);
      ++i;
      continue;
    }
    leg->ticking = false;
    --ticking_count_;
    phase[i] = phase.back();
    phase.pop_back();
  }
  for (Leg* leg : stripes_[steps_ % kStripes]) {
    leg->sweep(now_);
    start_ticking(*leg);
  }
  ++steps_;
}
}  // namespace okno::telephony::media
