#include <gtest/gtest.h>

#include "domain/problems.h"

namespace okno::domain {
namespace {
using namespace std::chrono_literals;

Configuration shop() {
  Configuration c;
  Project project;
  project.id = ProjectId(1);
  project.name = "shop";
  project.messages = {{"closed", "", "We are closed"}};
  project.menus = {{"main",
                    "",
                    "",
                    {{"1", "queue:day", ""},
                     {"12", "menu:sub", ""},
                     {"2", "message:closed", ""},
                     {"3", "voicemail", ""},
                     {"*", "repeat", ""},
                     {"#", "back", ""}},
                    5s,
                    3,
                    "hangup"},
                   {"sub", "", "", {}, 5s, 1, ""}};
  c.projects = {project};
  Queue day;
  day.id = QueueId(1);
  day.name = "day";
  day.project = ProjectId(1);
  c.queues = {day};
  return c;
}
// The first complaint after `spoil` has done its work on the menu.
std::string first_after(void (*spoil)(IvrMenu&)) {
  Configuration c = shop();
  spoil(c.projects[0].menus[0]);
  const auto found = problems(c);
  return found.empty() ? "" : found.front();
}
}  // namespace

TEST(Menus, every_way_that_leads_somewhere_may_be_used) {
  EXPECT_EQ(problems(shop()), std::vector<std::string>{});
}
TEST(Menus, a_key_must_lead_somewhere) {
  EXPECT_EQ(first_after([](IvrMenu& m) { m.choices[0].target = "queue:night"; }),
            "project shop: menu main: key 1: there is no queue night");
  EXPECT_EQ(first_after([](IvrMenu& m) { m.choices[0].target = "menu:nobody"; }),
            "project shop: menu main: key 1: there is no menu nobody");
  EXPECT_EQ(first_after([](IvrMenu& m) { m.choices[0].target = "message:sorry"; }),
            "project shop: menu main: key 1: there is no message sorry");
  EXPECT_EQ(first_after([](IvrMenu& m) { m.choices[0].target = "support"; }),
            "project shop: menu main: key 1: \"support\" is no place to be sent to");
  EXPECT_EQ(first_after([](IvrMenu& m) { m.choices[0].target = ""; }),
            "project shop: menu main: key 1 leads nowhere");
  EXPECT_EQ(first_after([](IvrMenu& m) { m.choices[0].target = "agent:1"; }),
            "project shop: menu main: key 1: nobody can be sent to agent:1 by a setting");
  EXPECT_EQ(first_after([](IvrMenu& m) { m.choices[0].target = "callback"; }),
            "project shop: menu main: key 1: a caller in a menu has no queue yet that could call him back");
}
TEST(Menus, silence_must_lead_somewhere_too_and_not_at_once) {
  EXPECT_EQ(first_after([](IvrMenu& m) { m.otherwise = "queue:night"; }),
            "project shop: menu main: otherwise: there is no queue night");
  EXPECT_EQ(first_after([](IvrMenu& m) { m.tries = 0; }),
            "project shop: menu main: tries must be between 1 and 20, not 0");
  EXPECT_EQ(first_after([](IvrMenu& m) { m.digit_limit = {}; }),
            "project shop: menu main: the wait for a key must be over 0");
}
TEST(Menus, names_and_keys_are_there_once_and_can_be_typed) {
  EXPECT_EQ(first_after([](IvrMenu& m) { m.name = "sub"; }), "project shop: the menu sub is there twice");
  EXPECT_EQ(first_after([](IvrMenu& m) { m.name = ""; }), "project shop: a menu needs a name");
  EXPECT_EQ(first_after([](IvrMenu& m) { m.choices[1].digits = "1"; }),
            "project shop: menu main: key 1 is there twice");
  EXPECT_EQ(first_after([](IvrMenu& m) { m.choices[0].digits = "one"; }),
            "project shop: menu main: key one: a telephone has no such key");
}
}  // namespace okno::domain
