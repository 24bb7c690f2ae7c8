// Wishes of people reach the core as events; what it refuses comes back in its words.
#include <gmock/gmock.h>

#include "app/testing/open_shell.h"

namespace okno::app {
namespace {
using namespace testing;
class Wishes : public OpenShell {};

TEST_F(Wishes, a_number_is_out_until_the_project_s_midnight_and_let_in_again) {
  Result<BlockedView> blocked = base::Error{"none", ""};
  shell_->block(anna_, "8 916 123-45-67", {}, [&](Result<BlockedView> r) { blocked = std::move(r); });
  loop_.run();
  ASSERT_TRUE(blocked) << blocked.error().words;
  EXPECT_EQ(blocked->number, kMaria);
  EXPECT_GT(blocked->until_ms, base::to_ms(loop_.now));
  EXPECT_LE(blocked->until_ms, base::to_ms(loop_.now + 24h));
  Result<BlockedView> let_in = base::Error{"none", ""};
  shell_->unblock(anna_, "+70000000000", "", [&](Result<BlockedView> r) { let_in = std::move(r); });
  loop_.run();
  EXPECT_EQ(let_in.error().code, "not_found");
  shell_->block(anna_, kMaria, {"nowhere", {}}, [&](Result<BlockedView> r) { blocked = std::move(r); });
  shell_->block(anna_, kMaria, {{}, 5}, [&](Result<BlockedView> r) { let_in = std::move(r); });
  loop_.run();
  EXPECT_EQ(blocked.error().code, "no_such_project");
  EXPECT_EQ(let_in.error().code, "bad_time");
}

TEST_F(Wishes, who_is_out_today_is_still_on_the_list_after_every_restart) {
  const auto listed = [this] {
    std::vector<std::string> numbers;
    shell_->blocked([&](Result<std::vector<BlockedView>> all) {
      for (const auto& one : *all) numbers.push_back(one.number);
    });
    loop_.run();
    return numbers;
  };
  shell_->block(anna_, kMaria, {}, [](Result<BlockedView> r) { EXPECT_TRUE(r); });
  shell_->block(anna_, "+79990000001", {{}, base::to_ms(loop_.now + 1h)},
                [](Result<BlockedView> r) { EXPECT_TRUE(r); });
  loop_.run();
  for (int restart = 0; restart < 3; ++restart) {  // from the second on the journal begins with a checkpoint
    start();
    EXPECT_THAT(listed(), ::testing::UnorderedElementsAre(kMaria, "+79990000001")) << restart;
  }
  loop_.pass(2h);
  start();
  EXPECT_THAT(listed(), ::testing::ElementsAre(kMaria));
  bool let_in = false;
  shell_->unblock(anna_, kMaria, "", [&](Result<BlockedView> r) { let_in = r.ok(); });
  loop_.run();
  EXPECT_TRUE(let_in);
  start();
  EXPECT_THAT(listed(), ::testing::IsEmpty());
}

TEST_F(Wishes, what_does_not_live_cannot_be_wished_about) {
  std::vector<std::string> codes;
  const auto note = [&](auto result) { codes.push_back(result.error().code); };
  const InteractionId nothing(99);
  shell_->extend(anna_, nothing, [&](Result<InteractionView> r) { note(r); });
  shell_->take_from_stack(anna_, nothing, [&](Result<InteractionView> r) { note(r); });
  shell_->call_back(anna_, nothing, {}, [&](Result<InteractionView> r) { note(r); });
  shell_->move_planned_call(anna_, nothing, loop_.now + 1h, [&](Result<PlannedCallView> r) { note(r); });
  shell_->cancel_planned_call(anna_, nothing, [&](Result<PlannedCallView> r) { note(r); });
  shell_->force_state(anna_, AgentId(99), {"pause", {}}, [&](Result<AgentView> r) { note(r); });
  loop_.run();
  EXPECT_THAT(codes, ::testing::AllOf(::testing::SizeIs(6), ::testing::Each("not_found")));
}

TEST_F(Wishes, only_numbers_are_dialled_and_only_our_own_are_shown) {
  browser_up(anna_);
  ready(anna_);
  const auto call = [&](const std::string& to, std::optional<std::string> from) {
    std::string code;
    shell_->call(anna_, {to, std::move(from), {}},
                 [&](Result<InteractionView> r) { code = r ? "" : r.error().code; });
    loop_.run();
    return code;
  };
  EXPECT_EQ(call("abc", {}), "bad_number");
  EXPECT_EQ(call(kMaria, "+74951234567"), "bad_caller_id");
  EXPECT_EQ(call(kMaria, "8 800 555 01 00"), "");
  Result<PlannedCallView> plan = base::Error{"none", ""};
  shell_->plan_call(anna_, {"maria", "support", base::to_ms(loop_.now + 1h), {}, {}},
                    [&](Result<PlannedCallView> r) { plan = std::move(r); });
  loop_.run();
  EXPECT_EQ(plan.error().code, "bad_number");
}

TEST_F(Wishes, a_callback_is_asked_for_by_who_serves_the_queue_and_for_who_waits_on_the_line) {
  ring(5);
  const auto call_back = [&](AgentId who, int id, std::optional<std::string> number) {
    std::string code;
    shell_->call_back(who, InteractionId(id), {std::move(number)},
                      [&](Result<InteractionView> r) { code = r ? "" : r.error().code; });
    loop_.run();
    return code;
  };
  shell_->interaction_arrived({"chat", "support", kMaria, "слова"}, [](Result<InteractionView>) {});
  loop_.run();
  configuration_.agents[1].queues.clear();
  shell_->configuration_changed(configuration_, 7, [](Result<void>) {});
  loop_.run();
  EXPECT_EQ(call_back(boris_, 1, {}), "not_your_call");
  EXPECT_EQ(call_back(anna_, 2, {}), "wrong_state");
  EXPECT_EQ(call_back(anna_, 1, "abc"), "bad_number");
  EXPECT_EQ(call_back(anna_, 1, "+79167654321"), "");
  EXPECT_TRUE(live(1)->callback);
}

TEST_F(Wishes, a_plan_names_a_queue_a_number_and_a_moment_to_come) {
  std::vector<std::string> codes;
  const auto plan = [&](const PlannedCallRequest& wish) {
    shell_->plan_call(anna_, wish, [&](Result<PlannedCallView> r) { codes.push_back(r.error().code); });
    loop_.run();
  };
  const auto later = base::to_ms(loop_.now + 1h);
  plan({kMaria, "nowhere", later, {}, {}});
  plan({kMaria, "support", base::to_ms(loop_.now) - 1, {}, {}});
  plan({kMaria, "support", later, 99, {}});
  EXPECT_THAT(codes, ::testing::ElementsAre("no_such_queue", "bad_time", "not_found"));
}

TEST_F(Wishes, a_letter_is_taken_from_the_stack_and_anothers_call_is_not) {
  Result<InteractionView> letter = base::Error{"none", ""};
  shell_->interaction_arrived({"email", "support", "a@b.ru", "Здравствуйте"},
                              [&](Result<InteractionView> r) { letter = std::move(r); });
  loop_.run();
  ASSERT_TRUE(letter) << letter.error().words;
  browser_up(anna_);
  Result<InteractionView> taken = base::Error{"none", ""};
  const InteractionId id(letter->id);
  shell_->take_from_stack(anna_, id, [&](Result<InteractionView> r) { taken = std::move(r); });
  loop_.run();
  EXPECT_FALSE(taken);  // she is offline
  ready(anna_);
  Result<InteractionView> again = base::Error{"none", ""};
  shell_->take_from_stack(boris_, id, [&](Result<InteractionView> r) { again = std::move(r); });
  loop_.run();
  EXPECT_FALSE(again);
}

TEST_F(Wishes, who_is_put_on_a_pause_sees_by_whom_and_why) {
  const auto vera = add_agent("vera", "Вера", "");
  configuration_.agents.back().role = domain::Role::supervisor;
  start();
  ready(anna_);
  Result<AgentView> forced = base::Error{"none", ""};
  shell_->force_state(vera, anna_, {"pause", "meeting"}, [&](Result<AgentView> r) { forced = std::move(r); });
  loop_.run();
  ASSERT_TRUE(forced) << forced.error().words;
  ASSERT_TRUE(forced->forced_by);
  EXPECT_EQ(forced->forced_by->name, "Вера");
  EXPECT_EQ(forced->reason, "forced: meeting");
  Result<MeView> me = base::Error{"none", ""};
  shell_->me(anna_, [&](Result<MeView> r) { me = std::move(r); });
  loop_.run();
  ASSERT_TRUE(me && me->forced_by);
  EXPECT_EQ(me->forced_by->id, vera.value());
  ready(anna_);  // her own state again
  shell_->me(anna_, [&](Result<MeView> r) { me = std::move(r); });
  loop_.run();
  EXPECT_FALSE(me->forced_by);
}
}  // namespace
}  // namespace okno::app
