#include "telephony/softswitch/trunks.h"

#include <gmock/gmock.h>

namespace okno::telephony::softswitch {
namespace {
using namespace std::chrono_literals;
using ports::TrunkStanding;
using Kind = sip::Question::Kind;
const base::Instant kNow = base::from_ms(1'750'000'000'000);

Trunk provider(const std::string& name) {
  Trunk trunk;
  trunk.name = name;
  trunk.address = name + ".example";
  trunk.keep_alive_s = 0;
  return trunk;
}
Trunk member(const std::string& name) {
  Trunk trunk = provider(name);
  trunk.login = "74950000000";
  trunk.password = "secret";
  trunk.registers = true;
  return trunk;
}
sip::Reply said(int status, int expires_s = 0) {
  sip::Reply reply;
  reply.status = status;
  reply.from_afar = true;
  reply.expires_s = expires_s;
  reply.realm = "provider";
  reply.peer.address = "198.51.100.7";
  reply.cseq = 2;
  return reply;
}
sip::Reply silence() {
  return {};
}

class OfTrunks : public testing::Test {
 protected:
  void set(std::vector<Trunk> all) {
    std::string wrong;
    ASSERT_TRUE(trunks_.set(all, now_, wrong)) << wrong;
    trunks_.take_changes();
  }
  std::vector<std::string> asked() {
    std::vector<std::string> names;
    for (const auto& due : trunks_.due(now_))
      names.push_back(due.trunk + (due.question.kind == Kind::registration ? " register" : " options"));
    return names;
  }
  void hear(const std::string& name, Kind kind, const sip::Reply& reply) {
    trunks_.heard({name, trunks_.generation(name), trunks_.question_of(name, kind)}, reply, now_);
  }
  ports::TrunkState last() {
    const auto changes = trunks_.take_changes();
    EXPECT_FALSE(changes.empty());
    return changes.empty() ? ports::TrunkState{} : changes.back();
  }
  std::vector<std::string> way(const std::string& number, const std::string& wanted = "") {
    std::vector<std::string> names;
    for (const auto& trunk : trunks_.choose(number, wanted)) names.push_back(trunk.name);
    return names;
  }
  Trunks trunks_;
  base::Instant now_ = kNow;
};
}  // namespace

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(OfTrunks, a_registration_is_renewed_at_four_fifths_of_what_was_granted) {
  set({member("a")});
  EXPECT_THAT(asked(), ElementsAre("a register"));
  EXPECT_THAT(asked(), IsEmpty()) << "one question at a time";
  hear("a", Kind::registration, said(200, 100));
  EXPECT_EQ(last().standing, TrunkStanding::registered);
  EXPECT_EQ(trunks_.next_due(), now_ + 80s);
  now_ += 80s;
  const auto due = trunks_.due(now_);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].question.cseq, 2U);
  EXPECT_FALSE(due[0].question.call_id.empty());
  EXPECT_EQ(due[0].question.login->realm, "provider") << "nobody else hears of our password";
}

TEST_F(OfTrunks, a_wrong_password_is_named_and_tried_less_and_less_often) {
  set({member("a")});
  base::Duration wait = 15s;
  for (int i = 0; i < 8; ++i) {
    ASSERT_THAT(asked(), ElementsAre("a register"));
    hear("a", Kind::registration, said(403));
    EXPECT_EQ(trunks_.next_due(), now_ + wait);
    now_ += wait;
    wait = std::min<base::Duration>(wait * 2, 10min);
  }
  const auto state = last();
  EXPECT_EQ(state.standing, TrunkStanding::refused);
  EXPECT_EQ(state.why, "wrong_login");
}

TEST_F(OfTrunks, a_registrar_that_wants_longer_gets_it_at_once) {
  set({member("a")});
  asked();
  auto reply = said(423);
  reply.min_expires_s = 1800;
  hear("a", Kind::registration, reply);
  const auto due = trunks_.due(now_);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].question.expires_s, 1800);
}

TEST_F(OfTrunks, two_missed_keep_alives_are_a_dead_line_and_any_answer_a_living_one) {
  auto trunk = provider("a");
  trunk.keep_alive_s = 30;
  set({trunk, provider("b")});
  EXPECT_THAT(way("+79161234567"), ElementsAre("a", "b"));
  for (int i = 0; i < 2; ++i) {
    ASSERT_THAT(asked(), ElementsAre("a options"));
    hear("a", Kind::options, silence());
    now_ = trunks_.next_due();
  }
  EXPECT_EQ(last().standing, TrunkStanding::silent);
  EXPECT_THAT(way("+79161234567"), ElementsAre("b", "a")) << "the dead one is the last resort";
  ASSERT_THAT(asked(), ElementsAre("a options"));
  hear("a", Kind::options, said(404));
  EXPECT_EQ(last().standing, TrunkStanding::alive);
  EXPECT_THAT(way("+79161234567"), ElementsAre("a", "b"));
}

TEST_F(OfTrunks, a_number_goes_where_its_beginning_may_go) {
  auto russia = provider("russia"), free = provider("free");
  russia.prefixes = {"+7"};
  free.prefixes = {"+7800", "8800"};
  set({free, russia, provider("world")});
  EXPECT_THAT(way("+78005550100"), ElementsAre("free", "russia", "world"));
  EXPECT_THAT(way("+74951234567"), ElementsAre("russia", "world"));
  EXPECT_THAT(way("+4930123456"), ElementsAre("world"));
  EXPECT_THAT(way("+4930123456", "russia"), IsEmpty());
}

TEST_F(OfTrunks, channels_and_calls_a_second_have_limits) {
  auto trunk = provider("a");
  trunk.max_channels = 2;
  trunk.max_calls_per_s = 5;
  set({trunk});
  EXPECT_TRUE(trunks_.take_channel("a", now_));
  trunks_.count_in("a");
  EXPECT_FALSE(trunks_.take_channel("a", now_));
  trunks_.give_channel("a");
  EXPECT_TRUE(trunks_.take_channel("a", now_));
  for (int i = 0; i < 3; ++i) {
    trunks_.give_channel("a");
    EXPECT_TRUE(trunks_.take_channel("a", now_));
  }
  trunks_.give_channel("a");
  EXPECT_FALSE(trunks_.take_channel("a", now_)) << "the sixth in a second";
  now_ += 1s;
  EXPECT_TRUE(trunks_.take_channel("a", now_));
}

TEST_F(OfTrunks, calls_come_from_allowed_blocks_and_from_where_the_registrar_answered) {
  auto known = provider("known");
  known.allowed = {"203.0.113.0/24"};
  set({known, member("a")});
  EXPECT_EQ(trunks_.from("203.0.113.9", "", now_)->name, "known");
  EXPECT_EQ(trunks_.from("198.51.100.7", "", now_), nullptr);
  asked();
  hear("a", Kind::registration, said(200, 100));
  EXPECT_EQ(trunks_.from("198.51.100.7", "", now_)->name, "a");
  EXPECT_EQ(trunks_.from("198.51.100.7", "", now_ + 100s), nullptr) << "believed while it has us registered";
}

TEST_F(OfTrunks, of_two_accounts_at_one_provider_the_one_that_is_called_has_the_call) {
  auto a = member("a"), b = member("b");
  b.login = "74950000002";
  set({a, b});
  asked();
  hear("a", Kind::registration, said(200, 100));
  hear("b", Kind::registration, said(200, 100));
  EXPECT_EQ(trunks_.from("198.51.100.7", "74950000002", now_)->name, "b");
  EXPECT_EQ(trunks_.from("198.51.100.7", "+78005550101", now_)->name, "a");
}

TEST_F(OfTrunks, a_registrar_that_refuses_us_is_no_longer_believed) {
  set({member("a")});
  asked();
  hear("a", Kind::registration, said(200, 100));
  now_ += 80s;
  asked();
  hear("a", Kind::registration, said(403));
  EXPECT_EQ(trunks_.from("198.51.100.7", "", now_), nullptr);
}

TEST_F(OfTrunks, behind_a_translator_the_provider_is_told_where_he_sees_us_and_only_once_each_time) {
  set({member("a")});
  asked();
  auto reply = said(200, 100);
  reply.seen_as = "192.0.2.1:7000";
  hear("a", Kind::registration, reply);
  const auto again = trunks_.due(now_);
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].question.contact_address, "192.0.2.1:7000");
  reply.seen_as = "192.0.2.1:7001";  // each request has a port of its own there
  hear("a", Kind::registration, reply);
  EXPECT_THAT(asked(), ElementsAre());
  now_ += 80s;
  EXPECT_THAT(asked(), ElementsAre("a register"));
}

TEST_F(OfTrunks, one_who_answers_no_options_but_registers_us_is_alive) {
  auto line = member("a");
  line.keep_alive_s = 30;
  set({line});
  ASSERT_THAT(asked(), ElementsAre("a register", "a options"));
  hear("a", Kind::registration, said(200, 3600));
  for (int i = 0; i < 5; ++i) {
    hear("a", Kind::options, silence());
    now_ += 30s;
    for (const auto& one : asked())
      if (one == "a register") hear("a", Kind::registration, said(200, 3600));
  }
  const auto changes = trunks_.take_changes();
  for (const auto& change : changes) EXPECT_NE(change.standing, ports::TrunkStanding::silent);
}

TEST_F(OfTrunks, new_settings_keep_the_standing_of_who_stayed_as_he_was) {
  set({member("a"), member("b")});
  asked();
  hear("a", Kind::registration, said(200, 100));
  hear("b", Kind::registration, said(200, 100));
  auto changed = member("b");
  changed.password = "other";
  auto shown = member("a");
  shown.caller_id = "+74950000000";
  set({shown, changed});
  EXPECT_THAT(asked(), ElementsAre("b register"));
  EXPECT_EQ(trunks_.find("a")->caller_id, "+74950000000");
}

TEST_F(OfTrunks, who_is_taken_away_is_told_so_and_its_registration_is_taken_back) {
  set({member("a"), member("b")});
  asked();
  hear("a", Kind::registration, said(200, 100));
  hear("b", Kind::registration, said(401));
  EXPECT_EQ(trunks_.all_farewells(now_).size(), 1U);
  std::string wrong;
  ASSERT_TRUE(trunks_.set({}, now_, wrong));
  const auto farewells = trunks_.take_farewells();
  ASSERT_EQ(farewells.size(), 1U);  // b was never taken
  EXPECT_EQ(farewells[0].expires_s, 0);
  EXPECT_EQ(farewells[0].uri, "sip:a.example");
  EXPECT_TRUE(farewells[0].farewell);
  const auto changes = trunks_.take_changes();
  ASSERT_EQ(changes.size(), 2U);
  for (const auto& change : changes) EXPECT_EQ(change.why, "removed");
  EXPECT_TRUE(trunks_.take_farewells().empty());
}

TEST_F(OfTrunks, a_registration_that_goes_on_under_other_settings_is_not_taken_back) {
  set({member("a"), member("b")});
  asked();
  hear("a", Kind::registration, said(200, 100));
  hear("b", Kind::registration, said(200, 100));
  auto renamed = member("a");
  renamed.name = "c";
  auto moved = member("b");
  moved.address = "elsewhere.example";
  std::string wrong;
  ASSERT_TRUE(trunks_.set({renamed, moved}, now_, wrong));
  const auto farewells = trunks_.take_farewells();
  ASSERT_EQ(farewells.size(), 1U);
  EXPECT_EQ(farewells[0].uri, "sip:b.example");
}

TEST_F(OfTrunks, a_block_that_is_none_is_named) {
  auto trunk = provider("a");
  trunk.allowed = {"198.51.100.0/99"};
  std::string wrong;
  EXPECT_FALSE(trunks_.set({trunk}, now_, wrong));
  EXPECT_EQ(wrong, "trunk a: \"198.51.100.0/99\" is no address block");
}

TEST_F(OfTrunks, an_answer_that_comes_after_the_line_was_changed_says_nothing_of_it) {
  set({member("a")});
  const auto asked_before = trunks_.due(now_);
  ASSERT_EQ(asked_before.size(), 1U);
  Trunk changed = member("a");
  changed.password = "another";
  set({changed});
  trunks_.heard(asked_before[0], said(403), now_);
  EXPECT_THAT(trunks_.take_changes(), IsEmpty()) << "the old password was wrong";
  EXPECT_THAT(asked(), ElementsAre("a register")) << "the new one is tried at once";
  trunks_.heard(asked_before[0], said(200, 100), now_);
  EXPECT_THAT(trunks_.take_changes(), IsEmpty());
  EXPECT_THAT(trunks_.take_farewells(), IsEmpty()) << "the registration goes on";
}

TEST_F(OfTrunks, a_registration_that_comes_about_after_its_line_is_gone_is_given_up) {
  set({member("a"), member("b")});
  const auto before = trunks_.due(now_);
  ASSERT_EQ(before.size(), 2U);
  Trunk elsewhere = member("b");
  elsewhere.address = "c.example";
  set({elsewhere});
  EXPECT_THAT(trunks_.take_farewells(), IsEmpty());
  for (const auto& due : before) {
    trunks_.heard(due, said(200, 100), now_);
    const auto farewells = trunks_.take_farewells();
    ASSERT_EQ(farewells.size(), 1U);
    EXPECT_EQ(farewells[0].uri, due.question.uri);
    EXPECT_EQ(farewells[0].call_id, due.question.call_id);
    EXPECT_EQ(farewells[0].cseq, 2U) << "the next number is higher than that of the late one";
    EXPECT_EQ(farewells[0].expires_s, 0);
  }
}

TEST_F(OfTrunks, a_call_that_began_before_the_change_says_nothing_of_the_line) {
  Trunk line = provider("a");
  line.keep_alive_s = 30;
  set({line});
  const auto before = trunks_.generation("a");
  line.prefixes = {"+7"};
  set({line});
  EXPECT_EQ(trunks_.generation("a"), before) << "by that it stands as it stood";
  line.address = "b.example";
  set({line});
  trunks_.call_heard("a", before, false, now_);
  EXPECT_THAT(trunks_.take_changes(), IsEmpty());
  trunks_.call_heard("a", trunks_.generation("a"), false, now_);
  EXPECT_EQ(last().standing, TrunkStanding::silent);
}

TEST(TrunkUri, over_tls_an_address_gets_its_port_and_a_name_is_left_to_the_service_records) {
  Trunk trunk = provider("a");
  trunk.transport = "tls";
  EXPECT_EQ(trunk_uri(trunk, ""), "sip:a.example;transport=tls");
  trunk.address = "192.0.2.7";
  EXPECT_EQ(trunk_uri(trunk, ""), "sip:192.0.2.7:5061;transport=tls");
  trunk.address = "192.0.2.7:5062";
  EXPECT_EQ(trunk_uri(trunk, ""), "sip:192.0.2.7:5062;transport=tls");
  trunk.address = "[2001:db8::7]";
  EXPECT_EQ(trunk_uri(trunk, ""), "sip:[2001:db8::7]:5061;transport=tls");
}
}  // namespace okno::telephony::softswitch
