// One request outside a dialog until its final answer, its proof included. Private to this room.
#pragma once
#include <sofia-sip/nta.h>

#include <functional>
#include <string>

#include "telephony/sip/dialog.h"
#include "telephony/sip/proof.h"
#include "telephony/sip/stack.h"

namespace okno::telephony::sip {
class Asking {
 public:
  Asking(Home& home, const Question& question, std::function<void(const Reply&)> heard)
      : home_(home), question_(question), heard_(std::move(heard)), proof_(question.login) {}
  ~Asking();
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;
  bool begin();  // false: it cannot be sent; nothing will be heard
  void on_response(nta_outgoing_t* request, const sip_t* sip);  // sofia's callback
  void tell() { heard_(reply_); }
  bool is_farewell() const { return question_.farewell; }

 private:
  bool send();
  Home& home_;
  const Question question_;
  std::function<void(const Reply&)> heard_;
  Proof proof_;
  nta_leg_t* leg_ = nullptr;
  nta_outgoing_t* request_ = nullptr;
  std::string contact_;
  Reply reply_;
};
}  // namespace okno::telephony::sip
