// The configuration of a contact centre: who works, in which queues, under which project's rules. Data, not
// code.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "domain/ids.h"
#include "domain/words.h"

namespace okno::domain {
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
  bool recorded = true;  // its calls, when the project's are
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
  bool recorded = true;  // its calls; false: none, in whichever queue
};

// Dialled number or SIP user → where it leads: "queue:support" or "menu:main".
struct Entry {
  std::string number;
  ProjectId project;
  std::string target;
};

struct Configuration {
  std::vector<Project> projects;
  std::vector<Queue> queues;
  std::vector<Agent> agents;
  std::vector<Entry> entries;
  bool phone_required = true;  // an agent without a phone (browser or desk) is offered no calls
};
}  // namespace okno::domain
