// What a story or the town (src/sim/town/town_test.cpp) does not say about checkpoints.
#include "core/journal/pack.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "core/centre.h"
#include "core/journal/floor_fields.h"

namespace okno::core {
namespace {
using namespace std::chrono_literals;

Configuration house() {
  Configuration c;
  Project project;
  project.id = ProjectId(1);
  project.name = "main \"quoted\"\n";
  project.menus = {{"main", "Main", "press", {{"1", "queue:support", ""}, {"2", "menu:sub", ""}}, 5s, 3, ""},
                   {"sub", "Sub", "", {{"*", "back", ""}, {"1", "queue:support", ""}}, 5s, 3, ""}};
  Queue queue;
  queue.id = QueueId(1);
  queue.name = "support";
  queue.project = project.id;
  Agent anna;
  anna.id = AgentId(1);
  anna.login = "anna";
  anna.queues = {queue.id};
  c.projects = {project};
  c.queues = {queue};
  c.agents = {anna};
  c.phone_required = false;
  return c;
}

struct House {
  Centre centre{house()};
  Instant now = base::from_ms(1'790'000'000'000);

  std::vector<Command> apply(const Event& event) { return centre.apply(event, now += 1s); }
  void come(std::int64_t id, const std::string& target) {
    apply(InteractionArrived{
        InteractionId(id), Channel::voice, "+7916", "+7800", "Мария \\ \x01", ProjectId(1), target, {}});
  }
  Centre packed_and_back() {
    Centre other{Configuration{}};
    for (const Command& command : other.apply(CheckpointTaken{centre.pack()}, now))
      if (const auto* no = std::get_if<Refuse>(&command)) ADD_FAILURE() << no->words;
    EXPECT_EQ(other.pack(), centre.pack());
    return other;
  }
  std::string refusal(const std::string& text) {
    const std::string before = centre.pack();
    const auto said = centre.apply(CheckpointTaken{text}, now);
    EXPECT_EQ(centre.pack(), before) << "a damaged checkpoint changes nothing";
    const auto* no = said.size() == 1 ? std::get_if<Refuse>(&said.front()) : nullptr;
    return no ? no->code + ": " + no->words : "";
  }
};
template <class C>
std::vector<C> all(const std::vector<Command>& commands) {
  std::vector<C> found;
  for (const Command& command : commands)
    if (const auto* one = std::get_if<C>(&command)) found.push_back(*one);
  return found;
}
}  // namespace

TEST(Pack, new_settings_number_the_skills_alike_before_and_after) {
  House h;
  Configuration many = house();
  for (std::int64_t i = 2; i <= 40; ++i) {
    many.agents.push_back(many.agents[0]);
    many.agents.back().id = AgentId(i);
    many.agents.back().login = "a" + std::to_string(i);
    many.agents.back().skills = {{"s" + std::to_string(i % 7), 3}, {"t" + std::to_string(i % 5), 2}};
  }
  h.apply(ConfigurationChanged{many});
  many.agents.erase(many.agents.begin() + 3, many.agents.begin() + 9);
  h.apply(ConfigurationChanged{many});
  Centre other = h.packed_and_back();
  many.agents.pop_back();
  h.apply(ConfigurationChanged{many});
  other.apply(ConfigurationChanged{many}, h.now);
  EXPECT_EQ(other.pack(), h.centre.pack());
}
TEST(Pack, who_walks_in_old_menus_walks_on_in_them) {
  House h;
  h.come(1, "menu:main");
  h.apply(DigitPressed{InteractionId(1), '2'});
  Configuration without = house();
  without.projects[0].menus.resize(1);
  without.projects[0].menus[0].choices.clear();
  h.apply(ConfigurationChanged{without});
  h.come(2, "menu:main");
  Centre other = h.packed_and_back();
  other.apply(DigitPressed{InteractionId(1), '*'}, h.now);
  const auto said = other.apply(DigitPressed{InteractionId(1), '1'}, h.now);
  ASSERT_FALSE(all<InteractionChanged>(said).empty());
  EXPECT_EQ(all<InteractionChanged>(said)[0].row.queue, QueueId(1)) << "the key is the old menu's";
}

TEST(Pack, what_is_live_is_told_anew) {
  House h;
  h.apply(AgentPhonesChanged{AgentId(1), true, false, false});
  h.apply(AgentStateRequested{AgentId(1), AgentState::ready, ""});
  h.come(1, "queue:support");
  h.come(2, "queue:support");
  Centre other{Configuration{}};
  auto told = other.apply(CheckpointTaken{h.centre.pack()}, h.now);
  ASSERT_EQ(all<ShowCard>(told).size(), 1u);
  EXPECT_EQ(all<ShowCard>(told)[0].id, InteractionId(1));
  EXPECT_EQ(all<RingAgent>(told).size(), 1u);
  ASSERT_EQ(all<InteractionChanged>(told).size(), 2u);
  EXPECT_EQ(all<InteractionChanged>(told)[0].row.caller_name, "Мария \\ \x01");
  ASSERT_EQ(all<AgentChanged>(told).size(), 1u);
  EXPECT_EQ(all<AgentChanged>(told)[0].state, AgentState::offered);
  ASSERT_EQ(all<QueueChanged>(told).size(), 1u);
  EXPECT_EQ(all<QueueChanged>(told)[0].waiting, 1);
  EXPECT_EQ(other.next_deadline(), h.centre.next_deadline());
  h.apply(OfferAnswered{AgentId(1), all<ShowCard>(told)[0].offer});
  told = other.apply(CheckpointTaken{h.centre.pack()}, h.now);
  EXPECT_EQ(all<ConnectAgent>(told).size(), 1u);
  EXPECT_EQ(all<StartRecording>(told).size(), 1u);
  EXPECT_TRUE(all<ShowCard>(told).empty());
}

TEST(Pack, numbers_that_are_out_are_told_anew_as_long_as_they_are) {
  House h;
  const auto told = [&h] {
    Centre other{Configuration{}};
    return all<NumberBlocked>(other.apply(CheckpointTaken{h.centre.pack()}, h.now));
  };
  h.apply(NumberListed{ProjectId(1), "+79161234567", h.now + 1h, {}});
  h.apply(NumberListed{ProjectId(1), "+79990000001", h.now + 2h, {}});
  ASSERT_EQ(told().size(), 2u);
  EXPECT_EQ(told()[0].number, "+79161234567");
  EXPECT_EQ(told()[0].until, h.now - 2s + 1h);
  h.now += 1h;
  h.apply(TimePassed{});
  ASSERT_EQ(told().size(), 1u) << "an hour is over for the first";
  EXPECT_EQ(told()[0].number, "+79990000001");
  h.apply(NumberListed{ProjectId(1), "+79990000001", h.now, {}});
  EXPECT_TRUE(told().empty());
}

TEST(Pack, a_checkpoint_may_be_older_or_newer_but_not_damaged) {
  House h;
  h.come(1, "queue:support");
  std::string text = h.centre.pack();
  Centre other{Configuration{}};
  std::string newer = text;
  newer.insert(newer.find("\"floor\":{") + 9, "\"moon\":\"full\",");
  EXPECT_TRUE(all<Refuse>(other.apply(CheckpointTaken{newer}, h.now)).empty());
  EXPECT_EQ(other.pack(), text);
  EXPECT_TRUE(
      all<Refuse>(other.apply(CheckpointTaken{R"({"version":1,"floor":{},"projects":[]})"}, h.now)).empty());
  EXPECT_EQ(other.live_interactions(), 0u);

  EXPECT_EQ(h.refusal("").substr(0, 15), "bad_checkpoint:");
  for (std::size_t cut = 1; cut < text.size(); cut += 7)
    EXPECT_NE(h.refusal(text.substr(0, cut)), "") << "cut at " << cut;
  EXPECT_NE(h.refusal(R"({"version":2,"floor":{},"projects":[]})").find("later version"), std::string::npos);
  EXPECT_NE(h.refusal(R"({"version":1,"floor":{"projects":[[1,0]]},"projects":[]})"), "");
  for (const auto& [part, instead] : {std::pair("\"id\":1,\"queue\":1", "\"id\":1,\"queue\":5"),
                                      {"\"waiting\":[[", "\"waiting\":7,\"x\":[["},
                                      {"\"strategy\":\"", "\"strategy\":\"un"},
                                      {"\"agent_order\":[1]", "\"agent_order\":[9]"}}) {
    std::string bad = text;
    const auto at = bad.find(part);
    ASSERT_NE(at, std::string::npos) << part;
    EXPECT_NE(h.refusal(bad.replace(at, std::string_view(part).size(), instead)), "") << part;
  }
}

TEST(Pack, numbers_come_back_to_the_last_bit) {
  packed::Writer writer;
  const double third = 1.0 / 3;
  writer.write(std::pair(third, std::map<std::string, std::optional<double>>{{"a", 0.1}, {"b", {}}}));
  std::pair<double, std::map<std::string, std::optional<double>>> back;
  packed::Reader({}).read(back, boost::json::parse(writer.take()));
  EXPECT_EQ(back.first, third);
  EXPECT_EQ(back.second["a"], 0.1);
  EXPECT_FALSE(back.second["b"]);
}
}  // namespace okno::core
