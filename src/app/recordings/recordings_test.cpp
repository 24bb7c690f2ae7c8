// Recordings from the wish to pause to the day when they are deleted.
#include <filesystem>
#include <fstream>

#include "app/own_sounds.h"
#include "app/recordings/keeping.h"
#include "app/recordings/sounds.h"
#include "app/testing/open_shell.h"

namespace okno::app {
namespace {
using namespace testing;
using domain::Role;

class ARecordedTalk : public OpenShell {
 protected:
  void talk() {
    browser_up(anna_);
    ready(anna_);
    ring(5);
    ASSERT_TRUE(answer(anna_, 1));
  }
  Result<InteractionView> record(AgentId who, bool on, bool card = false) {
    Result<InteractionView> out = base::Error{"none", ""};
    shell_->record(who, InteractionId(1), on, card, [&](Result<InteractionView> r) { out = std::move(r); });
    loop_.run();
    return out;
  }
  void hang_up() {
    shell_->leg_ended(LegId(5), ports::LegEnd::hung_up, 0);
    loop_.pass(2min);
  }
  domain::Interaction row() {
    const auto kept = store_->interaction(InteractionId(1));
    EXPECT_TRUE(kept && *kept);
    return kept && *kept ? **kept : domain::Interaction{};
  }
};

TEST_F(ARecordedTalk, keeps_where_it_was_paused_and_why) {
  talk();
  EXPECT_TRUE(exchange_.did("record 5"));
  EXPECT_EQ(live(1)->recording, "on");
  loop_.pass(10s);
  EXPECT_EQ(record(anna_, false)->recording, "paused");
  EXPECT_TRUE(exchange_.did("pause_recording 5"));
  EXPECT_EQ(live(1)->recording_paused_at_ms, base::to_ms(loop_.now));
  loop_.pass(5s);
  EXPECT_EQ(record(anna_, true)->recording, "on");
  EXPECT_TRUE(exchange_.did("go_on_recording 5"));
  loop_.pass(5s);
  record(anna_, false, true);
  loop_.pass(2s);
  hang_up();
  const auto pauses = row().recording_pauses;
  ASSERT_EQ(pauses.size(), 2U);
  EXPECT_NEAR(static_cast<double>(pauses[0].from_ms), 10'000, 100);
  EXPECT_NEAR(static_cast<double>(pauses[0].to_ms), 15'000, 100);
  EXPECT_FALSE(pauses[0].card);
  EXPECT_NEAR(static_cast<double>(pauses[1].from_ms), 20'000, 100);
  EXPECT_NEAR(static_cast<double>(pauses[1].to_ms), 22'000, 100) << "the end of the talk ends it";
  EXPECT_TRUE(pauses[1].card);
}

TEST_F(ARecordedTalk, is_not_let_go_on_by_a_field_while_the_hand_has_paused_it) {
  talk();
  record(anna_, false);
  record(anna_, false, true);
  EXPECT_EQ(record(anna_, true, true)->recording, "paused");
  EXPECT_EQ(record(anna_, true)->recording, "on");
}

TEST_F(ARecordedTalk, goes_on_when_the_window_with_the_card_s_field_is_gone) {
  talk();
  record(anna_, false, true);
  EXPECT_EQ(live(1)->recording, "paused");
  shell_->window_closed(anna_);
  loop_.run();
  EXPECT_EQ(live(1)->recording, "on");
}

TEST_F(ARecordedTalk, is_no_business_of_a_colleague) {
  talk();
  EXPECT_EQ(record(boris_, false).error().code, "not_your_call");
}

TEST_F(ARecordedTalk, on_demand_begins_with_the_wish) {
  configuration_.queues.front().recorded = false;
  configuration_.queues.front().record_on_demand = true;
  start();
  talk();
  EXPECT_EQ(live(1)->recording, "on_demand");
  EXPECT_EQ(record(anna_, false).error().code, "not_recorded");
  EXPECT_EQ(record(anna_, true)->recording, "on");
  EXPECT_TRUE(exchange_.did("record 5"));
  hang_up();
  EXPECT_FALSE(row().recording.empty());
}

TEST_F(ARecordedTalk, that_nothing_asks_for_is_never_recorded) {
  configuration_.queues.front().recorded = false;
  start();
  talk();
  EXPECT_EQ(record(anna_, true).error().code, "not_recorded_here");
  hang_up();
  EXPECT_TRUE(row().recording.empty());
}

TEST_F(ARecordedTalk, is_announced_to_both_before_it_begins) {
  configuration_.projects.front().recording_announced = true;
  start();
  talk();
  EXPECT_TRUE(exchange_.did("play 5 recorded"));
  EXPECT_FALSE(exchange_.did("record 5"));
  shell_->play_finished(LegId(5), kRecordingAnnounced);
  loop_.run();
  EXPECT_TRUE(exchange_.did("record 5"));
}

TEST_F(ARecordedTalk, whose_announcement_is_cut_short_is_recorded_all_the_same) {
  configuration_.projects.front().recording_announced = true;
  start();
  talk();
  loop_.pass(20s);  // nobody told that the words were over
  EXPECT_TRUE(exchange_.did("record 5"));
}

class KeptRecordings : public OpenShell {
 protected:
  void SetUp() override {
    OpenShell::SetUp();
    recordings_ = directory_ + "/recordings";
    book_ = &store::recording_book(*store_);
    SoundsSettings settings;
    settings.recordings = recordings_;
    sounds_ = std::make_unique<Sounds>(*store_, *book_, settings);
  }
  void kept(std::int64_t id, base::Instant at) {
    domain::Interaction row;
    row.id = InteractionId(id);
    row.project = domain::ProjectId(1);
    row.state = domain::InteractionState::ended;
    row.agent = anna_;
    row.started_at = at;
    row.recording = "day/" + std::to_string(id) + ".wav";
    ASSERT_TRUE(store_->save_interactions({row}));
    std::filesystem::create_directories(recordings_ + "/day");
    for (const char* kind : {".wav", ".mp3"})
      std::ofstream(recordings_ + "/day/" + std::to_string(id) + kind) << "sound";
  }
  void change(const std::function<void(domain::Project&)>& how) {
    how(configuration_.projects.front());
    ASSERT_TRUE(store_->save_configuration(configuration_));
  }
  Keeping keeping(std::int64_t warn_free_mb = 0) {
    KeepingSettings settings;
    settings.recordings = recordings_;
    settings.warn_free_mb = warn_free_mb;
    settings.day_start = [](base::Instant) { return kNoon - 12h; };
    settings.log = [this](const std::string& event, const std::string&) { logged_.push_back(event); };
    return Keeping({loop_, loop_, screen_, *store_, *book_}, settings);
  }
  bool there(const std::string& file) const { return std::filesystem::exists(recordings_ + "/day/" + file); }

  std::string recordings_;
  ports::RecordingBook* book_ = nullptr;
  std::unique_ptr<Sounds> sounds_;
};

TEST_F(KeptRecordings, go_when_their_days_are_over_and_their_rows_say_so) {
  kept(1, kNoon - 31 * 24h);
  kept(2, kNoon - 29 * 24h);
  ASSERT_TRUE(sounds_->add_moment(InteractionId(1), {5, "here"}, {anna_, Role::agent}, kNoon));
  auto nothing = keeping();
  EXPECT_EQ(nothing.delete_old(kNoon).value(), 0) << "without a rule all are kept";
  change([](auto& project) { project.recordings_kept_days = 30; });
  auto it = keeping();
  EXPECT_EQ(it.delete_old(kNoon).value(), 1);
  EXPECT_FALSE(there("1.wav") || there("1.mp3"));
  EXPECT_TRUE(there("2.wav") && there("2.mp3"));
  const auto gone = store_->interaction(InteractionId(1));
  EXPECT_EQ((*gone)->recording, "");
  EXPECT_EQ((*gone)->recording_mark, "retention");
  EXPECT_TRUE(book_->moments(InteractionId(1))->empty());
  EXPECT_EQ(it.delete_old(kNoon).value(), 0);
  EXPECT_EQ(logged_.back(), "recordings_deleted");
}

TEST_F(KeptRecordings, are_looked_through_each_night_at_three) {
  change([](auto& project) { project.recordings_kept_days = 30; });
  auto it = keeping();
  it.start(kNoon);
  kept(1, kNoon - 31 * 24h);
  loop_.pass(14h);
  EXPECT_TRUE(there("1.wav"));
  loop_.pass(2h);
  EXPECT_FALSE(there("1.wav"));
}

TEST_F(KeptRecordings, never_lead_out_of_their_directory) {
  kept(1, kNoon - 31 * 24h);
  auto row = **store_->interaction(InteractionId(1));
  row.recording = "../okno.db";
  ASSERT_TRUE(store_->save_interactions({row}));
  change([](auto& project) { project.recordings_kept_days = 30; });
  EXPECT_EQ(keeping().delete_old(kNoon).value(), 1);
  EXPECT_TRUE(std::filesystem::exists(directory_ + "/okno.db"));
}

TEST_F(KeptRecordings, whose_disk_fills_are_announced_once_an_hour) {
  std::filesystem::create_directories(recordings_);
  auto it = keeping(1'000'000'000);  // a petabyte must be free
  it.watch_disk(kNoon);
  loop_.run();
  ASSERT_NE(screen_.last("alert"), nullptr);
  EXPECT_NE(screen_.last("alert")->json.find("disk_low"), std::string::npos);
  const auto told = [this] { return std::count(logged_.begin(), logged_.end(), "disk_low"); };
  EXPECT_EQ(told(), 1);
  loop_.pass(50min);
  EXPECT_EQ(told(), 1);
  loop_.pass(20min);
  EXPECT_EQ(told(), 2);
}

TEST_F(KeptRecordings, are_heard_by_the_rules_and_each_listening_is_told_once) {
  kept(1, kNoon);
  const Listener anna{anna_, Role::agent}, vera{boris_, Role::supervisor};
  ASSERT_TRUE(sounds_->opened(InteractionId(1), anna, false, kNoon));
  ASSERT_TRUE(sounds_->opened(InteractionId(1), anna, false, kNoon + 5min));
  EXPECT_EQ(store_->audit({})->items.size(), 1U);
  EXPECT_EQ(sounds_->opened(InteractionId(1), anna, true, kNoon).error().code, "not_allowed");
  ASSERT_TRUE(sounds_->opened(InteractionId(1), vera, true, kNoon));
  ASSERT_TRUE(sounds_->opened(InteractionId(1), anna, false, kNoon + 31min));
  const auto lines = store_->audit({})->items;
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines.front().place, "recording 1");
  EXPECT_EQ(lines[1].after, R"({"did":"downloaded_recording"})");
  change([](auto& project) { project.agents_hear_own = false; });
  EXPECT_EQ(sounds_->opened(InteractionId(1), anna, false, kNoon).error().code, "not_allowed");
  EXPECT_FALSE(sounds_->recording(InteractionId(1), anna)->may_hear);
  EXPECT_TRUE(sounds_->recording(InteractionId(1), vera)->may_hear);
}

TEST_F(KeptRecordings, have_remarks_that_only_their_authors_take_away) {
  kept(1, kNoon);
  const Listener anna{anna_, Role::agent}, vera{boris_, Role::supervisor};
  EXPECT_EQ(sounds_->add_moment(InteractionId(1), {0, "  "}, anna, kNoon).error().code, "bad_text");
  EXPECT_EQ(sounds_->add_moment(InteractionId(1), {-1, "x"}, anna, kNoon).error().code, "bad_moment");
  const auto later = sounds_->add_moment(InteractionId(1), {2000, "later"}, anna, kNoon);
  const auto sooner = sounds_->add_moment(InteractionId(1), {1000, "sooner"}, vera, kNoon);
  ASSERT_TRUE(later && sooner);
  const auto view = sounds_->recording(InteractionId(1), anna);
  ASSERT_TRUE(view);
  ASSERT_EQ(view->moments.size(), 2U);
  EXPECT_EQ(view->moments[0].text, "sooner");
  EXPECT_FALSE(view->moments[0].mine);
  EXPECT_TRUE(view->moments[1].mine);
  EXPECT_EQ(sounds_->remove_moment(InteractionId(1), sooner->id, anna).error().code, "not_yours");
  EXPECT_TRUE(sounds_->remove_moment(InteractionId(1), later->id, anna));
  EXPECT_EQ(sounds_->recording(InteractionId(1), anna)->moments.size(), 1U);
}
}  // namespace
}  // namespace okno::app
