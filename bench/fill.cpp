// Fills a directory for measurements: 1,000 agents with desk phones, queues q10 q100 q1000 without wrap-up
// or recording, a queue that records, an entry that only answers, some contacts. Prints one API key an agent.
// usage: okno_bench_fill DIRECTORY AGENTS CONTACTS
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "app/records_make.h"
#include "demo/seed.h"
#include "store/open.h"

namespace {
using namespace okno;
using namespace std::chrono_literals;

template <class Result>
auto must(Result result) {
  if (!result) {
    std::fprintf(stderr, "okno_bench_fill: %s\n", result.error().words.c_str());
    std::exit(1);
  }
  return std::move(*result);
}

domain::Configuration configuration() {
  domain::Configuration out;
  domain::Project project;
  project.id = domain::ProjectId(1);
  project.name = "bench";
  project.title = "Bench";
  project.menus = {{.name = "answer",
                    .title = "Answered",
                    .say = "Подождите, пожалуйста.",
                    .choices = {},
                    .digit_limit = 3600s,
                    .tries = 1,
                    .otherwise = "hangup"}};
  out.projects = {project};
  out.entries = {{"answer", project.id, "menu:answer"}};
  int id = 0;
  for (const char* name : {"q10", "q100", "q1000", "recorded"}) {
    domain::Queue queue;
    queue.id = domain::QueueId(++id);
    queue.name = queue.title = name;
    queue.project = project.id;
    queue.wrap_up_limit = 0s;
    queue.recorded = queue.name == "recorded";
    queue.last_agent_first = false;  // the same caller rings again and again: this would measure one agent
    out.queues.push_back(queue);
    out.entries.push_back({name, project.id, std::string("queue:") + name});
  }
  return out;
}
}  // namespace

int main(int count, char** words) {
  if (count != 4) return std::fprintf(stderr, "usage: okno_bench_fill DIRECTORY AGENTS CONTACTS\n"), 2;
  const std::string directory = words[1];
  const int agents = std::atoi(words[2]), contacts = std::atoi(words[3]);
  std::filesystem::create_directories(directory);
  store::Settings where;
  where.path = directory + "/okno.db";
  auto store = must(store::open(where));
  if (const auto done = store->save_configuration(configuration()); !done) return 1;
  const auto now = base::from_ms(1'795'318'000'000);
  const std::string hash = app::hash_password("bench-" + directory);
  std::ofstream keys(directory + "/keys");
  for (int i = 1; i <= agents; ++i) {
    ports::Account account;
    account.agent.login = account.agent.desk_phone = "a" + std::to_string(i);
    account.agent.name = "Agent " + std::to_string(i);
    if (i <= 10) account.agent.queues.push_back(domain::QueueId(1));
    if (i <= 100) account.agent.queues.push_back(domain::QueueId(2));
    account.agent.queues.push_back(domain::QueueId(3));
    account.agent.queues.push_back(domain::QueueId(4));
    account.password_hash = hash;
    account.desk_phone_ha1 = demo::digest_ha1(account.agent.desk_phone, "okno", "bench");
    const auto saved = must(store->save_account(account));
    keys << account.agent.login << " " << must(app::create_api_key(*store, saved.agent.id, "bench", now))
         << "\n";
  }
  for (int i = 0; i < contacts; ++i) {
    domain::Contact contact;
    contact.name = "Customer " + std::to_string(i);
    char number[16];
    std::snprintf(number, sizeof number, "+79%09d", i);
    contact.phones = {number};
    contact.created_at = now;
    must(store->create_contact(contact));
  }
  return 0;
}
