#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "telephony/media/engine.h"
#include "telephony/media/media_thread.h"
#include "telephony/media/recording_writer.h"

namespace okno::telephony::media {
namespace {
// Every leg holds two sockets: the soft limit of 1024 files would end at 500 calls.
void raise_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::vector<std::uint32_t> addresses_to_name(const Settings& settings) {
  std::vector<std::uint32_t> out;
  for (const auto& text : settings.advertised) {
    const auto ip = webrtc::parse_ip(text);
    if (ip) {
      out.push_back(*ip);
    } else {
      spdlog::error("media: advertised address {} is no IPv4 address and is left out", text);
    }
  }
  const auto bound = webrtc::parse_ip(settings.rtp_address);
  if (out.empty() && bound && *bound != 0) out.push_back(*bound);
  if (out.empty()) out = webrtc::own_addresses();
  if (out.empty()) out.push_back(0x7F000001);
  return out;
}

// Reads sound files so that neither a media thread nor the caller waits for the disk.
class PromptReader {
 public:
  PromptReader() : thread_([this] { run(); }) {}
  ~PromptReader() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }
  using Ready = std::function<void(std::vector<std::shared_ptr<const Prompt>>)>;
  void read(const std::vector<std::string>& files, Ready ready) {
    std::vector<std::shared_ptr<const Prompt>> prompts;
    for (const auto& file : files) {
      auto known = cache_.find(file);
      if (!known) break;
      prompts.push_back(std::move(known));
    }
    if (prompts.size() == files.size()) return ready(std::move(prompts));
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back({files, std::move(ready)});
    }
    wake_.notify_one();
  }

 private:
  struct Request {
    std::vector<std::string> files;
    Ready ready;
  };
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [this] { return stop_ || !waiting_.empty(); });
      if (stop_) return;
      Request request = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      std::vector<std::shared_ptr<const Prompt>> prompts;
      for (const auto& file : request.files) {
        auto prompt = cache_.load(file);
        if (prompt) {
          prompts.push_back(prompt.value());
        } else {
          spdlog::error("media: {}", prompt.error().words);
        }
      }
      request.ready(std::move(prompts));
      lock.lock();
    }
  }
  PromptCache cache_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Request> waiting_;
  bool stop_ = false;
  std::thread thread_;
};

class ThreadedEngine : public Engine {
 public:
  ThreadedEngine(const Settings& settings, Listener& listener)
      : settings_(settings),
        listener_(listener),
        addresses_(addresses_to_name(settings)),
        ports_(settings.rtp_address, settings.first_port, settings.last_port),
        writer_([this](LegId leg, const std::string& file,
                       const std::string& mark) { listener_.recording_stopped(leg, file, mark); },
                settings.recording_keys) {
    raise_file_limit();
    const int count = std::clamp(settings.threads, 1, 64);
    for (int i = 0; i < count; ++i) threads_.push_back(std::make_unique<MediaThread>(i));
    load_.resize(threads_.size());
  }
  ~ThreadedEngine() override {
    for (auto& thread : threads_) thread->stop();  // all, before one is gone: they hand legs to each other
  }

  base::Result<LocalRtp> open(LegId leg, const std::string& towards) override {
    const std::lock_guard lock(mutex_);
    if (auto refusal = refused(leg)) return *refusal;
    auto sockets = ports_.open(true);
    if (!sockets) return sockets.error();
    const std::uint16_t port = sockets->port;
    settle(leg, std::move(sockets).value(), webrtc::parse_ip(towards).value_or(0), false);
    return LocalRtp{webrtc::ip_text(address_towards(towards)), port};
  }

  void set_remote(LegId leg, const RemoteRtp& remote) override {
    tell(leg, [remote](Leg& one, MediaThread& thread) { one.set_remote(remote, thread.now()); });
    if (!remote.on_hold || settings_.hold_music.empty()) return;
    prompts_.read({settings_.hold_music}, [this, leg](auto prompts) {
      if (prompts.empty()) return;
      tell(leg, [music = prompts.front()](Leg& one, MediaThread&) { one.hold_with(music); });
    });
  }

  base::Result<std::string> open_browser(LegId leg, const std::string& sdp_offer) override {
    auto offer = webrtc::read_offer(sdp_offer);
    if (!offer) return offer.error();
    const std::lock_guard lock(mutex_);
    const bool again = places_.contains(leg.value()) && places_[leg.value()].browser;
    if (auto refusal = again ? std::nullopt : refused(leg)) return *refusal;
    auto sockets = ports_.open(false);
    if (!sockets) return sockets.error();
    if (!again) settle(leg, {}, 0, true);
    const Place& place = places_[leg.value()];
    webrtc::OurSide ours;
    ours.ufrag = webrtc::random_token(8);
    ours.password = webrtc::random_token(24);
    ours.fingerprint = identity_.fingerprint();
    for (const auto ip : addresses_) ours.candidates.push_back({ip, sockets->port});
    ours.ssrc = place.ssrc;
    ours.session = ++order_;
    auto answer = webrtc::write_answer(*offer, ours);
    auto held = std::make_shared<SocketPair>(std::move(sockets).value());
    threads_[place.thread]->post(
        {leg, LegId{},
         [this, leg, offer = std::move(*offer), ours = std::move(ours), held](MediaThread& thread) {
           Leg* one = thread.find(leg);
           if (one == nullptr) return;
           thread.rewire(*one,
                         [&](Leg& it) { it.connect_browser(identity_, offer, ours, std::move(*held)); });
         }});
    return answer;
  }

  void close(LegId leg) override {
    const std::lock_guard lock(mutex_);
    const auto at = places_.find(leg.value());
    if (at == places_.end()) return;
    listening_.erase(leg);
    part_from_listeners(leg);
    std::erase_if(listening_, [leg](const auto& one) { return one.second.of == leg; });
    --load_[at->second.thread];
    threads_[at->second.thread]->post({leg, LegId{}, [leg](MediaThread& thread) { thread.remove(leg); }});
    places_.erase(at);
  }

  void bridge(LegId a, LegId b) override {
    const std::lock_guard lock(mutex_);
    const auto first = places_.find(a.value()), second = places_.find(b.value());
    if (first == places_.end() || second == places_.end() || a == b) return;
    MediaThread& there = *threads_[first->second.thread];
    bring(b, second->second, first->second.thread);
    there.post({a, b, [a, b, order = ++order_](MediaThread& thread) {
                  Leg *one = thread.find(a), *two = thread.find(b);
                  if (one == nullptr || two == nullptr) return;
                  one->stop_playing(order);
                  two->stop_playing(order);
                  Leg::bridge(*one, *two);
                }});
    listening_.erase(a);
    listening_.erase(b);
    follow({a, b});
  }

  void join(const std::vector<LegId>& legs) override {
    const std::lock_guard lock(mutex_);
    std::vector<LegId> here;
    for (const LegId leg : legs)
      if (places_.contains(leg.value())) here.push_back(leg);
    if (here.size() < 2) return;
    const std::size_t thread = places_.at(here.front().value()).thread;
    // A command waits for two legs at most: each newcomer is awaited by a command of its own.
    for (const LegId leg : here) {
      bring(leg, places_.at(leg.value()), thread);
      threads_[thread]->post({leg, LegId{}, [leg, order = ++order_](MediaThread& there) {
                                if (Leg* one = there.find(leg)) one->stop_playing(order);
                              }});
    }
    for (const LegId leg : here) listening_.erase(leg);
    gather(*threads_[thread], std::move(here), 1);
  }

  void unbridge(LegId leg) override {
    const std::lock_guard lock(mutex_);
    part_from_listeners(leg);
    tell_held(leg, [](Leg& one, MediaThread&) { one.unbridge(); });
  }

  void listen(LegId leg, LegId of, domain::ListenMode mode) override {
    const std::lock_guard lock(mutex_);
    if (leg == of || !places_.contains(leg.value()) || !places_.contains(of.value())) return;
    listening_[leg] = {of, mode};
    follow({of});
  }

  void stop_listening(LegId leg) override {
    const std::lock_guard lock(mutex_);
    if (listening_.erase(leg) == 0) return;
    tell_held(leg, [](Leg& one, MediaThread&) { one.unbridge(); });
  }

  void play(LegId leg, const ports::Play& what) override {
    std::uint64_t order = 0;
    {
      const std::lock_guard lock(mutex_);
      if (!places_.contains(leg.value())) return;
      order = ++order_;
    }
    prompts_.read(what.files, [this, leg, order, loop = what.loop, token = what.token](auto prompts) {
      tell(leg, [order, playing = Playing{std::move(prompts), loop, token}](Leg& one, MediaThread&) {
        one.play(playing, order);
      });
    });
  }

  void stop_playing(LegId leg) override {
    tell(leg, [order = next_order()](Leg& one, MediaThread&) { one.stop_playing(order); });
  }
  void mute(LegId leg, bool on) override {
    tell(leg, [on](Leg& one, MediaThread&) { one.mute(on); });
  }
  void echo(LegId leg, bool on) override {
    tell(leg, [on](Leg& one, MediaThread&) { one.echo(on); });
  }
  void send_digits(LegId leg, const std::string& digits) override {
    tell(leg, [digits](Leg& one, MediaThread&) { one.send_digits(digits); });
  }
  void start_recording(LegId leg, const std::string& file) override {
    tell(leg, [this, leg, file](Leg& one, MediaThread& thread) {
      one.start_recording(writer_.open(leg, file), thread.now());
    });
  }
  void pause_recording(LegId leg, bool on) override {
    tell(leg, [on](Leg& one, MediaThread& thread) { one.pause_recording(on, thread.now()); });
  }
  void stop_recording(LegId leg) override {
    tell(leg, [](Leg& one, MediaThread& thread) { one.stop_recording(thread.now()); });
  }

  std::optional<LegStats> stats(LegId leg) override {
    const std::lock_guard lock(mutex_);
    const auto at = places_.find(leg.value());
    if (at == places_.end()) return std::nullopt;
    const LegCounters& c = *at->second.counters;
    LegStats out;
    out.packets_in = c.packets_in;
    out.packets_out = c.packets_out;
    out.lost_in = c.lost_in;
    out.jitter_ms = c.jitter_ms;
    out.strangers = c.strangers;
    out.malformed = c.malformed;
    return out;
  }

 private:
  struct Place {
    std::size_t thread = 0;
    bool browser = false;
    std::uint32_t ssrc = 0;
    std::shared_ptr<LegCounters> counters;
  };
  struct EarOf {
    LegId of;
    domain::ListenMode mode = domain::ListenMode::listen;
  };

  // The leg lives on this thread from now on.
  void bring(LegId leg, Place& place, std::size_t thread) {
    if (place.thread == thread) return;
    MediaThread* there = threads_[thread].get();
    there->post({LegId{}, LegId{}, [leg](MediaThread& one) { one.expect(leg); }});
    threads_[place.thread]->post(
        {leg, LegId{}, [leg, there](MediaThread& one) { one.hand_over(leg, *there); }});
    --load_[place.thread];
    ++load_[thread];
    place.thread = thread;
  }

  // When all of them have come: a conference of those who are still there.
  void gather(MediaThread& thread, std::vector<LegId> legs, std::size_t known) {
    const LegId last = legs[known];
    thread.post({legs.front(), last, [this, legs = std::move(legs), known](MediaThread& there) mutable {
                   if (known + 1 < legs.size()) return gather(there, std::move(legs), known + 1);
                   std::vector<Leg*> all;
                   for (const LegId leg : legs)
                     if (Leg* one = there.find(leg)) all.push_back(one);
                   if (all.size() > 1) Leg::join(all);
                   for (Leg* one : all) there.wake(*one);
                   const std::lock_guard lock(mutex_);
                   follow(legs);
                 }});
  }

  // Who listens to one of them comes to where they are now. Under the mutex.
  void follow(const std::vector<LegId>& legs) {
    for (const auto& [leg, ear] : listening_) {
      if (std::find(legs.begin(), legs.end(), ear.of) == legs.end()) continue;
      const auto of = places_.find(ear.of.value());
      const auto mine = places_.find(leg.value());
      if (of == places_.end() || mine == places_.end()) continue;
      bring(leg, mine->second, of->second.thread);
      threads_[of->second.thread]->post({leg, ear.of, [leg = leg, ear = ear](MediaThread& there) {
                                           Leg *one = there.find(leg), *other = there.find(ear.of);
                                           if (one == nullptr || other == nullptr) return;
                                           one->listen(*other, ear.mode);
                                         }});
    }
  }

  // Before `leg` leaves those it talks with: nobody goes on hearing them. Under the mutex.
  void part_from_listeners(LegId leg) {
    for (const auto& [listener, ear] : listening_)
      if (ear.of == leg) tell_held(listener, [](Leg& one, MediaThread&) { one.unbridge(); });
  }

  std::uint64_t next_order() {
    const std::lock_guard lock(mutex_);
    return ++order_;
  }

  std::optional<base::Error> refused(LegId leg) const {
    if (places_.contains(leg.value())) return base::Error{"leg_exists", "this leg is open already"};
    if (places_.size() < settings_.max_legs) return std::nullopt;
    return base::Error{"too_many_legs",
                       "no more than " + std::to_string(settings_.max_legs) + " legs are allowed"};
  }

  void settle(LegId leg, SocketPair sockets, std::uint32_t signalling, bool browser) {
    const auto least = static_cast<std::size_t>(std::min_element(load_.begin(), load_.end()) - load_.begin());
    auto counters = std::make_shared<LegCounters>();
    auto made = std::make_shared<Leg>(leg, std::move(sockets), signalling, counters, settings_, listener_);
    places_[leg.value()] = Place{least, browser, made->ssrc(), std::move(counters)};
    ++load_[least];
    threads_[least]->post(
        {leg, LegId{}, [made = std::move(made)](MediaThread& thread) { thread.add(made); }});
  }

  std::uint32_t address_towards(const std::string& towards) const {
    const auto ip = webrtc::parse_ip(towards);
    const auto source = ip ? webrtc::source_towards(*ip) : std::nullopt;
    const bool ours = source && std::find(addresses_.begin(), addresses_.end(), *source) != addresses_.end();
    return ours ? *source : addresses_.front();
  }

  // Runs `what` on the leg's thread, if the leg still lives.
  void tell(LegId leg, std::function<void(Leg&, MediaThread&)> what) {
    const std::lock_guard lock(mutex_);
    tell_held(leg, std::move(what));
  }
  // The same, under the mutex.
  void tell_held(LegId leg, std::function<void(Leg&, MediaThread&)> what) {
    const auto at = places_.find(leg.value());
    if (at == places_.end()) return;
    threads_[at->second.thread]->post({leg, LegId{}, [leg, what = std::move(what)](MediaThread& thread) {
                                         if (Leg* one = thread.find(leg)) what(*one, thread);
                                       }});
  }

  const Settings settings_;
  Listener& listener_;
  const std::vector<std::uint32_t> addresses_;
  PortRange ports_;
  const webrtc::Identity identity_;
  std::mutex mutex_;  // of the directory; posting under it keeps the order of commands
  std::unordered_map<std::int64_t, Place> places_;
  std::vector<std::size_t> load_;               // legs of each thread
  std::unordered_map<LegId, EarOf> listening_;  // supervisors: a handful at a time
  std::uint64_t order_ = 0;
  RecordingWriter writer_;  // outlives the threads: they hand over the last pieces
  std::vector<std::unique_ptr<MediaThread>> threads_;
  PromptReader prompts_;  // last: its thread uses everything above
};
}  // namespace

std::unique_ptr<Engine> make_engine(const Settings& settings, Listener& listener) {
  return std::make_unique<ThreadedEngine>(settings, listener);
}
}  // namespace okno::telephony::media
