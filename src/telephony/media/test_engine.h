// For tests: an engine with phones around it.
#pragma once
#include <sndfile.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "telephony/media/test_phone.h"

namespace okno::telephony::media::testing {
inline const LegId kA(1), kB(2);

inline std::string wav(const std::string& name, const std::vector<std::int16_t>& samples) {
  const auto path =
      std::filesystem::temp_directory_path() / ("okno_media_" + std::to_string(getpid()) + "_" + name);
  SF_INFO info{};
  info.samplerate = 8000;
  info.channels = 1;
  info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
  SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
  EXPECT_NE(file, nullptr);
  sf_write_short(file, samples.data(), static_cast<sf_count_t>(samples.size()));
  sf_close(file);
  return path;
}

class AnEngine : public ::testing::Test {
 protected:
  void start(const Settings& settings = test_settings()) { engine_ = make_engine(settings, ears_); }
  void open(LegId leg, Phone& phone, std::optional<RemoteRtp> remote = std::nullopt) {
    const auto local = engine_->open(leg, "127.0.0.1");
    ASSERT_TRUE(local.ok()) << local.error().words;
    EXPECT_EQ("127.0.0.1", local->address);
    EXPECT_EQ(0, local->port % 2);
    phone.towards(local->port);
    engine_->set_remote(leg, remote.value_or(phone.remote()));
    settle(leg);
  }
  // Until every command about the leg so far is carried out: a play of nothing ends at once, in its turn.
  void settle(LegId leg) {
    const auto token = --barrier_;
    engine_->play(leg, {{}, false, token});
    EXPECT_TRUE(ears_.wait([&](const Ears& e) { return e.last_barrier_ == token; }));
  }
  void bridge(LegId a, LegId b) {
    engine_->bridge(a, b);
    settle(a);
    settle(b);
  }
  void open_both(Phone& a, Phone& b) {
    open(kA, a);
    open(kB, b);
    bridge(kA, kB);
  }
  // Says packet after packet, each heard by the other before the next is said.
  std::vector<Heard> converse(Phone& speaker, Phone& ear, double hertz, int packets) {
    std::vector<Heard> out;
    for (int i = 0; i < packets; ++i) {
      speaker.say(hertz);
      auto heard = ear.hear();
      if (!heard) {
        ADD_FAILURE() << "packet " << i << " did not come through";
        return out;
      }
      out.push_back(std::move(*heard));
    }
    return out;
  }
  static std::vector<std::int16_t> samples(const std::vector<Heard>& heard) {
    std::vector<std::int16_t> out;
    for (const auto& one : heard) Phone::append(one, out);
    return out;
  }
  // Until the engine has taken in all commands so far and `packets` packets of the leg.
  bool counted(LegId leg, const std::function<bool(const LegStats&)>& enough) {
    return eventually([&] {
      const auto now = engine_->stats(leg);
      return now && enough(*now);
    });
  }

  // Five packets in a row that are mostly this tone.
  bool hears(Phone& phone, double hertz) {
    return eventually([&] { return share_at(phone.hear_samples(5), hertz) > 0.9; });
  }
  bool hears_silence(Phone& phone) {
    return eventually([&] {
      const auto sound = phone.hear_samples(5);
      return sound.size() == 5 * kFrame && *std::max_element(sound.begin(), sound.end()) < 20;
    });
  }

  std::int64_t barrier_ = 0;
  Ears ears_;
  std::unique_ptr<Engine> engine_;
};
}  // namespace okno::telephony::media::testing
