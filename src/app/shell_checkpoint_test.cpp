// The journal begins anew in mid-work, and a store that is away or slow: nothing is lost, nobody loses his
// place.
#include "app/testing/open_shell.h"

namespace okno::app {
using namespace std::chrono_literals;
using testing::kMaria;
namespace {
class ShellCheckpoint : public testing::OpenShell {
 protected:
  void write(const std::string& channel, int n, const std::string& from = kMaria) {
    for (int i = 0; i < n; ++i)
      shell_->interaction_arrived({channel, "support", from, "слова " + std::to_string(i)},
                                  [this](Result<InteractionView> r) { accepted_ += r.ok(); });
    loop_.pass(100ms);
  }
  void crash() {  // kill -9: what has not reached the store by now never will
    pool_.kept.clear();
    pool_.held = pool_.full = false;
    start();
  }
  int offered_to(AgentId agent) {
    int id = 0;
    shell_->snapshot(agent, [&](Result<SnapshotView> all) {
      if (all && all->offer) id = static_cast<int>(all->offer->interaction.id);
    });
    loop_.run();
    return id;
  }
  // Whom the agent gets one after another.
  std::vector<int> served(AgentId agent, int n) {
    std::vector<int> ids;
    for (int i = 0; i < n; ++i) {
      const int id = offered_to(agent);
      ids.push_back(id);
      EXPECT_TRUE(answer(agent, id));
      shell_->finish(agent, InteractionId(id), {"sold", {}}, [](Result<InteractionView>) {});
      loop_.run();
      shell_->hang_up(agent, InteractionId(id), [](Result<InteractionView>) {});
      loop_.run();
    }
    return ids;
  }
  int times(const std::string& event) const {
    return static_cast<int>(std::count(logged_.begin(), logged_.end(), event));
  }
  int accepted_ = 0;
};
std::vector<int> numbers(int from, int to) {
  std::vector<int> all;
  for (int i = from; i <= to; ++i) all.push_back(i);
  return all;
}
}  // namespace

TEST_F(ShellCheckpoint, who_waits_is_back_in_the_same_order_whatever_the_journal_began_with) {
  journal_keeps_ = 20'000;
  start();
  write("chat", 200);
  write("chat", 100, "+79990000001");
  const auto bytes = journal_->bytes();
  crash();
  EXPECT_EQ(times("bad_checkpoint"), 0);
  EXPECT_EQ(shell_->counts().live, 300u);
  write("chat", 100);
  crash();
  EXPECT_EQ(shell_->counts().live, 400u);
  EXPECT_LT(bytes, 300 * 2'000);
  browser_up(anna_);
  ready(anna_);
  EXPECT_EQ(served(anna_, 120), numbers(1, 120));
  crash();
  browser_up(anna_);
  EXPECT_EQ(served(anna_, 100), numbers(121, 220));
  EXPECT_EQ(live(399)->words, "слова 98");
  EXPECT_EQ(live(399)->contact->name, "Мария Иванова");
}

TEST_F(ShellCheckpoint, an_offer_a_conversation_and_a_wrap_up_go_on_from_a_checkpoint) {
  journal_keeps_ = 1;
  configuration_.agents[0].capacity.chat = 3;
  start();
  browser_up(anna_);
  ready(anna_);
  write("chat", 1);
  ASSERT_TRUE(answer(anna_, 1));
  write("chat", 1);
  loop_.pass(1s);
  crash();
  EXPECT_EQ(live(1)->state, InteractionState::active) << "his, until he has had the time to come back";
  browser_up(anna_);
  EXPECT_EQ(live(1)->state, InteractionState::active);
  EXPECT_EQ(live(1)->agent->name, "Анна");
  EXPECT_EQ(offered_to(anna_), 2);
  EXPECT_TRUE(answer(anna_, 2));
  EXPECT_EQ(live(2)->state, InteractionState::active);
}

TEST_F(ShellCheckpoint, the_work_after_a_call_keeps_the_call_s_recording) {
  journal_keeps_ = 1;
  start();
  browser_up(anna_);
  ready(anna_);
  ring(5);
  ASSERT_TRUE(answer(anna_, 1));
  shell_->leg_ended(testing::LegId(5), ports::LegEnd::hung_up, 0);
  loop_.pass(1s);
  for (int i = 0; i < 2; ++i) crash();
  bool done = false;
  shell_->finish(anna_, InteractionId(1), {"sold", {}}, [&](Result<InteractionView> r) { done = r.ok(); });
  loop_.pass(1s);
  const auto row = store_->interaction(InteractionId(1));
  ASSERT_TRUE(row && *row);
  EXPECT_TRUE(done);
  EXPECT_EQ((*row)->disposition, "sold");
  EXPECT_FALSE((*row)->recording.empty());
}

TEST_F(ShellCheckpoint, while_the_store_is_away_all_goes_on_and_its_rows_come_later) {
  journal_keeps_ = 5'000;
  start();
  browser_up(anna_);
  ready(anna_);
  pool_.full = true;
  write("chat", 200);
  EXPECT_GT(times("pool_full"), 0);
  EXPECT_EQ(served(anna_, 150), numbers(1, 150)) << "decisions need no store";
  loop_.pass(60s);
  EXPECT_FALSE(*store_->interaction(InteractionId(1))) << "nothing has reached it";
  const auto grown = journal_->bytes();
  EXPECT_GT(grown, 200 * 200) << "the journal is all there is: it may not be cut";
  pool_.full = false;
  loop_.pass(2s);
  write("chat", 20);
  loop_.pass(2s);
  for (int id = 1; id <= 220; ++id) EXPECT_TRUE(*store_->interaction(InteractionId(id))) << id;
  EXPECT_EQ((*store_->interaction(InteractionId(150)))->disposition, "sold");
  EXPECT_LT(journal_->bytes(), grown) << "it has begun anew";
  crash();
  EXPECT_EQ(shell_->counts().live, 70u);
  browser_up(anna_);
  ready(anna_);  // she has missed a ring meanwhile
  EXPECT_EQ(offered_to(anna_), 151);
}

TEST_F(ShellCheckpoint, a_store_that_hangs_delays_the_new_journal_only) {
  journal_keeps_ = 5'000;
  start();
  pool_.held = true;
  write("chat", 50);
  loop_.pass(5s);  // facts are late: they go on without
  EXPECT_EQ(shell_->counts().live, 50u);
  crash();
  EXPECT_EQ(shell_->counts().live, 50u) << "the old journal has them";
  pool_.held = true;
  write("chat", 50);
  loop_.pass(5s);
  pool_.release();
  loop_.pass(5s);
  pool_.release();
  crash();
  EXPECT_EQ(shell_->counts().live, 100u);
  browser_up(anna_);
  ready(anna_);
  EXPECT_EQ(served(anna_, 100), numbers(1, 100));
}

TEST_F(ShellCheckpoint, when_no_new_journal_can_be_made_the_old_one_goes_on) {
  journal_keeps_ = 2'000;
  start();
  std::filesystem::create_directory(directory_ + "/journal.new");  // in the way
  write("chat", 30);
  EXPECT_GT(times("journal_failed"), 0);
  EXPECT_LT(times("journal_failed"), 10) << "it is not tried at every event";
  std::filesystem::remove(directory_ + "/journal.new");
  crash();
  EXPECT_EQ(shell_->counts().live, 30u);
}
}  // namespace okno::app
