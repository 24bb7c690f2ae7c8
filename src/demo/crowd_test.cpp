#include "demo/crowd.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/phone.h"

namespace okno::demo {
namespace {
using base::Duration;
using base::Instant;
using base::kNever;

const Instant kStart = base::from_ms(1'795'318'000'000);

// Lets time pass for a crowd and keeps what it did, with the time of each act.
struct Street {
  explicit Street(CrowdSettings settings = {}) : crowd(settings, callers_of(make_town())) {}
  Crowd crowd;
  Instant now = kStart;
  std::vector<std::pair<Instant, Act>> done;

  void collect() {
    for (auto& act : crowd.take_acts()) done.emplace_back(now, std::move(act));
  }
  // Until `limit` from now, or until `enough` says so; sentences end by themselves after 3 s.
  template <class Enough>
  bool pass(Duration limit, Enough enough) {
    const Instant end = now + limit;
    for (;;) {
      collect();
      if (enough()) return true;
      const Instant next = std::min({crowd.next_deadline(), end, said_at()});
      if (next >= end) {
        now = end;
        return false;
      }
      now = std::max(now, next);
      finish_sentences();
      crowd.time_passed(now);
    }
  }
  void pass(Duration limit) {
    pass(limit, [] { return false; });
  }
  template <class Kind>
  std::vector<std::pair<Instant, Kind>> all() const {
    std::vector<std::pair<Instant, Kind>> out;
    for (const auto& [at, act] : done)
      if (const auto* one = std::get_if<Kind>(&act)) out.emplace_back(at, *one);
    return out;
  }
  template <class Kind>
  bool saw() const {
    return !all<Kind>().empty();
  }
  bool speech_ends = true;

 private:
  std::size_t heard_ = 0;
  Instant said_at() const {
    for (std::size_t i = heard_; speech_ends && i < done.size(); ++i)
      if (std::holds_alternative<Say>(done[i].second)) return done[i].first + 3s;
    return kNever;
  }
  void finish_sentences() {
    for (; speech_ends && heard_ < done.size(); ++heard_) {
      const auto* say = std::get_if<Say>(&done[heard_].second);
      if (!say) continue;
      if (done[heard_].first + 3s > now) return;
      crowd.said(say->call, say->token, now);
    }
  }
};

TEST(Crowd, nobody_rings_while_no_agent_is_ready) {
  Street street;
  street.pass(1h);
  EXPECT_TRUE(street.done.empty());
  EXPECT_EQ(street.crowd.next_deadline(), kNever);
}

TEST(Crowd, maria_ivanova_rings_the_support_line_within_ten_seconds_of_the_first_ready) {
  Street street;
  street.crowd.set_demand(1, street.now);
  ASSERT_TRUE(street.pass(10s, [&] { return street.saw<PlaceCall>(); }));
  const auto [at, placed] = street.all<PlaceCall>().front();
  EXPECT_EQ(placed.from, "+79161234567");
  EXPECT_EQ(placed.to, "+78005550100");
  EXPECT_GE(at, kStart + 4s);
}

TEST(Crowd, nobody_rings_any_more_when_the_agent_goes_before_the_ring) {
  Street street;
  street.crowd.set_demand(1, street.now);
  street.crowd.set_demand(0, street.now + 1s);
  street.pass(10min);
  EXPECT_FALSE(street.saw<PlaceCall>());
}

TEST(Crowd, the_customer_speaks_in_turns_stays_forty_seconds_and_says_goodbye_before_he_hangs_up) {
  Street street;
  street.crowd.set_demand(1, street.now);
  ASSERT_TRUE(street.pass(1min, [&] { return street.saw<PlaceCall>(); }));
  street.crowd.set_demand(0, street.now);
  const Instant answered_at = street.now;
  street.crowd.answered(1, street.now);
  street.crowd.agent_joined("+79161234567", street.now);
  ASSERT_TRUE(street.pass(10min, [&] { return street.saw<EndCall>(); }));
  EXPECT_GE(street.now - answered_at, 40s);
  EXPECT_LE(street.now - answered_at, 3min);
  const auto said = street.all<Say>();
  ASSERT_GE(said.size(), 4u);
  EXPECT_EQ(said.front().second.words, "Здравствуйте! Это Мария Иванова.");
  for (std::size_t i = 1; i < said.size(); ++i)
    EXPECT_GE(said[i].first - said[i - 1].first, 3s + 3'500ms) << "he lets the agent speak";
  const std::set<std::string> farewells = {"Спасибо большое, до свидания!",
                                           "Всё понятно, спасибо. Всего доброго!",
                                           "Спасибо вам, хорошего дня!", "Ладно, договорились. До свидания!"};
  EXPECT_TRUE(farewells.count(said.back().second.words)) << said.back().second.words;
  for (const auto& [at, one] : said) EXPECT_TRUE(one.voice.woman);
  street.crowd.ended(1, street.now);
  EXPECT_EQ(street.crowd.calls(), 0u);
}

TEST(Crowd, he_gives_up_when_nobody_answers_for_long) {
  Street street;
  street.crowd.set_demand(1, street.now);
  ASSERT_TRUE(street.pass(1min, [&] { return street.saw<PlaceCall>(); }));
  const Instant placed_at = street.now;
  street.crowd.set_demand(0, street.now);
  ASSERT_TRUE(street.pass(10min, [&] { return street.saw<EndCall>(); }));
  EXPECT_GE(street.now - placed_at, 50s);
  EXPECT_LE(street.now - placed_at, 140s);
  EXPECT_FALSE(street.saw<Say>());
}

TEST(Crowd, no_more_ring_than_agents_are_ready_and_never_more_than_two) {
  for (const int ready : {1, 2, 10}) {
    Street street;
    street.crowd.set_demand(ready, street.now);
    street.pass(29s, [&] {
      EXPECT_LE(street.crowd.unanswered(), static_cast<std::size_t>(std::min(ready, 2)));
      return false;
    });
    street.pass(2h, [&] {
      EXPECT_LE(street.crowd.unanswered(), 2u);
      for (const auto& [at, act] : street.all<EndCall>()) street.crowd.ended(act.call, street.now);
      return false;
    });
  }
}

TEST(Crowd, a_call_that_the_centre_refuses_is_followed_by_another_within_the_minute) {
  Street street;
  street.crowd.set_demand(1, street.now);
  for (std::size_t i = 1; i <= 20; ++i) {
    const Instant before = street.now;
    ASSERT_TRUE(street.pass(60s, [&] { return street.all<PlaceCall>().size() == i; }));
    EXPECT_LE(street.now - before, 25s);
    street.crowd.ended(static_cast<std::int64_t>(i), street.now);
  }
}

// A day with one agent: whoever rings is answered after 4 s, in the menu too; the agent is ready again 8 s
// after the end.
struct Day {
  Street street;
  std::vector<Duration> waits, talks;
  std::set<std::string> numbers, targets, walks;

  explicit Day(std::uint64_t seed) : street(with(seed)) {}
  static CrowdSettings with(std::uint64_t seed) {
    CrowdSettings settings;
    settings.seed = seed;
    return settings;
  }
  bool live_through(int calls) {
    for (int i = 1; i <= calls; ++i) {
      const Instant ready_at = street.now;
      street.crowd.set_demand(1, street.now);
      const auto count = [&](auto list) { return static_cast<int>(list.size()); };
      if (!street.pass(60s, [&] { return count(street.all<PlaceCall>()) == i; })) return false;
      const PlaceCall placed = street.all<PlaceCall>().back().second;
      numbers.insert(placed.from);
      targets.insert(placed.to);
      if (placed.to == "ivr") walk(placed);
      waits.push_back(street.now - ready_at);
      street.crowd.set_demand(0, street.now);
      street.pass(4s);
      const Instant joined_at = street.now;
      if (placed.to != "ivr") street.crowd.answered(placed.call, street.now);
      street.crowd.agent_joined(placed.from, street.now);
      if (!street.pass(5min, [&] { return count(street.all<EndCall>()) == i; })) return false;
      talks.push_back(street.now - joined_at);
      street.crowd.ended(placed.call, street.now);
      street.pass(8s);
    }
    return true;
  }
  // Through the menu of the demo, key by key, into a queue.
  void walk(const PlaceCall& placed) {
    street.crowd.answered(placed.call, street.now);
    std::string pressed;
    static const auto configuration = make_configuration();
    std::string place = "menu:main";
    while (place.rfind("menu:", 0) == 0) {
      const auto before = street.all<Press>().size();
      ASSERT_TRUE(street.pass(15s, [&] { return street.all<Press>().size() > before; }));
      const std::string digit = street.all<Press>().back().second.digits;
      ASSERT_EQ(digit.size(), 1u);
      pressed += digit;
      const auto& menus = configuration.projects.front().menus;
      const auto menu =
          std::find_if(menus.begin(), menus.end(), [&](const auto& m) { return "menu:" + m.name == place; });
      ASSERT_NE(menu, menus.end());
      const auto choice = std::find_if(menu->choices.begin(), menu->choices.end(),
                                       [&](const auto& c) { return c.digits == digit; });
      ASSERT_NE(choice, menu->choices.end()) << place << " knows no " << digit;
      place = choice->target;
    }
    EXPECT_EQ(place.rfind("queue:", 0), 0u);
    walks.insert(pressed);
  }
};

TEST(Crowd, over_a_whole_day_every_wait_is_under_a_minute_and_every_talk_over_forty_seconds) {
  for (const std::uint64_t seed : {1u, 2u, 3u, 4u, 5u}) {
    Day day(seed);
    ASSERT_TRUE(day.live_through(150)) << "seed " << seed;
    // From ready to a queue: with the way through the menu less than a minute.
    EXPECT_LE(*std::max_element(day.waits.begin(), day.waits.end()), 60s) << "seed " << seed;
    EXPECT_GE(*std::min_element(day.talks.begin(), day.talks.end()), 40s) << "seed " << seed;
    EXPECT_GT(day.numbers.size(), 60u) << "different people";
    EXPECT_EQ(day.targets, (std::set<std::string>{"+78005550100", "ivr", "sales", "support"}));
    EXPECT_GE(day.walks.size(), 4u);
    for (const auto& number : day.numbers) EXPECT_EQ(base::to_e164(number), number);
    const auto placed = day.street.all<PlaceCall>();
    for (std::size_t i = 1; i < placed.size(); ++i)
      EXPECT_NE(placed[i].second.from, placed[i - 1].second.from) << "nobody rings twice in a row";
  }
}

TEST(Crowd, the_same_seed_gives_the_same_day) {
  Day one(7), other(7), third(8);
  ASSERT_TRUE(one.live_through(30) && other.live_through(30) && third.live_through(30));
  const auto numbers = [](const Day& day) {
    std::string out;
    for (const auto& [at, act] : day.street.all<PlaceCall>())
      out += act.from + act.to + std::to_string(base::to_ms(at)) + " ";
    return out;
  };
  EXPECT_EQ(numbers(one), numbers(other));
  EXPECT_NE(numbers(one), numbers(third));
}

// The first caller who goes through the menu; all before him are refused.
std::int64_t place_menu_call(Street& street) {
  std::int64_t call = 0;
  street.crowd.set_demand(1, street.now);
  street.pass(3h, [&] {
    for (const auto& [at, act] : street.all<PlaceCall>()) {
      call = act.call;
      if (act.to == "ivr") return true;
      street.crowd.ended(act.call, street.now);
    }
    return false;
  });
  street.crowd.set_demand(0, street.now);
  return call;
}

TEST(Crowd, behind_the_menu_he_waits_for_an_agent_in_silence_and_gives_up_when_none_comes) {
  Street street;
  const auto call = place_menu_call(street);
  street.crowd.answered(call, street.now);
  ASSERT_TRUE(street.pass(1min, [&] { return street.saw<Press>(); }));
  const Instant pressed_at = street.now;
  ASSERT_TRUE(street.pass(10min, [&] { return street.saw<EndCall>(); }));
  EXPECT_FALSE(street.saw<Say>()) << "nobody joined";
  EXPECT_GE(street.now - pressed_at, 50s);
}

TEST(Crowd, behind_the_menu_he_speaks_to_whoever_is_there_when_nobody_tells_of_agents) {
  CrowdSettings settings;
  settings.joins_are_told = false;
  Street street(settings);
  const auto call = place_menu_call(street);
  const Instant answered_at = street.now;
  street.crowd.answered(call, street.now);
  ASSERT_TRUE(street.pass(10min, [&] { return street.saw<EndCall>(); }));
  EXPECT_TRUE(street.saw<Say>());
  EXPECT_GE(street.now - answered_at, settings.menu_stay);
}

TEST(Crowd, music_of_a_full_line_is_no_agent_and_the_stay_counts_from_the_agent) {
  Street street;
  street.crowd.set_demand(1, street.now);
  ASSERT_TRUE(street.pass(1min, [&] { return street.saw<PlaceCall>(); }));
  street.crowd.set_demand(0, street.now);
  street.crowd.answered(1, street.now);  // music
  street.pass(45s);
  EXPECT_FALSE(street.saw<Say>());
  const Instant joined_at = street.now;
  street.crowd.agent_joined("+79161234567", street.now);
  ASSERT_TRUE(street.pass(10min, [&] { return street.saw<EndCall>(); }));
  EXPECT_GE(street.now - joined_at, 40s);
}

TEST(Crowd, an_agent_who_is_told_of_before_the_line_is_answered_is_spoken_to_when_it_is) {
  Street street;
  street.crowd.set_demand(1, street.now);
  ASSERT_TRUE(street.pass(1min, [&] { return street.saw<PlaceCall>(); }));
  street.crowd.set_demand(0, street.now);
  street.crowd.agent_joined("+79161234567", street.now);
  street.pass(2s);
  EXPECT_FALSE(street.saw<Say>());
  street.crowd.answered(1, street.now);
  EXPECT_TRUE(street.pass(2s, [&] { return street.saw<Say>(); }));
}

TEST(Crowd, a_sentence_whose_end_is_never_told_does_not_silence_him_for_good) {
  Street street;
  street.speech_ends = false;
  street.crowd.set_demand(1, street.now);
  ASSERT_TRUE(street.pass(1min, [&] { return street.saw<PlaceCall>(); }));
  street.crowd.set_demand(0, street.now);
  street.crowd.answered(1, street.now);
  street.crowd.agent_joined("+79161234567", street.now);
  ASSERT_TRUE(street.pass(10min, [&] { return street.saw<EndCall>(); }));
  EXPECT_GE(street.all<Say>().size(), 2u);
}

TEST(Crowd, whoever_the_centre_calls_picks_up_speaks_and_hangs_up_at_last) {
  Street street;
  const auto call = street.crowd.called("+79161234567", street.now);
  ASSERT_TRUE(street.pass(10s, [&] { return street.saw<AnswerCall>(); }));
  ASSERT_TRUE(street.pass(10min, [&] { return street.saw<EndCall>(); }));
  EXPECT_EQ(street.all<Say>().front().second.words, "Алло?");
  EXPECT_EQ(street.all<Say>()[1].second.words, "Да, это Мария Иванова, слушаю.");
  EXPECT_EQ(street.all<EndCall>().front().second.call, call);
}

TEST(Crowd, who_is_talking_already_is_busy_for_others_and_rings_nobody) {
  Street street;
  street.crowd.called("+79161234567", street.now);
  const auto second = street.crowd.called("+79161234567", street.now);
  street.collect();
  ASSERT_EQ(street.all<RefuseCall>().size(), 1u);
  EXPECT_EQ(street.all<RefuseCall>().front().second.call, second);
  EXPECT_EQ(street.all<RefuseCall>().front().second.status, 486);
  street.crowd.set_demand(1, street.now);
  ASSERT_TRUE(street.pass(10s, [&] { return street.saw<PlaceCall>(); }));
  EXPECT_NE(street.all<PlaceCall>().front().second.from, "+79161234567");
}

TEST(Crowd, news_of_calls_that_are_over_change_nothing) {
  Street street;
  street.crowd.answered(99, street.now);
  street.crowd.said(99, 1, street.now);
  street.crowd.ended(99, street.now);
  street.crowd.agent_joined("", street.now);
  street.pass(1min);
  EXPECT_TRUE(street.done.empty());
}

TEST(Dialogue, verbs_and_voices_fit_the_one_who_speaks) {
  base::Prng prng(3);
  std::string hers, his;
  for (int i = 0; i < 200; ++i) {
    for (const auto& line : make_dialogue(prng, {"+79160000001", "Мария Иванова", "ru", true, false}).lines)
      hers += line;
    for (const auto& line : make_dialogue(prng, {"+79160000002", "Пётр Белов", "ru", false, false}).lines)
      his += line;
  }
  for (const char* word : {"Я заказывала", "хотела узнать", "я записала", "Я сделала", "Заберу сама"}) {
    EXPECT_NE(hers.find(word), std::string::npos) << word;
    EXPECT_EQ(his.find(word), std::string::npos) << word;
  }
  for (const char* word : {"Я заказывал у", "хотел узнать", "я записал:", "Я сделал фото", "Заберу сам,"}) {
    EXPECT_NE(his.find(word), std::string::npos) << word;
    EXPECT_EQ(hers.find(word), std::string::npos) << word;
  }
  EXPECT_TRUE(sounds_like_a_woman("Юлия Седых"));
  EXPECT_FALSE(sounds_like_a_woman("Никита Волков"));
  EXPECT_TRUE(sounds_like_a_woman("Emma Whitfield"));
  EXPECT_FALSE(sounds_like_a_woman("Jack Thornbury"));
}

TEST(Dialogue, english_and_difficult_callers_speak_as_such) {
  base::Prng prng(4);
  const auto english = make_dialogue(prng, {"+447700900100", "Emma Whitfield", "en", true, false});
  EXPECT_EQ(english.lines.front(), "Hello, this is Emma Whitfield.");
  for (const auto& line : english.lines)
    EXPECT_TRUE(std::all_of(line.begin(), line.end(), [](char c) { return static_cast<signed char>(c) > 0; }))
        << line;
  const auto angry = make_dialogue(prng, {"+79160000003", "Иван Титов", "ru", false, true});
  EXPECT_NE(angry.lines[1].find("третий раз"), std::string::npos);
}
}  // namespace
}  // namespace okno::demo
