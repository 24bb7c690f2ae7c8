#include "api/wire/live_socket.h"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>

#include "api/schema/json.h"
#include "api/schema/live_frames.h"

namespace okno::api {
namespace {
namespace websocket = beast::websocket;
using asio::redirect_error;
using asio::use_awaitable;
using boost::system::error_code;
using UpgradeRequest = beast::http::request<beast::http::string_body>;

// So many frames a second, with a reserve for bursts.
class FrameBudget {
 public:
  FrameBudget(int per_s, int burst) : per_s_(per_s), burst_(burst), left_(burst) {}
  bool take(base::Instant now) {
    left_ = std::min<double>(burst_, left_ + base::to_seconds(now - last_) * per_s_);
    last_ = now;
    if (left_ < 1) return false;
    left_ -= 1;
    return true;
  }

 private:
  double per_s_, burst_, left_;
  base::Instant last_{};
};

class LiveSocket final : public LiveHub::Window, public std::enable_shared_from_this<LiveSocket> {
 public:
  LiveSocket(std::shared_ptr<House> house, AnyStream stream, Who who, std::shared_ptr<void> alive)
      : house_(std::move(house)),
        socket_(std::move(stream)),
        cut_timer_(socket_.get_executor()),
        session_timer_(socket_.get_executor()),
        who_(std::move(who)),
        alive_(std::move(alive)),
        budget_(limits().live_frames_s, limits().live_burst) {}

  asio::awaitable<void> run(UpgradeRequest request);
  // --- LiveHub::Window, any thread
  void send(const std::string& type, const JsonText& data) override {
    asio::post(socket_.get_executor(),
               [self = shared_from_this(), type, data] { self->enqueue(type, data); });
  }
  void close(int code, const std::string& words) override {
    asio::post(socket_.get_executor(), [self = shared_from_this(), code, words] { self->end(code, words); });
  }
  bool closed() const override { return closed_; }

 private:
  struct Frame {
    std::string head;
    JsonText data;
    std::size_t bytes() const { return head.size() + data->size() + 1; }
  };
  struct Wrong {  // a frame that cannot be taken: why, and whether the socket ends (0: it stays)
    base::Error error;
    int close_code = 0;
  };
  using MaybeWrong = std::optional<Wrong>;

  const Limits& limits() const { return house_->settings.limits; }
  void enqueue(const std::string& type, const JsonText& data);
  void write_next();
  void end(int code, const std::string& words);
  void start_close();
  void ask_snapshot();
  void leave();
  void watch_session();
  asio::awaitable<void> talk(UpgradeRequest request);
  asio::awaitable<MaybeWrong> read_frame(std::string& text, error_code& failure);
  MaybeWrong take(const std::string& text);
  template <class Frame, class Use>
  MaybeWrong use(const boost::json::value& tree, Use use);
  void refuse(const Wrong& wrong);

  std::shared_ptr<House> house_;
  websocket::stream<AnyStream, false> socket_;  // without compression: our frames are small
  asio::steady_timer cut_timer_;
  asio::steady_timer session_timer_;  // who only listens must not hear on when his session is over
  Who who_;
  std::shared_ptr<void> alive_;
  FrameBudget budget_;
  beast::flat_buffer buffer_;
  std::deque<Frame> queue_;
  std::size_t queued_bytes_ = 0;
  std::uint64_t seq_ = 0;
  bool opened_ = false;
  bool writing_ = false;
  bool ending_ = false;
  bool viewing_ = false;
  websocket::close_reason reason_;
  std::atomic<bool> closed_{false};
};

asio::awaitable<void> LiveSocket::run(UpgradeRequest request) {
  try {
    co_await talk(std::move(request));
  } catch (const std::exception& problem) {
    spdlog::error("live.socket_failed: {}", problem.what());
  }
  if (opened_) leave();
  session_timer_.cancel();
  alive_.reset();
}

void LiveSocket::watch_session() {
  if (who_.expires_at == base::kNever) return;
  session_timer_.expires_after(who_.expires_at - house_->parts.clock.now());
  session_timer_.async_wait([weak = weak_from_this()](error_code stopped) {
    const auto self = weak.lock();
    if (self && !stopped) self->end(kCloseSignedOut, "The session has ended; sign in again.");
  });
}

asio::awaitable<void> LiveSocket::talk(UpgradeRequest request) {
  websocket::stream_base::timeout times{};
  times.handshake_timeout = limits().header_time;
  times.idle_timeout = limits().live_quiet_time;
  times.keep_alive_pings = true;
  socket_.set_option(times);
  socket_.read_message_max(limits().body_bytes);  // our own, smaller limit answers first
  socket_.auto_fragment(false);
  error_code failure;
  co_await socket_.async_accept(request, redirect_error(use_awaitable, failure));
  if (failure) co_return;
  opened_ = true;
  house_->parts.desk.window_opened(who_.agent);
  watch_session();
  socket_.control_callback([weak = weak_from_this()](websocket::frame_type kind, beast::string_view) {
    if (const auto self = weak.lock(); self && kind == websocket::frame_type::close) self->leave();
  });
  ask_snapshot();
  while (!ending_) {
    std::string text;
    MaybeWrong wrong = co_await read_frame(text, failure);
    if (failure) break;
    if (!wrong) wrong = take(text);
    if (wrong) refuse(*wrong);
  }
  leave();
  // The close frame is on its way: what still comes is read away until the far end closes too, or the timer
  // cuts.
  while (!failure) {
    buffer_.consume(buffer_.size());
    co_await socket_.async_read_some(buffer_, limits().live_frame_bytes,
                                     redirect_error(use_awaitable, failure));
  }
}

// Once: the centre hears that the window has gone as soon as it says so, not when its connection has ended.
void LiveSocket::leave() {
  if (closed_.exchange(true)) return;
  house_->parts.hub.gone(shared_from_this());
  if (viewing_) house_->parts.desk.viewing(who_.agent, std::nullopt);
  house_->parts.desk.window_closed(who_.agent);
}

// The Desk's answer and every later event come from the deciding thread: what `done` hands to the hub there
// is in one order with the events, so nothing is lost or doubled.
void LiveSocket::ask_snapshot() {
  house_->parts.desk.snapshot(who_.agent, [house = house_,
                                           weak = weak_from_this()](base::Result<app::SnapshotView> first) {
    house->gate.through([&] {
      const auto self = weak.lock();
      if (!self) return;
      if (!first.ok()) return self->close(kCloseTryAgain, first.error().words);
      house->parts.hub.open(self, {self->who_.agent, self->who_.role, self->who_.token}, std::move(*first));
    });
  });
}

void LiveSocket::enqueue(const std::string& type, const JsonText& data) {
  if (ending_) return;
  if (queue_.size() >= limits().live_queue_frames || queued_bytes_ > limits().live_queue_bytes) {
    house_->parts.hub.count_overflow();
    spdlog::warn("live.too_far_behind: a window of {} is closed, {} frames wait", who_.agent.value(),
                 queue_.size());
    return end(kCloseTryAgain, "This window is too far behind; come back for a new picture.");
  }
  Frame frame{"{\"seq\":" + std::to_string(++seq_) + ",\"type\":\"" + type + "\",\"data\":", data};
  queued_bytes_ += frame.bytes();
  queue_.push_back(std::move(frame));
  if (!writing_) write_next();
}

void LiveSocket::write_next() {
  writing_ = true;
  const Frame& frame = queue_.front();
  const std::array<asio::const_buffer, 3> parts{asio::buffer(frame.head), asio::buffer(*frame.data),
                                                asio::buffer("}", 1)};
  socket_.text(true);
  socket_.async_write(parts, [self = shared_from_this()](error_code failure, std::size_t) {
    self->writing_ = false;
    if (failure || self->queue_.empty()) return;
    self->queued_bytes_ -= self->queue_.front().bytes();
    self->queue_.pop_front();
    if (!self->queue_.empty())
      self->write_next();
    else if (self->ending_)
      self->start_close();
  });
}

void LiveSocket::end(int code, const std::string& words) {
  if (ending_) return;
  ending_ = true;
  // The frame being written and the last word after it still go; what is between is far behind.
  while (queue_.size() > 2) {
    queued_bytes_ -= queue_[1].bytes();
    queue_.erase(queue_.begin() + 1);
  }
  cut_timer_.expires_after(limits().live_close_time);
  cut_timer_.async_wait([weak = weak_from_this()](error_code stopped) {
    if (const auto self = weak.lock(); self && !stopped) self->socket_.next_layer().next_layer().close();
  });
  reason_ = websocket::close_reason(static_cast<websocket::close_code>(code), words.substr(0, 120));
  if (!writing_) start_close();
}

void LiveSocket::start_close() {
  socket_.async_close(reason_, [self = shared_from_this()](error_code) { self->cut_timer_.cancel(); });
}

asio::awaitable<LiveSocket::MaybeWrong> LiveSocket::read_frame(std::string& text, error_code& failure) {
  const std::size_t most = limits().live_frame_bytes;
  buffer_.consume(buffer_.size());
  do {
    co_await socket_.async_read_some(buffer_, most + 1 - buffer_.size(),
                                     redirect_error(use_awaitable, failure));
    if (failure) co_return std::nullopt;
    if (buffer_.size() > most)
      co_return Wrong{{"frame_too_large", "A frame has at most " + std::to_string(most) + " bytes."},
                      kCloseTooBig};
  } while (!socket_.is_message_done());
  const base::Instant now = house_->parts.clock.now();
  if (now >= who_.expires_at)
    co_return Wrong{{"no_session", "The session has ended; sign in again."}, kCloseSignedOut};
  if (!budget_.take(now))
    co_return Wrong{{"too_many_frames", "Too many frames from this window."}, kClosePolicy};
  if (!socket_.got_text()) co_return Wrong{{"not_text", "Frames are JSON text."}, kCloseUnreadable};
  text.assign(static_cast<const char*>(buffer_.data().data()), buffer_.size());
  co_return std::nullopt;
}

template <class Frame, class Use>
LiveSocket::MaybeWrong LiveSocket::use(const boost::json::value& tree, Use use) {
  Frame frame;
  if (auto read = read_json(tree, frame); !read.ok()) return Wrong{read.error(), 0};
  use(frame);
  return std::nullopt;
}

LiveSocket::MaybeWrong LiveSocket::take(const std::string& text) {
  auto tree = parse_json(text);
  if (!tree.ok()) return Wrong{tree.error(), kClosePolicy};
  const auto* object = tree->if_object();
  const auto* name = object == nullptr ? nullptr : object->if_contains("type");
  if (name == nullptr || !name->is_string())
    return Wrong{{"bad_frame", "A frame is an object with a string \"type\"."}, kClosePolicy};
  const std::string type(name->get_string().data(), name->get_string().size());
  auto& desk = house_->parts.desk;
  auto& hub = house_->parts.hub;
  const auto self = shared_from_this();
  if (type == "card.drawn")
    return use<CardDrawnFrame>(*tree,
                               [&](auto& f) { desk.card_drawn(who_.agent, domain::OfferId(f.offer)); });
  if (type == "viewing")
    return use<ViewingFrame>(*tree, [&](auto& f) {
      std::optional<domain::ContactId> contact;
      if (f.contact) contact = domain::ContactId(*f.contact);
      viewing_ = contact.has_value();
      desk.viewing(who_.agent, contact);
    });
  if (type == "phone.offer")
    return use<PhoneOfferFrame>(*tree, [&](auto& f) { hub.phone_offer(self, who_.agent, f.sdp); });
  if (type == "phone.close") return use<BareFrame>(*tree, [&](auto&) { hub.phone_close(self, who_.agent); });
  if (type == "phone.echo")
    return use<PhoneEchoFrame>(*tree, [&](auto& f) { hub.phone_echo(self, who_.agent, f.on); });
  static const auto kNothing = std::make_shared<const std::string>("{}");
  if (type == "ping") return use<BareFrame>(*tree, [&](auto&) { enqueue("pong", kNothing); });
  return Wrong{{"unknown_type", "There is no frame \"" + base::shorten(base::printable(type), 40) + "\"."},
               0};
}

void LiveSocket::refuse(const Wrong& wrong) {
  ++house_->counters.live_refused_frames;
  enqueue("error",
          std::make_shared<const std::string>(to_json(RefusedView{wrong.error.code, wrong.error.words})));
  if (wrong.close_code != 0) end(wrong.close_code, wrong.error.words);
}
}  // namespace

void open_live_socket(std::shared_ptr<House> house, AnyStream stream, const UpgradeRequest& request, Who who,
                      std::shared_ptr<void> alive) {
  const auto executor = stream.get_executor();
  auto socket =
      std::make_shared<LiveSocket>(std::move(house), std::move(stream), std::move(who), std::move(alive));
  asio::co_spawn(
      executor, [socket, request] { return socket->run(request); }, asio::detached);
}
}  // namespace okno::api
