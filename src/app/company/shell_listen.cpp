// Supervisors on the line: who hears whom, as what, until when; and taking a conversation over. The core
// decides about conversations and knows nothing of listeners: they change nothing in them.
#include <algorithm>

#include "app/refusals.h"
#include "app/shell.h"
#include "app/view_json.h"

namespace okno::app {
using domain::ListenMode;
using ports::Audience;

namespace {
// A call that somebody of us has in hand: also on hold, or while its agent's line is lost.
bool is_talked(const LiveInteraction& live) {
  return live.talking && !live.row.ended_at;
}
std::string_view audited(ListenMode mode) {  // a code of the desk's words
  return mode == ListenMode::listen ? "listened" : mode == ListenMode::whisper ? "whispered" : "barged";
}
}  // namespace

Shell::Refusal Shell::may_listen(AgentId who, const LiveInteraction* live, const AgentPlace* me) {
  if (!live || !live->known || !me) return not_live();
  if (live->row.channel != domain::Channel::voice)
    return base::Error{"calls_only", "Only a call has a line to listen to."};
  if (live->talking == who || live->asked == who)
    return base::Error{"your_own_call", "You are in this conversation yourself."};
  if (!is_talked(*live))
    return base::Error{"nobody_talks",
                       "Nobody of us talks with this customer now: wait until he is answered."};
  if (!me->browser)
    return base::Error{"no_browser_phone",
                       "Connect the browser phone first: allow the microphone in this window."};
  if (call_of(*me) && me->state == AgentState::talking)
    return base::Error{"already_talking", "You are in a conversation: end it first."};
  return std::nullopt;
}

void Shell::listen(AgentId who, InteractionId id, ListenMode mode, Done<ListeningView> done) {
  post([this, who, id, mode, done = std::move(done)](base::Instant now) {
    const LiveInteraction* live = find(id);
    const AgentPlace* me = place(who);
    if (auto no = may_listen(who, live, me)) return done(*no);
    const auto found = ears_.find(who);
    if (found != ears_.end() && found->second.call != id) end_listening(who, "elsewhere", now);
    const bool fresh = !ears_.contains(who);
    Ear& ear = ears_[who];
    if (!fresh && ear.mode == mode) return done(view_of(who, ear));
    if (fresh) ear = {id, mode, now, {}, {}, {}, {}};
    ear.mode = mode;
    ear.of = {};
    move_ear(who, ear);
    note_listening(who, id, audited(mode), now);
    log("listening",
        std::string(domain::to_text(mode)) + " " + std::to_string(id.value()) + " by " + me->who.login);
    push_listening(who, ear);
    done(view_of(who, ear));
  });
}

void Shell::stop_listening(AgentId who, InteractionId id, Done<ListeningView> done) {
  post([this, who, id, done = std::move(done)](base::Instant now) {
    const auto found = ears_.find(who);
    if (found == ears_.end() || found->second.call != id)
      return done(base::Error{"not_listening", "You are not on this line."});
    ListeningView view = view_of(who, found->second);
    view.mode.reset();
    view.why = "left";
    end_listening(who, "left", now);
    done(view);
  });
}

void Shell::take_over(AgentId who, InteractionId id, Done<InteractionView> done) {
  post([this, who, id, done = std::move(done)](base::Instant now) {
    const LiveInteraction* live = find(id);
    const AgentPlace* me = place(who);
    if (!live || !live->known || !me) return done(not_live());
    if (live->row.channel == domain::Channel::voice && !me->browser)
      return done(base::Error{"no_browser_phone",
                              "Connect the browser phone first: allow the microphone in this window."});
    wish_about(id, core::CallTakenOver{who, id}, now, [&](Result<InteractionView> result) {
      if (result) {
        note_listening(who, id, "took_over", now);
        log("taken_over", std::to_string(id.value()) + " by " + me->who.login);
      }
      done(std::move(result));
    });
  });
}

// Why his listening is over; empty: it goes on.
std::string Shell::why_over(AgentId who, const Ear& ear) {
  const LiveInteraction* live = find(ear.call);
  const AgentPlace* me = place(who);
  if (!live || live->row.ended_at) return "ended";
  if (live->talking == who) return "taken_over";
  if (!me || !me->browser || (ear.leg && ear.leg != me->browser_leg)) return "phone_lost";
  const LiveInteraction* own = call_of(*me);
  if (own && (own->talking == who || own->asked == who)) return "own_call";
  return "";
}

// After anything that may have changed who talks: a handful of supervisors at most.
void Shell::keep_listening(base::Instant now) {
  if (ears_.empty()) return;
  std::vector<std::pair<AgentId, std::string>> over;
  for (auto& [who, ear] : ears_) {
    const std::string why = why_over(who, ear);
    if (!why.empty()) {
      over.emplace_back(who, why);
      continue;
    }
    const AgentId before = ear.talking;
    move_ear(who, ear);
    if (ear.talking != before) push_listening(who, ear);
  }
  for (const auto& [who, why] : over) end_listening(who, why, now);
}

// To the agent who talks now; the exchange follows his leg by itself.
void Shell::move_ear(AgentId who, Ear& ear) {
  const LiveInteraction* live = find(ear.call);
  const AgentPlace* me = place(who);
  if (!live || !me) return;
  const LegId of = is_talked(*live) ? live->agent_leg : LegId{};
  ear.talking = is_talked(*live) ? live->talking : AgentId{};
  if (of == ear.of) return;
  ear.of = of;
  ear.leg = me->browser_leg;
  if (of)
    telephony_->listen(ear.leg, of, ear.mode);
  else
    telephony_->stop_listening(ear.leg);
}

void Shell::end_listening(AgentId who, const std::string& why, base::Instant now) {
  const auto found = ears_.find(who);
  if (found == ears_.end()) return;
  Ear ear = found->second;
  ears_.erase(found);
  // With a line of his own he is joined already, and the exchange has forgotten that he listened.
  if (ear.leg && why != "taken_over" && why != "own_call") telephony_->stop_listening(ear.leg);
  note_listening(who, ear.call, "left_line", now);
  ListeningView view = view_of(who, ear);
  view.mode.reset();
  view.why = why;
  Audience audience{Audience::Kind::agents, {who}, true};
  if (ear.told) audience.agents.push_back(ear.told);
  push(audience, "listening.changed", [&] { return to_json(view); });
}

ListeningView Shell::view_of(AgentId who, const Ear& ear) {
  ListeningView view;
  view.supervisor = show_person(who, *directory_);
  view.interaction = ear.call.value();
  view.mode = ear.mode;
  if (ear.talking) view.agent = show_person(ear.talking, *directory_);
  view.since_ms = base::to_ms(ear.since);
  if (const LiveInteraction* live = find(ear.call)) {
    const bool out = live->row.direction == domain::Direction::outbound;
    view.customer = !live->contact_name.empty() ? live->contact_name : out ? live->row.to : live->row.from;
  }
  return view;
}

// Supervisors see it always; the agent when he hears him too, or when the settings say that he shall know.
void Shell::push_listening(AgentId who, Ear& ear) {
  const ListeningView view = view_of(who, ear);
  push({Audience::Kind::agents, {who}, true}, "listening.changed", [&] { return to_json(view); });
  const bool shown = ear.talking && (ear.mode != ListenMode::listen || settings_.listening_shown);
  const AgentId told = shown ? ear.talking : AgentId{};
  if (ear.told && ear.told != told) {
    ListeningView gone = view;
    gone.mode.reset();
    gone.why = "left";
    push({Audience::Kind::agents, {ear.told}, false}, "listening.changed", [&] { return to_json(gone); });
  }
  ear.told = told;
  const AgentPlace* agent = place(told);
  if (agent && agent->who.role == Role::agent)  // a supervisor has had it
    push({Audience::Kind::agents, {told}, false}, "listening.changed", [&] { return to_json(view); });
}

std::vector<ListeningView> Shell::listening_seen_by(const AgentPlace& reader) {
  std::vector<ListeningView> views;
  for (const auto& [who, ear] : ears_)
    if (reader.who.role != Role::agent || who == reader.who.id || ear.told == reader.who.id)
      views.push_back(view_of(who, ear));
  return views;
}

void Shell::note_listening(AgentId who, InteractionId id, std::string_view did, base::Instant now) {
  const ports::AuditRow row{
      0, who, now, "call " + std::to_string(id.value()), "{}", R"({"did":")" + std::string(did) + "\"}"};
  const bool taken = parts_.store_pool.submit([this, row] {
    if (auto kept = parts_.store.add_audit(row); !kept) log("audit_failed", kept.error().words);
  });
  if (!taken) log("audit_failed", row.place + ": the store's pool is full");
}
}  // namespace okno::app
