#include "app/recordings/sounds.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/text.h"

namespace okno::app {
using base::Error;

namespace {
constexpr base::Duration kOneListening = std::chrono::minutes(30);
constexpr std::size_t kMostHeard = 20'000;  // listeners and recordings of half an hour
constexpr std::size_t kLongestRemark = 2'000;
constexpr std::size_t kMostMoments = 500;  // a remark each few seconds of an hour
constexpr std::int64_t kLongestMs = 24LL * 3600 * 1000;
constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

bool leads(const Listener& who) {
  return who.role != domain::Role::agent;
}

MomentView show(const ports::Moment& moment, const std::map<domain::AgentId, std::string>& names,
                const Listener& who) {
  MomentView view;
  view.id = moment.id;
  view.at_ms = moment.at_ms;
  view.author.id = moment.author.value();
  if (const auto name = names.find(moment.author); name != names.end()) view.author.name = name->second;
  view.text = moment.text;
  view.made_at_ms = base::to_ms(moment.made_at);
  view.mine = moment.author == who.agent || who.role == domain::Role::admin;
  return view;
}
}  // namespace

Result<Sounds::Kept> Sounds::kept(domain::InteractionId id) {
  const auto row = store_.interaction(id);
  if (!row) return row.error();
  if (!*row) return Error{"not_found", "There is no interaction number " + std::to_string(id.value()) + "."};
  const auto all = store_.configuration();
  if (!all) return all.error();
  Kept out;
  out.row = **row;
  for (const auto& project : all->projects)
    if (project.id == out.row.project) out.project = project;
  const auto gone = store_.gone();
  if (!gone) return gone.error();
  for (const auto* some : {&*gone, &*all})
    for (const auto& agent : some->agents) out.names[agent.id] = agent.name;
  return out;
}

Result<RecordingView> Sounds::recording(domain::InteractionId id, const Listener& who) {
  const auto found = kept(id);
  if (!found) return found.error();
  RecordingView view;
  view.may_hear = leads(who) || found->project.agents_hear_own;
  view.may_download = leads(who) || found->project.agents_download;
  for (const auto& pause : found->row.recording_pauses)
    view.pauses.push_back({pause.from_ms, pause.to_ms, pause.card});
  if (!found->row.recording.empty() && found->project.recordings_kept_days > 0)
    view.deleted_at_ms = base::to_ms(found->row.started_at) + found->project.recordings_kept_days * kDayMs;
  if (!view.may_hear) return view;
  const auto moments = book_.moments(id);
  if (!moments) return moments.error();
  for (const auto& moment : *moments) view.moments.push_back(show(moment, found->names, who));
  return view;
}

Result<void> Sounds::opened(domain::InteractionId id, const Listener& who, bool download, base::Instant now) {
  const auto found = kept(id);
  if (!found) return found.error();
  if (!leads(who) && !found->project.agents_hear_own)
    return Error{"not_allowed", "The rules of this project let supervisors alone listen to recordings."};
  if (!leads(who) && download && !found->project.agents_download)
    return Error{"not_allowed", "The rules of this project let supervisors alone download recordings."};
  if (found->row.recording.empty()) return {};  // the caller says so
  {
    const std::lock_guard lock(mutex_);
    const auto [entry, first] = heard_.try_emplace({who.agent, id, download}, now);
    if (!first && now - entry->second < kOneListening) return {};
    entry->second = now;
    if (heard_.size() > kMostHeard)
      std::erase_if(heard_, [&](const auto& one) { return now - one.second >= kOneListening; });
    if (heard_.size() > kMostHeard) heard_.clear();  // one line more is better than none
  }
  ports::AuditRow line;
  line.author = who.agent;
  line.at = now;
  line.place = "recording " + std::to_string(id.value());
  line.before = "{}";
  line.after = download ? R"({"did":"downloaded_recording"})" : R"({"did":"heard_recording"})";
  if (auto written = store_.add_audit(line); !written) {
    const std::lock_guard lock(mutex_);
    heard_.erase({who.agent, id, download});
    return written.error();  // what cannot be told is not heard
  }
  return {};
}

Result<MomentView> Sounds::add_moment(domain::InteractionId id, const MomentRequest& wish,
                                      const Listener& who, base::Instant now) {
  const auto found = kept(id);
  if (!found) return found.error();
  if (!leads(who) && !found->project.agents_hear_own)
    return Error{"not_allowed", "The rules of this project let supervisors alone listen to recordings."};
  if (found->row.recording.empty()) return Error{"no_recording", "This interaction has no recording."};
  ports::Moment moment;
  moment.interaction = id;
  moment.at_ms = wish.at_ms;
  moment.author = who.agent;
  moment.text = std::string(base::trim(base::printable(wish.text, true)));
  moment.made_at = now;
  if (moment.text.empty() || moment.text.size() > kLongestRemark)
    return Error{"bad_text", "A remark has 1 to " + std::to_string(kLongestRemark) + " bytes."};
  if (wish.at_ms < 0 || wish.at_ms > kLongestMs)
    return Error{"bad_moment", "\"at_ms\" counts milliseconds since the recording began."};
  const auto moments = book_.moments(id);
  if (!moments) return moments.error();
  if (moments->size() >= kMostMoments)
    return Error{"too_many", "A recording has at most " + std::to_string(kMostMoments) + " remarks."};
  const auto made = book_.add_moment(moment);
  if (!made) return made.error();
  return show(*made, found->names, who);
}

Result<void> Sounds::remove_moment(domain::InteractionId id, std::int64_t moment, const Listener& who) {
  const auto moments = book_.moments(id);
  if (!moments) return moments.error();
  const auto one =
      std::find_if(moments->begin(), moments->end(), [&](const auto& m) { return m.id == moment; });
  if (one == moments->end()) return Error{"not_found", "This remark is not there any more."};
  if (one->author != who.agent && who.role != domain::Role::admin)
    return Error{"not_yours", "This is the remark of somebody else."};
  return book_.remove_moment(id, moment);
}

Result<SpaceView> Sounds::space() const {
  std::error_code bad;
  const auto space = std::filesystem::space(settings_.recordings, bad);
  if (bad) return Error{"recording_failed", settings_.recordings + ": " + bad.message()};
  SpaceView view;
  view.free_mb = static_cast<std::int64_t>(space.available / 1'000'000);
  view.limit_mb = settings_.warn_free_mb;
  view.low = view.free_mb < view.limit_mb;
  return view;
}
}  // namespace okno::app
