// What is easier to say in C++ than in scenarios/: bounds, and what a line teaches.
#include <gtest/gtest.h>

#include "core/centre.h"
#include "core/entrance/pace.h"
#include "core/limits.h"

namespace okno::core {
namespace {
using base::Instant;
using base::seconds;

Instant at(double s) {
  return Instant{} + seconds(s);
}
// Two agents take one of three in line every 30 s.
Pace steady() {
  Pace pace;
  pace.agents(at(0), 2);
  for (int i = 0; i < 3; ++i) pace.came(at(0));
  for (int i = 1; i <= 100; ++i) {
    pace.left(at(i * 30), true);
    pace.came(at(i * 30));
  }
  return pace;
}

Configuration shop() {
  Configuration c;
  c.phone_required = false;
  Project project;
  project.id = ProjectId(1);
  project.name = "shop";
  project.hooligan_marks = 1;
  c.projects.push_back(project);
  Queue queue;
  queue.id = QueueId(1);
  queue.name = "support";
  queue.project = ProjectId(1);
  queue.announce_first = 10s;
  queue.announce_position = true;
  c.queues.push_back(queue);
  Agent agent;
  agent.id = AgentId(1);
  agent.login = "anna";
  agent.queues = {QueueId(1)};
  c.agents.push_back(agent);
  return c;
}
InteractionArrived call(std::int64_t id) {
  InteractionArrived e;
  e.id = InteractionId(id);
  e.project = ProjectId(1);
  e.from = "+7" + std::to_string(9'160'000'000 + id);
  e.target = "queue:support";
  return e;
}
}  // namespace

TEST(Pace, a_steady_line_tells_its_pace) {
  const Pace pace = steady();
  EXPECT_NEAR(base::to_seconds(*pace.expected(1, at(3000))), 30, 0.1);
  EXPECT_NEAR(base::to_seconds(*pace.expected(3, at(3000))), 90, 0.3);
}
TEST(Pace, half_the_agents_serve_half_as_fast_and_none_tell_nothing) {
  Pace pace = steady();
  pace.agents(at(3000), 1);
  EXPECT_NEAR(base::to_seconds(*pace.expected(1, at(3000))), 60, 0.2);
  pace.agents(at(3000), 0);
  EXPECT_FALSE(pace.expected(1, at(3000)));
}
TEST(Pace, a_line_that_stands_still_says_so) {
  Pace pace = steady();
  const auto moving = *pace.expected(1, at(3000));
  // The average alone would need an hour: of its hundred people each took 30 s.
  const auto after = [&](double steps) { return *pace.expected(1, at(3000 + 30 * steps)); };
  EXPECT_LT(after(kPaceStill / 2), 1.05 * moving) << "a gap that chance makes all the time";
  EXPECT_GE(after(2 * kPaceStill), 2 * moving);
  EXPECT_GE(after(50), 12 * moving);
  EXPECT_GE(*pace.expected(3, at(3000 + 1500)), 36 * moving);
  pace.left(at(3000 + 1500), true);
  EXPECT_LT(after(50), 2 * moving) << "it moves again";
}
TEST(Pace, time_without_anybody_in_line_does_not_count) {
  Pace pace = steady();
  for (int i = 0; i < 3; ++i) pace.left(at(3000), true);
  EXPECT_NEAR(base::to_seconds(*pace.expected(1, at(9000))), 29, 2);
}
TEST(Pace, those_who_give_up_make_room) {
  Pace patient = steady(), impatient = steady();
  for (int i = 0; i < 20; ++i) {
    impatient.left(at(3000 + i), false);
    impatient.came(at(3000 + i));
    patient.agents(at(3000 + i), 2);
  }
  EXPECT_LT(*impatient.expected(10, at(3020)), *patient.expected(10, at(3020)));
  EXPECT_EQ(impatient.expected(1, at(3020)), patient.expected(1, at(3020)));  // nobody stands before him
}
TEST(Pace, too_little_is_nothing) {
  Pace pace;
  pace.agents(at(0), 2);
  for (int i = 1; i <= kPaceEnough; ++i) {
    EXPECT_FALSE(pace.expected(1, at(i * 30)));
    pace.came(at(i * 30 - 30));
    pace.left(at(i * 30), true);
  }
  EXPECT_TRUE(pace.expected(1, at(1000)));
}

TEST(Entrance, nobody_is_told_a_place_too_far_back) {
  Centre centre(shop());
  const auto most = static_cast<std::int64_t>(kMaxPosition);
  for (std::int64_t i = 1; i <= most + 1; ++i) centre.apply(call(i), at(1));
  std::int64_t said = 0, farthest = 0;
  for (const Command& command : centre.apply(TimePassed{}, at(11)))
    if (const auto* place = std::get_if<Announce>(&command))
      ++said, farthest = std::max(farthest, place->position);
  EXPECT_EQ(said, most);
  EXPECT_EQ(farthest, most);
}

// A row closed long ago still takes a result: it counts for the day of the conversation only.
TEST(Entrance, a_result_of_yesterday_bars_nobody_today) {
  Centre centre(shop());
  const double evening = 24 * 3600 - 60;
  centre.apply(AgentStateRequested{AgentId(1), AgentState::ready, ""}, at(evening));
  centre.apply(call(1), at(evening));
  centre.apply(OfferAnswered{AgentId(1), OfferId(1)}, at(evening + 1));
  centre.apply(CustomerLeft{InteractionId(1)}, at(evening + 2));
  centre.apply(WrapUpFinished{AgentId(1), InteractionId(1), "solved", ""}, at(evening + 3));
  for (const Command& command :
       centre.apply(WrapUpFinished{AgentId(1), InteractionId(1), "hooligan", ""}, at(evening + 3600)))
    EXPECT_FALSE(std::holds_alternative<NumberBlocked>(command));
}

TEST(Entrance, the_ban_ends_at_the_projects_midnight) {
  auto settings = shop();
  settings.projects[0].zone_shifts = {{Instant{}, std::chrono::hours(5)}};
  Centre centre(settings);
  const double noon = 12 * 3600;
  centre.apply(AgentStateRequested{AgentId(1), AgentState::ready, ""}, at(noon));
  centre.apply(call(1), at(noon));
  centre.apply(OfferAnswered{AgentId(1), OfferId(1)}, at(noon));
  std::optional<NumberBlocked> blocked;
  for (const Command& command :
       centre.apply(WrapUpFinished{AgentId(1), InteractionId(1), "hooligan", ""}, at(noon + 60)))
    if (const auto* b = std::get_if<NumberBlocked>(&command)) blocked = *b;
  ASSERT_TRUE(blocked);
  EXPECT_EQ(blocked->until, at(19 * 3600));
  EXPECT_EQ(blocked->marks, 1);
  EXPECT_EQ(blocked->number, "+79160000001");
}
}  // namespace okno::core
