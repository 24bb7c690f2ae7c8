#include "demo/carrier.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace okno::demo {
namespace {
namespace fs = std::filesystem;
using base::Result;
using domain::LegId;

struct TestClock final : ports::Clock {
  base::Instant now() const override {
    return base::Instant(
        std::chrono::duration_cast<base::Duration>(std::chrono::steady_clock::now().time_since_epoch()));
  }
};

// An exchange that only writes down what it is asked; the test plays the far end through the listener.
struct Ledger {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> lines;
  std::vector<ports::Play> plays;
  std::vector<LegId> dialled;
  telephony::softswitch::Settings settings;
  ports::TelephonyListener* listener = nullptr;

  void write(const std::string& line) {
    const std::lock_guard lock(mutex);
    lines.push_back(line);
    changed.notify_all();
  }
  bool wait_for(const std::string& line, std::size_t times = 1) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, 10s, [&] {
      return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [&](const std::string& one) {
               return one.rfind(line, 0) == 0;
             })) >= times;
    });
  }
};

class QuietExchange final : public ports::Telephony {
 public:
  explicit QuietExchange(Ledger& ledger) : ledger_(ledger) {}
  ~QuietExchange() override { ledger_.write("closed"); }
  LegId next_leg() override { return LegId(++last_); }
  void dial(LegId, const ports::DialDeskPhone&, const ports::CallerId&) override {
    ledger_.write("dial desk");
  }
  void dial(LegId leg, const ports::DialNumber& to, const ports::CallerId& from) override {
    {
      const std::lock_guard lock(ledger_.mutex);
      ledger_.dialled.push_back(leg);
    }
    ledger_.write("dial " + to.to + " by " + to.trunk + " as " + from.number);
  }
  void ring_back(LegId) override { ledger_.write("ring back"); }
  void answer(LegId) override { ledger_.write("answer"); }
  void reject(LegId, int status, const std::string&) override {
    ledger_.write("reject " + std::to_string(status));
  }
  void hang_up(LegId) override { ledger_.write("hang up"); }
  void play(LegId, const ports::Play& what) override {
    {
      const std::lock_guard lock(ledger_.mutex);
      ledger_.plays.push_back(what);
    }
    ledger_.write("play");
  }
  void stop_playing(LegId) override {}
  void bridge(LegId, LegId) override {}
  void join(const std::vector<LegId>&) override {}
  void unbridge(LegId) override {}
  void listen(LegId, LegId, domain::ListenMode) override {}
  void stop_listening(LegId) override {}
  void mute(LegId, bool) override {}
  void send_digits(LegId, const std::string& digits) override { ledger_.write("digits " + digits); }
  void start_recording(LegId, const std::string&) override {}
  void stop_recording(LegId) override {}
  void pause_recording(LegId, bool) override {}
  Result<std::string> connect_browser(domain::AgentId, LegId, const std::string&) override {
    return base::Error{"none", "no browsers here"};
  }
  void disconnect_browser(domain::AgentId) override {}
  void echo(LegId, bool) override {}
  void set_desk_phone(const std::string&, const std::string&) override {}

 private:
  Ledger& ledger_;
  std::int64_t last_ = 0;
};

struct CarrierTest : testing::Test {
  TestClock clock;
  Ledger ledger;
  CarrierSettings settings;
  std::string path;
  std::vector<std::string> logged;
  std::mutex log_mutex;

  void SetUp() override {
    char name[] = "/tmp/okno-carrier-test-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    path = name;
    settings.centre = "127.0.0.1:5999";
    settings.directory = path + "/sentences";
    settings.speech.command = path + "/no-such-program";
    settings.crowd.first_after = settings.crowd.next_after = 1ms;
    settings.crowd.first_within = settings.crowd.next_within = 5ms;
    settings.crowd.stay_least = 100ms;
    settings.crowd.stay_most = 200ms;
    settings.crowd.joins_are_told = false;
    settings.crowd.opening_least = settings.crowd.opening_most = 1ms;
    settings.crowd.pick_up_least = settings.crowd.pick_up_most = 5ms;
    settings.crowd.turn_least = settings.crowd.turn_most = 1ms;
    settings.log = [this](const std::string& words) {
      const std::lock_guard lock(log_mutex);
      logged.push_back(words);
    };
  }
  void TearDown() override { fs::remove_all(path); }
  std::unique_ptr<Carrier> start() {
    auto carrier =
        Carrier::start(settings, callers_of(make_town()), clock,
                       [this](const auto& exchange, const ports::Clock&, ports::TelephonyListener& listener) {
                         ledger.settings = exchange;
                         ledger.listener = &listener;
                         telephony::softswitch::Running running;
                         running.telephony = std::make_unique<QuietExchange>(ledger);
                         running.sip_port = 4242;
                         return Result<telephony::softswitch::Running>(std::move(running));
                       });
    EXPECT_TRUE(carrier) << (carrier ? "" : carrier.error().words);
    return carrier ? std::move(*carrier) : nullptr;
  }
  std::size_t plays() {
    const std::lock_guard lock(ledger.mutex);
    return ledger.plays.size();
  }
};

TEST_F(CarrierTest, rings_the_centre_by_its_trunk_speaks_and_hangs_up) {
  const auto carrier = start();
  ASSERT_TRUE(carrier);
  EXPECT_EQ(carrier->sip_port(), 4242);
  EXPECT_EQ(ledger.settings.trunks.front().address, "127.0.0.1:5999");
  carrier->set_demand(1);
  ASSERT_TRUE(ledger.wait_for("dial +78005550100 by centre as +79161234567"));
  carrier->set_demand(0);
  ledger.listener->leg_answered(LegId(1));
  ASSERT_TRUE(ledger.wait_for("play"));
  for (std::size_t i = 1;; ++i) {  // each sentence ends at once
    std::int64_t token;
    {
      const std::lock_guard lock(ledger.mutex);
      token = ledger.plays.back().token;
      EXPECT_TRUE(fs::exists(ledger.plays.back().files.front()));
      if (std::count(ledger.lines.begin(), ledger.lines.end(), "hang up") != 0) break;
    }
    ledger.listener->play_finished(LegId(1), token);
    std::unique_lock lock(ledger.mutex);
    ASSERT_TRUE(ledger.changed.wait_for(lock, 10s, [&] {
      return ledger.plays.size() > i || std::count(ledger.lines.begin(), ledger.lines.end(), "hang up") != 0;
    }));
  }
  EXPECT_GE(plays(), 2u);
  const std::lock_guard lock(log_mutex);
  EXPECT_EQ(
      std::count_if(logged.begin(), logged.end(),
                    [](const std::string& words) { return words.find("only whistle") != std::string::npos; }),
      1)
      << "without a speech program there is one warning and a tone for each sentence";
}

TEST_F(CarrierTest, reaches_a_centre_that_listens_everywhere_or_on_ipv6) {
  settings.centre = "0.0.0.0:5999";
  EXPECT_TRUE(start());
  EXPECT_EQ(ledger.settings.trunks.front().address, "127.0.0.1:5999");
  settings.centre = "[::]:5999";
  EXPECT_TRUE(start());
  EXPECT_EQ(ledger.settings.trunks.front().address, "[::1]:5999");
  EXPECT_EQ(ledger.settings.sip_address, "::1");
  EXPECT_EQ(ledger.settings.media.rtp_address, "127.0.0.1") << "sound knows IPv4 only";
}

TEST_F(CarrierTest, answers_who_calls_back_and_refuses_a_second_call_to_the_same) {
  const auto carrier = start();
  ports::IncomingCall call;
  call.leg = LegId(1'000);
  call.to_user = "+79161234567";
  ledger.listener->call_arrived(call);
  ASSERT_TRUE(ledger.wait_for("ring back"));
  call.leg = LegId(1'001);
  ledger.listener->call_arrived(call);
  ASSERT_TRUE(ledger.wait_for("reject 486"));
  ASSERT_TRUE(ledger.wait_for("answer"));
}

TEST_F(CarrierTest, at_the_end_every_line_is_hung_up_before_the_exchange_closes) {
  auto carrier = start();
  carrier->set_demand(2);
  ASSERT_TRUE(ledger.wait_for("dial", 2));
  carrier.reset();
  const std::lock_guard lock(ledger.mutex);
  EXPECT_EQ(std::count(ledger.lines.begin(), ledger.lines.end(), "hang up"), 2);
  EXPECT_EQ(ledger.lines.back(), "closed");
}

TEST_F(CarrierTest, without_a_place_for_the_sentences_or_a_port_it_says_so_and_does_not_start) {
  std::ofstream(path + "/file") << "x";
  settings.directory = path + "/file/sentences";
  const auto nowhere = Carrier::start(settings, callers_of(make_town()), clock, {});
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, "sound_unwritable");
  settings.directory = path + "/sentences";
  const auto taken = Carrier::start(settings, callers_of(make_town()), clock,
                                    [](const auto&, const ports::Clock&, ports::TelephonyListener&) {
                                      return Result<telephony::softswitch::Running>(
                                          base::Error{"sip_bind_failed", "127.0.0.1:5999 is taken"});
                                    });
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, "sip_bind_failed");
}

TEST(FreePort, is_a_port_that_can_be_bound) {
  EXPECT_GT(free_port("127.0.0.1"), 1'023);
  EXPECT_EQ(free_port("not an address"), 0);
}
}  // namespace
}  // namespace okno::demo
