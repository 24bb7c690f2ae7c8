#include "app/shell.h"

#include <algorithm>
#include <future>

#include "app/decision_words.h"
#include "base/phone.h"
#include "core/journal/event_json.h"

namespace okno::app {
namespace {
constexpr base::Duration kAskLimit =
    std::chrono::seconds(1);  // a reader of the board's memory waits no longer
}  // namespace

Shell::Shell(const ShellParts& parts, ShellSettings settings, domain::Configuration configuration)
    : parts_(parts),
      settings_(std::move(settings)),
      configuration_(std::move(configuration)),
      directory_(make_directory(configuration_)),
      centre_(std::make_unique<core::Centre>(configuration_)),
      timers_(parts.loop),
      outbox_(parts.loop, parts.store_pool, parts.store, timers_),
      journal_limit_(settings_.journal_keeps) {
  seat_staff({});
  outbox_.when_idle = [this](base::Instant) {
    if (flushed_) std::exchange(flushed_, nullptr)();
  };
  outbox_.when_failed = [this](const base::Error& error) { log(error.code, error.words); };
}

Shell::~Shell() = default;

void Shell::log(const std::string& event, const std::string& words) const {
  if (settings_.log) settings_.log(event, words);
}

LiveInteraction* Shell::find(InteractionId id) {
  const auto found = live_.find(id);
  return found == live_.end() ? nullptr : &found->second;
}

AgentPlace* Shell::place(AgentId id) {
  const auto found = places_.find(id);
  return found == places_.end() ? nullptr : &found->second;
}

Shell::Refusal Shell::happen(const core::Event& event, base::Instant now) {
  const auto written = parts_.journal.append(now, core::event_to_json(event));
  if (!written) {          // calls go on: losing the journal is worse only after a crash
    journal_hole_ = true;  // until it begins anew with the core as it is then
    log("journal_failed", written.error().words);
  }
  auto refusal = execute(centre_->apply(event, now), now);
  after_changes(now);
  return refusal;
}

Shell::Refusal Shell::execute(const std::vector<core::Command>& commands, base::Instant now) {
  Refusal refusal;
  for (const auto& command : commands) {
    if (auto no = take_no(command)) refusal = std::move(no);
    std::visit([&](const auto& c) { take(c, now); }, command);
  }
  keep_decisions(now);
  return refusal;
}

Shell::Refusal Shell::take_no(const core::Command& command) const {
  if (const auto* no = std::get_if<core::Refuse>(&command)) return base::Error{no->code, no->words};
  return std::nullopt;
}

void Shell::after_changes(base::Instant now) {
  keep_listening(now);
  watch_deadline();
  consider_journal_anew(now);
  push_parked();
  live_count_ = live_.size();
  leg_count_ = legs_.size();
  if (!board_armed_ && !(dirty_queues_.empty() && dirty_agents_.empty() && dirty_trunks_.empty())) {
    board_armed_ = true;
    // Boards are read by people: four pictures a second are enough, however many calls come.
    timers_.at(now + std::chrono::milliseconds(250), [this](base::Instant then) {
      board_armed_ = false;
      push_board(then);
    });
  }
}

void Shell::watch_deadline() {
  const auto deadline = centre_->next_deadline();
  if (deadline == core_deadline_) return;
  if (core_timer_) timers_.forget(core_timer_);
  core_timer_ = 0;
  core_deadline_ = deadline;
  if (deadline == base::kNever) return;
  core_timer_ = timers_.at(deadline, [this](base::Instant now) {
    core_timer_ = 0;
    core_deadline_ = base::kNever;
    happen(core::TimePassed{}, now);
  });
}

// With the queue as the row has it when all is carried out: a decision comes before the row that it changed.
void Shell::keep_decisions(base::Instant now) {
  for (const auto& decided : std::exchange(decided_, {})) {
    const auto live = live_.find(decided.id);
    const domain::Interaction* row = live == live_.end() ? outbox_.on_the_way(decided.id) : &live->second.row;
    outbox_.save(ports::Decision{decided.id, decided.at, decision_json(decided),
                                 row ? row->queue : std::optional<domain::QueueId>()},
                 now);
  }
}

void Shell::stop(base::Instant now) {
  stopping_ = true;
  std::vector<InteractionId> ids;
  for (const auto& [id, live] : live_)
    if (live.row.channel == domain::Channel::voice && !live.row.ended_at) ids.push_back(id);
  for (const auto id : ids) {
    const auto found = live_.find(id);
    if (found == live_.end()) continue;
    if (found->second.recording) end_recording(found->second, now);
    if (found->second.customer_leg) telephony_->hang_up(found->second.customer_leg);
  }
  happen(core::Restarted{}, now);
  telephony_ = &no_exchange_;
}

void Shell::when_flushed(std::function<void()> done) {
  if (outbox_.idle()) return done();
  flushed_ = std::move(done);
}

ShellCounts Shell::counts() const {
  return {live_count_, leg_count_, idle_ready_};
}

void Shell::count() {
  int ready = 0;
  for (const auto& [id, place] : places_)
    if (place.state == domain::AgentState::ready &&
        (!configuration_.phone_required || place.browser || place.desk) && !place.who.queues.empty())
      ++ready;
  if (idle_ready_.exchange(ready) != ready && settings_.readiness_changed) settings_.readiness_changed(ready);
}

Colleagues Shell::colleagues_on(domain::ContactId contact, domain::AgentId reader) {
  auto promise = std::make_shared<std::promise<Colleagues>>();
  auto answer = promise->get_future();
  post([this, promise, contact, reader](base::Instant) { promise->set_value(colleagues(contact, reader)); });
  if (answer.wait_for(kAskLimit) != std::future_status::ready) return {};
  return answer.get();
}

base::Instant Shell::today(domain::ProjectId project, base::Instant now) const {
  const auto found = directory_->projects.find(project);
  if (found == directory_->projects.end() || found->second.zone.empty()) return settings_.day_start(now);
  return base::day_start(found->second.zone_shifts, now);
}

base::Instant Shell::today(base::Instant now) const {
  const auto& projects = configuration_.projects;
  return projects.empty() ? settings_.day_start(now) : today(projects.front().id, now);
}

void Shell::arrive(InteractionId id, const std::string& number, domain::ProjectId project, core::Event event,
                   Done<InteractionView> done, base::Instant now) {
  Arriving& arriving = arriving_[id];
  arriving.event = std::move(event);
  if (done) arriving.done.push_back(std::move(done));
  arriving.timer = timers_.at(now + settings_.facts_limit, [this, id](base::Instant then) {
    log("facts_late",
        "the store did not answer in time; the interaction goes on without the customer's card");
    arrived(id, std::nullopt, then);
  });
  const auto day = today(project, now);
  const bool taken = parts_.store_pool.submit([this, id, number, day] {
    auto facts = parts_.store.find_by_phone(number, day);
    post([this, id, facts = std::move(facts)](base::Instant then) mutable {
      if (!facts) log(facts.error().code, facts.error().words);
      if (!arriving_.contains(id) && facts && *facts) return facts_came_late(id, **facts, then);
      arrived(id, facts ? std::move(*facts) : std::nullopt, then);
    });
  });
  if (!taken) {
    log("facts_skipped", "the store's pool is full; the interaction goes on without the customer's card");
    post([this, id](base::Instant then) { arrived(id, std::nullopt, then); });
  }
}

// Whose card the conversation shows, and back from the customer to it.
void Shell::bind(LiveInteraction& live, const ports::CustomerFacts& facts) {
  unbind(live);
  live.contact_name = facts.contact.name;
  live.customer = facts;
  by_contact_.emplace(facts.contact.id, live.row.id);
}

void Shell::unbind(LiveInteraction& live) {
  if (!live.customer) return;
  auto [first, last] = by_contact_.equal_range(live.customer->contact.id);
  while (first != last && first->second != live.row.id) ++first;
  if (first != last) by_contact_.erase(first);
  live.customer.reset();
}

// Too late to choose the agent by them, in time to fill his card.
void Shell::facts_came_late(InteractionId id, const ports::CustomerFacts& facts, base::Instant now) {
  LiveInteraction* live = find(id);
  if (!live || !live->known || live->customer) return;
  bind(*live, facts);
  happen(core::ContactAttached{id, facts.contact.id, facts.contact.name}, now);
  if (const auto* still = find(id)) push_card(*still);
}

void Shell::arrived(InteractionId id, std::optional<ports::CustomerFacts> facts, base::Instant now) {
  const auto found = arriving_.find(id);
  if (found == arriving_.end()) return;  // the facts came after the limit
  Arriving arriving = std::move(found->second);
  arriving_.erase(found);
  timers_.forget(arriving.timer);
  if (arriving.left && std::holds_alternative<core::CallRequested>(arriving.event)) {
    live_.erase(id);  // he put his desk phone down before anybody was dialled
    after_changes(now);
    for (auto& done : arriving.done) done(base::Error{"refused", "The caller has hung up."});
    return;
  }
  LiveInteraction& live = live_[id];
  live.row.id = id;
  core::Facts known;
  if (facts) {
    known.contact = facts->contact.id;
    known.contact_name = facts->contact.name;
    known.owner = facts->contact.owner;
    known.last_agent_today = facts->last_agent_today;
    known.vip = facts->contact.vip;
    known.difficult = facts->contact.difficult;
    known.language = facts->contact.language;
    bind(live, *facts);
  }
  live.row.started_at = now;
  std::visit(
      [&](auto& event) {
        if constexpr (requires { event.facts; }) {
          known.source = event.facts.source;
          event.facts = known;
          live.row.project = event.project;
          live.row.to = event.to;
        }
        if constexpr (requires { event.from; }) live.row.from = event.from;
        if constexpr (requires { event.channel; }) live.row.channel = event.channel;
      },
      arriving.event);
  const auto refusal = happen(arriving.event, now);
  const auto still = live_.find(id);
  for (auto& done : arriving.done) {
    if (refusal)
      done(*refusal);
    else if (still != live_.end())
      done(view_of(still->second));
    else
      done(base::Error{"refused", "nobody can take it now"});
  }
  if (auto* unheard = find(id); unheard && !unheard->known) {  // the core took no notice of it
    unbind(*unheard);
    live_.erase(id);
    after_changes(now);
  }
  if (arriving.left) {
    const bool failed = arriving.why == ports::LegEnd::failed;  // not his wish: no sound in common, say
    happen(core::CustomerLeft{id, failed ? domain::EndCause::failed : domain::EndCause::lost}, now);
  }
}
}  // namespace okno::app
