#include "store/backends.h"

namespace okno::store {
namespace {
using namespace domain;
using ports::InteractionFilter;
using ports::PageWanted;
using testing::ElementsAre;
using testing::IsEmpty;

class History : public BothBackends {
 protected:
  std::vector<std::int64_t> ids(const InteractionFilter& filter, int limit = 200) {
    std::vector<std::int64_t> all;
    PageWanted wanted{"", limit};
    for (int pages = 0; pages < 100; ++pages) {
      const auto page = store().interactions(filter, wanted);
      EXPECT_TRUE(page.ok()) << (page.ok() ? "" : page.error().words);
      if (!page.ok()) break;
      for (const auto& row : page->items) all.push_back(row.id.value());
      if (page->next.empty()) return all;
      wanted.cursor = page->next;
    }
    ADD_FAILURE() << "the pages have no end";
    return all;
  }
};
OKNO_ON_BOTH_BACKENDS(History);

Interaction full_row() {
  Interaction row;
  row.id = InteractionId(7'000'000'000);
  row.channel = Channel::voice;
  row.direction = Direction::outbound;
  row.state = InteractionState::held;
  row.queue = QueueId(3);
  row.project = ProjectId(1);
  row.agent = AgentId(5);
  row.contact = ContactId(6);
  row.from = "+79161234567";
  row.to = "support";
  row.caller_name = "Мария \"М\" <Иванова>";
  row.started_at = at(1);
  row.answered_at = at(2);
  row.ended_at = at(3);
  row.end_cause = EndCause::media_timeout;
  row.ivr_path = {{"main", "Главное \"меню\"", "2"}, {"billing", "Счета", ""}};
  row.disposition = "resolved";
  row.note = "первая\nвторая";
  row.recording = "2026/01/1.wav";
  row.recording_mark = "disk_full";
  row.words = "где мой заказ?";
  row.talk_ms = 61'000;
  row.message_ms = 7'500;
  row.wait_ms = 5'000;
  row.wrap_up_ms = 9'000;
  row.customer_sound = LegSound{3.27, 0.061234, 12.5};
  row.source = "radio";
  return row;
}

TEST_P(History, a_later_result_wipes_out_neither_the_recording_nor_the_customers_words) {
  auto row = full_row();
  ASSERT_TRUE(store().save_interactions({row}).ok());
  row.recording = row.recording_mark = row.words = "";
  row.message_ms = 0;
  row.customer_sound.reset();
  row.note = "другая";
  ASSERT_TRUE(store().save_interactions({row}).ok());
  const auto kept = store().interaction(row.id);
  ASSERT_TRUE(kept.ok() && *kept);
  EXPECT_EQ((*kept)->recording, "2026/01/1.wav");
  EXPECT_EQ((*kept)->recording_mark, "disk_full");
  EXPECT_EQ((*kept)->words, "где мой заказ?");
  EXPECT_EQ((*kept)->message_ms, 7'500);
  EXPECT_EQ((*kept)->customer_sound, full_row().customer_sound);
  EXPECT_EQ((*kept)->note, "другая");
}

TEST_P(History, an_interaction_comes_back_as_it_was_kept) {
  const auto row = full_row();
  save(row);
  reopen();
  const auto back = store().interaction(row.id).value().value();
  EXPECT_EQ(back.id, row.id);
  EXPECT_EQ(back.channel, row.channel);
  EXPECT_EQ(back.direction, row.direction);
  EXPECT_EQ(back.state, row.state);
  EXPECT_EQ(back.queue, row.queue);
  EXPECT_EQ(back.project, row.project);
  EXPECT_EQ(back.agent, row.agent);
  EXPECT_EQ(back.contact, row.contact);
  EXPECT_EQ(back.from, row.from);
  EXPECT_EQ(back.to, row.to);
  EXPECT_EQ(back.caller_name, row.caller_name);
  EXPECT_EQ(back.started_at, row.started_at);
  EXPECT_EQ(back.answered_at, row.answered_at);
  EXPECT_EQ(back.ended_at, row.ended_at);
  EXPECT_EQ(back.end_cause, row.end_cause);
  ASSERT_EQ(back.ivr_path.size(), 2U);
  EXPECT_EQ(back.ivr_path[0].title, "Главное \"меню\"");
  EXPECT_EQ(back.ivr_path[1].digits, "");
  EXPECT_EQ(back.disposition, row.disposition);
  EXPECT_EQ(back.note, row.note);
  EXPECT_EQ(back.recording, row.recording);
  EXPECT_EQ(back.recording_mark, row.recording_mark);
  EXPECT_EQ(back.words, row.words);
  EXPECT_EQ(back.talk_ms, row.talk_ms);
  EXPECT_EQ(back.wait_ms, row.wait_ms);
  EXPECT_EQ(back.wrap_up_ms, row.wrap_up_ms);
  EXPECT_EQ(back.message_ms, row.message_ms);
  EXPECT_EQ(back.customer_sound, row.customer_sound);
  EXPECT_FALSE(back.agent_sound) << "what is not known is no nought";
  EXPECT_EQ(back.source, "radio");
  EXPECT_EQ(store().last_interaction_id().value(), row.id);
}

TEST_P(History, saving_again_replaces_and_empties_what_is_empty_now) {
  auto row = full_row();
  save(row);
  row.answered_at.reset();
  row.end_cause.reset();
  row.contact.reset();
  row.ivr_path.clear();
  row.note.clear();
  save(row);
  const auto back = store().interaction(row.id).value().value();
  EXPECT_FALSE(back.answered_at);
  EXPECT_FALSE(back.end_cause);
  EXPECT_FALSE(back.contact);
  EXPECT_THAT(back.ivr_path, IsEmpty());
  EXPECT_EQ(back.note, "");
  EXPECT_THAT(ids({}), ElementsAre(row.id.value()));
}

TEST_P(History, an_empty_store_has_no_last_interaction) {
  EXPECT_EQ(store().last_interaction_id().value(), InteractionId());
  EXPECT_FALSE(store().interaction(InteractionId(1)).value().has_value());
  EXPECT_TRUE(store().save_interactions({}).ok());
}

TEST_P(History, interactions_come_newest_first_on_pages_of_any_size) {
  std::vector<Interaction> rows;
  std::vector<std::int64_t> newest_first;
  for (int i = 1; i <= 20; ++i) {
    rows.push_back(call(i, i / 3));  // three in the same millisecond
    newest_first.insert(newest_first.begin(), i);
  }
  ASSERT_TRUE(store().save_interactions(rows).ok());
  for (int limit : {1, 2, 3, 19, 20, 21}) EXPECT_EQ(ids({}, limit), newest_first) << limit;
  EXPECT_EQ(store().interactions({}, {"", 0})->items.size(), 1U);  // limits are brought into 1..200
  EXPECT_EQ(store().interactions({}, {"", 100'000})->items.size(), 20U);
}

TEST_P(History, filters_narrow_alone_and_together) {
  auto chat = call(1, 1);
  chat.channel = Channel::chat;
  chat.agent = AgentId(5);
  auto live = call(2, 2);
  live.state = InteractionState::active;
  live.agent = AgentId(5);
  live.contact = ContactId(9);
  auto waiting = call(3, 3);
  waiting.state = InteractionState::waiting;
  ASSERT_TRUE(store().save_interactions({chat, live, waiting, call(4, 4)}).ok());
  const auto with = [](auto change) {
    InteractionFilter filter;
    change(filter);
    return filter;
  };
  EXPECT_THAT(ids(with([](auto& f) { f.agent = AgentId(5); })), ElementsAre(2, 1));
  EXPECT_THAT(ids(with([](auto& f) { f.state = InteractionState::ended; })), ElementsAre(4, 1));
  EXPECT_THAT(ids(with([](auto& f) { f.state = InteractionState::waiting; })), ElementsAre(3));
  EXPECT_THAT(ids(with([](auto& f) { f.contact = ContactId(9); })), ElementsAre(2));
  EXPECT_THAT(ids(with([](auto& f) { f.channel = Channel::chat; })), ElementsAre(1));
  EXPECT_THAT(ids(with([](auto& f) { f.since = at(3); })), ElementsAre(4, 3));
  EXPECT_THAT(ids(with([](auto& f) {
                f.agent = AgentId(5);
                f.state = InteractionState::active;
                f.since = at(1);
              })),
              ElementsAre(2));
  EXPECT_EQ(store().interactions({}, {"nonsense", 10}).error().code, "bad_cursor");
}

TEST_P(History, those_that_have_not_ended_are_found_after_a_crash) {
  auto live = call(1, 1), waiting = call(2, 2);
  live.state = InteractionState::active;
  waiting.state = InteractionState::waiting;
  ASSERT_TRUE(store().save_interactions({waiting, live, call(3, 3)}).ok());
  const auto rows = store().unended_interactions().value();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].id, live.id);
}

TEST_P(History, the_timeline_mixes_all_kinds_newest_first_on_pages_of_any_size) {
  const auto anna = agent("anna");
  const auto maria = contact("Мария"), other = contact("Пётр");
  for (const auto& who : {maria, other})
    for (int i = 0; i < 4; ++i) {
      auto row = call(who.id.value() * 100 + i, i * 10);
      row.contact = who.id;
      save(row);
      Note note;
      note.contact = who.id;
      note.author = anna;
      note.interaction = row.id;
      note.text = "note";
      note.at = at(i * 10);  // in the same millisecond
      ASSERT_TRUE(store().add_note(note).ok());
      Deal deal;
      deal.contact = who.id;
      deal.updated_at = at(i * 10 + 5);
      ASSERT_TRUE(store().create_deal(deal).ok());
      Claim claim;
      claim.contact = who.id;
      claim.created_at = at(i * 10);
      ASSERT_TRUE(store().create_claim(claim).ok());
    }
  const auto all = [&](int limit) {
    std::vector<std::string> kinds;
    PageWanted wanted{"", limit};
    std::int64_t last = INT64_MAX;
    for (int pages = 0; pages < 50; ++pages) {
      const auto page = store().timeline(maria.id, wanted);
      EXPECT_TRUE(page.ok()) << (page.ok() ? "" : page.error().words);
      for (const auto& item : page->items) {
        EXPECT_LE(base::to_ms(item.at), last);
        last = base::to_ms(item.at);
        kinds.push_back(item.kind);
        EXPECT_EQ(1, item.interaction.has_value() + item.note.has_value() + item.deal.has_value() +
                         item.claim.has_value());
        if (item.note) {
          EXPECT_EQ(item.note->interaction, InteractionId(maria.id.value() * 100 + (last - kNoonMs) / 10));
        }
      }
      if (page->next.empty()) break;
      wanted.cursor = page->next;
    }
    return kinds;
  };
  std::vector<std::string> expected;
  for (int i = 0; i < 4; ++i)
    for (const char* kind : {"deal", "interaction", "note", "claim"}) expected.emplace_back(kind);
  for (int limit : {1, 2, 3, 5, 16, 200}) EXPECT_EQ(all(limit), expected) << limit;
  EXPECT_EQ(store().timeline(maria.id, {"x", 10}).error().code, "bad_cursor");
}

TEST_P(History, the_last_decisions_of_a_queue_come_newest_first) {
  std::vector<ports::Decision> rows;
  for (int i = 1; i <= 6; ++i)
    rows.push_back({InteractionId(i), at(i), std::to_string(i), QueueId(i % 2 ? 1 : 2)});
  rows.push_back({InteractionId(9), at(9), "9", std::nullopt});
  ASSERT_TRUE(store().save_decisions(rows).ok());
  const auto told = [&](std::optional<QueueId> queue, int limit) {
    std::string all;
    const auto found = store().last_decisions(queue, limit).value();
    for (const auto& row : found) all += row.json;
    return all;
  };
  EXPECT_EQ(told(QueueId(1), 10), "531");
  EXPECT_EQ(told(QueueId(2), 2), "64");
  EXPECT_EQ(told(std::nullopt, 3), "965");
  EXPECT_EQ(store().last_decisions(QueueId(2), 1)->front().queue, QueueId(2));
}

TEST_P(History, decisions_come_back_oldest_first) {
  ASSERT_TRUE(store()
                  .save_decisions({{InteractionId(1), at(5), R"({"rule":"wait"})"},
                                   {InteractionId(2), at(6), "{}"},
                                   {InteractionId(1), at(5), R"({"rule":"longest_idle"})"}})
                  .ok());
  const auto rows = store().decisions(InteractionId(1)).value();
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].json, R"({"rule":"wait"})");
  EXPECT_EQ(rows[1].json, R"({"rule":"longest_idle"})");
  EXPECT_EQ(rows[1].at, at(5));
}

TEST_P(History, one_bad_row_of_a_batch_keeps_the_others_out_too) {
  auto bad = call(2, 0);
  ASSERT_TRUE(store().save_interactions({call(1, 0)}).ok());
  run("ALTER TABLE interactions RENAME TO hidden");
  EXPECT_EQ(store().save_interactions({call(3, 0), bad}).error().code, "store_failed");
  run("ALTER TABLE hidden RENAME TO interactions");
  EXPECT_THAT(ids({}), ElementsAre(1));
}
}  // namespace
}  // namespace okno::store
