// What the shell does when its journal lacks something, is damaged, or speaks of what cannot be.
#include <fstream>

#include "app/testing/open_shell.h"
#include "core/journal/event_json.h"

namespace okno::app {
using namespace std::chrono_literals;
using testing::kMaria;
namespace {
class ShellJournal : public testing::OpenShell {
 protected:
  void write(const std::string& words) {
    shell_->interaction_arrived({"chat", "support", kMaria, words}, [](Result<InteractionView>) {});
    loop_.run();
  }
  void stop() {
    pool_.kept.clear();
    pool_.held = pool_.full = false;
    shell_.reset();
    journal_.reset();
    loop_.forget();
  }
  // What a start answers, "" when it goes well.
  std::string start_says() {
    auto journal = store::open_journal({directory_ + "/journal"});
    journal_ = std::move(*journal);
    ShellSettings settings;
    settings.day_start = [](base::Instant) { return testing::kNoon - 12h; };
    settings.log = [this](const std::string& event, const std::string&) { logged_.push_back(event); };
    shell_ = std::make_unique<Shell>(ShellParts{loop_, screen_, *store_, pool_, *journal_}, settings,
                                     configuration_);
    const auto recovered = shell_->recover(loop_.now);
    return recovered ? "" : recovered.error().code;
  }
  bool logged(const std::string& event) const {
    return std::find(logged_.begin(), logged_.end(), event) != logged_.end();
  }
};
}  // namespace

TEST_F(ShellJournal, words_that_never_reached_the_store_are_in_the_journal) {
  pool_.held = true;  // the store stands still
  write("два окна");
  ready(anna_);  // it is offered: his row changes once more
  loop_.pass(1s);
  stop();
  start();
  ASSERT_TRUE(live(1));
  EXPECT_EQ(live(1)->words, "два окна");
  EXPECT_EQ(live(1)->note, "");
}

TEST_F(ShellJournal, an_agents_note_does_not_touch_the_customers_words) {
  write("два окна");
  ready(anna_);
  ASSERT_TRUE(answer(anna_, 1));
  Result<InteractionView> done = base::Error{"none", ""};
  shell_->finish(anna_, InteractionId(1), {"sold", std::string(8'001, 'x')},
                 [&](Result<InteractionView> r) { done = std::move(r); });
  loop_.run();
  EXPECT_EQ(done.error().code, "note_too_long");
  shell_->finish(anna_, InteractionId(1), {"sold", "продано"},
                 [&](Result<InteractionView> r) { done = std::move(r); });
  loop_.pass(1s);
  ASSERT_TRUE(done) << done.error().words;
  const auto row = store_->interaction(InteractionId(1));
  EXPECT_EQ((*row)->words, "два окна");
  EXPECT_EQ((*row)->note, "продано");
}

TEST_F(ShellJournal, one_that_a_later_program_wrote_stops_the_start_and_stays_as_it_is) {
  write("один");
  ASSERT_TRUE(journal_->append(
      loop_.now, core::event_to_json(core::CheckpointTaken{R"({"version":99,"floor":{},"projects":[]})"})));
  const auto bytes = journal_->bytes();
  stop();
  EXPECT_EQ(start_says(), "bad_checkpoint");
  EXPECT_EQ(journal_->bytes(), bytes);
  const auto row = store_->interaction(InteractionId(1));
  EXPECT_EQ((*row)->state, InteractionState::waiting) << "nobody was interrupted";
}

TEST_F(ShellJournal, settings_that_cannot_be_used_are_told_and_the_desk_opens_to_mend_them) {
  configuration_.queues.front().ring_limit = 0s;
  stop();
  EXPECT_EQ(start_says(), "");
  EXPECT_TRUE(logged("bad_configuration"));
}

TEST_F(ShellJournal, damage_is_told_and_what_it_hides_is_kept_aside) {
  write("один");
  write("два");
  stop();
  std::string bytes;
  {
    std::ifstream file(directory_ + "/journal", std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
  }
  const auto first = bytes.find("InteractionArrived");
  ASSERT_NE(first, std::string::npos);
  bytes[first] ^= 0x20;
  std::ofstream(directory_ + "/journal", std::ios::binary | std::ios::trunc) << bytes;
  EXPECT_EQ(start_says(), "");
  EXPECT_TRUE(logged("journal_damaged"));
  EXPECT_TRUE(std::filesystem::exists(directory_ + "/journal.damaged"));
}

TEST_F(ShellJournal, a_deadline_rings_after_a_restart_though_todays_numbers_cannot_be_read) {
  Result<PlannedCallView> plan = base::Error{"none", ""};
  browser_up(anna_);
  shell_->plan_call(anna_, {kMaria, "support", base::to_ms(loop_.now + 60s), {}, {}},
                    [&](Result<PlannedCallView> r) { plan = std::move(r); });
  loop_.pass(1s);
  ASSERT_TRUE(plan) << plan.error().words;
  stop();
  pool_.full = true;
  EXPECT_EQ(start_says(), "");
  pool_.full = false;
  loop_.pass(90s);
  EXPECT_NE(live(1)->state, InteractionState::planned) << "its time has come";
}

TEST_F(ShellJournal, a_consultation_that_is_over_leaves_the_agent_in_his_chat_after_a_crash) {
  write("один");
  ready(anna_);
  ready(boris_);
  const bool hers = answer(anna_, 1).ok();
  ASSERT_TRUE(hers || answer(boris_, 1));
  const auto has = hers ? anna_ : boris_, other = hers ? boris_ : anna_;
  const auto ask = [&](auto act) {
    Result<InteractionView> result = base::Error{"none", ""};
    act([&](Result<InteractionView> r) { result = std::move(r); });
    loop_.run();
    return result ? std::string() : result.error().code;
  };
  const std::string name = other == boris_ ? "boris" : "anna";
  ASSERT_EQ(ask([&](auto done) { shell_->consult(has, InteractionId(1), {name, {}}, done); }), "");
  ASSERT_TRUE(answer(other, 1));
  stop();
  start();
  shell_->window_opened(has);
  shell_->window_opened(other);
  loop_.run();
  EXPECT_EQ(ask([&](auto done) { shell_->hang_up(other, InteractionId(1), done); }), "") << "he can leave";
  stop();
  start();
  shell_->window_opened(has);
  loop_.run();
  EXPECT_EQ(ask([&](auto done) { shell_->finish(has, InteractionId(1), {"sold", {}}, done); }), "");
  loop_.pass(1s);
  EXPECT_EQ((*store_->interaction(InteractionId(1)))->state, InteractionState::ended);
}
}  // namespace okno::app
