// What is easier to say in C++ than in scenarios/: order of commands, ids, journals, bad input.
#include "core/centre.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/limits.h"

namespace okno::core {
namespace {
using base::Instant;

constexpr AgentId kAnna{1}, kBoris{2};
constexpr QueueId kSupport{1};
constexpr ProjectId kShop{1};

Configuration two_agents() {
  Configuration c;
  Project project;
  project.id = kShop;
  project.name = "shop";
  c.projects.push_back(project);
  Queue queue;
  queue.id = kSupport;
  queue.name = "support";
  queue.project = kShop;
  c.queues.push_back(queue);
  for (const auto& [id, login] : {std::pair{kAnna, "anna"}, std::pair{kBoris, "boris"}}) {
    Agent agent;
    agent.id = id;
    agent.login = login;
    agent.queues = {kSupport};
    c.agents.push_back(agent);
  }
  return c;
}

class CentreTest : public testing::Test {
 protected:
  const std::vector<Command>& at(Instant now, const Event& event) {
    now_ = now;
    return last_ = centre_.apply(event, now);
  }
  const std::vector<Command>& then(base::Duration later, const Event& event) {
    return at(now_ + later, event);
  }
  void ready(AgentId agent) {
    then(0s, AgentPhonesChanged{agent, true, false, false});
    then(1s, AgentStateRequested{agent, AgentState::ready, ""});
  }
  InteractionArrived call(std::int64_t id) {
    InteractionArrived e;
    e.id = InteractionId(id);
    e.project = kShop;
    e.target = "queue:support";
    return e;
  }
  template <class C>
  const C* find() const {
    for (const Command& command : last_)
      if (const auto* c = std::get_if<C>(&command)) return c;
    return nullptr;
  }
  template <class C>
  std::size_t place() const {
    for (std::size_t i = 0; i < last_.size(); ++i)
      if (std::holds_alternative<C>(last_[i])) return i;
    return last_.size();
  }

  Centre centre_{two_agents()};
  Instant now_ = base::from_ms(1'000'000);
  std::vector<Command> last_;
};
}  // namespace

TEST_F(CentreTest, the_row_is_told_before_the_card_and_the_final_row_last) {
  ready(kAnna);
  then(1s, call(7));
  ASSERT_TRUE(find<ShowCard>());
  EXPECT_LT(place<InteractionChanged>(), place<ShowCard>());
  EXPECT_LT(place<ShowCard>(), place<AgentChanged>());
  then(1s, CustomerLeft{InteractionId(7)});
  ASSERT_TRUE(find<InteractionChanged>());
  EXPECT_TRUE(find<InteractionChanged>()->final);
  EXPECT_EQ(place<InteractionChanged>(), last_.size() - 1);
  EXPECT_EQ(centre_.live_interactions(), 0u);
  EXPECT_EQ(centre_.next_deadline(), base::kNever);
}

TEST_F(CentreTest, an_answer_to_a_withdrawn_offer_is_refused_and_connects_nobody) {
  ready(kAnna);
  then(1s, call(7));
  const OfferId offer = find<ShowCard>()->offer;
  then(1s, CustomerLeft{InteractionId(7)});
  then(0s, OfferAnswered{kAnna, offer});
  EXPECT_FALSE(find<ConnectAgent>());
  ASSERT_TRUE(find<Refuse>());
  EXPECT_EQ(find<Refuse>()->code, "wrong_state");
}

TEST_F(CentreTest, next_deadline_is_the_ring_limit_and_goes_with_the_answer) {
  ready(kAnna);
  then(1s, call(7));
  EXPECT_EQ(centre_.next_deadline(), now_ + 20s);
  EXPECT_EQ(find<ShowCard>()->answer_by, now_ + 20s);
  then(1s, OfferAnswered{kAnna, find<ShowCard>()->offer});
  EXPECT_EQ(centre_.next_deadline(), base::kNever);
}

TEST_F(CentreTest, events_about_the_unknown_change_nothing) {
  const InteractionId nobody(99);
  const AgentId no_agent(77);
  for (const Event& event : std::vector<Event>{
           CustomerLeft{nobody}, CustomerAnswered{nobody}, CustomerRinging{nobody}, DigitPressed{nobody, '1'},
           PromptFinished{nobody, 1}, CardDrawn{kAnna, OfferId(1)}, OfferDeclined{kAnna, OfferId(1), "busy"},
           AgentLost{kAnna, nobody}, AgentReattached{kAnna, nobody},
           ContactAttached{nobody, ContactId(1), ""}, AgentStateRequested{no_agent, AgentState::ready, ""},
           AgentPhonesChanged{no_agent, true, true, true}, OfferAnswered{no_agent, OfferId(1)},
           AgentSignedIn{no_agent}, WrapUpFinished{no_agent, nobody, "", ""}, TimePassed{}, Restarted{}}) {
    then(1s, event);
    EXPECT_TRUE(last_.empty()) << "event " << event.index();
  }
  EXPECT_EQ(centre_.live_interactions(), 0u);
}

TEST_F(CentreTest, the_same_id_twice_is_taken_once) {
  then(1s, call(7));
  then(1s, call(7));
  EXPECT_TRUE(last_.empty());
  EXPECT_EQ(centre_.live_interactions(), 1u);
}

TEST_F(CentreTest, an_explanation_lists_a_bounded_number_and_counts_all) {
  Configuration c = two_agents();
  for (int i = 3; i <= 500; ++i) {
    Agent agent;
    agent.id = AgentId(i);
    agent.queues = {kSupport};
    c.agents.push_back(agent);
  }
  then(0s, ConfigurationChanged{c});
  then(1s, call(7));
  ASSERT_TRUE(find<Decided>());
  EXPECT_EQ(find<Decided>()->passed.size(), kMaxExplained);
  EXPECT_EQ(find<Decided>()->candidates, 500);
  EXPECT_EQ(find<Decided>()->passed[0].why, "offline");
  EXPECT_EQ(find<Decided>()->rule, "no_agent");
}

TEST_F(CentreTest, a_clock_that_is_set_back_does_no_harm) {
  ready(kAnna);
  then(1s, call(7));
  const Instant offered = now_;
  at(offered - 3600s, OfferAnswered{kAnna, find<ShowCard>()->offer});
  ASSERT_TRUE(find<ConnectAgent>());
  EXPECT_EQ(find<InteractionChanged>()->row.answered_at, offered);
  EXPECT_EQ(find<InteractionChanged>()->row.wait_ms, 0);
}

TEST_F(CentreTest, a_bad_configuration_is_refused_whole_and_names_the_place) {
  ready(kAnna);
  Configuration bad = two_agents();
  bad.agents.clear();
  bad.queues[0].ring_limit = 0s;
  then(1s, ConfigurationChanged{bad});
  ASSERT_TRUE(find<Refuse>());
  EXPECT_EQ(find<Refuse>()->code, "bad_configuration");
  EXPECT_EQ(find<Refuse>()->words, "queue support: the ring limit must be over 0");
  then(1s, call(7));
  ASSERT_TRUE(find<ShowCard>()) << "anna is still there";
  EXPECT_EQ(find<ShowCard>()->agent, kAnna);
}

TEST_F(CentreTest, a_moved_centre_goes_on) {
  ready(kAnna);
  Centre other = std::move(centre_);
  centre_ = std::move(other);
  then(1s, call(7));
  EXPECT_TRUE(find<ShowCard>());
}
}  // namespace okno::core
