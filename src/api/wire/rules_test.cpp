// The rules of routing and people's wishes through the door: who may, what is wrong, what reaches the Desk.
#include "api/testing/open_doors.h"

namespace okno::api {
namespace {
using namespace testing;

class RulesTest : public OpenDoors {
 protected:
  void SetUp() override {
    domain::Configuration all;
    all.projects.resize(1);
    all.projects[0].id = domain::ProjectId(1);
    all.projects[0].name = "main";
    all.queues.resize(1);
    all.queues[0].id = domain::QueueId(1);
    all.queues[0].name = "support";
    all.queues[0].project = domain::ProjectId(1);
    ASSERT_TRUE(store->save_configuration(all).ok());
    open();
  }
  // The first queue as the server shows it, with `what` in it replaced.
  static std::string queue_with(const std::string& configuration, const std::string& what,
                                const std::string& by) {
    const auto begin = configuration.find("\"queues\":[{") + 10;
    auto queue = configuration.substr(begin, configuration.find("}],\"agents\"") + 1 - begin);
    const auto at = queue.find(what);
    EXPECT_NE(at, std::string::npos) << queue;
    return at == std::string::npos ? queue : queue.replace(at, what.size(), by);
  }
  static std::string version_of(const std::string& configuration) {
    const auto at = configuration.find(':') + 1;
    return configuration.substr(at, configuration.find(',') - at);
  }
};

TEST_F(RulesTest, an_administrator_changes_them_a_supervisor_reads_and_an_agent_does_neither) {
  Client root(port()), vera_there(port()), anna_there(port());
  root.sign_in("admin");
  vera_there.sign_in("vera");
  anna_there.sign_in("anna");
  const Response read = vera_there.ask("GET", "/api/v1/configuration");
  ASSERT_EQ(read.status, 200) << read.body;
  EXPECT_TRUE(has(read.body, "\"ring_limit_s\":20,") && has(read.body, "\"card_limit_ms\":150,"))
      << read.body;
  const std::string wish = "{\"version\":" + version_of(read.body) + ",\"queues\":[" +
                           queue_with(read.body, "\"ring_limit_s\":20", "\"ring_limit_s\":12.5") + "]}";
  EXPECT_EQ(vera_there.ask("PATCH", "/api/v1/configuration", wish).status, 403);
  EXPECT_EQ(anna_there.ask("GET", "/api/v1/configuration").status, 403);
  EXPECT_EQ(anna_there.ask("GET", "/api/v1/decisions").status, 403);
  EXPECT_EQ(vera_there.ask("GET", "/api/v1/audit").status, 403);

  const Response saved = root.ask("PATCH", "/api/v1/configuration", wish);
  ASSERT_EQ(saved.status, 200) << saved.body;
  EXPECT_TRUE(has(saved.body, "\"ring_limit_s\":12.5") && has(saved.body, "\"warnings\":[]")) << saved.body;
  const auto version = std::stoll(version_of(read.body)) + 1;
  EXPECT_TRUE(desk.saw("configuration " + std::to_string(version) + ": 1 queues"));
  const Response late = root.ask("PATCH", "/api/v1/configuration", wish);
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(code_of(late), "conflict");
  const Response audit = root.ask("GET", "/api/v1/audit");
  EXPECT_TRUE(has(audit.body, "\"place\":\"queue support\"") && has(audit.body, "12.5")) << audit.body;
}

TEST_F(RulesTest, mistakes_are_listed_with_their_places_and_change_nothing) {
  Client root(port());
  root.sign_in("admin");
  const std::string before = root.ask("GET", "/api/v1/configuration").body;
  const std::string wish = "{\"version\":" + version_of(before) + ",\"queues\":[" +
                           queue_with(before, "\"ring_limit_s\":20", "\"ring_limit_s\":0") + "]}";
  const Response no = root.ask("PATCH", "/api/v1/configuration", wish);
  EXPECT_EQ(no.status, 422);
  EXPECT_EQ(code_of(no), "bad_configuration");
  EXPECT_TRUE(has(no.body, R"({"place":"queue support","words":"the ring limit must be over 0"})"))
      << no.body;
  EXPECT_EQ(root.ask("GET", "/api/v1/configuration").body, before);
  EXPECT_EQ(code_of(root.ask("PATCH", "/api/v1/configuration", R"({"version":1,"queues":[{"id":1}]})")),
            "missing_field");
  EXPECT_EQ(code_of(root.ask("PATCH", "/api/v1/configuration", R"({"version":1,"forget_hours":["x"]})")),
            "not_found");
  EXPECT_EQ(code_of(root.ask("GET", "/api/v1/decisions?limit=51")), "bad_parameter");
  EXPECT_EQ(root.ask("GET", "/api/v1/decisions?queue=support").body, "{\"items\":[],\"next\":\"\"}");
}

TEST_F(RulesTest, wishes_reach_the_desk) {
  Client vera_there(port()), anna_there(port());
  vera_there.sign_in("vera");
  anna_there.sign_in("anna");
  live_call(7, anna);
  const std::string state = R"({"state":"pause","reason":"lunch"})";
  const std::string path = "/api/v1/agents/" + std::to_string(anna.value()) + "/state";
  EXPECT_EQ(anna_there.ask("PUT", path, state).status, 403);
  EXPECT_EQ(vera_there.ask("PUT", path, state).status, 200);
  EXPECT_TRUE(
      desk.saw(std::to_string(vera.value()) + " forces " + std::to_string(anna.value()) + " to pause"));
  EXPECT_EQ(anna_there.ask("POST", "/api/v1/interactions/7/extend").status, 200);
  EXPECT_EQ(anna_there.ask("POST", "/api/v1/interactions/7/take").status, 200);
  EXPECT_EQ(anna_there.ask("POST", "/api/v1/interactions/7/callback").status, 200);
  EXPECT_EQ(anna_there.ask("POST", "/api/v1/interactions/7/callback", R"({"number":"+7916"})").status, 200);
  for (const char* words : {"extend 7", "take 7", "callback same 7", "callback +7916 7"})
    EXPECT_TRUE(desk.saw(words)) << words;
  const std::string plan = R"({"number":"+79161234567","queue":"support","at_ms":1800000000000})";
  EXPECT_EQ(anna_there.ask("POST", "/api/v1/planned-calls", plan).status, 201);
  EXPECT_EQ(anna_there.ask("PATCH", "/api/v1/planned-calls/9", R"({"at_ms":1800000000001})").status, 200);
  EXPECT_EQ(anna_there.ask("DELETE", "/api/v1/planned-calls/9").status, 200);
  EXPECT_TRUE(has(anna_there.ask("GET", "/api/v1/planned-calls").body, "\"items\":[{\"id\":0"));
  for (const char* words : {"plan +79161234567 at 1800000000000", "move 9 to 1800000000001", "cancel 9"})
    EXPECT_TRUE(desk.saw(words)) << words;
  EXPECT_EQ(code_of(anna_there.ask("PATCH", "/api/v1/planned-calls/9", R"({"at_ms":-1})")), "bad_time");
  EXPECT_EQ(anna_there.ask("GET", "/api/v1/blacklist").status, 403);
  EXPECT_TRUE(has(vera_there.ask("GET", "/api/v1/blacklist").body, "\"number\":\"+79161234567\""));
  EXPECT_EQ(vera_there.ask("PUT", "/api/v1/blacklist/%2B79161234567", R"({"until_ms":5})").status, 200);
  EXPECT_EQ(vera_there.ask("DELETE", "/api/v1/blacklist/%2B79161234567?project=main").status, 200);
  EXPECT_TRUE(desk.saw("block +79161234567 until 5") && desk.saw("unblock +79161234567 of main"));
}
}  // namespace
}  // namespace okno::api
