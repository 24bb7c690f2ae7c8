#include "app/testing/open_shell.h"

namespace okno::app {
using namespace std::chrono_literals;
using domain::LegId;
using testing::kMaria;
namespace {
class ShellRestart : public testing::OpenShell {
 protected:
  // kill -9: what has not reached the store by now never will.
  void crash() {
    pool_.kept.clear();
    pool_.held = false;
    start();
  }
  // A whole call that `agent` answers and gives a result.
  void serve(int leg, int id, AgentId agent) {
    ring(leg);
    const auto answered = answer(agent, id);
    ASSERT_TRUE(answered) << answered.error().words;
    loop_.pass(10s);
    shell_->leg_ended(LegId(leg), ports::LegEnd::hung_up, 0);
    loop_.run();
    EXPECT_TRUE(finish(agent, id, "sold"));
    loop_.pass(1s);
  }
  bool finish(AgentId agent, int id, const std::string& disposition) {
    bool done = false;
    shell_->finish(agent, InteractionId(id), {disposition, {}},
                   [&](Result<InteractionView> r) { done = r.ok(); });
    loop_.run();
    return done;
  }
  domain::Interaction row(int id) {
    const auto found = store_->interaction(InteractionId(id));
    EXPECT_TRUE(found && *found) << "no row " << id;
    return found && *found ? **found : domain::Interaction();
  }
  void expect_sold(int id, AgentId agent) {
    const auto kept = row(id);
    EXPECT_EQ(kept.end_cause, domain::EndCause::answered) << "row " << id;
    EXPECT_EQ(kept.agent, agent) << "row " << id;
    EXPECT_EQ(kept.disposition, "sold") << "row " << id;
    EXPECT_FALSE(kept.recording.empty()) << "row " << id;
  }
};

TEST_F(ShellRestart, a_second_crash_leaves_what_ended_before_it_alone) {
  browser_up(anna_);
  ready(anna_);
  ring(5);
  ASSERT_TRUE(answer(anna_, 1));
  crash();
  const auto cut = row(1);
  EXPECT_EQ(cut.end_cause, domain::EndCause::interrupted);
  loop_.pass(60s);
  browser_up(anna_);
  ready(anna_);
  serve(6, 2, anna_);
  expect_sold(2, anna_);
  loop_.pass(60s);
  crash();
  expect_sold(2, anna_);
  EXPECT_EQ(row(1).ended_at, cut.ended_at);
}

TEST_F(ShellRestart, a_crash_after_the_journal_began_anew_leaves_what_ended_alone) {
  journal_keeps_ = 1;
  start();
  browser_up(anna_);
  browser_up(boris_);
  ready(boris_);
  loop_.pass(5s);
  ready(anna_);
  for (int id = 1; id <= 4; ++id) serve(4 + id, id, anna_);  // Maria's manager comes first
  const auto bytes = journal_->bytes();
  journal_keeps_ = 1'000'000;
  shell_->viewing(anna_, {});
  ring(9, "+79990000001");
  EXPECT_TRUE(answer(boris_, 5)) << "who stands by longest is the same as before";
  crash();
  EXPECT_LT(bytes, 8'000) << "about two thousand an agent and a queue";
  for (int id = 1; id <= 4; ++id) expect_sold(id, anna_);
  EXPECT_EQ(row(5).agent, boris_);
  EXPECT_EQ(row(5).end_cause, domain::EndCause::interrupted);
}

TEST_F(ShellRestart, the_work_after_a_call_goes_on_after_a_crash_and_the_recording_stays) {
  browser_up(anna_);
  ready(anna_);
  ring(5);
  ASSERT_TRUE(answer(anna_, 1));
  shell_->leg_ended(LegId(5), ports::LegEnd::hung_up, 0);
  loop_.pass(1s);
  crash();
  EXPECT_EQ(live(1)->state, InteractionState::wrap_up);
  EXPECT_TRUE(finish(anna_, 1, "sold"));
  loop_.pass(1s);
  expect_sold(1, anna_);
}

TEST_F(ShellRestart, a_call_that_a_crash_has_ended_still_gets_its_result_and_only_from_who_talked) {
  browser_up(anna_);
  ready(anna_);
  ring(5);
  ASSERT_TRUE(answer(anna_, 1));
  loop_.pass(1s);
  crash();
  loop_.pass(60s);  // his work after it has run out as well
  ASSERT_FALSE(live(1));
  const auto ask = [&](AgentId who, const std::string& result, std::optional<std::string> note) {
    Result<InteractionView> got = base::Error{"none", ""};
    shell_->finish(who, InteractionId(1), {result, std::move(note)},
                   [&](Result<InteractionView> r) { got = std::move(r); });
    loop_.pass(1s);
    return got;
  };
  EXPECT_EQ(ask(boris_, "sold", "мой").error().code, "not_found");
  EXPECT_EQ(ask(anna_, "nonsense", "").error().code, "bad_disposition");
  const auto late = ask(anna_, "sold", "Договорились на вторник");
  ASSERT_TRUE(late) << late.error().words;
  EXPECT_EQ(late->disposition, "sold");
  ASSERT_TRUE(ask(anna_, "sold", {})) << "a result without a note leaves the note";
  EXPECT_EQ(row(1).note, "Договорились на вторник");
  EXPECT_EQ(row(1).disposition, "sold");
  EXPECT_EQ(row(1).end_cause, domain::EndCause::interrupted);
  EXPECT_FALSE(row(1).recording.empty()) << "the recording stays";
}

TEST_F(ShellRestart, a_letter_keeps_its_words_and_its_customer) {
  shell_->interaction_arrived({"email", "support", kMaria, "Где мой заказ?"},
                              [](Result<InteractionView> r) { EXPECT_TRUE(r); });
  loop_.run();
  crash();
  ASSERT_TRUE(live(1)) << "it is live before anything happens to it";
  EXPECT_EQ(live(1)->words, "Где мой заказ?");
  EXPECT_EQ(live(1)->contact->name, "Мария Иванова");
  ready(anna_);
  ASSERT_TRUE(answer(anna_, 1));
  loop_.pass(1s);
  EXPECT_EQ(row(1).words, "Где мой заказ?");
}

TEST_F(ShellRestart, whom_a_letter_was_offered_to_and_who_works_on_it_stay_the_same) {
  ready(anna_);
  for (const char* text : {"один", "два"})
    shell_->interaction_arrived({"email", "support", kMaria, text}, [](Result<InteractionView>) {});
  loop_.run();
  crash();
  ASSERT_TRUE(answer(anna_, 1)) << "the offer lives";
  crash();
  EXPECT_TRUE(finish(anna_, 1, "sold"));
  loop_.run();
  EXPECT_TRUE(finish(anna_, 1, "") || !live(1) || live(1)->state != InteractionState::active)
      << "his result closes it";
}

TEST_F(ShellRestart, the_letter_s_words_are_in_the_store_when_its_sender_hears_of_it) {
  pool_.held = true;
  bool told = false;
  shell_->interaction_arrived({"email", "support", kMaria, "Где?"},
                              [&](Result<InteractionView>) { told = true; });
  loop_.pass(1s);
  EXPECT_FALSE(told);
  pool_.release();
  loop_.pass(1s);
  EXPECT_TRUE(told);
  EXPECT_EQ(row(1).words, "Где?");
}

TEST_F(ShellRestart, what_the_journal_does_not_know_does_not_live_on) {
  domain::Interaction lost;
  lost.id = InteractionId(7);
  lost.project = domain::ProjectId(1);
  lost.state = InteractionState::active;
  lost.started_at = loop_.now - 60s;
  lost.recording = "2026-09-21/7.wav";
  ASSERT_TRUE(store_->save_interactions({lost}));
  start();
  EXPECT_EQ(row(7).state, InteractionState::ended);
  EXPECT_EQ(row(7).end_cause, domain::EndCause::interrupted);
  EXPECT_EQ(row(7).recording_mark, "interrupted");
  EXPECT_EQ(row(7).ended_at, loop_.now);
}

TEST_F(ShellRestart, today_s_board_is_the_same_after_a_restart) {
  browser_up(anna_);
  ready(anna_);
  serve(5, 1, anna_);
  const auto board = [&] {
    QueueView view;
    shell_->queues([&](Result<std::vector<QueueView>> all) { view = all->front(); });
    loop_.run();
    return view;
  };
  const auto before = board();
  ASSERT_EQ(before.answered, 1);
  crash();
  EXPECT_EQ(board().offered, before.offered);
  EXPECT_EQ(board().answered, before.answered);
  EXPECT_EQ(board().asa_s, before.asa_s);
  EXPECT_EQ(board().aht_s, before.aht_s);
  browser_up(anna_);
  serve(6, 2, anna_);
  EXPECT_EQ(board().answered, 2);
}

TEST_F(ShellRestart, a_result_given_while_it_rings_out_leaves_nothing_live) {
  browser_up(anna_);
  ready(anna_);
  shell_->call(anna_, {kMaria, {}, {}}, [](Result<InteractionView> r) { EXPECT_TRUE(r); });
  loop_.run();
  EXPECT_TRUE(finish(anna_, 1, "no_answer"));
  loop_.pass(1s);
  EXPECT_EQ(shell_->counts().live, 0u);
  EXPECT_EQ(row(1).disposition, "no_answer");
}

TEST_F(ShellRestart, a_result_given_in_the_call_keeps_its_recording_when_there_is_no_wrap_up) {
  configuration_.queues.front().wrap_up_limit = 0s;
  start();
  browser_up(anna_);
  ready(anna_);
  ring(5);
  ASSERT_TRUE(answer(anna_, 1));
  EXPECT_TRUE(finish(anna_, 1, "sold"));
  loop_.pass(1s);
  EXPECT_EQ(shell_->counts().live, 0u);
  expect_sold(1, anna_);
}

TEST_F(ShellRestart, a_desk_phone_whose_owner_is_not_at_work_is_told_so) {
  shell_->desk_phone_changed("anna-desk", true);
  shell_->call_arrived({LegId(5), "anna-desk", "", "+79160000001", "127.0.0.1:5070", "", "anna-desk"});
  loop_.run();
  EXPECT_TRUE(exchange_.did("reject 5 486"));
  EXPECT_EQ(shell_->counts().live, 0u);
}

TEST_F(ShellRestart, a_desk_phone_put_down_at_once_dials_nobody) {
  shell_->desk_phone_changed("anna-desk", true);
  ready(anna_);
  pool_.held = true;
  shell_->call_arrived({LegId(5), "anna-desk", "", "+79160000001", "127.0.0.1:5070", "", "anna-desk"});
  shell_->leg_ended(LegId(5), ports::LegEnd::hung_up, 0);
  loop_.run();
  pool_.release();
  loop_.pass(1s);
  for (const auto& line : exchange_.said) EXPECT_NE(line.substr(0, 5), "dial ") << line;
  EXPECT_EQ(shell_->counts().live, 0u);
}

TEST_F(ShellRestart, only_who_has_a_conversation_says_whose_it_is) {
  browser_up(anna_);
  ready(anna_);
  ring(5, "+79990000001");
  const auto attach = [&](AgentId who) {
    std::string code = "?";
    shell_->attach_contact(who, InteractionId(1), maria_,
                           [&](Result<CardView> r) { code = r ? "" : r.error().code; });
    loop_.run();
    return code;
  };
  EXPECT_EQ(attach(boris_), "not_your_call");
  EXPECT_EQ(attach(anna_), "") << "he is being offered it";
  ASSERT_TRUE(answer(anna_, 1));
  EXPECT_EQ(attach(boris_), "not_your_call");
  EXPECT_EQ(attach(anna_), "");
}

TEST_F(ShellRestart, a_conversation_given_to_another_customer_hears_no_more_of_the_first) {
  domain::Contact olga;
  olga.name = "Ольга";
  olga.phones = {"+79990000002"};
  const auto other = store_->create_contact(olga);
  ASSERT_TRUE(other);
  browser_up(anna_);
  ready(anna_);
  ring(5);
  ASSERT_TRUE(answer(anna_, 1));
  shell_->attach_contact(anna_, InteractionId(1), other->id, [](Result<CardView> r) { EXPECT_TRUE(r); });
  loop_.run();
  shell_->contact_changed(maria_);
  loop_.run();
  EXPECT_EQ(live(1)->contact->name, "Ольга");
  EXPECT_NE(screen_.last("card.changed")->json.find("Ольга"), std::string::npos);
}
}  // namespace
}  // namespace okno::app
