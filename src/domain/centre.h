// The configuration of a contact centre: who works, in which queues, under which project's rules. Data, not
// code.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "domain/hours.h"
#include "domain/ids.h"
#include "domain/words.h"

namespace okno::domain {
// How many interactions of each channel an agent may hold at once, the work after them included. 0: none of
// this channel.
struct Capacity {
  int voice = 1;
  int chat = 1;
  int email = 1;
  int sms = 1;
  int social = 1;
};

// What share of an agent's attention one interaction of a channel takes, in percent; together at most 100.
// 0: not counted.
struct Weights {
  int voice = 0;
  int chat = 0;
  int email = 0;
  int sms = 0;
  int social = 0;
};

// While an agent holds `holding`, he may be offered `coming`. Pairs of different channels that are not
// listed block each other; of one channel only the capacity decides.
struct Together {
  Channel holding = Channel::chat;
  Channel coming = Channel::chat;
};

struct SkillLevel {
  std::string skill;  // "billing"; "lang:en" for a language
  int level = 1;      // 1 knows a little … 10 knows best
};

// Points that a queue's customers gain with one agent: his main queue gets more, one he only helps out in
// gets less than nothing.
struct QueuePoints {
  QueueId queue;
  int points = 0;
};

// Where a call to him by name goes instead (targets: domain/target.h).
struct Forward {
  ForwardWhen when = ForwardWhen::no_answer;
  std::string to;
};

// A telephone of his. Who has none listed has his browser and the desk phone `Agent::desk_phone`.
struct Device {
  DeviceKind kind = DeviceKind::desk;
  std::string address;         // SIP user of a desk phone, E.164 of a mobile one; empty: the browser
  bool queue_calls = true;     // rings for customers from queues
  bool colleagues = true;      // rings for calls to him by name
  base::Duration after{};      // begins to ring so much later than the first
  bool accept_by_key = false;  // whoever picks up presses 1 first: an answering machine is nobody
};

struct Agent {
  AgentId id;
  std::string login;
  std::string name;
  Role role = Role::agent;
  std::vector<QueueId> queues;
  std::string extension;   // short number, "101"
  std::string desk_phone;  // SIP user of the desk phone, "anna-desk"; empty: none
  std::string language = "ru";
  std::string department;
  Capacity capacity;
  std::vector<SkillLevel> skills;
  std::vector<QueuePoints> points;
  std::string mobile;  // E.164: rings for customers of his own when he is away; empty: none
  std::string shift;   // name of Hours: when they end he goes home after his last conversation; empty: none
  std::vector<Forward> forwards;  // of calls to him by name; one a condition
  std::vector<Device> devices;
  base::Duration ring_limit = std::chrono::seconds(25);  // of calls to him by name
};

// One short number under which several ring.
struct RingGroup {
  std::string name;    // stable name in targets: "group:sales"
  std::string title;   // for people
  std::string number;  // short number
  std::vector<AgentId> members;
  bool in_turn = false;  // one after another in the order of `members`; else all at once
  base::Duration ring_limit = std::chrono::seconds(20);  // of all, or of each in turn
  std::string otherwise;                                 // target; empty: the call ends
};

// After `after` in the queue this level is enough for every required skill; 0: anyone.
struct RelaxStep {
  base::Duration after{};
  int level = 0;
};

struct Queue {
  QueueId id;
  std::string name;   // stable name in addresses: "support"
  std::string title;  // for people
  ProjectId project;
  Strategy strategy = Strategy::longest_idle;
  base::Duration ring_limit =
      std::chrono::seconds(20);  // an unanswered offer goes back to the head after this
  base::Duration card_limit =
      std::chrono::milliseconds(150);  // the ring waits this long for the card at most
  base::Duration wrap_up_limit = std::chrono::seconds(30);
  base::Duration owner_wait =
      std::chrono::seconds(0);  // wait this long for a busy responsible manager, then anyone
  bool last_agent_first = true;
  bool owner_first = true;
  std::size_t max_waiting = 10'000;  // past it a new one is refused: a line without end helps nobody
  base::Duration service_level_limit = std::chrono::seconds(20);
  bool recorded = true;           // its calls, when the project's are; see domain/recording_rule.h
  bool record_on_demand = false;  // where they are not: the agent may begin
  // --- who is able
  std::vector<SkillLevel> required;
  std::vector<std::string> preferred;  // who knows these better comes first
  std::vector<RelaxStep> relaxation;   // in the order of `after`
  bool language_as_skill = false;      // a customer's language is required, while anybody here speaks it
  std::string difficult_skill;         // difficult customers go to these agents only; empty: to anybody
  int difficult_level = 1;
  // --- whose turn it is: points; who waits gains `ageing` a minute, and the highest sum is served first
  int priority = 0;
  int ageing = 0;
  int vip_priority = 1000;
  // --- whom the customer knows
  base::Duration last_agent_wait =
      std::chrono::seconds(0);   // wait this long for the busy agent of today, then anyone
  bool owner_on_mobile = false;  // a manager who is away is rung on his mobile number
  // --- how it rings and what is put off
  int ring_at_once = 1;             // agents rung for one customer; the first to answer has him
  int letters_min_idle = 0;         // letters and posts wait until so many agents are idle
  int letters_max_occupancy = 100;  // … and at most so many percent of those at work are busy
  bool letters_put_back = false;    // an agent's letters go back to the stack when a call finds nobody else
  // --- when it is open, and where customers go whom it does not take (targets: domain/target.h)
  std::string hours;               // name of Hours; empty: the project's
  std::string when_closed;         // empty: the project's
  std::size_t overflow_size = 0;   // newcomers go on to `overflow_to` while so many wait; 0: never
  base::Duration overflow_wait{};  // who has waited so long goes on to it; 0: never
  std::string overflow_to;         // empty: nobody goes on
  std::string when_nobody;         // newcomers while no agent is signed in; empty: they wait
  // --- what those hear who wait on the line
  base::Duration announce_first{};  // after so long; 0: nothing is announced
  base::Duration announce_every{};  // and then again; 0: once
  bool announce_position = false;
  bool announce_wait = false;  // the expected wait, when it can be told honestly
  // --- callback instead of waiting on the line
  bool callback_offered = false;  // the announcement offers it; the key is kCallbackKey
  int callback_tries = 3;
  base::Duration callback_retry = std::chrono::minutes(5);
  base::Duration planned_wait = std::chrono::minutes(
      5);  // a planned call waits this long for the busy one who is to make it, then anyone
  // --- what a missed ring means, and more time for the work after
  NoAnswer no_answer = NoAnswer::pause;
  base::Duration no_answer_pause{};    // that pause ends by itself after this; 0: he ends it
  base::Duration wrap_up_extension{};  // one extension; 0: none
  int wrap_up_extensions = 1;
};

inline constexpr char kCallbackKey = '1';

// Words that can be played to a customer; the file is made from `say` by the speech command at start.
struct Message {
  std::string name;  // "closed"
  std::string title;
  std::string say;
};

// How long a pause for this reason may last. Past it the supervisors hear of it.
struct PauseRule {
  std::string reason;
  base::Duration limit{};  // 0: as long as he likes
};

// A node of the IVR tree. Prompts are named; the files are made from `say` by the speech command at start.
struct IvrChoice {
  std::string digits;
  std::string target;  // "menu:NAME", "queue:NAME", "repeat", "back", "hangup"
  std::string title;
};
struct IvrMenu {
  std::string name;
  std::string title;
  std::string say;  // words of the prompt
  std::vector<IvrChoice> choices;
  base::Duration digit_limit = std::chrono::seconds(5);  // silence after the prompt that counts as time-out
  int tries = 3;                                         // time-outs and wrong keys together
  std::string otherwise;                                 // target after the last try
};

struct Project {
  ProjectId id;
  std::string name;
  std::string title;
  std::string country = "RU";  // for numbers written without a country code
  std::string language = "ru";
  std::string caller_id;             // shown on outbound calls
  std::vector<std::string> numbers;  // dialled number or SIP user → `entry`
  std::string greeting;              // words before the queue, empty: none
  std::vector<IvrMenu> menus;        // the first is the main one
  std::vector<std::string> dispositions;
  std::vector<std::string> pause_reasons;
  // --- recordings
  bool recorded = true;              // its calls; false: none, in whichever queue
  bool record_on_demand = false;     // where they are not: the agent may begin
  bool recording_announced = false;  // both sides hear first that it begins
  int recordings_kept_days = 0;      // older ones are deleted; 0: all are kept
  bool agents_hear_own = true;       // agents may listen to conversations of their own
  bool agents_download = false;      // … and take them away as files
  std::vector<Together> together;
  Weights weights;
  // --- its time: "today", midnight and the hours of those who name none
  std::string zone;              // "Europe/Moscow"; empty: the machine's
  base::ZoneShifts zone_shifts;  // of `zone`, filled when settings are loaded
  std::string hours;             // name of Hours; empty: always open
  std::string when_closed;       // target; empty: the message "closed" when there is one, else refused
  std::vector<Message> messages;
  std::vector<PauseRule> pause_rules;
  // --- who does not get through
  std::vector<std::string> blacklist;             // numbers as interactions have them in `from`
  std::vector<std::string> whitelist;             // never on any blacklist
  std::string hooligan_disposition = "hooligan";  // conversations with this result count
  int hooligan_marks = 0;      // so many in a day and the number is out until midnight; 0: never
  std::string blacklisted_to;  // target; empty: refused
};

// Dialled number or SIP user → where it leads: "queue:support" or "menu:main".
struct Entry {
  std::string number;
  ProjectId project;
  std::string target;
  std::string source = {};  // of advertising, kept with the interaction; empty: unknown
};

struct Configuration {
  std::vector<Project> projects;
  std::vector<Queue> queues;
  std::vector<Agent> agents;
  std::vector<Entry> entries;
  std::vector<Hours> hours;
  std::vector<RingGroup> groups;
  bool phone_required = true;  // an agent without a phone (browser or desk) is offered no calls
};
}  // namespace okno::domain
