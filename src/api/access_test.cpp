#include "api/access.h"

#include <gtest/gtest.h>

#include <set>

#include "api/byte_range.h"
#include "api/routes.h"
#include "api/sign_in_limits.h"

namespace okno::api {
namespace {
using domain::Role;

TEST(Access, every_route_has_one_rule_and_every_rule_a_route) {
  std::multiset<std::string> operations, rules;
  for (const auto& route : routes()) operations.insert(route.operation);
  for (const auto& rule : access_rules()) rules.insert(std::string(rule.operation));
  EXPECT_EQ(operations, rules);
  EXPECT_EQ(std::set<std::string>(rules.begin(), rules.end()).size(), rules.size());
}

TEST(Access, only_these_operations_are_open_to_strangers) {
  std::set<std::string> open;
  for (const auto& rule : access_rules())
    if (rule.need == Need::nothing) open.insert(std::string(rule.operation));
  EXPECT_EQ(open, (std::set<std::string>{"sign_in", "get_openapi", "get_health", "get_metrics"}));
}

TEST(Access, roles_stand_one_over_the_other) {
  EXPECT_TRUE(may(Need::agent, Role::agent) && may(Need::agent, Role::admin));
  EXPECT_FALSE(may(Need::supervisor, Role::agent));
  EXPECT_TRUE(may(Need::supervisor, Role::supervisor) && may(Need::supervisor, Role::admin));
  EXPECT_FALSE(may(Need::admin, Role::agent) || may(Need::admin, Role::supervisor));
  EXPECT_TRUE(may(Need::admin, Role::admin));
}

TEST(Access, an_agent_touches_only_his_own_conversations) {
  app::InteractionView view;
  EXPECT_FALSE(may_touch(domain::AgentId(2), Role::agent, view));
  view.agent = app::PersonView{2, "Анна"};
  EXPECT_TRUE(may_touch(domain::AgentId(2), Role::agent, view));
  EXPECT_FALSE(may_touch(domain::AgentId(3), Role::agent, view));
  EXPECT_TRUE(may_touch(domain::AgentId(3), Role::supervisor, view));
}

TEST(ByteRange, every_form_of_the_header_is_read_as_rfc_9110_says) {
  struct Case {
    const char* header;
    ByteRange::Kind kind;
    std::uint64_t offset, length;
  };
  using Kind = ByteRange::Kind;
  const Case cases[] = {
      {"", Kind::whole, 0, 100},
      {"bytes=0-9", Kind::part, 0, 10},
      {"bytes=90-", Kind::part, 90, 10},
      {"bytes=-5", Kind::part, 95, 5},
      {"bytes=-500", Kind::part, 0, 100},
      {"bytes=90-500", Kind::part, 90, 10},
      {"bytes=100-", Kind::unsatisfiable, 0, 0},
      {"bytes=-0", Kind::unsatisfiable, 0, 0},
      {"bytes=9-3", Kind::whole, 0, 100},
      {"bytes=0-1,5-6", Kind::whole, 0, 100},
      {"lines=0-1", Kind::whole, 0, 100},
      {"bytes=x-y", Kind::whole, 0, 100},
      {"bytes=1-y", Kind::whole, 0, 100},
      {"bytes=", Kind::whole, 0, 100},
      {"bytes=-", Kind::whole, 0, 100},
      {"bytes=99999999999999999999-", Kind::whole, 0, 100},
  };
  for (const auto& one : cases) {
    const ByteRange range = byte_range(one.header, 100);
    EXPECT_EQ(range.kind, one.kind) << one.header;
    EXPECT_EQ(range.offset, one.offset) << one.header;
    EXPECT_EQ(range.length, one.length) << one.header;
  }
  EXPECT_EQ(byte_range("bytes=0-", 0).kind, Kind::unsatisfiable);
}

TEST(SignInLimits, failures_count_per_login_and_source_and_per_source) {
  Limits limits;
  limits.sign_in_failures = 2;
  limits.sign_in_failures_per_source = 3;
  limits.sign_in_window = std::chrono::seconds(60);
  SignInLimits counts(limits);
  const auto now = base::from_ms(1'000'000);
  counts.failed("anna", "10.0.0.1", now);
  EXPECT_EQ(counts.wait_for("anna", "10.0.0.1", now).count(), 0);
  counts.failed("anna", "10.0.0.1", now);
  EXPECT_EQ(counts.wait_for("anna", "10.0.0.1", now), std::chrono::seconds(60));
  EXPECT_EQ(counts.wait_for("anna", "10.0.0.2", now).count(), 0);
  EXPECT_EQ(counts.wait_for("boris", "10.0.0.1", now).count(), 0);
  counts.failed("boris", "10.0.0.1", now + std::chrono::seconds(10));
  EXPECT_EQ(counts.wait_for("vera", "10.0.0.1", now + std::chrono::seconds(10)), std::chrono::seconds(50));
  EXPECT_EQ(counts.wait_for("anna", "10.0.0.1", now + std::chrono::seconds(60)).count(), 0);
}

TEST(SignInLimits, passwords_being_checked_count_until_they_are_known) {
  Limits limits;
  limits.sign_in_failures = 2;
  SignInLimits counts(limits);
  const auto now = base::from_ms(1'000'000);
  EXPECT_EQ(counts.begin("anna", "10.0.0.1", now).count(), 0);
  EXPECT_EQ(counts.wait_for("anna", "10.0.0.1", now).count(), 0);
  EXPECT_EQ(counts.begin("anna", "10.0.0.1", now).count(), 0);
  EXPECT_GT(counts.wait_for("anna", "10.0.0.1", now).count(), 0);
  EXPECT_EQ(counts.wait_for("boris", "10.0.0.1", now).count(), 0);
  counts.ended("anna", "10.0.0.1");
  EXPECT_EQ(counts.wait_for("anna", "10.0.0.1", now).count(), 0);
  counts.ended("anna", "10.0.0.1");
  counts.failed("anna", "10.0.0.1", now);
  EXPECT_EQ(counts.wait_for("anna", "10.0.0.1", now).count(), 0);
  counts.failed("anna", "10.0.0.1", now);
  EXPECT_EQ(counts.wait_for("anna", "10.0.0.1", now), limits.sign_in_window);
}

TEST(SignInLimits, what_is_remembered_is_bounded) {
  Limits limits;
  limits.sign_in_remembered = 100;
  SignInLimits counts(limits);
  for (int i = 0; i < 10'000; ++i)
    counts.failed("login" + std::to_string(i), "source" + std::to_string(i), base::from_ms(i));
  EXPECT_LE(counts.remembered(), 100u);
}
}  // namespace
}  // namespace okno::api
