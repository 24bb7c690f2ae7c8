#include "sim/sentence.h"

#include "sim/phrase.h"

namespace okno::sim {
using namespace core;
namespace {
template <class Id>
std::string name_in(const std::map<Id, std::string>& names, Id id) {
  const auto found = names.find(id);
  return found == names.end() ? "#" + std::to_string(id.value()) : found->second;
}
std::string with_reason(std::string text, const std::string& reason) {
  return reason.empty() ? text : text + ": " + reason;
}
std::string text(auto value) {
  return std::string(to_text(value));
}

// Rules by which somebody goes where the settings send him.
bool sends_on(const std::string& rule) {
  return rule == "closed" || rule == "nobody_here" || rule == "overflow_size" || rule == "overflow_wait" ||
         rule == "blacklisted";
}

struct Teller {
  const Names& n;
  using Said = std::vector<std::string>;
  Said operator()(const AnswerCustomer& c) const { return {n.of(c.id) + "'s call is taken"}; }
  Said operator()(const RingBack& c) const { return {n.of(c.id) + " hears ringing"}; }
  Said operator()(const RefuseCustomer& c) const { return {n.of(c.id) + " is refused: " + c.reason}; }
  Said operator()(const PlayPrompt& c) const { return {n.of(c.id) + " hears prompt " + c.prompt}; }
  Said operator()(const PlayMusic& c) const { return {n.of(c.id) + " hears music"}; }
  Said operator()(const StopPlaying& c) const { return {n.of(c.id) + " hears silence"}; }
  Said operator()(const DialCustomer& c) const {
    return {n.of(c.id) + " is dialled", n.of(c.id) + " is dialled at " + c.to};
  }
  Said operator()(const HangUpCustomer& c) const { return {n.of(c.id) + " is hung up: " + text(c.cause)}; }
  Said operator()(const ShowCard& c) const { return {n.of(c.agent) + " sees the card of " + n.of(c.id)}; }
  Said operator()(const RingAgent& c) const {
    const std::string rings = n.of(c.agent) + " rings for " + n.of(c.id);
    Said said{c.mobile.empty() ? rings : rings + " on " + c.mobile};
    for (const Device& device : c.devices)
      said.push_back(n.of(c.agent) + "'s " + text(device.kind) + " rings for " + n.of(c.id));
    return said;
  }
  Said operator()(const WithdrawOffer& c) const {
    return {n.of(c.agent) + " loses the offer of " + n.of(c.id) + ": " + c.reason};
  }
  Said operator()(const ConnectAgent& c) const { return {n.of(c.agent) + " talks with " + n.of(c.id)}; }
  Said operator()(const HoldCustomer& c) const { return {n.of(c.id) + " is held"}; }
  Said operator()(const ResumeCustomer& c) const { return {n.of(c.id) + " is back with " + n.of(c.agent)}; }
  Said operator()(const ReleaseAgent& c) const { return {n.of(c.agent) + " is released from " + n.of(c.id)}; }
  Said operator()(const StartRecording& c) const {
    return {n.of(c.id) + " is recorded" + (c.announced ? ", and hears so" : "")};
  }
  Said operator()(const StopRecording& c) const { return {n.of(c.id) + " is no longer recorded"}; }
  Said operator()(const LetCustomerGo& c) const { return {n.of(c.id) + " is let go, to be called"}; }
  Said operator()(const Announce& c) const {
    std::string said = n.of(c.id) + " hears";
    if (c.position > 0) said += " position " + std::to_string(c.position);
    if (c.wait) said += " wait " + in_words(*c.wait);
    if (c.callback_offered) said += " callback";
    return {said};
  }
  Said operator()(const TakeVoicemail& c) const { return {n.of(c.id) + " leaves a message"}; }
  Said operator()(const DialOutside& c) const { return {c.to + " is dialled for " + n.of(c.id)}; }
  Said operator()(const HangUpOutside& c) const { return {"outside of " + n.of(c.id) + " is hung up"}; }
  Said operator()(const ConnectAside& c) const {
    return {n.of(c.agent) + " talks aside with " + (c.asked ? n.of(*c.asked) : "outside") + " about " +
            n.of(c.id)};
  }
  Said operator()(const ConnectAll& c) const {
    std::string said = n.of(c.id) + " talks with all:";
    for (const AgentId agent : c.agents) said += " " + n.of(agent);
    return {c.outside ? said + " outside" : said};
  }
  Said operator()(const DialGuest& c) const {
    return {"guest " + std::to_string(c.guest) + " of " + n.of(c.id) + " is dialled at " + c.to};
  }
  Said operator()(const JoinGuest& c) const {
    return {"guest " + std::to_string(c.guest) + " of " + n.of(c.id) + " joins"};
  }
  Said operator()(const HangUpGuest& c) const {
    return {"guest " + std::to_string(c.guest) + " of " + n.of(c.id) + " is hung up"};
  }
  Said operator()(const ConnectOutside& c) const { return {n.of(c.id) + " talks with outside"}; }
  Said operator()(const NumberBlocked& c) const {
    return {c.number + (c.until ? " is blocked" : " is let in again")};
  }
  Said operator()(const Alert& c) const {
    std::string said = "alert " + c.code;
    if (c.agent) said += " of " + n.of(*c.agent);
    if (c.queue) said += " in " + n.of(*c.queue);
    return {c.interaction ? said + " about " + n.of(*c.interaction) : said};
  }
  Said operator()(const AgentChanged& c) const {
    Said said{with_reason(n.of(c.agent) + " becomes " + text(c.state), c.reason)};
    if (c.then)
      said.push_back(with_reason(n.of(c.agent) + " will be on " + text(c.then->state), c.then->reason));
    return said;
  }
  Said operator()(const InteractionChanged& c) const {
    Said said{n.of(c.row.id) + " becomes " + text(c.row.state)};
    if (c.final) said.push_back(n.of(c.row.id) + " is closed");
    return said;
  }
  Said operator()(const QueueChanged& c) const {
    return {n.of(c.queue) + " has " + std::to_string(c.waiting) + " waiting"};
  }
  Said operator()(const Refuse& c) const {
    if (!c.agent) return {"the settings are refused: " + c.words};
    return {n.of(c.agent) + " is refused: " + c.code};
  }
  Said operator()(const Decided& c) const {
    if (sends_on(c.rule)) return {n.of(c.id) + " goes on: " + c.rule};
    Said said{c.chosen ? n.of(c.id) + " goes to " + n.of(*c.chosen) + ": " + c.rule
                       : n.of(c.id) + " waits: " + c.rule};
    for (const Passed& p : c.passed)
      said.push_back(n.of(p.agent) + " is passed over for " + n.of(c.id) + ": " + p.why);
    return said;
  }
};
}  // namespace

std::string Names::of(domain::AgentId id) const {
  return name_in(agents, id);
}
std::string Names::of(domain::InteractionId id) const {
  return name_in(customers, id);
}
std::string Names::of(domain::QueueId id) const {
  return name_in(queues, id);
}

std::vector<std::string> sentences(const Command& command, const Names& names) {
  return std::visit(Teller{names}, command);
}
}  // namespace okno::sim
