// Telephones that ring for an offer: the desk phones and mobiles of who is to take it.
#include "app/shell.h"
#include "ports/prompts.h"

namespace okno::app {
// The account of his desk phones that can ring now.
std::string Shell::desk_of(const AgentPlace& agent) {
  if (agent.registered.contains(agent.who.desk_phone) || agent.registered.empty())
    return agent.who.desk_phone;
  return *agent.registered.begin();
}

void Shell::ring_phones(LiveInteraction& live, const core::RingAgent& c, AgentPlace& agent) {
  LiveOffer& his = *live.offer_to(c.agent);
  if (!c.mobile.empty())
    return dial_for(live, his, agent, {domain::DeviceKind::mobile, c.mobile, true, true, {}, false});
  if (!c.listed && agent.desk) return dial_for(live, his, agent, {});
  for (const domain::Device& device : c.devices)
    if (device.kind == domain::DeviceKind::mobile || (device.kind == domain::DeviceKind::desk && agent.desk))
      dial_for(live, his, agent, device);
}

void Shell::dial_for(LiveInteraction& live, LiveOffer& offer, AgentPlace& agent,
                     const domain::Device& device) {
  const LegId leg = telephony_->next_leg();
  offer.legs.push_back(leg);
  legs_[leg] = {Side::desk_ringing, live.row.id, offer.agent, offer.offer, device.accept_by_key};
  const std::string name = live.contact_name.empty() ? live.row.caller_name : live.contact_name;
  if (device.kind == domain::DeviceKind::desk) {
    const std::string user = device.address.empty() ? desk_of(agent) : device.address;
    return telephony_->dial(leg, ports::DialDeskPhone{user}, {live.row.from, name});
  }
  const auto project = directory_->projects.find(live.row.project);
  const std::string shown = project == directory_->projects.end() ? "" : project->second.caller_id;
  telephony_->dial(leg, ports::DialNumber{device.address, ""}, {shown, name});
}

// A telephone that rang for an offer was picked up.
void Shell::phone_answered(LegId leg, LegUse& use, LiveInteraction& live, base::Instant now) {
  LiveOffer* his = live.offer_to(use.agent);
  if (!his || his->offer != use.offer) return telephony_->hang_up(leg);
  if (use.by_key)
    return telephony_->play(leg, {{prompt_file(live, ports::kAcceptNode)}, true, 0});  // until he presses 1
  use.side = Side::agent;
  if (live.talking && live.talking != use.agent) {  // a colleague asks him
    live.asked_leg = leg;
    live.asked_leg_is_browser = false;
  } else {
    live.agent_leg = leg;
    live.agent_leg_is_browser = false;
    live.agent_leg_answered = true;
  }
  std::erase(his->legs, leg);
  happen(core::OfferAnswered{use.agent, use.offer}, now);
}
}  // namespace okno::app
