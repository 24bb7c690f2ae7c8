// A real Chromium connects to the engine, hears a tone and sends one.
#include <gtest/gtest.h>

#include <fstream>

#include "telephony/media/mp3.h"
#include "telephony/media/test_browser.h"
#include "telephony/media/test_phone.h"
#include "telephony/media/wav.h"

namespace okno::telephony::media {
namespace {
using namespace testing;
const LegId kBrowser(1), kPhone(2);

// Speaks `say` hertz and reports what it hears four times a second; "?dtmf" presses a key once connected.
constexpr const char* kPage = R"(<!doctype html><script>
const say = 440;
(async () => {
  const ctx = new AudioContext();
  const tone = ctx.createOscillator(), level = ctx.createGain(), out = ctx.createMediaStreamDestination();
  tone.frequency.value = say; level.gain.value = 0.4; tone.connect(level).connect(out); tone.start();
  const pc = new RTCPeerConnection();
  const sender = pc.addTrack(out.stream.getTracks()[0], out.stream);
  let ear = null;
  pc.ontrack = e => {
    const element = new Audio(); element.srcObject = e.streams[0]; element.muted = true; element.play();
    ear = ctx.createAnalyser(); ear.fftSize = 8192; ctx.createMediaStreamSource(e.streams[0]).connect(ear);
  };
  await pc.setLocalDescription(await pc.createOffer());
  const answer = await (await fetch('/offer', {method: 'POST', body: pc.localDescription.sdp})).text();
  try { await pc.setRemoteDescription({type: 'answer', sdp: answer}); }
  catch (e) { await fetch('/report', {method: 'POST', body: 'error ' + e}); return; }
  let pressed = false;
  setInterval(async () => {
    let peak = 0, best = -200;
    if (ear) {
      const bins = new Float32Array(ear.frequencyBinCount); ear.getFloatFrequencyData(bins);
      bins.forEach((v, i) => { if (v > best) { best = v; peak = i * ctx.sampleRate / ear.fftSize; } });
    }
    if (!pressed && location.search == '?dtmf' && pc.connectionState == 'connected') {
      pressed = true; sender.dtmf.insertDTMF('5#', 100, 70);
    }
    await fetch('/report', {method: 'POST', body: pc.connectionState + ' ' + Math.round(peak) + ' ' + Math.round(best)});
  }, 250);
})();
</script>)";

// Plays the recording to its end, and tells its length and the loudness of each side.
constexpr const char* kPlayer = R"(<!doctype html><script>
(async () => {
  const tell = text => fetch('/report', {method: 'POST', body: text});
  try {
    const bytes = await (await fetch('/mp3', {method: 'POST'})).arrayBuffer();
    const element = new Audio(URL.createObjectURL(new Blob([bytes], {type: 'audio/mpeg'})));
    const sound = await new OfflineAudioContext(2, 8000, 8000).decodeAudioData(bytes.slice(0));
    const loud = n => Math.round(1000 * Math.sqrt(sound.getChannelData(n).reduce((s, v) => s + v * v, 0) / sound.length));
    element.onerror = () => tell('error ' + element.error.message);
    element.onended = () => tell(['ended', Math.round(element.duration * 1000), loud(0), loud(1)].join(' '));
    await element.play();
  } catch (e) { tell('error ' + e); }
})();
</script>)";

class ABrowser : public ::testing::Test {
 protected:
  static constexpr auto kPatience = 90s;  // Chromium's start on a busy machine

  void start(const Settings& settings = test_settings()) {
    engine_ = make_engine(settings, ears_);
    server_ = std::make_unique<PageServer>(kPage, [this](const std::string& path, const std::string& body) {
      return path == "/offer" ? offered(body) : reported(body);
    });
  }

  std::string offered(const std::string& sdp) {
    const auto answer = engine_->open_browser(kBrowser, sdp);
    EXPECT_TRUE(answer.ok()) << answer.error().words << "\n" << sdp;
    return answer.ok() ? answer.value() : "";
  }
  std::string reported(const std::string& report) {
    {
      const std::lock_guard lock(mutex_);
      report_ = report;
    }
    changed_.notify_all();
    return "";
  }
  bool hears(double hertz) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] {
      int peak = 0, level = -200;
      return std::sscanf(report_.c_str(), "connected %d %d", &peak, &level) == 2 &&
             std::abs(peak - hertz) < 20 && level > -60;
    });
  }
  void open_phone() {
    const auto local = engine_->open(kPhone, "");
    ASSERT_TRUE(local.ok());
    phone_.towards(local->port);
    engine_->set_remote(kPhone, phone_.remote());
  }
  // Speaks and listens in step until half a second of the browser's tone came.
  double browser_heard_by_phone() {
    std::vector<std::int16_t> samples;
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (std::chrono::steady_clock::now() < until) {
      const auto heard = phone_.hear(20ms);
      if (!heard) continue;
      Phone::append(*heard, samples);
      if (samples.size() < 4000) continue;
      const double share = share_at(samples, 440);
      if (share > 0.9) return share;
      samples.clear();
    }
    return 0;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::string report_;
  Ears ears_;
  std::unique_ptr<Engine> engine_;
  Phone phone_;
  std::unique_ptr<PageServer> server_;
};

TEST_F(ABrowser, hears_the_phone_and_is_heard_by_it) {
  start();
  open_phone();
  Chromium chromium(server_->url("?dtmf"));
  ASSERT_TRUE(ears_.wait([](const Ears& e) { return e.connected_.contains(1); }, kPatience)) << report_;
  EXPECT_TRUE(
      ears_.wait([](const Ears& e) { return e.digits_.contains(1) && e.digits_.at(1) == "5#"; }, 10s));
  engine_->bridge(kBrowser, kPhone);
  EXPECT_GT(browser_heard_by_phone(), 0.9);
  std::atomic<bool> enough{false};
  std::thread mouth([&] {
    auto next = std::chrono::steady_clock::now();
    while (!enough) {
      phone_.say(1000);
      phone_.hear_until(next += 20ms);
    }
  });
  EXPECT_TRUE(hears(1000)) << report_;
  enough = true;
  mouth.join();
  const auto stats = engine_->stats(kBrowser);
  EXPECT_EQ(0U, stats->malformed);
  engine_->close(kBrowser);
}

TEST_F(ABrowser, comes_back_into_its_call_when_the_page_is_loaded_anew) {
  auto settings = test_settings();
  settings.consent_limit_ms = 60'000;  // Chromium may take longer to start than a page to load
  start(settings);
  open_phone();
  const auto path =
      std::filesystem::temp_directory_path() / ("okno_reload_" + std::to_string(getpid()) + ".wav");
  auto chromium = std::make_unique<Chromium>(server_->url());
  ASSERT_TRUE(ears_.wait([](const Ears& e) { return e.connected_.contains(1); }, kPatience)) << report_;
  engine_->bridge(kPhone, kBrowser);
  engine_->start_recording(kPhone, path);
  EXPECT_GT(browser_heard_by_phone(), 0.9);
  chromium.reset();
  chromium = std::make_unique<Chromium>(server_->url());
  ASSERT_TRUE(ears_.wait([](const Ears& e) { return e.connected_.at(1) == 2; }, kPatience)) << report_;
  phone_.forget();
  EXPECT_GT(browser_heard_by_phone(), 0.9);
  engine_->close(kPhone);
  EXPECT_TRUE(ears_.wait([&](const Ears& e) { return e.recordings_.contains(path); }));
  EXPECT_FALSE(ears_.wait([](const Ears& e) { return e.lost_.contains(1); }, 0ms))
      << "the old line is not missed";
  std::filesystem::remove(path);
}

TEST_F(ABrowser, plays_the_mp3_of_a_recording) {
  const auto folder = std::filesystem::temp_directory_path() / ("okno_mp3_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  {
    std::ofstream wav(folder / "a.wav", std::ios::binary);
    const auto header = recording_header(0);
    wav.write(reinterpret_cast<const char*>(header.data()), header.size());
    for (const auto sample : tone(440, 16000)) wav.put(static_cast<char>(g711::alaw_of(sample))).put('\xD5');
  }
  ASSERT_TRUE(encode_mp3(folder / "a.wav", folder / "a.mp3").ok());
  server_ = std::make_unique<PageServer>(kPlayer, [&](const std::string& path, const std::string& body) {
    if (path != "/mp3") return reported(body);
    std::ifstream file(folder / "a.mp3", std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  });
  Chromium chromium(server_->url());
  int length_ms = 0, left = 0, right = 0;
  std::unique_lock lock(mutex_);
  EXPECT_TRUE(changed_.wait_for(lock, kPatience, [&] {
    return std::sscanf(report_.c_str(), "ended %d %d %d", &length_ms, &left, &right) == 3;
  })) << report_;
  EXPECT_NEAR(2000, length_ms, 250);
  EXPECT_GT(left, 100);
  EXPECT_LT(right, 5);
  lock.unlock();
  server_.reset();
  std::filesystem::remove_all(folder);
}

TEST_F(ABrowser, is_given_up_when_it_vanishes) {
  auto settings = test_settings();
  settings.consent_limit_ms = 1500;
  start(settings);
  Chromium chromium(server_->url());
  ASSERT_TRUE(ears_.wait([](const Ears& e) { return e.connected_.contains(1); }, kPatience)) << report_;
  chromium.end();
  EXPECT_TRUE(ears_.wait([](const Ears& e) { return e.lost_.contains(1); }, 10s));
}
}  // namespace
}  // namespace okno::telephony::media
