// The open desks. The shell pushes described views; the API turns them into frames with rising `seq`.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "domain/ids.h"

namespace okno::ports {
// Who may see an event.
struct Audience {
  enum class Kind { everyone, agents, supervisors } kind = Kind::everyone;
  std::vector<domain::AgentId>
      agents;  // for Kind::agents; supervisors and administrators are added by `supervisors_too`
  bool supervisors_too = false;
};
class Screen {
 public:
  virtual ~Screen() = default;
  // From the deciding thread. `json` is the event's data, already JSON text.
  virtual void push(const Audience& audience, const std::string& type, const std::string& json) = 0;
};
}  // namespace okno::ports
