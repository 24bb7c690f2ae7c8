#include <gmock/gmock.h>

#include "app/testing/open_shell.h"

namespace okno::app {
using namespace std::chrono_literals;
using domain::LegId;
using testing::kMaria;

class Company : public testing::OpenShell {
 protected:
  void SetUp() override {
    OpenShell::SetUp();
    browser_up(anna_);
    anna_leg_ = number(exchange_.browser_leg);
    browser_up(boris_);
    boris_leg_ = number(exchange_.browser_leg);
    ready(anna_);
    ring(5);
    ASSERT_TRUE(answer(anna_, 1));
    ready(boris_);
    exchange_.said.clear();
  }
  static std::string number(LegId leg) { return std::to_string(leg.value()); }
  template <class Wish>
  std::string ask(void (Shell::*verb)(AgentId, InteractionId, const Wish&, Done<InteractionView>),
                  AgentId who, const Wish& wish) {
    std::string out = "nothing";
    ((*shell_).*verb)(who, InteractionId(1), wish, [&](Result<InteractionView> r) {
      out = r ? std::string(to_text(r->state)) : r.error().code;
    });
    loop_.run();
    return out;
  }
  std::string transfer(AgentId who, const std::string& to, const std::string& note = "") {
    return ask(&Shell::transfer, who, HandOverRequest{to, note});
  }
  std::string hand_over(AgentId who) { return ask(&Shell::transfer, who, HandOverRequest{}); }
  std::string consult(AgentId who, const std::string& to) {
    return ask(&Shell::consult, who, TransferRequest{to, {}});
  }
  void back(AgentId who) {
    shell_->hold(who, InteractionId(1), false, [](Result<InteractionView>) {});
    loop_.run();
  }
  void all_together() {
    shell_->conference(anna_, InteractionId(1), [](Result<InteractionView>) {});
    loop_.run();
  }
  std::string company() {
    const auto view = live(1);
    if (!view || !view->company) return "";
    const auto& c = *view->company;
    return c.state + " " + (c.agent ? c.agent->name : c.outside);
  }
  void outside_answers() {
    shell_->leg_answered(LegId(outside_));
    loop_.run();
  }
  std::string anna_leg_, boris_leg_;
  int outside_ = -3;  // after the two browsers
};

TEST_F(Company, a_customer_is_handed_over_by_login_and_both_hear_each_other) {
  EXPECT_EQ(transfer(anna_, "boris", std::string(8'001, 'x')), "note_too_long");
  EXPECT_EQ(transfer(anna_, "boris", "a bill\x01"), "offered");
  EXPECT_EQ(live(1)->segments[0].note, "a bill");
  EXPECT_TRUE(exchange_.did("unbridge " + anna_leg_));
  EXPECT_TRUE(exchange_.did("play 5 music"));
  ASSERT_TRUE(answer(boris_, 1));
  EXPECT_TRUE(exchange_.did("bridge 5 " + boris_leg_));
  EXPECT_FALSE(exchange_.did("stop_recording 5"));
  const auto view = live(1);
  ASSERT_EQ(view->segments.size(), 2u);
  EXPECT_EQ(view->segments[1].agent->name, "Борис");
  EXPECT_EQ(view->segments[1].from->name, "Анна");
  EXPECT_EQ(company(), "");
}

TEST_F(Company, nobody_is_let_go_when_the_target_is_not_understood) {
  EXPECT_EQ(transfer(anna_, "nobody"), "no_such_target");
  EXPECT_EQ(transfer(anna_, "anna"), "yours_already");
  EXPECT_EQ(transfer(boris_, "support"), "not_your_call");
  EXPECT_EQ(hand_over(anna_), "nobody_answered");
  EXPECT_EQ(consult(anna_, "menu:main"), "no_such_target");
  EXPECT_TRUE(exchange_.said.empty());
}

TEST_F(Company, a_colleague_is_asked_then_the_agent_is_back_with_the_customer) {
  EXPECT_EQ(consult(anna_, "boris"), "held");
  EXPECT_TRUE(exchange_.did("unbridge 5"));
  EXPECT_TRUE(exchange_.did("play 5 music"));
  EXPECT_EQ(company(), "ringing Борис");
  ASSERT_TRUE(answer(boris_, 1));
  EXPECT_TRUE(exchange_.did("bridge " + anna_leg_ + " " + boris_leg_));
  EXPECT_EQ(company(), "aside Борис");
  exchange_.said.clear();
  back(anna_);
  EXPECT_TRUE(exchange_.did("unbridge " + boris_leg_));
  EXPECT_TRUE(exchange_.did("bridge 5 " + anna_leg_));
  EXPECT_EQ(company(), "");
}

TEST_F(Company, who_was_asked_takes_the_customer_over) {
  consult(anna_, "boris");
  ASSERT_TRUE(answer(boris_, 1));
  exchange_.said.clear();
  EXPECT_EQ(hand_over(anna_), "active");
  EXPECT_TRUE(exchange_.did("unbridge " + anna_leg_));
  EXPECT_TRUE(exchange_.did("bridge 5 " + boris_leg_));
  ASSERT_NE(screen_.last("interaction.changed"), nullptr);
  EXPECT_EQ(screen_.last("interaction.changed")->json.find("\"company\""), std::string::npos)
      << "no screen says that the customer still waits aside";
  bool finished = false;  // anna's own result, while boris talks
  shell_->finish(anna_, InteractionId(1), {"sold", "мне"},
                 [&](Result<InteractionView> r) { finished = r.ok(); });
  loop_.run();
  EXPECT_TRUE(finished);
  EXPECT_EQ(live(1)->segments[0].disposition, "sold");
  shell_->leg_ended(LegId(5), ports::LegEnd::hung_up, 0);
  loop_.run();
  EXPECT_TRUE(exchange_.did("unbridge " + boris_leg_));
}

TEST_F(Company, all_three_are_joined_and_two_are_left_when_one_goes) {
  consult(anna_, "boris");
  ASSERT_TRUE(answer(boris_, 1));
  all_together();
  EXPECT_TRUE(exchange_.did("join 5 " + anna_leg_ + " " + boris_leg_));
  EXPECT_EQ(company(), "all Борис");
  exchange_.said.clear();
  shell_->hang_up(boris_, InteractionId(1), [](Result<InteractionView>) {});
  loop_.run();
  EXPECT_TRUE(exchange_.did("unbridge " + boris_leg_));
  EXPECT_TRUE(exchange_.did("bridge 5 " + anna_leg_));
}

TEST_F(Company, somebody_outside_is_asked_and_then_left_alone_with_the_customer) {
  EXPECT_EQ(consult(anna_, "8 (903) 555-01-02"), "held");
  ASSERT_TRUE(exchange_.did("dial -3 +79035550102"));
  EXPECT_EQ(company(), "ringing +79035550102");
  outside_answers();
  EXPECT_TRUE(exchange_.did("bridge " + anna_leg_ + " -3"));
  hand_over(anna_);
  EXPECT_TRUE(exchange_.did("bridge 5 -3"));
  EXPECT_EQ(company(), "outside +79035550102");
  shell_->leg_ended(LegId(-3), ports::LegEnd::hung_up, 0);
  loop_.run();
  EXPECT_TRUE(exchange_.did("hang_up 5"));
}

TEST_F(Company, a_busy_number_gives_the_customer_back) {
  transfer(anna_, "+79035550102");
  ASSERT_TRUE(exchange_.did("dial -3 +79035550102"));
  shell_->leg_ended(LegId(-3), ports::LegEnd::busy, 486);
  loop_.run();
  ASSERT_TRUE(answer(anna_, 1));
  EXPECT_TRUE(exchange_.did("bridge 5 " + anna_leg_));
}

TEST_F(Company, whose_customer_leaves_hangs_up_on_the_number_that_rings) {
  consult(anna_, "+79035550102");
  shell_->leg_ended(LegId(5), ports::LegEnd::hung_up, 0);
  loop_.run();
  EXPECT_TRUE(exchange_.did("hang_up -3"));
  EXPECT_EQ(shell_->counts().legs, 0u);
}

TEST_F(Company, who_handed_over_sees_the_conversation_while_he_works_after_it) {
  consult(anna_, "boris");
  ASSERT_TRUE(answer(boris_, 1));
  EXPECT_EQ(hand_over(anna_), "active");
  const auto* changed = screen_.last("interaction.changed");
  ASSERT_NE(changed, nullptr);
  EXPECT_THAT(changed->audience.agents, ::testing::Contains(anna_));
  SnapshotView again;  // her window is opened anew
  shell_->snapshot(anna_, [&](Result<SnapshotView> all) { again = *all; });
  loop_.run();
  ASSERT_EQ(again.interactions.size(), 1U);
  EXPECT_EQ(again.interactions[0].agent->id, boris_.value());
  ASSERT_TRUE(again.card);
  EXPECT_EQ(again.me.state, domain::AgentState::wrap_up);
}
}  // namespace okno::app
