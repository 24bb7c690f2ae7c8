// Our DTLS identity: a self-made P-256 certificate, one a process; browsers know it by the fingerprint in our
// SDP.
#pragma once
#include <memory>
#include <string>

struct ssl_ctx_st;

namespace okno::telephony::webrtc {
class Identity {
 public:
  Identity();
  ~Identity();
  Identity(const Identity&) = delete;
  Identity& operator=(const Identity&) = delete;
  const std::string& fingerprint() const { return fingerprint_; }  // SHA-256, "AB:CD:…"
  ssl_ctx_st* context() const { return context_; }

 private:
  ssl_ctx_st* context_ = nullptr;
  std::string fingerprint_;
};

// Letters and digits that nobody can guess, for ICE names and passwords (6 bits each).
std::string random_token(std::size_t characters);
// "AB:CD:…" of any bytes.
std::string colon_hex(const unsigned char* bytes, std::size_t size);
}  // namespace okno::telephony::webrtc
