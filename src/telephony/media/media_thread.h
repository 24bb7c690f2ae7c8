// One thread that owns its legs: waits for packets, for its mailbox and for the next step of time. Everything
// that touches a leg runs here; others post commands.
#pragma once
#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "telephony/media/leg.h"

namespace okno::telephony::media {
class MediaThread {
 public:
  struct Command {
    LegId leg, other;  // whom it is about: it waits while one of them is on its way from another thread
    std::function<void(MediaThread&)> run;
  };
  explicit MediaThread(int number);
  ~MediaThread();  // its legs are closed
  void stop();     // ends the thread, once; what is posted later is never run
  void post(Command command);

  // --- for commands, on the thread
  Leg* find(LegId id) const;
  void add(std::shared_ptr<Leg> leg);
  void remove(LegId id);
  // The leg comes from another thread: commands about it wait for it.
  void expect(LegId id);
  // Runs `change`, which gives the leg other sockets.
  void rewire(Leg& leg, const std::function<void(Leg&)>& change);
  void hand_over(LegId id, MediaThread& to);
  // It may have something to say from now on.
  void wake(Leg& leg) { start_ticking(leg); }
  base::Instant now() const { return now_; }

 private:
  // A leg's socket as epoll knows it.
  struct Endpoint {
    Leg* leg = nullptr;
    bool rtcp = false;
  };
  struct Resident {
    std::shared_ptr<Leg> leg;
    std::unique_ptr<std::array<Endpoint, 2>> endpoints;
    std::size_t stripe = 0;
  };
  // Time goes in steps of 5 ms. A ticking leg has its turn in every fourth, so that the packets of all of
  // them do not leave at one moment; every leg is swept in every fiftieth.
  static constexpr base::Duration kStep = std::chrono::milliseconds(5);
  static constexpr std::size_t kPhases = 4, kStripes = 50;
  static constexpr std::size_t kBatch = 8, kDatagram = 2048;

  void run();
  void take_mail();
  void dispatch(Command command);
  void read(const Endpoint& endpoint);
  void advance();
  void step();
  int wait_ms() const;
  void listen(int fd, Endpoint* endpoint);
  void listen(const Leg& leg, std::array<Endpoint, 2>& endpoints);
  void ignore(const Leg& leg);
  std::shared_ptr<Leg> release(LegId id);
  void start_ticking(Leg& leg);

  int epoll_ = -1, bell_ = -1;
  std::mutex mail_mutex_;
  std::vector<Command> mail_;
  bool stop_ = false;  // under mail_mutex_
  std::unordered_map<std::int64_t, Resident> legs_;
  std::unordered_map<std::int64_t, std::vector<Command>> expected_;
  std::array<std::vector<Leg*>, kPhases> ticking_;
  std::array<std::vector<Leg*>, kStripes> stripes_;
  std::size_t next_stripe_ = 0, next_phase_ = 0, steps_ = 0, ticking_count_ = 0;
  base::Instant now_{}, stepped_at_{};
  std::vector<std::uint8_t> buffers_;
  std::thread thread_;
};
}  // namespace okno::telephony::media
