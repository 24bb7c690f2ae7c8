// Ten thousand wait (chats, letters, calls of which many want to be called back, planned calls) and the
// process dies: from the journal alone, or from a checkpoint and what came after it, all are back at their
// places.
#include <gtest/gtest.h>

#include <chrono>

#include "sim/town/town_faults.h"

namespace okno::sim {
using namespace core;
using namespace std::chrono_literals;
namespace {
constexpr std::int64_t kWaiting = 10'000;
const base::Instant kMorning = base::from_ms(1'790'000'000'000);

Configuration house() {
  Configuration c;
  Project project;
  project.id = ProjectId(1);
  project.name = "main";
  c.projects = {project};
  for (std::int64_t i = 1; i <= 2; ++i) {
    Queue queue;
    queue.id = QueueId(i);
    queue.name = "q" + std::to_string(i);
    queue.project = project.id;
    queue.callback_offered = true;
    queue.ageing = 1;
    queue.vip_priority = 10;
    queue.wrap_up_limit = {};
    queue.max_waiting = 2 * kWaiting;
    c.queues.push_back(queue);
  }
  Agent anna;
  anna.id = AgentId(1);
  anna.login = "anna";
  anna.queues = {QueueId(1), QueueId(2)};
  c.agents = {anna};
  c.phone_required = false;
  return c;
}

// Everything that comes before the process dies.
template <class Take>
void fill(Take take) {
  const Channel channels[] = {Channel::chat, Channel::email, Channel::voice, Channel::voice, Channel::sms};
  for (std::int64_t i = 1; i <= kWaiting; ++i) {
    const base::Instant now = kMorning + i * 1ms;
    const std::string target = i % 7 == 0 ? "queue:q2" : "queue:q1";
    if (i % 10 == 0) {
      CallPlanned planned;
      planned.id = InteractionId(i);
      planned.project = ProjectId(1);
      planned.target = target;
      planned.to = "+7916" + std::to_string(1'000'000 + i);
      planned.at = kMorning + 10s;
      take(planned, now);
      continue;
    }
    InteractionArrived e;
    e.id = InteractionId(i);
    e.channel = channels[i % 5];
    e.from = "+7999" + std::to_string(1'000'000 + i);
    e.project = ProjectId(1);
    e.target = target;
    e.facts.vip = i % 13 == 0;
    take(e, now);
    if (e.channel == Channel::voice) take(CallbackRequested{e.id, ""}, now);
  }
}

struct Served {
  std::vector<InteractionId> order;
  std::uint64_t live = 0;
};
// After the restart anna works on her own: whom she is given, in order.
Served serve(Centre centre, int count) {
  base::Instant now = kMorning + 60s;
  Served served;
  std::vector<Event> next{Restarted{}, AgentPhonesChanged{AgentId(1), true, false, false},
                          AgentStateRequested{AgentId(1), AgentState::ready, ""}};
  for (std::size_t i = 0; i < next.size() && std::ssize(served.order) < count; ++i) {
    const Event event = next[i];  // the list grows below
    const auto commands = centre.apply(event, now += 1ms);
    if (i == 0) served.live = centre.live_interactions();
    for (const Command& command : commands) {
      if (const auto* card = std::get_if<ShowCard>(&command)) {
        served.order.push_back(card->id);
        next.emplace_back(OfferAnswered{card->agent, card->offer});
      }
      if (const auto* dial = std::get_if<DialCustomer>(&command))
        next.emplace_back(CustomerAnswered{dial->id});
      if (const auto* joined = std::get_if<ConnectAgent>(&command))
        next.emplace_back(AgentLeft{joined->agent, joined->id});
    }
  }
  return served;
}
}  // namespace

TEST(Restart, ten_thousand_who_wait_are_back_in_the_same_order) {
  Centre lost(house());
  PaperTrail journal(house()), cut(house());
  std::int64_t n = 0;
  fill([&](const Event& event, base::Instant now) {
    journal.note(event, now);
    cut.note(event, now);
    lost.apply(event, now);
    if (++n % (kWaiting * 3 / 5) == 0) cut.begin_anew(lost, now);
  });
  Centre from_checkpoint = cut.rebuilt();
  Centre from_journal = journal.rebuilt();
  EXPECT_EQ(from_journal.pack(), lost.pack());
  EXPECT_EQ(from_checkpoint.pack(), lost.pack());

  const Served before = serve(std::move(lost), 3'000);
  EXPECT_GT(before.live, kWaiting / 2);
  ASSERT_EQ(before.order.size(), 3'000u);
  EXPECT_EQ(serve(std::move(from_journal), 3'000).order, before.order);
  EXPECT_EQ(serve(std::move(from_checkpoint), 3'000).order, before.order);
}
}  // namespace okno::sim
