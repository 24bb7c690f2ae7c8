#include "api/live.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "api/schema/json.h"
#include "api/schema/live_frames.h"
#include "base/check.h"

namespace okno::api {
namespace {
template <class View>
JsonText text_of(const View& view) {
  return std::make_shared<const std::string>(to_json(view));
}
}  // namespace

void LiveHub::start(app::Desk& desk, Post post, std::size_t inbox_limit, std::size_t windows_per_agent) {
  const std::lock_guard lock(inbox_mutex_);
  desk_ = &desk;
  post_ = std::move(post);
  inbox_limit_ = inbox_limit;
  windows_per_agent_ = windows_per_agent;
  stopped_ = false;
}

void LiveHub::stop() {
  enqueue([this] { close_all(kCloseGoingAway, "The server is stopping; come back in a moment."); }, false);
  const std::lock_guard lock(inbox_mutex_);
  stopped_ = true;
}

void LiveHub::clear() {
  const std::lock_guard lock(inbox_mutex_);
  OKNO_CHECK(stopped_);
  draining_ = false;
  inbox_.clear();
  windows_.clear();
  by_agent_.clear();
  phones_.clear();
  counts_.windows = 0;
}

void LiveHub::enqueue(std::function<void()> task, bool droppable) {
  const std::lock_guard lock(inbox_mutex_);
  if (stopped_) return;
  if (droppable && inbox_.size() >= inbox_limit_) {
    lost_events_ = true;
    return;
  }
  inbox_.push_back(std::move(task));
  if (draining_) return;
  draining_ = true;
  post_([this] { drain(); });
}

void LiveHub::drain() {
  for (;;) {
    std::vector<std::function<void()>> tasks;
    bool lost = false;
    {
      const std::lock_guard lock(inbox_mutex_);
      tasks.swap(inbox_);
      lost = std::exchange(lost_events_, false);
      if (tasks.empty() && !lost) {
        draining_ = false;
        return;
      }
    }
    for (auto& task : tasks) task();
    if (lost) {
      spdlog::warn("live.inbox_full: the network threads are too far behind; all windows start anew");
      counts_.overflows += static_cast<std::int64_t>(windows_.size());
      close_all(kCloseTryAgain, "Too many events at once; come back for a new picture.");
    }
  }
}

void LiveHub::push(const ports::Audience& audience, const std::string& type, const std::string& json) {
  ++counts_.events;
  enqueue([this, audience, type,
           data = std::make_shared<const std::string>(json)] { deliver(audience, type, data); },
          true);
}

void LiveHub::deliver(const ports::Audience& audience, const std::string& type, const JsonText& data) {
  using Kind = ports::Audience::Kind;
  const auto send = [&](Window& window) {
    ++counts_.frames;
    window.send(type, data);
  };
  if (audience.kind == Kind::agents && !audience.supervisors_too) {
    for (const auto agent : audience.agents)
      if (const auto found = by_agent_.find(agent); found != by_agent_.end())
        for (auto* window : found->second) send(*window);
    return;
  }
  for (auto& [window, place] : windows_) {
    const bool supervisor = place.reader.role != domain::Role::agent;
    const bool named = audience.kind == Kind::agents &&
                       std::find(audience.agents.begin(), audience.agents.end(), place.reader.agent) !=
                           audience.agents.end();
    if (audience.kind == Kind::everyone || named ||
        (supervisor && (audience.kind == Kind::supervisors || audience.supervisors_too)))
      send(*window);
  }
}

void LiveHub::open(WindowPtr window, Reader reader, app::SnapshotView first) {
  enqueue([this, window = std::move(window), reader = std::move(reader),
           first = std::move(first)] { add(window, reader, first); },
          false);
}

void LiveHub::add(const WindowPtr& window, Reader reader, const app::SnapshotView& first) {
  if (window->closed()) return;
  auto& mine = by_agent_[reader.agent];
  if (mine.size() >= windows_per_agent_) {
    window->close(kClosePolicy,
                  "You have " + std::to_string(mine.size()) + " windows open; close one first.");
    return;
  }
  mine.push_back(window.get());
  const auto agent = reader.agent;
  windows_.emplace(window.get(), Place{window, std::move(reader)});
  counts_.windows = static_cast<std::int64_t>(windows_.size());
  window->send("snapshot", text_of(first));
  const auto phone = phones_.find(agent);
  const bool held = phone != phones_.end() && phone->second.holder != nullptr;
  window->send("phone.state", text_of(PhoneStateView{held, false}));
}

void LiveHub::gone(WindowPtr window) {
  enqueue(
      [this, window = std::move(window)] {
        const auto found = windows_.find(window.get());
        if (found == windows_.end()) return;
        const auto agent = found->second.reader.agent;
        windows_.erase(found);
        counts_.windows = static_cast<std::int64_t>(windows_.size());
        auto& mine = by_agent_[agent];
        mine.erase(std::remove(mine.begin(), mine.end(), window.get()), mine.end());
        if (mine.empty()) by_agent_.erase(agent);
        const auto phone = phones_.find(agent);
        if (phone != phones_.end() && phone->second.holder == window.get())
          release_phone(agent, phone->second);
      },
      false);
}

void LiveHub::sign_out(const std::string& session) {
  enqueue(
      [this, session] {
        for (auto& [window, place] : windows_)
          if (place.reader.session == session) window->close(kCloseSignedOut, "Signed out.");
      },
      false);
}

void LiveHub::shut_out(domain::AgentId agent) {
  enqueue(
      [this, agent] {
        for (auto& [window, place] : windows_)
          if (place.reader.agent == agent) window->close(kCloseSignedOut, "This account is closed.");
      },
      false);
}

// What the Desk keeps until it answers holds no window alive: the server may have gone meanwhile.
void LiveHub::phone_offer(WindowPtr window, domain::AgentId agent, const std::string& sdp) {
  enqueue(
      [this, window = std::weak_ptr(window), agent, sdp] {
        ++phones_[agent].offers_under_way;
        desk_->phone_offer(agent, sdp, [this, window, agent](base::Result<std::string> answer) {
          enqueue([this, window, agent,
                   answer = std::move(answer)] { phone_answered(window.lock(), agent, answer); },
                  false);
        });
      },
      false);
}

void LiveHub::phone_answered(const WindowPtr& window, domain::AgentId agent,
                             const base::Result<std::string>& answer) {
  auto& phone = phones_[agent];
  OKNO_CHECK(phone.offers_under_way > 0);
  --phone.offers_under_way;
  const bool here = window != nullptr && windows_.contains(window.get());
  if (!answer.ok()) {
    if (here) window->send("phone.error", text_of(RefusedView{answer.error().code, answer.error().words}));
    return forget_if_idle(agent);
  }
  // The window may have gone while its offer was answered: then the newest accepted offer is nobody's.
  phone.holder = here ? window.get() : nullptr;
  if (here)
    window->send("phone.answer", text_of(PhoneAnswerView{answer.value()}));
  else if (phone.offers_under_way == 0)
    desk_->phone_closed(agent);
  tell_phone_state(agent);
  forget_if_idle(agent);
}

void LiveHub::phone_close(WindowPtr window, domain::AgentId agent) {
  enqueue(
      [this, window = std::move(window), agent] {
        const auto phone = phones_.find(agent);
        if (phone == phones_.end() || phone->second.holder != window.get())
          return window->send("phone.error",
                              text_of(RefusedView{"phone_not_here", "The phone is not in this window."}));
        release_phone(agent, phone->second);
      },
      false);
}

void LiveHub::release_phone(domain::AgentId agent, Phone& phone) {
  phone.holder = nullptr;
  if (phone.offers_under_way == 0) desk_->phone_closed(agent);
  tell_phone_state(agent);
  forget_if_idle(agent);
}

void LiveHub::phone_echo(WindowPtr window, domain::AgentId agent, bool on) {
  desk_->phone_echo(agent, on, [this, weak = std::weak_ptr(window)](base::Result<bool> result) {
    enqueue(
        [weak, result = std::move(result)] {
          const auto asker = weak.lock();
          if (!asker) return;
          if (result.ok())
            asker->send("phone.echo", text_of(PhoneEchoView{result.value()}));
          else
            asker->send("phone.error", text_of(RefusedView{result.error().code, result.error().words}));
        },
        false);
  });
}

void LiveHub::tell_phone_state(domain::AgentId agent) {
  const auto mine = by_agent_.find(agent);
  if (mine == by_agent_.end()) return;
  const auto* holder = phones_[agent].holder;
  for (auto* window : mine->second)
    window->send("phone.state", text_of(PhoneStateView{holder != nullptr, holder == window}));
}

void LiveHub::forget_if_idle(domain::AgentId agent) {
  const auto phone = phones_.find(agent);
  if (phone != phones_.end() && phone->second.holder == nullptr && phone->second.offers_under_way == 0)
    phones_.erase(phone);
}

void LiveHub::close_all(int code, const std::string& words) {
  for (auto& [window, place] : windows_) window->close(code, words);
}
}  // namespace okno::api
