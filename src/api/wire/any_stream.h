// A TCP connection, plain or under TLS, as one type, so that HTTP and WebSocket are compiled once: what is
// read and written ends in an ErasedThen, and only any_stream.cpp knows both kinds.
#pragma once
#include <algorithm>
#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <memory>
#include <utility>

namespace boost::asio::ssl {
class context;
}

namespace okno::api {
namespace asio = boost::asio;
namespace beast = boost::beast;

// A completion of an asynchronous operation, whatever its type: called once, on its own executor.
// (Boost 1.81's any_completion_handler does not compile with Beast: its executor cannot be required never to
// block.)
template <class... Results>
class ErasedThen {
 public:
  using executor_type = asio::any_io_executor;
  template <class Then>
  ErasedThen(Then then, const asio::any_io_executor& otherwise)
      : executor_(asio::get_associated_executor(then, otherwise)),
        call_(std::make_unique<Call<Then>>(std::move(then))) {}
  executor_type get_executor() const noexcept { return executor_; }
  void operator()(Results... results) {
    const auto call = std::move(call_);  // the operation's memory may be used again by what is called
    call->run(results...);
  }

 private:
  struct AnyCall {
    virtual ~AnyCall() = default;
    virtual void run(Results... results) = 0;
  };
  template <class Then>
  struct Call final : AnyCall {
    explicit Call(Then what) : then(std::move(what)) {}
    void run(Results... results) override { std::move(then)(results...); }
    Then then;
  };
  executor_type executor_;
  std::unique_ptr<AnyCall> call_;
};

class AnyStream {
 public:
  using Plain = beast::tcp_stream;
  using next_layer_type = Plain;
  using executor_type = Plain::executor_type;
  using BytesDone = ErasedThen<boost::system::error_code, std::size_t>;
  using Done = ErasedThen<boost::system::error_code>;

  explicit AnyStream(asio::ip::tcp::socket socket);
  AnyStream(asio::ip::tcp::socket socket, std::shared_ptr<asio::ssl::context> context);
  AnyStream(AnyStream&&) noexcept;
  ~AnyStream();

  bool is_tls() const { return tls_ != nullptr; }
  Plain& next_layer();
  const Plain& next_layer() const { return const_cast<AnyStream*>(this)->next_layer(); }
  executor_type get_executor() { return next_layer().get_executor(); }

  // TLS only.
  template <class Token>
  auto async_handshake(Token&& token) {
    return asio::async_initiate<Token, void(boost::system::error_code)>(
        [this](auto then) { start_handshake(Done(std::move(then), get_executor())); }, token);
  }
  template <class Token>
  auto async_shutdown(Token&& token) {
    return asio::async_initiate<Token, void(boost::system::error_code)>(
        [this](auto then) { start_shutdown(Done(std::move(then), get_executor())); }, token);
  }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto then, Some<asio::mutable_buffer> into) {
          start_read(into, BytesDone(std::move(then), get_executor()));
        },
        token, some_of<asio::mutable_buffer>(buffers));
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this](auto then, Some<asio::const_buffer> from) {
          start_write(from, BytesDone(std::move(then), get_executor()));
        },
        token, some_of<asio::const_buffer>(buffers));
  }

  // What Beast's WebSocket asks of a stream at its end.
  template <class Then>
  friend void async_teardown(beast::role_type role, AnyStream& stream, Then&& then) {
    stream.start_teardown(role, Done(std::forward<Then>(then), stream.get_executor()));
  }
  friend void teardown(beast::role_type role, AnyStream& stream, boost::system::error_code& failure) {
    stream.tear_down(role, failure);
  }

 private:
  // The first few buffers of a sequence: "some" may always be fewer bytes than asked for.
  static constexpr std::size_t kMostBuffers = 8;
  template <class Buffer>
  struct Some {
    using value_type = Buffer;
    std::array<Buffer, kMostBuffers> buffers{};
    std::size_t count = 0;
    const Buffer* begin() const { return buffers.data(); }
    const Buffer* end() const { return buffers.data() + count; }
  };
  template <class Buffer, class Buffers>
  static Some<Buffer> some_of(const Buffers& buffers) {
    Some<Buffer> some;
    for (auto it = asio::buffer_sequence_begin(buffers);
         it != asio::buffer_sequence_end(buffers) && some.count < kMostBuffers; ++it)
      some.buffers[some.count++] = Buffer(*it);
    return some;
  }
  struct Tls;

  void start_handshake(Done done);
  void start_shutdown(Done done);
  void start_read(const Some<asio::mutable_buffer>& into, BytesDone done);
  void start_write(const Some<asio::const_buffer>& from, BytesDone done);
  void start_teardown(beast::role_type role, Done done);
  void tear_down(beast::role_type role, boost::system::error_code& failure);

  std::unique_ptr<Plain> plain_;
  std::unique_ptr<Tls> tls_;
};
}  // namespace okno::api
