#include "telephony/media/room/room.h"

#include "telephony/media/test_engine.h"

namespace okno::telephony::media {
namespace {
using namespace testing;
using domain::ListenMode;
std::vector<std::uint8_t> alaw(int value, std::size_t samples = kFrame) {
  return std::vector<std::uint8_t>(samples, g711::alaw_of(static_cast<std::int16_t>(value)));
}
Frame level(int value) {
  Frame frame;
  frame.fill(static_cast<std::int16_t>(value));
  return frame;
}
int heard(int value) {  // after A-law
  return g711::linear_of_alaw(g711::alaw_of(static_cast<std::int16_t>(value)));
}
class Ear final : public Member {
 public:
  void hear(const Frame& mixed, base::Instant) override { heard = mixed; }
  void hear_key(char key) override { keys += key; }
  Frame heard{};
  std::string keys;
};
// Past the cushion, then one step. `from`: the timestamp.
void speak(Room& room, const std::vector<std::pair<Ear*, int>>& all, std::uint32_t from = 0) {
  for (const auto& [ear, value] : all) room.said(*ear, from, alaw(value, 2 * kFrame), Codec::pcma);
  room.step({});
}
}  // namespace

TEST(Room, each_hears_the_sum_of_the_others_and_not_himself) {
  Ear a, b, c;
  Room room;
  for (Ear* one : {&a, &b, &c}) room.add(*one);
  speak(room, {{&a, 1000}, {&b, 200}, {&c, 30}});
  EXPECT_EQ(a.heard, level(heard(200) + heard(30)));
  EXPECT_EQ(b.heard, level(heard(1000) + heard(30)));
  EXPECT_EQ(c.heard, level(heard(1000) + heard(200)));
}

TEST(Room, loud_voices_together_are_limited_and_do_not_turn_over) {
  Ear a, b, c, d;
  Room room;
  for (Ear* one : {&a, &b, &c, &d}) room.add(*one);
  speak(room, {{&b, 30'000}, {&c, 30'000}, {&d, -30'000}});
  EXPECT_EQ(a.heard, level(heard(30'000)));
  EXPECT_EQ(d.heard, level(32'767));
}

TEST(Room, who_listens_hears_all_and_is_heard_by_nobody) {
  Ear customer, agent, supervisor;
  Room room;
  room.add(customer);
  room.add(agent);
  room.add_listener(supervisor, agent, ListenMode::listen);
  speak(room, {{&customer, 1000}, {&agent, 200}, {&supervisor, 30}});
  EXPECT_EQ(supervisor.heard, level(heard(1000) + heard(200)));
  EXPECT_EQ(customer.heard, level(heard(200)));
  EXPECT_EQ(agent.heard, level(heard(1000)));
}

TEST(Room, a_whisper_is_heard_by_the_agent_alone) {
  Ear customer, agent, colleague, supervisor, other_supervisor;
  Room room;
  for (Ear* one : {&customer, &agent, &colleague}) room.add(*one);
  room.add_listener(supervisor, agent, ListenMode::whisper);
  room.add_listener(other_supervisor, agent, ListenMode::listen);
  speak(room, {{&customer, 1000}, {&agent, 200}, {&supervisor, 30}, {&other_supervisor, 7}});
  EXPECT_EQ(agent.heard, level(heard(1000) + heard(30)));
  EXPECT_EQ(customer.heard, level(heard(200)));
  EXPECT_EQ(colleague.heard, level(heard(1000) + heard(200)));
  EXPECT_EQ(supervisor.heard, level(heard(1000) + heard(200)));
  EXPECT_EQ(other_supervisor.heard, level(heard(1000) + heard(200)));
}

TEST(Room, who_barges_in_is_heard_by_all_and_may_fall_silent_again) {
  Ear customer, agent, supervisor;
  Room room;
  room.add(customer);
  room.add(agent);
  room.add_listener(supervisor, agent, ListenMode::whisper);
  room.add_listener(supervisor, agent, ListenMode::barge);
  speak(room, {{&customer, 1000}, {&agent, 200}, {&supervisor, 30}});
  EXPECT_EQ(customer.heard, level(heard(200) + heard(30)));
  EXPECT_EQ(agent.heard, level(heard(1000) + heard(30)));
  EXPECT_EQ(supervisor.heard, level(heard(1000) + heard(200)));
  room.add_listener(supervisor, agent, ListenMode::listen);
  for (int i = 0; i < 10; ++i) room.step({});  // what was said before is over, and has faded
  speak(room, {{&supervisor, 30}}, 8000);
  EXPECT_EQ(customer.heard, level(0));
}

TEST(Room, keys_go_to_the_members_and_never_from_a_listener) {
  Ear customer, agent, supervisor;
  Room room;
  room.add(customer);
  room.add(agent);
  room.add_listener(supervisor, agent, ListenMode::barge);
  room.pressed(agent, '5');
  room.pressed(supervisor, '7');
  EXPECT_EQ(customer.keys, "5");
  EXPECT_EQ(agent.keys, "");
  EXPECT_EQ(supervisor.keys, "");
}

TEST(Room, fifty_hear_the_other_forty_nine) {
  std::vector<Ear> ears(50);
  Room room;
  for (Ear& one : ears) room.add(one);
  std::vector<std::pair<Ear*, int>> said;
  int all = 0;
  for (std::size_t i = 0; i < ears.size(); ++i) {
    said.emplace_back(&ears[i], static_cast<int>(8 * i));
    all += heard(static_cast<int>(8 * i));
  }
  speak(room, said);
  for (std::size_t i = 0; i < ears.size(); ++i)
    EXPECT_EQ(ears[i].heard, level(all - heard(static_cast<int>(8 * i)))) << i;
}

TEST(Room, a_mouth_waits_for_two_frames_and_again_after_a_silence) {
  Mouth mouth;
  const auto sample = g711::linear_of_alaw(alaw(1000)[0]);
  mouth.said(160, alaw(1000), Codec::pcma);
  EXPECT_EQ(mouth.take(), level(0));
  mouth.said(320, alaw(1000), Codec::pcma);
  EXPECT_EQ(mouth.take(), level(sample));
  EXPECT_EQ(mouth.take(), level(sample));
  for (int i = 0; i < 3; ++i) mouth.take();  // fades
  EXPECT_EQ(mouth.take(), level(0));
  mouth.said(8000, alaw(1000), Codec::pcma);
  EXPECT_EQ(mouth.take(), level(0));
}

TEST(Room, a_clock_that_is_too_fast_does_not_fill_the_room) {
  Mouth mouth;
  for (std::uint32_t i = 0; i < 100; ++i) {
    mouth.said(i * 160, alaw(1000), Codec::pcma);
    if (i == 2) mouth.take();
  }
  int frames = 0;
  while (mouth.take() != level(0) && frames < 100) ++frames;
  EXPECT_LE(frames, 14);
}

TEST_F(AnEngine, lets_three_hear_each_other_and_records_all) {
  auto settings = test_settings();
  settings.threads = 3;
  start(settings);
  Phone a, b, c(Codec::pcmu);
  const LegId third(3);
  open(kA, a);
  open(kB, b);
  open(third, c);
  engine_->bridge(kA, kB);
  engine_->join({kA, kB, third});
  for (const LegId leg : {kA, kB, third}) settle(leg);
  std::vector<std::int16_t> at_a, at_b, at_c;
  // Each says a tone of his own; the room speaks by its own clock, so all listen all the time.
  for (int i = 0; i < 60; ++i) {
    a.say(400);
    b.say(1000);
    c.say(2300);
    if (const auto heard = a.hear()) Phone::append(*heard, at_a);
    if (const auto heard = b.hear()) Phone::append(*heard, at_b);
    if (const auto heard = c.hear()) Phone::append(*heard, at_c);
  }
  const auto late = [](const std::vector<std::int16_t>& all) {  // after the cushion
    return std::vector<std::int16_t>(all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end());
  };
  EXPECT_GT(share_at(late(at_a), 1000), 0.3);
  EXPECT_GT(share_at(late(at_a), 2300), 0.3);
  EXPECT_LT(share_at(late(at_a), 400), 0.05);
  EXPECT_GT(share_at(late(at_b), 400), 0.3);
  EXPECT_LT(share_at(late(at_b), 1000), 0.05);
  EXPECT_GT(share_at(late(at_c), 400), 0.3);
  EXPECT_GT(share_at(late(at_c), 1000), 0.3);
  // One leaves; the others go on as a pair.
  engine_->close(third);
  bridge(kA, kB);
  a.forget();
  b.forget();
  EXPECT_GT(share_at(samples(converse(a, b, 700, 10)), 700), 0.9);
}
}  // namespace okno::telephony::media
