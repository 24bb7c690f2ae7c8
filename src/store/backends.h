// For tests: the same test on SQLite and on PostgreSQL, each time with an empty store.
#pragma once
#include <gmock/gmock.h>

#include <filesystem>
#include <memory>
#include <string>

#include "store/cluster.h"
#include "store/open.h"
#include "store/sql_store.h"

namespace okno::store {
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = "/tmp/okno-store-XXXXXX";
    OKNO_CHECK(::mkdtemp(name.data()));
    path = name;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  std::string path;
};

inline constexpr std::int64_t kNoonMs = 1'767'258'000'000;  // 2026-01-01 09:00 UTC, noon in Moscow
inline base::Instant at(std::int64_t ms) {
  return base::from_ms(kNoonMs + ms);
}

class BothBackends : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    settings_.backend = GetParam();
    settings_.connections = 2;
    if (GetParam() == "sqlite") {
      settings_.path = directory_.path + "/okno.db";
    } else {
      static int number = 0;
      settings_.connection = Cluster::shared().connection();
      settings_.schema = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++number);
    }
    reopen();
  }
  void TearDown() override {
    if (store_ && GetParam() == "postgresql") run("DROP SCHEMA " + settings_.schema + " CASCADE");
  }
  void reopen() {
    store_.reset();
    auto opened = open(settings_);
    ASSERT_TRUE(opened.ok()) << opened.error().words;
    store_ = std::move(opened).value();
  }
  ports::Store& store() { return *store_; }
  Database& database() { return static_cast<SqlStore&>(*store_).database(); }
  void run(const std::string& script) {
    const auto done = database().read([&](Connection& connection) { connection.script(script); });
    ASSERT_TRUE(done.ok()) << done.error().words;
  }

  // --- rows with usual content
  domain::AgentId agent(const std::string& login) {
    ports::Account account;
    account.agent.login = login;
    account.agent.name = login;
    const auto saved = store().save_account(account);
    EXPECT_TRUE(saved.ok()) << (saved.ok() ? "" : saved.error().words);
    return saved.ok() ? saved->agent.id : domain::AgentId();
  }
  domain::Contact contact(const std::string& name, const std::vector<std::string>& phones = {}) {
    domain::Contact row;
    row.name = name;
    row.phones = phones;
    row.created_at = at(0);
    const auto saved = store().create_contact(row);
    EXPECT_TRUE(saved.ok()) << (saved.ok() ? "" : saved.error().words);
    return saved.ok() ? *saved : row;
  }
  static domain::Interaction call(std::int64_t id, std::int64_t started_ms) {
    domain::Interaction row;
    row.id = domain::InteractionId(id);
    row.project = domain::ProjectId(1);
    row.state = domain::InteractionState::ended;
    row.end_cause = domain::EndCause::answered;
    row.from = "+79161234567";
    row.to = "+78005550100";
    row.started_at = at(started_ms);
    return row;
  }
  void save(const domain::Interaction& row) {
    const auto saved = store().save_interactions({row});
    ASSERT_TRUE(saved.ok()) << saved.error().words;
  }

  TemporaryDirectory directory_;
  Settings settings_;
  std::unique_ptr<ports::Store> store_;
};

#define OKNO_ON_BOTH_BACKENDS(Suite)                                                                   \
  INSTANTIATE_TEST_SUITE_P(, Suite, testing::Values(std::string("sqlite"), std::string("postgresql")), \
                           [](const auto& backend) { return backend.param; })
}  // namespace okno::store
