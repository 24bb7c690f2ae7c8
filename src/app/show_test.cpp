#include "app/show.h"

#include <gmock/gmock.h>

namespace okno::app {
namespace {
using namespace domain;

Configuration small_centre() {
  Configuration c;
  Project project;
  project.id = ProjectId(1);
  project.name = "main";
  c.projects.push_back(project);
  Queue queue;
  queue.id = QueueId(7);
  queue.name = "support";
  queue.project = project.id;
  c.queues.push_back(queue);
  Agent anna;
  anna.id = AgentId(3);
  anna.name = "Анна";
  anna.queues = {QueueId(7), QueueId(99)};
  c.agents.push_back(anna);
  return c;
}

TEST(show, an_interaction_is_shown_with_names_and_milliseconds) {
  const auto directory = make_directory(small_centre());
  Interaction row;
  row.id = InteractionId(41);
  row.queue = QueueId(7);
  row.project = ProjectId(1);
  row.agent = AgentId(3);
  row.contact = ContactId(5);
  row.started_at = base::from_ms(1'700'000'000'123);
  row.answered_at = base::from_ms(1'700'000'001'000);
  row.ivr_path = {{"main", "Главное меню", "2"}};
  row.recording = "2026/41.wav";
  const auto view = show_interaction(row, "Мария Иванова", *directory);
  EXPECT_EQ(view.id, 41);
  EXPECT_EQ(view.queue, "support");
  EXPECT_EQ(view.project, "main");
  EXPECT_EQ(view.agent->name, "Анна");
  EXPECT_EQ(view.contact->name, "Мария Иванова");
  EXPECT_EQ(view.started_at_ms, 1'700'000'000'123);
  EXPECT_EQ(view.answered_at_ms, 1'700'000'001'000);
  EXPECT_FALSE(view.ended_at_ms);
  EXPECT_EQ(view.ivr_path.at(0).digits, "2");
  EXPECT_TRUE(view.has_recording);
}

TEST(show, who_has_left_the_staff_keeps_his_id_without_a_name) {
  const auto directory = make_directory(small_centre());
  EXPECT_EQ(show_person(AgentId(77), *directory).id, 77);
  EXPECT_EQ(show_person(AgentId(77), *directory).name, "");
}

TEST(show, a_card_from_the_search_shows_the_first_phone_and_who_owns_the_customer) {
  const auto directory = make_directory(small_centre());
  ports::CustomerFacts facts;
  facts.contact.id = ContactId(5);
  facts.contact.name = "Мария Иванова";
  facts.contact.phones = {"+79161234567", "+74951234567"};
  facts.contact.owner = AgentId(3);
  Deal deal;
  deal.id = DealId(1);
  deal.owner = AgentId(3);
  facts.open_deals.push_back(deal);
  CardPlace place;
  place.reader = AgentId(3);
  const auto card = show_card(facts, place, *directory);
  EXPECT_EQ(card.number, "+79161234567");
  EXPECT_EQ(card.number_pretty, "+7 916 123-45-67");
  EXPECT_TRUE(card.owner_is_me);
  EXPECT_EQ(card.contact->owner->name, "Анна");
  EXPECT_EQ(card.open_deals.at(0).owner->name, "Анна");
}

TEST(show, an_unknown_number_gets_a_card_without_a_contact) {
  CardPlace place;
  place.interaction = InteractionId(9);
  place.number = "+79035550101";
  place.colleagues.how = "talking";  // nobody is named, so nothing is said
  const auto card = show_unknown_card(place);
  EXPECT_FALSE(card.contact);
  EXPECT_EQ(card.interaction, 9);
  EXPECT_EQ(card.colleagues_how, "");
}

TEST(show, an_agent_names_only_queues_that_exist) {
  const auto directory = make_directory(small_centre());
  const auto view = show_agent(directory->agents.at(AgentId(3)), *directory);
  EXPECT_THAT(view.queues, testing::ElementsAre("support"));
}
}  // namespace
}  // namespace okno::app
