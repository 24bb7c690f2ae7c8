// A whole server for a test: real sockets on free ports, real Records on an SQLite file, a fake Desk.
#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "api/server.h"
#include "api/testing/client.h"
#include "api/testing/fakes.h"
#include "app/records_make.h"
#include "base/check.h"
#include "store/open.h"

namespace okno::api::testing {
inline const std::string& demo_hash() {
  static const std::string hash = app::hash_password("demo");
  return hash;
}

class OpenDoors : public ::testing::Test {
 protected:
  OpenDoors() {
    std::string name = "/tmp/okno-api-XXXXXX";
    OKNO_CHECK(::mkdtemp(name.data()) != nullptr);
    directory = name;
    store::Settings where;
    where.path = directory + "/okno.db";
    auto opened = store::open(where);
    OKNO_CHECK(opened.ok());
    store = std::move(*opened);
    admin = staff("admin", domain::Role::admin);
    anna = staff("anna", domain::Role::agent);
    boris = staff("boris", domain::Role::agent);
    vera = staff("vera", domain::Role::supervisor);
    kept.recordings = directory;
    kept.demo = true;
    records = app::make_records(*store, kept);
    settings.http = "127.0.0.1:0";
    settings.limits.stop_time = std::chrono::milliseconds(300);
  }
  ~OpenDoors() override {
    server.reset();
    desk.thread.stop();
    store_pool.stop();
    password_pool.stop();
    sound_pool.stop();
    std::error_code ignored;
    std::filesystem::remove_all(directory, ignored);
  }

  void open() {
    auto started = start(settings, {desk, *records, *store, store_pool, password_pool, sound_pool, clock, hub,
                                    files, metrics});
    ASSERT_TRUE(started.ok()) << started.error().words;
    server = std::move(*started);
  }
  std::uint16_t port() const { return server->http_port(); }

  domain::AgentId staff(const std::string& login, domain::Role role) {
    ports::Account account;
    account.agent.login = login;
    account.agent.name = login;
    account.agent.role = role;
    account.password_hash = demo_hash();
    return store->save_account(account)->agent.id;
  }
  domain::ContactId customer(const std::string& name, const std::string& phone) {
    domain::Contact contact;
    contact.name = name;
    contact.phones = {phone};
    return store->create_contact(contact)->id;
  }
  // An ended call of `agent` in the store; `bytes` of mp3 beside it unless empty.
  domain::InteractionId ended_call(std::int64_t id, domain::AgentId agent, const std::string& bytes = "") {
    domain::Interaction row;
    row.id = domain::InteractionId(id);
    row.state = domain::InteractionState::ended;
    row.agent = agent;
    row.from = "+79161234567";
    row.started_at = clock.now();
    row.ended_at = clock.now();
    row.end_cause = domain::EndCause::answered;
    if (!bytes.empty()) {
      row.recording = std::to_string(id) + ".wav";
      std::ofstream(directory + "/" + std::to_string(id) + ".mp3") << bytes;
    }
    OKNO_CHECK(store->save_interactions({row}).ok());
    return row.id;
  }
  void live_call(std::int64_t id, domain::AgentId agent) {
    desk.thread.submit([this, id, agent] {
      app::InteractionView view;
      view.id = id;
      view.agent = app::PersonView{agent.value(), "agent"};
      view.state = domain::InteractionState::active;
      desk.live[id] = view;
    });
  }

  std::string directory;
  ToldTime clock;
  std::unique_ptr<ports::Store> store;
  app::RecordsSettings kept;
  std::unique_ptr<app::Records> records;
  domain::AgentId admin, anna, boris, vera;
  LiveHub hub;
  FakeDesk desk;
  WorkThread store_pool, password_pool, sound_pool;
  Settings settings;
  std::vector<DeskFile> files;
  std::function<std::string()> metrics;
  std::unique_ptr<Server> server;
};

// "code" of a problem, or "" when it is none.
inline std::string code_of(const Response& response) {
  const std::string mark = "\"code\":\"";
  const auto at = response.body.find(mark);
  if (response.headers.count("content-type") == 0 ||
      response.headers.at("content-type") != "application/problem+json" || at == std::string::npos)
    return "";
  return response.body.substr(at + mark.size(), response.body.find('"', at + mark.size()) - at - mark.size());
}
inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
}  // namespace okno::api::testing
