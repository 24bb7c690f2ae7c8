// What is recorded, and the pauses of a recording: the core says which conversations, people say when not.
#include <algorithm>

#include "app/own_sounds.h"
#include "app/shell.h"
#include "app/view_json.h"
#include "domain/recording_rule.h"
#include "ports/prompts.h"

namespace okno::app {
namespace {
// A restless hand makes no endless row: what follows belongs to the last pause.
constexpr std::size_t kMostPauses = 200;
constexpr base::Duration kLongestNotice = std::chrono::seconds(15);  // words of the project's own
}  // namespace

std::int64_t Shell::recorded_ms(const LiveInteraction& live, base::Instant now) const {
  if (!live.recording || live.recording_from == base::kNever) return live.recorded_before_ms;
  return live.recorded_before_ms + base::to_ms(now) - base::to_ms(live.recording_from);
}

std::string Shell::recording_state(const LiveInteraction& live) const {
  if (live.row.channel != domain::Channel::voice || live.row.ended_at) return "";
  if (live.recording) return live.paused_at ? "paused" : "on";
  if (!live.talking) return "";
  const auto project = directory_->projects.find(live.row.project);
  const domain::Queue* queue = nullptr;
  if (live.row.queue)
    if (const auto found = directory_->queues.find(*live.row.queue); found != directory_->queues.end())
      queue = &found->second;
  const auto rule =
      domain::recording_rule(project == directory_->projects.end() ? nullptr : &project->second, queue);
  return rule == domain::Recorded::on_demand ? "on_demand" : "";
}

void Shell::take(const core::StartRecording& c, base::Instant now) {
  LiveInteraction* live = find(c.id);
  if (!live || !live->customer_leg || live->recording) return;
  live->recording = true;
  live->recording_from = base::kNever;
  if (c.announced)
    announce_recording(*live, now);
  else
    begin_recording(*live, now);
}

// Both hear it at once, in each other's stead; what they say meanwhile is not recorded.
void Shell::announce_recording(LiveInteraction& live, base::Instant now) {
  const auto project = directory_->projects.find(live.row.project);
  const auto& messages =
      project == directory_->projects.end() ? std::vector<domain::Message>{} : project->second.messages;
  const bool own_words = std::any_of(messages.begin(), messages.end(), [](const domain::Message& one) {
    return one.name == ports::kRecordedNode;
  });
  const std::string node =
      own_words ? ports::prompt_node(std::string("message:") + ports::kRecordedNode) : ports::kRecordedNode;
  const std::string file = prompt_file(live, node);
  if (live.agent_leg) telephony_->play(live.agent_leg, {{file}, false, 0});
  telephony_->play(live.customer_leg, {{file}, false, kRecordingAnnounced});
  // Whoever holds or hands on in the middle of it cuts it short, and nobody tells of its end.
  timers_.at(now + kLongestNotice, [this, id = live.row.id](base::Instant then) {
    if (LiveInteraction* on = find(id)) begin_recording(*on, then);
  });
}

void Shell::begin_recording(LiveInteraction& live, base::Instant now) {
  if (!live.recording || live.recording_from != base::kNever || !live.customer_leg) return;
  live.recording_from = now;
  live.row.recording = recording_file(live);
  telephony_->start_recording(live.customer_leg, settings_.recordings + "/" + live.row.recording);
  watch_pause(live, now);
  outbox_.save(live.row, true, now);
  push_interaction(live);
}

void Shell::take(const core::StopRecording& c, base::Instant now) {
  LiveInteraction* live = find(c.id);
  if (live && live->recording) end_recording(*live, now);
}

void Shell::end_recording(LiveInteraction& live, base::Instant now) {
  forget_pauses(live, now);
  live.recorded_before_ms = recorded_ms(live, now);
  live.recording = false;
  if (live.customer_leg) telephony_->stop_recording(live.customer_leg);
}

// Brings the exchange and the row to what people wish.
void Shell::watch_pause(LiveInteraction& live, base::Instant now) {
  const bool paused = live.paused_by_hand || live.paused_for_card;
  if (!live.recording || live.recording_from == base::kNever || paused == live.paused_at.has_value()) return;
  if (live.customer_leg) telephony_->pause_recording(live.customer_leg, paused);
  auto& pauses = live.row.recording_pauses;
  const std::int64_t at = recorded_ms(live, now);
  if (!paused) {
    live.paused_at.reset();
    if (!pauses.empty()) pauses.back().to_ms = at;
  } else {
    live.paused_at = now;
    if (pauses.size() < kMostPauses)
      pauses.push_back({at, -1, !live.paused_by_hand});
    else
      pauses.back().to_ms = -1;
  }
  outbox_.save(live.row, true, now);
}

void Shell::forget_pauses(LiveInteraction& live, base::Instant now) {
  live.paused_by_hand = live.paused_for_card = false;
  live.paused_by = {};
  watch_pause(live, now);
}

// A page that is gone cannot say that its field has lost the focus.
void Shell::forget_card_pauses(AgentId who, base::Instant now) {
  for (auto& [id, live] : live_) {
    if (!live.paused_for_card || live.paused_by != who) continue;
    live.paused_for_card = false;
    watch_pause(live, now);
    push_interaction(live);
  }
}

void Shell::record(AgentId who, InteractionId id, bool on, bool card, Done<InteractionView> done) {
  post([this, who, id, on, card, done = std::move(done)](base::Instant now) {
    LiveInteraction* live = find(id);
    if (!live || !live->known)
      return done(base::Error{"not_found", "This conversation is over or never was."});
    const AgentPlace* agent = place(who);
    const bool leads = agent && agent->who.role != domain::Role::agent;
    if (live->talking != who && live->asked != who && !leads)
      return done(base::Error{"not_your_call", "Somebody else has this conversation."});
    if (!live->recording && on && !card) {
      if (auto no = happen(core::RecordingRequested{who, id}, now)) return done(*no);
      live = find(id);
    } else if (!live->recording && !card) {
      return done(
          base::Error{"not_recorded", "This conversation is not recorded: there is nothing to pause."});
    }
    if (!live) return done(base::Error{"not_found", "This conversation is over."});
    if (card) {
      live->paused_for_card = !on;
    } else {
      live->paused_by_hand = !on;
      if (on) live->paused_for_card = false;
    }
    if (!on) live->paused_by = who;
    if (!live->paused_by_hand && !live->paused_for_card) live->paused_by = {};
    watch_pause(*live, now);
    push_interaction(*live);
    done(view_of(*live));
  });
}
}  // namespace okno::app
