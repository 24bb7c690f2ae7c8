// Commands about conversations carried out on the exchange, and what the exchange tells.
#include <algorithm>
#include <charconv>
#include <ctime>
#include <filesystem>
#include <utility>

#include "app/shell.h"
#include "app/view_json.h"
#include "base/phone.h"
#include "ports/prompts.h"

namespace okno::app {
namespace {
using domain::EndCause;
using ports::LegEnd;

constexpr base::Duration kOverloadQuiet = std::chrono::seconds(10);  // without one it is over

int refusal_status(const std::string& reason) {  // RFC 3261, 21.4–21.6
  if (reason == "no_such_entry") return 404;
  if (reason == "blacklisted") return 603;
  if (reason == "busy") return 486;
  if (reason == "declined") return 603;
  if (reason == "forward_loop") return 482;  // Loop Detected
  for (const char* away : {"closed", "no_answer", "away", "unreachable", "in_meeting", "do_not_disturb"})
    if (reason == away) return 480;
  return 503;
}

EndCause end_cause(LegEnd why) {
  switch (why) {
    case LegEnd::busy:
      return EndCause::busy;
    case LegEnd::declined:
      return EndCause::refused;
    case LegEnd::no_answer:
      return EndCause::no_answer;
    case LegEnd::unreachable:
    case LegEnd::failed:
      return EndCause::failed;
    case LegEnd::media_timeout:
      return EndCause::media_timeout;
    case LegEnd::hung_up:
    case LegEnd::released:
      break;
  }
  return EndCause::answered;  // the core knows by the state whether it was answered, lost or left in the IVR
}

// What only the shell knows of a row.
void keep_own(domain::Interaction& row, const domain::Interaction& before) {
  row.recording = before.recording;
  row.recording_mark = before.recording_mark;
  row.recording_pauses = before.recording_pauses;
  row.message_ms = before.message_ms;
  row.customer_sound = before.customer_sound;
  row.agent_sound = before.agent_sound;
  if (row.words.empty()) row.words = before.words;
}

std::string date_of(base::Instant at) {
  const std::time_t t = static_cast<std::time_t>(base::to_ms(at) / 1000);
  std::tm tm{};
  gmtime_r(&t, &tm);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", &tm);
  return text;
}
}  // namespace

std::string Shell::recording_file(const LiveInteraction& live) const {
  return date_of(live.row.started_at) + "/" + std::to_string(live.row.id.value()) + ".wav";
}

// --- the customer's side

void Shell::take(const core::AnswerCustomer& c, base::Instant) {
  LiveInteraction* live = find(c.id);
  if (!live || !live->customer_leg || live->customer_answered) return;
  live->customer_answered = true;
  telephony_->answer(live->customer_leg);
}

void Shell::take(const core::RingBack& c, base::Instant) {
  const LiveInteraction* live = find(c.id);
  if (live && live->customer_leg) telephony_->ring_back(live->customer_leg);
}

void Shell::take(const core::RefuseCustomer& c, base::Instant) {
  LiveInteraction* live = find(c.id);
  if (!live || !live->customer_leg) return;
  telephony_->reject(live->customer_leg, refusal_status(c.reason), c.reason);
}

void Shell::take(const core::PlayPrompt& c, base::Instant) {
  const LiveInteraction* live = find(c.id);
  if (!live || !live->customer_leg) return;
  telephony_->play(live->customer_leg, {{prompt_file(*live, ports::prompt_node(c.prompt))}, false, c.token});
}

void Shell::take(const core::PlayMusic& c, base::Instant) {
  LiveInteraction* live = find(c.id);
  if (!live || !live->customer_leg) return;
  if (live->agent_leg) telephony_->unbridge(live->customer_leg);
  telephony_->play(live->customer_leg, {{settings_.music}, true, 0});
}

void Shell::take(const core::StopPlaying& c, base::Instant) {
  const LiveInteraction* live = find(c.id);
  if (live && live->customer_leg) telephony_->stop_playing(live->customer_leg);
}

void Shell::take(const core::DialCustomer& c, base::Instant) {
  LiveInteraction* live = find(c.id);
  if (!live) return;
  live->to_dial = c.to;
  live->dial_from = c.from;
  if (!live->talking && live->row.agent) {  // a callback: he has pressed "answer" on its card
    live->talking = *live->row.agent;
    while (!live->offers.empty()) forget_offer(*live, live->offers.front().offer);
  }
  AgentPlace* agent = place(live->talking);
  if (live->agent_leg || !agent) return customer_dialled(*live);  // he dialled from his desk phone
  if (agent->browser) {
    live->agent_leg = agent->browser_leg;
    live->agent_leg_is_browser = true;
    return customer_dialled(*live);
  }
  if (!agent->desk) return customer_dialled(*live);
  // His desk phone first: the customer's phone must not ring for somebody who has not picked up.
  live->agent_leg = telephony_->next_leg();
  live->agent_leg_is_browser = false;
  live->agent_leg_answered = false;
  legs_[live->agent_leg] = {Side::agent, c.id, agent->who.id, {}};
  telephony_->dial(live->agent_leg, ports::DialDeskPhone{desk_of(*agent)}, {c.to, live->contact_name});
}

void Shell::customer_dialled(LiveInteraction& live) {
  live.customer_leg = telephony_->next_leg();
  live.customer_answered = true;
  legs_[live.customer_leg] = {Side::customer, live.row.id, {}, {}};
  telephony_->dial(live.customer_leg, ports::DialNumber{live.to_dial, ""}, {live.dial_from, ""});
}

void Shell::take(const core::HangUpCustomer& c, base::Instant) {
  const LiveInteraction* live = find(c.id);
  if (live && live->customer_leg) telephony_->hang_up(live->customer_leg);
}

// --- the agent's side

void Shell::take(const core::ShowCard& c, base::Instant) {
  LiveInteraction* live = find(c.id);
  if (!live) return;
  live->offers.push_back({c.offer, c.agent, c.answer_by, false, {}});
  push({ports::Audience::Kind::agents, {c.agent}, false}, "offer.made",
       [&] { return to_json(offer_of(*live, c.agent)); });
}

void Shell::take(const core::RingAgent& c, base::Instant) {
  LiveInteraction* live = find(c.id);
  AgentPlace* agent = place(c.agent);
  LiveOffer* his = live ? live->offer_to(c.agent) : nullptr;
  if (!agent || !his || his->offer != c.offer) return;
  const bool on_screen = !c.listed || std::any_of(c.devices.begin(), c.devices.end(), [](const auto& one) {
    return one.kind == domain::DeviceKind::browser;
  });
  if (on_screen && !std::exchange(his->ringing, true))
    push({ports::Audience::Kind::agents, {c.agent}, false}, "offer.ringing", [&] {
      return to_json(OfferEndView{c.offer.value(), c.id.value(), ""});
    });
  if (live->row.channel == domain::Channel::voice) ring_phones(*live, c, *agent);
}

void Shell::forget_ring(LiveOffer& offer) {
  for (const LegId leg : std::exchange(offer.legs, {})) {
    legs_.erase(leg);
    telephony_->hang_up(leg);
  }
}

void Shell::forget_offer(LiveInteraction& live, OfferId offer) {
  for (LiveOffer& one : live.offers)
    if (one.offer == offer) forget_ring(one);
  std::erase_if(live.offers, [offer](const LiveOffer& one) { return one.offer == offer; });
}

void Shell::take(const core::WithdrawOffer& c, base::Instant) {
  if (LiveInteraction* live = find(c.id)) forget_offer(*live, c.offer);
  push({ports::Audience::Kind::agents, {c.agent}, false}, "offer.withdrawn", [&] {
    return to_json(OfferEndView{c.offer.value(), c.id.value(), c.reason});
  });
}

void Shell::take(const core::ConnectAgent& c, base::Instant) {
  LiveInteraction* live = find(c.id);
  AgentPlace* agent = place(c.agent);
  if (!live || !agent) return;
  live->talking = c.agent;
  live->held = false;
  const bool was_company = live->in_company() || live->together != WhoHears::pair;
  if (live->asked == c.agent) {  // whom a colleague asked has the customer now
    live->agent_leg = std::exchange(live->asked_leg, LegId{});
    live->agent_leg_is_browser = live->asked_leg_is_browser;
    live->agent_leg_answered = true;
    live->asked = {};
  }
  live->together = WhoHears::pair;
  unmute_all(*live);
  // Answered on the desk phone or mobile: its leg is already the agent's; else in the browser, and the desk
  // phone stops ringing.
  forget_offer(*live, c.offer);
  if (was_company) {  // the row was told while the company still stood
    push_interaction(*live);
    push_card(*live);
  }
  if (live->row.channel != domain::Channel::voice) return;
  if (agent->dialled_leg) {  // he fetches or picks up by his desk phone
    live->agent_leg = std::exchange(agent->dialled_leg, LegId{});
    live->agent_leg_is_browser = live->agent_leg_answered = false;
    legs_[live->agent_leg] = {Side::agent, c.id, c.agent, {}};
  }
  const bool on_desk_phone = live->agent_leg && !live->agent_leg_is_browser;
  if (!on_desk_phone) {
    live->agent_leg = agent->browser ? agent->browser_leg : LegId{};
    live->agent_leg_is_browser = static_cast<bool>(live->agent_leg);
  } else if (!live->agent_leg_answered) {
    live->agent_leg_answered = true;
    telephony_->answer(live->agent_leg);
  }
  if (!live->customer_leg) return;
  telephony_->stop_playing(live->customer_leg);
  if (live->agent_leg)
    connect_pair(*live);
  else
    without_phone(*live, c.agent);
  if (settings_.agent_joined) settings_.agent_joined(live->row.from);
}

void Shell::take(const core::HoldCustomer& c, base::Instant) {
  LiveInteraction* live = find(c.id);
  if (!live || !live->customer_leg) return;
  live->held = true;
  telephony_->unbridge(live->customer_leg);
  telephony_->play(live->customer_leg, {{settings_.music}, true, 0});
}

void Shell::take(const core::ResumeCustomer& c, base::Instant) {
  LiveInteraction* live = find(c.id);
  if (!live || !live->customer_leg) return;
  live->held = false;
  live->together = WhoHears::pair;
  leave_aside(*live);
  unmute_all(*live);
  telephony_->stop_playing(live->customer_leg);
  if (live->agent_leg) connect_pair(*live);
  push_interaction(*live);
}

void Shell::take(const core::ReleaseAgent& c, base::Instant now) {
  LiveInteraction* live = find(c.id);
  if (!live) return;
  if (live->paused_by == c.agent) forget_pauses(*live, now);  // whose wish it was has gone
  const bool was_asked = live->asked == c.agent;
  if (live->talking == c.agent) leave_aside(*live);
  if (live->talking == c.agent) live->talking = {};
  if (was_asked) live->asked = {};
  const LegId leg = std::exchange(was_asked ? live->asked_leg : live->agent_leg, LegId{});
  if (!leg) return;
  std::erase(live->muted, leg);
  if (was_asked ? live->asked_leg_is_browser : live->agent_leg_is_browser) {
    telephony_->unbridge(leg);
    telephony_->mute(leg, false);
  } else {
    legs_.erase(leg);
    telephony_->hang_up(leg);
  }
}

// --- what changed

void Shell::take(const core::AgentChanged& c, base::Instant) {
  AgentPlace* agent = place(c.agent);
  if (!agent) return;
  agent->state = c.state;
  agent->reason = c.reason;
  agent->since = c.since;
  agent->until = c.until;
  agent->by = c.by;
  agent->interaction = c.interaction;
  agent->beside = c.beside;
  agent->then = c.then;
  agent->absence = c.absence;
  agent->absent_until = c.absent_until;
  push_agent(*agent);
  for (const auto queue : agent->who.queues) dirty_queues_.push_back(queue);
}

void Shell::take(const core::InteractionChanged& c, base::Instant now) {
  if (c.row.state == domain::InteractionState::ended && !c.final && !find(c.row.id)) {
    domain::Interaction row = c.row;  // a result that was given after the end
    if (const auto* before = outbox_.on_the_way(row.id)) keep_own(row, *before);
    return outbox_.save(row, true, now);
  }
  LiveInteraction& live = live_[c.row.id];
  const domain::Interaction before = std::exchange(live.row, c.row);
  live.known = true;
  keep_own(live.row, before);
  if (before.slot != live.row.slot) parked_changed_ = true;
  if (live.message_from && live.row.ended_at)
    live.row.message_ms = base::to_ms(*live.row.ended_at) - base::to_ms(*live.message_from);
  if (live.row.note.empty()) live.row.note = live.opening;
  if (live.row.contact && live.contact_name.empty() && live.customer)
    live.contact_name = live.customer->contact.name;
  if (live.row.queue) {
    const auto queue = directory_->queues.find(*live.row.queue);
    const auto limit =
        queue == directory_->queues.end() ? base::Duration{} : queue->second.service_level_limit;
    board_.take(live.row, limit, c.final);
    dirty_queues_.push_back(*live.row.queue);
  }
  outbox_.save(live.row, c.final || live.row.ended_at.has_value(), now);
  push_interaction(live);
  if (!c.final) return;
  unbind(live);
  if (live.recording) end_recording(live, now);
  if (live.row.caller && live.customer_leg)
    telephony_->mute(live.customer_leg, false);  // his browser's line stays
  if (live.customer_leg) legs_.erase(live.customer_leg);
  live_.erase(c.row.id);
}

void Shell::take(const core::QueueChanged& c, base::Instant) {
  lines_[c.queue] = c;
  dirty_queues_.push_back(c.queue);
}

// --- what the exchange tells (its threads: only post)

void Shell::call_arrived(const ports::IncomingCall& call) {
  post([this, call](base::Instant now) { on_call_arrived(call, now); });
}

void Shell::on_call_arrived(const ports::IncomingCall& call, base::Instant now) {
  if (stopping_) return telephony_->reject(call.leg, 503, "stopping");
  const auto phone = by_desk_phone_.find(call.registered_user);
  AgentPlace* agent =
      call.registered_user.empty() || phone == by_desk_phone_.end() ? nullptr : place(phone->second);
  if (agent && phone_commands(call, *agent, now)) return;
  if (agent)
    if (const auto target = by_short_number(call.to_user)) return house_dials(call, *agent, *target, now);
  const domain::Entry* entry = nullptr;
  const std::string dialled = base::normal_number(call.to_user);
  for (const auto& candidate : configuration_.entries)
    if (candidate.number == call.to_user || candidate.number == dialled) entry = &candidate;
  if (!entry && agent) return desk_phone_dials(call, *agent, now);
  if (!entry) {
    log("call_refused", "nobody is reached under the number " + call.to_user + " (call from " +
                            call.from_number + "): enter it among the numbers of the rules");
    return telephony_->reject(call.leg, 404, "no_such_entry");
  }

  const InteractionId id(++last_id_);
  LiveInteraction& live = live_[id];
  live.customer_leg = call.leg;
  legs_[call.leg] = {Side::customer, id, {}, {}};
  core::InteractionArrived event;
  event.id = id;
  event.from = base::normal_number(call.from_number);
  event.to = dialled;
  event.caller_name = call.from_name;
  event.project = entry->project;
  event.target = entry->target;
  event.facts.source = entry->source;
  const std::string from = event.from;
  const auto project = event.project;
  arrive(id, from, project, std::move(event), nullptr, now);
}

void Shell::desk_phone_dials(const ports::IncomingCall& call, AgentPlace& agent, base::Instant now) {
  if (asks_aside(call, agent, "number:" + base::normal_number(call.to_user), now)) return;
  const InteractionId id(++last_id_);
  LiveInteraction& live = live_[id];
  live.agent_leg = call.leg;
  live.agent_leg_answered = false;
  live.talking = agent.who.id;
  legs_[call.leg] = {Side::agent, id, agent.who.id, {}};
  core::CallRequested event;
  event.id = id;
  event.agent = agent.who.id;
  event.to = base::normal_number(call.to_user);
  if (!configuration_.projects.empty()) {
    event.project = configuration_.projects.front().id;
    event.from = configuration_.projects.front().caller_id;
  }
  const std::string to = event.to;
  const LegId leg = call.leg;
  const auto project = event.project;
  arrive(
      id, to, project, std::move(event),
      [this, leg](Result<InteractionView> result) {
        if (result) return;
        legs_.erase(leg);
        telephony_->reject(leg, 486, result.error().code);
      },
      now);
}

void Shell::leg_ringing(LegId leg) {
  post([this, leg](base::Instant now) {
    const auto use = legs_.find(leg);
    if (use == legs_.end()) return;
    if (use->second.side == Side::outside) happen(core::OutsideRinging{use->second.interaction}, now);
    if (use->second.side != Side::customer) return;
    LiveInteraction* live = find(use->second.interaction);
    if (live && live->agent_leg && !live->agent_leg_answered) telephony_->ring_back(live->agent_leg);
    happen(core::CustomerRinging{use->second.interaction}, now);
  });
}

void Shell::leg_answered(LegId leg) {
  post([this, leg](base::Instant now) {
    const auto found = legs_.find(leg);
    if (found == legs_.end()) return;
    LegUse& use = found->second;
    LiveInteraction* live = find(use.interaction);
    if (!live) return;
    if (use.side == Side::customer) {
      happen(core::CustomerAnswered{use.interaction}, now);
    } else if (use.side == Side::guest) {
      happen(core::GuestAnswered{use.interaction, use.guest}, now);
    } else if (use.side == Side::outside) {
      happen(core::OutsideAnswered{use.interaction}, now);
    } else if (use.side == Side::desk_ringing) {
      phone_answered(leg, use, *live, now);
    } else if (use.side == Side::agent && !live->agent_leg_answered) {
      live->agent_leg_answered = true;
      customer_dialled(*live);
    }
  });
}

void Shell::leg_ended(LegId leg, LegEnd why, int) {
  post([this, leg, why](base::Instant now) { on_leg_ended(leg, why, now); });
}

void Shell::on_leg_ended(LegId leg, LegEnd why, base::Instant now) {
  const auto found = legs_.find(leg);
  if (found == legs_.end()) return;
  const LegUse use = found->second;
  legs_.erase(found);
  if (const auto arriving = arriving_.find(use.interaction); arriving != arriving_.end()) {
    arriving->second.left = true;
    arriving->second.why = why;
  }
  LiveInteraction* live = find(use.interaction);
  if (!live) return;
  switch (use.side) {
    case Side::customer:
      if (live->customer_leg && live->customer_leg != leg) break;  // of an earlier try: another one rings now
      live->customer_leg = {};
      if (!arriving_.contains(use.interaction))
        happen(core::CustomerLeft{use.interaction, end_cause(why)}, now);
      break;
    case Side::desk_ringing: {
      LiveOffer* his = live->offer_to(use.agent);
      if (his) std::erase(his->legs, leg);
      if (his && !his->legs.empty() && why != LegEnd::declined) break;  // others of his ring on
      const AgentPlace* agent = place(use.agent);
      // While his browser can still answer, a dead or busy desk phone is not the agent's refusal; pressing
      // "decline" is.
      if (agent && agent->browser && why != LegEnd::declined) break;
      const char* reason = why == LegEnd::busy       ? "busy"
                           : why == LegEnd::declined ? "declined"
                                                     : "unreachable";
      happen(core::OfferDeclined{use.agent, use.offer, reason}, now);
      break;
    }
    case Side::agent: {
      if (live->agent_leg == leg) live->agent_leg = {};
      if (live->asked_leg == leg) live->asked_leg = {};
      if (arriving_.contains(use.interaction)) break;
      const bool lost = why == LegEnd::media_timeout || why == LegEnd::failed || why == LegEnd::unreachable;
      if (lost && live->customer_leg)
        happen(core::AgentLost{use.agent, use.interaction}, now);
      else
        happen(core::AgentLeft{use.agent, use.interaction}, now);
      break;
    }
    case Side::guest:
      guest_gone(*live, use.guest);
      happen(core::GuestLeft{use.interaction, use.guest}, now);
      break;
    case Side::outside:
      live->outside_leg = {};
      leave_company(*live);
      happen(core::OutsideLeft{use.interaction, end_cause(why)}, now);
      break;
    case Side::aside:
      live->aside_leg = {};
      happen(core::ConsultEnded{use.agent, use.interaction}, now);
      break;
    case Side::leaving:
      break;
    case Side::browser:
      break;  // told by browser_phone_changed
  }
}

void Shell::digit_pressed(LegId leg, char digit) {
  post([this, leg, digit](base::Instant now) {
    const auto use = legs_.find(leg);
    if (use != legs_.end() && use->second.side == Side::desk_ringing && use->second.by_key && digit == '1') {
      LiveInteraction* live = find(use->second.interaction);
      use->second.by_key = false;
      telephony_->stop_playing(leg);
      if (live) phone_answered(leg, use->second, *live, now);
    } else if (use != legs_.end() && use->second.side == Side::customer)
      happen(core::DigitPressed{use->second.interaction, digit}, now);
  });
}

void Shell::play_finished(LegId leg, std::int64_t token) {
  if (token == 0) return;
  post([this, leg, token](base::Instant now) {
    const auto use = legs_.find(leg);
    if (use == legs_.end()) return;
    if (token < 0) return own_play_finished(leg, use->second, token, now);
    if (use->second.side == Side::customer) happen(core::PromptFinished{use->second.interaction, token}, now);
  });
}

// At the limit the door opens and closes several times a second: the log hears of it once.
void Shell::overloaded(bool on) {
  post([this, on](base::Instant now) {
    overload_.on = on;
    overload_.changed = now;
    if (std::exchange(overload_.told, true)) return;
    log("overload", "new calls get 503 whenever those under way would have to wait for them");
    watch_overload(now);
  });
}

void Shell::watch_overload(base::Instant now) {
  timers_.at(now + kOverloadQuiet, [this](base::Instant then) {
    if (overload_.on || then - overload_.changed < kOverloadQuiet) return watch_overload(then);
    overload_.told = false;
    log("overload_over", "all new calls are taken again");
  });
}

void Shell::recording_stopped(LegId, const std::string& file, const std::string& mark) {
  const std::string prefix = settings_.recordings + "/";
  const std::string relative = file.starts_with(prefix) ? file.substr(prefix.size()) : file;
  if (settings_.recording_done && mark.empty()) settings_.recording_done(file);
  if (mark.empty()) return;
  post([this, relative, mark](base::Instant now) {
    log("recording_" + mark, relative);
    for (auto& [id, live] : live_) {
      if (live.row.recording != relative) continue;
      live.row.recording_mark = mark;
      outbox_.save(live.row, true, now);
      return push_interaction(live);
    }
    // Its conversation may be over: the file's name says which it was.
    const std::string name = std::filesystem::path(relative).stem().string();
    std::int64_t id = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), id).ec == std::errc{})
      mark_recording(InteractionId(id), relative, mark, now);
  });
}

void Shell::mark_recording(InteractionId id, const std::string& file, const std::string& mark,
                           base::Instant now) {
  if (const auto* row = outbox_.on_the_way(id)) {
    domain::Interaction marked = *row;
    if (marked.recording.empty()) marked.recording = file;
    marked.recording_mark = mark;
    return outbox_.save(marked, true, now);
  }
  const bool taken = parts_.store_pool.submit([this, id, mark] {
    auto row = parts_.store.interaction(id);
    post([this, id, mark, row = std::move(row)](base::Instant then) {
      if (!row || !*row) return;
      if (outbox_.on_the_way(id)) return mark_recording(id, (*row)->recording, mark, then);
      domain::Interaction marked = **row;
      marked.recording_mark = mark;
      outbox_.save(marked, true, then);
    });
  });
  if (!taken) log("recording_not_marked", file);
}
}  // namespace okno::app
