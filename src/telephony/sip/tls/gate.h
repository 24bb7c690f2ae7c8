// TLS outside sofia: carries the bytes of a connection between the wire, where they are sealed, and a socket
// at whose other end sofia speaks plainly. Sofia's own TLS keeps the memory of every connection that ever
// was. Private to this room; knows no SIP.
#pragma once
#include <sys/socket.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "telephony/sip/stack.h"
#include "telephony/sip/tls/trust.h"

namespace okno::telephony::sip {
inline constexpr std::size_t kMaxPassages = 2'000;   // connections from outside; a phone or provider has one
inline constexpr std::size_t kMaxOnTheWay = 65'536;  // bytes of one direction, then its sender waits
inline constexpr std::chrono::milliseconds kHandshakeLimit{10'000};  // the connection to its end included
inline constexpr std::chrono::milliseconds kPartingLimit{3'000};     // for the last bytes of one that ends

// One thread of its own; its methods may be called on any.
class TlsGate {
 public:
  // `local`: the address that connections leave from; empty: any. "bad_certificate": the words name the
  // file.
  static base::Result<std::unique_ptr<TlsGate>> open(const Settings::Tls& files, const std::string& local);
  ~TlsGate();  // ends every connection
  TlsGate(const TlsGate&) = delete;
  TlsGate& operator=(const TlsGate&) = delete;
  // Reads the files again; connections that are there keep what they began with. An error changes nothing.
  base::Result<void> reload();
  // A connection from outside. Both descriptors become the gate's; too many connections: closed at once.
  void take_in(int wire, int plain);
  // To whom the certificate must name. When it does not, or nobody is there, `plain` is closed without a
  // byte of it sent.
  void reach_out(const sockaddr_storage& to, const std::string& name, int plain);

 private:
  class Passage;
  struct Contexts {
    TlsContext callers, towards;
  };
  TlsGate(const Settings::Tls& files, const std::string& local);
  void run();
  void wake() const;
  void add(std::unique_ptr<Passage> passage);

  const Settings::Tls files_;
  const std::string local_;
  int bell_ = -1;
  std::thread thread_;
  std::atomic<bool> over_{false};
  std::atomic<std::size_t> passages_{0};
  std::mutex mutex_;  // guards what follows
  Contexts contexts_;
  std::vector<std::unique_ptr<Passage>> fresh_;
};
}  // namespace okno::telephony::sip
