// The running exchange against SIPp: one test per story, the stories are in scenarios/.
#include "telephony/softswitch/exchange.h"

#include <gtest/gtest.h>

#include "telephony/softswitch/town_test.h"

namespace okno::telephony::softswitch {
namespace {
Sipp::Options as_phone(const std::string& user, std::uint16_t port, const std::string& password = "demo") {
  Sipp::Options options;
  options.port = port;
  options.keys = {{"user", user}, {"password", password}, {"expires", "600"}};
  return options;
}
// Registers the phone at a fresh port and says which.
std::uint16_t registered(Town& town, const std::string& user) {
  Sipp sipp(town, "uac-register", as_phone(user, free_port()));
  EXPECT_TRUE(sipp.finish()) << sipp.errors();
  EXPECT_TRUE(town.witness.saw("phone " + user + " on")) << sipp.errors();
  return sipp.port();
}
Sipp::Options at(std::uint16_t port) {
  Sipp::Options options;
  options.port = port;
  return options;
}
#define EXPECT_STORY(sipp, town) EXPECT_TRUE((sipp).finish()) << (sipp).errors() << (town).witness.all()
}  // namespace

TEST(Exchange, a_call_from_a_trunk_is_answered_and_ends_when_the_caller_hangs_up) {
  Town town;
  town.witness.on_call = [&](const ports::IncomingCall& call) { town.line().answer(call.leg); };
  Sipp sipp(town, "uac-plain-call");
  EXPECT_STORY(sipp, town);
  EXPECT_TRUE(town.witness.saw("ended 1 hung_up"));
  EXPECT_TRUE(town.witness.saw("arrived 1 from=79161234567 name=Test to=support trunk=loopback user="))
      << town.witness.all();
  EXPECT_TRUE(town.engine->saw(town.leg(), "close"));
}

TEST(Exchange, the_same_call_over_tcp) {
  Town town;
  town.witness.on_call = [&](const ports::IncomingCall& call) { town.line().answer(call.leg); };
  Sipp::Options options;
  options.tcp = true;
  Sipp sipp(town, "uac-plain-call", options);
  EXPECT_STORY(sipp, town);
  EXPECT_TRUE(town.witness.saw("ended 1 hung_up"));
}

TEST(Exchange, a_phone_registers_rings_and_answers) {
  Town town;
  const std::uint16_t port = registered(town, "anna-desk");
  Sipp phone(town, "uas-hung-up-by-us", at(port));
  const LegId leg = town.line().next_leg();
  town.line().dial(leg, ports::DialDeskPhone{"anna-desk"}, {"+79161234567", "Мария"});
  EXPECT_TRUE(town.witness.saw("ringing 1")) << town.witness.all();
  EXPECT_TRUE(town.witness.saw("answered 1")) << town.witness.all();
  town.line().hang_up(leg);
  EXPECT_TRUE(town.witness.saw("ended 1 released")) << town.witness.all();
  EXPECT_STORY(phone, town);
}
}  // namespace okno::telephony::softswitch
