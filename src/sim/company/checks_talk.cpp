#include "sim/company/checks_talk.h"

#include <algorithm>

namespace okno::sim {
using namespace core;
namespace {
std::string name(InteractionId id) {
  return "interaction " + std::to_string(id.value());
}
std::string name(AgentId id) {
  return "agent " + std::to_string(id.value());
}
}  // namespace

struct TalkChecks::Listener {
  TalkChecks& c;
  Line& line(InteractionId id) {
    c.changed_.insert(id);
    return c.lines_[id];
  }
  void alone(InteractionId id, bool sound) {
    Line& x = line(id);
    c.silence(x);
    x.sound = sound;
  }
  void operator()(const AnswerCustomer& o) { line(o.id).taken = true; }
  void operator()(const RingBack& o) { line(o.id).sound = true; }
  void operator()(const PlayPrompt& o) { alone(o.id, true); }
  void operator()(const PlayMusic& o) { alone(o.id, true); }
  void operator()(const StopPlaying& o) { line(o.id).sound = false; }
  void operator()(const HoldCustomer& o) { alone(o.id, true); }
  void operator()(const HangUpCustomer& o) { line(o.id).gone = true; }
  void operator()(const RefuseCustomer& o) { line(o.id).gone = true; }
  void operator()(const LetCustomerGo& o) { line(o.id).gone = true; }
  void operator()(const TakeVoicemail& o) { line(o.id).sound = true; }
  void operator()(const DialCustomer& o) { line(o.id).gone = false; }
  void operator()(const ConnectAgent& o) {
    alone(o.id, false);
    line(o.id).hears = {o.agent};
    line(o.id).here.insert(o.agent);
  }
  void operator()(const ResumeCustomer& o) {
    Line& x = line(o.id);
    alone(o.id, false);
    if (!x.here.contains(o.agent))
      c.broken(name(o.id) + " is resumed by " + name(o.agent) + ", who is not there");
    x.hears = {o.agent};
  }
  void operator()(const ConnectAside& o) {
    Line& x = line(o.id);
    const bool voice = x.row.channel == Channel::voice;
    if (voice && !x.sound) c.broken(name(o.id) + " hears nothing while others talk aside");
    if (!x.here.contains(o.agent))
      c.broken(name(o.agent) + " asks about " + name(o.id) + " without having him");
    if (o.asked) x.here.insert(*o.asked);
  }
  void operator()(const ConnectAll& o) {
    Line& x = line(o.id);
    alone(o.id, false);
    x.hears = {o.agents.begin(), o.agents.end()};
    x.outside = o.outside;
    for (const AgentId agent : o.agents)
      if (!x.here.contains(agent)) c.broken(name(agent) + " is joined with " + name(o.id) + " from nowhere");
  }
  void operator()(const ConnectOutside& o) {
    alone(o.id, false);
    line(o.id).outside = true;
  }
  void operator()(const HangUpOutside& o) { line(o.id).outside = false; }
  void operator()(const Decided& o) {  // whoever takes over comes with the decision
    if (o.chosen && o.rule == "taken_over") line(o.id).here.insert(*o.chosen);
  }
  void operator()(const ReleaseAgent& o) {
    Line& x = line(o.id);
    x.here.erase(o.agent);
    x.hears.erase(o.agent);
  }
  void operator()(const InteractionChanged& o) {
    Line& x = line(o.row.id);
    x.row = o.row;
    x.known = true;
    if (o.row.state == InteractionState::planned) x.gone = true;  // a call of ours that was cut
    c.check_shares(o.row, o.final);
    if (o.final || o.row.state == InteractionState::ended) c.lines_.erase(o.row.id);
  }
  template <class Other>
  void operator()(const Other&) {}
};

void TalkChecks::broken(const std::string& what) {
  if (broken_.empty()) broken_ = what;
}

void TalkChecks::silence(Line& line) {
  line.hears.clear();
  line.outside = false;
  line.sound = false;
}

void TalkChecks::check_shares(const Interaction& row, bool final) {
  std::set<AgentId> inside;
  for (const Segment& share : row.segments) {
    if (share.agent && !share.ended_at && !inside.insert(*share.agent).second)
      broken(name(row.id) + " has " + name(*share.agent) + " in it twice");
    if (share.ended_at && *share.ended_at < share.began_at)
      broken(name(row.id) + " has a share that ends early");
    if (share.done_at && !share.ended_at) broken(name(row.id) + " has work after a share that goes on");
    if (final && !share.done_at) broken(name(row.id) + " is closed with an open share");
  }
  if (row.answered_at && row.segments.empty()) broken(name(row.id) + " was answered by nobody");
}

void TalkChecks::check(const Line& x) {
  const Interaction& row = x.row;
  const bool over = row.ended_at || row.state == InteractionState::ended;
  if (over && !x.here.empty()) broken(name(row.id) + " is over with an agent in it");
  std::set<AgentId> inside;
  for (const Segment& share : row.segments)
    if (share.agent && !share.ended_at) inside.insert(*share.agent);
  if (!over && inside != x.here) broken(name(row.id) + " does not say who is in it");
  if (row.channel != Channel::voice || over || x.gone || !x.taken) return;
  if (row.state == InteractionState::dialling) return;  // his telephone rings
  if (row.state == InteractionState::ivr) return;       // between a prompt and a key it is quiet
  if (!x.sound && x.hears.empty() && !x.outside)
    broken(name(row.id) + " hears silence (" + std::string(to_text(row.state)) + ")");
}

std::string TalkChecks::watch(const Event& event, const std::vector<Command>& commands) {
  if (const auto* e = std::get_if<CustomerAnswered>(&event); e && lines_.contains(e->id))
    lines_[e->id].taken = true;
  if (const auto* e = std::get_if<OutsideLeft>(&event); e && lines_.contains(e->id))
    lines_[e->id].outside = false, changed_.insert(e->id);
  if (std::holds_alternative<Restarted>(event))
    for (auto& [id, line] : lines_)
      if (line.row.channel == Channel::voice) silence(line), line.here.clear();
  Listener listener{*this};
  for (const Command& command : commands) std::visit(listener, command);
  for (const InteractionId id : changed_)
    if (const auto found = lines_.find(id); found != lines_.end() && found->second.known)
      check(found->second);
  for (const InteractionId id : changed_) {
    const auto found = lines_.find(id);
    if (found == lines_.end() || found->second.row.channel != Channel::voice) continue;
    for (const AgentId agent : found->second.here)
      for (const auto& [other, line] : lines_)
        if (other != id && line.row.channel == Channel::voice && line.here.contains(agent))
          broken(name(agent) + " is in two calls");
  }
  changed_.clear();
  return broken_;
}
}  // namespace okno::sim
