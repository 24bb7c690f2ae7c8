// For tests: a provider that speaks SIP over TLS on loopback, with a certificate that the test chooses.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/check.h"

namespace okno::telephony::sip {
// A self-made certificate and its key, as PEM files in a folder of their own.
class TestCertificate {
 public:
  // `names`: "DNS:sip.example,IP:127.0.0.1"; empty: the common name alone.
  explicit TestCertificate(const std::string& names, const std::string& common_name = "okno test") {
    std::string made = (std::filesystem::temp_directory_path() / "okno-tls-XXXXXX").string();
    OKNO_CHECK(mkdtemp(made.data()) != nullptr);
    folder_ = made;
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* one = X509_new();
    X509_set_version(one, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(one), 1);
    X509_gmtime_adj(X509_getm_notBefore(one), -86400);
    X509_gmtime_adj(X509_getm_notAfter(one), 86400);
    X509_set_pubkey(one, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(one), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
    X509_set_issuer_name(one, X509_get_subject_name(one));
    if (!names.empty()) {
      X509_EXTENSION* more = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
      OKNO_CHECK(more != nullptr);
      X509_add_ext(one, more, -1);
      X509_EXTENSION_free(more);
    }
    OKNO_CHECK(X509_sign(one, key, EVP_sha256()) > 0);
    std::FILE* out = std::fopen(certificate().c_str(), "w");
    OKNO_CHECK(out != nullptr && PEM_write_X509(out, one) == 1);
    std::fclose(out);
    out = std::fopen(this->key().c_str(), "w");
    OKNO_CHECK(out != nullptr && PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
    std::fclose(out);
    X509_free(one);
    EVP_PKEY_free(key);
  }
  ~TestCertificate() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;
  std::string certificate() const { return folder_ + "/certificate.pem"; }
  std::string key() const { return folder_ + "/key.pem"; }
  std::string folder() const { return folder_; }

 private:
  std::string folder_;
};

// Takes one connection after another; each request that comes over a finished handshake is answered 200.
class TestTlsPeer {
 public:
  explicit TestTlsPeer(const TestCertificate& identity, const std::string& address = "127.0.0.1")
      : context_(SSL_CTX_new(TLS_server_method())), stop_(eventfd(0, EFD_CLOEXEC)) {
    OKNO_CHECK(SSL_CTX_use_certificate_chain_file(context_, identity.certificate().c_str()) == 1);
    OKNO_CHECK(SSL_CTX_use_PrivateKey_file(context_, identity.key().c_str(), SSL_FILETYPE_PEM) == 1);
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    OKNO_CHECK(inet_pton(AF_INET, address.c_str(), &at.sin_addr) == 1);
    OKNO_CHECK(::bind(listener_, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0);
    OKNO_CHECK(::listen(listener_, 16) == 0);
    socklen_t size = sizeof at;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
    port_ = ntohs(at.sin_port);
    thread_ = std::thread([this] { run(); });
  }
  ~TestTlsPeer() {
    const std::uint64_t one = 1;
    OKNO_CHECK(write(stop_, &one, sizeof one) == sizeof one);
    thread_.join();
    ::close(listener_);
    ::close(stop_);
    SSL_CTX_free(context_);
  }
  TestTlsPeer(const TestTlsPeer&) = delete;
  TestTlsPeer& operator=(const TestTlsPeer&) = delete;
  std::uint16_t port() const { return port_; }
  int connections() const { return connections_; }
  // Everything that was said over finished handshakes.
  std::string heard() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return heard_;
  }
  bool hears(const std::string& words) {  // within ten seconds
    std::unique_lock<std::mutex> lock(mutex_);
    return more_.wait_for(lock, std::chrono::seconds(10),
                          [&] { return heard_.find(words) != std::string::npos; });
  }

 private:
  bool readable(int fd) const {  // false: the test is over
    pollfd both[2] = {{fd, POLLIN, 0}, {stop_, POLLIN, 0}};
    return ::poll(both, 2, -1) > 0 && (both[1].revents & POLLIN) == 0;
  }
  void run() {
    while (readable(listener_)) {
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) continue;
      ++connections_;
      SSL* tls = SSL_new(context_);
      SSL_set_fd(tls, fd);
      timeval patience{5, 0};
      setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      if (SSL_accept(tls) == 1) talk(tls, fd);
      SSL_free(tls);
      ::close(fd);
    }
  }
  void talk(SSL* tls, int fd) {
    std::string text;
    char buffer[4096];
    while (SSL_pending(tls) > 0 || readable(fd)) {
      const int got = SSL_read(tls, buffer, sizeof buffer);
      if (got <= 0) return;
      text.append(buffer, static_cast<std::size_t>(got));
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        heard_.append(buffer, static_cast<std::size_t>(got));
      }
      more_.notify_all();
      for (std::size_t end; (end = text.find("\r\n\r\n")) != std::string::npos;) {
        const std::size_t length = text.find("Content-Length:");
        const std::size_t body = length < end ? std::strtoul(text.c_str() + length + 15, nullptr, 10) : 0;
        if (text.size() < end + 4 + body) break;
        const std::string answer = answer_to(text.substr(0, end + 2));
        if (!answer.empty()) SSL_write(tls, answer.data(), static_cast<int>(answer.size()));
        text.erase(0, end + 4 + body);
      }
    }
  }
  // Of a call the Contact is our address, as most providers write it.
  std::string answer_to(const std::string& request) const {
    if (request.rfind("ACK ", 0) == 0) return {};
    const bool call = request.rfind("INVITE ", 0) == 0;
    std::string out = "SIP/2.0 200 OK\r\n";
    for (const char* name : {"Via:", "From:", "To:", "Call-ID:", "CSeq:", "Contact:"}) {
      const std::size_t at = request.find(std::string("\r\n") + name);
      if (at == std::string::npos || (call && std::string(name) == "Contact:")) continue;
      std::string line = request.substr(at + 2, request.find("\r\n", at + 2) - at - 2);
      if (std::string(name) == "To:") line += ";tag=peer";
      out += line + "\r\n";
    }
    if (!call) return out + "Content-Length: 0\r\n\r\n";
    const std::string sdp =
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 6000 RTP/AVP "
        "8\r\n";
    return out + "Contact: <sip:600@127.0.0.1:" + std::to_string(port_) +
           ";transport=tls>\r\nContent-Type: application/sdp\r\nContent-Length: " +
           std::to_string(sdp.size()) + "\r\n\r\n" + sdp;
  }

  SSL_CTX* context_;
  int stop_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::thread thread_;
  std::atomic<int> connections_{0};
  mutable std::mutex mutex_;
  std::condition_variable more_;
  std::string heard_;
};
}  // namespace okno::telephony::sip
