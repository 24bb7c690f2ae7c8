#include "api/server.h"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <filesystem>
#include <thread>

#include "api/wire/connection.h"
#include "api/wire/tls.h"

namespace okno::api {
namespace {
using asio::ip::tcp;
using base::Error;
using boost::system::error_code;

constexpr auto kAcceptPause =
    std::chrono::milliseconds(100);  // when no socket is left: others close meanwhile

base::Result<tcp::endpoint> endpoint_of(const std::string& text, const char* setting) {
  const auto colon = text.rfind(':');
  const Error bad{"bad_address", std::string(setting) + ": \"" + text + "\" is not ADDRESS:PORT"};
  if (colon == std::string::npos) return bad;
  std::string host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  error_code failure;
  const auto address = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, failure);
  const std::string port = text.substr(colon + 1);
  const bool digits =
      !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == std::string::npos;
  if (failure || !digits || std::stoi(port) > 65'535) return bad;
  return tcp::endpoint(address, static_cast<std::uint16_t>(std::stoi(port)));
}

std::string text_of(const tcp::endpoint& at) {
  const std::string host = at.address().to_string();
  return (at.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(at.port());
}

class Doors final : public Server {
 public:
  Doors(const Settings& settings, const Parts& parts)
      : io_(std::make_unique<asio::io_context>(settings.threads)),
        house_(std::make_shared<House>(settings, parts)) {
    // `post` reaches io_ only through the gate, which is shut before io_ goes.
    house_->post = [house = house_.get(), io = io_.get()](std::function<void()> work) {
      house->gate.through([&] { asio::post(*io, std::move(work)); });
    };
  }
  ~Doors() override { stop(); }

  base::Result<void> open();
  std::string http_address() const override { return plain_ ? text_of(plain_at_) : ""; }
  std::string https_address() const override { return tls_ ? text_of(tls_at_) : ""; }
  std::uint16_t http_port() const override { return plain_ ? plain_at_.port() : 0; }
  std::uint16_t https_port() const override { return tls_ ? tls_at_.port() : 0; }
  base::Result<void> reload_certificate() override;
  void stop() override;

 private:
  using Acceptor = std::unique_ptr<tcp::acceptor>;
  const Settings& settings() const { return house_->settings; }
  base::Result<void> bind(const std::string& text, const char* setting, Acceptor& into, tcp::endpoint& at);
  base::Result<void> prepare_certificate();
  asio::awaitable<void> listen(tcp::acceptor& acceptor, bool tls);
  void take(tcp::socket socket, bool tls);
  void left();

  std::unique_ptr<asio::io_context> io_;
  std::shared_ptr<House> house_;
  Acceptor plain_, tls_;
  tcp::endpoint plain_at_, tls_at_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;  // guards the six below
  std::condition_variable empty_;
  std::shared_ptr<asio::ssl::context> certificate_;
  std::unordered_map<std::uint64_t, std::weak_ptr<Connection>> connections_;
  std::unordered_map<std::string, std::size_t> open_by_source_;
  std::size_t open_ = 0;
  std::uint64_t last_ = 0;
  bool stopped_ = false;
};

base::Result<void> Doors::open() {
  if (!settings().https.empty())
    if (auto done = prepare_certificate(); !done) return done;
  if (!settings().http.empty())
    if (auto done = bind(settings().http, "http", plain_, plain_at_); !done) return done;
  if (!settings().https.empty())
    if (auto done = bind(settings().https, "https", tls_, tls_at_); !done) return done;
  const auto& limits = settings().limits;
  // Not through the gate: the hub posts nothing after its stop, which comes first.
  house_->parts.hub.start(
      house_->parts.desk, [io = io_.get()](std::function<void()> work) { asio::post(*io, std::move(work)); },
      limits.live_inbox, limits.live_windows_per_agent);
  if (plain_) asio::co_spawn(plain_->get_executor(), listen(*plain_, false), asio::detached);
  if (tls_) asio::co_spawn(tls_->get_executor(), listen(*tls_, true), asio::detached);
  for (int i = 0; i < std::max(1, settings().threads); ++i)
    threads_.emplace_back([this] {
      const auto work = asio::make_work_guard(*io_);
      io_->run();
    });
  return {};
}

base::Result<void> Doors::prepare_certificate() {
  const auto& s = settings();
  if (s.self_made_certificate && !std::filesystem::exists(s.certificate_file) &&
      !std::filesystem::exists(s.key_file)) {
    auto made =
        make_certificate(s.certificate_file, s.key_file, s.certificate_names, house_->parts.clock.now());
    if (!made) return made;
    spdlog::info("api.certificate_made: {}", s.certificate_file);
  }
  return reload_certificate();
}

base::Result<void> Doors::reload_certificate() {
  if (settings().https.empty()) return {};
  auto loaded = load_certificate(settings().certificate_file, settings().key_file);
  if (!loaded.ok()) return loaded.error();
  const std::lock_guard lock(mutex_);
  certificate_ = *loaded;
  return {};
}

base::Result<void> Doors::bind(const std::string& text, const char* setting, Acceptor& into,
                               tcp::endpoint& at) {
  const auto wanted = endpoint_of(text, setting);
  if (!wanted.ok()) return wanted.error();
  error_code failure;
  into = std::make_unique<tcp::acceptor>(asio::make_strand(*io_));  // it is closed while it accepts
  into->open(wanted->protocol(), failure);
  if (!failure) into->set_option(asio::socket_base::reuse_address(true), failure);
  if (!failure) into->bind(*wanted, failure);
  if (!failure) into->listen(asio::socket_base::max_listen_connections, failure);
  if (!failure) at = into->local_endpoint(failure);
  if (!failure) return {};
  into.reset();
  return Error{"bind_failed", std::string(setting) + ": cannot listen on " + text + ": " + failure.message()};
}

asio::awaitable<void> Doors::listen(tcp::acceptor& acceptor, bool tls) {
  asio::steady_timer pause(acceptor.get_executor());
  while (acceptor.is_open()) {
    error_code failure;
    tcp::socket socket = co_await acceptor.async_accept(asio::make_strand(*io_),
                                                        asio::redirect_error(asio::use_awaitable, failure));
    if (!failure) {
      take(std::move(socket), tls);
    } else if (failure != asio::error::operation_aborted) {
      spdlog::warn("api.accept_failed: {}", failure.message());
      pause.expires_after(kAcceptPause);
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, failure));
    }
  }
}

void Doors::take(tcp::socket socket, bool tls) {
  error_code failure;
  const auto far_end = socket.remote_endpoint(failure);
  if (failure) return;
  const std::string source = far_end.address().to_string();
  const auto& limits = settings().limits;
  socket.set_option(tcp::no_delay(true), failure);
  std::shared_ptr<asio::ssl::context> certificate;
  std::uint64_t id = 0;
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    const auto his = open_by_source_.find(source);
    const std::size_t of_source = his == open_by_source_.end() ? 0 : his->second;
    const bool greedy =
        of_source >= limits.connections_per_source && !(limits.loopback_is_free && is_loopback(source));
    if (open_ >= limits.connections || greedy) {
      if (house_->counters.connections_refused++ % 1000 == 0)
        spdlog::warn("api.too_many_connections: {} are open, {} of {}, who is refused", open_, of_source,
                     source);
      return;
    }
    ++open_;
    ++open_by_source_[source];
    ++house_->counters.connections;
    id = ++last_;
    certificate = certificate_;
  }
  const std::shared_ptr<void> alive(nullptr, [this, id, source](void*) {
    const std::lock_guard lock(mutex_);
    connections_.erase(id);
    if (const auto his = open_by_source_.find(source); --his->second == 0) open_by_source_.erase(his);
    --house_->counters.connections;
    if (--open_ == 0) empty_.notify_all();
  });
  auto stream = tls ? AnyStream(std::move(socket), certificate) : AnyStream(std::move(socket));
  const auto connection = std::make_shared<Connection>(house_, std::move(stream), source, alive);
  {
    const std::lock_guard lock(mutex_);
    connections_[id] = connection;
  }
  connection->start();
}

void Doors::stop() {
  std::vector<std::shared_ptr<Connection>> open_connections;
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    stopped_ = true;
    for (const auto& [id, weak] : connections_)
      if (auto connection = weak.lock()) open_connections.push_back(std::move(connection));
  }
  house_->stopping = true;
  house_->parts.hub.stop();
  for (auto* acceptor : {plain_.get(), tls_.get()})
    if (acceptor != nullptr)
      asio::post(acceptor->get_executor(), [acceptor] {
        error_code ignored;
        acceptor->close(ignored);
      });
  for (const auto& connection : open_connections) connection->close_when_idle();
  open_connections.clear();
  {
    std::unique_lock lock(mutex_);
    empty_.wait_for(lock, settings().limits.stop_time, [this] { return open_ == 0; });
  }
  io_->stop();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
  house_->gate.shut();
  house_->parts.hub.clear();
  plain_.reset();
  tls_.reset();
  io_.reset();
}
}  // namespace

base::Result<std::unique_ptr<Server>> start(const Settings& settings, const Parts& parts) {
  auto doors = std::make_unique<Doors>(settings, parts);
  if (auto done = doors->open(); !done) return done.error();
  return std::unique_ptr<Server>(std::move(doors));
}
}  // namespace okno::api
