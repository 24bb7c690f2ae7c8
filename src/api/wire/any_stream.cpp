#include "api/wire/any_stream.h"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/teardown.hpp>

namespace okno::api {
struct AnyStream::Tls {
  std::shared_ptr<asio::ssl::context> context;  // outlives a reload of the certificate
  asio::ssl::stream<Plain> stream;
};

AnyStream::AnyStream(asio::ip::tcp::socket socket) : plain_(std::make_unique<Plain>(std::move(socket))) {}
AnyStream::AnyStream(asio::ip::tcp::socket socket, std::shared_ptr<asio::ssl::context> context)
    : tls_(new Tls{context, asio::ssl::stream<Plain>(Plain(std::move(socket)), *context)}) {}
AnyStream::AnyStream(AnyStream&&) noexcept = default;
AnyStream::~AnyStream() = default;

AnyStream::Plain& AnyStream::next_layer() {
  return tls_ ? tls_->stream.next_layer() : *plain_;
}

void AnyStream::start_handshake(Done done) {
  tls_->stream.async_handshake(asio::ssl::stream_base::server, std::move(done));
}

void AnyStream::start_shutdown(Done done) {
  tls_->stream.async_shutdown(std::move(done));
}

void AnyStream::start_read(const Some<asio::mutable_buffer>& into, BytesDone done) {
  if (tls_)
    tls_->stream.async_read_some(into, std::move(done));
  else
    plain_->async_read_some(into, std::move(done));
}

void AnyStream::start_write(const Some<asio::const_buffer>& from, BytesDone done) {
  if (tls_)
    tls_->stream.async_write_some(from, std::move(done));
  else
    plain_->async_write_some(from, std::move(done));
}

void AnyStream::start_teardown(beast::role_type role, Done done) {
  using beast::async_teardown;
  using beast::websocket::async_teardown;
  if (tls_)
    async_teardown(role, tls_->stream, std::move(done));
  else
    async_teardown(role, plain_->socket(), std::move(done));
}

void AnyStream::tear_down(beast::role_type role, boost::system::error_code& failure) {
  using beast::teardown;
  using beast::websocket::teardown;
  if (tls_)
    teardown(role, tls_->stream, failure);
  else
    teardown(role, plain_->socket(), failure);
}
}  // namespace okno::api
