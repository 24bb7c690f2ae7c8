#include <gtest/gtest.h>

#include <functional>

#include "domain/problems.h"

namespace okno::domain {
namespace {
using namespace std::chrono_literals;

// A shop with two queues, day and night, and everything that may lead from one place to another.
Configuration shop() {
  Configuration c;
  Hours office;
  office.name = "office";
  office.week = {{1, {9h, 18h}}, {5, {22h, 2h}}, {7, {0h, 24h}}};
  office.dates = {{0, 2, 29, "leap day", {}}, {2027, 1, 1, "", {}}, {2026, 12, 31, "", {{9h, 15h}}}};
  Hours night = office;
  night.name = "night";
  c.hours = {office, night};
  Project project;
  project.id = ProjectId(1);
  project.name = "shop";
  project.hours = "office";
  project.messages = {{"closed", "", "We are closed"}, {"sorry", "", "Sorry"}};
  project.menus = {{"main", "", "", {}, 5s, 3, "hangup"}};
  project.when_closed = "message:closed";
  project.blacklisted_to = "message:sorry";
  project.blacklist = {"+79161111111"};
  project.hooligan_marks = 3;
  c.projects = {project};
  Queue day;
  day.id = QueueId(1);
  day.name = "day";
  day.project = ProjectId(1);
  day.when_closed = "queue:late";
  day.overflow_size = 5;
  day.overflow_wait = 30s;
  day.overflow_to = "menu:main";
  day.when_nobody = "voicemail";
  day.announce_first = 20s;
  day.announce_every = 30s;
  Queue late;
  late.id = QueueId(2);
  late.name = "late";
  late.project = ProjectId(1);
  late.hours = "night";
  late.when_closed = "queue:day";
  c.queues = {day, late};
  Agent agent;
  agent.id = AgentId(1);
  agent.login = "anna";
  agent.shift = "office";
  c.agents = {agent};
  c.entries = {{"+78005550100", ProjectId(1), "queue:day"}, {"shop", ProjectId(1), "menu:main"}};
  return c;
}
// The first complaint after `spoil` has done its work.
std::string first_after(const std::function<void(Configuration&)>& spoil) {
  Configuration c = shop();
  spoil(c);
  const auto found = problems(c);
  return found.empty() ? "" : found.front();
}
}  // namespace

TEST(ProblemsEntrance, a_sound_shop_has_none) {
  EXPECT_EQ(first_after([](Configuration&) {}), "");
}
TEST(ProblemsEntrance, hours_are_those_of_a_calendar) {
  EXPECT_EQ(first_after([](Configuration& c) { c.hours[0].week[0].weekday = 8; }),
            "hours office: a weekday must be between 1 and 7, not 8");
  EXPECT_EQ(first_after([](Configuration& c) { c.hours[0].week[0].open.to = 25h; }),
            "hours office: an opening time must be between 0:00 and 24:00");
  EXPECT_EQ(first_after([](Configuration& c) { c.hours[0].week[0].open.to = 9h; }),
            "hours office: an opening time must not end when it begins");
  EXPECT_EQ(first_after([](Configuration& c) {
              c.hours[0].dates[1] = {2027, 2, 29, "", {}};
            }),
            "hours office: there is no such date: 2027-2-29");
  EXPECT_EQ(first_after([](Configuration& c) {
              c.hours[0].dates[1] = {0, 13, 1, "", {}};
            }),
            "hours office: there is no such date: every year-13-1");
  EXPECT_EQ(first_after([](Configuration& c) { c.hours[0].dates[1] = c.hours[0].dates[0]; }),
            "hours office: the date every year-2-29 is there twice");
  EXPECT_EQ(first_after([](Configuration& c) { c.hours[1].name = "office"; }),
            "hours office: other hours have the same name");
  EXPECT_EQ(first_after([](Configuration& c) {
              c.hours[0].week.assign(11, {2, {1h, 2h}});
            }),
            "hours office: the number of opening times of a weekday must be between 0 and 10, not 11");
  EXPECT_EQ(first_after([](Configuration& c) {
              c.hours[0].shifts = {{base::Instant{}, 25h}};
            }),
            "hours office: a time zone is less than a day away from UTC");
  EXPECT_EQ(first_after([](Configuration& c) { c.hours.resize(201, c.hours[0]); }).substr(0, 14),
            "hours № 201:");
}
TEST(ProblemsEntrance, hours_that_are_named_exist) {
  EXPECT_EQ(first_after([](Configuration& c) { c.projects[0].hours = "x"; }),
            "project shop: there are no hours x");
  EXPECT_EQ(first_after([](Configuration& c) { c.queues[0].hours = "x"; }),
            "queue day: there are no hours x");
  EXPECT_EQ(first_after([](Configuration& c) { c.agents[0].shift = "x"; }),
            "agent anna: there are no hours x");
}
TEST(ProblemsEntrance, what_is_shown_on_calls_out_is_a_number) {
  for (const char* fine : {"", "+78005550100", "74950001122", "101"})
    EXPECT_EQ(first_after([&](Configuration& c) { c.projects[0].caller_id = fine; }), "") << fine;
  for (const char* wrong : {"+", "Окно", "+7 800", "+7800555010012345"})
    EXPECT_EQ(first_after([&](Configuration& c) { c.projects[0].caller_id = wrong; }),
              "project shop: the number shown on calls out must be one like +78005550100")
        << wrong;
}
TEST(ProblemsEntrance, the_numbers_of_the_house_lead_somewhere) {
  EXPECT_EQ(first_after([](Configuration& c) { c.entries[0].target = "queue:suport"; }),
            "entry +78005550100: it leads to: there is no queue suport");
  EXPECT_EQ(first_after([](Configuration& c) { c.entries[1].target = ""; }), "entry shop: it leads nowhere");
  EXPECT_EQ(first_after([](Configuration& c) { c.entries[0].project = ProjectId(999); }),
            "entry +78005550100: there is no such project");
  EXPECT_EQ(first_after([](Configuration& c) { c.entries[1].number = "+78005550100"; }),
            "entry +78005550100: the same number is there twice");
}
TEST(ProblemsEntrance, a_name_is_one_of_the_house) {
  EXPECT_EQ(first_after([](Configuration& c) {
              Project other = c.projects[0];
              other.id = ProjectId(2);
              c.projects.push_back(other);
            }),
            "project shop: another project has the same name");
}
TEST(ProblemsEntrance, targets_lead_somewhere) {
  EXPECT_EQ(first_after([](Configuration& c) { c.queues[0].overflow_to = "queue:x"; }),
            "queue day: overflow: there is no queue x");
  EXPECT_EQ(first_after([](Configuration& c) { c.queues[0].when_nobody = "message:x"; }),
            "queue day: when nobody is here: there is no message x");
  EXPECT_EQ(first_after([](Configuration& c) { c.projects[0].when_closed = "menu:x"; }),
            "project shop: when closed: there is no menu x");
  EXPECT_EQ(first_after([](Configuration& c) { c.projects[0].blacklisted_to = "agent:1"; }),
            "project shop: blacklisted: nobody can be sent to agent:1 by a setting");
  EXPECT_EQ(first_after([](Configuration& c) { c.queues[0].when_closed = "nowhere"; }),
            "queue day: when closed: \"nowhere\" is no place to be sent to");
  EXPECT_EQ(first_after([](Configuration& c) { c.queues[0].overflow_to = ""; }),
            "queue day: overflow must lead somewhere");
}
TEST(ProblemsEntrance, closed_queues_do_not_lead_to_each_other_for_ever) {
  EXPECT_EQ(first_after([](Configuration& c) { c.queues[0].overflow_to = "queue:day"; }),
            "queue day: overflow: the queue sends people to itself");
  EXPECT_EQ(first_after([](Configuration& c) { c.queues[1].hours = ""; }),
            "queue day: when closed: the way leads back here, and all on it are closed at the same hours");
}
TEST(ProblemsEntrance, lists_and_announcements_have_bounds) {
  EXPECT_EQ(first_after([](Configuration& c) { c.projects[0].blacklist.push_back("anonymous"); }),
            "project shop: a number that is not shown cannot be on the blacklist: it is everybody's");
  EXPECT_EQ(first_after([](Configuration& c) { c.projects[0].whitelist.assign(10'001, "+7916"); }),
            "project shop: the length of the whitelist must be between 0 and 10000, not 10001");
  EXPECT_EQ(first_after([](Configuration& c) { c.projects[0].hooligan_marks = 101; }),
            "project shop: marks of a hooligan must be between 0 and 100, not 101");
  EXPECT_EQ(first_after([](Configuration& c) { c.projects[0].messages[1].name = "closed"; }),
            "project shop: the message closed is there twice");
  EXPECT_EQ(first_after([](Configuration& c) { c.queues[0].announce_every = 4s; }),
            "queue day: the time between announcements must be at least 5 s, or 0 for one announcement");
  EXPECT_EQ(first_after([](Configuration& c) { c.queues[0].announce_first = -1s; }),
            "queue day: the wait before an announcement must not be less than 0");
}
}  // namespace okno::domain
