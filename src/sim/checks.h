// What must be true after every event, whatever happens: the checkers of stories and towns. They keep a model
// of their own, made only of events and commands, and never look into the core.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/centre.h"
#include "sim/company/checks_talk.h"

namespace okno::sim {
class Checks {
 public:
  explicit Checks(const domain::Configuration& configuration);
  // Empty, or a sentence about the first promise that is broken.
  std::string watch(const core::Event& event, const std::vector<core::Command>& commands, base::Instant now,
                    const core::Centre& centre);

  struct Books {  // every interaction is in one of these, or live
    std::int64_t offered = 0, answered = 0, lost = 0, refused = 0, other = 0;
  };
  const Books& books() const { return books_; }
  // Nobody is live: whoever came so far has left, by number, and none of them may come back.
  void forget_finished();

 private:
  struct Seen {  // an interaction as it was told
    domain::Interaction row;
    bool final = false, recording = false;
    domain::AgentId with;                               // connected
    std::map<domain::AgentId, domain::OfferId> offers;  // by whom it rings at
    std::set<domain::AgentId> known_to;                 // his manager, his last agent, who had him before
    std::string waits_by;                               // the rule of the last decision without a chosen one
    std::string waited_by;                              // … and of the one before
    std::optional<base::Instant> queued_at;
    std::optional<base::Instant> age_from;  // whose turn it is: who is handed on keeps his age
    base::Instant talked_until{};           // an agent has let him go again
    bool by_name = false;                   // the last decision chose somebody for himself, not of a queue
    bool difficult = false;
    bool vip = false, moved = false;
    std::string number;                    // at which he wants to be called
    std::string called;                    // at which he was dialled
    int dialled = 0;                       // so often since he wanted to be called
    std::string chosen_by;                 // the rule of the last decision for an agent
    std::set<domain::AgentId> refused_by;  // had him and did not take him
    std::int64_t waits_from = 0;           // the event since which he waits
    std::string language;
    std::optional<domain::QueueId> counted_in;  // as one who waits
    bool barred = false, shut_out = false;      // on a list; and not sent to a queue for such
    bool entered = false, sent = false;         // in a queue; to words or voicemail
    int queues = 0;                             // into which he was put one after another
  };
  // Marks and bans of a number, told anew from rows and events.
  struct Ban {
    std::set<domain::InteractionId> marks;
    base::Instant by_hand{};
  };
  struct Seat {
    domain::Agent agent;
    domain::AgentState state = domain::AgentState::offline;
    domain::AgentState intends = domain::AgentState::offline;  // when his hands are empty
    bool phone = false, window = false;
    base::Instant rests_until = base::kNever;  // a pause that ends by itself
    std::string reason;
    base::Instant since{};
    bool unsure = false;    // a pause in mid-work may have ended by itself, or never begun
    bool reported = false;  // his pause as too long
    // Conversations from which he is cut off, and how long they stay his; a window that a restart took.
    std::map<domain::InteractionId, base::Instant> lost;
    base::Instant returns_by = base::kNever;
    std::map<domain::InteractionId, domain::Channel> hands;  // offered, talking, wrap-up
    domain::OfferId offer;
    std::optional<domain::QueueId>
        offered_by;  // the rules of a missed ring are this queue's, wherever the customer is sent on
    std::set<domain::QueueId> queues;
  };
  struct Listener;  // one overload a command

  void configure(const domain::Configuration& configuration);
  void note(const core::Event& event);
  // --- checks_entrance.cpp
  void note_listed(const core::NumberListed& e);
  void note_result(const std::string& before, const domain::Interaction& row);
  bool is_barred(const core::InteractionArrived& e);
  bool is_shut_out(domain::ProjectId project) const;
  std::map<std::string, Ban>& bans_of_today(const domain::Project& project);
  bool is_closed(const domain::Queue& queue) const;
  void check_entrance(Seen& x, const domain::Interaction& before);
  void check_refusal(const core::RefuseCustomer& c);
  void check_offer_at_door(const Seen& x, domain::AgentId agent);
  void check_announcement(const core::Announce& c);
  // --- checks_calls.cpp
  void note_agents(const core::Event& event, const std::vector<core::Command>& commands);
  void note_calls(const core::Event& event, const std::vector<core::Command>& commands);
  void lose_window(domain::AgentId agent, bool lost);
  void lose_asked(domain::AgentId agent, domain::InteractionId id);
  void note_restart();
  void note_windows_that_stay_away();
  void note_place(Seen& x);
  void note_taken_over(const Seen& old);
  void check_called_row(const Seen& x);
  void check_work_after(const domain::Interaction& row, const domain::Interaction& before);
  base::Duration longest(std::optional<domain::QueueId> queue, base::Duration domain::Queue::*what) const;
  void check_dialled(const core::DialCustomer& c);
  void check_callback_order(domain::AgentId agent, domain::InteractionId offered);
  void check_times();
  void check_pause(const core::AgentChanged& a);
  void check_alert(const core::Alert& a);
  void broken(const std::string& what);
  void check_row(const core::InteractionChanged& c);
  void check_books(const core::Centre& centre);
  void check_room();
  void check_nobody_waits_in_vain();
  void check_queues();
  void index(domain::InteractionId id, Seen& seen);
  void put_down(domain::AgentId agent, domain::InteractionId id);
  const domain::Queue* rules_of(const Seen& x) const;
  std::string against(const Seat& seat, const domain::Interaction& coming) const;  // "" when there is room
  bool skilled(const Seat& seat, const Seen& x, base::Instant at) const;
  bool letters_may_go(const domain::Queue& queue) const;
  bool able(const Seat& seat, const Seen& x, base::Instant at) const;
  bool awaited_elsewhere(const Seen& x) const;

  std::map<domain::QueueId, domain::Queue> rules_;
  std::map<domain::ProjectId, domain::Project> projects_;
  std::vector<std::pair<domain::AgentId, domain::InteractionId>> shown_;  // in this event
  std::map<std::string, domain::Hours> hours_;
  std::map<domain::ProjectId, std::map<std::string, Ban>> bans_;
  std::map<domain::ProjectId, std::int64_t> days_;
  std::map<domain::InteractionId, std::string> results_;  // of ended ones, as last told
  base::Instant now_{}, last_{};                          // of this event and of the one before
  bool phone_required_ = true;
  std::map<domain::InteractionId, Seen> live_;
  std::set<domain::InteractionId> finished_;
  domain::InteractionId finished_up_to_{};
  std::int64_t forgotten_ = 0;
  bool is_finished(domain::InteractionId id) const { return id <= finished_up_to_ || finished_.contains(id); }
  std::map<domain::AgentId, Seat> seats_;
  std::map<domain::QueueId, std::int64_t> told_waiting_, counted_waiting_;
  std::map<domain::QueueId, int> most_tries_;  // the settings have ever allowed
  struct Work {                                // after a share of a conversation
    base::Instant until{};
    std::optional<domain::QueueId> queue;
  };
  std::map<std::pair<domain::InteractionId, domain::AgentId>, Work> writing_;
  struct Prompt {
    std::int64_t token = 0;
    base::Instant until{};
  };
  std::map<domain::InteractionId, Prompt> prompts_;  // that play
  std::map<domain::QueueId, domain::Queue> known_;   // also those that were removed, as last seen
  std::set<domain::InteractionId> waiting_;
  std::set<domain::AgentId> ready_;             // and busy ones who might hold more
  std::map<domain::QueueId, bool> letters_go_;  // while all who wait are looked at
  std::int64_t events_ = 0;
  std::string call_me_at_;  // of this event; empty: where he calls from
  std::string handed_to_;   // this event is a transfer: its target
  TalkChecks talk_;
  Books books_;
  std::string broken_;
};
}  // namespace okno::sim
