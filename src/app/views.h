// What screens and programs see: the shapes of the API's JSON, described once (Boost.Describe). JSON, OpenAPI
// and the desk's TypeScript types are made from these. Names are the JSON names; times are milliseconds since
// 1970 UTC.
#pragma once
#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/listen.h"
#include "domain/words.h"

namespace okno::app {
using domain::Absence;
using domain::AgentState;
using domain::Channel;
using domain::Direction;
using domain::EndCause;
using domain::InteractionState;
using domain::ListenMode;
using domain::Part;
using domain::Role;
using Ms = std::int64_t;
using IdNumber = std::int64_t;

struct PersonView {  // a member of staff, by name
  IdNumber id = 0;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(PersonView, (), (id, name))

struct CompanyView {
  IdNumber id = 0;
  std::string name;
  std::string branch;
};
BOOST_DESCRIBE_STRUCT(CompanyView, (), (id, name, branch))

struct ContactView {
  IdNumber id = 0;
  std::string name;
  std::vector<std::string> phones;  // E.164
  std::vector<std::string> emails;
  std::optional<CompanyView> company;
  std::optional<PersonView> owner;
  std::string segment;
  bool vip = false;
  bool difficult = false;
  std::string language;
  Ms created_at_ms = 0;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ContactView, (),
                      (id, name, phones, emails, company, owner, segment, vip, difficult, language,
                       created_at_ms, version))

struct DealView {
  IdNumber id = 0;
  std::string title;
  std::string funnel;
  std::string stage;
  std::int64_t amount_minor = 0;
  std::string currency;
  std::optional<PersonView> owner;
  bool open = true;
  Ms updated_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(DealView, (),
                      (id, title, funnel, stage, amount_minor, currency, owner, open, updated_at_ms))

struct ClaimView {
  IdNumber id = 0;
  std::string title;
  std::string priority;
  std::string status;
  Ms created_at_ms = 0;
  Ms due_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(ClaimView, (), (id, title, priority, status, created_at_ms, due_at_ms))

struct NoteView {
  IdNumber id = 0;
  std::optional<IdNumber> interaction;
  PersonView author;
  std::string text;
  Ms at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(NoteView, (), (id, interaction, author, text, at_ms))

struct IvrStepView {
  std::string node;
  std::string title;
  std::string digits;  // "" = time-out
};
BOOST_DESCRIBE_STRUCT(IvrStepView, (), (node, title, digits))

// One participant's share of a conversation, in order of joining.
struct SegmentView {
  std::optional<PersonView> agent;  // one of us, or
  std::string outside;              // a number
  Part part = Part::talk;
  std::string queue;               // through which it came to him, "" directly
  std::optional<PersonView> from;  // who handed it over or asked him
  Ms began_at_ms = 0;
  std::optional<Ms> ended_at_ms;  // absent: he is in it
  std::string disposition;        // his own result
  std::string note;               // his own, and what he said to who came after him
};
BOOST_DESCRIBE_STRUCT(SegmentView, (),
                      (agent, outside, part, queue, from, began_at_ms, ended_at_ms, disposition, note))

// Somebody in a conference beside the agent whose conversation it is.
struct MemberView {
  std::string member;  // "customer", "agent:3", "number:+7903…": as the verbs about members take it
  std::optional<PersonView> agent;
  std::string number;
  bool muted = false;     // the others do not hear him
  bool may_drop = false;  // the customer is the conversation: it ends by hanging up
  bool ringing = false;   // he has not answered yet
};
BOOST_DESCRIBE_STRUCT(MemberView, (), (member, agent, number, muted, may_drop, ringing))

// Who else is in a live conversation, or is being asked to come in.
struct CompanyPresentView {
  std::string state;  // "ringing", "aside" (the customer hears music), "all", "outside" (no agent is in it)
  std::optional<PersonView> agent;  // one of us, or
  std::string outside;              // a number
  std::vector<MemberView> members;  // of a conference: who can be muted or dropped
  bool may_hand_over = false;       // who was asked can take the customer over
};
BOOST_DESCRIBE_STRUCT(CompanyPresentView, (), (state, agent, outside, members, may_hand_over))

struct RecordingPauseView {  // nothing was kept of it
  Ms from_ms = 0;            // since the recording began
  Ms to_ms = -1;             // -1: it goes on
  bool card = false;         // a field for card data had the focus; else somebody pressed "pause"
};
BOOST_DESCRIBE_STRUCT(RecordingPauseView, (), (from_ms, to_ms, card))

struct LegSoundView {
  double mos = 0;           // 1..4.41, estimated (ITU-T G.107)
  double loss_percent = 0;  // packets
  double jitter_ms = 0;
};
BOOST_DESCRIBE_STRUCT(LegSoundView, (), (mos, loss_percent, jitter_ms))

// How a call sounds: its last seconds while it lives, all of it when it has ended.
struct SoundView {
  std::optional<LegSoundView> customer, agent;  // between us and him
  std::string bad;  // whose side sounds badly now: "", "customer", "agent", "both"
};
BOOST_DESCRIBE_STRUCT(SoundView, (), (customer, agent, bad))

struct InteractionView {
  IdNumber id = 0;
  Channel channel = Channel::voice;
  Direction direction = Direction::inbound;
  InteractionState state = InteractionState::waiting;
  std::string queue;  // stable name, "" while in the IVR or on a direct call
  std::string project;
  std::optional<PersonView> agent;
  std::optional<PersonView> contact;  // id and name of the customer
  std::string from;
  std::string to;
  std::string caller_name;
  Ms started_at_ms = 0;
  std::optional<Ms> answered_at_ms;
  std::optional<Ms> ended_at_ms;
  std::optional<EndCause> end_cause;
  std::vector<IvrStepView> ivr_path;
  std::string disposition;
  std::string note;
  std::string words;  // of the customer: a chat's, a letter's, a post's first text
  bool has_recording = false;
  std::string recording_mark;  // "", "disk_full", "failed", "interrupted", "retention" (deleted)
  // Of a live call: "on", "paused", "on_demand" (the agent may begin), "" (it is not recorded).
  std::string recording;
  std::optional<Ms> recording_paused_at_ms;
  std::vector<RecordingPauseView> recording_pauses;
  Ms talk_ms = 0;
  Ms wait_ms = 0;
  Ms wrap_up_ms = 0;
  Ms message_ms = 0;   // length of the message he left, when it ended as "voicemail"
  std::string source;  // of advertising, by the number that was dialled
  std::vector<SegmentView> segments;
  std::optional<CompanyPresentView> company;
  bool callback = false;             // we call him: he asked for it while waiting, or it was planned
  std::optional<Ms> due_at_ms;       // when he is called, or tried again
  int tries = 0;                     // times he was dialled
  std::optional<PersonView> caller;  // the colleague who calls, of an internal call
  int slot = 0;                      // where he is parked; 0: nowhere
  std::optional<SoundView> sound;
};
BOOST_DESCRIBE_STRUCT(InteractionView, (),
                      (id, channel, direction, state, queue, project, agent, contact, from, to, caller_name,
                       started_at_ms, answered_at_ms, ended_at_ms, end_cause, ivr_path, disposition, note,
                       has_recording, recording_mark, talk_ms, wait_ms, wrap_up_ms, message_ms, source,
                       segments, company, callback, due_at_ms, tries, words, caller, slot, recording,
                       recording_paused_at_ms, recording_pauses, sound))

struct TimelineItemView {
  std::string kind;  // "interaction", "note", "deal", "claim"
  Ms at_ms = 0;
  std::optional<InteractionView> interaction;
  std::optional<NoteView> note;
  std::optional<DealView> deal;
  std::optional<ClaimView> claim;
};
BOOST_DESCRIBE_STRUCT(TimelineItemView, (), (kind, at_ms, interaction, note, deal, claim))

// Everything the window shows about the customer of an interaction. `contact` is absent for an unknown
// number.
struct CardView {
  IdNumber interaction = 0;  // 0: opened from the search
  std::string number;        // E.164 or text as it came
  std::string number_pretty;
  std::string caller_name;
  std::optional<ContactView> contact;
  std::vector<DealView> open_deals;
  std::vector<ClaimView> open_claims;
  std::vector<InteractionView> last;
  std::vector<PersonView>
      colleagues_here;         // who works with this customer at this moment, other than the reader
  std::string colleagues_how;  // "talking", "viewing", "" when nobody
  bool owner_is_me = false;
};
BOOST_DESCRIBE_STRUCT(CardView, (),
                      (interaction, number, number_pretty, caller_name, contact, open_deals, open_claims,
                       last, colleagues_here, colleagues_how, owner_is_me))

struct PhonesView {
  bool browser = false;
  bool desk = false;
};
BOOST_DESCRIBE_STRUCT(PhonesView, (), (browser, desk))

struct BesideView {  // a conversation in an agent's hands that does not make his state
  IdNumber interaction = 0;
  AgentState state = AgentState::talking;
  std::optional<Ms> until_ms;  // ring or wrap-up ends then
};
BOOST_DESCRIBE_STRUCT(BesideView, (), (interaction, state, until_ms))

struct AfterwardsView {  // what becomes of an agent when his hands are empty
  AgentState state = AgentState::ready;
  std::string reason;
  std::optional<PersonView> forced_by;  // the supervisor who wants it so
};
BOOST_DESCRIBE_STRUCT(AfterwardsView, (), (state, reason, forced_by))

struct AgentView {
  IdNumber id = 0;
  std::string name;
  std::string login;
  Role role = Role::agent;
  std::string extension;
  std::string department;
  AgentState state = AgentState::offline;
  std::string reason;  // of a pause; "no_answer" after a missed ring
  Ms since_ms = 0;
  std::optional<Ms> until_ms;           // ring or wrap-up ends then
  std::optional<IdNumber> interaction;  // offered, talked or wrapped up
  PhonesView phones;
  std::vector<std::string> queues;
  std::optional<PersonView> forced_by;  // the supervisor who put him into this state
  std::vector<BesideView> beside;
  std::optional<AfterwardsView> then;  // while he holds something and will not be ready after it
  Absence absence = Absence::none;     // calls to him by name do not ring
  std::optional<Ms> absent_until_ms;
};
BOOST_DESCRIBE_STRUCT(AgentView, (),
                      (id, name, login, role, extension, department, state, reason, since_ms, until_ms,
                       interaction, phones, queues, forced_by, beside, then, absence, absent_until_ms))

struct QueueView {
  IdNumber id = 0;
  std::string name;
  std::string title;
  std::int64_t waiting = 0;
  std::optional<Ms> longest_since_ms;
  std::int64_t agents_ready = 0;
  std::int64_t agents_busy = 0;  // offered, talking, wrap-up
  std::int64_t agents_paused = 0;
  // Today, since the project's midnight. Rates are 0..1, absent while nothing has been offered.
  std::int64_t offered = 0;
  std::int64_t answered = 0;
  std::int64_t lost = 0;
  std::optional<double> service_level;  // answered within service_level_limit_s / decided
  std::int64_t decided = 0;             // offered, those aside who wait still, and letters and posts
  std::optional<double> lost_rate;      // lost / offered
  std::optional<double> asa_s;          // over answered
  std::optional<double> aht_s;          // talk + wrap-up, over finished
  double service_level_limit_s = 20;
  std::int64_t more_time = 0;  // times that an agent may ask for longer wrap-up
};
BOOST_DESCRIBE_STRUCT(QueueView, (),
                      (id, name, title, waiting, longest_since_ms, agents_ready, agents_busy, agents_paused,
                       offered, answered, lost, service_level, decided, lost_rate, asa_s, aht_s,
                       service_level_limit_s, more_time))

struct OfferView {  // live event "offer.made"
  IdNumber offer = 0;
  InteractionView interaction;
  CardView card;
  Ms answer_by_ms = 0;
};
BOOST_DESCRIBE_STRUCT(OfferView, (), (offer, interaction, card, answer_by_ms))

struct OfferEndView {  // "offer.ringing" (the ring starts), "offer.withdrawn" (reason says why)
  IdNumber offer = 0;
  IdNumber interaction = 0;
  std::string reason;  // time_out, customer_left, declined, answered
};
BOOST_DESCRIBE_STRUCT(OfferEndView, (), (offer, interaction, reason))

struct TrunkView {  // a provider's line
  std::string name;
  std::string standing;  // unknown, alive, registered, refused (it does not take us), silent (no answer)
  std::string why;       // wrong_login, refused, no_answer; "" when all is well
  int status = 0;        // SIP, of the last answer that mattered
  int channels = 0;      // calls on it now
  Ms since_ms = 0;       // it stands so
};
BOOST_DESCRIBE_STRUCT(TrunkView, (), (name, standing, why, status, channels, since_ms))

struct AlertView {   // live event "alert", for supervisors
  std::string code;  // pause_too_long, shift_over …
  std::optional<PersonView> agent;
  std::string queue;  // stable name, "" when none
  std::optional<IdNumber> interaction;
  Ms at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(AlertView, (), (code, agent, queue, interaction, at_ms))

// What a project calls the outcomes of its conversations, in codes.
struct ProjectWordsView {
  std::string project;
  std::vector<std::string> dispositions;
};
BOOST_DESCRIBE_STRUCT(ProjectWordsView, (), (project, dispositions))

struct MeView {
  IdNumber id = 0;
  std::string login;
  std::string name;
  Role role = Role::agent;
  std::string language;
  AgentState state = AgentState::offline;
  std::string reason;
  Ms since_ms = 0;
  bool demo = false;
  std::vector<std::string> dispositions;   // of the first project; the desk knows words for the usual codes
  std::vector<ProjectWordsView> results;   // of each project
  std::vector<std::string> pause_reasons;  // of the projects in whose queues I work
  std::optional<PersonView> forced_by;     // the supervisor who put me into this state
  std::optional<AfterwardsView> then;      // while I hold something and shall not be ready after it
  std::string extension;                   // my short number
  Absence absence = Absence::none;
  std::optional<Ms> absent_until_ms;
};
BOOST_DESCRIBE_STRUCT(MeView, (),
                      (id, login, name, role, language, state, reason, since_ms, demo, dispositions, results,
                       pause_reasons, forced_by, then, extension, absence, absent_until_ms))

struct ParkedView {  // live event "parked.changed" brings all of them, to everybody
  int slot = 0;
  IdNumber interaction = 0;
  std::string name;  // the customer's or colleague's, else the number
  std::string number;
  std::optional<PersonView> by;
  Ms since_ms = 0;
};
BOOST_DESCRIBE_STRUCT(ParkedView, (), (slot, interaction, name, number, by, since_ms))
struct ParkedListView {
  std::vector<ParkedView> items;
};
BOOST_DESCRIBE_STRUCT(ParkedListView, (), (items))

// A supervisor on somebody's line; live event "listening.changed".
struct ListeningView {
  PersonView supervisor;
  IdNumber interaction = 0;
  std::optional<ListenMode> mode;   // absent: he is not on it any more
  std::optional<PersonView> agent;  // whom he hears beside the customer; absent: nobody of us talks just now
  std::string customer;             // name, else number
  Ms since_ms = 0;
  // Why it ended: "left" (he went himself), "ended" (the call), "phone_lost", "taken_over" (it is his now),
  // "own_call" (he talks himself), "elsewhere" (he listens to another).
  std::string why;
};
BOOST_DESCRIBE_STRUCT(ListeningView, (), (supervisor, interaction, mode, agent, customer, since_ms, why))

// First frame on the live socket ("snapshot"). Live interactions and cards are those the reader may see.
struct SnapshotView {
  MeView me;
  std::vector<AgentView> agents;
  std::vector<QueueView> queues;
  std::vector<InteractionView> interactions;
  std::optional<OfferView> offer;  // an offer that waits for this agent's answer
  std::optional<CardView> card;    // of the interaction he is in
  bool ringing = false;            // the offer already rings
  std::vector<ParkedView> parked;
  std::vector<ListeningView> listening;  // supervisors on lines, as far as the reader may know of them
};
BOOST_DESCRIBE_STRUCT(SnapshotView, (),
                      (me, agents, queues, interactions, offer, card, ringing, parked, listening))

struct PassedView {
  PersonView agent;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(PassedView, (), (agent, why))
struct DecisionView {
  Ms at_ms = 0;
  std::string rule;
  std::optional<PersonView> chosen;
  std::vector<PassedView> passed;
  std::int64_t candidates = 0;
  std::string words_ru;
  std::string words_en;
};
BOOST_DESCRIBE_STRUCT(DecisionView, (), (at_ms, rule, chosen, passed, candidates, words_ru, words_en))

// --- what programs send
struct SignInRequest {
  std::string login, password;
};
BOOST_DESCRIBE_STRUCT(SignInRequest, (), (login, password))
struct StateRequest {
  std::string state;  // ready | pause | offline
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(StateRequest, (), (state, reason))
struct AbsenceRequest {             // PUT /me/absence
  std::string absence;              // none | meeting | do_not_disturb
  std::optional<Ms> until_ms = {};  // it ends by itself
};
BOOST_DESCRIBE_STRUCT(AbsenceRequest, (), (absence, until_ms))
struct PickupRequest {                 // POST /calls/pickup: the call that has rung longest at a colleague,
  std::optional<IdNumber> agent = {};  // … or at this one
};
BOOST_DESCRIBE_STRUCT(PickupRequest, (), (agent))
struct ContactRequest {  // POST: name and phones are needed; PATCH: what is present changes
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> phones;
  std::optional<std::vector<std::string>> emails;
  std::optional<IdNumber> company;  // 0 removes
  std::optional<IdNumber> owner;    // 0 removes
  std::optional<std::string> segment;
  std::optional<bool> vip;
  std::optional<bool> difficult;
  std::optional<std::string> language;
  std::optional<std::int64_t> version;
};
BOOST_DESCRIBE_STRUCT(ContactRequest, (),
                      (name, phones, emails, company, owner, segment, vip, difficult, language, version))
struct NoteRequest {
  std::string text;
  std::optional<IdNumber> interaction;
};
BOOST_DESCRIBE_STRUCT(NoteRequest, (), (text, interaction))
struct AttachRequest {  // PUT /interactions/{id}/contact
  IdNumber contact = 0;
};
BOOST_DESCRIBE_STRUCT(AttachRequest, (), (contact))
struct CallRequest {
  std::string to;
  std::optional<std::string> from;
  std::optional<std::string> project;
};
BOOST_DESCRIBE_STRUCT(CallRequest, (), (to, from, project))
struct TransferRequest {  // also of a question
  std::string to;  // a colleague's login or short number, a queue's name, a number, or "menu:…", "message:…"
  std::optional<std::string> note;  // for who takes the customer, or is asked
};
BOOST_DESCRIBE_STRUCT(TransferRequest, (), (to, note))

struct HandOverRequest {
  std::optional<std::string> to;  // absent: who was asked takes the customer over
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(HandOverRequest, (), (to, note))

struct RecordRequest {  // one of the two
  std::optional<bool> on;
  std::optional<std::string> action;  // start, pause, resume
  std::optional<std::string> reason;  // "card": a field for card data has the focus, or has lost it
};
BOOST_DESCRIBE_STRUCT(RecordRequest, (), (on, action, reason))
struct ListenRequest {
  std::string mode;  // listen | whisper | barge
};
BOOST_DESCRIBE_STRUCT(ListenRequest, (), (mode))
struct MemberRequest {
  std::string member;  // of MemberView
};
BOOST_DESCRIBE_STRUCT(MemberRequest, (), (member))

struct DigitsRequest {
  std::string digits;
};
BOOST_DESCRIBE_STRUCT(DigitsRequest, (), (digits))
struct FinishRequest {
  std::string disposition;
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(FinishRequest, (), (disposition, note))
struct TestInteractionRequest {
  std::string channel, queue, from, text;
};
BOOST_DESCRIBE_STRUCT(TestInteractionRequest, (), (channel, queue, from, text))
}  // namespace okno::app
