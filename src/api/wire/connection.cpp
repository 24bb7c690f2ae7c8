#include "api/wire/connection.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "api/front.h"
#include "api/wire/live_socket.h"

namespace okno::api {
namespace {
namespace http = beast::http;
using asio::redirect_error;
using asio::use_awaitable;
using boost::system::error_code;

constexpr std::size_t kFilePiece = 64 * 1024;
constexpr auto kLingerTime =
    std::chrono::seconds(1);  // so that a far end still sending can read why it is refused

std::string text(beast::string_view from) {
  return {from.data(), from.size()};
}

// What a coroutine waits for and another thread brings.
template <class Value>
struct Awaited {
  explicit Awaited(const asio::any_io_executor& executor) : timer(executor) {}
  asio::steady_timer timer;
  std::optional<Value> value;
};

// A function that brings the value from any thread, once; dropped when nobody waits any more.
template <class Value>
std::function<void(Value)> bringer(const std::shared_ptr<House>& house,
                                   const std::shared_ptr<Awaited<Value>>& awaited) {
  return [house, weak = std::weak_ptr(awaited)](Value value) {
    house->gate.through([&] {
      const auto there = weak.lock();
      if (!there) return;
      asio::post(there->timer.get_executor(), [there, value = std::move(value)]() mutable {
        there->value = std::move(value);
        there->timer.cancel();
      });
    });
  };
}

template <class Value>
asio::awaitable<void> wait(Awaited<Value>& awaited, base::Duration most) {
  error_code ignored;
  awaited.timer.expires_after(most);
  co_await awaited.timer.async_wait(redirect_error(use_awaitable, ignored));
}

std::string head_text(const Answer& answer, std::uint64_t length, bool keep_alive, base::Instant now) {
  char date[40];
  const std::time_t now_s = base::to_ms(now) / 1000;
  std::tm utc{};
  gmtime_r(&now_s, &utc);
  std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &utc);
  std::string out = "HTTP/1.1 " + std::to_string(answer.status) + " " +
                    std::string(phrase_of(answer.status)) + "\r\nDate: " + date +
                    "\r\nServer: okno\r\nX-Content-Type-Options: nosniff\r\n"
                    "Referrer-Policy: same-origin\r\n";
  if (answer.status != 204 && answer.status != 304)
    out += "Content-Type: " + answer.type + "\r\nContent-Length: " + std::to_string(length) + "\r\n";
  for (const auto& [name, value] : answer.headers) out += name + ": " + value + "\r\n";
  if (!keep_alive) out += "Connection: close\r\n";
  return out + "\r\n";
}

void count(House& house, int status, base::Duration took) {
  auto& c = house.counters;
  ++c.answers[std::min<std::size_t>(5, static_cast<std::size_t>(status / 100))];
  c.answer_us += took.count();
  for (std::size_t i = 0; i < kAnswerBoundsUs.size(); ++i)
    if (took.count() <= kAnswerBoundsUs[i]) ++c.faster_than[i];
}
}  // namespace

void Connection::start() {
  asio::co_spawn(
      stream_.get_executor(), [self = shared_from_this()] { return self->run(); }, asio::detached);
}

void Connection::close_when_idle() {
  asio::post(executor_, [self = shared_from_this()] {
    if (self->idle_) self->stream_.next_layer().close();
  });
}

asio::awaitable<void> Connection::run() {
  const auto self = shared_from_this();
  try {
    if (!co_await shake_hands()) co_return;
    for (;;) {
      const After after = co_await one_request();
      if (after == After::taken) co_return;
      if (after == After::close) break;
    }
    co_await linger();
  } catch (const std::exception& problem) {
    spdlog::error("api.connection_failed: {}", problem.what());
  }
}

asio::awaitable<bool> Connection::shake_hands() {
  if (!stream_.is_tls()) co_return true;
  error_code failure;
  stream_.next_layer().expires_after(limits().header_time);
  co_await stream_.async_handshake(redirect_error(use_awaitable, failure));
  if (failure) ++house_->counters.tls_failures;
  co_return !failure;
}

asio::awaitable<bool> Connection::wait_for_bytes() {
  if (buffer_.size() > 0) co_return true;
  if (house_->stopping) co_return false;
  error_code failure;
  idle_ = true;
  stream_.next_layer().expires_after(limits().idle_time);
  const auto got =
      co_await stream_.async_read_some(buffer_.prepare(4096), redirect_error(use_awaitable, failure));
  idle_ = false;
  if (failure) co_return false;
  buffer_.commit(got);
  co_return true;
}

asio::awaitable<Connection::After> Connection::one_request() {
  if (!co_await wait_for_bytes()) co_return After::close;
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(limits().header_bytes));
  parser.body_limit(limits().body_bytes);
  error_code failure;
  stream_.next_layer().expires_after(limits().header_time);
  co_await http::async_read_header(stream_, buffer_, parser, redirect_error(use_awaitable, failure));
  if (failure) co_return co_await refuse_unreadable(failure);
  if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    static constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
    co_await asio::async_write(stream_, asio::buffer(kGoOn), redirect_error(use_awaitable, failure));
  }
  stream_.next_layer().expires_after(limits().body_time);
  co_await http::async_read(stream_, buffer_, parser, redirect_error(use_awaitable, failure));
  if (failure) co_return co_await refuse_unreadable(failure);

  Request request = request_of(parser);
  const base::Instant begun = house_->parts.clock.now();
  const auto hosts = parser.get().count(http::field::host);  // RFC 9112, 3.2: exactly one
  const bool host_is_told = hosts == 1 || (hosts == 0 && parser.get().version() < 11);
  if (host_is_told && request.path == "/api/v1/live" && beast::websocket::is_upgrade(parser.get()))
    co_return co_await upgrade(std::move(request), parser);
  const bool head = request.head;
  std::optional<Answer> answer;
  if (!host_is_told)
    answer = problem(400, "bad_request", "The header Host must be there once.");
  else
    answer = co_await ask(std::move(request));
  if (!answer) answer = problem(504, "no_answer", "The server did not find an answer in time.");
  count(*house_, answer->status, house_->parts.clock.now() - begun);
  const bool keep_alive = parser.get().keep_alive() && !house_->stopping && !answer->close;
  const bool written = co_await write(std::move(*answer), head, keep_alive);
  co_return written&& keep_alive ? After::next : After::close;
}

asio::awaitable<Connection::After> Connection::refuse_unreadable(error_code failure) {
  if (failure == beast::error::timeout) ++house_->counters.time_outs;
  Answer answer;
  if (failure == http::error::body_limit)
    answer = problem(413, "body_too_large",
                     "A body has at most " + std::to_string(limits().body_bytes) + " bytes.");
  else if (failure == http::error::header_limit || failure == http::error::buffer_overflow)
    answer = problem(431, "header_too_large",
                     "The header has at most " + std::to_string(limits().header_bytes) + " bytes.");
  else if (failure.category() == make_error_code(http::error::bad_method).category() &&
           failure != http::error::end_of_stream && failure != http::error::partial_message)
    answer = problem(400, "bad_request", "This is not HTTP/1.1: " + failure.message() + ".");
  else
    co_return After::close;  // gone, too slow, or nothing said
  ++house_->counters.bad_requests;
  count(*house_, answer.status, base::Duration::zero());
  co_await write(std::move(answer), false, false);
  co_return After::close;
}

asio::awaitable<std::optional<Answer>> Connection::ask(Request request) {
  const auto awaited = std::make_shared<Awaited<Answer>>(stream_.get_executor());
  serve(house_, std::move(request), bringer(house_, awaited));
  co_await wait(*awaited, limits().answer_time);
  co_return std::move(awaited->value);
}

asio::awaitable<Connection::After> Connection::upgrade(Request request, Parser& parser) {
  const auto awaited = std::make_shared<Awaited<base::Result<Who>>>(stream_.get_executor());
  admit(house_, std::move(request), bringer(house_, awaited));
  co_await wait(*awaited, limits().answer_time);
  if (awaited->value && awaited->value->ok()) {
    stream_.next_layer().expires_never();
    open_live_socket(house_, std::move(stream_), parser.get(), std::move(**awaited->value),
                     std::move(alive_));
    co_return After::taken;
  }
  Answer answer = awaited->value ? problem(awaited->value->error())
                                 : problem(504, "no_answer", "The server did not find an answer in time.");
  count(*house_, answer.status, base::Duration::zero());
  co_await write(std::move(answer), false, false);
  co_return After::close;
}

asio::awaitable<bool> Connection::write(Answer answer, bool head, bool keep_alive) {
  const std::string_view body = answer.fixed.empty() ? std::string_view(answer.body) : answer.fixed;
  const std::uint64_t length = answer.file.empty() ? body.size() : answer.length;
  const std::string head_bytes = head_text(answer, length, keep_alive, house_->parts.clock.now());
  const bool with_body = !head && answer.file.empty() && answer.status != 304 && answer.status != 204;
  const std::array<asio::const_buffer, 2> parts{asio::buffer(head_bytes),
                                                with_body ? asio::buffer(body) : asio::const_buffer()};
  error_code failure;
  stream_.next_layer().expires_after(limits().write_time);
  co_await asio::async_write(stream_, parts, redirect_error(use_awaitable, failure));
  if (failure) co_return false;
  if (answer.file.empty() || head || answer.status == 304) co_return true;
  co_return co_await write_file(answer);
}

asio::awaitable<bool> Connection::write_file(const Answer& answer) {
  struct Open {
    int file;
    ~Open() {
      if (file >= 0) ::close(file);
    }
  } open{::open(answer.file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (open.file < 0) co_return false;  // the promised length cannot be kept: the connection ends
  std::vector<char> piece(kFilePiece);
  std::uint64_t offset = answer.offset, left = answer.length;
  while (left > 0) {
    const auto got = ::pread(open.file, piece.data(), std::min<std::uint64_t>(left, piece.size()),
                             static_cast<off_t>(offset));
    if (got <= 0) co_return false;
    error_code failure;
    stream_.next_layer().expires_after(limits().write_time);
    co_await asio::async_write(stream_, asio::buffer(piece.data(), static_cast<std::size_t>(got)),
                               redirect_error(use_awaitable, failure));
    if (failure) co_return false;
    offset += static_cast<std::uint64_t>(got);
    left -= static_cast<std::uint64_t>(got);
  }
  co_return true;
}

asio::awaitable<void> Connection::linger() {
  error_code failure;
  auto& layer = stream_.next_layer();
  layer.expires_after(kLingerTime);
  if (stream_.is_tls()) co_await stream_.async_shutdown(redirect_error(use_awaitable, failure));
  layer.socket().shutdown(asio::ip::tcp::socket::shutdown_send, failure);
  failure = {};
  std::array<char, 4096> away;
  while (!failure) co_await layer.async_read_some(asio::buffer(away), redirect_error(use_awaitable, failure));
  layer.close();
}

Request Connection::request_of(const Parser& parser) const {
  const auto& from = parser.get();
  Request request;
  switch (from.method()) {
    case http::verb::get:
      request.verb = Verb::get;
      break;
    case http::verb::head:
      request.verb = Verb::get;
      request.head = true;
      break;
    case http::verb::post:
      request.verb = Verb::post;
      break;
    case http::verb::put:
      request.verb = Verb::put;
      break;
    case http::verb::patch:
      request.verb = Verb::patch;
      break;
    case http::verb::delete_:
      request.verb = Verb::remove;
      break;
    default:
      request.verb = Verb::other;
  }
  request.target = text(from.target());
  request.host = text(from[http::field::host]);
  request.origin = text(from[http::field::origin]);
  request.cookie = text(from[http::field::cookie]);
  request.authorization = text(from[http::field::authorization]);
  request.csrf = text(from["X-CSRF-Token"]);
  request.idempotency_key = text(from["Idempotency-Key"]);
  request.content_type = text(from[http::field::content_type]);
  request.range = text(from[http::field::range]);
  request.if_range = text(from[http::field::if_range]);
  request.if_none_match = text(from[http::field::if_none_match]);
  request.accept_encoding = text(from[http::field::accept_encoding]);
  request.body = from.body();
  request.source = source_;
  request.tls = stream_.is_tls();
  read_target(request);
  return request;
}
}  // namespace okno::api
