#include "domain/problems.h"

#include <gtest/gtest.h>

namespace okno::domain {
namespace {
Configuration sound() {
  Configuration c;
  c.projects.resize(1);
  c.projects[0].id = ProjectId(1);
  c.projects[0].name = "shop";
  Queue queue;
  queue.id = QueueId(1);
  queue.name = "support";
  queue.project = ProjectId(1);
  queue.required = {{"billing", 3}};
  queue.relaxation = {{std::chrono::seconds(30), 2}, {std::chrono::seconds(60), 0}};
  c.queues = {queue};
  Agent agent;
  agent.id = AgentId(1);
  agent.login = "anna";
  agent.queues = {QueueId(1), QueueId(99)};
  agent.skills = {{"billing", 10}, {"lang:en", 1}};
  c.agents = {agent};
  return c;
}
std::string first_of(const Configuration& c) {
  const auto found = problems(c);
  return found.empty() ? "" : found.front();
}
}  // namespace

TEST(Problems, a_sound_configuration_has_none) {
  EXPECT_EQ(first_of(sound()), "");
  EXPECT_EQ(first_of(Configuration{}), "");
}
TEST(Problems, the_place_is_named) {
  auto c = sound();
  c.queues[0].ring_limit = {};
  EXPECT_EQ(first_of(c), "queue support: the ring limit must be over 0");
  c = sound();
  c.agents[0].capacity.chat = 11;
  EXPECT_EQ(first_of(c), "agent anna: chats at once must be between 0 and 10, not 11");
  c = sound();
  c.queues[0].relaxation[1].after = std::chrono::seconds(30);
  EXPECT_EQ(first_of(c), "queue support: relaxation steps must follow each other in time");
  c = sound();
  c.queues[0].project = ProjectId(2);
  EXPECT_EQ(first_of(c), "queue support: there is no such project");
  c = sound();
  c.agents[0].skills.push_back({"billing", 1});
  EXPECT_EQ(first_of(c), "agent anna: the skill billing is named twice");
  c = sound();
  c.projects[0].weights.chat = 101;
  EXPECT_EQ(first_of(c), "project shop: a channel's weight must be between 0 and 100, not 101");
}
TEST(Problems, callbacks_pauses_and_extensions_have_bounds) {
  auto c = sound();
  c.queues[0].callback_tries = 0;
  EXPECT_EQ(first_of(c), "queue support: tries of a callback must be between 1 and 20, not 0");
  c = sound();
  c.queues[0].callback_retry = std::chrono::seconds(9);
  EXPECT_EQ(first_of(c), "queue support: the time between tries of a callback must be at least 10 s");
  c = sound();
  c.queues[0].no_answer = NoAnswer::stay;
  c.queues[0].no_answer_pause = std::chrono::seconds(30);
  EXPECT_EQ(first_of(c),
            "queue support: the pause after a missed ring has a length, but a missed ring is no pause here");
  c = sound();
  c.queues[0].wrap_up_extensions = 21;
  EXPECT_EQ(first_of(c), "queue support: extensions of the wrap-up must be between 0 and 20, not 21");
  c = sound();
  c.projects[0].pause_rules = {{"lunch", std::chrono::minutes(30)}, {"lunch", std::chrono::minutes(40)}};
  EXPECT_EQ(first_of(c), "project shop: the pause lunch has two rules");
}
TEST(Problems, twins_are_refused) {
  auto c = sound();
  c.queues.push_back(c.queues[0]);
  c.agents.push_back(c.agents[0]);
  const auto found = problems(c);
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0], "queue support: another queue has the same id");
  EXPECT_EQ(found[3], "agent anna: another agent has the same login");
}
TEST(Problems, only_the_first_are_listed) {
  auto c = sound();
  for (int i = 0; i < 100; ++i) c.agents.push_back(c.agents[0]);
  EXPECT_EQ(problems(c).size(), kMaxProblems);
}
}  // namespace okno::domain
