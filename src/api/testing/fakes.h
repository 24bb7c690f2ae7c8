// Stand-ins behind the API for its tests: a Desk with a deciding thread of its own, Records in memory, a told
// clock.
#pragma once
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "app/desk.h"
#include "app/records.h"
#include "ports/clock.h"
#include "ports/loop.h"

namespace okno::api::testing {
using app::Done;
using base::Error;
using base::Result;
using domain::AgentId;
using domain::ContactId;
using domain::InteractionId;

class ToldTime final : public ports::Clock {
 public:
  base::Instant now() const override { return base::from_us(us_); }
  void pass(base::Duration time) { us_ += time.count(); }

 private:
  std::atomic<std::int64_t> us_{1'700'000'000'000'000};
};

// One thread that runs work in order.
class WorkThread final : public ports::Pool {
 public:
  WorkThread() : thread_([this] { run(); }) {}
  ~WorkThread() override { stop(); }
  bool submit(std::function<void()> work) override {
    const std::lock_guard lock(mutex_);
    if (full) return false;
    work_.push_back(std::move(work));
    wake_.notify_one();
    return true;
  }
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
      wake_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
  }
  std::atomic<bool> full{false};

 private:
  void run() {
    for (;;) {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return ended_ || !work_.empty(); });
      if (work_.empty()) return;
      auto work = std::move(work_.front());
      work_.pop_front();
      lock.unlock();
      work();
    }
  }
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> work_;
  bool ended_ = false;
  std::thread thread_;
};

class FakeDesk final : public app::Desk {
 public:
  WorkThread thread;  // the deciding one
  // Only on `thread`.
  std::map<std::int64_t, app::InteractionView> live;
  std::function<void()> before_snapshot;  // to push events just before and after the picture is taken
  std::function<void()> after_snapshot;

  // What was asked for, in words, in order; waits until `count` of them have come.
  std::vector<std::string> log() {
    const std::lock_guard lock(mutex_);
    return log_;
  }
  bool saw(const std::string& words) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20),
                             [&] { return std::find(log_.begin(), log_.end(), words) != log_.end(); });
  }
  std::size_t count(const std::string& words) {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(std::count(log_.begin(), log_.end(), words));
  }
  // Everything posted to the deciding thread before has run.
  void settle() {
    std::mutex mutex;
    std::condition_variable done;
    bool ran = false;
    thread.submit([&] {
      const std::lock_guard lock(mutex);
      ran = true;
      done.notify_one();
    });
    std::unique_lock lock(mutex);
    done.wait(lock, [&] { return ran; });
  }

  void snapshot(AgentId who, Done<app::SnapshotView> done) override {
    thread.submit([this, who, done] {
      if (before_snapshot) before_snapshot();
      app::SnapshotView view;
      view.me.id = who.value();
      for (const auto& [id, one] : live) view.interactions.push_back(one);
      done(view);
      if (after_snapshot) after_snapshot();
    });
  }
  void me(AgentId who, Done<app::MeView> done) override {
    thread.submit([who, done] {
      app::MeView view;
      view.id = who.value();
      view.login = "anna";
      done(view);
    });
  }
  void agents(Done<std::vector<app::AgentView>> done) override {
    thread.submit([done] {
      app::AgentView anna;
      anna.id = 2;
      anna.name = "Анна";
      done(std::vector{anna});
    });
  }
  void queues(Done<std::vector<app::QueueView>> done) override {
    thread.submit([done] {
      app::QueueView support;
      support.id = 1;
      support.name = "support";
      done(std::vector{support});
    });
  }
  void trunks(Done<std::vector<app::TrunkView>> done) override {
    thread.submit([done] { done(std::vector<app::TrunkView>{{"provider", "registered", "", 200, 1, 0}}); });
  }
  void set_state(AgentId who, const app::StateRequest& wish, Done<app::MeView> done) override {
    note("state " + wish.state + " " + wish.reason.value_or("-"));
    me(who, done);
  }
  void set_absence(AgentId who, const app::AbsenceRequest& wish, Done<app::MeView> done) override {
    note("absence " + wish.absence);
    me(who, done);
  }
  void pick_up(AgentId who, const app::PickupRequest& wish, Done<app::InteractionView> done) override {
    note("pick up at " + std::to_string(wish.agent.value_or(0)));
    thread.submit([this, who, done] {
      for (const auto& [id, one] : live)
        if (!one.agent || one.agent->id != who.value()) return done(one);
      done(Error{"nothing_rings", "Nothing rings at a colleague of yours now."});
    });
  }
  void parked(Done<std::vector<app::ParkedView>> done) override {
    thread.submit([done] { done(std::vector<app::ParkedView>{{1, 7, "Ivan", "+79160000001", {}, 5}}); });
  }
  void fetch(AgentId who, int slot, Done<app::InteractionView> done) override {
    verb("fetch", who, InteractionId(slot), done);
  }
  void window_opened(AgentId who) override { note("window opened " + std::to_string(who.value())); }
  void window_closed(AgentId who) override { note("window closed " + std::to_string(who.value())); }
  void card_drawn(AgentId who, domain::OfferId offer) override {
    note("card drawn " + std::to_string(who.value()) + " " + std::to_string(offer.value()));
  }
  void viewing(AgentId, std::optional<ContactId> contact) override {
    note("viewing " + (contact ? std::to_string(contact->value()) : "nothing"));
  }
  void call(AgentId, const app::CallRequest& request, Done<app::InteractionView> done) override {
    note("call " + request.to);
    thread.submit([this, done, to = request.to] {
      app::InteractionView view;
      view.id = 1000 + static_cast<std::int64_t>(live.size());
      view.to = to;
      live[view.id] = view;
      done(view);
    });
  }
  void answer(AgentId who, InteractionId id, Done<app::InteractionView> done) override {
    verb("answer", who, id, done);
  }
  void decline(AgentId who, InteractionId id, Done<app::InteractionView> done) override {
    verb("decline", who, id, done);
  }
  void hang_up(AgentId who, InteractionId id, Done<app::InteractionView> done) override {
    verb("hangup", who, id, done);
  }
  void hold(AgentId who, InteractionId id, bool on, Done<app::InteractionView> done) override {
    verb(on ? "hold" : "unhold", who, id, done);
  }
  void listen(AgentId who, InteractionId id, domain::ListenMode mode,
              Done<app::ListeningView> done) override {
    on_line(std::string(domain::to_text(mode)), who, id, mode, done);
  }
  void stop_listening(AgentId who, InteractionId id, Done<app::ListeningView> done) override {
    on_line("leave line", who, id, std::nullopt, done);
  }
  void take_over(AgentId who, InteractionId id, Done<app::InteractionView> done) override {
    verb("take over", who, id, done);
  }
  void invite(AgentId who, InteractionId id, const std::string& to,
              Done<app::InteractionView> done) override {
    verb("invite " + to, who, id, done);
  }
  void mute_member(AgentId who, InteractionId id, const std::string& member, bool on,
                   Done<app::InteractionView> done) override {
    verb((on ? "mute member " : "unmute member ") + member, who, id, done);
  }
  void drop_member(AgentId who, InteractionId id, const std::string& member,
                   Done<app::InteractionView> done) override {
    verb("drop member " + member, who, id, done);
  }
  void transfer(AgentId who, InteractionId id, const app::HandOverRequest& wish,
                Done<app::InteractionView> done) override {
    const std::string note = wish.note ? " saying " + *wish.note : "";
    verb(wish.to ? "transfer " + *wish.to + note : "hand over", who, id, done);
  }
  void consult(AgentId who, InteractionId id, const app::TransferRequest& wish,
               Done<app::InteractionView> done) override {
    verb("consult " + wish.to + (wish.note ? " saying " + *wish.note : ""), who, id, done);
  }
  void conference(AgentId who, InteractionId id, Done<app::InteractionView> done) override {
    verb("conference", who, id, done);
  }
  void record(AgentId who, InteractionId id, bool on, bool card, Done<app::InteractionView> done) override {
    verb(std::string(on ? "record" : "pause_recording") + (card ? " card" : ""), who, id, done);
  }
  void mute(AgentId who, InteractionId id, bool on, Done<app::InteractionView> done) override {
    verb(on ? "mute" : "unmute", who, id, done);
  }
  void send_digits(AgentId who, InteractionId id, const std::string& digits,
                   Done<app::InteractionView> done) override {
    verb("dtmf " + digits, who, id, done);
  }
  void finish(AgentId who, InteractionId id, const app::FinishRequest& request,
              Done<app::InteractionView> done) override {
    verb("finish " + request.disposition, who, id, done);
  }
  void attach_contact(AgentId, InteractionId id, ContactId contact, Done<app::CardView> done) override {
    note("attach " + std::to_string(id.value()) + " to " + std::to_string(contact.value()));
    thread.submit([id, done] {
      app::CardView card;
      card.interaction = id.value();
      done(card);
    });
  }
  void interaction(InteractionId id, Done<std::optional<app::InteractionView>> done) override {
    thread.submit([this, id, done] {
      const auto found = live.find(id.value());
      done(found == live.end() ? std::nullopt : std::optional(found->second));
    });
  }
  void interaction_arrived(const app::TestInteractionRequest& request,
                           Done<app::InteractionView> done) override {
    thread.submit([request, done] {
      if (request.queue != "support") return done(Error{"no_such_queue", "There is no queue of this name."});
      app::InteractionView view;
      view.id = 77;
      view.channel = *domain::from_text<domain::Channel>(request.channel);
      done(view);
    });
  }
  void phone_offer(AgentId who, const std::string& sdp, Done<std::string> answer) override {
    note("phone offer " + std::to_string(who.value()) + " " + sdp);
    thread.submit([sdp, answer] {
      if (sdp == "bad") return answer(Error{"bad_sdp", "This offer cannot be read."});
      answer("answer to " + sdp);
    });
  }
  void phone_closed(AgentId who) override { note("phone closed " + std::to_string(who.value())); }
  void phone_echo(AgentId, bool on, Done<bool> done) override {
    thread.submit([on, done] { done(on); });
  }
  void configuration_changed(const domain::Configuration& all, std::int64_t version,
                             Done<void> done) override {
    note("configuration " + std::to_string(version) + ": " + std::to_string(all.queues.size()) + " queues");
    thread.submit([done] { done({}); });
  }
  void force_state(AgentId by, AgentId agent, const app::StateRequest& wish,
                   Done<app::AgentView> done) override {
    note(std::to_string(by.value()) + " forces " + std::to_string(agent.value()) + " to " + wish.state);
    thread.submit([done] { done(app::AgentView{}); });
  }
  void blocked(Done<std::vector<app::BlockedView>> done) override {
    thread.submit([done] { done(std::vector{app::BlockedView{"main", "+79161234567", 5, 2}}); });
  }
  void block(AgentId, const std::string& number, const app::BlockedRequest& wish,
             Done<app::BlockedView> done) override {
    note("block " + number + " until " + std::to_string(wish.until_ms.value_or(0)));
    thread.submit([done, number] { done(app::BlockedView{"main", number, 5, 0}); });
  }
  void unblock(AgentId, const std::string& number, const std::string& project,
               Done<app::BlockedView> done) override {
    note("unblock " + number + " of " + project);
    thread.submit([done, number] { done(app::BlockedView{"main", number, 5, 0}); });
  }
  void extend(AgentId who, InteractionId id, Done<app::InteractionView> done) override {
    verb("extend", who, id, done);
  }
  void take_from_stack(AgentId who, InteractionId id, Done<app::InteractionView> done) override {
    verb("take", who, id, done);
  }
  void call_back(AgentId who, InteractionId id, const app::CallbackRequest& request,
                 Done<app::InteractionView> done) override {
    verb("callback " + request.number.value_or("same"), who, id, done);
  }
  void plan_call(AgentId, const app::PlannedCallRequest& request, Done<app::PlannedCallView> done) override {
    note("plan " + request.number + " at " + std::to_string(request.at_ms));
    thread.submit([done] { done(app::PlannedCallView{}); });
  }
  void move_planned_call(AgentId, InteractionId id, base::Instant at,
                         Done<app::PlannedCallView> done) override {
    note("move " + std::to_string(id.value()) + " to " + std::to_string(base::to_ms(at)));
    thread.submit([done] { done(app::PlannedCallView{}); });
  }
  void cancel_planned_call(AgentId, InteractionId id, Done<app::PlannedCallView> done) override {
    note("cancel " + std::to_string(id.value()));
    thread.submit([done] { done(app::PlannedCallView{}); });
  }
  void planned_calls(domain::AgentId, Done<std::vector<app::PlannedCallView>> done) override {
    thread.submit([done] { done(std::vector<app::PlannedCallView>(1)); });
  }
  void contact_changed(ContactId id) override { note("contact changed " + std::to_string(id.value())); }

 private:
  void note(const std::string& words) {
    const std::lock_guard lock(mutex_);
    log_.push_back(words);
    changed_.notify_all();
  }
  void on_line(const std::string& name, AgentId who, InteractionId id, std::optional<domain::ListenMode> mode,
               Done<app::ListeningView> done) {
    note(name + " " + std::to_string(id.value()));
    thread.submit([this, who, id, mode, done] {
      if (!live.contains(id.value())) return done(Error{"not_found", "There is no such conversation."});
      app::ListeningView view;
      view.supervisor.id = who.value();
      view.interaction = id.value();
      view.mode = mode;
      done(view);
    });
  }
  void verb(const std::string& name, AgentId who, InteractionId id, Done<app::InteractionView> done) {
    note(name + " " + std::to_string(id.value()));
    thread.submit([this, who, id, done] {
      const auto found = live.find(id.value());
      if (found == live.end()) return done(Error{"not_found", "There is no such conversation."});
      if (found->second.agent && found->second.agent->id != who.value())
        return done(Error{"not_your_call", "Another agent has this call."});
      done(found->second);
    });
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> log_;
};
}  // namespace okno::api::testing
