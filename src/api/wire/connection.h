// One HTTP connection: requests one after another, each within its limits, then perhaps a WebSocket.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <optional>
#include <string>

#include "api/house.h"
#include "api/wire/any_stream.h"

namespace okno::api {
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // `alive` is kept as long as the connection lives (the listener counts by it).
  Connection(std::shared_ptr<House> house, AnyStream stream, std::string source, std::shared_ptr<void> alive)
      : house_(std::move(house)),
        stream_(std::move(stream)),
        executor_(stream_.get_executor()),
        source_(std::move(source)),
        alive_(std::move(alive)) {}

  void start();            // on any thread
  void close_when_idle();  // any network thread: between two requests at once, else after the answer

 private:
  using Parser = beast::http::request_parser<beast::http::string_body>;
  enum class After { next, close, taken };  // taken: the stream belongs to a WebSocket now

  const Limits& limits() const { return house_->settings.limits; }
  asio::awaitable<void> run();
  asio::awaitable<bool> shake_hands();
  asio::awaitable<bool> wait_for_bytes();
  asio::awaitable<After> one_request();
  asio::awaitable<After> refuse_unreadable(boost::system::error_code failure);
  asio::awaitable<std::optional<Answer>> ask(Request request);
  asio::awaitable<After> upgrade(Request request, Parser& parser);
  asio::awaitable<bool> write(Answer answer, bool head, bool keep_alive);
  asio::awaitable<bool> write_file(const Answer& answer);
  asio::awaitable<void> linger();
  Request request_of(const Parser& parser) const;

  std::shared_ptr<House> house_;
  AnyStream stream_;
  asio::any_io_executor executor_;  // its strand, also when the stream belongs to a WebSocket
  std::string source_;
  std::shared_ptr<void> alive_;
  beast::flat_buffer buffer_;
  bool idle_ = false;
};
}  // namespace okno::api
