// The live hub: takes events from the deciding thread and gives them to the open windows who may see them.
// Made before the Desk (it is the Desk's Screen), put to work by the server. All its state belongs to one
// task at a time, run by the network threads in order; the deciding thread only appends to the inbox.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "app/desk.h"
#include "domain/words.h"
#include "ports/screen.h"

namespace okno::api {
using JsonText = std::shared_ptr<const std::string>;

// WebSocket close codes (RFC 6455, 7.4.1; 4000 and up are ours).
inline constexpr int kCloseGoingAway = 1001;
inline constexpr int kCloseUnreadable = 1003;
inline constexpr int kClosePolicy = 1008;
inline constexpr int kCloseTooBig = 1009;
inline constexpr int kCloseTryAgain = 1013;
inline constexpr int kCloseSignedOut = 4401;

class LiveHub final : public ports::Screen {
 public:
  // One open window. Its methods may be called from any thread and return at once.
  class Window {
   public:
    virtual ~Window() = default;
    virtual void send(const std::string& type, const JsonText& data) = 0;
    virtual void close(int code, const std::string& words) = 0;
    virtual bool closed() const = 0;
  };
  using WindowPtr = std::shared_ptr<Window>;
  struct Reader {
    domain::AgentId agent;
    domain::Role role = domain::Role::agent;
    std::string session;  // its token: windows close when it is signed out
  };
  struct Counts {
    std::atomic<std::int64_t> windows{0};
    std::atomic<std::int64_t> events{0};     // pushed by the deciding thread
    std::atomic<std::int64_t> frames{0};     // handed to windows
    std::atomic<std::int64_t> overflows{0};  // windows closed because they were too far behind
  };

  LiveHub() = default;
  LiveHub(const LiveHub&) = delete;
  LiveHub& operator=(const LiveHub&) = delete;

  // Before the first window: `post` runs a task on a network thread; `inbox_limit` bounds the events on their
  // way.
  using Post = std::function<void(std::function<void()>)>;
  void start(app::Desk& desk, Post post, std::size_t inbox_limit, std::size_t windows_per_agent);
  // Windows are told to come back later; pushes are dropped from now on.
  void stop();
  // After stop, when no network thread runs any more: forgets every window.
  void clear();

  void push(const ports::Audience& audience, const std::string& type, const std::string& json) override;

  // In Desk::snapshot's `done`, on the deciding thread: what was pushed before is in `first`, what follows is
  // not.
  void open(WindowPtr window, Reader reader, app::SnapshotView first);
  void gone(WindowPtr window);  // also when it never opened
  void sign_out(const std::string& session);
  void shut_out(domain::AgentId agent);  // he has left the house: all his windows

  // The browser phone: the window of the last accepted offer holds it; the agent's other windows are remote
  // controls.
  void phone_offer(WindowPtr window, domain::AgentId agent, const std::string& sdp);
  void phone_close(WindowPtr window, domain::AgentId agent);
  void phone_echo(WindowPtr window, domain::AgentId agent, bool on);

  const Counts& counts() const { return counts_; }
  void count_overflow() { ++counts_.overflows; }

 private:
  struct Place {
    WindowPtr window;
    Reader reader;
  };
  struct Phone {
    Window* holder = nullptr;
    int offers_under_way = 0;
  };

  void enqueue(std::function<void()> task, bool droppable);
  void drain();
  void deliver(const ports::Audience& audience, const std::string& type, const JsonText& data);
  void add(const WindowPtr& window, Reader reader, const app::SnapshotView& first);
  void phone_answered(const WindowPtr& window, domain::AgentId agent,
                      const base::Result<std::string>& answer);
  void tell_phone_state(domain::AgentId agent);
  void close_all(int code, const std::string& words);
  void release_phone(domain::AgentId agent, Phone& phone);
  void forget_if_idle(domain::AgentId agent);

  app::Desk* desk_ = nullptr;
  Post post_;
  std::size_t inbox_limit_ = 0;
  std::size_t windows_per_agent_ = 0;
  Counts counts_;

  std::mutex inbox_mutex_;  // guards the four below
  std::vector<std::function<void()>> inbox_;
  bool draining_ = false;
  bool lost_events_ = false;
  bool stopped_ = true;

  // Only inside drain().
  std::unordered_map<Window*, Place> windows_;
  std::unordered_map<domain::AgentId, std::vector<Window*>> by_agent_;
  std::unordered_map<domain::AgentId, Phone> phones_;
};
}  // namespace okno::api
