#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "speech/music.h"
#include "speech/prompts.h"
#include "speech/sound.h"
#include "speech/speaker.h"

namespace okno::speech {
namespace {
namespace fs = std::filesystem;
constexpr double kPi = 3.14159265358979323846;

Sound sine(int rate, double hertz, double seconds) {
  Sound out{rate, {}};
  for (int i = 0; i < static_cast<int>(seconds * rate); ++i)
    out.samples.push_back(static_cast<float>(0.5 * std::sin(2 * kPi * hertz * i / rate)));
  return out;
}
// Amplitude of one frequency in the middle of the sound (Goertzel's sum, plainly).
double heard(const Sound& sound, double hertz) {
  double re = 0, im = 0;
  const std::size_t from = sound.samples.size() / 4, to = sound.samples.size() * 3 / 4;
  for (std::size_t i = from; i < to; ++i) {
    const double a = 2 * kPi * hertz * static_cast<double>(i) / sound.rate;
    re += sound.samples[i] * std::cos(a);
    im += sound.samples[i] * std::sin(a);
  }
  return 2 * std::hypot(re, im) / static_cast<double>(to - from);
}
double rms(const Sound& sound) {
  double sum = 0;
  for (const float s : sound.samples) sum += static_cast<double>(s) * s;
  return std::sqrt(sum / static_cast<double>(sound.samples.size()));
}

struct Directory : testing::Test {
  std::string path;
  void SetUp() override {
    char name[] = "/tmp/okno-speech-test-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    path = name;
  }
  void TearDown() override { fs::remove_all(path); }
  // A stand-in for espeak-ng: a script that counts its calls and copies a prepared sound to -w's file.
  std::string command(const std::string& body) {
    const std::string file = path + "/say";
    std::ofstream(file)
        << "#!/bin/sh\n"
        << "while [ $# -gt 0 ]; do case $1 in -w) w=$2;; -f) f=$2;; -v) v=$2;; esac; shift 2; done\n"
        << body << "\n";
    chmod(file.c_str(), 0755);
    return file;
  }
  int calls() const {
    std::ifstream in(path + "/calls");
    int count = 0;
    for (std::string line; std::getline(in, line);) ++count;
    return count;
  }
};

TEST(Sound, resampling_keeps_what_the_telephone_carries_and_drops_the_rest) {
  for (const double hertz : {300., 1'000., 2'000., 3'300.}) {
    const Sound out = resampled(sine(22'050, hertz, 0.5), kRate);
    EXPECT_EQ(out.rate, kRate);
    EXPECT_NEAR(out.seconds(), 0.5, 0.001);
    EXPECT_NEAR(heard(out, hertz), 0.5, 0.01) << hertz;
  }
  for (const double hertz : {4'300., 5'000., 7'700., 10'000.}) {
    Sound out = resampled(sine(22'050, hertz, 0.5), kRate);
    out.samples = {out.samples.begin() + 400, out.samples.end() - 400};  // switching it on and off is no sine
    EXPECT_LT(rms(out), 0.5 * std::pow(10, -55 / 20.)) << hertz << " Hz must not fold back";
  }
}

TEST(Sound, resampling_works_for_every_usual_rate_up_and_down) {
  for (const int rate : {6'000, 8'000, 11'025, 16'000, 24'000, 44'100, 48'000}) {
    const Sound out = resampled(sine(rate, 700, 0.4), kRate);
    EXPECT_NEAR(heard(out, 700), 0.5, 0.01) << rate;
  }
  EXPECT_TRUE(resampled(Sound{22'050, {}}, kRate).samples.empty());
}

TEST(Sound, levelling_brings_loud_and_quiet_to_the_same_and_leaves_silence) {
  Sound quiet = sine(kRate, 500, 1), loud = quiet;
  for (float& s : quiet.samples) s *= 0.05f;
  for (float& s : loud.samples) s *= 1.9f;
  EXPECT_NEAR(rms(levelled(quiet)), 0.1, 0.01);
  EXPECT_NEAR(rms(levelled(loud)), 0.1, 0.01);
  EXPECT_EQ(rms(levelled(silence(0.1))), 0);
}

TEST_F(Directory, a_file_written_is_read_back_the_same) {
  const Sound out = tone(440, 0.2);
  ASSERT_TRUE(write_wav(path + "/a.wav", out));
  const auto in = read_wav(path + "/a.wav");
  ASSERT_TRUE(in) << in.error().words;
  ASSERT_EQ(in->samples.size(), out.samples.size());
  EXPECT_EQ(in->rate, kRate);
  for (std::size_t i = 0; i < in->samples.size(); ++i) EXPECT_NEAR(in->samples[i], out.samples[i], 1e-4);
  EXPECT_EQ(std::distance(fs::directory_iterator(path), fs::directory_iterator()), 1)
      << "nothing is left beside it";
}

TEST_F(Directory, a_file_that_is_no_sound_or_has_no_place_is_an_error_with_its_name) {
  std::ofstream(path + "/text.wav") << "hello";
  EXPECT_EQ(read_wav(path + "/text.wav").error().code, "sound_unreadable");
  EXPECT_NE(read_wav(path + "/none.wav").error().words.find("none.wav"), std::string::npos);
  EXPECT_EQ(write_wav(path + "/no/such/place.wav", tone(440, 0.1)).error().code, "sound_unwritable");
}

TEST(Speaker, speaks_russian_with_the_program_of_the_house) {
  if (std::system("command -v espeak-ng >/dev/null") != 0) GTEST_SKIP() << "espeak-ng is not installed";
  const auto sound = Speaker(Settings{}).say("Здравствуйте! Это проверка.", Voice{});
  ASSERT_TRUE(sound) << sound.error().words;
  EXPECT_EQ(sound->rate, kRate);
  EXPECT_GT(sound->seconds(), 1.0);
  EXPECT_LT(sound->seconds(), 6.0);
  EXPECT_GT(rms(*sound), 0.02);
  for (const float s : sound->samples) EXPECT_LE(std::abs(s), 0.71f);
}

TEST(Speaker, a_missing_program_is_an_error_that_says_what_to_do) {
  Settings settings;
  settings.command = "no-such-program-here";
  const auto sound = Speaker(settings).say("раз", Voice{});
  ASSERT_FALSE(sound);
  EXPECT_EQ(sound.error().code, "speech_missing");
  EXPECT_NE(sound.error().words.find("install espeak-ng"), std::string::npos);
}

TEST_F(Directory, a_program_that_hangs_fails_or_writes_nothing_is_an_error) {
  Settings settings;
  settings.limit = std::chrono::milliseconds(150);
  settings.command = command("exec sleep 600");
  EXPECT_NE(Speaker(settings).say("раз", Voice{}).error().words.find("took longer"), std::string::npos);
  settings.limit = std::chrono::seconds(20);
  settings.command = command("exit 3");
  EXPECT_NE(Speaker(settings).say("раз", Voice{}).error().words.find("status 3"), std::string::npos);
  settings.command = command("true");
  EXPECT_NE(Speaker(settings).say("раз", Voice{}).error().words.find("wrote no sound"), std::string::npos);
  EXPECT_EQ(Speaker(settings).say(std::string(30'000, 'x'), Voice{}).error().code, "speech_failed");
}

domain::Configuration two_projects() {
  domain::Configuration out;
  domain::Project ru, en;
  ru.name = "north";
  ru.greeting = "Здравствуйте";
  ru.menus.resize(2);
  ru.menus[0].name = "main";
  ru.menus[0].say = "Нажмите один";
  ru.menus[1].name = "service";
  ru.menus[1].say = "Нажмите два";
  en.name = "south";
  en.language = "en";
  en.greeting = "Hello";
  out.projects = {ru, en};
  return out;
}

struct Prompts : Directory {
  Settings settings;
  void SetUp() override {
    Directory::SetUp();
    ASSERT_TRUE(write_wav(path + "/ready.wav", tone(500, 0.3)));
    settings.command = command("echo $v >> " + path + "/calls; cp " + path + "/ready.wav $w");
  }
};

TEST_F(Prompts, are_made_for_greetings_and_menus_and_only_when_the_words_change) {
  auto configuration = two_projects();
  const Speaker speaker(settings);
  const auto first = make_prompts(configuration, path + "/prompts", speaker);
  ASSERT_TRUE(first) << first.error().words;
  EXPECT_EQ(first->made, 4);
  EXPECT_TRUE(first->warnings.empty());
  for (const char* file : {"north/greeting.wav", "north/main.wav", "north/service.wav", "south/greeting.wav"})
    EXPECT_TRUE(read_wav(path + "/prompts/" + file)) << file;
  EXPECT_EQ(make_prompts(configuration, path + "/prompts", speaker)->kept, 4);
  EXPECT_EQ(calls(), 4);
  configuration.projects[0].menus[0].say = "Нажмите девять";
  const auto third = make_prompts(configuration, path + "/prompts", speaker);
  EXPECT_EQ(third->made, 1);
  EXPECT_EQ(third->kept, 3);
  settings.voice_en = "en-us";
  EXPECT_EQ(make_prompts(configuration, path + "/prompts", Speaker(settings))->made, 1)
      << "another voice, another file";
}

TEST_F(Prompts, of_the_house_are_made_when_settings_can_make_them_heard) {
  auto configuration = two_projects();
  domain::Queue queue;
  queue.project = configuration.projects[0].id = domain::ProjectId(1);
  configuration.projects[1].id = domain::ProjectId(2);
  configuration.projects[0].messages = {{"closed", "Закрыто", "Мы закрыты"}};
  configuration.projects[1].when_closed = "voicemail";
  queue.announce_first = std::chrono::seconds(30);
  queue.announce_position = queue.callback_offered = true;
  configuration.queues = {queue};
  ASSERT_TRUE(make_prompts(configuration, path + "/prompts", Speaker(settings)));
  for (const char* file :
       {"north/message-closed.wav", "north/place-1.wav", "north/place-20.wav", "north/place-0.wav",
        "north/callback-offer.wav", "north/callback-thanks.wav", "south/voicemail.wav"})
    EXPECT_TRUE(read_wav(path + "/prompts/" + file)) << file;
  for (const char* file : {"north/wait-1.wav", "north/voicemail.wav", "south/place-1.wav"})
    EXPECT_FALSE(fs::exists(path + "/prompts/" + file)) << file;
}

TEST_F(Prompts, that_cannot_be_spoken_are_beeps_with_a_warning_and_are_tried_again) {
  Settings without = settings;
  without.command = path + "/not-there";
  const auto first = make_prompts(two_projects(), path + "/prompts", Speaker(without));
  ASSERT_TRUE(first) << first.error().words;
  EXPECT_EQ(first->made, 0);
  ASSERT_EQ(first->warnings.size(), 4u);
  EXPECT_NE(first->warnings[0].find("greeting.wav is only a beep"), std::string::npos);
  const auto beep = read_wav(path + "/prompts/north/main.wav");
  ASSERT_TRUE(beep);
  EXPECT_GT(rms(*beep), 0.05);
  EXPECT_EQ(make_prompts(two_projects(), path + "/prompts", Speaker(settings))->made, 4);
}

TEST_F(Prompts, whose_names_lead_out_of_the_directory_are_refused_with_a_warning) {
  auto configuration = two_projects();
  configuration.projects[0].menus[0].name = "../../main";
  configuration.projects[1].name = "..";
  const auto report = make_prompts(configuration, path + "/prompts", Speaker(settings));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->warnings.size(), 2u);
  EXPECT_EQ(report->made, 2);
  EXPECT_FALSE(fs::exists(path + "/main.wav"));
}

TEST_F(Prompts, may_be_made_by_several_at_once) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      const auto report = make_prompts(two_projects(), path + "/prompts", Speaker(settings));
      EXPECT_TRUE(report);
    });
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(read_wav(path + "/prompts/north/main.wav"));
  for (const auto& entry : fs::recursive_directory_iterator(path + "/prompts"))
    EXPECT_NE(entry.path().extension(), ".new") << entry.path();
}

TEST_F(Prompts, without_a_writable_directory_are_an_error) {
  std::ofstream(path + "/file") << "x";
  EXPECT_EQ(make_prompts(two_projects(), path + "/file/prompts", Speaker(settings)).error().code,
            "sound_unwritable");
}

TEST_F(Directory, the_music_is_calm_long_enough_never_clips_and_loops_without_a_click) {
  const Sound music = compose_music();
  EXPECT_GE(music.seconds(), 60);
  EXPECT_LE(music.seconds(), 90);
  float peak = 0;
  double mean = 0;
  for (const float s : music.samples) {
    peak = std::max(peak, std::abs(s));
    mean += s;
  }
  EXPECT_LT(peak, 0.5f);
  EXPECT_LT(std::abs(mean / static_cast<double>(music.samples.size())), 0.001);
  EXPECT_GT(rms(music), 0.04);
  // The step over the seam is no greater than steps within the piece are.
  float greatest = 0;
  for (std::size_t i = 1; i < music.samples.size(); ++i)
    greatest = std::max(greatest, std::abs(music.samples[i] - music.samples[i - 1]));
  EXPECT_LT(std::abs(music.samples.front() - music.samples.back()), greatest);
  // No two seconds are silent, and none is more than 9 dB above the whole.
  for (std::size_t i = 0; i + 2 * kRate <= music.samples.size(); i += 2 * kRate) {
    const Sound part{kRate,
                     {music.samples.begin() + static_cast<std::ptrdiff_t>(i),
                      music.samples.begin() + static_cast<std::ptrdiff_t>(i + 2 * kRate)}};
    EXPECT_GT(rms(part), rms(music) / 3) << i / kRate << " s";
    EXPECT_LT(rms(part), rms(music) * 2.8) << i / kRate << " s";
  }
  ASSERT_TRUE(make_music(path + "/music/hold.wav"));
  const auto written = fs::last_write_time(path + "/music/hold.wav");
  ASSERT_TRUE(make_music(path + "/music/hold.wav"));
  EXPECT_EQ(fs::last_write_time(path + "/music/hold.wav"), written);
}
}  // namespace
}  // namespace okno::speech
