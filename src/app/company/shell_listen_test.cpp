#include <gmock/gmock.h>

#include "app/testing/open_shell.h"

namespace okno::app {
using namespace std::chrono_literals;
using domain::LegId;
using domain::ListenMode;
using testing::kMaria;

class SupervisorOnTheLine : public testing::OpenShell {
 protected:
  void SetUp() override {
    OpenShell::SetUp();
    vera_ = add_agent("vera", "Вера", "", domain::Role::supervisor);
    start();
    browser_up(anna_);
    anna_leg_ = number(exchange_.browser_leg);
    browser_up(vera_);
    vera_leg_ = number(exchange_.browser_leg);
    ready(anna_);
    ring(5);
    ASSERT_TRUE(answer(anna_, 1));
    exchange_.said.clear();
    screen_.frames.clear();
  }
  static std::string number(LegId leg) { return std::to_string(leg.value()); }
  std::string listen(ListenMode mode, int id = 1) { return listen(vera_, mode, id); }
  std::string listen(AgentId who, ListenMode mode, int id = 1) {
    std::string out = "nothing";
    shell_->listen(who, InteractionId(id), mode, [&](Result<ListeningView> r) {
      out = r ? std::string(domain::to_text(*r->mode)) + " " + (r->agent ? r->agent->name : "nobody")
              : r.error().code;
    });
    loop_.run();
    return out;
  }
  std::string leave() {
    std::string out = "nothing";
    shell_->stop_listening(vera_, InteractionId(1),
                           [&](Result<ListeningView> r) { out = r ? r->why : r.error().code; });
    loop_.run();
    return out;
  }
  std::string take_over(AgentId who) {
    std::string out = "nothing";
    shell_->take_over(who, InteractionId(1),
                      [&](Result<InteractionView> r) { out = r ? r->agent->name : r.error().code; });
    loop_.run();
    return out;
  }
  // What this agent was told of who listens, last.
  std::string told(AgentId agent) {
    std::string last = "nothing";
    for (const auto& frame : screen_.frames) {
      if (frame.type != "listening.changed") continue;
      const bool his = std::count(frame.audience.agents.begin(), frame.audience.agents.end(), agent) > 0;
      if (!his) continue;
      const auto mode = frame.json.find("\"mode\":\"");
      last = mode == std::string::npos
                 ? "gone"
                 : frame.json.substr(mode + 8, frame.json.find('"', mode + 8) - mode - 8);
    }
    return last;
  }
  std::vector<std::string> audit() {
    std::vector<std::string> out;
    const auto page = store_->audit({});
    EXPECT_TRUE(page);
    for (const auto& row : page->items)
      if (row.author == vera_) out.push_back(row.place + " " + row.before + " → " + row.after);
    return out;
  }
  AgentId vera_;
  std::string anna_leg_, vera_leg_;
};

TEST_F(SupervisorOnTheLine, hears_the_agent_and_changes_how_she_is_heard) {
  EXPECT_EQ(listen(ListenMode::listen), "listen Анна");
  EXPECT_TRUE(exchange_.did("listen " + vera_leg_ + " " + anna_leg_));
  EXPECT_EQ(told(vera_), "listen");
  EXPECT_EQ(told(anna_), "nothing") << "who only listens is not shown";
  EXPECT_EQ(listen(ListenMode::whisper), "whisper Анна");
  EXPECT_TRUE(exchange_.did("whisper " + vera_leg_ + " " + anna_leg_));
  EXPECT_EQ(told(anna_), "whisper");
  EXPECT_EQ(listen(ListenMode::barge), "barge Анна");
  EXPECT_EQ(told(anna_), "barge");
  EXPECT_EQ(listen(ListenMode::listen), "listen Анна");
  EXPECT_EQ(told(anna_), "gone");
  EXPECT_EQ(leave(), "left");
  EXPECT_TRUE(exchange_.did("stop_listening " + vera_leg_));
  EXPECT_EQ(leave(), "not_listening");
  EXPECT_EQ(live(1)->state, domain::InteractionState::active) << "nothing changed for the two";
}

TEST_F(SupervisorOnTheLine, each_act_is_in_the_audit) {
  listen(ListenMode::listen);
  listen(ListenMode::barge);
  take_over(vera_);
  const auto rows = audit();
  ASSERT_EQ(rows.size(), 4u);  // newest first
  const auto did = [](const std::string& what) { return "call 1 {} → {\"did\":\"" + what + "\"}"; };
  EXPECT_EQ(rows[3], did("listened"));
  EXPECT_EQ(rows[2], did("barged"));
  EXPECT_THAT(rows, ::testing::Contains(did("left_line")));
  EXPECT_THAT(rows, ::testing::Contains(did("took_over")));
}

TEST_F(SupervisorOnTheLine, a_clear_no_when_it_cannot_be) {
  EXPECT_EQ(listen(anna_, ListenMode::listen), "your_own_call");
  EXPECT_EQ(listen(vera_, ListenMode::listen, 99), "not_found");
  EXPECT_EQ(listen(boris_, ListenMode::listen), "no_browser_phone");
  ring(6, "+79165550002");
  EXPECT_EQ(listen(vera_, ListenMode::listen, 2), "nobody_talks");
  shell_->browser_phone_changed(vera_, false);
  loop_.run();
  EXPECT_EQ(listen(ListenMode::listen), "no_browser_phone");
  EXPECT_EQ(take_over(vera_), "no_browser_phone");
}

TEST_F(SupervisorOnTheLine, ends_with_the_call_and_with_her_phone) {
  listen(ListenMode::barge);
  shell_->leg_ended(LegId(5), ports::LegEnd::hung_up, 0);
  loop_.run();
  EXPECT_TRUE(exchange_.did("stop_listening " + vera_leg_));
  EXPECT_EQ(told(vera_), "gone");
  EXPECT_EQ(told(anna_), "gone");
  EXPECT_EQ(leave(), "not_listening");
}

TEST_F(SupervisorOnTheLine, ends_when_her_phone_is_lost) {
  listen(ListenMode::listen);
  shell_->browser_phone_changed(vera_, false);
  loop_.run();
  EXPECT_EQ(told(vera_), "gone");
  EXPECT_EQ(leave(), "not_listening");
}

TEST_F(SupervisorOnTheLine, follows_the_customer_to_the_next_agent) {
  browser_up(boris_);
  const std::string boris_leg = number(exchange_.browser_leg);
  ready(boris_);
  listen(ListenMode::listen);
  shell_->transfer(anna_, InteractionId(1), {"boris", {}}, [](Result<InteractionView>) {});
  loop_.run();
  EXPECT_TRUE(exchange_.did("stop_listening " + vera_leg_)) << "he waits, and nobody hears him";
  ASSERT_TRUE(answer(boris_, 1));
  EXPECT_TRUE(exchange_.did("listen " + vera_leg_ + " " + boris_leg));
}

TEST_F(SupervisorOnTheLine, takes_the_conversation_over) {
  listen(ListenMode::whisper);
  exchange_.said.clear();
  EXPECT_EQ(take_over(vera_), "Вера");
  EXPECT_TRUE(exchange_.did("unbridge " + anna_leg_));
  EXPECT_TRUE(exchange_.did("bridge 5 " + vera_leg_));
  EXPECT_FALSE(exchange_.did("stop_listening " + vera_leg_)) << "she is joined with the customer";
  EXPECT_FALSE(exchange_.did("play 5 music"));
  EXPECT_EQ(told(vera_), "gone");
  EXPECT_EQ(told(anna_), "gone");
  const auto view = live(1);
  ASSERT_EQ(view->segments.size(), 2u);
  EXPECT_EQ(view->segments[1].from->name, "Анна");
  EXPECT_EQ(take_over(vera_), "yours_already");
}

TEST_F(SupervisorOnTheLine, the_picture_of_a_new_window_has_who_listens) {
  listen(ListenMode::listen);
  const auto seen = [this](AgentId reader) {
    SnapshotView view;
    shell_->snapshot(reader, [&](Result<SnapshotView> all) { view = *all; });
    loop_.run();
    return view.listening.size();
  };
  EXPECT_EQ(seen(vera_), 1u);
  EXPECT_EQ(seen(anna_), 0u);
  listen(ListenMode::barge);
  EXPECT_EQ(seen(anna_), 1u);
}

// --- a conference

class Conference : public SupervisorOnTheLine {
 protected:
  using Act = std::function<void(Done<InteractionView>)>;
  std::string act(const Act& what) {
    std::string out = "nothing";
    what([&](Result<InteractionView> r) { out = r ? "well" : r.error().code; });
    loop_.run();
    return out;
  }
  std::string invite(const std::string& to) {
    return act([&](auto done) { shell_->invite(anna_, InteractionId(1), to, done); });
  }
  std::string mute(const std::string& member, bool on) {
    return act([&](auto done) { shell_->mute_member(anna_, InteractionId(1), member, on, done); });
  }
  std::string drop(const std::string& member) {
    return act([&](auto done) { shell_->drop_member(anna_, InteractionId(1), member, done); });
  }
  void answered(int leg) {
    shell_->leg_answered(LegId(leg));
    loop_.run();
  }
  std::vector<std::string> members() {
    std::vector<std::string> out;
    const auto view = live(1);
    if (view && view->company)
      for (const auto& one : view->company->members)
        out.push_back(one.member + (one.muted ? " muted" : "") + (one.ringing ? " ringing" : ""));
    return out;
  }
};

TEST_F(Conference, guests_join_as_they_answer_are_muted_and_dropped) {
  EXPECT_EQ(invite("8 903 555-01-01"), "well");
  ASSERT_TRUE(exchange_.did("dial -3 +79035550101"));
  EXPECT_THAT(members(), ::testing::ElementsAre("customer", "number:+79035550101 ringing"));
  answered(-3);
  EXPECT_TRUE(exchange_.did("join 5 " + anna_leg_ + " -3"));
  EXPECT_EQ(live(1)->company->state, "all");
  EXPECT_EQ(invite("+79035550102"), "well");
  answered(-4);
  EXPECT_TRUE(exchange_.did("join 5 " + anna_leg_ + " -3 -4"));
  EXPECT_EQ(mute("number:+79035550102", true), "well");
  EXPECT_TRUE(exchange_.did("mute -4 on"));
  EXPECT_EQ(mute("customer", true), "well");
  EXPECT_THAT(members(),
              ::testing::ElementsAre("customer muted", "number:+79035550101", "number:+79035550102 muted"));
  EXPECT_EQ(mute("customer", false), "well");
  EXPECT_TRUE(exchange_.did("mute 5 off"));
  EXPECT_EQ(drop("customer"), "customer_not_dropped");
  exchange_.said.clear();
  EXPECT_EQ(drop("number:+79035550102"), "well");
  EXPECT_TRUE(exchange_.did("hang_up -4"));
  EXPECT_TRUE(exchange_.did("join 5 " + anna_leg_ + " -3"));
  EXPECT_EQ(drop("number:+79035550102"), "no_such_member");
  shell_->leg_ended(LegId(-3), ports::LegEnd::hung_up, 0);
  loop_.run();
  EXPECT_TRUE(exchange_.did("bridge 5 " + anna_leg_));
  EXPECT_TRUE(members().empty());
  EXPECT_EQ(mute("customer", true), "no_such_member") << "two are no conference";
}

TEST_F(Conference, the_customer_on_hold_comes_back_to_all_of_them) {
  invite("+79035550101");
  answered(-3);
  exchange_.said.clear();
  const auto hold = [this](bool on) {
    return act([&](auto done) { shell_->hold(anna_, InteractionId(1), on, done); });
  };
  EXPECT_EQ(hold(true), "well");
  EXPECT_TRUE(exchange_.did("play 5 music"));
  EXPECT_EQ(hold(false), "well");
  EXPECT_TRUE(exchange_.did("join 5 " + anna_leg_ + " -3"));
}

TEST_F(Conference, guests_go_when_the_customer_does) {
  invite("+79035550101");
  answered(-3);
  invite("+79035550102");
  shell_->leg_ended(LegId(5), ports::LegEnd::hung_up, 0);
  loop_.run();
  EXPECT_TRUE(exchange_.did("hang_up -3"));
  EXPECT_TRUE(exchange_.did("hang_up -4")) << "who still rings too";
}

TEST_F(Conference, who_was_asked_can_be_muted_and_dropped) {
  browser_up(boris_);
  const std::string boris_leg = number(exchange_.browser_leg);
  ready(boris_);
  act([&](auto done) { shell_->consult(anna_, InteractionId(1), {"boris", {}}, done); });
  ASSERT_TRUE(answer(boris_, 1));
  act([&](auto done) { shell_->conference(anna_, InteractionId(1), done); });
  const std::string boris = "agent:" + std::to_string(boris_.value());
  EXPECT_THAT(members(), ::testing::ElementsAre("customer", boris));
  EXPECT_EQ(mute(boris, true), "well");
  EXPECT_TRUE(exchange_.did("mute " + boris_leg + " on"));
  EXPECT_EQ(drop(boris), "well");
  EXPECT_TRUE(exchange_.did("unbridge " + boris_leg));
  EXPECT_TRUE(exchange_.did("mute " + boris_leg + " off")) << "his next call is heard";
  EXPECT_TRUE(exchange_.did("bridge 5 " + anna_leg_));
}

TEST_F(Conference, a_supervisor_takes_it_over_with_all_who_are_in_it) {
  invite("+79035550101");
  answered(-3);
  exchange_.said.clear();
  EXPECT_EQ(take_over(vera_), "Вера");
  EXPECT_TRUE(exchange_.did("join 5 " + vera_leg_ + " -3"));
  EXPECT_FALSE(exchange_.did("hang_up -3"));
}
}  // namespace okno::app
