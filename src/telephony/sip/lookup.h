// Where a provider's name leads, asked of the name servers as sofia asks for each call: a name with a port by
// its address, one without by SRV (RFC 3263 4.2) and then by its address. Private to this room; SIP thread.
#pragma once
#include <sofia-sip/su_wait.h>

#include <functional>
#include <memory>
#include <string>

#include "telephony/sip/stack.h"

namespace okno::telephony::sip {
class Lookup {
 public:
  // `found` is called once, never before the constructor has returned; the lookup may be deleted from then
  // on.
  Lookup(su_root_t* root, const std::string& address, Transport transport,
         std::function<void(const Found&)> found);
  ~Lookup();
  Lookup(const Lookup&) = delete;
  Lookup& operator=(const Lookup&) = delete;
  void begin();
  struct Asked;  // sofia's side of it

 private:
  friend struct Asked;
  void ask_service();
  void ask_address(const std::string& host);
  void over();

  su_root_t* root_;
  std::string host_;
  bool has_port_ = false;
  Transport transport_;
  std::function<void(const Found&)> told_;
  Found found_;
  void* resolver_ = nullptr;
};
}  // namespace okno::telephony::sip
