// A small HTTP and WebSocket client on plain sockets for tests: it knows nothing of the server's libraries,
// so that what both agree on is the protocol. Everything has a deadline; a broken promise throws
// std::runtime_error with words.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

struct ssl_st;
struct ssl_ctx_st;

namespace okno::api::testing {
using Headers = std::map<std::string, std::string>;  // names in lower case when they come from the server

struct Response {
  int status = 0;
  Headers headers;
  std::string body;
};

class Client {
 public:
  // `trusted`: PEM file of the certificate to trust for TLS; empty: plain.
  explicit Client(std::uint16_t port, const std::string& trusted = "");
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  Response ask(const std::string& method, const std::string& target, const std::string& body = "",
               Headers more = {});
  void send_raw(const std::string& bytes);
  Response read_response(bool head = false);
  bool at_end();  // the far end closed (waits for it)
  // Signs in and keeps cookie and CSRF token for what follows.
  Response sign_in(const std::string& login, const std::string& password = "demo");
  Headers always;  // sent with every request

  // --- WebSocket, after upgrade() answered 101
  Response upgrade(const std::string& target, Headers more = {});
  void send_text(const std::string& text);
  void send_frame(int opcode, const std::string& payload, bool mask = true);
  struct Frame {
    int opcode = 0;  // 1 text, 2 binary, 8 close, 9 ping, 10 pong
    std::string payload;
    int close_code = 0;
  };
  Frame read_frame();
  std::string read_text();                        // the next text frame; pings are answered
  std::string wait_for(const std::string& type);  // the next text frame of this type, others are skipped
  int read_close();                               // the close code, other frames are skipped
  std::string certificate_serial();               // of the server, TLS only

 private:
  void close_all();
  std::string read_some();
  void fill(std::size_t bytes);
  std::string line();

  int socket_ = -1;
  ssl_ctx_st* context_ = nullptr;
  ssl_st* tls_ = nullptr;
  std::string buffer_;
};
}  // namespace okno::api::testing
