// The floor of the contact centre at this moment: who works, who waits, what was promised until when.
// Everything the core knows is here; the verbs are free functions in the folders beside. A new member is one
// word more in journal/floor_fields.h: a checkpoint holds all of this. No decision may depend on the order of
// an unordered map: it is another one after a restart.
#pragma once
#include <algorithm>
#include <array>
#include <boost/describe/enum.hpp>
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
#include "core/entrance/pace.h"
#include "core/event.h"
#include "core/limits.h"
#include "core/line/channels.h"
#include "domain/number.h"

namespace okno::core {
using base::Duration;
using base::Instant;
using base::kNever;

// A place in line: the higher rank first (priority.h), then by arrival. Going back to the head is keeping
// this key.
struct WaitKey {
  std::int64_t rank = 0;
  std::int64_t arrival = 0;
  InteractionId id;
  bool operator<(const WaitKey& other) const {
    return rank != other.rank ? rank > other.rank : arrival < other.arrival;
  }
};

// A ready agent's place in a lane's choice: by his worth for it (the smallest is the best), then by idle
// time, contacts, or by his number when agents take turns. No two agents share a place.
struct IdleKey {
  std::int64_t worth = 0;
  std::int64_t first = 0;
  std::int64_t second = 0;
  AgentId agent;
  bool operator<(const IdleKey& other) const {
    return std::tie(worth, first, second, agent) <
           std::tie(other.worth, other.first, other.second, other.agent);
  }
};

// Skills by number; the names are interned when settings are taken.
using Level = std::pair<int, int>;  // skill, level
struct Needs {
  std::vector<Level> required;  // by skill
  bool operator==(const Needs& other) const { return required == other.required; }
};

// Those of a queue who need the same: who waits, by channel, and which ready agents are able, by what they
// may take now.
struct Lane {
  Needs needs;
  std::map<Mask, std::set<IdleKey>> idle;
  std::array<std::set<WaitKey>, kChannels> open;
};

// Where a ready agent stands, so that he is found there again.
struct Standing {
  QueueId queue;
  std::size_t lane = 0;
  Mask mask = 0;
  IdleKey key;
};

// One of the agents for whom it rings.
struct Offer {
  OfferId id;
  AgentId agent;
  bool rings = false;
  bool mobile = false;  // he is away: his mobile number rings
  Instant rings_from{};
  Duration rung_up_to{-1};  // of his listed telephones, those that begin so late ring already
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

// A call that goes to nobody: words are played to it, or taken from it.
BOOST_DEFINE_ENUM_CLASS(Parting, none, message, voicemail_words, voicemail)

// More in a conversation than an agent and his customer.
enum class PartyStage {
  none,
  asking,   // somebody is being asked: it rings at him, the customer hears music
  aside,    // they talk; the customer hears music
  all,      // and now he is among them
  handing,  // nobody is with him: the number he was handed to is dialled
  outside,  // he talks with somebody outside, nobody of us does
};
BOOST_DESCRIBE_ENUM(PartyStage, none, asking, aside, all, handing, outside)
struct Party {
  PartyStage stage = PartyStage::none;
  std::optional<AgentId> asked;      // one of us, who has answered
  std::optional<QueueId> through;    // he is asked as one of this queue
  std::vector<AgentId> passed;       // of that queue, who did not answer
  std::string outside;               // or the number that is dialled beside the customer
  bool outside_in = false;           // somebody answered there
  std::optional<AgentId> aimed;      // the offer is for him alone: handed over to him, or come back to him
  std::optional<AgentId> handed_by;  // until somebody else has the customer
};
// A call to somebody by name, and one that is parked.
struct InHouse {
  std::vector<AgentId> been;        // who sent it on: nobody twice
  std::optional<AgentId> wanted;    // for whom it is; nobody: a group
  std::string group;                // that rings, by name
  std::vector<AgentId> rung;        // of the group, who was looked at
  std::vector<std::string> groups;  // that have rung: none twice
};
struct Guest {  // somebody outside in a conference, or on his way into it
  std::int64_t id = 0;
  std::string number;
  bool in = false;
  Instant answer_by = kNever;  // else he is given up
};
// The work after a conversation that went on with somebody else.
struct AfterWork {
  AgentId agent;
  Instant began{}, until{};
  std::optional<QueueId> queue;  // as one of which he talked: its rules hold
  int extensions = 0;
};

struct InteractionNow {
  Interaction row;
  Facts facts;
  // --- waiting
  WaitKey key;
  std::optional<Instant> queued_at;
  Instant aged_from{};                // his age for ageing: a transfer does not make him younger
  std::size_t lane = 0;               // in its queue, while it waits
  std::vector<AgentId> reserved_for;  // waits for these busy agents alone
  std::vector<AgentId> declined;      // passed over while somebody else is free
  // --- on his way and in line
  std::vector<QueueId> been;            // that have sent him on
  std::optional<Instant> entered_at;    // this queue; queued_at began his whole wait
  std::optional<Instant> announced_at;  // when he last heard his place
  bool in_line = false;                 // the pace of his queue counts on him
  Parting parting = Parting::none;
  // --- offer
  std::vector<Offer> offers;
  std::optional<AgentId> began_with;  // who had this letter before it went back to the stack
  // --- the customer's line
  bool taken = false;   // answered by us
  bool away = false;    // he has no line: we call him (talk/callback.h)
  std::string call_to;  // … at this number
  bool rings_back = false;
  bool music = false;
  bool recording = false;
  // --- the conversation
  std::optional<Instant> connected_at;
  bool agent_lost = false;
  bool mobile = false;   // his agent took him on his mobile number: no desk to write at
  bool wrapped = false;  // the result was given before the end
  int extensions = 0;    // of the work after
  Party party;
  InHouse house;
  std::vector<Guest> guests;
  std::int64_t last_guest = 0;
  std::vector<AfterWork> after;
  bool over = false;  // ended; it stays for the work after
  IvrWalk ivr;
  // --- alarms
  Instant ring_at = kNever, card_at = kNever, reserve_at = kNever, relax_at = kNever, step_at = kNever,
          overflow_at = kNever, announce_at = kNever, give_up_at = kNever, party_at = kNever,
          guest_at = kNever, after_at = kNever, parked_at = kNever, devices_at = kNever;
  bool changed = false;

  bool voice() const { return row.channel == Channel::voice; }
  // Where he can be called: as he asked, else by the number on his side of the call.
  const std::string& customers_number() const {
    static const std::string kNobodys;
    if (row.caller) return kNobodys;  // a colleague: he is not called back
    return call_to.empty() ? domain::customers_number(row) : call_to;
  }
  // Between colleagues, and no queue has it: no card, no recording, no work after it.
  bool in_house() const { return row.caller && !row.queue; }
  bool declined_by(AgentId agent) const {
    return std::find(declined.begin(), declined.end(), agent) != declined.end();
  }
  Offer* offer_to(AgentId agent) {
    for (Offer& offer : offers)
      if (offer.agent == agent) return &offer;
    return nullptr;
  }
};

struct Rest {  // a state between conversations
  AgentState state = AgentState::ready;
  std::string reason;
  std::optional<AgentId> by = std::nullopt;  // the supervisor who put him there
  Instant until = kNever;                    // a pause that ends by itself
  Instant since{};
  bool too_long = false;  // the supervisors have heard of this pause
};

// What one interaction makes of an agent: offered, talking or wrap_up.
struct Engagement {
  InteractionId id;
  Channel channel = Channel::voice;
  AgentState stage = AgentState::offered;
  bool lost = false;  // his line or window is gone
  std::optional<Instant> until;
};

struct AgentNow {
  Agent agent;             // as configured
  bool dismissed = false;  // no longer configured: leaves when his conversations are over
  // --- what others see, made by show() of what follows
  AgentState state = AgentState::offline;
  std::string reason;
  Instant since{};
  std::optional<Instant> until;
  std::optional<AgentId> by;
  std::optional<InteractionId> interaction;
  // --- what he has and wants
  std::vector<Engagement> engaged;  // whose stage changed last is last
  Rest rest{AgentState::offline, ""};
  std::optional<Rest> wish;  // said while he was busy
  bool browser = false, desk = false, window_open = false;
  // --- standing by
  bool idle = false;  // has looked for work; stands where he may take more
  std::vector<Standing> standing;
  Instant idle_since{};
  std::int64_t idle_order = 0;     // who became ready first at the same moment
  std::int64_t contacts = 0;       // since he signed in
  std::vector<QueueId> queues;     // those that exist
  std::vector<int> points;         // of each of them
  std::vector<Level> levels;       // by skill
  std::set<WaitKey> reserved;      // who waits for him alone: VIPs first, then by arrival
  std::deque<Interaction> recent;  // closed rows that may still get their result
  Absence absence = Absence::none;
  std::optional<Instant> absent_until;
  Instant pause_at = kNever, rest_at = kNever, shift_at = kNever, window_at = kNever,
          absence_at = kNever;                    // alarms
  bool here = false, free = false, busy = false;  // as his queues have counted him
  bool changed = false;
  AgentChanged told;

  bool phone() const {
    return browser || desk || std::any_of(agent.devices.begin(), agent.devices.end(), [](const Device& d) {
             return d.kind == DeviceKind::mobile;
           });
  }
  bool resting() const { return engaged.empty(); }
  // Wants more work: nothing stands against it but what he holds.
  bool willing() const { return !dismissed && (wish ? *wish : rest).state == AgentState::ready; }
  Engagement* with(InteractionId id) {
    for (Engagement& e : engaged)
      if (e.id == id) return &e;
    return nullptr;
  }
  const Engagement* offered() const {
    for (const Engagement& e : engaged)
      if (e.stage == AgentState::offered) return &e;
    return nullptr;
  }
  // The one that makes his state: the call, else what changed last. A colleague may call in the work after
  // another call.
  const Engagement* front() const {
    const Engagement* call = nullptr;
    for (const Engagement& e : engaged)
      if (e.channel == Channel::voice && (!call || call->stage == AgentState::wrap_up)) call = &e;
    return call || engaged.empty() ? call : &engaged.back();
  }
  // A call of his that is no work after one, and not `but`.
  bool on_the_phone(InteractionId but = {}) const {
    for (const Engagement& e : engaged)
      if (e.channel == Channel::voice && e.stage != AgentState::wrap_up && e.id != but) return true;
    return false;
  }
};

struct QueueNow {
  Queue queue;
  bool removed = false;  // takes nobody new; goes when it is empty
  std::vector<AgentId> members;
  std::int64_t signed_in = 0;    // members who are not offline
  std::int64_t free = 0;         // members who are ready with nothing in hand
  std::int64_t busy = 0;         // members with something in hand
  std::int64_t live = 0;         // interactions that name this queue
  std::int64_t calls = 0;        // of those who wait
  std::int64_t letters = 0;      // of those who wait
  bool look_at_letters = false;  // the load has changed
  Blocks blocks;                 // the project's rules of channels
  std::string hours;             // its own or the project's; empty: always open
  Pace pace;                     // of its line, letters left aside
  std::deque<Lane> lanes;        // one for each need that has come up since the settings
  std::vector<int> preferred;    // skills
  std::map<int, int> best;       // skill → the highest level among the members
  std::int64_t cursor = 0;       // who was offered last, for turns
  std::set<WaitKey> ringing;     // calls that may ring at more agents
  std::set<std::pair<Instant, InteractionId>> waiting;  // everybody who waits, by time
  bool changed = false;
  QueueChanged told;
};

// A number that was marked or listed today.
struct ListedNumber {
  std::set<InteractionId> marks;  // conversations of today with the result that counts
  Instant by_marks{}, by_hand{};  // out until then
};

struct NumberLists {                   // of a project
  std::set<std::string> white, black;  // by the settings
  std::map<std::string, ListedNumber> listed;
  std::int64_t today = 0;  // of the project's calendar: marks of another day are forgotten
};

// When hours with a name open or close next, and when after that; looked up again at `until`.
struct HoursAhead {
  Instant next = kNever, after = kNever, until{};
};

struct Floor {
  Instant now{};
  std::vector<Command> out;
  Alarms alarms;
  bool phone_required = true;
  bool draining = false;  // something that was removed may be gone now
  std::unordered_map<ProjectId, std::shared_ptr<const Project>> projects;
  std::map<std::string, Hours> hours;
  std::vector<RingGroup> groups;
  std::map<int, InteractionId> parked;      // by slot
  std::map<std::string, HoursAhead> ahead;  // as looked up last
  std::unordered_map<ProjectId, NumberLists> lists;
  std::map<QueueId, QueueNow> queues;
  std::unordered_map<AgentId, AgentNow> agents;
  std::vector<AgentId> agent_order;  // as configured, then those who leave
  std::unordered_map<InteractionId, InteractionNow> live;
  std::unordered_map<InteractionId, std::vector<AgentId>> keepers;    // whose recent rows hold it
  std::map<std::string, int> skills;                                  // names → numbers, since the settings
  std::map<std::pair<ProjectId, std::string>, InteractionId> called;  // numbers → who calls them
  std::size_t planned_calls = 0;                                      // live ones
  std::int64_t arrivals = 0, offers = 0, tokens = 0, idles = 0;
  std::vector<QueueId> letters_to_look_at;
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
  const Project* project(ProjectId id) const {
    const auto found = projects.find(id);
    return found == projects.end() ? nullptr : found->second.get();
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
