#include "app/testing/open_shell.h"

namespace okno::app {
using namespace std::chrono_literals;
using domain::LegId;
using testing::kMaria;
using ShellTest = testing::OpenShell;

TEST_F(ShellTest, a_call_pops_the_card_before_the_ring_and_ends_as_a_row_with_a_recording) {
  browser_up(anna_);
  ready(anna_);
  ring(5);
  const auto* offer = screen_.last("offer.made");
  ASSERT_NE(offer, nullptr);
  EXPECT_NE(offer->json.find("Мария Иванова"), std::string::npos);
  EXPECT_EQ(offer->audience.agents, std::vector{anna_});
  EXPECT_EQ(screen_.count("offer.ringing"), 0) << "the ring waits for the card";
  EXPECT_TRUE(exchange_.did("ring_back 5"));

  shell_->card_drawn(anna_, OfferId(1));
  loop_.run();
  EXPECT_EQ(screen_.count("offer.ringing"), 1);
  ASSERT_TRUE(answer(anna_, 1));
  EXPECT_TRUE(exchange_.did("answer 5"));
  EXPECT_TRUE(exchange_.did("bridge 5 " + std::to_string(exchange_.browser_leg.value())));
  EXPECT_TRUE(exchange_.did("record 5"));

  loop_.pass(30s);
  shell_->leg_ended(LegId(5), ports::LegEnd::hung_up, 0);
  loop_.run();
  EXPECT_EQ(live(1)->state, InteractionState::wrap_up);
  bool finished = false;
  shell_->finish(anna_, InteractionId(1), {"sold", "два окна"},
                 [&](Result<InteractionView> r) { finished = r.ok(); });
  loop_.pass(1s);
  EXPECT_TRUE(finished);
  const auto row = store_->interaction(InteractionId(1));
  ASSERT_TRUE(row && *row);
  EXPECT_EQ((*row)->disposition, "sold");
  EXPECT_EQ((*row)->note, "два окна");
  EXPECT_EQ((*row)->end_cause, domain::EndCause::answered);
  EXPECT_EQ((*row)->contact, maria_);
  EXPECT_EQ((*row)->talk_ms, 30'000);
  EXPECT_EQ("/recordings/" + (*row)->recording, exchange_.recording);
  EXPECT_EQ(shell_->counts().live, 0u);
  EXPECT_EQ(shell_->counts().legs, 0u);
}

TEST_F(ShellTest, the_ring_waits_for_an_undrawn_card_no_longer_than_its_limit) {
  browser_up(anna_);
  ready(anna_);
  ring(5);
  loop_.pass(149ms);
  EXPECT_EQ(screen_.count("offer.ringing"), 0);
  loop_.pass(1ms);
  EXPECT_EQ(screen_.count("offer.ringing"), 1);
}

TEST_F(ShellTest, a_slow_database_delays_the_call_300_ms_and_no_more) {
  browser_up(anna_);
  ready(anna_);
  pool_.held = true;
  ring(5);
  EXPECT_EQ(screen_.count("offer.made"), 0);
  loop_.pass(300ms);
  ASSERT_EQ(screen_.count("offer.made"), 1);
  EXPECT_EQ(screen_.last("offer.made")->json.find("Мария"), std::string::npos);
  pool_.release();
  loop_.pass(1s);
  EXPECT_EQ(screen_.count("offer.made"), 1);
  ASSERT_NE(screen_.last("card.changed"), nullptr) << "late facts fill the card that is open";
  EXPECT_NE(screen_.last("card.changed")->json.find("Мария"), std::string::npos);
}

TEST_F(ShellTest, a_customer_who_hangs_up_while_his_facts_are_read_leaves_nothing_behind) {
  browser_up(anna_);
  ready(anna_);
  pool_.held = true;
  ring(5);
  shell_->leg_ended(LegId(5), ports::LegEnd::hung_up, 0);
  loop_.run();
  pool_.release();
  loop_.pass(1s);
  EXPECT_EQ(shell_->counts().live, 0u);
  const auto row = store_->interaction(InteractionId(1));
  ASSERT_TRUE(row && *row);
  EXPECT_EQ((*row)->end_cause, domain::EndCause::lost);
}

TEST_F(ShellTest, an_unknown_dialled_name_is_refused_with_404) {
  ring(5, kMaria, "nobody");
  EXPECT_TRUE(exchange_.did("reject 5 404"));
}

TEST_F(ShellTest, the_desk_phone_rings_after_the_card_and_its_answer_joins_the_two) {
  shell_->desk_phone_changed("anna-desk", true);
  shell_->window_opened(anna_);
  ready(anna_);
  ring(5);
  EXPECT_FALSE(exchange_.did("dial -1 anna-desk from +79161234567"));
  shell_->card_drawn(anna_, OfferId(1));
  loop_.run();
  ASSERT_TRUE(exchange_.did("dial -1 anna-desk from +79161234567"));
  const auto by_api = answer(anna_, 1);
  ASSERT_FALSE(by_api);
  EXPECT_EQ(by_api.error().code, "answer_on_phone");
  shell_->leg_answered(LegId(-1));
  loop_.run();
  EXPECT_TRUE(exchange_.did("bridge 5 -1"));
  shell_->leg_ended(LegId(-1), ports::LegEnd::hung_up, 0);
  loop_.run();
  EXPECT_TRUE(exchange_.did("hang_up 5"));
}

TEST_F(ShellTest, an_answer_in_the_browser_stops_the_desk_phone) {
  browser_up(anna_);
  shell_->desk_phone_changed("anna-desk", true);
  ready(anna_);
  ring(5);
  loop_.pass(150ms);
  ASSERT_TRUE(exchange_.did("dial -2 anna-desk from +79161234567"));
  ASSERT_TRUE(answer(anna_, 1));
  EXPECT_TRUE(exchange_.did("hang_up -2"));
  EXPECT_TRUE(exchange_.did("bridge 5 -1"));
}

TEST_F(ShellTest, a_reload_keeps_the_customer_on_music_and_joins_the_new_line) {
  browser_up(anna_);
  ready(anna_);
  ring(5);
  ASSERT_TRUE(answer(anna_, 1));
  shell_->browser_phone_changed(anna_, false);
  loop_.run();
  EXPECT_TRUE(exchange_.did("play 5 music"));
  loop_.pass(3s);
  browser_up(anna_);
  EXPECT_TRUE(exchange_.did("bridge 5 -2"));
  EXPECT_EQ(live(1)->state, InteractionState::active);
}

TEST_F(ShellTest, who_does_not_come_back_in_20_s_gives_the_customer_to_the_queue) {
  browser_up(anna_);
  browser_up(boris_);
  ready(anna_);
  ring(5);
  ASSERT_TRUE(answer(anna_, 1));
  ready(boris_);
  shell_->browser_phone_changed(anna_, false);
  loop_.pass(21s);
  ASSERT_NE(screen_.last("offer.made"), nullptr);
  EXPECT_EQ(screen_.last("offer.made")->audience.agents, std::vector{boris_});
}

TEST_F(ShellTest, hold_plays_music_and_resume_joins_again) {
  browser_up(anna_);
  ready(anna_);
  ring(5);
  ASSERT_TRUE(answer(anna_, 1));
  exchange_.said.clear();
  shell_->hold(anna_, InteractionId(1), true, [](Result<InteractionView> r) { EXPECT_TRUE(r); });
  loop_.run();
  EXPECT_TRUE(exchange_.did("play 5 music"));
  EXPECT_EQ(live(1)->state, InteractionState::held);
  shell_->hold(anna_, InteractionId(1), false, [](Result<InteractionView> r) { EXPECT_TRUE(r); });
  loop_.run();
  EXPECT_TRUE(exchange_.did("bridge 5 -1"));
}

TEST_F(ShellTest, nobody_touches_anothers_call) {
  browser_up(anna_);
  browser_up(boris_);
  ready(anna_);
  ring(5);
  EXPECT_EQ(answer(boris_, 1).error().code, "not_your_call");
  ASSERT_TRUE(answer(anna_, 1));
  for (const char* verb : {"hold", "mute", "hang_up", "digits"}) {
    std::string code;
    const Done<InteractionView> done = [&](Result<InteractionView> r) { code = r ? "" : r.error().code; };
    if (std::string(verb) == "hold") shell_->hold(boris_, InteractionId(1), true, done);
    if (std::string(verb) == "mute") shell_->mute(boris_, InteractionId(1), true, done);
    if (std::string(verb) == "hang_up") shell_->hang_up(boris_, InteractionId(1), done);
    if (std::string(verb) == "digits") shell_->send_digits(boris_, InteractionId(1), "1", done);
    loop_.run();
    EXPECT_EQ(code, "not_your_call") << verb;
  }
}

TEST_F(ShellTest, a_click_calls_the_customer_and_his_answer_joins) {
  browser_up(anna_);
  ready(anna_);
  bool well = false;
  shell_->call(anna_, {"8 916 123-45-67", {}, {}}, [&](Result<InteractionView> r) { well = r.ok(); });
  loop_.run();
  EXPECT_TRUE(well);
  EXPECT_TRUE(exchange_.did("dial -2 +79161234567"));
  shell_->leg_ringing(LegId(-2));
  shell_->leg_answered(LegId(-2));
  loop_.run();
  EXPECT_TRUE(exchange_.did("bridge -2 -1"));
  EXPECT_TRUE(exchange_.did("record -2"));
  EXPECT_EQ(live(1)->contact->name, "Мария Иванова");
}

TEST_F(ShellTest, with_only_a_desk_phone_the_customer_is_dialled_when_it_is_picked_up) {
  shell_->desk_phone_changed("anna-desk", true);
  ready(anna_);
  shell_->call(anna_, {kMaria, {}, {}}, [](Result<InteractionView> r) { EXPECT_TRUE(r); });
  loop_.run();
  EXPECT_TRUE(exchange_.did("dial -1 anna-desk from +79161234567"));
  EXPECT_FALSE(exchange_.did("dial -2 +79161234567"));
  shell_->leg_answered(LegId(-1));
  loop_.run();
  EXPECT_TRUE(exchange_.did("dial -2 +79161234567"));
  shell_->leg_answered(LegId(-2));
  loop_.run();
  EXPECT_TRUE(exchange_.did("bridge -2 -1"));
}

TEST_F(ShellTest, after_a_crash_the_call_is_marked_interrupted_with_its_recording) {
  browser_up(anna_);
  ready(anna_);
  ring(5);
  ASSERT_TRUE(answer(anna_, 1));
  pool_.held = true;  // the crash: nothing more reaches the store
  loop_.pass(10s);
  pool_.kept.clear();
  pool_.held = false;
  start();
  const auto row = store_->interaction(InteractionId(1));
  ASSERT_TRUE(row && *row);
  EXPECT_EQ((*row)->end_cause, domain::EndCause::interrupted);
  EXPECT_EQ((*row)->recording_mark, "interrupted");
  EXPECT_EQ("/recordings/" + (*row)->recording, exchange_.recording);
  EXPECT_EQ(shell_->counts().live, 0u);
  ring(6);
  EXPECT_TRUE(live(2)) << "ids go on where they were";
}

TEST_F(ShellTest, an_overload_is_told_once_however_often_the_door_opens_and_closes) {
  const auto told = [this](const std::string& event) {
    return std::count(logged_.begin(), logged_.end(), event);
  };
  for (int i = 0; i < 20; ++i) {
    shell_->overloaded(true);
    loop_.pass(1s);
    shell_->overloaded(false);
  }
  EXPECT_EQ(told("overload"), 1);
  EXPECT_EQ(told("overload_over"), 0);
  loop_.pass(25s);
  EXPECT_EQ(told("overload_over"), 1);
  shell_->overloaded(true);
  loop_.run();
  EXPECT_EQ(told("overload"), 2);
}

TEST_F(ShellTest, nothing_is_written_for_screens_that_are_not_open) {
  shell_->desk_phone_changed("anna-desk", true);
  ready(anna_);
  ring(5);
  loop_.run();
  EXPECT_EQ(screen_.last("offer.made"), nullptr);
  shell_->window_opened(boris_);
  loop_.run();
  ring(6);
  loop_.pass(1s);
  EXPECT_EQ(screen_.last("offer.made"), nullptr) << "the other one's window";
  EXPECT_NE(screen_.last("queue.changed"), nullptr) << "everybody's";
}

TEST_F(ShellTest, a_letter_waits_in_the_same_queue_and_survives_a_restart) {
  shell_->interaction_arrived({"email", "support", "maria@example.org", "Где мой заказ?"},
                              [](Result<InteractionView> r) { EXPECT_TRUE(r); });
  loop_.run();
  EXPECT_EQ(live(1)->state, InteractionState::waiting);
  start();
  shell_->window_opened(anna_);
  ready(anna_);
  loop_.run();
  ASSERT_NE(screen_.last("offer.made"), nullptr);
  ASSERT_TRUE(answer(anna_, 1));
  EXPECT_EQ(live(1)->state, InteractionState::active);
}

TEST_F(ShellTest, a_closed_window_without_a_phone_leads_to_a_pause_and_a_reload_does_not) {
  shell_->window_opened(anna_);
  browser_up(anna_);
  ready(anna_);
  const auto state = [&] {
    AgentState now{};
    shell_->me(anna_, [&](Result<MeView> me) { now = me->state; });
    loop_.run();
    return now;
  };
  shell_->window_closed(anna_);
  shell_->window_closed(anna_);
  loop_.pass(5s);
  shell_->window_opened(anna_);
  loop_.pass(60s);
  EXPECT_EQ(state(), AgentState::ready);
  shell_->window_closed(anna_);
  shell_->browser_phone_changed(anna_, false);
  loop_.pass(31s);
  EXPECT_EQ(state(), AgentState::pause);
}

TEST_F(ShellTest, a_colleague_who_has_the_card_open_is_named_on_it) {
  browser_up(anna_);
  browser_up(boris_);
  ready(anna_);
  shell_->viewing(boris_, maria_);
  loop_.run();
  ring(5);
  const auto& json = screen_.last("offer.made")->json;
  EXPECT_NE(json.find("\"colleagues_how\":\"viewing\""), std::string::npos) << json;
  EXPECT_NE(json.find("Борис"), std::string::npos);
}

TEST_F(ShellTest, stopping_tells_live_calls_and_marks_them) {
  browser_up(anna_);
  ready(anna_);
  ring(5);
  ASSERT_TRUE(answer(anna_, 1));
  shell_->stop(loop_.now);
  bool flushed = false;
  shell_->when_flushed([&] { flushed = true; });
  loop_.pass(1s);
  EXPECT_TRUE(flushed);
  EXPECT_TRUE(exchange_.did("hang_up 5"));
  EXPECT_EQ((*store_->interaction(InteractionId(1)))->end_cause, domain::EndCause::interrupted);
}

// A message after the signal: its recording and its length are in the row, whatever happens meanwhile.
class AMessage : public testing::OpenShell {
 protected:
  void SetUp() override {
    OpenShell::SetUp();
    configuration_.queues.front().when_nobody = "voicemail";
    start();
    ring(5);
    ASSERT_TRUE(exchange_.did("answer 5"));
    ASSERT_TRUE(exchange_.did("play 5 voicemail"));
  }
  void words_are_over() {
    shell_->play_finished(LegId(5), exchange_.token);
    loop_.run();
  }
  void leaves() {
    shell_->leg_ended(LegId(5), ports::LegEnd::hung_up, 0);
    loop_.pass(1s);
  }
  domain::Interaction row() {
    const auto kept = store_->interaction(InteractionId(1));
    EXPECT_TRUE(kept && *kept);
    return kept && *kept ? **kept : domain::Interaction{};
  }
};

TEST_F(AMessage, is_recorded_from_the_signal_to_the_hang_up) {
  loop_.pass(6s);
  EXPECT_FALSE(exchange_.did("record 5")) << "the words are still spoken";
  words_are_over();
  EXPECT_TRUE(exchange_.did("record 5"));
  loop_.pass(7s);
  leaves();
  EXPECT_EQ(row().end_cause, domain::EndCause::voicemail);
  EXPECT_EQ("/recordings/" + row().recording, exchange_.recording);
  EXPECT_EQ(row().message_ms, 7'000);
  EXPECT_EQ(row().contact, maria_);
  EXPECT_EQ(row().talk_ms, 0);
}

TEST_F(AMessage, ends_by_the_key) {
  words_are_over();
  loop_.pass(4s);
  shell_->digit_pressed(LegId(5), '#');
  loop_.pass(1s);
  EXPECT_TRUE(exchange_.did("stop_recording 5"));
  EXPECT_TRUE(exchange_.did("hang_up 5"));
  EXPECT_EQ(row().message_ms, 4'000);
}

TEST_F(AMessage, is_none_when_he_leaves_before_the_signal) {
  leaves();
  EXPECT_EQ(row().recording, "");
  EXPECT_EQ(row().message_ms, 0);
}

TEST_F(AMessage, cut_by_a_crash_is_kept_as_far_as_it_went) {
  words_are_over();
  loop_.pass(7s);
  start();
  EXPECT_EQ(row().end_cause, domain::EndCause::interrupted);
  EXPECT_EQ("/recordings/" + row().recording, exchange_.recording);
  EXPECT_EQ(row().recording_mark, "interrupted");
}
}  // namespace okno::app
