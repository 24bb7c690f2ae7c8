// The customer, the agent's answer and the agent's line come in any order: the last to come joins them.
#include "app/testing/open_shell.h"

namespace okno::app {
using namespace std::chrono_literals;
using domain::LegId;
using testing::kMaria;

class Phones : public testing::OpenShell {
 protected:
  void with_phones_required(bool required) {
    configuration_.phone_required = required;
    start();
  }
  // He waited and is to be called: his own line is gone.
  void asks_for_a_callback() {
    ring(5);
    bool taken = false;
    shell_->call_back(boris_, InteractionId(1), {}, [&](Result<InteractionView> r) { taken = r.ok(); });
    loop_.run();
    ASSERT_TRUE(taken);
    shell_->play_finished(LegId(5), exchange_.token);
    shell_->leg_ended(LegId(5), ports::LegEnd::released, 0);
    loop_.run();
    ASSERT_TRUE(exchange_.did("hang_up 5"));
  }
  // Anna, at her desk, presses "answer" on his card; the number is dialled.
  void anna_takes_the_card() {
    shell_->window_opened(anna_);
    ready(anna_);
    const auto taken = answer(anna_, 1);
    ASSERT_TRUE(taken) << taken.error().words;
  }
  void customer_answers(int leg) {
    ASSERT_TRUE(exchange_.did("dial " + std::to_string(leg) + " " + kMaria));
    shell_->leg_ringing(LegId(leg));
    shell_->leg_answered(LegId(leg));
    loop_.run();
    EXPECT_EQ(live(1)->state, InteractionState::active);
  }
  int bridges() const {
    int n = 0;
    for (const auto& line : exchange_.said) n += line.starts_with("bridge ");
    return n;
  }
};

TEST_F(Phones, a_callback_joins_the_line_that_was_there_before_the_customer) {
  with_phones_required(false);
  asks_for_a_callback();
  browser_up(anna_);  // -1
  anna_takes_the_card();
  customer_answers(-2);
  EXPECT_TRUE(exchange_.did("bridge -2 -1"));
  EXPECT_EQ(bridges(), 1);
}

TEST_F(Phones, a_callback_joins_the_line_that_comes_while_the_customer_s_phone_rings) {
  with_phones_required(false);
  asks_for_a_callback();
  anna_takes_the_card();
  browser_up(anna_);  // -2
  EXPECT_EQ(bridges(), 0) << "his phone only rings";
  customer_answers(-1);
  EXPECT_TRUE(exchange_.did("bridge -1 -2"));
  EXPECT_EQ(bridges(), 1);
}

TEST_F(Phones, a_callback_joins_the_line_that_comes_after_the_customer_answered) {
  with_phones_required(false);
  asks_for_a_callback();
  anna_takes_the_card();
  customer_answers(-1);
  EXPECT_EQ(bridges(), 0);
  browser_up(anna_);  // -2
  EXPECT_TRUE(exchange_.did("bridge -1 -2"));
  EXPECT_EQ(bridges(), 1);
}

TEST_F(Phones, a_call_answered_without_a_phone_is_heard_when_the_line_comes) {
  with_phones_required(false);
  shell_->window_opened(anna_);
  ready(anna_);
  ring(5);
  ASSERT_TRUE(answer(anna_, 1));
  browser_up(anna_);
  EXPECT_TRUE(exchange_.did("bridge 5 -1"));
}

TEST_F(Phones, a_line_that_comes_while_the_customer_is_on_hold_joins_when_he_is_taken_back) {
  with_phones_required(false);
  shell_->window_opened(anna_);
  ready(anna_);
  ring(5);
  ASSERT_TRUE(answer(anna_, 1));
  shell_->hold(anna_, InteractionId(1), true, [](Result<InteractionView> r) { EXPECT_TRUE(r); });
  loop_.run();
  browser_up(anna_);
  EXPECT_EQ(bridges(), 0) << "he hears music";
  shell_->hold(anna_, InteractionId(1), false, [](Result<InteractionView> r) { EXPECT_TRUE(r); });
  loop_.run();
  EXPECT_TRUE(exchange_.did("bridge 5 -1"));
}

TEST_F(Phones, a_colleague_who_is_asked_before_his_line_is_there_is_heard_when_it_comes) {
  with_phones_required(false);
  browser_up(anna_);  // -1
  ready(anna_);
  ring(5);
  ASSERT_TRUE(answer(anna_, 1));
  shell_->window_opened(boris_);
  ready(boris_);
  shell_->consult(anna_, InteractionId(1), {"boris", {}}, [](Result<InteractionView> r) { EXPECT_TRUE(r); });
  loop_.run();
  ASSERT_TRUE(answer(boris_, 1));
  EXPECT_FALSE(exchange_.did("bridge -1 -2"));
  browser_up(boris_);  // -2
  EXPECT_TRUE(exchange_.did("bridge -1 -2"));
}

TEST_F(Phones, whose_line_is_cut_while_the_number_rings_has_the_same_time_to_come_back_as_in_a_talk) {
  browser_up(anna_);  // -1
  ready(anna_);
  shell_->call(anna_, {kMaria, {}, {}}, [](Result<InteractionView> r) { EXPECT_TRUE(r); });
  loop_.run();
  shell_->browser_phone_changed(anna_, false);
  loop_.run();
  shell_->leg_answered(LegId(-2));
  loop_.run();
  EXPECT_TRUE(exchange_.did("play -2 music")) << "the customer hears that he is not forgotten";
  EXPECT_EQ(live(1)->state, InteractionState::held);
  loop_.pass(3s);
  browser_up(anna_);  // -3
  EXPECT_TRUE(exchange_.did("bridge -2 -3"));
  EXPECT_EQ(live(1)->state, InteractionState::active);
}

TEST_F(Phones, who_does_not_come_back_leaves_nobody_on_the_line) {
  browser_up(anna_);
  ready(anna_);
  shell_->call(anna_, {kMaria, {}, {}}, [](Result<InteractionView> r) { EXPECT_TRUE(r); });
  loop_.run();
  shell_->browser_phone_changed(anna_, false);
  loop_.run();
  shell_->leg_answered(LegId(-2));
  loop_.pass(21s);
  EXPECT_TRUE(exchange_.did("hang_up -2"));
  EXPECT_FALSE(live(1));
}
}  // namespace okno::app
