#include "core/journal/event_json.h"

#include <gtest/gtest.h>

namespace okno::core {
namespace {
using namespace std::chrono_literals;

Configuration full_configuration() {
  Configuration c;
  Project project;
  project.id = ProjectId(1);
  project.name = "shop";
  project.title = "Магазин";
  project.numbers = {"+78005550100"};
  project.greeting = "Здравствуйте";
  project.menus = {
      IvrMenu{"main", "Главное", "Нажмите 1", {{"1", "queue:support", "Помощь"}}, 4s, 2, "queue:support"}};
  project.dispositions = {"solved"};
  project.together = {{Channel::email, Channel::voice}};
  c.projects = {project};
  Queue queue;
  queue.id = QueueId(2);
  queue.name = "support";
  queue.project = ProjectId(1);
  queue.ring_limit = 17s;
  queue.card_limit = 151ms;
  queue.strategy = Strategy::round_robin;
  queue.max_waiting = 3;
  queue.required = {{"billing", 3}};
  queue.relaxation = {{30s, 2}, {60s, 0}};
  queue.preferred = {"sales"};
  c.queues = {queue};
  c.agents = {Agent{AgentId(3),
                    "anna",
                    "Анна",
                    Role::supervisor,
                    {QueueId(2)},
                    "101",
                    "anna-desk",
                    "ru",
                    "1",
                    Capacity{1, 3, 5, 2, 4},
                    {{"billing", 7}},
                    {{QueueId(2), -3}},
                    "+79160000001",
                    "office",
                    {{ForwardWhen::busy, "agent:2"}},
                    {{DeviceKind::mobile, "+79160000001", false, true, std::chrono::seconds(10), true}},
                    std::chrono::seconds(30)}};
  c.entries = {{"support", ProjectId(1), "queue:support", "radio"}};
  Hours office;
  office.name = "office";
  office.zone = "Europe/Moscow";
  office.shifts = {{base::from_us(0), 3h}};
  office.week = {{5, {9h, 18h}}};
  office.dates = {{2027, 1, 1, "Новый год", {{10h, 12h}}}};
  c.hours = {office};
  c.phone_required = false;
  return c;
}
Facts full_facts() {
  return {ContactId(5), "Мария \"О'Нил\" <b>", AgentId(3), AgentId(4), true, true, true, "ru", "radio"};
}
std::vector<Event> one_of_each() {
  const InteractionId id(9'007'199'254'740'993);  // past 2^53: must not go through a double
  return {ConfigurationChanged{full_configuration()},
          InteractionArrived{id, Channel::email, "a@b", "c@d", "A\nB", ProjectId(1), "queue:x", full_facts()},
          InteractionArrived{},
          CallRequested{id, AgentId(1), "+7916", "+7800", ProjectId(1), full_facts()},
          CustomerRinging{id},
          CustomerAnswered{id},
          CustomerLeft{id, EndCause::media_timeout},
          DigitPressed{id, '#'},
          PromptFinished{id, 7},
          AgentSignedIn{AgentId(1)},
          AgentStateRequested{AgentId(1), AgentState::pause, "обед"},
          AgentPhonesChanged{AgentId(1), true, false, true},
          CardDrawn{AgentId(1), OfferId(2)},
          OfferAnswered{AgentId(1), OfferId(2)},
          OfferDeclined{AgentId(1), OfferId(2), "busy"},
          AgentLeft{AgentId(1), id},
          AgentLost{AgentId(1), id},
          AgentReattached{AgentId(1), id},
          HoldRequested{AgentId(1), id, false},
          WrapUpFinished{AgentId(1), id, "solved", "note"},
          ContactAttached{id, ContactId(4), "Имя"},
          RecordingRequested{AgentId(1), id},
          AgentTook{AgentId(1), id},
          AgentStateForced{AgentId(1), AgentId(2), AgentState::offline, "fire drill"},
          WrapUpExtended{AgentId(1), id},
          NumberListed{ProjectId(1), "+7916", base::from_us(5), AgentId(2)},
          CallbackRequested{id, "+7916"},
          CallPlanned{id, ProjectId(1), "queue:x", AgentId(1), AgentId(2), "+7916", "о счёте",
                      base::from_us(5), full_facts()},
          PlannedCallMoved{id, AgentId(1), base::from_us(6)},
          PlannedCallCancelled{id, AgentId(1)},
          TransferRequested{AgentId(1), id, "queue:y"},
          ConsultRequested{AgentId(1), id, "agent:2"},
          ConsultEnded{AgentId(1), id},
          TransferCompleted{AgentId(1), id},
          ConferenceRequested{AgentId(1), id},
          CallTakenOver{AgentId(1), id},
          GuestInvited{AgentId(1), id, "+7903"},
          GuestAnswered{id, 2},
          GuestLeft{id, 3},
          GuestDropped{AgentId(1), id, 4},
          ColleagueCalled{id, AgentId(1), ProjectId(1), "group:sales", "200"},
          AbsenceRequested{AgentId(1), Absence::meeting, base::from_us(7)},
          PickupRequested{AgentId(1), id, AgentId(2)},
          ParkedFetched{AgentId(1), 3},
          OutsideRinging{id},
          OutsideAnswered{id},
          OutsideLeft{id, EndCause::busy},
          CheckpointTaken{"{\"a\":1}"},
          TimePassed{},
          Restarted{}};
}
}  // namespace

TEST(EventJson, every_event_comes_back_as_it_went) {
  std::vector<bool> seen(std::variant_size_v<Event>);
  for (const Event& event : one_of_each()) {
    seen[event.index()] = true;
    const std::string text = event_to_json(event);
    auto back = event_from_json(text);
    ASSERT_TRUE(back.ok()) << text << "\n" << back.error().words;
    EXPECT_EQ(back->index(), event.index()) << text;
    EXPECT_EQ(event_to_json(*back), text);
  }
  for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_TRUE(seen[i]) << "no example of event " << i;
}
TEST(EventJson, values_survive_not_only_text) {
  const auto text = event_to_json(ConfigurationChanged{full_configuration()});
  const auto back = std::get<ConfigurationChanged>(event_from_json(text).value()).configuration;
  ASSERT_EQ(back.queues.size(), 1u);
  EXPECT_EQ(back.queues[0].ring_limit, 17s);
  EXPECT_EQ(back.queues[0].card_limit, 151ms);
  EXPECT_EQ(back.queues[0].strategy, Strategy::round_robin);
  EXPECT_EQ(back.queues[0].relaxation.at(1).after, 60s);
  EXPECT_EQ(back.projects[0].together.at(0).holding, Channel::email);
  EXPECT_EQ(back.agents[0].capacity.chat, 3);
  EXPECT_EQ(back.agents[0].skills.at(0).level, 7);
  EXPECT_EQ(back.projects[0].menus[0].choices[0].target, "queue:support");
  EXPECT_EQ(back.agents[0].role, Role::supervisor);
  EXPECT_FALSE(back.phone_required);
  EXPECT_EQ(back.hours.at(0).shifts.at(0).offset, 3h);
  EXPECT_EQ(back.hours.at(0).week.at(0).open.to, 18h);
  EXPECT_EQ(back.hours.at(0).dates.at(0).open.at(0).from, 10h);
  EXPECT_EQ(back.agents[0].shift, "office");
  const auto digit = event_from_json(event_to_json(DigitPressed{InteractionId(1), '*'})).value();
  EXPECT_EQ(std::get<DigitPressed>(digit).digit, '*');
  const auto arrived = event_from_json(event_to_json(InteractionArrived{
      InteractionId(9'007'199'254'740'993), Channel::voice, "", "", "", {}, "", full_facts()}));
  EXPECT_EQ(std::get<InteractionArrived>(arrived.value()).id.value(), 9'007'199'254'740'993);
  EXPECT_EQ(std::get<InteractionArrived>(arrived.value()).facts.owner, AgentId(3));
}
TEST(EventJson, a_journal_may_be_older_or_newer_than_the_program) {
  const auto old = event_from_json(R"({"event":"InteractionArrived","id":7,"target":"queue:a"})");
  ASSERT_TRUE(old.ok());
  EXPECT_EQ(std::get<InteractionArrived>(*old).id.value(), 7);
  EXPECT_EQ(std::get<InteractionArrived>(*old).channel, Channel::voice);
  EXPECT_TRUE(event_from_json(R"({"event":"TimePassed","moon":"full"})").ok());
}
TEST(EventJson, a_broken_record_is_named_not_thrown) {
  for (const char* text : {"", "{", "[]", "{}", R"({"event":1})", R"({"event":"Nonsense"})",
                           R"({"event":"OfferAnswered","agent":"x","offer":1})",
                           R"({"event":"CustomerLeft","id":1,"cause":"bored"})"}) {
    const auto result = event_from_json(text);
    ASSERT_FALSE(result.ok()) << text;
    EXPECT_EQ(result.error().code, "bad_event");
    EXPECT_FALSE(result.error().words.empty());
  }
}
}  // namespace okno::core
