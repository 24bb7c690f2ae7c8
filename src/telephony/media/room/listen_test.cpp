// A supervisor on the line of two who talk, with real packets.
#include "telephony/media/test_engine.h"

namespace okno::telephony::media {
namespace {
using namespace testing;
using domain::ListenMode;
const LegId kSupervisor(3), kOther(4);
constexpr double kCustomerHz = 400, kAgentHz = 1000, kSupervisorHz = 2300;

class Listening : public AnEngine {
 protected:
  void SetUp() override {
    auto settings = test_settings();
    settings.threads = 3;
    start(settings);
    open_both(customer_, agent_);
    open(kSupervisor, supervisor_);
  }
  void listen(ListenMode mode, LegId of = kB) {
    engine_->listen(kSupervisor, of, mode);
    for (const LegId leg : {kA, kB, kSupervisor}) settle(leg);
  }
  // All three say their tones until the second half of it is what they hear now.
  void talk() {
    for (auto* phone : {&customer_, &agent_, &supervisor_}) phone->forget();
    std::vector<std::int16_t> at_customer, at_agent, at_supervisor;
    constexpr int kPackets = 50;
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < kPackets; ++i) {
      customer_.say(kCustomerHz);
      agent_.say(kAgentHz);
      supervisor_.say(kSupervisorHz);
      hear_all_until(began + (i + 1) * 20ms, at_customer, at_agent, at_supervisor);
    }
    to_customer_ = late(at_customer);
    to_agent_ = late(at_agent);
    to_supervisor_ = late(at_supervisor);
  }
  static bool has(const std::vector<std::int16_t>& sound, double hertz) {
    return share_at(sound, hertz) > 0.15;
  }
  static bool lacks(const std::vector<std::int16_t>& sound, double hertz) {
    return share_at(sound, hertz) < 0.02;
  }

  Phone customer_, agent_{Codec::pcmu}, supervisor_;
  std::vector<std::int16_t> to_customer_, to_agent_, to_supervisor_;

 private:
  static std::vector<std::int16_t> late(const std::vector<std::int16_t>& all) {
    return {all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end()};
  }
  void hear_all_until(std::chrono::steady_clock::time_point then, std::vector<std::int16_t>& one,
                      std::vector<std::int16_t>& two, std::vector<std::int16_t>& three) {
    const auto take = [](Phone& phone, std::vector<std::int16_t>& into, std::chrono::milliseconds wait) {
      while (const auto heard = phone.hear(wait)) {
        Phone::append(*heard, into);
        wait = 0ms;
      }
    };
    take(customer_, one, 0ms);
    take(agent_, two, 0ms);
    take(
        supervisor_, three,
        std::max(0ms, std::chrono::ceil<std::chrono::milliseconds>(then - std::chrono::steady_clock::now())));
  }
};
}  // namespace

TEST_F(Listening, hears_both_and_is_heard_by_nobody) {
  listen(ListenMode::listen);
  talk();
  EXPECT_TRUE(has(to_supervisor_, kCustomerHz));
  EXPECT_TRUE(has(to_supervisor_, kAgentHz));
  EXPECT_TRUE(has(to_customer_, kAgentHz));
  EXPECT_TRUE(lacks(to_customer_, kSupervisorHz));
  EXPECT_TRUE(has(to_agent_, kCustomerHz));
  EXPECT_TRUE(lacks(to_agent_, kSupervisorHz));
}

TEST_F(Listening, a_whisper_reaches_the_agent_and_a_barge_both) {
  listen(ListenMode::whisper);
  talk();
  EXPECT_TRUE(has(to_agent_, kSupervisorHz));
  EXPECT_TRUE(has(to_agent_, kCustomerHz));
  EXPECT_TRUE(lacks(to_customer_, kSupervisorHz));
  listen(ListenMode::barge);
  talk();
  EXPECT_TRUE(has(to_agent_, kSupervisorHz));
  EXPECT_TRUE(has(to_customer_, kSupervisorHz));
  EXPECT_TRUE(has(to_supervisor_, kCustomerHz));
  listen(ListenMode::listen);
  talk();
  EXPECT_TRUE(lacks(to_agent_, kSupervisorHz));
  EXPECT_TRUE(lacks(to_customer_, kSupervisorHz));
}

TEST_F(Listening, when_he_goes_the_two_are_a_pair_again) {
  listen(ListenMode::barge);
  talk();
  engine_->stop_listening(kSupervisor);
  for (const LegId leg : {kA, kB, kSupervisor}) settle(leg);
  customer_.forget();
  agent_.forget();
  // Relayed: each packet follows the one that was said, without a room's clock and cushion.
  EXPECT_GT(share_at(samples(converse(customer_, agent_, 700, 10)), 700), 0.9);
  EXPECT_GT(share_at(samples(converse(agent_, customer_, 700, 10)), 700), 0.9);
  EXPECT_TRUE(hears_silence(supervisor_));
}

TEST_F(Listening, goes_on_through_hold_and_back) {
  listen(ListenMode::listen);
  engine_->unbridge(kA);
  for (const LegId leg : {kA, kB, kSupervisor}) settle(leg);
  talk();
  EXPECT_TRUE(has(to_supervisor_, kAgentHz));
  EXPECT_TRUE(lacks(to_supervisor_, kCustomerHz)) << "the customer listens to music and hears nobody";
  EXPECT_TRUE(lacks(to_customer_, kAgentHz));
  bridge(kA, kB);
  settle(kSupervisor);
  talk();
  EXPECT_TRUE(has(to_supervisor_, kAgentHz));
  EXPECT_TRUE(has(to_supervisor_, kCustomerHz));
  EXPECT_TRUE(has(to_agent_, kCustomerHz));
}

TEST_F(Listening, goes_on_when_a_third_joins_and_hears_him_too) {
  listen(ListenMode::whisper);
  Phone third;
  open(kOther, third);
  engine_->join({kA, kB, kOther});
  for (const LegId leg : {kA, kB, kOther, kSupervisor}) settle(leg);
  for (int i = 0; i < 3; ++i) settle(kA);  // the last of the conference's own commands
  ASSERT_TRUE(eventually([&] {
    talk();
    return has(to_agent_, kSupervisorHz);
  }));
  EXPECT_TRUE(has(to_supervisor_, kCustomerHz));
  EXPECT_TRUE(lacks(to_customer_, kSupervisorHz));
  third.forget();
  talk();
  EXPECT_TRUE(lacks(third.hear_samples(20), kSupervisorHz));
}

TEST_F(Listening, hears_nothing_more_of_a_customer_whose_agent_let_him_go) {
  listen(ListenMode::barge);
  engine_->unbridge(kB);
  for (const LegId leg : {kA, kB, kSupervisor}) settle(leg);
  talk();
  EXPECT_TRUE(lacks(to_supervisor_, kCustomerHz));
  EXPECT_TRUE(lacks(to_customer_, kSupervisorHz));
}

TEST_F(Listening, ends_with_the_leg_he_listens_to) {
  listen(ListenMode::barge);
  engine_->close(kB);
  settle(kA);
  settle(kSupervisor);
  talk();
  EXPECT_TRUE(lacks(to_customer_, kSupervisorHz));
  EXPECT_TRUE(lacks(to_supervisor_, kCustomerHz));
}

TEST_F(Listening, a_recording_holds_what_the_customer_hears_and_no_whisper) {
  const std::string file =
      std::filesystem::temp_directory_path() / ("okno_listened_" + std::to_string(getpid()) + ".wav");
  engine_->start_recording(kA, file);
  listen(ListenMode::whisper);
  talk();
  engine_->stop_recording(kA);
  ASSERT_TRUE(ears_.wait([&](const Ears& e) { return e.recordings_.contains(file); }));
  SF_INFO info{};
  SNDFILE* sound = sf_open(file.c_str(), SFM_READ, &info);
  ASSERT_NE(sound, nullptr);
  ASSERT_EQ(info.channels, 2);
  std::vector<std::int16_t> both(static_cast<std::size_t>(info.frames) * 2);
  sf_readf_short(sound, both.data(), info.frames);
  sf_close(sound);
  std::filesystem::remove(file);
  std::vector<std::int16_t> left, right;
  for (std::size_t i = both.size() / 2 & ~std::size_t{1}; i + 1 < both.size(); i += 2) {
    left.push_back(both[i]);
    right.push_back(both[i + 1]);
  }
  EXPECT_TRUE(has(left, kCustomerHz));
  EXPECT_TRUE(has(right, kAgentHz));
  EXPECT_TRUE(lacks(left, kSupervisorHz));
  EXPECT_TRUE(lacks(right, kSupervisorHz));
}

// Fifty telephones, each with a tone of its own for one moment: all others hear whoever speaks.
TEST_F(AnEngine, a_conference_of_fifty_hears_whoever_speaks) {
  auto settings = test_settings();
  settings.threads = 2;
  start(settings);
  constexpr int kPeople = 50;
  std::vector<std::unique_ptr<Phone>> phones;
  std::vector<LegId> legs;
  for (int i = 0; i < kPeople; ++i) {
    phones.push_back(std::make_unique<Phone>(i % 2 == 0 ? Codec::pcma : Codec::pcmu));
    legs.emplace_back(100 + i);
    open(legs.back(), *phones.back());
  }
  engine_->join(legs);
  for (const LegId leg : legs) settle(leg);
  for (const int speaker : {0, 49}) {
    const auto until = std::chrono::steady_clock::now() + 600ms;
    auto next = std::chrono::steady_clock::now();
    for (; next < until; next += 20ms) {
      phones[static_cast<std::size_t>(speaker)]->say(700);
      phones[static_cast<std::size_t>(speaker)]->hear_until(next + 20ms);
    }
    for (int i = 0; i < kPeople; ++i) {
      if (i == speaker) continue;
      std::vector<std::int16_t> sound;
      while (const auto heard = phones[static_cast<std::size_t>(i)]->hear(0ms)) Phone::append(*heard, sound);
      ASSERT_GT(sound.size(), 20 * kFrame) << "phone " << i << " hears too little";
      const std::vector<std::int16_t> part(sound.end() - 15 * kFrame, sound.end() - 5 * kFrame);
      EXPECT_GT(share_at(part, 700), 0.9) << "phone " << i << " of speaker " << speaker;
    }
  }
}
}  // namespace okno::telephony::media
