// What callers hear while they wait, messages they leave, callbacks, lists and alerts.
#include <algorithm>

#include "app/own_sounds.h"
#include "app/shell.h"
#include "app/view_json.h"
#include "ports/prompts.h"

namespace okno::app {
std::string Shell::prompt_file(const LiveInteraction& live, const std::string& node) const {
  const auto project = directory_->projects.find(live.row.project);
  const std::string folder = project == directory_->projects.end() ? "" : project->second.name;
  return settings_.prompts + "/" + folder + "/" + node + ".wav";
}

void Shell::take(const core::Announce& c, base::Instant) {
  const LiveInteraction* live = find(c.id);
  if (!live || !live->customer_leg) return;
  ports::Play what;
  const auto add = [&](const std::string& node) { what.files.push_back(prompt_file(*live, node)); };
  if (c.position > 0) add(ports::place_node(c.position));
  if (c.wait) add(ports::wait_node(*c.wait));
  if (c.callback_offered) add(ports::kCallbackOfferNode);
  if (what.files.empty()) return;
  what.token = kAnnounced;
  telephony_->play(live->customer_leg, what);
}

// A project with words of its own for it has had them played before.
void Shell::take(const core::TakeVoicemail& c, base::Instant) {
  const LiveInteraction* live = find(c.id);
  if (!live || !live->customer_leg) return;
  const auto project = directory_->projects.find(live->row.project);
  const bool own_words =
      project != directory_->projects.end() &&
      std::any_of(project->second.messages.begin(), project->second.messages.end(),
                  [](const domain::Message& m) { return m.name == ports::kVoicemailNode; });
  ports::Play what{{}, false, kSignal};
  if (!own_words) what.files.push_back(prompt_file(*live, ports::kVoicemailNode));
  what.files.push_back(prompt_file(*live, ports::kSignalNode));
  telephony_->play(live->customer_leg, what);
}

void Shell::take(const core::LetCustomerGo& c, base::Instant now) {
  LiveInteraction* live = find(c.id);
  if (!live || !live->customer_leg) return;
  if (live->recording) end_recording(*live, now);
  const LegId leg = std::exchange(live->customer_leg, LegId{});
  live->customer_answered = false;
  legs_[leg].side = Side::leaving;
  telephony_->play(leg, {{prompt_file(*live, ports::kCallbackThanksNode)}, false, kFarewell});
}

void Shell::own_play_finished(LegId leg, LegUse& use, std::int64_t token, base::Instant now) {
  if (token == kFarewell) return telephony_->hang_up(leg);
  LiveInteraction* live = find(use.interaction);
  if (!live || live->customer_leg != leg || live->row.ended_at) return;
  if (token == kRecordingAnnounced) {
    begin_recording(*live, now);
  } else if (token == kAnnounced) {
    const bool waits = live->row.state == domain::InteractionState::waiting ||
                       live->row.state == domain::InteractionState::offered;
    if (waits) telephony_->play(leg, {{settings_.music}, true, 0});
  } else if (token == kSignal) {
    take(core::StartRecording{live->row.id}, now);
    live->message_from = now;
    // No event tells of this recording: who restarts in the middle of the message finds it in the store only.
    outbox_.save(live->row, true, now);
    push_interaction(*live);
  }
}

void Shell::take(const core::Alert& c, base::Instant now) {
  AlertView alert{c.code, std::nullopt, "", std::nullopt, base::to_ms(now)};
  if (c.agent) alert.agent = show_person(*c.agent, *directory_);
  if (c.interaction) alert.interaction = c.interaction->value();
  if (c.queue)
    if (const auto queue = directory_->queues.find(*c.queue); queue != directory_->queues.end())
      alert.queue = queue->second.name;
  log("alert_" + c.code, alert.agent ? alert.agent->name : alert.queue);
  push({ports::Audience::Kind::agents, {}, true}, "alert", [&] { return to_json(alert); });
}

}  // namespace okno::app
