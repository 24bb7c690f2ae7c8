// The floor of the contact centre at this moment: who works, who waits, what was promised until when.
// Everything the core knows is here; the verbs are free functions in interaction, agent, queue, routing,
// call, ivr and explain.
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/check.h"
#include "core/alarms.h"
#include "core/command.h"
#include "core/event.h"
#include "core/limits.h"

namespace okno::core {
using base::Duration;
using base::Instant;
using base::kNever;

// A place in a queue: VIPs first, then by arrival. Going back to the head is keeping this key.
struct WaitKey {
  bool ordinary = true;
  std::int64_t arrival = 0;
  InteractionId id;
  bool operator<(const WaitKey& other) const {
    return std::tie(ordinary, arrival) < std::tie(other.ordinary, other.arrival);
  }
};

// A ready agent's place in a queue's choice: by idle time, or by his number when agents take turns.
struct IdleKey {
  std::int64_t first = 0;
  std::int64_t second = 0;
  AgentId agent;
  bool operator<(const IdleKey& other) const {
    return std::tie(first, second) < std::tie(other.first, other.second);
  }
};

// Where a caller is in the IVR. The project is held as it was when he came: settings may change meanwhile.
struct IvrWalk {
  std::shared_ptr<const Project> project;
  const IvrMenu* menu = nullptr;  // none while the greeting plays
  const IvrMenu* first = nullptr;
  std::vector<const IvrMenu*> trail;  // for "back"
  std::string digits;
  int failures = 0;
  std::int64_t token = 0;  // of the prompt that plays, 0: none
  std::size_t steps = 0;
};

struct InteractionNow {
  Interaction row;
  Facts facts;
  // --- waiting
  WaitKey key;
  std::optional<Instant> queued_at;
  std::optional<AgentId> reserved_for;  // waits for this busy manager
  std::vector<AgentId> declined;        // passed over while somebody else is free
  // --- offer
  OfferId offer;
  AgentId offered_to;
  bool rings = false;
  // --- the customer's line
  bool taken = false;  // answered by us
  bool rings_back = false;
  bool music = false;
  bool recording = false;
  // --- the conversation
  std::optional<Instant> connected_at;
  bool agent_lost = false;
  bool wrapped = false;  // the result was given before the end
  IvrWalk ivr;
  // --- alarms
  Instant ring_at = kNever, card_at = kNever, reserve_at = kNever, step_at = kNever;
  bool changed = false;

  bool voice() const { return row.channel == Channel::voice; }
};

struct Rest {  // a state between conversations
  AgentState state = AgentState::ready;
  std::string reason;
};

struct AgentNow {
  Agent agent;             // as configured
  bool dismissed = false;  // no longer configured: leaves when his conversation is over
  AgentState state = AgentState::offline;
  std::string reason;
  Instant since{};
  std::optional<Instant> until;
  std::optional<InteractionId> interaction;
  bool browser = false, desk = false, window_open = false;
  bool idle = false;  // stands in the idle sets of his queues
  Instant idle_since{};
  std::int64_t idle_order = 0;  // who became ready first at the same moment
  std::optional<Rest> wish;
  Rest returns_to;
  std::vector<QueueId> queues;     // those that exist
  std::set<WaitKey> reserved;      // who waits for him alone
  std::deque<Interaction> recent;  // closed rows that may still get their result
  bool changed = false;
  AgentChanged told;

  bool phone() const { return browser || desk; }
  bool resting() const {
    return state == AgentState::offline || state == AgentState::ready || state == AgentState::pause;
  }
};

struct QueueNow {
  Queue queue;
  bool removed = false;  // takes nobody new; goes when it is empty
  std::vector<AgentId> members;
  std::int64_t signed_in = 0;                           // members who are not offline
  std::int64_t live = 0;                                // interactions that name this queue
  std::set<IdleKey> idle[2];                            // ready members, [1]: who can take calls
  IdleKey cursor;                                       // who was offered last, for turns
  std::set<WaitKey> open[2];                            // who waits for anybody, [1]: calls
  std::set<std::pair<Instant, InteractionId>> waiting;  // everybody who waits, by time
  bool changed = false;
  QueueChanged told;
};

struct Floor {
  Instant now{};
  std::vector<Command> out;
  Alarms alarms;
  bool phone_required = true;
  std::unordered_map<ProjectId, std::shared_ptr<const Project>> projects;
  std::map<QueueId, QueueNow> queues;
  std::unordered_map<AgentId, AgentNow> agents;
  std::vector<AgentId> agent_order;  // as configured, then those who leave
  std::unordered_map<InteractionId, InteractionNow> live;
  std::int64_t arrivals = 0, offers = 0, tokens = 0, idles = 0;
  // --- told at the end of the event
  std::vector<InteractionId> changed_interactions;
  std::vector<AgentId> changed_agents;
  std::vector<QueueId> changed_queues;
  std::vector<Interaction> closed;

  template <class C>
  void command(C c) {
    out.emplace_back(std::move(c));
  }
  AgentNow* agent(AgentId id) {
    const auto found = agents.find(id);
    return found == agents.end() ? nullptr : &found->second;
  }
  QueueNow* queue(QueueId id) {
    const auto found = queues.find(id);
    return found == queues.end() ? nullptr : &found->second;
  }
  InteractionNow* interaction(InteractionId id) {
    const auto found = live.find(id);
    return found == live.end() ? nullptr : &found->second;
  }
  QueueNow& queue_of(const InteractionNow& x) {
    OKNO_CHECK(x.row.queue);
    QueueNow* q = queue(*x.row.queue);
    OKNO_CHECK(q);
    return *q;
  }
  bool can_call(const AgentNow& a) const { return !phone_required || a.phone(); }
  void touch(InteractionNow& x) {
    if (!x.changed) changed_interactions.push_back(x.row.id);
    x.changed = true;
  }
  void touch(AgentNow& a) {
    if (!a.changed) changed_agents.push_back(a.agent.id);
    a.changed = true;
  }
  void touch(QueueNow& q) {
    if (!q.changed) changed_queues.push_back(q.queue.id);
    q.changed = true;
  }
};

inline std::int64_t ms_between(Instant from, Instant to) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(to - from).count();
}
}  // namespace okno::core
