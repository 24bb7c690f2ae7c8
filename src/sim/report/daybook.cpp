#include "sim/report/daybook.h"

#include <algorithm>

namespace okno::sim {
using namespace core;
using base::Instant;

// One overload for each command that tells something; the rest is of no interest here.
struct Daybook::Listener {
  Daybook& book;
  Instant now;

  void operator()(const InteractionChanged& c) const {
    const auto [place, fresh] = book.places_.try_emplace(c.row.id, book.rows_.size());
    if (fresh)
      book.rows_.push_back(c.row);
    else
      book.rows_[place->second] = c.row;
    if (c.row.state == InteractionState::wrap_up && c.row.agent) {
      for (const auto& [key, bar] : std::map(book.open_bars_))
        if (key.second == c.row.id && key.first != *c.row.agent) book.end(key.first, key.second, now);
      book.begin(*c.row.agent, c.row.id, Doing::wrap_up, now);
    } else if (c.final || c.row.state == InteractionState::ended ||
               c.row.state == InteractionState::waiting) {
      book.end_all(c.row.id, now);
    }
  }
  void operator()(const ShowCard& c) const { book.begin(c.agent, c.id, Doing::ring, now); }
  void operator()(const WithdrawOffer& c) const { book.end(c.agent, c.id, now); }
  void operator()(const ConnectAgent& c) const { book.begin(c.agent, c.id, Doing::talk, now); }
  void operator()(const ConnectAside& c) const {
    book.begin(c.agent, c.id, Doing::talk, now);
    if (c.asked) book.begin(*c.asked, c.id, Doing::talk, now);
  }
  void operator()(const ConnectAll& c) const {
    for (const AgentId agent : c.agents) book.begin(agent, c.id, Doing::talk, now);
  }
  void operator()(const HoldCustomer& c) const { talkers(c.id, Doing::hold); }
  void operator()(const ResumeCustomer& c) const { book.begin(c.agent, c.id, Doing::talk, now); }
  void operator()(const ReleaseAgent& c) const {
    const auto bar = book.open_bars_.find({c.agent, c.id});
    if (bar != book.open_bars_.end() && book.bars_[bar->second].doing != Doing::wrap_up)
      book.end(c.agent, c.id, now);
  }
  void operator()(const AgentChanged& c) const {
    const bool with_somebody =
        c.state == AgentState::offered || c.state == AgentState::talking || c.state == AgentState::wrap_up;
    const auto open = book.open_moods_.find(c.agent);
    if (open != book.open_moods_.end()) {
      Mood& mood = book.moods_[open->second];
      if (mood.state == c.state && mood.reason == c.reason) return;
      mood.to = now;
      book.open_moods_.erase(open);
    }
    if (with_somebody) return;
    book.open_moods_[c.agent] = book.moods_.size();
    book.moods_.push_back({c.agent, c.state, c.reason, now, now});
  }
  void operator()(const QueueChanged& c) const {
    book.waiting_[c.queue] = c.waiting;
    std::int64_t all = 0;
    for (const auto& [queue, waiting] : book.waiting_) all += waiting;
    if (!book.lengths_.empty() && book.lengths_.back().at == now)
      book.lengths_.back().waiting = all;
    else
      book.lengths_.push_back({now, all});
  }
  template <class Other>
  void operator()(const Other&) const {}

  void talkers(InteractionId id, Doing doing) const {
    for (const auto& [key, bar] : std::map(book.open_bars_))
      if (key.second == id && book.bars_[bar].doing == Doing::talk) book.begin(key.first, id, doing, now);
  }
};

void Daybook::note(const std::vector<Command>& commands, Instant now) {
  if (!begins_) begins_ = now;
  ends_ = now;
  for (const Command& command : commands) std::visit(Listener{*this, now}, command);
}

void Daybook::begin(AgentId agent, InteractionId id, Doing doing, Instant now) {
  const auto open = open_bars_.find({agent, id});
  if (open != open_bars_.end() && bars_[open->second].doing == doing) return;
  end(agent, id, now);
  const auto row = places_.find(id);
  open_bars_[{agent, id}] = bars_.size();
  bars_.push_back(
      {agent, id, row == places_.end() ? Channel::voice : rows_[row->second].channel, doing, now, now});
}

void Daybook::end(AgentId agent, InteractionId id, Instant now) {
  const auto open = open_bars_.find({agent, id});
  if (open == open_bars_.end()) return;
  bars_[open->second].to = now;
  open_bars_.erase(open);
}

void Daybook::end_all(InteractionId id, Instant now) {
  std::erase_if(open_bars_, [&](const auto& open) {
    if (open.first.second != id) return false;
    bars_[open.second].to = now;
    return true;
  });
}

void Daybook::close(Instant now) {
  ends_ = std::max(ends_, now);
  for (const auto& [key, bar] : open_bars_) bars_[bar].to = ends_;
  for (const auto& [agent, mood] : open_moods_) moods_[mood].to = ends_;
  open_bars_.clear();
  open_moods_.clear();
  std::erase_if(bars_, [](const Bar& bar) { return bar.from == bar.to; });
  std::erase_if(moods_, [](const Mood& mood) { return mood.from == mood.to; });
  give_lanes();
}

// An interaction keeps its lane while it is with the agent: ring, talk and wrap-up in one line.
void Daybook::give_lanes() {
  struct Lane {
    InteractionId last;
    Instant until{};
  };
  std::map<AgentId, std::vector<Lane>> taken;
  std::stable_sort(bars_.begin(), bars_.end(), [](const Bar& a, const Bar& b) { return a.from < b.from; });
  for (Bar& bar : bars_) {
    auto& lanes = taken[bar.agent];
    auto lane = std::find_if(lanes.begin(), lanes.end(),
                             [&](const Lane& l) { return l.last == bar.id && l.until == bar.from; });
    if (lane == lanes.end())
      lane = std::find_if(lanes.begin(), lanes.end(), [&](const Lane& l) { return l.until <= bar.from; });
    if (lane == lanes.end()) lane = lanes.insert(lanes.end(), Lane{});
    *lane = {bar.id, bar.to};
    bar.lane = static_cast<std::size_t>(lane - lanes.begin());
  }
}

bool Daybook::answered_in_time(const Interaction& row) const {
  const auto limit = row.queue ? limits.find(*row.queue) : limits.end();
  const base::Duration most = limit == limits.end() ? std::chrono::seconds(20) : limit->second;
  return row.answered_at && std::chrono::milliseconds(row.wait_ms) <= most;
}
}  // namespace okno::sim
