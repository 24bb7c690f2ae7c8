#include "telephony/media/recording.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sndfile.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/prng.h"
#include "telephony/media/g711.h"
#include "telephony/media/mp3.h"
#include "telephony/media/recording_writer.h"
#include "telephony/media/test_phone.h"
#include "telephony/media/wav.h"

namespace okno::telephony::media {
namespace {
using namespace testing;
using Bytes = std::vector<std::uint8_t>;

struct Tracks {
  std::vector<std::int16_t> left, right;
};

std::string fresh_path(const std::string& name) {
  const auto path =
      std::filesystem::temp_directory_path() / ("okno_rec_" + std::to_string(getpid()) + "_" + name);
  std::filesystem::remove(path);
  return path;
}

Tracks read_tracks(const std::string& path) {
  Tracks out;
  const auto read = read_recording(path, [&](auto left, auto right) -> base::Result<void> {
    out.left.insert(out.left.end(), left.begin(), left.end());
    out.right.insert(out.right.end(), right.begin(), right.end());
    return {};
  });
  EXPECT_TRUE(read.ok()) << read.error().words;
  return out;
}

// By libsndfile, which believes the header.
Tracks read_as_a_player(const std::string& path, int* rate = nullptr) {
  SF_INFO info{};
  SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
  EXPECT_NE(nullptr, file) << path;
  Tracks out;
  if (file == nullptr) return out;
  EXPECT_EQ(2, info.channels);
  std::vector<std::int16_t> both(static_cast<std::size_t>(info.frames) * 2);
  both.resize(static_cast<std::size_t>(sf_readf_short(file, both.data(), info.frames)) * 2);
  sf_close(file);
  if (rate != nullptr) *rate = info.samplerate;
  for (std::size_t i = 0; i < both.size(); i += 2) {
    out.left.push_back(both[i]);
    out.right.push_back(both[i + 1]);
  }
  return out;
}

class Kept : public Recording::Sink {
 public:
  explicit Kept(Bytes& bytes) : bytes_(bytes) {}
  void append(Bytes stereo) override { bytes_.insert(bytes_.end(), stereo.begin(), stereo.end()); }
  void close() override {}
  bool broken() const override { return false; }

 private:
  Bytes& bytes_;
};

// A far end whose clock runs `ppm` fast, over a network that delays each packet by up to `jitter_ms`.
class Speaker {
 public:
  Speaker(double ppm, double jitter_ms, std::uint64_t seed)
      : ppm_(ppm), jitter_ms_(jitter_ms), random_(seed) {}
  // Speaks until `until` of true time: a click at each whole second, else silence. Each 20 ms packet leaves
  // at its end.
  void speak(std::int64_t until_us, std::vector<std::pair<std::int64_t, RtpPacket>>& arrivals,
             std::vector<Bytes>& store) {
    const double frame_us = 20000 / (1 + ppm_ / 1e6);
    for (; static_cast<double>(n_) * frame_us <= static_cast<double>(until_us); ++n_) {
      const double spoken_us = static_cast<double>(n_) * frame_us;
      Bytes payload(kFrame, g711::kSilenceA);
      for (std::size_t i = 0; i < kFrame; ++i) {
        const double at = (spoken_us - frame_us + static_cast<double>(i) * frame_us / kFrame) / 1e6;
        if (at - std::floor(at) < 0.001) payload[i] = g711::alaw_of(20000);
      }
      store.push_back(std::move(payload));
      RtpPacket packet;
      packet.ssrc = 1;
      packet.timestamp = static_cast<std::uint32_t>(n_) * kFrame + 4'000'000'000U;
      packet.payload = store.back();
      arrivals.emplace_back(static_cast<std::int64_t>(spoken_us + random_.uniform() * jitter_ms_ * 1000),
                            packet);
    }
  }

 private:
  std::int64_t n_ = 1;
  double ppm_, jitter_ms_;
  base::Prng random_;
};

std::vector<std::size_t> clicks(const Bytes& stereo, std::size_t side) {
  std::vector<std::size_t> out;
  for (std::size_t i = side; i < stereo.size(); i += 2) {
    const bool loud = g711::linear_of_alaw(stereo[i]) > 10000;
    if (loud && (out.empty() || i / 2 - out.back() > 4000)) out.push_back(i / 2);
  }
  return out;
}

TEST(Recording, keeps_both_sides_in_step_for_an_hour_though_their_clocks_differ) {
  Bytes bytes;
  const base::Instant start = base::from_ms(5'000'000);
  Recording recording(std::make_unique<Kept>(bytes), start);
  Speaker left(+150, 30, 1), right(-150, 5, 2);
  for (std::int64_t second = 1; second <= 3600; ++second) {
    std::vector<std::pair<std::int64_t, RtpPacket>> from_left, from_right;
    std::vector<Bytes> store;
    store.reserve(200);
    left.speak(second * 1'000'000, from_left, store);
    right.speak(second * 1'000'000, from_right, store);
    const auto by_arrival = [](const auto& a, const auto& b) { return a.first < b.first; };
    std::sort(from_left.begin(), from_left.end(), by_arrival);
    std::sort(from_right.begin(), from_right.end(), by_arrival);
    const auto hear = [&](Recording::Side side, auto& arrivals) {
      for (auto& [at, packet] : arrivals)
        recording.heard(side, 1, packet, Codec::pcma, start + base::Duration(at));
    };
    hear(Recording::Side::left, from_left);
    hear(Recording::Side::right, from_right);
    recording.sweep(start + std::chrono::seconds(second));
  }
  recording.finish(start + std::chrono::hours(1));
  EXPECT_NEAR(3600 * 8000, static_cast<double>(bytes.size()) / 2, 8000);
  const auto lefts = clicks(bytes, 0), rights = clicks(bytes, 1);
  ASSERT_GT(lefts.size(), 3590U);
  ASSERT_GT(rights.size(), 3590U);
  double worst = 0;
  for (const auto at : lefts) {
    const auto nearest = std::lower_bound(rights.begin(), rights.end(), at > 4000 ? at - 4000 : 0);
    if (nearest == rights.end()) continue;
    worst = std::max(worst, std::abs(static_cast<double>(at) - static_cast<double>(*nearest)) / 8);
    // The line is true to the hour as well: clicks are whole seconds.
    EXPECT_LT(std::abs(std::remainder(static_cast<double>(at) / 8 - 20, 1000)), 60) << at;
  }
  RecordProperty("worst_ms", std::to_string(worst));
  EXPECT_LE(worst, 40);
}

TEST(Recording, lays_a_late_packet_in_its_place) {
  Bytes bytes;
  const base::Instant start = base::from_ms(1000);
  Recording recording(std::make_unique<Kept>(bytes), start);
  std::vector<Bytes> store;
  const auto say = [&](std::uint32_t n, std::uint8_t byte, int at_ms) {
    store.emplace_back(kFrame, byte);
    RtpPacket packet;
    packet.timestamp = n * kFrame;
    packet.payload = store.back();
    recording.heard(Recording::Side::left, 1, packet, Codec::pcma, start + std::chrono::milliseconds(at_ms));
  };
  say(0, 10, 100);
  say(2, 30, 140);
  say(3, 40, 160);
  say(1, 20, 170);
  recording.finish(start + 1s);
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(10 * (i + 1), bytes[static_cast<std::size_t>(2 * (800 + i * 160))]) << i;
}

TEST(Recording, lets_a_lost_packet_be_heard_as_its_hearer_heard_it) {
  Bytes bytes;
  const base::Instant start = base::from_ms(1000);
  Recording recording(std::make_unique<Kept>(bytes), start);
  const auto say = [&](std::uint32_t n, int at_ms) {
    Bytes sound;
    for (const auto sample : tone(200, kFrame, n * kFrame)) sound.push_back(g711::alaw_of(sample));
    RtpPacket packet;
    packet.timestamp = n * kFrame;
    packet.payload = sound;
    recording.heard(Recording::Side::left, 1, packet, Codec::pcma, start + std::chrono::milliseconds(at_ms));
  };
  for (std::uint32_t n = 0; n < 50; ++n)
    if (n != 20 && n != 40 && n != 41 && n != 42 && n != 43)
      say(n, static_cast<int>(20 * n) + (n == 30 ? 100 : 0));
  recording.finish(start + 1s);
  const auto loud = [&](std::size_t n) {
    int most = 0;
    for (std::size_t i = 0; i < kFrame; ++i)
      most = std::max<int>(most, g711::linear_of_alaw(bytes[2 * (n * kFrame + i)]));
    return most;
  };
  EXPECT_GT(loud(20), 4000);
  EXPECT_GT(loud(30), 7000) << "late, and not lost";
  EXPECT_LT(loud(41), 100) << "too much to make up";
}

class TheWriter : public ::testing::Test {
 protected:
  TheWriter()
      : writer_([this](LegId leg, const std::string& file, const std::string& mark) {
          ears_.recording_stopped(leg, file, mark);
        }) {}
  bool stopped(const std::string& file, const std::string& mark) {
    return ears_.wait(
        [&](const Ears& e) { return e.recordings_.contains(file) && e.recordings_.at(file) == mark; });
  }
  Ears ears_;
  RecordingWriter writer_;
};

TEST_F(TheWriter, continues_a_recording_and_overwrites_nothing) {
  const auto path = fresh_path("twice.wav");
  for (int i = 0; i < 2; ++i) {
    ears_.recordings_.clear();
    writer_.open(LegId(1), path)->append(Bytes(16000, g711::alaw_of(1000)));
    EXPECT_TRUE(stopped(path, ""));
  }
  EXPECT_EQ(16000U, read_as_a_player(path).left.size());
  std::ofstream(path, std::ios::trunc) << "somebody's letter";
  ears_.recordings_.clear();
  writer_.open(LegId(1), path)->append(Bytes(160, 0));
  EXPECT_TRUE(stopped(path, "failed"));
  std::string text;
  std::getline(std::ifstream(path), text);
  EXPECT_EQ("somebody's letter", text);
  std::filesystem::remove(path);
}

TEST_F(TheWriter, says_disk_full_and_keeps_what_it_has) {
  writer_.open(LegId(1), "/dev/full")->append(Bytes(160, 0));
  EXPECT_TRUE(stopped("/dev/full", "disk_full"));
  const auto path = fresh_path("full.wav");
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit tight{50000, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &tight);
  auto sink = writer_.open(LegId(1), path);
  for (int i = 0; i < 10; ++i) sink->append(Bytes(16000, g711::alaw_of(1000)));
  EXPECT_TRUE(stopped(path, "disk_full"));
  EXPECT_TRUE(sink->broken());
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(24000U, read_as_a_player(path).left.size());
  std::filesystem::remove(path);
}

TEST_F(TheWriter, leaves_nothing_where_not_even_the_header_found_room) {
  const auto path = fresh_path("none.wav");
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit tight{20, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &tight);
  writer_.open(LegId(1), path);
  EXPECT_TRUE(stopped(path, "disk_full"));
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(TheWriter, says_failed_when_there_is_no_such_folder) {
  writer_.open(LegId(1), "/dev/null/no/a.wav");
  EXPECT_TRUE(stopped("/dev/null/no/a.wav", "failed"));
}

TEST(Wav, refuses_what_is_no_recording) {
  const auto path = fresh_path("no.wav");
  const auto nothing = [](auto, auto) { return base::Result<void>(); };
  EXPECT_EQ("recording_unreadable", read_recording(path, nothing).error().code);
  for (const std::string text :
       {"", "RIFF", "RIFFxxxxWAVE", "RIFFxxxxWAVEfmt ", "RIFFxxxxWAVEdata\xFF\xFF\xFF\xFF"}) {
    std::ofstream(path, std::ios::trunc | std::ios::binary) << text;
    EXPECT_EQ("recording_unreadable", read_recording(path, nothing).error().code) << text;
  }
  std::filesystem::remove(path);
}

TEST(Mp3, decodes_to_the_same_two_tones) {
  const auto wav = fresh_path("a.wav"), mp3 = fresh_path("a.mp3");
  const auto one = tone(440, 40000), two = tone(1000, 40000);
  std::ofstream out(wav, std::ios::binary);
  const auto header = recording_header(1000);  // as a killed process leaves it
  out.write(reinterpret_cast<const char*>(header.data()), header.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    out.put(static_cast<char>(g711::alaw_of(one[i])));
    out.put(static_cast<char>(g711::alaw_of(two[i])));
  }
  out.put('x');  // half a frame
  out.close();
  const auto encoded = encode_mp3(wav, mp3);
  ASSERT_TRUE(encoded.ok()) << encoded.error().words;
  int rate = 0;
  const auto tracks = read_as_a_player(mp3, &rate);
  ASSERT_EQ(8000, rate);
  EXPECT_NEAR(40000, static_cast<double>(tracks.left.size()), 2500);
  EXPECT_GT(share_at(tracks.left, 440), 0.95);
  EXPECT_GT(share_at(tracks.right, 1000), 0.95);
  EXPECT_EQ("recording_unreadable", encode_mp3("/dev/null/no.wav", mp3).error().code);
  EXPECT_GT(std::filesystem::file_size(mp3), 1000U) << "a failure leaves the old one alone";
  EXPECT_EQ("mp3_failed", encode_mp3(wav, "/dev/null/no/a.mp3").error().code);
  std::filesystem::remove(wav);
  std::filesystem::remove(mp3);
}

class ARecordedCall : public ::testing::Test {
 protected:
  void open(LegId leg, Phone& phone) {
    const auto local = engine_->open(leg, "");
    ASSERT_TRUE(local.ok());
    phone.towards(local->port);
    engine_->set_remote(leg, phone.remote());
    settle(leg);
  }
  void settle(LegId leg) {
    const auto token = --barrier_;
    engine_->play(leg, {{}, false, token});
    EXPECT_TRUE(ears_.wait([&](const Ears& e) { return e.last_barrier_ == token; }));
  }
  // Both speak for so many packets at the pace of speech.
  void converse(Phone& a, double hertz_a, Phone& b, double hertz_b, int packets) {
    auto next = std::chrono::steady_clock::now();
    for (int i = 0; i < packets; ++i) {
      a.say(hertz_a);
      b.say(hertz_b);
      a.hear_until(next += 20ms);
    }
    a.forget();
    b.forget();
  }
  std::int64_t barrier_ = 0;
  Ears ears_;
  std::unique_ptr<Engine> engine_ = make_engine(test_settings(), ears_);
};

TEST_F(ARecordedCall, has_the_leg_left_and_each_of_its_peers_right) {
  const auto path = fresh_path("call.wav");
  Phone a(Codec::pcmu), b, c;
  open(LegId(1), a);
  open(LegId(2), b);
  open(LegId(3), c);
  engine_->start_recording(LegId(1), path);
  engine_->bridge(LegId(1), LegId(2));
  settle(LegId(1));
  converse(a, 440, b, 1000, 50);
  engine_->bridge(LegId(1), LegId(3));
  settle(LegId(1));
  converse(a, 440, c, 1500, 50);
  engine_->close(LegId(1));
  ASSERT_TRUE(ears_.wait([&](const Ears& e) { return e.recordings_.contains(path); }));
  EXPECT_EQ("", ears_.recordings_[path]);
  const auto tracks = read_as_a_player(path);
  EXPECT_NEAR(2.0, static_cast<double>(tracks.left.size()) / 8000, 0.25);
  EXPECT_GT(share_at({tracks.left.begin() + 1600, tracks.left.begin() + 14000}, 440), 0.9);
  EXPECT_GT(share_at({tracks.right.begin() + 1600, tracks.right.begin() + 7200}, 1000), 0.9);
  EXPECT_GT(share_at({tracks.right.begin() + 9600, tracks.right.begin() + 14000}, 1500), 0.9);
  std::filesystem::remove(path);
}

TEST_F(ARecordedCall, goes_on_when_the_disk_is_full) {
  Phone a, b;
  open(LegId(1), a);
  open(LegId(2), b);
  engine_->bridge(LegId(1), LegId(2));
  engine_->start_recording(LegId(1), "/dev/full");
  EXPECT_TRUE(ears_.wait([&](const Ears& e) { return e.recordings_.contains("/dev/full"); }));
  EXPECT_EQ("disk_full", ears_.recordings_["/dev/full"]);
  a.say(440);
  EXPECT_TRUE(b.hear());
}

// `byte` on both sides for a second from `from_ms`, packet by packet, each `late_ms` after its time.
void both_say(Recording& recording, std::uint8_t byte, std::int64_t from_ms, std::int64_t late_ms = 0) {
  Bytes payload(kFrame, byte);
  for (std::int64_t ms = from_ms; ms < from_ms + 1000; ms += 20) {
    const RtpPacket packet{8, false, 0, static_cast<std::uint32_t>(ms * kSamplesPerMs), 7, payload};
    recording.heard(Recording::Side::left, 1, packet, Codec::pcma, base::from_ms(ms + late_ms));
    recording.heard(Recording::Side::right, 2, packet, Codec::pcma, base::from_ms(ms + late_ms));
    recording.sweep(base::from_ms(ms + late_ms));
  }
}

TEST(APausedRecording, has_silence_on_both_sides_in_the_length_of_the_pause) {
  Bytes all;
  Recording recording(std::make_unique<Kept>(all), base::from_ms(0));
  both_say(recording, 0x11, 0);
  recording.pause(true, base::from_ms(1000));
  both_say(recording, 0x22, 1000);
  recording.pause(true, base::from_ms(1500));  // twice is once
  recording.pause(false, base::from_ms(2000));
  both_say(recording, 0x33, 2000);
  recording.finish(base::from_ms(3000));
  ASSERT_EQ(48000U, all.size());
  EXPECT_EQ(16000, std::count(all.begin(), all.begin() + 16000, 0x11));
  EXPECT_EQ(16000, std::count(all.begin() + 16000, all.begin() + 32000, g711::kSilenceA));
  EXPECT_EQ(16000, std::count(all.begin() + 32000, all.end(), 0x33));
}

TEST(APausedRecording, keeps_nothing_of_the_pause_that_comes_after_it) {
  Bytes all;
  Recording recording(std::make_unique<Kept>(all), base::from_ms(0));
  both_say(recording, 0x11, 0);
  recording.pause(true, base::from_ms(1000));
  both_say(recording, 0x22, 1000, 200);  // the last of it came 200 ms late
  recording.pause(false, base::from_ms(2000));
  Bytes payload(kFrame, 0x22);
  const RtpPacket late{8, false, 0, 1900 * kSamplesPerMs, 7, payload};
  recording.heard(Recording::Side::left, 1, late, Codec::pcma, base::from_ms(2100));
  recording.finish(base::from_ms(3000));
  EXPECT_EQ(0, std::count(all.begin(), all.end(), 0x22));
}

TEST(AKilledProcess, leaves_a_recording_that_plays_to_the_last_second) {
  const auto path = fresh_path("killed.wav"), mp3 = fresh_path("killed.mp3");
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    Ears ears;
    const auto engine = make_engine(test_settings(), ears);
    Phone phone;
    const auto local = engine->open(LegId(1), "");
    phone.towards(local->port);
    engine->set_remote(LegId(1), phone.remote());
    engine->start_recording(LegId(1), path);
    for (auto next = std::chrono::steady_clock::now();;) {
      phone.say(440);
      phone.hear_until(next += 20ms);
    }
  }
  EXPECT_TRUE(eventually(
      [&] {
        std::error_code none;
        return std::filesystem::exists(path, none) && std::filesystem::file_size(path, none) > 40000;
      },
      20s));
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  const auto whole = read_tracks(path), by_header = read_as_a_player(path);
  EXPECT_GE(whole.left.size(), 20000U);
  EXPECT_GE(by_header.left.size() + 8000, whole.left.size());
  EXPECT_GT(share_at({whole.left.end() - 4000, whole.left.end()}, 440), 0.9);
  EXPECT_TRUE(encode_mp3(path, mp3).ok());
  EXPECT_GT(read_as_a_player(mp3).left.size(), 18000U);
  std::filesystem::remove(path);
  std::filesystem::remove(mp3);
}
}  // namespace
}  // namespace okno::telephony::media
