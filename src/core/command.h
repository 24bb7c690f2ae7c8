// What to do, in imperatives. The shell (src/app) carries commands out in the order given.
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

// --- the customer's side
struct AnswerCustomer {
  InteractionId id;
};  // take the call (IVR, music or agent follow)
struct RingBack {
  InteractionId id;
};                       // let him hear ringing, not yet answered
struct RefuseCustomer {  // 503 queue full, 603 blacklist, 404 no such number …
  InteractionId id;
  std::string reason;  // "queue_full", "blacklisted", "closed", "no_such_entry", "overload", or the rule that
                       // sent him to hang up
};
struct PlayPrompt {  // when it ends: PromptFinished with the same token
  InteractionId id;
  std::string prompt;  // name of the IVR node, "greeting", or "message:NAME"
  std::int64_t token = 0;
};
struct PlayMusic {
  InteractionId id;
};
struct StopPlaying {
  InteractionId id;
};
struct DialCustomer {  // for the row's agent, whose side stands when it was offered to him before
  InteractionId id;
  std::string to, from;
};
struct HangUpCustomer {
  InteractionId id;
  EndCause cause = EndCause::answered;
};

struct LetCustomerGo {  // his line ends with a word of thanks; the interaction lives: we shall call him
  InteractionId id;
};
struct Announce {  // to who waits, over the music, which goes on by itself
  InteractionId id;
  std::int64_t position = 0;           // 1: the next; 0: not said
  std::optional<base::Duration> wait;  // expected; none: not said
  bool callback_offered = false;
};
struct TakeVoicemail {  // beep and record until he hangs up, or `limit`
  InteractionId id;
  base::Duration limit{};
};

// --- somebody outside, beside the customer
struct DialOutside {
  InteractionId id;
  std::string to, from;
};
struct HangUpOutside {
  InteractionId id;
};

// --- guests of a conference; `guest` is a number within the interaction
struct DialGuest {
  InteractionId id;
  std::int64_t guest = 0;
  std::string to, from;
};
struct JoinGuest {  // he hears the agent and the customer, and they him
  InteractionId id;
  std::int64_t guest = 0;
};
struct HangUpGuest {
  InteractionId id;
  std::int64_t guest = 0;
};

// --- the agent's side
struct ShowCard {  // the card and the offer appear on the agent's screen; the ring comes with RingAgent
  AgentId agent;
  OfferId offer;
  InteractionId id;
  base::Instant answer_by{};
};
struct RingAgent {
  AgentId agent;
  OfferId offer;
  InteractionId id;
  std::string mobile;  // E.164: rings there, he is not at his desk; empty: his phones
  // Those of his listed telephones that ring from now on, more may follow by the same offer; `listed`: others
  // do not, his browser neither unless it is among them.
  bool listed = false;
  std::vector<Device> devices{};
};
struct WithdrawOffer {
  AgentId agent;
  OfferId offer;
  InteractionId id;
  // "time_out", "customer_left", "declined" (also busy and unreachable phones), "answered_elsewhere",
  // "put_back" (a letter, when a call came), "taken_back" (who asked for advice changed his mind), "dialled"
  // (he took a callback: its customer is dialled and is his), "queue_closed", or why a callback was called
  // off: a rule of Decided
  std::string reason;
};
// Who hears whom from now on, when more than an agent and his customer are in a conversation. `outside`: the
// party dialled by DialOutside is among them.
struct ConnectAside {  // the agent and whom he asks hear each other, the customer hears music
  InteractionId id;
  AgentId agent;
  std::optional<AgentId> asked;  // none: the outside party
};
struct ConnectAll {  // a conference: the customer, these agents, and the outside party
  InteractionId id;
  std::vector<AgentId> agents;  // first whose conversation it is, unless his line is lost
  bool outside = false;
};
struct ConnectOutside {  // the customer and the outside party alone
  InteractionId id;
};
struct ConnectAgent {  // the two hear each other (voice), or the conversation opens (the rest)
  AgentId agent;
  InteractionId id;
  OfferId offer;  // 0 on re-attachment
};
struct HoldCustomer {
  InteractionId id;
};  // part them, music to the customer
struct ResumeCustomer {
  InteractionId id;
  AgentId agent;
};
struct ReleaseAgent {  // his side of the call ends
  AgentId agent;
  InteractionId id;
};
struct StartRecording {
  InteractionId id;
  bool announced = false;  // both sides hear first that it begins
};
struct StopRecording {
  InteractionId id;
};

// --- what everyone may want to know
struct Beside {  // a conversation in his hands that does not make his state
  InteractionId id;
  AgentState stage = AgentState::talking;
  std::optional<base::Instant> until;  // ring or wrap-up
  friend bool operator==(const Beside&, const Beside&) = default;
};
struct Afterwards {  // what becomes of him when his hands are empty
  AgentState state = AgentState::ready;
  std::string reason;
  std::optional<AgentId> by;  // the supervisor who wants it so
  friend bool operator==(const Afterwards&, const Afterwards&) = default;
};
struct AgentChanged {  // state after the event
  AgentId agent;
  AgentState state = AgentState::offline;
  std::string reason;
  base::Instant since{};
  std::optional<InteractionId> interaction;
  std::optional<base::Instant> until;  // wrap-up, ring, or a pause that ends by itself
  std::optional<AgentId> by;           // the supervisor who put him into this state
  std::vector<Beside> beside;
  std::optional<Afterwards> then;  // while he holds something and will not be ready after it
  Absence absence = Absence::none;
  std::optional<base::Instant> absent_until;
};
// Whole row after the event; `final` once, when the floor lets it go. A result that comes after the wrap-up
// limit follows as one more change of the ended row with `final` false.
struct InteractionChanged {
  Interaction row;
  bool final = false;
};
struct QueueChanged {
  QueueId queue;
  std::int64_t waiting = 0;
  std::optional<base::Instant> longest_since;
};
// A "no" of the trade, for the screen of who asked.
struct Refuse {
  AgentId agent;
  std::string code;  // "not_your_call", "no_phone", "already_talking" …
  std::string words;
};
struct NumberBlocked {  // the day's blacklist has changed
  ProjectId project;
  std::string number;
  std::optional<base::Instant> until;  // none: let in again
  std::int64_t marks = 0;              // conversations of today that counted
};
struct Alert {       // for supervisors
  std::string code;  // "pause_too_long", "shift_over" …
  std::optional<AgentId> agent;
  std::optional<QueueId> queue;
  std::optional<InteractionId> interaction;
};
// Why this agent, why this wait: one line per candidate looked at (bounded by kMaxExplained).
struct Passed {
  AgentId agent;
  // Code: offline, pause, offered, talking, wrap_up, no_phone, not_in_queue, idle_shorter, later_in_turn,
  // more_contacts, fits_less, rings_too, declined_before, no_answer, declined, busy, unreachable, agent_lost,
  // waited_long_enough, not_his_channel, other_channel, at_capacity, not_skilled, call_came,
  // handed_over (he sent the customer on himself), taken_over (a supervisor took the customer), goes_after
  // (does not want more after what he holds).
  std::string why;
};
struct Decided {
  InteractionId id;
  base::Instant at{};
  // last_agent_today, owner, owner_on_mobile, began_it, longest_idle, round_robin, fewest_contacts,
  // by_qualification, first_free (he became free and took whose turn it was), rings_too, letters_put_back,
  // taken_from_stack, handed_over (by name), asked (for advice), came_back (nobody took whom he had handed
  // over), taken_over (by a supervisor); without a chosen one: not_answered (nobody whom the agent asked has
  // answered), wait (all are busy), all_on_break, owner_wait, last_agent_wait, no_agent (nobody is signed
  // in), low_load (letters wait for a quiet hour), queue_full; or he went where the settings send him:
  // closed, nobody_here, overflow_size, overflow_wait, blacklisted. Of who is to be called: chosen
  // planned_for; not yet planned_wait, called_when_open, number_in_use, tried_again_later; never given_up,
  // called_off, called_himself, called_by_hand, asked_again.
  std::string rule;
  std::optional<AgentId> chosen;  // none: it waits
  std::vector<Passed> passed;
  std::int64_t candidates = 0;  // how many were looked at, listed or not
};

using Command = std::variant<AnswerCustomer, RingBack, RefuseCustomer, PlayPrompt, PlayMusic, StopPlaying,
                             LetCustomerGo, Announce, TakeVoicemail, DialOutside, HangUpOutside, DialGuest,
                             JoinGuest, HangUpGuest, ConnectAside, ConnectAll, ConnectOutside, NumberBlocked,
                             Alert, DialCustomer, HangUpCustomer, ShowCard, RingAgent, WithdrawOffer,
                             ConnectAgent, HoldCustomer, ResumeCustomer, ReleaseAgent, StartRecording,
                             StopRecording, AgentChanged, InteractionChanged, QueueChanged, Refuse, Decided>;
}  // namespace okno::core
