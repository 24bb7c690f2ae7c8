// What happened, in past participles. Each event is a plain value; it goes into the journal before it is
// applied, and the same events at the same times always give the same commands.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "domain/centre.h"
#include "domain/ids.h"
#include "domain/interaction.h"
#include "domain/words.h"

namespace okno::core {
using namespace domain;

// What the store knew of the customer when the interaction arrived (fetched before the event is posted).
struct Facts {
  std::optional<ContactId> contact;
  std::string contact_name;
  std::optional<AgentId> owner;             // the responsible manager
  std::optional<AgentId> last_agent_today;  // who talked with him last since the project's midnight
  bool vip = false;
  bool difficult = false;
  bool blacklisted = false;  // for good: by the customer's card; numbers' lists are the project's
  std::string language;
  std::string source;  // of advertising, by the number that was dialled
};

struct ConfigurationChanged {
  Configuration configuration;
};
// A customer calls, writes … `target` is "queue:NAME" or "menu:NAME" (see domain::Entry).
struct InteractionArrived {
  InteractionId id;
  Channel channel = Channel::voice;
  std::string from, to, caller_name;
  ProjectId project;
  std::string target;
  Facts facts;
  std::string words = {};  // what he wrote; for the journal, the core reads none
};
// An agent asked to call somebody (click-to-call).
struct CallRequested {
  InteractionId id;
  AgentId agent;
  std::string to, from;
  ProjectId project;
  Facts facts;
};
struct CustomerRinging {
  InteractionId id;
};  // outbound: the far end rings
struct CustomerAnswered {
  InteractionId id;
};                     // outbound: the far end answered
struct CustomerLeft {  // hung up, closed the chat, or the line died
  InteractionId id;
  EndCause cause =
      EndCause::answered;  // only media_timeout, failed, busy, no_answer, refused are taken literally;
                           // otherwise the state decides between answered, lost and left_in_ivr
};
struct DigitPressed {
  InteractionId id;
  char digit;
};
struct PromptFinished {
  InteractionId id;
  std::int64_t token = 0;  // of the PlayPrompt command; an old token is ignored
};

struct AgentSignedIn {
  AgentId agent;
};
// Signed out, or asked for pause/ready/offline. While he talks the wish is kept and taken at the end of
// wrap-up.
struct AgentStateRequested {
  AgentId agent;
  AgentState state = AgentState::ready;  // ready, pause or offline
  std::string reason;                    // of a pause
};
struct AgentPhonesChanged {  // which of his phones can ring now
  AgentId agent;
  bool browser = false;
  bool desk = false;
  bool window_open = false;  // a desk is open that can draw a card
};
struct CardDrawn {
  AgentId agent;
  OfferId offer;
};
struct OfferAnswered {
  AgentId agent;
  OfferId offer;
};
struct OfferDeclined {  // pressed decline, his phone said busy, or cannot be reached
  AgentId agent;
  OfferId offer;
  std::string reason;  // "declined", "busy", "unreachable"
};
struct AgentTook {  // took a letter, a post or a chat from the stack himself
  AgentId agent;
  InteractionId id;
};
struct AgentLeft {  // the agent hung up his side or pressed hang-up/finish
  AgentId agent;
  InteractionId id;
};
struct AgentLost {  // reload, lost tab, his phone vanished: the customer hears music for kReattachLimit
  AgentId agent;
  InteractionId id;
};
struct AgentReattached {
  AgentId agent;
  InteractionId id;
};
struct HoldRequested {
  AgentId agent;
  InteractionId id;
  bool hold = true;
};
struct RecordingRequested {  // where the rules leave it to him, the agent wants this call recorded
  AgentId agent;
  InteractionId id;
};
struct WrapUpFinished {
  AgentId agent;
  InteractionId id;
  std::string disposition;
  std::string note;
};
struct ContactAttached {  // a new card was made, or an existing one chosen, for this interaction
  InteractionId id;
  ContactId contact;
  std::string contact_name;
};
// --- people's wishes about agents and numbers
struct AgentStateForced {  // a supervisor puts an agent into a state; in a conversation: after it
  AgentId agent, by;
  AgentState state = AgentState::pause;  // ready, pause or offline
  std::string reason;
};
struct WrapUpExtended {  // he needs more time for the work after
  AgentId agent;
  InteractionId id;
};
struct NumberListed {  // by hand: out of the project until then, or, `until` not after now, let in again
  ProjectId project;
  std::string number;
  base::Instant until{};
  AgentId by;
};

// --- we call him
struct CallbackRequested {  // who waits on the line (the offered key) wants to be called; he keeps his place
  InteractionId id;
  std::string to;  // empty: the number he called from
};
struct CallPlanned {  // also a callback asked for on a web site: due at once
  InteractionId id;
  ProjectId project;
  std::string target;             // "queue:NAME"
  std::optional<AgentId> by;      // who planned it; nobody: a customer or an event
  std::optional<AgentId> wanted;  // who is to talk; nobody: the first who is free
  std::string to;
  std::string note;  // for who will talk
  base::Instant at{};
  Facts facts;
};
struct PlannedCallMoved {
  InteractionId id;
  AgentId by;
  base::Instant at{};
};
struct PlannedCallCancelled {
  InteractionId id;
  AgentId by;
};

// --- more than two in a conversation. Targets: domain/target.h; agent, queue and number are understood by
// all, menu and message by the transfer only.
struct TransferRequested {  // blind: he lets go at once
  AgentId agent;
  InteractionId id;
  std::string target;
  std::string note = {};  // for who takes him; stays in the share of who hands over
};
struct ConsultRequested {  // the customer hears music while he asks somebody
  AgentId agent;
  InteractionId id;
  std::string target;
  std::string note = {};  // the same, for who is asked
};
struct ConsultEnded {  // thank you: back to the customer
  AgentId agent;
  InteractionId id;
};
struct TransferCompleted {  // attended: who was asked takes over
  AgentId agent;
  InteractionId id;
};
struct ConferenceRequested {  // all who are in it hear each other
  AgentId agent;
  InteractionId id;
};
// --- between colleagues
struct ColleagueCalled {
  InteractionId id;
  AgentId caller;
  ProjectId project;
  std::string target;  // "agent:7" or "group:sales"
  std::string to;      // the short number, as it was dialled
};
struct AbsenceRequested {  // of himself; until: it ends by itself, none: he ends it
  AgentId agent;
  Absence absence = Absence::none;
  std::optional<base::Instant> until;
};
struct PickupRequested {  // a call that rings at a colleague of his queues, department or ring groups
  AgentId agent;
  std::optional<InteractionId> id;  // none: who has rung longest
  std::optional<AgentId> rings_at;  // at this colleague only
};
struct ParkedFetched {
  AgentId agent;
  int slot = 0;
};
struct CallTakenOver {  // by a supervisor, out of the hands of the agent who talks
  AgentId agent;        // who takes it
  InteractionId id;
};
struct GuestInvited {  // a number outside that is to talk with the agent and his customer
  AgentId agent;
  InteractionId id;
  std::string to;
};
struct GuestAnswered {
  InteractionId id;
  std::int64_t guest = 0;  // of DialGuest
};
struct GuestLeft {  // or was not reached
  InteractionId id;
  std::int64_t guest = 0;
};
struct GuestDropped {
  AgentId agent;
  InteractionId id;
  std::int64_t guest = 0;
};
struct OutsideRinging {
  InteractionId id;
};
struct OutsideAnswered {  // the number that was dialled beside the customer
  InteractionId id;
};
struct OutsideLeft {
  InteractionId id;
  EndCause cause = EndCause::answered;  // answered: after talking; else why nobody was reached
};

// First in a journal that begins in mid-work: the core as it was (core/journal/pack.h).
struct CheckpointTaken {
  std::string packed;
};
struct TimePassed {};  // next_deadline() has come
struct Restarted {};   // the server was away: calls cannot have lived, everything else has

using Event =
    std::variant<ConfigurationChanged, InteractionArrived, CallRequested, CustomerRinging, CustomerAnswered,
                 CustomerLeft, DigitPressed, PromptFinished, AgentSignedIn, AgentStateRequested,
                 AgentPhonesChanged, CardDrawn, OfferAnswered, OfferDeclined, AgentLeft, AgentLost,
                 AgentReattached, HoldRequested, WrapUpFinished, ContactAttached, AgentTook, AgentStateForced,
                 WrapUpExtended, NumberListed, CallbackRequested, CallPlanned, PlannedCallMoved,
                 PlannedCallCancelled, TransferRequested, ConsultRequested, ConsultEnded, TransferCompleted,
                 ConferenceRequested, CallTakenOver, GuestInvited, GuestAnswered, GuestLeft, GuestDropped,
                 OutsideRinging, OutsideAnswered, OutsideLeft, RecordingRequested, ColleagueCalled,
                 AbsenceRequested, PickupRequested, ParkedFetched, CheckpointTaken, TimePassed, Restarted>;
}  // namespace okno::core
