#include "telephony/media/engine.h"

#include "telephony/media/test_engine.h"

namespace okno::telephony::media {
namespace {
using namespace testing;
TEST_F(AnEngine, lets_two_bridged_phones_hear_each_other) {
  start();
  Phone a, b;
  open_both(a, b);
  const auto from_a = converse(a, b, 440, 25), from_b = converse(b, a, 1000, 25);
  EXPECT_GT(share_at(samples(from_a), 440), 0.95);
  EXPECT_GT(share_at(samples(from_b), 1000), 0.95);
  EXPECT_TRUE(from_a.front().packet.marker);
  for (std::size_t i = 1; i < from_a.size(); ++i) {
    EXPECT_EQ(static_cast<std::uint16_t>(from_a[i - 1].packet.seq + 1), from_a[i].packet.seq);
    EXPECT_EQ(from_a[i - 1].packet.timestamp + 160, from_a[i].packet.timestamp);
    EXPECT_FALSE(from_a[i].packet.marker);
    EXPECT_EQ(from_a[0].packet.ssrc, from_a[i].packet.ssrc);
  }
  EXPECT_NE(a.ssrc, from_a[0].packet.ssrc);
}

TEST_F(AnEngine, bridges_legs_that_live_on_different_threads) {
  auto settings = test_settings();
  settings.threads = 3;
  start(settings);
  Phone a, b, c;
  open_both(a, b);
  open(LegId(3), c);
  EXPECT_GT(share_at(samples(converse(a, b, 440, 10)), 440), 0.9);
  bridge(LegId(3), kB);
  EXPECT_GT(share_at(samples(converse(b, c, 440, 10)), 440), 0.9);
  engine_->bridge(kA, LegId(3));  // b and c are on their way while this comes
  bridge(kB, kA);
  b.forget();
  c.forget();
  EXPECT_GT(share_at(samples(converse(a, b, 700, 10)), 700), 0.9);
}

TEST_F(AnEngine, translates_between_the_two_laws) {
  start();
  Phone a(Codec::pcma), u(Codec::pcmu);
  open_both(a, u);
  const auto to_u = converse(a, u, 440, 20), to_a = converse(u, a, 800, 20);
  EXPECT_EQ(0, to_u[0].packet.payload_type);
  EXPECT_EQ(8, to_a[0].packet.payload_type);
  EXPECT_GT(share_at(samples(to_u), 440), 0.95);
  EXPECT_GT(share_at(samples(to_a), 800), 0.95);
}

TEST_F(AnEngine, keeps_gaps_and_disorder_of_the_source_visible) {
  start();
  Phone a, b;
  open_both(a, b);
  const auto first = converse(a, b, 440, 3).back().packet;
  a.seq = static_cast<std::uint16_t>(a.seq + 2);  // two are lost
  a.timestamp += 320;
  EXPECT_EQ(static_cast<std::uint16_t>(first.seq + 3), converse(a, b, 440, 1)[0].packet.seq);
  a.seq = static_cast<std::uint16_t>(a.seq - 2);  // one of them comes late
  a.timestamp -= 320;
  const auto late = converse(a, b, 440, 1)[0].packet;
  EXPECT_EQ(static_cast<std::uint16_t>(first.seq + 2), late.seq);
  EXPECT_EQ(first.timestamp + 320, late.timestamp);
  EXPECT_TRUE(counted(kA, [](const LegStats& s) { return s.packets_in == 5 && s.lost_in == 1; }));
}

TEST_F(AnEngine, hears_each_key_once_even_when_packets_are_lost_or_repeated) {
  start();
  Phone a;
  open(kA, a);
  for (int repeat = 0; repeat < 3; ++repeat)
    a.press(5, repeat == 0, false, static_cast<std::uint16_t>(160 * (repeat + 1)));
  a.timestamp += 2000;
  a.press(5, true, false, 160);  // the ends of the first one were lost
  for (int repeat = 0; repeat < 3; ++repeat) a.press(5, false, true, 800);
  a.timestamp += 2000;
  a.press(11, false, true, 800);  // only an end came
  a.timestamp -= 2000;
  a.press(5, false, true, 800);  // a straggler
  EXPECT_TRUE(ears_.wait([](const Ears& e) { return e.digits_.contains(1) && e.digits_.at(1) == "55#"; }));
  engine_.reset();
  EXPECT_EQ("55#", ears_.digits_[1]);
}

TEST_F(AnEngine, passes_keys_on_with_the_payload_type_of_the_peer) {
  start();
  Phone a, b;
  open(kA, a);
  auto remote = b.remote();
  remote.dtmf_payload = 96;
  open(kB, b, remote);
  bridge(kA, kB);
  const auto sound = converse(a, b, 440, 2).back().packet;
  a.press(7, true, false, 160);
  const auto key = b.hear();
  ASSERT_TRUE(key);
  EXPECT_EQ(96, key->packet.payload_type);
  EXPECT_TRUE(key->packet.marker);
  EXPECT_EQ(static_cast<std::uint16_t>(sound.seq + 1), key->packet.seq);
  EXPECT_EQ((std::vector<std::uint8_t>{7, 0x0A, 0, 160}), key->payload);
}

TEST_F(AnEngine, sends_keys_by_rfc_4733) {
  start();
  Phone a;
  open(kA, a);
  engine_->send_digits(kA, "1#");
  std::string keys;
  DtmfReader reader;
  std::map<std::uint32_t, int> ends;
  while (ends.size() < 2 || ends.rbegin()->second < 3) {
    auto heard = a.hear();
    ASSERT_TRUE(heard);
    heard->packet.payload = heard->payload;
    ASSERT_EQ(101, heard->packet.payload_type);
    if (const auto key = reader.heard(heard->packet)) {
      keys += *key;
      EXPECT_TRUE(heard->packet.marker);
    }
    if ((heard->payload[1] & 0x80) != 0) {
      ++ends[heard->packet.timestamp];
      EXPECT_EQ(800, read16(&heard->payload[2]));
    }
  }
  EXPECT_EQ("1#", keys);
  for (const auto& [timestamp, count] : ends) EXPECT_EQ(3, count);
}

TEST_F(AnEngine, sends_keys_as_tones_to_a_phone_without_events) {
  start();
  Phone a;
  auto remote = a.remote();
  remote.dtmf_payload = -1;
  open(kA, a, remote);
  engine_->send_digits(kA, "5");
  const auto sound = a.hear_samples(5);
  EXPECT_GT(share_at(sound, 770) + share_at(sound, 1336), 0.9);
}

TEST_F(AnEngine, learns_the_real_source_and_then_drops_strangers) {
  start();
  Phone said_in_sdp, real, stranger, b;
  const auto local = engine_->open(kA, "");
  ASSERT_TRUE(local.ok());
  engine_->set_remote(kA, said_in_sdp.remote());
  settle(kA);
  real.towards(local->port);
  stranger.towards(local->port);
  open(kB, b);
  bridge(kA, kB);
  for (int i = 0; i < 3; ++i) real.say(440);
  EXPECT_TRUE(b.hear());  // the third proved it
  for (int i = 0; i < 10; ++i) stranger.say(1000);
  EXPECT_TRUE(counted(kA, [](const LegStats& s) { return s.strangers == 12; }));
  EXPECT_TRUE(b.quiet());
  b.say(700);
  EXPECT_TRUE(real.hear());  // what is sent follows the proved source
  EXPECT_TRUE(said_in_sdp.quiet(20ms));
}

TEST_F(AnEngine, believes_the_address_of_the_sdp_at_once) {
  start();
  Phone a, b;
  open_both(a, b);
  EXPECT_EQ(1U, converse(a, b, 440, 1).size());
}

TEST_F(AnEngine, ignores_what_is_no_rtp) {
  start();
  Phone a, b;
  open_both(a, b);
  a.send_raw({});
  a.send_raw({0x80});
  a.send_raw(std::vector<std::uint8_t>(12, 0x00));
  a.send_raw({0x8F, 0x08, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0});  // fifteen sources that are not there
  a.send_raw(
      {0x90, 0x08, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 255, 255});  // an extension longer than the packet
  a.send_raw({0xA0, 0x08, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 9});        // padding longer than the packet
  EXPECT_TRUE(counted(kA, [](const LegStats& s) { return s.malformed == 6; }));
  EXPECT_EQ(3U, converse(a, b, 440, 3).size());
}

TEST_F(AnEngine, plays_a_file_in_step_and_says_when_it_is_over) {
  start();
  Phone a;
  open(kA, a);
  const auto file = wav("once.wav", tone(600, 8000));
  engine_->play(kA, {{file, file}, false, 77});
  std::vector<Heard> heard;
  for (int i = 0; i < 100; ++i) {
    auto one = a.hear();
    ASSERT_TRUE(one);
    heard.push_back(std::move(*one));
  }
  EXPECT_TRUE(ears_.wait([](const Ears& e) { return e.finished_ == std::vector<std::int64_t>{77}; }));
  EXPECT_GT(share_at(samples(heard), 600), 0.95);
  EXPECT_TRUE(heard[0].packet.marker);
  for (std::size_t i = 1; i < heard.size(); ++i) {
    EXPECT_EQ(heard[i - 1].packet.timestamp + 160, heard[i].packet.timestamp);
    EXPECT_FALSE(heard[i].packet.marker);
  }
  const auto took = std::chrono::duration<double>(heard.back().at - heard.front().at).count();
  EXPECT_NEAR(1.98, took, 0.1);
  std::filesystem::remove(file);
}

TEST_F(AnEngine, loops_music_until_told_to_stop) {
  start();
  Phone a(Codec::pcmu);
  open(kA, a);
  const auto file = wav("loop.wav", tone(600, 480));
  engine_->play(kA, {{file}, true, 5});
  EXPECT_GT(share_at(a.hear_samples(12), 600), 0.9);
  engine_->stop_playing(kA);
  a.forget();
  const auto after = a.hear_samples(8);
  EXPECT_LT(share_at({after.end() - 480, after.end()}, 600), 0.1);
  EXPECT_TRUE(ears_.finished_.empty());
  std::filesystem::remove(file);
}

TEST_F(AnEngine, finishes_at_once_when_the_file_cannot_be_read) {
  start();
  Phone a;
  open(kA, a);
  engine_->play(kA, {{"/dev/null/no/hello.wav"}, false, 9});
  EXPECT_TRUE(ears_.wait([](const Ears& e) { return e.finished_ == std::vector<std::int64_t>{9}; }));
}

TEST_F(AnEngine, does_not_begin_a_play_that_was_stopped_while_its_file_was_read) {
  start();
  Phone a;
  open(kA, a);
  const auto file = wav("late.wav", tone(600, 4000));
  engine_->play(kA, {{file}, false, 1});
  engine_->stop_playing(kA);
  engine_->play(kA, {{"/dev/null/no/x.wav"}, false, 2});
  EXPECT_TRUE(ears_.wait([](const Ears& e) { return !e.finished_.empty(); }));
  EXPECT_EQ(std::vector<std::int64_t>{2}, ears_.finished_);
  EXPECT_TRUE(a.quiet());
  std::filesystem::remove(file);
}

TEST_F(AnEngine, stops_what_plays_when_it_bridges) {
  start();
  Phone a, b;
  open(kA, a);
  open(kB, b);
  const auto file = wav("music.wav", tone(600, 8000));
  engine_->play(kA, {{file}, true, 0});
  ASSERT_TRUE(a.hear());
  bridge(kA, kB);
  a.forget();
  b.say(1000);
  std::vector<Heard> heard;
  for (auto one = a.hear(); one; one = a.hear(50ms)) heard.push_back(std::move(*one));
  ASSERT_FALSE(heard.empty());
  EXPECT_GT(share_at(samples({heard.back()}), 1000), 0.8);
  EXPECT_TRUE(heard.back().packet.marker);
  std::filesystem::remove(file);
}

TEST_F(AnEngine, gives_silence_instead_of_a_muted_peer) {
  start();
  Phone a, b;
  open_both(a, b);
  converse(a, b, 440, 5);
  converse(b, a, 440, 1);
  engine_->mute(kA, true);
  settle(kA);
  for (int i = 0; i < 5; ++i) a.say(440);
  EXPECT_TRUE(counted(kA, [](const LegStats& s) { return s.packets_in == 10; }));
  b.forget();
  const auto silence = b.hear_samples(5);
  ASSERT_EQ(800U, silence.size());
  EXPECT_LT(*std::max_element(silence.begin(), silence.end()), 20);
  EXPECT_EQ(1U, converse(b, a, 700, 1).size()) << "the other direction goes on";
  engine_->mute(kA, false);
  settle(kA);
  b.forget();
  std::vector<std::int16_t> last;
  for (int i = 0; i < 20 && share_at(last, 440) < 0.8; ++i) {
    a.say(440);
    const auto heard = b.hear();
    ASSERT_TRUE(heard);
    last.clear();
    Phone::append(*heard, last);
  }
  EXPECT_GT(share_at(last, 440), 0.8);
}

TEST_F(AnEngine, echoes) {
  start();
  Phone a;
  open(kA, a);
  engine_->echo(kA, true);
  settle(kA);
  EXPECT_GT(share_at(samples(converse(a, a, 440, 10)), 440), 0.9);
}

TEST_F(AnEngine, keeps_an_unbridged_phone_on_silence) {
  start();
  Phone a, b;
  open_both(a, b);
  converse(a, b, 440, 5);
  engine_->unbridge(kA);
  settle(kA);
  const auto silence = b.hear_samples(5);
  EXPECT_EQ(800U, silence.size());
}

TEST_F(AnEngine, hears_keys_under_our_number_though_theirs_is_another) {
  start();
  Phone a;
  auto remote = a.remote();
  remote.dtmf_payload = 96;
  remote.dtmf_payload_in = 101;
  open(kA, a, remote);
  a.press(7, true, false, 160);
  EXPECT_TRUE(ears_.wait([](const Ears& e) { return e.digits_.contains(1) && e.digits_.at(1) == "7"; }));
  engine_->send_digits(kA, "1");
  const auto key = a.hear();
  ASSERT_TRUE(key);
  EXPECT_EQ(96, key->packet.payload_type);
}

TEST_F(AnEngine, lets_a_conversation_through_though_a_microphone_test_was_left_on) {
  start();
  Phone a, b;
  open(kA, a);
  open(kB, b);
  engine_->echo(kA, true);
  bridge(kA, kB);
  EXPECT_GT(share_at(samples(converse(a, b, 440, 5)), 440), 0.9);
}

TEST_F(AnEngine, may_end_while_legs_move_between_its_threads) {
  auto settings = test_settings();
  settings.threads = 4;
  for (int round = 0; round < 20; ++round) {
    start(settings);
    for (std::int64_t id = 1; id <= 8; ++id) ASSERT_TRUE(engine_->open(LegId(id), "").ok());
    for (std::int64_t id = 1; id < 8; ++id) engine_->bridge(LegId(id), LegId(id + 1));
    engine_.reset();
  }
  EXPECT_EQ(nullptr, engine_);
}

TEST_F(AnEngine, reports_a_silent_leg_once) {
  auto settings = test_settings();
  settings.idle_limit_s = 1;
  start(settings);
  Phone a, b;
  open(kA, a);
  auto held = b.remote();
  held.receive = false;
  open(kB, b, held);
  a.say(440);
  EXPECT_TRUE(ears_.wait([](const Ears& e) { return e.silent_.contains(1); }));
  EXPECT_FALSE(ears_.wait([](const Ears& e) { return e.silent_.at(1) > 1 || e.silent_.contains(2); }, 700ms));
}

TEST_F(AnEngine, says_clearly_when_ports_or_legs_run_out) {
  Phone probe;  // its port lies in the range that the kernel gives away: free most probably beside it
  auto settings = test_settings();
  settings.first_port = 47110;
  settings.last_port = 47113;
  settings.max_legs = 4;
  start(settings);
  int opened = 0;
  for (std::int64_t id = 1; id <= 3; ++id) {
    const auto local = engine_->open(LegId(id), "");
    if (local.ok()) {
      ++opened;
      EXPECT_TRUE(local->port == 47110 || local->port == 47112);
    } else {
      EXPECT_EQ("rtp_ports_exhausted", local.error().code);
    }
  }
  EXPECT_LE(opened, 2);
  settings = test_settings();
  settings.max_legs = 1;
  start(settings);
  EXPECT_TRUE(engine_->open(kA, "").ok());
  EXPECT_EQ("leg_exists", engine_->open(kA, "").error().code);
  EXPECT_EQ("too_many_legs", engine_->open(kB, "").error().code);
  engine_->close(kA);
  EXPECT_TRUE(engine_->open(kB, "").ok());
}

TEST_F(AnEngine, binds_nothing_when_the_setting_is_no_address) {
  auto settings = test_settings();
  settings.rtp_address = "localhost";
  start(settings);
  const auto refused = engine_->open(kA, "");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ("rtp_bind_failed", refused.error().code);
  EXPECT_NE(std::string::npos, refused.error().words.find("localhost"));
}

TEST_F(AnEngine, refuses_a_browsers_offer_with_a_reason) {
  start();
  EXPECT_EQ("sdp_malformed", engine_->open_browser(kA, "hello").error().code);
  EXPECT_FALSE(engine_->stats(kA).has_value());
}

TEST_F(AnEngine, names_an_address_that_is_not_ours) {
  auto settings = test_settings();
  settings.rtp_address = "203.0.113.77";
  start(settings);
  EXPECT_EQ("rtp_bind_failed", engine_->open(kA, "").error().code);
}

TEST_F(AnEngine, follows_a_phone_that_moves_by_a_new_offer) {
  start();
  Phone a, b, moved;
  open_both(a, b);
  converse(a, b, 440, 3);
  converse(b, a, 440, 3);
  engine_->set_remote(kA, moved.remote());
  settle(kA);
  b.say(440);
  EXPECT_TRUE(moved.hear());
}

TEST_F(AnEngine, survives_commands_about_legs_that_are_not_there) {
  start();
  Phone a, b;
  engine_->bridge(kA, kB);
  engine_->play(kA, {{"/x"}, false, 1});
  engine_->close(kA);
  engine_->mute(kA, true);
  EXPECT_FALSE(engine_->stats(kA).has_value());
  open_both(a, b);
  engine_->close(kA);
  engine_->bridge(kA, kB);
  b.say(440);
  EXPECT_TRUE(counted(kB, [](const LegStats& s) { return s.packets_in == 1; }));
}
}  // namespace
}  // namespace okno::telephony::media
