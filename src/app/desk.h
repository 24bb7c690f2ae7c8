// The shell around the core, as the API sees it. Thread-safe: every call posts to the deciding thread and
// returns; the answer comes to `done` on the deciding thread, which must only hand it on (never block there).
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/rules/views.h"
#include "app/views.h"
#include "base/result.h"
#include "domain/centre.h"
#include "domain/interaction.h"

namespace okno::app {
using base::Result;
using domain::AgentId;
using domain::ContactId;
using domain::InteractionId;
using domain::OfferId;
template <class T>
using Done = std::function<void(Result<T>)>;

class Desk {
 public:
  virtual ~Desk() = default;

  // --- the agent and his window
  virtual void snapshot(AgentId who, Done<SnapshotView> done) = 0;
  virtual void me(AgentId who, Done<MeView> done) = 0;
  virtual void agents(Done<std::vector<AgentView>> done) = 0;
  virtual void queues(Done<std::vector<QueueView>> done) = 0;
  virtual void trunks(Done<std::vector<TrunkView>> done) = 0;  // in the order of choice
  virtual void set_state(AgentId who, const StateRequest& wish, Done<MeView> done) = 0;
  virtual void window_opened(AgentId who) = 0;  // a live socket of his is up; counted
  virtual void window_closed(AgentId who) = 0;
  virtual void card_drawn(AgentId who, OfferId offer) = 0;
  virtual void viewing(AgentId who,
                       std::optional<ContactId> contact) = 0;  // which card is open, for the warning

  // --- calls; `to` of a call may be a short number; errors: not_found, not_your_call, wrong_state, no_phone,
  // already_talking, not_built
  virtual void call(AgentId who, const CallRequest& request, Done<InteractionView> done) = 0;
  virtual void answer(AgentId who, InteractionId id, Done<InteractionView> done) = 0;
  virtual void decline(AgentId who, InteractionId id, Done<InteractionView> done) = 0;
  virtual void hang_up(AgentId who, InteractionId id, Done<InteractionView> done) = 0;
  virtual void hold(AgentId who, InteractionId id, bool on, Done<InteractionView> done) = 0;
  // `to`: a colleague's login or short number, a queue's name, a number, or a target (domain/target.h).
  // Absent: who was asked takes the customer over. `note`: for whom `to` names, read before the answer.
  virtual void transfer(AgentId who, InteractionId id, const HandOverRequest& wish,
                        Done<InteractionView> done) = 0;
  virtual void consult(AgentId who, InteractionId id, const TransferRequest& wish,
                       Done<InteractionView> done) = 0;
  virtual void conference(AgentId who, InteractionId id, Done<InteractionView> done) = 0;
  virtual void mute(AgentId who, InteractionId id, bool on, Done<InteractionView> done) = 0;
  // Begins where the rules leave it to him, pauses (silence is kept in its stead) and goes on. `card`: a
  // field for card data has the focus, or has lost it. Errors also: not_recorded_here, not_recorded.
  virtual void record(AgentId who, InteractionId id, bool on, bool card, Done<InteractionView> done) = 0;
  virtual void send_digits(AgentId who, InteractionId id, const std::string& digits,
                           Done<InteractionView> done) = 0;
  virtual void finish(AgentId who, InteractionId id, const FinishRequest& request,
                      Done<InteractionView> done) = 0;
  virtual void attach_contact(AgentId who, InteractionId id, ContactId contact, Done<CardView> done) = 0;
  virtual void interaction(InteractionId id,
                           Done<std::optional<InteractionView>> live) = 0;  // none: not live, ask the store

  // `done` when everything that happened so far can be read from the store: for lists that must not lag
  // behind. Whoever writes nothing behind the caller's back is done at once.
  virtual void written(std::function<void()> done) { done(); }

  // --- the test channel (chat, email, sms, social)
  virtual void interaction_arrived(const TestInteractionRequest& request, Done<InteractionView> done) = 0;

  // --- the browser phone
  virtual void phone_offer(AgentId who, const std::string& sdp, Done<std::string> answer) = 0;
  virtual void phone_closed(AgentId who) = 0;
  virtual void phone_echo(AgentId who, bool on, Done<bool> done) = 0;

  // --- calls by name
  virtual void set_absence(AgentId who, const AbsenceRequest& wish, Done<MeView> done) = 0;
  virtual void pick_up(AgentId who, const PickupRequest& wish, Done<InteractionView> done) = 0;
  virtual void parked(Done<std::vector<ParkedView>> done) = 0;
  virtual void fetch(AgentId who, int slot, Done<InteractionView> done) = 0;

  // --- supervisors
  virtual void force_state(AgentId by, AgentId agent, const StateRequest& wish, Done<AgentView> done) = 0;
  // `number` in any writing; the answers' errors: bad_number, no_such_project, and what the core refuses.
  virtual void blocked(Done<std::vector<BlockedView>> done) = 0;  // today's
  virtual void block(AgentId by, const std::string& number, const BlockedRequest& wish,
                     Done<BlockedView> done) = 0;
  virtual void unblock(AgentId by, const std::string& number, const std::string& project,
                       Done<BlockedView> done) = 0;

  // --- a supervisor on the line; errors: not_found, calls_only, nobody_talks, your_own_call,
  // no_browser_phone, already_talking, not_listening. Who listens already changes his mode.
  virtual void listen(AgentId who, InteractionId id, domain::ListenMode mode, Done<ListeningView> done) = 0;
  virtual void stop_listening(AgentId who, InteractionId id, Done<ListeningView> done) = 0;
  virtual void take_over(AgentId who, InteractionId id, Done<InteractionView> done) = 0;

  // --- my conference: somebody more by his number, in any writing; `member` of MemberView. Errors also:
  // bad_number, guest_already, conference_full, guests_here, no_such_member, customer_not_dropped
  virtual void invite(AgentId who, InteractionId id, const std::string& to, Done<InteractionView> done) = 0;
  virtual void mute_member(AgentId who, InteractionId id, const std::string& member, bool on,
                           Done<InteractionView> done) = 0;
  virtual void drop_member(AgentId who, InteractionId id, const std::string& member,
                           Done<InteractionView> done) = 0;

  // --- more time, a letter from the stack, and calls that we make
  virtual void extend(AgentId who, InteractionId id, Done<InteractionView> done) = 0;
  virtual void take_from_stack(AgentId who, InteractionId id, Done<InteractionView> done) = 0;
  virtual void call_back(AgentId who, InteractionId id, const CallbackRequest& request,
                         Done<InteractionView> done) = 0;
  virtual void plan_call(AgentId who, const PlannedCallRequest& request, Done<PlannedCallView> done) = 0;
  virtual void move_planned_call(AgentId who, InteractionId id, base::Instant at,
                                 Done<PlannedCallView> done) = 0;
  virtual void cancel_planned_call(AgentId who, InteractionId id, Done<PlannedCallView> done) = 0;
  // By time: an agent's own and those of his queues, all for a supervisor.
  virtual void planned_calls(AgentId who, Done<std::vector<PlannedCallView>> done) = 0;

  // --- after the store has new settings: the next decision follows them, live conversations go on. `done`
  // when it is so; an old version is passed over.
  virtual void configuration_changed(const domain::Configuration& configuration, std::int64_t version,
                                     Done<void> done) = 0;
  // --- after the store changed a customer: open cards are refreshed
  virtual void contact_changed(ContactId id) = 0;
};
}  // namespace okno::app
