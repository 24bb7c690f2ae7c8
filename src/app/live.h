// What the shell remembers of a live conversation and of an agent's place, beyond what the core decides about
// them: legs, open windows, the customer's facts for the card.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/phones/sound_tally.h"
#include "app/views.h"
#include "core/command.h"
#include "domain/centre.h"
#include "domain/interaction.h"
#include "domain/listen.h"
#include "ports/store.h"

namespace okno::app {
using domain::LegId;

struct LiveOffer {
  domain::OfferId offer;
  domain::AgentId agent;
  base::Instant answer_by{};
  bool ringing = false;
  std::vector<LegId> legs;  // desk phones and mobiles that ring for it
};

// How those beside the customer and his agent are connected now.
enum class WhoHears { pair, aside, all, outside };

struct LiveGuest {  // a number outside in the conference
  std::int64_t id = 0;
  std::string number;
  LegId leg;
  bool in = false;
};

struct LiveInteraction {
  domain::Interaction row;  // as the core said last, with the shell's recording path
  std::string contact_name;
  std::optional<ports::CustomerFacts> customer;
  LegId customer_leg;              // 0: no call, or its line is gone
  bool customer_answered = false;  // we have taken the line
  std::string opening;             // the note of a planned call until the agent writes one
  std::string to_dial, dial_from;  // an outbound call that waits for the agent's desk phone
  std::vector<LiveOffer> offers;   // one an agent at whom it rings
  domain::AgentId talking;         // whose leg is joined
  LegId agent_leg;                 // 0: he listens without a phone
  bool agent_leg_is_browser = false;
  bool agent_leg_answered = true;  // false: he dialled from his desk phone and hears ringing
  domain::AgentId asked;           // who was asked and has answered
  LegId asked_leg;
  bool asked_leg_is_browser = false;
  std::string outside;  // the number that is dialled beside the customer
  LegId outside_leg;
  LegId aside_leg;  // the agent's second line, by which he dialled whom he asks; 0: he has one line
  WhoHears together = WhoHears::pair;
  std::vector<LiveGuest> guests;
  std::vector<LegId> muted;  // of a conference, by who has it
  bool held = false;
  bool recording = false;
  base::Instant recording_from{};       // since when the file grows
  std::int64_t recorded_before_ms = 0;  // … and how long it was then
  bool paused_by_hand = false, paused_for_card = false;
  domain::AgentId paused_by;
  std::optional<base::Instant> paused_at;     // the recording stands still
  SoundTally customer_heard, agent_heard;     // how their legs sound
  std::optional<base::Instant> message_from;  // he leaves a message: the signal was heard
  bool known = false;                         // the core has taken it

  // Somebody is asked or has been: it rings, he is heard aside, or all talk.
  bool in_company() const { return asked || outside_leg || (talking && !offers.empty()); }
  LiveOffer* offer_to(domain::AgentId agent) {
    for (LiveOffer& one : offers)
      if (one.agent == agent) return &one;
    return nullptr;
  }
  const LiveOffer* offer_to(domain::AgentId agent) const {
    return const_cast<LiveInteraction*>(this)->offer_to(agent);
  }
};

// A supervisor on somebody's line.
struct Ear {
  domain::InteractionId call;
  domain::ListenMode mode = domain::ListenMode::listen;
  base::Instant since{};
  LegId leg, of;            // as the exchange was told last; `of` 0: there is nobody to hear
  domain::AgentId talking;  // whom he heard then
  domain::AgentId told;     // this agent sees that he is there; 0: nobody does
};

struct AgentPlace {
  domain::Agent who;
  domain::AgentState state = domain::AgentState::offline;
  std::string reason;
  base::Instant since{};
  std::optional<base::Instant> until;
  std::optional<domain::AgentId> by;  // the supervisor who put him into this state
  std::optional<domain::InteractionId> interaction;
  std::vector<core::Beside> beside;
  std::optional<core::Afterwards> then;
  LegId browser_leg;  // 0: no line
  bool browser = false;
  bool desk = false;
  int windows = 0;
  std::optional<domain::ContactId> viewing;
  std::uint64_t closing_timer = 0;  // runs after the last window has closed
  domain::Absence absence = domain::Absence::none;
  std::optional<base::Instant> absent_until;
  std::set<std::string> registered;  // SIP users of his that are there
  LegId dialled_leg;                 // his desk phone's line that fetches or picks up somebody, 0: none
};
}  // namespace okno::app
