// What must be true of conversations after every event: nobody of us is in two calls, nobody hears silence
// who came by telephone, every share of a conversation is written down and ends. From events and commands
// only.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/centre.h"

namespace okno::sim {
class TalkChecks {
 public:
  // Empty, or a sentence about the first promise that is broken.
  std::string watch(const core::Event& event, const std::vector<core::Command>& commands);

 private:
  struct Line {  // one interaction
    domain::Interaction row;
    bool known = false, taken = false;
    bool sound = false;    // music, a prompt, ringing
    bool outside = false;  // he hears somebody outside
    bool gone = false;
    std::set<domain::AgentId> hears;  // the agents who are connected with him
    std::set<domain::AgentId> here;   // and those who are in the conversation at all
  };
  struct Listener;  // one overload a command

  void broken(const std::string& what);
  void silence(Line& line);
  void check(const Line& line);
  void check_shares(const domain::Interaction& row, bool final);

  std::map<domain::InteractionId, Line> lines_;
  std::set<domain::InteractionId> changed_;
  std::string broken_;
};
}  // namespace okno::sim
