// More than an agent and his customer: who is asked, handed over to, or talks with all; somebody outside.
#include <algorithm>

#include "app/refusals.h"
#include "app/shell.h"
#include "app/view_json.h"
#include "base/phone.h"
#include "domain/target.h"

namespace okno::app {
// The leg by which he is in it; a browser that has come back has another one than before.
LegId Shell::own_leg(LiveInteraction& live, AgentId agent) {
  if (live.aside_leg && live.talking == agent && live.together == WhoHears::aside) return live.aside_leg;
  const bool asked = live.asked == agent;
  LegId& leg = asked ? live.asked_leg : live.agent_leg;
  bool& is_browser = asked ? live.asked_leg_is_browser : live.agent_leg_is_browser;
  const AgentPlace* his = place(agent);
  if (!leg && his && his->browser) {
    leg = his->browser_leg;
    is_browser = true;
  }
  return leg;
}

// Connects them as they were last told to be.
void Shell::connect_company(LiveInteraction& live) {
  if (live.row.channel != domain::Channel::voice) return;
  std::vector<LegId> legs;
  const auto add = [&](LegId leg) {
    if (leg) legs.push_back(leg);
  };
  if (live.together != WhoHears::aside) add(live.customer_leg);
  if (live.together != WhoHears::outside) {
    if (live.talking) add(own_leg(live, live.talking));
    if (live.asked) add(own_leg(live, live.asked));
  }
  add(live.outside_leg);
  if (live.together == WhoHears::all)
    for (const LiveGuest& guest : live.guests)
      if (guest.in) add(guest.leg);
  if (live.together != WhoHears::aside && live.customer_leg) telephony_->stop_playing(live.customer_leg);
  if (legs.size() == 2) telephony_->bridge(legs[0], legs[1]);
  if (legs.size() > 2) telephony_->join(legs);
}

void Shell::leave_company(LiveInteraction& live) {
  unmute_all(live);
  live.outside.clear();
  if (!live.asked && live.together == WhoHears::aside) live.together = WhoHears::pair;
}

void Shell::take(const core::DialOutside& c, base::Instant) {
  LiveInteraction* live = find(c.id);
  if (!live) return;
  live->outside = c.to;
  live->outside_leg = telephony_->next_leg();
  legs_[live->outside_leg] = {Side::outside, c.id, {}, {}};
  telephony_->dial(live->outside_leg, ports::DialNumber{c.to, ""}, {c.from, live->contact_name});
  push_interaction(*live);
}

void Shell::take(const core::HangUpOutside& c, base::Instant) {
  LiveInteraction* live = find(c.id);
  if (!live || !live->outside_leg) return;
  const LegId leg = std::exchange(live->outside_leg, LegId{});
  legs_.erase(leg);
  telephony_->hang_up(leg);
  leave_company(*live);
}

void Shell::take(const core::ConnectAside& c, base::Instant) {
  LiveInteraction* live = find(c.id);
  if (!live) return;
  live->talking = c.agent;
  if (c.asked) {
    live->asked = *c.asked;
    if (const LiveOffer* his = live->offer_to(*c.asked)) forget_offer(*live, his->offer);
  }
  live->held = true;
  live->together = WhoHears::aside;
  if (live->aside_leg) telephony_->answer(live->aside_leg);
  connect_company(*live);
  push_interaction(*live);
}

void Shell::take(const core::ConnectAll& c, base::Instant) {
  LiveInteraction* live = find(c.id);
  if (!live) return;
  live->held = false;
  live->together = WhoHears::all;
  leave_aside(*live);
  if (!live->talking && !c.agents.empty()) {  // taken over in mid-conference
    live->talking = c.agents.front();
    live->agent_leg_answered = true;
  }
  connect_company(*live);
  push_interaction(*live);
}

void Shell::take(const core::ConnectOutside& c, base::Instant) {
  LiveInteraction* live = find(c.id);
  if (!live) return;
  live->held = false;
  live->together = WhoHears::outside;
  leave_aside(*live);
  connect_company(*live);
  push_interaction(*live);
}

// --- what agents ask for

// A target as the core knows it, from what people and programs write.
std::optional<std::string> Shell::target_named(const std::string& to) const {
  if (domain::target_of(to).kind != domain::TargetKind::none) return to;
  for (const auto& agent : configuration_.agents)
    if (agent.login == to || (!agent.extension.empty() && agent.extension == to))
      return "agent:" + std::to_string(agent.id.value());
  for (const auto& queue : configuration_.queues)
    if (queue.name == to) return "queue:" + to;
  const std::string number = base::normal_number(to);
  if (base::is_dialable(number)) return "number:" + number;
  return std::nullopt;
}

void Shell::transfer(AgentId who, InteractionId id, const HandOverRequest& wish, Done<InteractionView> done) {
  post([this, who, id, wish, done = std::move(done)](base::Instant now) {
    const LiveInteraction* live = find(id);
    if (!live || !live->known) return done(not_live());
    if (wish.note && wish.note->size() > kLongestNote) return done(note_too_long());
    if (!wish.to) return wish_about(id, core::TransferCompleted{who, id}, now, done);
    const auto target = target_named(*wish.to);
    if (!target) return done(base::Error{"no_such_target", "There is no such colleague, queue or number."});
    wish_about(id, core::TransferRequested{who, id, *target, base::printable(wish.note.value_or(""), true)},
               now, done);
  });
}

void Shell::consult(AgentId who, InteractionId id, const TransferRequest& wish, Done<InteractionView> done) {
  post([this, who, id, wish, done = std::move(done)](base::Instant now) {
    if (wish.note && wish.note->size() > kLongestNote) return done(note_too_long());
    const auto target = target_named(wish.to);
    if (!target) return done(base::Error{"no_such_target", "There is no such colleague, queue or number."});
    wish_about(id, core::ConsultRequested{who, id, *target, base::printable(wish.note.value_or(""), true)},
               now, done);
  });
}

void Shell::conference(AgentId who, InteractionId id, Done<InteractionView> done) {
  post([this, who, id, done = std::move(done)](base::Instant now) {
    wish_about(id, core::ConferenceRequested{who, id}, now, done);
  });
}
}  // namespace okno::app
