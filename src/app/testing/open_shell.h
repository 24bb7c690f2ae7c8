// A shell on a real store and journal in a directory of its own, with two agents, a queue and a customer.
#pragma once
#include <gtest/gtest.h>
#include <stdlib.h>

#include "app/testing/world.h"

namespace okno::app::testing {
using namespace std::chrono_literals;
using domain::LegId;
inline const base::Instant kNoon = base::from_ms(1'790'000'000'000);
inline constexpr const char* kMaria = "+79161234567";

class OpenShell : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/okno-shell-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    directory_ = name;
    store::Settings where;
    where.path = directory_ + "/okno.db";
    auto opened = store::open(where);
    ASSERT_TRUE(opened) << opened.error().words;
    store_ = std::move(*opened);
    domain::Project project;
    project.id = domain::ProjectId(1);
    project.name = project.title = "main";
    project.caller_id = "+78005550100";
    project.dispositions = {"sold", "no_answer"};
    domain::Queue queue;
    queue.id = domain::QueueId(1);
    queue.name = queue.title = "support";
    queue.project = project.id;
    configuration_.projects = {project};
    configuration_.queues = {queue};
    configuration_.entries = {{"support", project.id, "queue:support"}};
    ASSERT_TRUE(store_->save_configuration(configuration_));
    anna_ = add_agent("anna", "Анна", "anna-desk");
    boris_ = add_agent("boris", "Борис", "");
    domain::Contact maria;
    maria.name = "Мария Иванова";
    maria.phones = {kMaria};
    maria.owner = anna_;
    auto created = store_->create_contact(maria);
    ASSERT_TRUE(created) << created.error().words;
    maria_ = created->id;
    start();
  }
  void TearDown() override {
    shell_.reset();
    journal_.reset();
    store_.reset();
    std::filesystem::remove_all(directory_);
  }

  AgentId add_agent(const std::string& login, const std::string& name, const std::string& desk_phone,
                    domain::Role role = domain::Role::agent) {
    ports::Account account;
    account.agent.role = role;
    account.agent.login = login;
    account.agent.name = name;
    account.agent.desk_phone = desk_phone;
    account.agent.queues = {domain::QueueId(1)};
    account.password_hash = "x";
    auto saved = store_->save_account(account);
    EXPECT_TRUE(saved) << saved.error().words;
    configuration_.agents.push_back(saved->agent);
    return saved->agent.id;
  }

  void start() {
    shell_.reset();
    journal_.reset();
    loop_.forget();
    auto journal = store::open_journal({directory_ + "/journal"});
    ASSERT_TRUE(journal) << journal.error().words;
    journal_ = std::move(*journal);
    ShellSettings settings;
    settings.recordings = "/recordings";
    settings.prompts = "/prompts";
    settings.music = "/prompts/music.wav";
    settings.log = [this](const std::string& event, const std::string&) { logged_.push_back(event); };
    settings.journal_keeps = journal_keeps_;
    settings.day_start = [](base::Instant) { return kNoon - 12h; };
    shell_ = std::make_unique<Shell>(ShellParts{loop_, screen_, *store_, pool_, *journal_}, settings,
                                     configuration_);
    auto recovered = shell_->recover(loop_.now);
    ASSERT_TRUE(recovered) << recovered.error().words;
    shell_->connect(exchange_);
  }

  void browser_up(AgentId agent) {
    std::string answer;
    shell_->phone_offer(agent, "v=0", [&](Result<std::string> result) { answer = *result; });
    shell_->browser_phone_changed(agent, true);
    shell_->window_opened(agent);
    loop_.run();
    EXPECT_EQ(answer, "v=0 answer");
  }
  void ready(AgentId agent) {
    bool well = false;
    shell_->set_state(agent, {"ready", {}}, [&](Result<MeView> me) { well = me.ok(); });
    loop_.run();
    EXPECT_TRUE(well);
  }
  void ring(int leg, const std::string& from = kMaria, const std::string& to = "support") {
    shell_->call_arrived({LegId(leg), from, "", to, "127.0.0.1:5070", "loopback", ""});
    loop_.run();
  }
  std::optional<InteractionView> live(int id) {
    std::optional<InteractionView> view;
    shell_->interaction(InteractionId(id), [&](Result<std::optional<InteractionView>> r) { view = *r; });
    loop_.run();
    return view;
  }
  Result<InteractionView> answer(AgentId agent, int id) {
    Result<InteractionView> out = base::Error{"none", ""};
    shell_->answer(agent, InteractionId(id), [&](Result<InteractionView> r) { out = std::move(r); });
    loop_.run();
    return out;
  }

  std::int64_t journal_keeps_ = 1'000'000;
  std::string directory_;
  std::vector<std::string> logged_;  // names of the events
  ManualLoop loop_{kNoon};
  PatientPool pool_;
  WritingScreen screen_;
  WritingExchange exchange_;
  std::unique_ptr<ports::Store> store_;
  std::unique_ptr<ports::Journal> journal_;
  std::unique_ptr<Shell> shell_;
  domain::Configuration configuration_;
  AgentId anna_, boris_;
  domain::ContactId maria_;
};
}  // namespace okno::app::testing
