// Who hands his customer over, asks somebody, brings all together; and what those do who are asked.
#include "sim/town/town_life.h"

namespace okno::sim {
// Where an agent may want to send his customer, now and then a place that is none.
std::string Town::somewhere() {
  const double where = prng_.uniform();
  if (where < 0.3) return "queue:q" + std::to_string(1 + among(std::ssize(configuration_.queues)));
  if (where < 0.65) return "agent:" + std::to_string(some_agent().value());
  if (where < 0.85) return "number:+79160000001";
  if (where < 0.92) return "menu:main";
  return chance(0.5) ? "message:closed" : "number:nonsense";
}

void Town::pass_on(AgentId agent, InteractionId id) {
  if (chance(0.1)) return happen(CallTakenOver{some_agent(), id});
  if (chance(0.1)) return happen(GuestInvited{agent, id, "+7916000010" + std::to_string(among(10))});
  if (chance(0.4)) return happen(TransferRequested{agent, id, somewhere()});
  happen(ConsultRequested{agent, id, somewhere()});
  later(10, [this, agent, id] { go_on_asking(agent, id); });
}

void Town::go_on_asking(AgentId agent, InteractionId id) {
  switch (among(7)) {
    case 0:
      return happen(ConsultEnded{agent, id});
    case 1:
    case 2:
      return happen(TransferCompleted{agent, id});
    case 3:
      happen(ConferenceRequested{agent, id});
      return later(20, [this, agent, id] { go_on_asking(agent, id); });
    case 4:
      if (faults_.lost_browser) happen(AgentLost{agent, id});
      return later(15, [this, agent, id] { happen(AgentReattached{agent, id}); });
    case 5:
      return pass_on(agent, id);
    default:
      return later(30, [this, agent, id] { go_on_asking(agent, id); });
  }
}

void Town::react(const DialOutside& c) {
  const auto id = c.id;
  later(15, [this, id] {
    happen(OutsideRinging{id});
    if (chance(0.7)) return happen(OutsideAnswered{id});
    if (chance(0.7)) happen(OutsideLeft{id, EndCause::busy});
  });
}

void Town::react(const DialGuest& c) {
  later(15, [this, agent = some_agent(), id = c.id, guest = c.guest] {
    happen(GuestAnswered{id, guest});
    later(60, [this, agent, id, guest] {
      happen(chance(0.5) ? Event{GuestLeft{id, guest}} : Event{GuestDropped{agent, id, guest}});
    });
  });
}

void Town::react(const ConnectAside& c) {
  const auto id = c.id;
  if (!c.asked) return later(80, [this, id] { happen(OutsideLeft{id}); });
  later(60, [this, asked = *c.asked, id] {
    if (faults_.lost_browser && chance(0.2)) return happen(AgentLost{asked, id});
    happen(chance(0.5) ? Event{AgentLeft{asked, id}} : Event{ConsultEnded{asked, id}});
  });
}

void Town::react(const ConnectAll& c) {
  const auto id = c.id;
  for (const AgentId agent : c.agents) later(60, [this, agent, id] { happen(AgentLeft{agent, id}); });
  if (c.outside) later(60, [this, id] { happen(OutsideLeft{id}); });
}

void Town::react(const ConnectOutside& c) {
  const auto id = c.id;
  later(60, [this, id] {
    if (chance(0.5)) return happen(OutsideLeft{id});
    happen(CustomerLeft{id});
  });
}
}  // namespace okno::sim
