// The client of testing/client.h (a file ending in _test.cpp, so that it belongs to the tests only).
#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "api/schema/json.h"
#include "api/testing/client.h"

namespace okno::api::testing {
namespace {
constexpr int kDeadlineMs = 20'000;  // far over anything that works

[[noreturn]] void fail(const std::string& words) {
  throw std::runtime_error("client: " + words);
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}
}  // namespace

Client::Client(std::uint16_t port, const std::string& trusted) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) fail("cannot connect");
  timeval limit{kDeadlineMs / 1000, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  if (trusted.empty()) return;
  context_ = SSL_CTX_new(TLS_client_method());
  X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context_),
                              X509_V_FLAG_NO_CHECK_TIME);  // tests have a told time
  SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
  if (SSL_CTX_load_verify_locations(context_, trusted.c_str(), nullptr) != 1) fail("cannot read " + trusted);
  tls_ = SSL_new(context_);
  SSL_set1_host(tls_, "localhost");
  SSL_set_fd(tls_, socket_);
  if (SSL_connect(tls_) != 1) {
    const char* words = ERR_reason_error_string(ERR_peek_last_error());
    close_all();  // no destructor runs after this
    fail(std::string("TLS: ") + (words == nullptr ? "no words" : words));
  }
}

Client::~Client() {
  close_all();
}

void Client::close_all() {
  if (tls_ != nullptr) SSL_free(tls_);
  if (context_ != nullptr) SSL_CTX_free(context_);
  if (socket_ >= 0) ::close(socket_);
}

void Client::send_raw(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto n = tls_ != nullptr
                       ? SSL_write(tls_, bytes.data() + sent, static_cast<int>(bytes.size() - sent))
                       : ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) fail("cannot send");
    sent += static_cast<std::size_t>(n);
  }
}

std::string Client::read_some() {
  char bytes[16 * 1024];
  const auto n =
      tls_ != nullptr ? SSL_read(tls_, bytes, sizeof bytes) : ::recv(socket_, bytes, sizeof bytes, 0);
  if (n < 0 && tls_ == nullptr && errno != ECONNRESET) fail("nothing came in time");
  return n <= 0 ? "" : std::string(bytes, static_cast<std::size_t>(n));
}

bool Client::at_end() {
  return buffer_.empty() && read_some().empty();
}

void Client::fill(std::size_t bytes) {
  while (buffer_.size() < bytes) {
    const std::string more = read_some();
    if (more.empty()) fail("the server closed the connection");
    buffer_ += more;
  }
}

std::string Client::line() {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n")) == std::string::npos) fill(buffer_.size() + 1);
  std::string text = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return text;
}

Response Client::read_response(bool head) {
  Response response;
  std::string status = line();
  if (status.substr(0, 9) != "HTTP/1.1 ") fail("not HTTP: " + status);
  response.status = std::stoi(status.substr(9, 3));
  for (std::string one = line(); !one.empty(); one = line()) {
    const auto colon = one.find(": ");
    response.headers[lower(one.substr(0, colon))] = one.substr(colon + 2);
  }
  if (head || response.status < 200 || response.headers.count("content-length") == 0) return response;
  const auto length = std::stoul(response.headers["content-length"]);
  fill(length);
  response.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  return response;
}

Response Client::ask(const std::string& method, const std::string& target, const std::string& body,
                     Headers more) {
  std::string bytes = method + " " + target + " HTTP/1.1\r\n";
  Headers all = always;
  if (!body.empty()) all["Content-Type"] = "application/json";
  if (!body.empty() || method != "GET") all["Content-Length"] = std::to_string(body.size());
  all["Host"] = "localhost";
  for (auto& [name, value] : more) all[name] = value;
  for (const auto& [name, value] : all) bytes += name + ": " + value + "\r\n";
  send_raw(bytes + "\r\n" + body);
  return read_response(method == "HEAD");
}

Response Client::sign_in(const std::string& login, const std::string& password) {
  Response response =
      ask("POST", "/api/v1/session", "{\"login\":\"" + login + "\",\"password\":\"" + password + "\"}");
  if (response.status != 200) return response;
  const std::string cookie = response.headers["set-cookie"];
  always["Cookie"] = cookie.substr(0, cookie.find(';'));
  auto tree = parse_json(response.body);
  if (tree.ok()) always["X-CSRF-Token"] = std::string(tree->at("csrf").as_string());
  return response;
}

Response Client::upgrade(const std::string& target, Headers more) {
  more["Upgrade"] = "websocket";
  more["Connection"] = "Upgrade";
  more["Sec-WebSocket-Version"] = "13";
  more["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ==";
  return ask("GET", target, "", more);
}

void Client::send_frame(int opcode, const std::string& payload, bool mask) {
  std::string bytes;
  bytes += static_cast<char>(0x80 | opcode);
  const int flag = mask ? 0x80 : 0;
  if (payload.size() < 126) {
    bytes += static_cast<char>(flag | static_cast<int>(payload.size()));
  } else if (payload.size() < 65'536) {
    bytes += static_cast<char>(flag | 126);
    bytes += static_cast<char>(payload.size() >> 8);
    bytes += static_cast<char>(payload.size() & 255);
  } else {
    bytes += static_cast<char>(flag | 127);
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>((payload.size() >> shift) & 255);
  }
  static constexpr char kMask[] = {0x12, 0x34, 0x56, 0x78};
  if (mask) bytes.append(kMask, 4);
  for (std::size_t i = 0; i < payload.size(); ++i)
    bytes += mask ? static_cast<char>(payload[i] ^ kMask[i % 4]) : payload[i];
  send_raw(bytes);
}

void Client::send_text(const std::string& text) {
  send_frame(1, text);
}

Client::Frame Client::read_frame() {
  fill(2);
  const auto byte = [this](std::size_t i) { return static_cast<unsigned char>(buffer_[i]); };
  Frame frame;
  frame.opcode = byte(0) & 15;
  std::size_t length = byte(1) & 127, head = 2;
  if (length >= 126) {
    const std::size_t wide = length == 126 ? 2 : 8;
    fill(head + wide);
    length = 0;
    for (std::size_t i = 0; i < wide; ++i) length = length << 8 | byte(2 + i);
    head += wide;
  }
  fill(head + length);
  frame.payload = buffer_.substr(head, length);
  buffer_.erase(0, head + length);
  if (frame.opcode == 8 && frame.payload.size() >= 2)
    frame.close_code =
        static_cast<unsigned char>(frame.payload[0]) << 8 | static_cast<unsigned char>(frame.payload[1]);
  return frame;
}

std::string Client::read_text() {
  for (;;) {
    Frame frame = read_frame();
    if (frame.opcode == 9) send_frame(10, frame.payload);
    if (frame.opcode == 8) fail("closed with " + std::to_string(frame.close_code));
    if (frame.opcode == 1) return frame.payload;
  }
}

std::string Client::wait_for(const std::string& type) {
  for (;;) {
    std::string text = read_text();
    if (text.find("\"type\":\"" + type + "\"") != std::string::npos) return text;
  }
}

int Client::read_close() {
  for (;;) {
    const Frame frame = read_frame();
    if (frame.opcode == 8) return frame.close_code;
  }
}

std::string Client::certificate_serial() {
  X509* certificate = SSL_get1_peer_certificate(tls_);
  BIGNUM* number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr);
  char* text = BN_bn2hex(number);
  std::string serial(text);
  OPENSSL_free(text);
  BN_free(number);
  X509_free(certificate);
  return serial;
}
}  // namespace okno::api::testing
