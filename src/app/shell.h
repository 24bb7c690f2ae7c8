// The shell: stamps what happens, writes it into the journal, applies it to the core and carries the commands
// out. One deciding thread runs everything below except the listener's methods, which only post.
//   shell.cpp        stamp → journal → apply → execute; facts before an arrival
//   shell_recover.cpp  after a restart; the journal starts anew
//   shell_calls.cpp  commands about calls, and what the exchange tells
//   shell_more.cpp   what callers hear while they wait, messages, callbacks, alerts
//   phones/shell_house.cpp  colleagues' calls: short numbers, absence, pickup, parking
//   phones/shell_phones.cpp  agents' telephones, which come and go in mid-call
//   phones/shell_sound.cpp   how the legs sound
//   company/shell_company.cpp  more than an agent and his customer
//   company/shell_listen.cpp  supervisors on the line
//   company/shell_members.cpp  muted and dropped in a conference
//   shell_desk.cpp   what agents and programs ask for (app::Desk)
//   shell_show.cpp   views for the screens
//   rules/shell_settings.cpp  new settings while it runs
//   recordings/shell_recording.cpp  what is recorded, and its pauses
//   shell_wishes.cpp planned calls, callbacks, the day's blacklist, forced states
#pragma once
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/board.h"
#include "app/desk.h"
#include "app/live.h"
#include "app/no_exchange.h"
#include "app/outbox.h"
#include "app/show.h"
#include "app/timers.h"
#include "core/centre.h"
#include "ports/journal.h"
#include "ports/loop.h"
#include "ports/screen.h"
#include "ports/store.h"
#include "ports/telephony.h"

namespace okno::app {
struct ShellSettings {
  std::string recordings;  // directory, absolute
  std::string prompts;     // directory: <project>/<node>.wav
  std::string music;       // WAV for waiting and hold
  bool demo = false;
  base::Duration facts_limit =
      std::chrono::milliseconds(300);  // the store may take so long before a call goes on without
  // When the journal has grown by this (and by the length of its checkpoint) it begins anew with a
  // checkpoint; a record is about 400 bytes.
  std::int64_t journal_keeps = 1'000'000;
  bool listening_shown = false;  // an agent sees who listens silently; a whisper and a barge he always sees
  base::Duration window_limit =
      std::chrono::seconds(30);  // after the last window closed and no phone is left: pause
  std::function<base::Instant(base::Instant)> day_start;       // last midnight of who has no time zone
  std::function<void(const std::string& wav)> recording_done;  // any thread; encodes at low priority
  std::function<void(int idle_ready)> readiness_changed;  // agents who could take a call now; deciding thread
  std::function<void(const std::string& number)>
      agent_joined;  // an agent and this customer were joined; deciding thread
  std::function<void(const std::string& event, const std::string& words)> log;  // named events of the shell
};

struct ShellParts {
  ports::Loop& loop;
  ports::Screen& screen;
  ports::Store& store;
  ports::Pool& store_pool;
  ports::Journal& journal;
};

struct ShellCounts {
  std::size_t live = 0;
  std::size_t legs = 0;
  int idle_ready_agents = 0;
};

class Shell final : public Desk, public ports::TelephonyListener {
 public:
  Shell(const ShellParts& parts, ShellSettings settings, domain::Configuration configuration);
  ~Shell() override;

  // Before anything else, on the deciding thread or before it runs: brings back what the journal holds, ends
  // the calls that the crash cut, writes their rows to the store.
  base::Result<void> recover(base::Instant now);
  // Before the loop runs.
  void connect(ports::Telephony& telephony) { telephony_ = &telephony; }
  // On the deciding thread: every live call is told to end, rows say `interrupted`, the exchange is not
  // touched again.
  void stop(base::Instant now);
  // On the deciding thread: `done` runs when the store has every row.
  void when_flushed(std::function<void()> done);
  ShellCounts counts() const;  // any thread; as of the last event
  // Who is on this customer now, other than the reader (thread-safe: asks the deciding thread and waits at
  // most 1 s).
  Colleagues colleagues_on(domain::ContactId contact, domain::AgentId reader);

  // --- app::Desk
  void snapshot(AgentId who, Done<SnapshotView> done) override;
  void me(AgentId who, Done<MeView> done) override;
  void agents(Done<std::vector<AgentView>> done) override;
  void queues(Done<std::vector<QueueView>> done) override;
  void trunks(Done<std::vector<TrunkView>> done) override;
  void set_state(AgentId who, const StateRequest& wish, Done<MeView> done) override;
  void window_opened(AgentId who) override;
  void window_closed(AgentId who) override;
  void card_drawn(AgentId who, OfferId offer) override;
  void viewing(AgentId who, std::optional<ContactId> contact) override;
  void call(AgentId who, const CallRequest& request, Done<InteractionView> done) override;
  void answer(AgentId who, InteractionId id, Done<InteractionView> done) override;
  void decline(AgentId who, InteractionId id, Done<InteractionView> done) override;
  void hang_up(AgentId who, InteractionId id, Done<InteractionView> done) override;
  void hold(AgentId who, InteractionId id, bool on, Done<InteractionView> done) override;
  void transfer(AgentId who, InteractionId id, const HandOverRequest& wish,
                Done<InteractionView> done) override;
  void consult(AgentId who, InteractionId id, const TransferRequest& wish,
               Done<InteractionView> done) override;
  void conference(AgentId who, InteractionId id, Done<InteractionView> done) override;
  void mute(AgentId who, InteractionId id, bool on, Done<InteractionView> done) override;
  void record(AgentId who, InteractionId id, bool on, bool card, Done<InteractionView> done) override;
  void send_digits(AgentId who, InteractionId id, const std::string& digits,
                   Done<InteractionView> done) override;
  void finish(AgentId who, InteractionId id, const FinishRequest& request,
              Done<InteractionView> done) override;
  void attach_contact(AgentId who, InteractionId id, ContactId contact, Done<CardView> done) override;
  void interaction(InteractionId id, Done<std::optional<InteractionView>> live) override;
  void written(std::function<void()> done) override;
  void interaction_arrived(const TestInteractionRequest& request, Done<InteractionView> done) override;
  void phone_offer(AgentId who, const std::string& sdp, Done<std::string> answer) override;
  void phone_closed(AgentId who) override;
  void phone_echo(AgentId who, bool on, Done<bool> done) override;
  void contact_changed(ContactId id) override;
  void configuration_changed(const domain::Configuration& configuration, std::int64_t version,
                             Done<void> done) override;
  void set_absence(AgentId who, const AbsenceRequest& wish, Done<MeView> done) override;
  void pick_up(AgentId who, const PickupRequest& wish, Done<InteractionView> done) override;
  void parked(Done<std::vector<ParkedView>> done) override;
  void fetch(AgentId who, int slot, Done<InteractionView> done) override;
  void force_state(AgentId by, AgentId agent, const StateRequest& wish, Done<AgentView> done) override;
  void blocked(Done<std::vector<BlockedView>> done) override;
  void block(AgentId by, const std::string& number, const BlockedRequest& wish,
             Done<BlockedView> done) override;
  void unblock(AgentId by, const std::string& number, const std::string& project,
               Done<BlockedView> done) override;
  void listen(AgentId who, InteractionId id, domain::ListenMode mode, Done<ListeningView> done) override;
  void stop_listening(AgentId who, InteractionId id, Done<ListeningView> done) override;
  void take_over(AgentId who, InteractionId id, Done<InteractionView> done) override;
  void invite(AgentId who, InteractionId id, const std::string& to, Done<InteractionView> done) override;
  void mute_member(AgentId who, InteractionId id, const std::string& member, bool on,
                   Done<InteractionView> done) override;
  void drop_member(AgentId who, InteractionId id, const std::string& member,
                   Done<InteractionView> done) override;
  void extend(AgentId who, InteractionId id, Done<InteractionView> done) override;
  void take_from_stack(AgentId who, InteractionId id, Done<InteractionView> done) override;
  void call_back(AgentId who, InteractionId id, const CallbackRequest& request,
                 Done<InteractionView> done) override;
  void plan_call(AgentId who, const PlannedCallRequest& request, Done<PlannedCallView> done) override;
  void move_planned_call(AgentId who, InteractionId id, base::Instant at,
                         Done<PlannedCallView> done) override;
  void cancel_planned_call(AgentId who, InteractionId id, Done<PlannedCallView> done) override;
  void planned_calls(AgentId who, Done<std::vector<PlannedCallView>> done) override;

  // --- ports::TelephonyListener (exchange's threads)
  void call_arrived(const ports::IncomingCall& call) override;
  void leg_ringing(LegId leg) override;
  void leg_answered(LegId leg) override;
  void leg_ended(LegId leg, ports::LegEnd why, int sip_status) override;
  void digit_pressed(LegId leg, char digit) override;
  void play_finished(LegId leg, std::int64_t token) override;
  void overloaded(bool on) override;
  void trunk_changed(const ports::TrunkState& trunk) override;
  void desk_phone_changed(const std::string& user, bool registered) override;
  void referred(const ports::Referral& referral) override;
  void browser_phone_changed(AgentId agent, bool connected) override;
  void recording_stopped(LegId leg, const std::string& file, const std::string& mark) override;
  void leg_quality(LegId leg, const ports::LegQuality& quality) override;

 private:
  // leaving: hears a last word, his interaction lives on without him.
  // aside: the second line of an agent who asks somebody.
  enum class Side { customer, outside, guest, desk_ringing, agent, browser, leaving, aside };
  struct LegUse {
    Side side = Side::customer;
    InteractionId interaction;
    AgentId agent;
    OfferId offer;
    bool by_key = false;  // whoever picked up has to press 1
    std::int64_t guest = 0;
  };
  // A call whose facts are being fetched: what happens to its line meanwhile waits its turn.
  struct Arriving {
    core::Event event;
    bool left = false;
    ports::LegEnd why = ports::LegEnd::hung_up;
    std::uint64_t timer = 0;
    std::vector<Done<InteractionView>> done;
  };
  // A new journal under way.
  struct JournalAnew {
    std::int64_t from = 0;                      // the old one's length when the core was packed
    std::optional<base::Result<void>> written;  // the new one
    bool stored = false;                        // rows of the old one
    bool mends = false;                         // the old one lacks an event
  };
  using Refusal = std::optional<base::Error>;

  // shell.cpp
  Refusal happen(const core::Event& event,
                 base::Instant now);  // journal → apply → execute; the refusal, if any, of it
  Refusal execute(const std::vector<core::Command>& commands, base::Instant now);
  Refusal take_no(const core::Command& command) const;
  void watch_deadline();
  void count();
  void after_changes(base::Instant now);
  void consider_journal_anew(base::Instant now);
  void begin_journal_anew();
  void limit_journal();
  void bring_back(const std::vector<core::Command>& commands,
                  std::map<InteractionId, domain::Interaction>& rows);
  base::Result<void> save_recovered(std::map<InteractionId, domain::Interaction> rows, base::Instant at);
  base::Result<void> show_recovered();
  void count_today(const std::string& cursor);
  void keep_decisions(base::Instant now);
  base::Instant today(domain::ProjectId project, base::Instant now) const;  // its last midnight
  base::Instant today(base::Instant now) const;  // of the house: its first project's
  LiveInteraction* find(InteractionId id);
  AgentPlace* place(AgentId id);
  void log(const std::string& event, const std::string& words) const;
  template <class Work>
  void post(Work work) {
    parts_.loop.post(std::move(work));
  }
  // Facts, then the event. `number` is E.164 or text.
  void arrive(InteractionId id, const std::string& number, domain::ProjectId project, core::Event event,
              Done<InteractionView> done, base::Instant now);
  void bind(LiveInteraction& live, const ports::CustomerFacts& facts);
  void unbind(LiveInteraction& live);
  void facts_came_late(InteractionId id, const ports::CustomerFacts& facts, base::Instant now);
  void arrived(InteractionId id, std::optional<ports::CustomerFacts> facts, base::Instant now);

  // shell_calls.cpp
  void take(const core::AnswerCustomer& c, base::Instant now);
  void take(const core::RingBack& c, base::Instant now);
  void take(const core::RefuseCustomer& c, base::Instant now);
  void take(const core::PlayPrompt& c, base::Instant now);
  void take(const core::PlayMusic& c, base::Instant now);
  void take(const core::StopPlaying& c, base::Instant now);
  void take(const core::DialCustomer& c, base::Instant now);
  void take(const core::HangUpCustomer& c, base::Instant now);
  void take(const core::ShowCard& c, base::Instant now);
  void take(const core::RingAgent& c, base::Instant now);
  void take(const core::WithdrawOffer& c, base::Instant now);
  void take(const core::ConnectAgent& c, base::Instant now);
  void take(const core::HoldCustomer& c, base::Instant now);
  void take(const core::ResumeCustomer& c, base::Instant now);
  void take(const core::ReleaseAgent& c, base::Instant now);
  void take(const core::StartRecording& c, base::Instant now);
  void take(const core::StopRecording& c, base::Instant now);
  void take(const core::LetCustomerGo& c, base::Instant now);
  void take(const core::Announce& c, base::Instant now);
  void take(const core::TakeVoicemail& c, base::Instant now);
  void take(const core::DialOutside& c, base::Instant now);
  void take(const core::HangUpOutside& c, base::Instant now);
  void take(const core::ConnectAside& c, base::Instant now);
  void take(const core::ConnectAll& c, base::Instant now);
  void take(const core::ConnectOutside& c, base::Instant now);
  void take(const core::DialGuest& c, base::Instant now);
  void take(const core::JoinGuest& c, base::Instant now);
  void take(const core::HangUpGuest& c, base::Instant now);
  void guest_gone(LiveInteraction& live, std::int64_t guest);
  void connect_pair(LiveInteraction& live);
  void connect_again(LiveInteraction& live);
  LegId own_leg(LiveInteraction& live, AgentId agent);
  void connect_company(LiveInteraction& live);
  void leave_company(LiveInteraction& live);
  std::optional<std::string> target_named(const std::string& to) const;

  // company/shell_listen.cpp
  Refusal may_listen(AgentId who, const LiveInteraction* live, const AgentPlace* me);
  void keep_listening(base::Instant now);
  std::string why_over(AgentId who, const Ear& ear);
  void move_ear(AgentId who, Ear& ear);
  void end_listening(AgentId who, const std::string& why, base::Instant now);
  ListeningView view_of(AgentId who, const Ear& ear);
  void push_listening(AgentId who, Ear& ear);
  std::vector<ListeningView> listening_seen_by(const AgentPlace& reader);
  void note_listening(AgentId who, InteractionId id, std::string_view did, base::Instant now);

  // company/shell_members.cpp
  std::vector<MemberView> members_of(const LiveInteraction& live) const;
  LegId leg_of_member(const LiveInteraction& live, const std::string& member) const;
  void unmute_all(LiveInteraction& live);
  void take(const core::NumberBlocked& c, base::Instant now);
  void take(const core::Alert& c, base::Instant now);
  void take(const core::AgentChanged& c, base::Instant now);
  void take(const core::InteractionChanged& c, base::Instant now);
  void take(const core::QueueChanged& c, base::Instant now);
  void take(const core::Refuse&, base::Instant) {}
  void take(const core::Decided& c, base::Instant) { decided_.push_back(c); }
  void customer_dialled(LiveInteraction& live);
  std::string prompt_file(const LiveInteraction& live, const std::string& node) const;
  void own_play_finished(LegId leg, LegUse& use, std::int64_t token, base::Instant now);
  void watch_overload(base::Instant now);
  void forget_ring(LiveOffer& offer);
  void forget_offer(LiveInteraction& live, OfferId offer);
  void on_leg_ended(LegId leg, ports::LegEnd why, base::Instant now);
  void on_call_arrived(const ports::IncomingCall& call, base::Instant now);
  void desk_phone_dials(const ports::IncomingCall& call, AgentPlace& agent, base::Instant now);
  std::string recording_file(const LiveInteraction& live) const;
  void watch_pause(LiveInteraction& live, base::Instant now);
  void forget_pauses(LiveInteraction& live, base::Instant now);
  void forget_card_pauses(AgentId who, base::Instant now);
  void end_recording(LiveInteraction& live, base::Instant now);
  void begin_recording(LiveInteraction& live, base::Instant now);
  void announce_recording(LiveInteraction& live, base::Instant now);
  std::int64_t recorded_ms(const LiveInteraction& live, base::Instant now) const;
  std::string recording_state(const LiveInteraction& live) const;
  void mark_recording(InteractionId id, const std::string& file, const std::string& mark, base::Instant now);

  // phones/shell_house.cpp
  std::optional<std::string> by_short_number(const std::string& number) const;  // a target
  void colleague_dials(AgentId caller, LegId leg, const std::string& to, const std::string& target,
                       Done<InteractionView> done, base::Instant now);
  void house_dials(const ports::IncomingCall& call, AgentPlace& agent, const std::string& target,
                   base::Instant now);
  bool asks_aside(const ports::IncomingCall& call, AgentPlace& agent, const std::string& target,
                  base::Instant now);
  void leave_aside(LiveInteraction& live);
  void fetch_by_phone(AgentPlace& agent, LegId leg, const core::Event& event, base::Instant now);
  bool phone_commands(const ports::IncomingCall& call, AgentPlace& agent, base::Instant now);
  std::vector<ParkedView> parked_now() const;
  ParkedView parked_of(const LiveInteraction& live) const;
  void push_parked();
  void ring_phones(LiveInteraction& live, const core::RingAgent& c, AgentPlace& agent);
  static std::string desk_of(const AgentPlace& agent);
  void dial_for(LiveInteraction& live, LiveOffer& offer, AgentPlace& agent, const domain::Device& device);
  void phone_answered(LegId leg, LegUse& use, LiveInteraction& live, base::Instant now);
  void desk_refers(const ports::Referral& referral, base::Instant now);
  // phones/shell_sound.cpp
  void on_leg_quality(LegId leg, const ports::LegQuality& quality);

  // phones/shell_phones.cpp
  void phones_changed(AgentPlace& place, base::Instant now);
  LiveInteraction* call_of(const AgentPlace& agent);
  void browser_gone(AgentPlace& agent, base::Instant now);
  void browser_came(AgentPlace& agent, base::Instant now);
  void without_phone(const LiveInteraction& live, AgentId agent);

  // shell_settings.cpp
  void seat_staff(base::Instant now);

  // shell_wishes.cpp
  const domain::Project* project_named(const std::string& name) const;
  void wish_about(InteractionId id, const core::Event& event, base::Instant now,
                  const Done<InteractionView>& done);
  void wish_about_plan(InteractionId id, const core::Event& event, base::Instant now,
                       const Done<PlannedCallView>& done);
  PlannedCallView plan_of(const LiveInteraction& live) const;
  BlockedView blocked_of(const core::NumberBlocked& one) const;

  // shell_show.cpp
  InteractionView view_of(const LiveInteraction& live) const;
  CardView card_of(const LiveInteraction& live, AgentId reader) const;
  OfferView offer_of(const LiveInteraction& live, AgentId reader) const;
  AgentView view_of(const AgentPlace& place) const;
  QueueView view_of(const domain::Queue& queue) const;
  MeView me_of(const AgentPlace& place) const;
  std::optional<AfterwardsView> then_of(const AgentPlace& place) const;
  std::vector<std::string> pause_reasons_of(const domain::Agent& agent) const;
  Colleagues colleagues(ContactId contact, AgentId reader) const;
  // Makes the text only when somebody may look: a desk phone's agent needs no frames.
  template <class Make>
  void push(const ports::Audience& audience, const std::string& type, Make make) {
    if (watched(audience)) parts_.screen.push(audience, type, make());
  }
  bool is_result(const std::string& disposition, domain::ProjectId project) const;
  void finish_late(AgentId who, InteractionId id, const FinishRequest& request,
                   const Done<InteractionView>& done, base::Instant now);
  bool watched(const ports::Audience& audience) const;
  void push_interaction(const LiveInteraction& live);
  void push_card(const LiveInteraction& live);
  void push_agent(const AgentPlace& place);
  void push_trunks();
  void push_board(base::Instant now);
  void refresh_contact(ContactId id);

  ShellParts parts_;
  ShellSettings settings_;
  domain::Configuration configuration_;
  std::int64_t configuration_version_ = 0;  // of the last change; 0: as the server started
  DirectoryPtr directory_;
  std::unique_ptr<core::Centre> centre_;
  NoExchange no_exchange_;
  ports::Telephony* telephony_ = &no_exchange_;
  Timers timers_;
  Outbox outbox_;
  Board board_;
  std::uint64_t core_timer_ = 0;
  base::Instant core_deadline_ = base::kNever;
  std::int64_t last_id_ = 0;
  std::function<void()> flushed_;
  std::atomic<std::size_t> live_count_{0}, leg_count_{0};
  std::atomic<int> idle_ready_{0};
  std::shared_ptr<JournalAnew> anew_;
  std::int64_t journal_limit_ = 0;
  bool journal_hole_ = false;  // an event is not in it
  base::Instant mend_journal_at_{};
  std::optional<base::Error> unusable_;  // what a replay came upon
  bool recovering_ = false;
  std::int64_t recovered_up_to_ = 0;  // rows up to this id are counted from the store
  std::set<InteractionId> lived_on_;  // but for those that were live when this process began
  bool stopping_ = false;
  std::unordered_map<InteractionId, LiveInteraction> live_;
  std::unordered_map<InteractionId, Arriving> arriving_;
  std::unordered_multimap<ContactId, InteractionId> by_contact_;
  std::unordered_map<LegId, LegUse> legs_;
  std::unordered_map<AgentId, AgentPlace> places_;
  std::unordered_map<std::string, AgentId> by_desk_phone_;
  std::unordered_map<domain::QueueId, core::QueueChanged> lines_;
  std::map<std::pair<domain::ProjectId, std::string>, core::NumberBlocked> blocked_;  // the day's blacklist
  std::vector<core::Decided> decided_;  // by the commands being carried out
  struct {
    bool on = false, told = false;
    base::Instant changed{};
  } overload_;
  int windows_ = 0;                        // open desks, all agents together
  std::vector<ports::TrunkState> trunks_;  // as the exchange said last
  std::set<std::string> dirty_trunks_;
  std::map<AgentId, Ear> ears_;  // supervisors on the line
  std::vector<domain::QueueId> dirty_queues_;
  std::vector<AgentId> dirty_agents_;
  bool board_armed_ = false;
  bool parked_changed_ = false;
};
}  // namespace okno::app
