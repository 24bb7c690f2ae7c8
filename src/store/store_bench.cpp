// make bench, or store_bench: OKNO_BENCH_CONTACTS=10000000 for a big town (about 3 GB on the disk).
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/prng.h"
#include "store/open.h"
#include "store/sql_store.h"

namespace okno::store {
namespace {
using namespace domain;

std::int64_t contacts_wanted() {
  const char* wanted = std::getenv("OKNO_BENCH_CONTACTS");
  return wanted ? std::atoll(wanted) : 10'000;
}
std::string phone_of(std::int64_t number) {
  return "+7" + std::to_string(9'000'000'000 + number * 7919 % 1'000'000'000);
}

// One store for all of it, removed at the end.
class Town {
 public:
  Town() {
    const char* base = std::getenv("TMPDIR");
    directory_ = std::string(base ? base : "/tmp") + "/okno-bench-" + std::to_string(::getpid());
    std::filesystem::create_directories(directory_);
    Settings settings;
    settings.path = directory_ + "/okno.db";
    store_ = open(settings).value();
    const auto filled = database().write([](Connection& connection) {
      // The search index of a big town would take longer than everything else; searches have a town of their
      // own.
      connection.script("DROP TRIGGER contact_search_added");
      connection.run(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO contacts "
          "(name, "
          "name_folded, search, phones, emails, segment, vip, difficult, language, created_at_ms, version) "
          "SELECT "
          "'Контакт ' || i, 'контакт ' || i, '', '+7' || (9000000000 + i * 7919 % 1000000000), '', '', 0, 0, "
          "'', 0, 1 "
          "FROM n",
          {contacts_wanted()});
      connection.run(
          "INSERT INTO contact_phones (number, contact_id) SELECT phones, id FROM contacts ORDER BY phones");
    });
    if (!filled.ok()) std::fprintf(stderr, "%s\n", filled.error().words.c_str()), std::abort();
  }
  ~Town() {
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  ports::Store& store() { return *store_; }
  Database& database() { return static_cast<SqlStore&>(*store_).database(); }

 private:
  std::string directory_;
  std::unique_ptr<ports::Store> store_;
};

Town& town() {
  static Town one;
  return one;
}

// The look-up alone: number → contact and company.
void phone_to_contact(benchmark::State& state) {
  auto& database = town().database();
  base::Prng prng(1);
  const auto contacts = static_cast<std::uint64_t>(contacts_wanted());
  const std::string sql = SqlStore::phone_query();
  for (auto _ : state) {
    const auto found = database.read([&](Connection& connection) {
      Query query(connection, sql, "itttiitiitiiitt",
                  {phone_of(static_cast<std::int64_t>(1 + prng.below(contacts)))});
      return query.next() ? query.integer() : 0;
    });
    if (!found.ok() || *found == 0) state.SkipWithError("not found");
  }
}
BENCHMARK(phone_to_contact);

// Everything that the card shows.
void phone_to_card(benchmark::State& state) {
  auto& store = town().store();
  base::Prng prng(2);
  const auto contacts = static_cast<std::uint64_t>(contacts_wanted());
  for (auto _ : state) {
    const auto found =
        store.find_by_phone(phone_of(static_cast<std::int64_t>(1 + prng.below(contacts))), base::from_ms(0));
    if (!found.ok() || !found->has_value()) state.SkipWithError("not found");
  }
}
BENCHMARK(phone_to_card);

// Ended calls kept, `range` in one transaction.
void save_interactions(benchmark::State& state) {
  auto& store = town().store();
  static std::int64_t id = 0;
  std::vector<Interaction> rows(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    for (auto& row : rows) {
      row.id = InteractionId(++id);
      row.started_at = base::from_ms(id);
      row.contact = ContactId(id % 1000 + 1);
      row.agent = AgentId(id % 100 + 1);
      row.from = phone_of(id);
    }
    if (!store.save_interactions(rows).ok()) state.SkipWithError("not saved");
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * state.range(0));
}
BENCHMARK(save_interactions)->Arg(1)->Arg(10)->Arg(100)->UseRealTime();

void create_contact(benchmark::State& state) {
  auto& database = town().database();
  static bool once = [&] {
    return database
        .write([](Connection& connection) {
          connection.script(
              "CREATE TRIGGER contact_search_added AFTER INSERT ON contacts BEGIN INSERT INTO "
              "contact_search(rowid, "
              "search) VALUES (new.id, new.search); END");
        })
        .ok();
  }();
  static std::int64_t number = 0;
  Contact row;
  for (auto _ : state) {
    row.name = "Мария Иванова " + std::to_string(++number);
    row.phones = {"+4420" + std::to_string(10'000'000 + number)};
    if (!once || !town().store().create_contact(row).ok()) state.SkipWithError("not saved");
  }
}
BENCHMARK(create_contact)->UseRealTime();

// A rare text among those that create_contact has made.
void search_by_part(benchmark::State& state) {
  for (auto _ : state) {
    const auto found = town().store().search_contacts("анова 77", "", {"", 50});
    if (!found.ok()) state.SkipWithError("not found");
    benchmark::DoNotOptimize(found);
  }
}
BENCHMARK(search_by_part);
}  // namespace
}  // namespace okno::store
