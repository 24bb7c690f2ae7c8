// For tests: a real Chromium without a window, and a page of ours in it that speaks and listens.
#pragma once
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "telephony/webrtc/address.h"

namespace okno::telephony::media::testing {
// One request at a time, over and done: just enough HTTP for one page.
class PageServer {
 public:
  // Answers a POST to `path` with text.
  using Answer = std::function<std::string(const std::string& path, const std::string& body)>;
  PageServer(std::string page, Answer answer) : page_(std::move(page)), answer_(std::move(answer)) {
    fd_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = webrtc::to_sockaddr({0x7F000001, 0});
    socklen_t size = sizeof address;
    (void)bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    (void)::listen(fd_, 16);
    getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = webrtc::from_sockaddr(address).port;
    thread_ = std::thread([this] { run(); });
  }
  ~PageServer() {
    stop_ = true;
    shutdown(fd_, SHUT_RDWR);
    thread_.join();
    ::close(fd_);
  }
  std::string url(const std::string& query = "") const {
    return "http://localhost:" + std::to_string(port_) + "/" + query;
  }

 private:
  void run() {
    while (!stop_) {
      const int one = accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
      if (one < 0) continue;
      serve(one);
      ::close(one);
    }
  }
  void serve(int one) {
    timeval limit{2, 0};
    setsockopt(one, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    std::string in;
    char part[4096];
    std::size_t wanted = std::string::npos;
    while (in.size() < wanted) {
      const auto got = recv(one, part, sizeof part, 0);
      if (got <= 0) return;
      in.append(part, static_cast<std::size_t>(got));
      const auto head = in.find("\r\n\r\n");
      if (wanted != std::string::npos || head == std::string::npos) continue;
      const auto length = in.find("Content-Length: ");
      wanted = head + 4 + (length < head ? std::stoul(in.substr(length + 16)) : 0);
    }
    const auto body = in.substr(in.find("\r\n\r\n") + 4);
    const auto path = in.substr(in.find(' ') + 1, in.find(' ', in.find(' ') + 1) - in.find(' ') - 1);
    const bool post = in.starts_with("POST");
    const auto text = post ? answer_(path, body) : page_;
    const auto out = std::string("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: ") +
                     (post ? "text/plain" : "text/html; charset=utf-8") +
                     "\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text;
    (void)!::send(one, out.data(), out.size(), MSG_NOSIGNAL);
  }
  std::string page_;
  Answer answer_;
  int fd_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

// Ends with its whole family when the object dies.
class Chromium {
 public:
  explicit Chromium(const std::string& url) {
    profile_ = std::filesystem::temp_directory_path() / ("okno_chromium_" + std::to_string(getpid()));
    pid_ = fork();
    if (pid_ != 0) return;
    setsid();
    const int null = open("/dev/null", O_RDWR);
    dup2(null, 1);
    dup2(null, 2);
    const std::string profile = "--user-data-dir=" + profile_.string();
    execlp("chromium", "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
           "--disable-extensions", "--disable-dev-shm-usage", "--disable-background-networking",
           "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
           "--autoplay-policy=no-user-gesture-required", profile.c_str(), url.c_str(), nullptr);
    _exit(127);
  }
  ~Chromium() {
    end();
    std::error_code ignored;
    std::filesystem::remove_all(profile_, ignored);
  }
  // As a machine that loses power: nothing is said to anybody.
  void end() {
    if (pid_ <= 0) return;
    kill(-pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  Chromium(const Chromium&) = delete;
  Chromium& operator=(const Chromium&) = delete;

 private:
  pid_t pid_ = -1;
  std::filesystem::path profile_;
};
}  // namespace okno::telephony::media::testing
