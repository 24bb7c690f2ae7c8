// Calls that come in, against SIPp: one test per story, the stories are in scenarios/.
#include "telephony/softswitch/exchange.h"

#include <gtest/gtest.h>

#include "telephony/softswitch/town_test.h"

namespace okno::telephony::softswitch {
namespace {
#define EXPECT_STORY(sipp, town) EXPECT_TRUE((sipp).finish()) << (sipp).errors() << (town).witness.all()

// A town where every call is answered at once.
struct AnsweringTown : Town {
  explicit AnsweringTown(const std::function<void(Settings&)>& change = {}) : Town(change) {
    witness.on_call = [this](const ports::IncomingCall& call) { line().answer(call.leg); };
  }
};

void expect_end(Town& town, const std::string& how) {
  EXPECT_TRUE(town.witness.saw("ended 1 " + how)) << town.witness.all();
  EXPECT_EQ(town.witness.count("ended "), 1U) << town.witness.all();
  EXPECT_TRUE(town.engine->saw(LegId(1), "close")) << town.engine->all();
}

// Plays one story of the caller against a town that answers; the call must end once, so.
void answered_story(const std::string& scenario, const std::string& how,
                    const std::function<void(Settings&)>& change = {}) {
  AnsweringTown town(change);
  Sipp sipp(town, scenario);
  EXPECT_STORY(sipp, town);
  expect_end(town, how);
}
void short_timers(Settings& settings) {
  settings.min_session_expires_s = 2;
}
}  // namespace

TEST(Exchange, a_call_from_a_trunk_is_answered_and_ends_when_the_caller_hangs_up) {
  AnsweringTown town;
  Sipp sipp(town, "uac-plain-call");
  EXPECT_STORY(sipp, town);
  expect_end(town, "hung_up");
  EXPECT_TRUE(town.witness.saw("arrived 1 from=79161234567 name=Test to=support trunk=loopback user="));
  EXPECT_TRUE(town.engine->saw(LegId(1), "remote 127.0.0.1:6000 codec=8 dtmf=101 ptime=20 send=1 receive=1"))
      << town.engine->all();
}

TEST(Exchange, the_same_call_over_tcp) {
  AnsweringTown town;
  Sipp::Options options;
  options.tcp = true;
  Sipp sipp(town, "uac-plain-call", options);
  EXPECT_STORY(sipp, town);
  expect_end(town, "hung_up");
}

TEST(Exchange, we_end_an_answered_call_with_bye) {
  AnsweringTown town;
  Sipp sipp(town, "uac-hung-up-by-us");
  ASSERT_TRUE(town.witness.saw("arrived 1"));
  town.line().hang_up(town.leg());
  EXPECT_STORY(sipp, town);
  expect_end(town, "released");
}

TEST(Exchange, we_end_an_answered_tcp_call_over_the_connection_it_came_by) {
  AnsweringTown town;
  Sipp::Options options;
  options.tcp = true;
  Sipp sipp(town, "uac-hung-up-by-us", options);
  ASSERT_TRUE(town.witness.saw("arrived 1"));
  town.line().hang_up(town.leg());
  EXPECT_STORY(sipp, town);
  expect_end(town, "released");
}

TEST(Exchange, a_refused_call_gets_the_status_that_was_asked_for) {
  Town town;
  town.witness.on_call = [&](const ports::IncomingCall& call) {
    town.line().reject(call.leg, 486, "Busy Here");
  };
  Sipp sipp(town, "uac-busy");
  EXPECT_STORY(sipp, town);
  expect_end(town, "released 486");
}

TEST(Exchange, a_source_that_nobody_knows_gets_403) {
  Town town([](Settings& settings) { settings.trunks[0].allowed = {"192.0.2.0/24"}; });
  Sipp sipp(town, "uac-forbidden");
  EXPECT_STORY(sipp, town);
  EXPECT_EQ(town.witness.all(), "");
}

TEST(Exchange, when_all_legs_are_taken_a_new_call_gets_503_with_retry_after) {
  Town town([](Settings& settings) { settings.max_calls = 0; });
  Sipp sipp(town, "uac-503-retry-after");
  EXPECT_STORY(sipp, town);
  EXPECT_EQ(town.witness.all(), "");
}

TEST(Exchange, while_too_many_calls_wait_for_a_decision_new_ones_get_503_and_those_go_on) {
  Town town;
  std::mutex mutex;
  std::vector<LegId> waiting;
  bool deciding = false;
  town.witness.on_call = [&](const ports::IncomingCall& call) {
    const std::lock_guard lock(mutex);
    if (deciding)
      town.line().answer(call.leg);
    else
      waiting.push_back(call.leg);
  };
  const std::string full = "arrived " + std::to_string(kMaxUndecided) + " ";
  Sipp::Options many;
  many.calls = static_cast<int>(kMaxUndecided);
  Sipp crowd(town, "uac-plain-call", many);
  ASSERT_TRUE(town.witness.saw(full)) << town.witness.all();
  Sipp late(town, "uac-503-retry-after");
  EXPECT_STORY(late, town);
  EXPECT_EQ(town.witness.count("overload"), 1U);
  {
    const std::lock_guard lock(mutex);
    deciding = true;
    for (const LegId leg : waiting) town.line().answer(leg);
  }
  EXPECT_STORY(crowd, town);
  Sipp next(town, "uac-plain-call");
  EXPECT_STORY(next, town);
  EXPECT_TRUE(town.witness.saw("overload over"));
}

TEST(Exchange, a_source_past_its_limit_gets_503_and_an_exempt_one_does_not) {
  const auto limited = [](Settings& settings) { settings.max_requests_per_source_s = 0; };
  Town strict([&](Settings& settings) {
    limited(settings);
    settings.flood_exempt.clear();
  });
  Sipp refused(strict, "uac-503-retry-after");
  EXPECT_STORY(refused, strict);
  AnsweringTown lenient(limited);
  Sipp taken(lenient, "uac-plain-call");
  EXPECT_STORY(taken, lenient);
}

TEST(Exchange, cancel_while_it_rings_ends_the_call_as_hung_up) {
  Town town;
  town.witness.on_call = [&](const ports::IncomingCall& call) { town.line().ring_back(call.leg); };
  Sipp sipp(town, "uac-cancel");
  EXPECT_STORY(sipp, town);
  expect_end(town, "hung_up 487");
}

TEST(Exchange, a_cancel_that_comes_after_the_200_gets_481_and_the_call_lives) {
  answered_story("uac-cancel-races-200", "hung_up");
}

TEST(Exchange, our_bye_waits_for_the_callers_ack) {
  AnsweringTown town;
  town.witness.on_call = [&](const ports::IncomingCall& call) {
    town.line().answer(call.leg);
    town.line().hang_up(call.leg);
  };
  Sipp sipp(town, "uac-late-ack");
  EXPECT_STORY(sipp, town);
  expect_end(town, "released");
}

TEST(Exchange, a_caller_may_hang_up_without_ever_acknowledging) {
  answered_story("uac-bye-before-ack", "hung_up");
}

TEST(Exchange, an_invite_without_sdp_gets_our_offer_and_answers_in_the_ack) {
  AnsweringTown town;
  Sipp sipp(town, "uac-late-offer");
  EXPECT_STORY(sipp, town);
  expect_end(town, "hung_up");
  EXPECT_TRUE(town.engine->saw(LegId(1), "remote 127.0.0.1:6000 codec=8"));
}

TEST(Exchange, an_ack_that_owes_an_answer_and_has_none_ends_the_call) {
  answered_story("uac-late-offer-no-answer", "failed 488");
}

TEST(Exchange, hold_unhold_and_a_new_address_by_reinvite) {
  AnsweringTown town;
  Sipp sipp(town, "uac-hold-unhold");
  EXPECT_STORY(sipp, town);
  expect_end(town, "hung_up");
  const std::string told = town.engine->all();
  const std::size_t held =
      told.find("remote 127.0.0.1:6000 codec=8 dtmf=101 ptime=20 send=0 receive=1 held\n");
  const std::size_t silent = told.find("send=0 receive=0 held\n");
  const std::size_t moved = told.find("remote 127.0.0.9:6000 codec=8 dtmf=101 ptime=20 send=1 receive=1\n");
  EXPECT_NE(moved, std::string::npos) << told;
  EXPECT_LT(held, silent) << told;
  EXPECT_LT(silent, moved) << told;
}

TEST(Exchange, update_holds_too_and_without_sdp_only_refreshes) {
  answered_story("uac-update-hold", "hung_up");
}

TEST(Exchange, a_bye_that_races_a_reinvite_ends_the_call_once) {
  answered_story("uac-bye-races-reinvite", "hung_up");
}

TEST(Exchange, a_reinvite_without_common_codec_gets_488_and_the_call_goes_on) {
  answered_story("uac-reinvite-no-common-codec", "hung_up");
}

TEST(Exchange, an_offer_without_g711_gets_488_and_its_call_is_told_with_its_cause) {
  Town town;
  Sipp sipp(town, "uac-no-common-codec");
  EXPECT_STORY(sipp, town);
  EXPECT_TRUE(town.witness.saw("ended 1 failed 488")) << town.witness.all();
  EXPECT_TRUE(town.engine->saw(LegId(1), "close"));
}

TEST(Exchange, playing_before_the_answer_is_early_media) {
  Town town;
  town.witness.on_call = [&](const ports::IncomingCall& call) {
    town.line().play(call.leg, {{"/music.wav"}, true, 7});
    town.line().answer(call.leg);
  };
  Sipp sipp(town, "uac-early-media");
  EXPECT_STORY(sipp, town);
  expect_end(town, "hung_up");
  EXPECT_TRUE(town.engine->saw(LegId(1), "play 7"));
}

TEST(Exchange, a_caller_who_requires_100rel_gets_it) {
  Town town;
  town.witness.on_call = [&](const ports::IncomingCall& call) {
    town.line().play(call.leg, {{"/music.wav"}, true, 7});
    town.line().answer(call.leg);
  };
  Sipp sipp(town, "uac-requires-100rel");
  EXPECT_STORY(sipp, town);
  expect_end(town, "hung_up");
}

TEST(Exchange, digits_by_info_are_heard_and_nonsense_gets_400) {
  AnsweringTown town;
  Sipp sipp(town, "uac-info-dtmf");
  EXPECT_STORY(sipp, town);
  EXPECT_TRUE(town.witness.saw("digit 1 5"));
  EXPECT_EQ(town.witness.count("digit"), 1U);
}

TEST(Exchange, a_session_timer_below_the_minimum_gets_422) {
  Town town;
  Sipp sipp(town, "uac-session-timer-too-small");
  EXPECT_STORY(sipp, town);
  EXPECT_EQ(town.witness.all(), "");
}

TEST(Exchange, we_refresh_the_session_by_update) {
  answered_story("uac-session-timer-we-refresh", "hung_up", short_timers);
}

TEST(Exchange, we_refresh_by_reinvite_who_does_not_know_update) {
  answered_story("uac-session-timer-we-refresh-by-invite", "hung_up", short_timers);
}

TEST(Exchange, who_promised_to_refresh_and_does_not_is_hung_up) {
  answered_story("uac-session-timer-expires", "failed 408", short_timers);
}

TEST(Exchange, a_reinvite_that_meets_our_own_gets_491) {
  answered_story("uac-glare", "hung_up", short_timers);
}

TEST(Exchange, max_forwards_zero_gets_483) {
  Town town;
  Sipp sipp(town, "uac-max-forwards-0");
  EXPECT_STORY(sipp, town);
}

TEST(Exchange, a_method_that_is_not_ours_gets_405_with_allow) {
  Town town;
  Sipp sipp(town, "uac-message");
  EXPECT_STORY(sipp, town);
}

TEST(Exchange, a_trunk_may_assert_who_calls_and_the_name_is_made_printable) {
  AnsweringTown town;
  Sipp sipp(town, "uac-asserted-identity");
  EXPECT_STORY(sipp, town);
  EXPECT_TRUE(town.witness.saw("arrived 1 from=+79161234567 name=Мария Иванова to=support"))
      << town.witness.all();
}

TEST(Exchange, a_leg_without_sound_for_the_limit_is_ended_with_the_reason) {
  AnsweringTown town;
  Sipp sipp(town, "uac-hung-up-by-us");
  ASSERT_TRUE(town.witness.saw("arrived 1"));
  town.engine->listener().silent(LegId(1));
  EXPECT_STORY(sipp, town);
  expect_end(town, "media_timeout");
}

TEST(Exchange, a_limit_of_the_engine_is_503) {
  Town town;
  town.engine->refuse_legs = true;
  Sipp sipp(town, "uac-503-retry-after");
  EXPECT_STORY(sipp, town);
  EXPECT_EQ(town.witness.all(), "");
}

TEST(Exchange, calls_on_dead_and_unknown_legs_are_ignored) {
  AnsweringTown town;
  Sipp sipp(town, "uac-plain-call");
  EXPECT_STORY(sipp, town);
  expect_end(town, "hung_up");
  for (const LegId leg : {LegId(1), LegId(777)}) {
    town.line().answer(leg);
    town.line().ring_back(leg);
    town.line().reject(leg, 486, "");
    town.line().hang_up(leg);
    town.line().play(leg, {{"/music.wav"}, false, 9});
    town.line().bridge(leg, LegId(778));
    town.line().send_digits(leg, "1");
    town.line().mute(leg, true);
  }
  town.engine->listener().silent(LegId(1));
  town.engine->listener().digit(LegId(1), '1');
  Sipp again(town, "uac-plain-call");  // everything above has been carried out when this one is
  EXPECT_STORY(again, town);
  EXPECT_EQ(town.witness.count("ended 1"), 1U);
  EXPECT_EQ(town.witness.count("digit"), 0U);
  EXPECT_EQ(town.engine->all().find("play 9"), std::string::npos);
}

TEST(Exchange, the_end_of_the_server_tells_every_live_call) {
  auto town = std::make_unique<AnsweringTown>();
  Sipp talking(*town, "uac-hung-up-by-us");
  ASSERT_TRUE(town->witness.saw("arrived 1"));
  town->witness.on_call = [](const ports::IncomingCall&) {};
  Sipp ringing(*town, "uac-shut-down-while-ringing");
  ASSERT_TRUE(town->witness.saw("arrived 2"));
  town->line().ring_back(LegId(2));
  const auto begun = std::chrono::steady_clock::now();
  town->running.telephony.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds(2500));
  EXPECT_STORY(talking, *town);
  EXPECT_STORY(ringing, *town);
  EXPECT_TRUE(town->witness.saw("ended 1 released")) << town->witness.all();
  EXPECT_TRUE(town->witness.saw("ended 2 released 503")) << town->witness.all();
}

TEST(Exchange, an_address_that_is_taken_is_named) {
  Town town;
  Settings settings;
  settings.sip_port = town.running.sip_port;
  HandClock clock;
  Witness witness;
  const auto second =
      start_with(settings, clock, witness, [](const media::Settings&, media::Listener& listener) {
        return std::make_unique<MuteEngine>(listener);
      });
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, "sip_bind_failed");
  EXPECT_NE(second.error().words.find("127.0.0.1:" + std::to_string(settings.sip_port)), std::string::npos);
}

TEST(Exchange, a_browser_line_is_told_when_it_comes_and_goes) {
  Town town;
  const LegId leg = town.line().next_leg();
  const auto answer = town.line().connect_browser(AgentId(5), leg, "v=0\r\n");
  ASSERT_TRUE(answer.ok());
  town.engine->listener().browser_connected(leg);
  EXPECT_TRUE(town.witness.saw("browser 5 on"));
  town.line().play(leg, {{"/ring.wav"}, true, 3});
  EXPECT_TRUE(town.engine->saw(leg, "play 3"));
  town.engine->listener().browser_lost(leg);
  EXPECT_TRUE(town.witness.saw("browser 5 off"));
  EXPECT_TRUE(town.engine->saw(leg, "close"));
}

TEST(Exchange, a_newer_browser_line_replaces_the_old_one_without_a_word) {
  Town town;
  const LegId first = town.line().next_leg(), second = town.line().next_leg();
  ASSERT_TRUE(town.line().connect_browser(AgentId(5), first, "v=0\r\n").ok());
  town.engine->listener().browser_connected(first);
  ASSERT_TRUE(town.witness.saw("browser 5 on"));
  ASSERT_TRUE(town.line().connect_browser(AgentId(5), second, "v=0\r\n").ok());
  EXPECT_TRUE(town.engine->saw(first, "close"));
  town.engine->listener().browser_lost(first);
  town.line().disconnect_browser(AgentId(5));
  EXPECT_TRUE(town.witness.saw("browser 5 off"));
  EXPECT_EQ(town.witness.count("browser 5 off"), 1U);
}

TEST(Exchange, with_the_real_engine_a_call_is_answered_on_a_port_of_its_range_and_let_go) {
  HandClock clock;
  Witness witness;
  Settings settings;
  settings.sip_port = 0;
  Trunk trunk;
  trunk.name = "loopback";
  trunk.allowed = {"127.0.0.0/8"};
  settings.trunks = {trunk};
  settings.media.rtp_address = "127.0.0.1";
  settings.media.advertised = {"127.0.0.1"};
  settings.media.first_port = 20000;
  settings.media.last_port = 20999;
  auto started = start(settings, clock, witness);
  ASSERT_TRUE(started.ok());
  witness.on_call = [&](const ports::IncomingCall& call) { started->telephony->answer(call.leg); };
  RawPeer caller(started->sip_port, false);
  const std::string invite = plain_invite(caller, "real", false);
  caller.send(invite);
  std::string answer = caller.receive();
  if (status_of(answer) == 100) answer = caller.receive();
  ASSERT_EQ(status_of(answer), 200) << answer;
  const std::size_t at = answer.find("m=audio ");
  ASSERT_NE(at, std::string::npos) << answer;
  const int port = std::atoi(answer.c_str() + at + 8);
  EXPECT_GE(port, 20000);
  EXPECT_LE(port, 20999);
  std::string bye = "BYE" + invite.substr(6, invite.find("Content-Type") - 6) + "Content-Length: 0\r\n\r\n";
  bye.replace(bye.find("1 INVITE"), 8, "2 BYE");
  bye.replace(bye.find("z9hG4bK-"), 8, "z9hG4bK-b");
  const std::size_t tag = answer.find("tag=", answer.find("\nTo:"));
  bye.insert(bye.find("\r\nCall-ID"), ";" + answer.substr(tag, answer.find("\r\n", tag) - tag));
  caller.send(bye);
  EXPECT_TRUE(witness.saw("ended 1 hung_up")) << witness.all();
}
}  // namespace okno::telephony::softswitch
