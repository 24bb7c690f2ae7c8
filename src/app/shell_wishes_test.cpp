// Wishes of people reach the core as events; what it refuses comes back in its words.
#include <gmock/gmock.h>

#include "app/testing/open_shell.h"

namespace okno::app {
namespace {
using namespace testing;
class Wishes : public OpenShell {};

TEST_F(Wishes, a_number_is_out_until_the_project_s_midnight_and_let_in_again) {
  // Until the core keeps the list itself, what it would answer is told to the shell by the journal's replay.
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
}  // namespace
}  // namespace okno::app
