// Whoever leaves first, in each phase of asking and handing over: the rest goes on as it should, and in the
// end everybody is free.
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "core/centre.h"
#include "core/limits.h"

namespace okno::core {
namespace {
constexpr AgentId kAnna(1), kBoris(2);
constexpr InteractionId kMaria(1);
constexpr const char* kNumber = "number:+79161112233";

class House {
 public:
  House() : centre_(configuration()) {
    for (const AgentId agent : {kAnna, kBoris}) {
      happen(AgentPhonesChanged{agent, true, false, false});
      if (agent == kAnna) happen(AgentStateRequested{agent, AgentState::ready, ""});
    }
    InteractionArrived e;
    e.id = kMaria;
    e.project = ProjectId(1);
    e.target = "queue:support";
    happen(e);
    happen(OfferAnswered{kAnna, offers_[kAnna]});
    happen(AgentStateRequested{kBoris, AgentState::ready, ""});
  }

  void happen(const Event& event) {
    for (const Command& command : centre_.apply(event, now_)) {
      if (const auto* c = std::get_if<ShowCard>(&command)) offers_[c->agent] = c->offer;
      if (const auto* c = std::get_if<AgentChanged>(&command)) states_[c->agent] = c->state;
      if (const auto* c = std::get_if<InteractionChanged>(&command)) row_ = c->row;
      if (std::holds_alternative<DialOutside>(command)) outside_ = true;
      if (std::holds_alternative<HangUpOutside>(command)) outside_ = false;
    }
    if (std::holds_alternative<OutsideLeft>(event)) outside_ = false;
  }
  void anna_answers() { happen(OfferAnswered{kAnna, offers_[kAnna]}); }
  void boris_answers() { happen(OfferAnswered{kBoris, offers_[kBoris]}); }
  void boris_declines() { happen(OfferDeclined{kBoris, offers_[kBoris], "declined"}); }
  void pass(base::Duration span) {
    const auto until = now_ + span;
    while (centre_.next_deadline() <= until) {
      now_ = centre_.next_deadline();
      happen(TimePassed{});
    }
    now_ = until;
  }
  // "anna's state, boris's, the interaction's, outside there or not"
  std::string picture() const {
    return std::string(to_text(states_.at(kAnna))) + " " + std::string(to_text(states_.at(kBoris))) + " " +
           std::string(to_text(row_.state)) + (outside_ ? " +outside" : "");
  }
  std::size_t live() const { return centre_.live_interactions(); }
  const Interaction& row() const { return row_; }

 private:
  static Configuration configuration() {
    Configuration c;
    c.projects.resize(1);
    c.projects[0].id = ProjectId(1);
    c.projects[0].menus = {{"main", "", "", {{"1", "queue:support", ""}}, 5s, 3, ""}};
    c.queues.resize(1);
    Queue& queue = c.queues[0];
    queue.id = QueueId(1);
    queue.name = "support";
    queue.project = ProjectId(1);
    queue.wrap_up_limit = {};
    for (const AgentId id : {kAnna, kBoris}) {
      Agent agent;
      agent.id = id;
      agent.login = "a" + std::to_string(id.value());
      agent.queues = {QueueId(1)};
      c.agents.push_back(agent);
    }
    return c;
  }
  base::Instant now_ = base::from_ms(1'750'000'000'000);
  Centre centre_;
  std::map<AgentId, OfferId> offers_;
  std::map<AgentId, AgentState> states_;
  Interaction row_;
  bool outside_ = false;
};

using Act = std::function<void(House&)>;
const std::map<std::string, Act> kPhases{
    {"asks boris",
     [](House& h) {
       h.happen(ConsultRequested{kAnna, kMaria, "agent:2"});
     }},
    {"aside with boris",
     [](House& h) {
       h.happen(ConsultRequested{kAnna, kMaria, "agent:2"}), h.boris_answers();
     }},
    {"all with boris",
     [](House& h) {
       h.happen(ConsultRequested{kAnna, kMaria, "agent:2"}), h.boris_answers();
       h.happen(ConferenceRequested{kAnna, kMaria});
     }},
    {"asks outside",
     [](House& h) {
       h.happen(ConsultRequested{kAnna, kMaria, kNumber});
     }},
    {"aside with outside",
     [](House& h) {
       h.happen(ConsultRequested{kAnna, kMaria, kNumber}), h.happen(OutsideAnswered{kMaria});
     }},
    {"all with outside",
     [](House& h) {
       h.happen(ConsultRequested{kAnna, kMaria, kNumber}), h.happen(OutsideAnswered{kMaria});
       h.happen(ConferenceRequested{kAnna, kMaria});
     }},
    {"handed to boris",
     [](House& h) {
       h.happen(TransferRequested{kAnna, kMaria, "agent:2"});
     }},
    {"handed outside",
     [](House& h) {
       h.happen(TransferRequested{kAnna, kMaria, kNumber});
     }},
    {"alone with outside",
     [](House& h) {
       h.happen(TransferRequested{kAnna, kMaria, kNumber}), h.happen(OutsideAnswered{kMaria});
     }},
};
const std::map<std::string, Act> kActs{
    {"maria leaves", [](House& h) { h.happen(CustomerLeft{kMaria}); }},
    {"anna leaves",
     [](House& h) {
       h.happen(AgentLeft{kAnna, kMaria});
     }},
    {"boris leaves",
     [](House& h) {
       h.happen(AgentLeft{kBoris, kMaria});
     }},
    {"outside leaves", [](House& h) { h.happen(OutsideLeft{kMaria}); }},
    {"boris declines", [](House& h) { h.boris_declines(); }},
    {"nobody answers", [](House& h) { h.pass(std::chrono::seconds(20)); }},
    {"nobody answers outside", [](House& h) { h.pass(kOutsideLimit); }},
    {"anna is lost",
     [](House& h) {
       h.happen(AgentLost{kAnna, kMaria}), h.pass(kReattachLimit);
     }},
    {"boris is lost",
     [](House& h) {
       h.happen(AgentLost{kBoris, kMaria});
     }},
    {"the server restarts", [](House& h) { h.happen(Restarted{}); }},
};

struct Row {
  const char *phase, *act, *picture;
};
// What is not listed changes nothing. A call that comes back to anna rings there: "offered".
constexpr Row kTable[] = {
    {"asks boris", "maria leaves", "ready ready ended"},
    {"asks boris", "anna leaves", "ready ready ended"},
    {"asks boris", "boris leaves", "talking ready active"},
    {"asks boris", "boris declines", "talking ready active"},
    {"asks boris", "nobody answers", "talking pause active"},
    {"asks boris", "nobody answers outside", "talking pause active"},
    {"asks boris", "anna is lost", "pause offered offered"},
    {"asks boris", "the server restarts", "pause pause ended"},
    {"aside with boris", "maria leaves", "ready ready ended"},
    {"aside with boris", "anna leaves", "ready talking active"},
    {"aside with boris", "boris leaves", "talking ready active"},
    {"aside with boris", "anna is lost", "pause talking active"},
    {"aside with boris", "boris is lost", "talking pause active"},
    {"aside with boris", "the server restarts", "pause pause ended"},
    {"all with boris", "maria leaves", "ready ready ended"},
    {"all with boris", "anna leaves", "ready talking active"},
    {"all with boris", "boris leaves", "talking ready active"},
    {"all with boris", "anna is lost", "pause talking active"},
    {"all with boris", "boris is lost", "talking pause active"},
    {"all with boris", "the server restarts", "pause pause ended"},
    {"asks outside", "maria leaves", "ready ready ended"},
    {"asks outside", "anna leaves", "ready ready ended"},
    {"asks outside", "outside leaves", "talking ready active"},
    {"asks outside", "nobody answers outside", "talking ready active"},
    {"asks outside", "anna is lost", "pause offered offered"},
    {"asks outside", "the server restarts", "pause ready ended +outside"},
    {"aside with outside", "maria leaves", "ready ready ended"},
    {"aside with outside", "anna leaves", "ready ready active +outside"},
    {"aside with outside", "outside leaves", "talking ready active"},
    {"aside with outside", "anna is lost", "pause offered offered"},
    {"aside with outside", "the server restarts", "pause ready ended +outside"},
    {"all with outside", "maria leaves", "ready ready ended"},
    {"all with outside", "anna leaves", "ready ready active +outside"},
    {"all with outside", "outside leaves", "talking ready active"},
    {"all with outside", "anna is lost", "pause ready active +outside"},
    {"all with outside", "the server restarts", "pause ready ended +outside"},
    {"handed to boris", "maria leaves", "ready ready ended"},
    {"handed to boris", "boris leaves", "offered ready offered"},
    {"handed to boris", "boris declines", "offered ready offered"},
    {"handed to boris", "nobody answers", "offered pause offered"},
    {"handed to boris", "nobody answers outside", "pause pause waiting"},
    {"handed to boris", "anna is lost", "offered pause offered"},
    {"handed to boris", "the server restarts", "ready pause ended"},
    {"handed outside", "maria leaves", "ready ready ended"},
    {"handed outside", "outside leaves", "offered ready offered"},
    {"handed outside", "nobody answers outside", "offered ready offered"},
    {"handed outside", "the server restarts", "ready ready ended +outside"},
    {"alone with outside", "maria leaves", "ready ready ended"},
    {"alone with outside", "outside leaves", "ready ready ended"},
    {"alone with outside", "the server restarts", "ready ready ended +outside"},
};
}  // namespace

TEST(Party, whoever_leaves_first_the_rest_goes_on) {
  for (const auto& [phase, begin] : kPhases) {
    for (const auto& [act, leave] : kActs) {
      House house;
      begin(house);
      std::string expected = house.picture();
      for (const Row& row : kTable)
        if (row.phase == phase && row.act == act) expected = row.picture;
      leave(house);
      EXPECT_EQ(house.picture(), expected) << phase << ", " << act;
    }
  }
}

TEST(Party, who_is_sent_back_to_the_menu_again_and_again_has_a_bounded_path) {
  House house;
  for (std::size_t i = 0; i < kMaxIvrPath + 20; ++i) {
    house.happen(TransferRequested{*house.row().agent, kMaria, "menu:main"});
    house.happen(DigitPressed{kMaria, '1'});
    house.anna_answers();  // whom of the two it rings at
    house.boris_answers();
    ASSERT_EQ(house.row().state, InteractionState::active) << i;
  }
  EXPECT_EQ(house.row().ivr_path.size(), kMaxIvrPath);
}

TEST(Party, in_the_end_everybody_is_out_of_it) {
  for (const auto& [phase, begin] : kPhases) {
    for (const auto& [first, leave] : kActs) {
      for (const auto& [second, leave_too] : kActs) {
        House house;
        begin(house);
        leave(house);
        leave_too(house);
        house.happen(CustomerLeft{kMaria});
        house.pass(std::chrono::minutes(5));
        const std::string where = phase + ", " + first + ", " + second;
        EXPECT_EQ(house.live(), 0U) << where;
        EXPECT_EQ(house.row().state, InteractionState::ended) << where;
        for (const char* busy : {"talking", "offered", "wrap_up", "held"})
          EXPECT_EQ(house.picture().find(busy), std::string::npos) << where << ": " << house.picture();
        for (const Segment& share : house.row().segments)
          EXPECT_TRUE(share.ended_at && share.done_at) << where;
      }
    }
  }
}
}  // namespace okno::core
