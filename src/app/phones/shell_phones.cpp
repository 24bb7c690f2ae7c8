// Agents' telephones: which of them are there, and what becomes of a call when one comes or goes.
#include "app/refusals.h"
#include "app/shell.h"
#include "app/view_json.h"

namespace okno::app {
void Shell::phones_changed(AgentPlace& agent, base::Instant now) {
  push_agent(agent);
  happen(core::AgentPhonesChanged{agent.who.id, agent.browser, agent.desk, agent.windows > 0}, now);
}

void Shell::desk_phone_changed(const std::string& user, bool registered) {
  post([this, user, registered](base::Instant now) {
    const auto id = by_desk_phone_.find(user);
    if (id == by_desk_phone_.end()) return;
    AgentPlace& agent = places_.at(id->second);
    if (registered)
      agent.registered.insert(user);
    else
      agent.registered.erase(user);
    if (agent.desk == !agent.registered.empty()) return;
    agent.desk = !agent.registered.empty();
    phones_changed(agent, now);
  });
}

void Shell::browser_phone_changed(AgentId id, bool connected) {
  post([this, id, connected](base::Instant now) {
    AgentPlace* agent = place(id);
    if (!agent) return;
    agent->browser = connected;
    if (!connected) browser_gone(*agent, now);
    phones_changed(*agent, now);
    if (connected) browser_came(*agent, now);
    keep_listening(now);
  });
}

LiveInteraction* Shell::call_of(const AgentPlace& agent) {
  LiveInteraction* live = agent.interaction ? find(*agent.interaction) : nullptr;
  return live && live->row.channel == domain::Channel::voice ? live : nullptr;
}

// browser_leg stays: a newer line may be on its way.
void Shell::browser_gone(AgentPlace& agent, base::Instant now) {
  LiveInteraction* call = call_of(agent);
  if (!call) return;
  if (call->row.caller == agent.who.id) {
    if (call->customer_leg != agent.browser_leg) return;
    legs_.erase(call->customer_leg);
    call->customer_leg = {};
    happen(core::CustomerLeft{call->row.id, domain::EndCause::media_timeout}, now);
    return;
  }
  if (call->asked == agent.who.id && call->asked_leg_is_browser)
    call->asked_leg = {};
  else if (call->talking == agent.who.id && call->agent_leg_is_browser)
    call->agent_leg = {};
  else
    return;
  happen(core::AgentLost{agent.who.id, call->row.id}, now);
}

// Whichever came first, the customer, the agent's answer or his line: the last to come joins them.
void Shell::browser_came(AgentPlace& agent, base::Instant now) {
  LiveInteraction* call = call_of(agent);
  if (!call || call->row.caller == agent.who.id) return;
  if (call->asked == agent.who.id) {
    if (call->asked_leg && !call->asked_leg_is_browser) return;
    if (call->asked_leg == agent.browser_leg) return;
    call->asked_leg = agent.browser_leg;
    call->asked_leg_is_browser = true;
    return connect_company(*call);
  }
  if (call->talking != agent.who.id) return;
  if (!call->agent_leg) {
    happen(core::AgentReattached{agent.who.id, call->row.id}, now);  // means nothing to who was not lost
    call = call_of(agent);
    if (!call || call->talking != agent.who.id) return;
  }
  if (call->agent_leg && !call->agent_leg_is_browser) return;  // he talks by another telephone
  if (call->agent_leg == agent.browser_leg) return;
  call->agent_leg = agent.browser_leg;  // late, or replaced without a gap
  call->agent_leg_is_browser = true;
  if (call->together != WhoHears::pair) return connect_company(*call);
  if (call->customer_leg && !call->held && call->row.state == domain::InteractionState::active)
    connect_pair(*call);
}

// The customer is there and his agent has no line any more, for instance because it was cut while the number
// was dialled: he is lost like in mid-talk, and has the same time to come back. Where agents may work without
// a phone nobody is lost.
void Shell::without_phone(const LiveInteraction& live, AgentId agent) {
  if (!configuration_.phone_required) return;
  post([this, id = live.row.id, agent](base::Instant now) {
    const LiveInteraction* call = find(id);
    if (call && call->talking == agent && !call->agent_leg) happen(core::AgentLost{agent, id}, now);
  });
}

void Shell::phone_offer(AgentId who, const std::string& sdp, Done<std::string> answer) {
  post([this, who, sdp, answer = std::move(answer)](base::Instant) {
    AgentPlace* me = place(who);
    if (!me) return answer(no_such_agent());
    const LegId leg = telephony_->next_leg();
    auto sdp_answer = telephony_->connect_browser(who, leg, sdp);
    if (sdp_answer) me->browser_leg = leg;
    answer(std::move(sdp_answer));
  });
}

void Shell::phone_closed(AgentId) {
  // The line may outlive its tab's socket for a moment (a network blip): the exchange sees itself when the
  // sound ends.
}

void Shell::phone_echo(AgentId who, bool on, Done<bool> done) {
  post([this, who, on, done = std::move(done)](base::Instant) {
    const AgentPlace* me = place(who);
    if (!me) return done(no_such_agent());
    if (!me->browser) return done(base::Error{"no_phone", "Connect the browser phone first."});
    const bool busy = me->state == AgentState::talking;
    if (busy && on)
      return done(base::Error{"already_talking", "Finish the call before testing the microphone."});
    telephony_->echo(me->browser_leg, on);
    done(on);
  });
}
}  // namespace okno::app
