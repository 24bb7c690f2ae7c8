// Wishes of people that become one event each: states of others, more time, the stack, callbacks, planned
// calls, the day's blacklist.
#include <algorithm>

#include "app/refusals.h"
#include "app/shell.h"
#include "app/view_json.h"
#include "base/phone.h"
#include "base/text.h"

namespace okno::app {
namespace {
constexpr std::size_t kLongestReason = 64;       // of a pause: a code or a few words
constexpr std::size_t kLongestPlanNote = 2'000;  // for who will talk
constexpr auto kFarthestPlan = std::chrono::hours(24 * 366);
bool serves(const domain::Agent& agent, const std::optional<domain::QueueId>& queue) {
  return queue && std::find(agent.queues.begin(), agent.queues.end(), *queue) != agent.queues.end();
}
base::Error no_plan() {
  return {"not_found", "There is no such planned call: it was made or called off."};
}
base::Error no_project() {
  return {"no_such_project", "There is no project of this name."};
}
base::Error bad_number() {
  return {"bad_number", "This is no number."};
}
}  // namespace

const domain::Project* Shell::project_named(const std::string& name) const {
  for (const auto& project : configuration_.projects)
    if (name.empty() || project.name == name) return &project;
  return nullptr;
}

// One event about a live conversation, answered with what became of it.
void Shell::wish_about(InteractionId id, const core::Event& event, base::Instant now,
                       const Done<InteractionView>& done) {
  const LiveInteraction* live = find(id);
  if (!live || !live->known) return done(not_live());
  InteractionView last = view_of(*live);
  if (auto no = happen(event, now)) return done(*no);
  live = find(id);
  if (live) last = view_of(*live);
  done(std::move(last));
}

void Shell::force_state(AgentId by, AgentId agent, const StateRequest& wish, Done<AgentView> done) {
  post([this, by, agent, wish, done = std::move(done)](base::Instant now) {
    AgentPlace* his = place(agent);
    if (!his) return done(base::Error{"not_found", "There is no such agent."});
    const auto state = domain::from_text<AgentState>(wish.state);
    if (!state ||
        (*state != AgentState::ready && *state != AgentState::pause && *state != AgentState::offline))
      return done(base::Error{"bad_state", "state is one of: ready, pause, offline"});
    const std::string reason = base::shorten(base::printable(wish.reason.value_or("")), kLongestReason);
    if (auto no =
            happen(core::AgentStateForced{agent, by, *state, *state == AgentState::pause ? reason : ""}, now))
      return done(*no);
    done(view_of(*his));
  });
}

void Shell::extend(AgentId who, InteractionId id, Done<InteractionView> done) {
  post([this, who, id, done = std::move(done)](base::Instant now) {
    wish_about(id, core::WrapUpExtended{who, id}, now, done);
  });
}

void Shell::take_from_stack(AgentId who, InteractionId id, Done<InteractionView> done) {
  post([this, who, id, done = std::move(done)](base::Instant now) {
    wish_about(id, core::AgentTook{who, id}, now, done);
  });
}

void Shell::call_back(AgentId who, InteractionId id, const CallbackRequest& request,
                      Done<InteractionView> done) {
  post([this, who, id, request, done = std::move(done)](base::Instant now) {
    const LiveInteraction* live = find(id);
    const AgentPlace* me = place(who);
    if (!live || !live->known || !me) return done(not_live());
    if (me->who.role == Role::agent && !serves(me->who, live->row.queue))
      return done(base::Error{"not_your_call", "This customer waits in a queue of others."});
    const bool waits = live->row.state == domain::InteractionState::waiting && live->row.queue;
    if (live->row.channel != Channel::voice || !waits)
      return done(base::Error{"wrong_state", "Only who waits on the line can be called back instead."});
    std::string to;
    if (request.number) {
      const auto project = directory_->projects.find(live->row.project);
      to = base::normal_number(*request.number, project == directory_->projects.end()
                                                    ? std::string("RU")
                                                    : project->second.country);
      if (!base::is_dialable(to)) return done(bad_number());
    }
    wish_about(id, core::CallbackRequested{id, to}, now, done);
  });
}

// --- planned calls
PlannedCallView Shell::plan_of(const LiveInteraction& live) const {
  const auto& row = live.row;
  PlannedCallView view;
  view.id = row.id.value();
  view.number = row.to;
  if (row.queue)
    if (const auto queue = directory_->queues.find(*row.queue); queue != directory_->queues.end())
      view.queue = queue->second.name;
  if (row.due_at) view.at_ms = base::to_ms(*row.due_at);
  view.note = row.note;
  view.tries = row.tries;
  if (row.planned_by) view.by = show_person(*row.planned_by, *directory_);
  if (row.planned_for) view.agent = show_person(*row.planned_for, *directory_);
  if (row.contact) view.contact = PersonView{row.contact->value(), live.contact_name};
  return view;
}

void Shell::plan_call(AgentId who, const PlannedCallRequest& request, Done<PlannedCallView> done) {
  post([this, who, request, done = std::move(done)](base::Instant now) {
    const domain::Queue* queue = nullptr;
    for (const auto& candidate : configuration_.queues)
      if (candidate.name == request.queue) queue = &candidate;
    if (!queue) return done(base::Error{"no_such_queue", "There is no queue of this name."});
    const std::string to =
        base::normal_number(request.number, directory_->projects.at(queue->project).country);
    if (!base::is_dialable(to)) return done(bad_number());
    const auto at =
        base::from_ms(std::clamp(request.at_ms, base::to_ms(now) - 1, base::to_ms(now + kFarthestPlan) + 1));
    if (at < now || at > now + kFarthestPlan)
      return done(base::Error{"bad_time", "Choose a moment from now on, within a year."});
    if (request.agent && !place(AgentId(*request.agent)))
      return done(base::Error{"not_found", "There is no such agent."});
    const InteractionId id(++last_id_);
    core::CallPlanned event;
    event.id = id;
    event.project = queue->project;
    event.target = "queue:" + queue->name;
    event.by = who;
    if (request.agent) event.wanted = AgentId(*request.agent);
    event.to = to;
    event.note = base::shorten(base::printable(request.note.value_or(""), true), kLongestPlanNote);
    event.at = at;
    live_[id].opening = event.note;
    arrive(
        id, to, queue->project, std::move(event),
        [this, id, done](Result<InteractionView> result) {
          if (!result) return done(result.error());
          const LiveInteraction* live = find(id);
          live ? done(plan_of(*live)) : done(no_plan());
        },
        now);
  });
}

void Shell::wish_about_plan(InteractionId id, const core::Event& event, base::Instant now,
                            const Done<PlannedCallView>& done) {
  const LiveInteraction* live = find(id);
  if (!live || !live->known || !live->row.due_at) return done(no_plan());
  PlannedCallView last = plan_of(*live);
  if (auto no = happen(event, now)) return done(*no);
  live = find(id);
  if (live) last = plan_of(*live);
  done(std::move(last));
}

void Shell::move_planned_call(AgentId who, InteractionId id, base::Instant at, Done<PlannedCallView> done) {
  post([this, who, id, at, done = std::move(done)](base::Instant now) {
    if (at < now || at > now + kFarthestPlan)
      return done(base::Error{"bad_time", "Choose a moment from now on, within a year."});
    wish_about_plan(id, core::PlannedCallMoved{id, who, at}, now, done);
  });
}

void Shell::cancel_planned_call(AgentId who, InteractionId id, Done<PlannedCallView> done) {
  post([this, who, id, done = std::move(done)](base::Instant now) {
    wish_about_plan(id, core::PlannedCallCancelled{id, who}, now, done);
  });
}

void Shell::planned_calls(AgentId who, Done<std::vector<PlannedCallView>> done) {
  post([this, who, done = std::move(done)](base::Instant) {
    const AgentPlace* me = place(who);
    if (!me) return done(no_such_agent());
    const bool all = me->who.role != Role::agent;
    const auto may_see = [&](const domain::Interaction& row) {
      if (all || row.planned_by == who || row.planned_for == who) return true;
      return !row.planned_for && serves(me->who, row.queue);
    };
    std::vector<PlannedCallView> views;
    for (const auto& [id, live] : live_)
      if (live.known && live.row.due_at && may_see(live.row)) views.push_back(plan_of(live));
    std::sort(views.begin(), views.end(), [](const auto& a, const auto& b) {
      return std::pair(a.at_ms, a.id) < std::pair(b.at_ms, b.id);
    });
    done(std::move(views));
  });
}

// --- the day's blacklist
void Shell::take(const core::NumberBlocked& c, base::Instant now) {
  if (!recovering_) log(c.until ? "number_blocked" : "number_let_in", c.number);
  std::erase_if(blocked_, [now](const auto& one) { return one.second.until <= now; });
  const auto key = std::pair(c.project, c.number);
  if (c.until)
    blocked_[key] = c;
  else
    blocked_.erase(key);
}

BlockedView Shell::blocked_of(const core::NumberBlocked& one) const {
  const auto project = directory_->projects.find(one.project);
  return {project == directory_->projects.end() ? std::string() : project->second.name, one.number,
          one.until ? base::to_ms(*one.until) : 0, one.marks};
}

void Shell::blocked(Done<std::vector<BlockedView>> done) {
  post([this, done = std::move(done)](base::Instant now) {
    std::erase_if(blocked_, [now](const auto& one) { return one.second.until <= now; });
    std::vector<BlockedView> views;
    for (const auto& [key, one] : blocked_) views.push_back(blocked_of(one));
    done(std::move(views));
  });
}

void Shell::block(AgentId by, const std::string& number, const BlockedRequest& wish, Done<BlockedView> done) {
  post([this, by, number, wish, done = std::move(done)](base::Instant now) {
    const domain::Project* project = project_named(wish.project.value_or(""));
    if (!project) return done(no_project());
    const std::string normal = base::normal_number(number, project->country);
    if (normal.empty()) return done(bad_number());
    const auto midnight = base::day_start(
        project->zone_shifts, base::day_start(project->zone_shifts, now) + std::chrono::hours(36));
    const auto until =
        wish.until_ms
            ? base::from_ms(std::clamp(*wish.until_ms, base::to_ms(now), base::to_ms(now + kFarthestPlan)))
            : midnight;
    if (until <= now) return done(base::Error{"bad_time", "Choose a moment that is still to come."});
    if (auto no = happen(core::NumberListed{project->id, normal, until, by}, now)) return done(*no);
    done(blocked_of({project->id, normal, until, 0}));
  });
}

void Shell::unblock(AgentId by, const std::string& number, const std::string& project_name,
                    Done<BlockedView> done) {
  post([this, by, number, project_name, done = std::move(done)](base::Instant now) {
    const domain::Project* project = project_named(project_name);
    if (!project) return done(no_project());
    const std::string normal = base::normal_number(number, project->country);
    const auto found = blocked_.find({project->id, normal});
    if (found == blocked_.end())
      return done(base::Error{"not_found", "This number is not on today's blacklist."});
    const BlockedView last = blocked_of(found->second);
    if (auto no = happen(core::NumberListed{project->id, normal, now, by}, now)) return done(*no);
    done(last);
  });
}
}  // namespace okno::app
