// The carrier against a genuine exchange: SIP and RTP over loopback, nothing simulated but the centre's
// decisions.
#include <gtest/gtest.h>

#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <set>

#include "demo/carrier.h"
#include "speech/sound.h"

namespace okno::demo {
namespace {
namespace fs = std::filesystem;
using domain::LegId;

struct TestClock final : ports::Clock {
  base::Instant now() const override {
    return base::Instant(
        std::chrono::duration_cast<base::Duration>(std::chrono::steady_clock::now().time_since_epoch()));
  }
};

// Takes every call at once, records it, and writes down what it hears of.
struct Centre final : ports::TelephonyListener {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<ports::IncomingCall> arrived;
  std::string digits;
  std::set<std::int64_t> ended, answered;
  int recordings = 0;
  ports::Telephony* telephony = nullptr;
  std::string directory;

  template <class Enough>
  bool wait(Enough enough) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, std::chrono::seconds(60), enough);
  }
  void call_arrived(const ports::IncomingCall& call) override {
    const std::lock_guard lock(mutex);
    arrived.push_back(call);
    if (telephony) {
      telephony->answer(call.leg);
      telephony->start_recording(call.leg, directory + "/" + std::to_string(call.leg.value()) + ".wav");
    }
    changed.notify_all();
  }
  void leg_ringing(LegId) override {}
  void leg_answered(LegId leg) override {
    const std::lock_guard lock(mutex);
    answered.insert(leg.value());
    changed.notify_all();
  }
  void leg_ended(LegId leg, ports::LegEnd, int) override {
    const std::lock_guard lock(mutex);
    ended.insert(leg.value());
    changed.notify_all();
  }
  void digit_pressed(LegId, char digit) override {
    const std::lock_guard lock(mutex);
    digits.push_back(digit);
    changed.notify_all();
  }
  void play_finished(LegId, std::int64_t) override {}
  void overloaded(bool) override {}
  void trunk_changed(const ports::TrunkState&) override {}
  void desk_phone_changed(const std::string&, bool) override {}
  void browser_phone_changed(domain::AgentId, bool) override {}
  void recording_stopped(LegId, const std::string&, const std::string&) override {
    const std::lock_guard lock(mutex);
    ++recordings;
    changed.notify_all();
  }
};

struct Loopback : testing::Test {
  TestClock clock;
  Centre centre;
  std::string path;
  telephony::softswitch::Running exchange;
  CarrierSettings settings;

  void SetUp() override {
    char name[] = "/tmp/okno-loopback-test-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    path = centre.directory = name;
    const auto port = free_port("127.0.0.1");
    telephony::softswitch::Settings main;
    main.sip_port = 0;
    telephony::softswitch::Trunk& trunk = main.trunks.emplace_back();
    trunk.name = "carrier";
    trunk.address = "127.0.0.1:" + std::to_string(port);
    trunk.allowed = {"127.0.0.0/8"};
    main.flood_exempt = {"127.0.0.0/8"};
    main.media.rtp_address = "127.0.0.1";
    main.media.first_port = 42'000;
    main.media.last_port = 42'199;
    auto running = telephony::softswitch::start(main, clock, centre);
    ASSERT_TRUE(running) << running.error().words;
    exchange = std::move(*running);
    {
      const std::lock_guard lock(centre.mutex);
      centre.telephony = exchange.telephony.get();
    }
    settings.centre = "127.0.0.1:" + std::to_string(exchange.sip_port);
    settings.sip_port = port;
    settings.first_rtp_port = 42'200;
    settings.last_rtp_port = 42'399;
    settings.directory = path + "/sentences";
    settings.crowd.first_after = settings.crowd.next_after = 1ms;
    settings.crowd.first_within = settings.crowd.next_within = 5ms;
    settings.crowd.joins_are_told = false;
    settings.crowd.opening_least = settings.crowd.opening_most = 1ms;
    settings.crowd.pick_up_least = settings.crowd.pick_up_most = 5ms;
    settings.crowd.turn_least = settings.crowd.turn_most = 10ms;
    settings.crowd.stay_least = settings.crowd.stay_most = 1ms;
  }
  void TearDown() override {
    exchange.telephony.reset();
    fs::remove_all(path);
  }
  std::unique_ptr<Carrier> start() {
    auto carrier = Carrier::start(settings, callers_of(make_town()), clock);
    EXPECT_TRUE(carrier) << (carrier ? "" : carrier.error().words);
    return carrier ? std::move(*carrier) : nullptr;
  }
};

TEST_F(Loopback, maria_rings_is_heard_in_the_recording_and_hangs_up_herself) {
  const auto carrier = start();
  ASSERT_TRUE(carrier);
  carrier->set_demand(1);
  ASSERT_TRUE(centre.wait([&] { return !centre.arrived.empty(); }));
  carrier->set_demand(0);
  LegId leg;
  {
    const std::lock_guard lock(centre.mutex);
    leg = centre.arrived.front().leg;
    EXPECT_EQ(centre.arrived.front().from_number, "+79161234567");
    EXPECT_EQ(centre.arrived.front().to_user, "+78005550100");
    EXPECT_EQ(centre.arrived.front().trunk, "carrier");
  }
  ASSERT_TRUE(centre.wait([&] { return centre.ended.count(leg.value()) != 0 && centre.recordings > 0; }));
  const auto heard = speech::read_wav(path + "/" + std::to_string(leg.value()) + ".wav");
  ASSERT_TRUE(heard) << heard.error().words;
  EXPECT_GT(heard->seconds(), 0.5);
  float loudest = 0;
  for (const float sample : heard->samples) loudest = std::max(loudest, std::abs(sample));
  EXPECT_GT(loudest, 0.02f) << "she said something";
}

TEST_F(Loopback, who_is_called_by_the_centre_picks_up_and_hangs_up_at_last) {
  const auto carrier = start();
  ASSERT_TRUE(carrier);
  const LegId leg = exchange.telephony->next_leg();
  exchange.telephony->dial(leg, ports::DialNumber{"+79161234567", "carrier"},
                           ports::CallerId{"+78005550100", ""});
  ASSERT_TRUE(centre.wait([&] { return centre.answered.count(leg.value()) != 0; }));
  ASSERT_TRUE(centre.wait([&] { return centre.ended.count(leg.value()) != 0; }));
}
}  // namespace
}  // namespace okno::demo
