#include "app/decision_words.h"

#include <gmock/gmock.h>

namespace okno::app {
namespace {
using namespace domain;
using core::Decided;

DirectoryPtr staff() {
  Configuration c;
  for (const auto& [id, name] : {std::pair{3, "Анна"}, std::pair{4, "Борис"}, std::pair{5, "Вера"}}) {
    Agent agent;
    agent.id = AgentId(id);
    agent.name = name;
    c.agents.push_back(agent);
  }
  return make_directory(c);
}

Decided decided() {
  Decided d;
  d.id = InteractionId(17);
  d.at = base::from_ms(1'700'000'000'123);
  d.rule = "longest_idle";
  d.chosen = AgentId(3);
  d.passed = {{AgentId(4), "talking"}, {AgentId(5), "pause"}};
  d.candidates = 3;
  return d;
}

TEST(decision_words, a_decision_is_kept_as_json_and_comes_back) {
  const auto text = decision_json(decided());
  EXPECT_EQ(
      text,
      R"({"id":17,"at":1700000000123,"rule":"longest_idle","chosen":3,"passed":[{"agent":4,"why":"talking"},)"
      R"({"agent":5,"why":"pause"}],"candidates":3})");
  const auto back = read_decision(text);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(decision_json(*back), text);

  auto waits = decided();
  waits.chosen.reset();
  EXPECT_FALSE(read_decision(decision_json(waits))->chosen);
}

TEST(decision_words, what_is_no_decision_is_refused) {
  for (const char* text :
       {"", "{", "[]", "{}", R"({"id":"x"})", R"({"id":1,"at":2,"rule":"r","passed":[7],"candidates":1})"})
    EXPECT_EQ(read_decision(text).error().code, "bad_decision") << text;
}

TEST(decision_words, the_choice_is_told_in_both_languages) {
  const auto directory = staff();
  EXPECT_EQ(decision_words(decided(), *directory, "ru"),
            "Выбор — Анна: дольше всех без разговоров. Пропущены: Борис (разговаривает); Вера (на паузе).");
  EXPECT_EQ(decision_words(decided(), *directory, "en"),
            "Chosen: Анна has been idle the longest. Passed over: Борис (talking); Вера (on a break).");
}

TEST(decision_words, who_waits_is_told_why) {
  auto d = decided();
  d.chosen.reset();
  d.rule = "no_agent";
  d.passed.clear();
  d.candidates = 0;
  EXPECT_EQ(decision_words(d, *staff(), "ru"), "Ждёт в очереди: на смене никого нет.");
}

TEST(decision_words, whoever_was_passed_over_or_chosen_is_told_in_words) {
  for (const char* why : {"not_his_channel",   "other_channel",
                          "at_capacity",       "not_skilled",
                          "fits_less",         "more_contacts",
                          "rings_too",         "call_came",
                          "agent_lost",        "last_agent_wait",
                          "low_load",          "owner_on_mobile",
                          "letters_put_back",  "taken_from_stack",
                          "by_qualification",  "fewest_contacts",
                          "began_it",          "closed",
                          "nobody_here",       "overflow_size",
                          "overflow_wait",     "blacklisted",
                          "planned_for",       "planned_wait",
                          "called_when_open",  "number_in_use",
                          "tried_again_later", "given_up",
                          "called_off",        "called_himself",
                          "called_by_hand",    "asked_again",
                          "handed_over",       "asked",
                          "came_back",         "not_answered"}) {
    auto passed = decided(), chosen = decided(), waiting = decided();
    passed.passed.assign(1, {AgentId(99), why});
    chosen.rule = waiting.rule = why;
    waiting.chosen.reset();
    const auto said = [&](const char* language) {
      int times = 0;
      for (const auto* d : {&passed, &chosen, &waiting})
        times += decision_words(*d, *staff(), language).find(why) == std::string::npos;
      return times;
    };
    EXPECT_GT(said("ru"), 0) << why;
    EXPECT_GT(said("en"), 0) << why;
  }
}

TEST(decision_words, many_passed_ones_are_counted_and_unknown_words_shown_as_they_are) {
  auto d = decided();
  d.passed.assign(20, {AgentId(99), "on_the_moon"});
  d.candidates = 501;
  const auto words = decision_words(d, *staff(), "en");
  EXPECT_THAT(words, testing::HasSubstr("№ 99 (on_the_moon)"));
  EXPECT_THAT(words, testing::HasSubstr("and 495 more."));
}

TEST(decision_words, the_view_names_everyone) {
  const auto view = show_decision(decided(), *staff());
  EXPECT_EQ(view.chosen->name, "Анна");
  EXPECT_EQ(view.passed.at(1).agent.name, "Вера");
  EXPECT_EQ(view.at_ms, 1'700'000'000'123);
  EXPECT_FALSE(view.words_ru.empty());
}
}  // namespace
}  // namespace okno::app
