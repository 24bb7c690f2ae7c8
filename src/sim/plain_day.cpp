#include "sim/plain_day.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>

#include "base/prng.h"
#include "base/text.h"
#include "core/centre.h"
#include "sim/agenda.h"

namespace okno::sim {
using namespace core;
using base::Instant;
namespace {
constexpr double kDay = 86'400;

Configuration one_queue(const PlainCentre& plan) {
  Configuration c;
  c.phone_required = false;
  Project project;
  project.id = ProjectId(1);
  c.projects.push_back(project);
  Queue queue;
  queue.id = QueueId(1);
  queue.name = "all";
  queue.project = project.id;
  queue.card_limit = {};
  queue.wrap_up_limit = {};
  queue.max_waiting = static_cast<std::size_t>(-1);
  queue.announce_first = base::seconds(plan.announce_after_s);
  queue.announce_position = queue.announce_wait = true;
  c.queues.push_back(queue);
  for (int i = 1; i <= plan.agents; ++i) {
    Agent agent;
    agent.id = AgentId(i);
    agent.queues = {queue.id};
    c.agents.push_back(agent);
  }
  return c;
}

class Day {
 public:
  explicit Day(const PlainCentre& plan) : plan_(plan), prng_(plan.seed), centre_(one_queue(plan)) {
    for (int i = 1; i <= plan.agents; ++i) apply(AgentStateRequested{AgentId(i), AgentState::ready, ""});
    end_ = start_ + base::seconds(plan.days * kDay);
    if (plan.intervals.empty())
      plan_next_arrival();
    else
      for (double day = 0; day < plan.days; day += 1) plan_profile(day);
  }

  Instant first_moment() { return base::from_ms(1'750'032'000'000); }  // a Monday, 0:00 UTC

  std::vector<CallOutcome> run() {
    while (!agenda_.empty()) {
      while (centre_.next_deadline() <= agenda_.next()) {
        now_ = centre_.next_deadline();
        apply(TimePassed{});
      }
      now_ = agenda_.next();
      agenda_.take()();
    }
    return std::move(outcomes_);
  }

 private:
  void plan_next_arrival() {
    if (plan_.arrivals_per_hour <= 0) return;
    const Instant at = now_ + base::seconds(prng_.exponential(3600 / plan_.arrivals_per_hour));
    if (at >= end_) return;
    agenda_.plan(at, [this] {
      plan_next_arrival();
      arrive();
    });
  }

  void plan_profile(double day) {
    const auto& rows = plan_.intervals;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const double length = i + 1 < rows.size() ? rows[i + 1].start_s - rows[i].start_s
                            : i > 0             ? rows[i].start_s - rows[i - 1].start_s
                                                : kDay - rows[i].start_s;
      const double whole = std::floor(rows[i].count);
      const auto calls = static_cast<std::int64_t>(whole) + (prng_.uniform() < rows[i].count - whole ? 1 : 0);
      for (std::int64_t k = 0; k < calls; ++k) {
        const Instant at = start_ + base::seconds(day * kDay + rows[i].start_s + prng_.uniform() * length);
        if (at < end_) agenda_.plan(at, [this] { arrive(); });
      }
    }
  }

  void arrive() {
    outcomes_.push_back({now_});
    const InteractionId id(static_cast<std::int64_t>(outcomes_.size()));
    InteractionArrived e;
    e.id = id;
    e.project = ProjectId(1);
    e.target = "queue:all";
    apply(e);
    outcome(id).steadfast = plan_.steadfast > 0 && prng_.uniform() < plan_.steadfast;
    if (plan_.patience_s > 0 && !outcome(id).answered && !outcome(id).steadfast)
      agenda_.plan(now_ + base::seconds(prng_.exponential(plan_.patience_s)),
                   [this, id] { lose_patience(id); });
    if (plan_.repeat_probability > 0 && prng_.uniform() < plan_.repeat_probability) {
      const Instant again = now_ + base::seconds(prng_.exponential(plan_.repeat_after_s));
      if (again < end_) agenda_.plan(again, [this] { arrive(); });
    }
  }

  void lose_patience(InteractionId id) {
    CallOutcome& call = outcome(id);
    if (call.answered) return;
    call.wait = now_ - call.arrived;
    apply(CustomerLeft{id});
  }

  void connected(InteractionId id) {
    CallOutcome& call = outcome(id);
    call.answered = true;
    call.wait = now_ - call.arrived;
    call.talk = base::seconds(prng_.exponential(plan_.service_s));
    agenda_.plan(now_ + call.talk, [this, id] { apply(CustomerLeft{id}); });
  }

  void told(const Announce& said) {
    CallOutcome& call = outcome(said.id);
    if (said.wait) call.told = Told{now_ - call.arrived, said.position, *said.wait};
  }

  void apply(const Event& event) {
    const auto commands = centre_.apply(event, now_);
    for (const Command& command : commands) {
      if (const auto* ring = std::get_if<RingAgent>(&command)) answers_.push_back({ring->agent, ring->offer});
      if (const auto* said = std::get_if<Announce>(&command)) told(*said);
      if (const auto* talk = std::get_if<ConnectAgent>(&command)) connected(talk->id);
    }
    while (!answers_.empty()) {
      const OfferAnswered answer = answers_.back();
      answers_.pop_back();
      apply(answer);
    }
  }

  CallOutcome& outcome(InteractionId id) { return outcomes_[static_cast<std::size_t>(id.value() - 1)]; }

  const PlainCentre& plan_;
  base::Prng prng_;
  Centre centre_;
  Agenda agenda_;
  Instant start_ = first_moment(), now_ = start_, end_{};
  std::vector<CallOutcome> outcomes_;
  std::vector<OfferAnswered> answers_;
};

bool is_number(std::string_view text, double& value) {
  text = base::trim(text);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(value) && value >= 0;
}
}  // namespace

Instant first_moment() {
  return base::from_ms(1'750'032'000'000);
}  // a Monday, 0:00 UTC

std::vector<CallOutcome> run(const PlainCentre& centre) {
  return Day(centre).run();
}

PlainReport report(const PlainCentre& centre, const std::vector<CallOutcome>& outcomes,
                   base::Duration warm_up) {
  PlainReport r;
  const Instant begin = first_moment() + warm_up;
  const Instant end = std::max(begin, first_moment() + base::seconds(centre.days * kDay));
  double waits = 0, busy = 0;
  std::int64_t delayed = 0, in_10 = 0, in_20 = 0;
  for (const CallOutcome& call : outcomes) {
    const Instant from = std::clamp(call.arrived + call.wait, begin, end);
    const Instant until = std::clamp(call.arrived + call.wait + call.talk, begin, end);
    busy += base::to_seconds(until - from);
    if (call.arrived < begin) continue;
    ++r.offered;
    delayed += !call.answered || call.wait.count() > 0;
    if (!call.answered) continue;
    ++r.answered;
    waits += base::to_seconds(call.wait);
    in_10 += call.wait <= base::seconds(10);
    in_20 += call.wait <= base::seconds(20);
  }
  r.lost = r.offered - r.answered;
  const auto share = [&](std::int64_t n) {
    return r.offered > 0 ? static_cast<double>(n) / static_cast<double>(r.offered) : 0;
  };
  r.answered_in_10_s = share(in_10);
  r.answered_in_20_s = share(in_20);
  r.wait_probability = share(delayed);
  r.lost_rate = share(r.lost);
  r.asa_s = r.answered > 0 ? waits / static_cast<double>(r.answered) : 0;
  const double span = base::to_seconds(end - begin);
  r.occupancy = span > 0 ? busy / (span * centre.agents) : 0;
  return r;
}

base::Result<std::vector<ArrivalInterval>> read_intervals(const std::string& file) {
  const auto bad = [&](int line, const std::string& why) {
    return base::Error{"bad_file", file + ":" + std::to_string(line) + ": " + why};
  };
  std::ifstream in(file);
  if (!in) return base::Error{"bad_file", file + ": cannot be read"};
  std::vector<ArrivalInterval> rows;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const std::string_view text = base::trim(line);
    if (text.empty() || (number == 1 && text.find("start_s") != std::string_view::npos)) continue;
    const auto comma = text.find(',');
    ArrivalInterval row;
    if (comma == std::string_view::npos || !is_number(text.substr(0, comma), row.start_s) ||
        !is_number(text.substr(comma + 1), row.count))
      return bad(number, "two numbers are needed: start_s,count");
    if (!rows.empty() && row.start_s <= rows.back().start_s)
      return bad(number, "intervals must follow each other");
    if (row.count > 1e7) return bad(number, "more than 10,000,000 calls in an interval");
    rows.push_back(row);
  }
  if (rows.empty()) return base::Error{"bad_file", file + ": no intervals in it"};
  return rows;
}
}  // namespace okno::sim
