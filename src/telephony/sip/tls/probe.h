// Why a TLS connection does not come about: the stack says only that it did not.
#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace okno::telephony::sip {
// Blocks, at most about twice `patience`: not for the SIP thread. Connects to the numeric `address` and
// shakes hands as `name` (a host, or a numeric address) with `authorities` (PEM file) believed. Empty: all
// went well; else what is wrong, in English. Ends at once when `bell` (-1: none) can be read.
std::string tls_trouble(const std::string& address, int port, const std::string& name,
                        const std::string& authorities, std::chrono::milliseconds patience, int bell = -1);

// The same on a thread of its own, one question at a time.
class TlsProber {
 public:
  TlsProber();
  ~TlsProber();
  TlsProber(const TlsProber&) = delete;
  TlsProber& operator=(const TlsProber&) = delete;
  // `told` is called on the prober's thread, not after stop(). A question that is still asked is given up.
  void ask(const std::string& address, int port, const std::string& name, const std::string& authorities,
           std::chrono::milliseconds patience, std::function<void(const std::string&)> told);
  void stop();  // gives up at once what is asked, and waits for the thread

 private:
  int bell_ = -1;
  std::thread thread_;
};
}  // namespace okno::telephony::sip
