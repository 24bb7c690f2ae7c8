#include <sys/stat.h>

#include <fstream>

#include "store/backends.h"
#include "store/schema.h"

namespace okno::store {
namespace {
using namespace domain;
using testing::HasSubstr;

class Opening : public BothBackends {};
OKNO_ON_BOTH_BACKENDS(Opening);

TEST_P(Opening, a_second_opening_finds_everything_and_migrates_nothing) {
  contact("Мария", {"+79161234567"});
  reopen();
  reopen();
  EXPECT_TRUE(store().find_by_phone("+79161234567", at(0)).value().has_value());
}

TEST_P(Opening, a_newer_schema_is_refused_and_left_alone) {
  run("INSERT INTO schema_migrations (number, name) VALUES (9999, 'from_the_future')");
  store_.reset();
  const auto opened = open(settings_);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, "store_newer");
  EXPECT_THAT(opened.error().words, HasSubstr("9999"));
  EXPECT_THAT(opened.error().words, HasSubstr("newer version"));
}

TEST_P(Opening, migrations_that_are_missing_are_applied_in_order_and_once) {
  auto known = migrations();
  const auto next = static_cast<int>(known.size()) + 1;
  known.push_back(
      {next, "one_more", "CREATE TABLE one_more (id {{identity}}); INSERT INTO one_more (id) VALUES (7);"});
  known.push_back({next + 1, "and_one", "INSERT INTO one_more (id) SELECT id + 1 FROM one_more;"});
  for (int i = 0; i < 2; ++i) {
    const auto done = database().read([&](Connection& connection) { migrate(connection, known); });
    ASSERT_TRUE(done.ok()) << done.error().words;
  }
  const auto sum = database().read([&](Connection& connection) {
    Query query(connection, "SELECT CAST(SUM(id) AS BIGINT) FROM one_more", "i");
    query.next();
    return query.integer();
  });
  EXPECT_EQ(sum.value(), 15);
}

TEST_P(Opening, a_migration_that_fails_leaves_nothing_behind) {
  auto known = migrations();
  const auto next = static_cast<int>(known.size()) + 1;
  known.push_back({next, "broken", "CREATE TABLE half (id BIGINT); INSERT INTO nowhere VALUES (1);"});
  const auto failed = database().read([&](Connection& connection) { migrate(connection, known); });
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code, "store_failed");
  known.back().sql = "CREATE TABLE half (id BIGINT);";
  const auto done = database().read([&](Connection& connection) { migrate(connection, known); });
  EXPECT_TRUE(done.ok()) << done.error().words;
}

TEST_P(Opening, an_error_inside_a_write_takes_all_of_it_back_and_the_connection_lives) {
  for (int i = 0; i < 5; ++i) {
    const auto done = database().write([&](Connection& connection) {
      connection.run("INSERT INTO settings (name, value) VALUES ('half', '1')");
      connection.run("INSERT INTO settings (name, value) VALUES ('half', '2')");
    });
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.error().code, "conflict");
  }
  EXPECT_FALSE(store().setting("half").value().has_value());
  EXPECT_TRUE(store().set_setting("half", "whole").ok());
}

TEST(Store, a_wrong_setting_is_named) {
  const auto refusal = [](auto change) {
    Settings settings;
    settings.path = "/tmp/never-made.db";
    change(settings);
    const auto opened = open(settings);
    return opened.ok() ? std::string("opened") : opened.error().code + ": " + opened.error().words;
  };
  EXPECT_THAT(refusal([](Settings& s) { s.backend = "oracle"; }),
              HasSubstr("bad_setting: The store's backend"));
  EXPECT_THAT(refusal([](Settings& s) { s.connections = 0; }), HasSubstr("1 to 64"));
  EXPECT_THAT(refusal([](Settings& s) { s.path = ""; }), HasSubstr("needs a path"));
  EXPECT_THAT(refusal([](Settings& s) { s.path = "/tmp/a\"b"; }), HasSubstr("quotation"));
  EXPECT_THAT(refusal([](Settings& s) { s.backend = "postgresql"; }), HasSubstr("connection string"));
  EXPECT_THAT(refusal([](Settings& s) {
                s.backend = "postgresql";
                s.connection = "host=/nowhere";
                s.schema = "a\"b";
              }),
              HasSubstr("may hold only"));
  EXPECT_THAT(refusal([](Settings& s) {
                s.backend = "postgresql";
                s.connection = "host=/nowhere dbname=okno";
              }),
              HasSubstr("PostgreSQL cannot be reached"));
}

// --- what can be wrong with a file

class SqliteFile : public testing::Test {
 protected:
  SqliteFile() {
    settings_.path = directory_.path + "/okno.db";
    settings_.connections = 1;
  }
  std::unique_ptr<ports::Store> opened() {
    auto store = open(settings_);
    EXPECT_TRUE(store.ok()) << (store.ok() ? "" : store.error().words);
    return store.ok() ? std::move(store).value() : nullptr;
  }
  base::Error refusal() {
    const auto store = open(settings_);
    EXPECT_FALSE(store.ok());
    return store.ok() ? base::Error{} : store.error();
  }
  static void fill(ports::Store& store, int contacts) {
    for (int i = 0; i < contacts; ++i) {
      Contact row;
      row.name = "Контакт " + std::to_string(i);
      ASSERT_TRUE(store.create_contact(row).ok());
    }
  }
  TemporaryDirectory directory_;
  Settings settings_;
};

TEST_F(SqliteFile, a_file_that_is_no_database_is_refused_and_left_alone) {
  const std::string text(5000, 'x');
  std::ofstream(settings_.path) << text;
  const auto error = refusal();
  EXPECT_EQ(error.code, "store_damaged");
  EXPECT_THAT(error.words, HasSubstr(settings_.path));
  EXPECT_THAT(error.words, HasSubstr("backup"));
  std::ifstream file(settings_.path);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), text);
}

TEST_F(SqliteFile, a_damaged_database_is_refused) {
  fill(*opened(), 300);
  std::fstream file(settings_.path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(0, std::ios::end);
  const auto size = static_cast<std::int64_t>(file.tellg());
  for (std::int64_t page = 4096; page + 4096 <= size; page += 4096 * 3) {
    file.seekp(page);
    file << std::string(512, '\xA5');
  }
  file.close();
  const auto error = refusal();
  EXPECT_EQ(error.code, "store_damaged");
  EXPECT_THAT(error.words, HasSubstr("backup"));
}

TEST_F(SqliteFile, a_shortened_database_is_refused) {
  fill(*opened(), 300);
  struct stat status {};
  ASSERT_EQ(::stat(settings_.path.c_str(), &status), 0);
  ASSERT_EQ(::truncate(settings_.path.c_str(), status.st_size / 2), 0);
  EXPECT_EQ(refusal().code, "store_damaged");
}

TEST_F(SqliteFile, the_database_of_another_program_is_refused) {
  opened();
  { Database raw(Dialect::sqlite, settings_.path, 1, "PRAGMA application_id = 77", settings_.path); }
  EXPECT_THAT(refusal().words, HasSubstr("another program"));
}

TEST_F(SqliteFile, a_place_that_is_not_there_or_is_a_directory_is_refused) {
  settings_.path = directory_.path + "/no/such/okno.db";
  EXPECT_THAT(refusal().words, HasSubstr("Check that its directory is there"));
  settings_.path = directory_.path;
  EXPECT_THAT(refusal().words, HasSubstr("is a directory"));
}

TEST_F(SqliteFile, a_file_that_may_not_be_written_is_refused) {
  opened();
  ASSERT_EQ(::chmod(settings_.path.c_str(), 0444), 0);
  ASSERT_EQ(::chmod(directory_.path.c_str(), 0555), 0);
  const pid_t child = ::fork();
  if (child == 0) {  // root may write everything: ask as nobody
    if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) ::_exit(2);
    const auto store = open(settings_);
    const bool right = !store.ok() && store.error().code == "store_failed" &&
                       store.error().words.find("may not be written") != std::string::npos;
    ::_exit(right ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  ::chmod(directory_.path.c_str(), 0755);
}

TEST_F(SqliteFile, strangers_may_not_read_it) {
  fill(*opened(), 1);
  struct stat status {};
  ASSERT_EQ(::stat(settings_.path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07, 0U);
}

TEST_F(SqliteFile, names_with_blanks_and_equal_signs_are_names) {
  settings_.path = directory_.path + "/a b=c  d.db";
  fill(*opened(), 1);
  EXPECT_TRUE(std::filesystem::exists(settings_.path));
  EXPECT_EQ(opened()->search_contacts("контакт", "", {})->items.size(), 1U);
}

TEST_F(SqliteFile, a_full_disk_is_told_in_words_and_loses_nothing) {
  fill(*opened(), 1);
  settings_.max_bytes = static_cast<std::int64_t>(std::filesystem::file_size(settings_.path)) + 64 * 1024;
  const auto store = opened();
  Contact row;
  row.name = "Большой";
  row.emails = {std::string(3000, 'x')};
  int kept = 0;
  auto made = store->create_contact(row);
  for (; made.ok() && kept < 1000; ++kept) made = store->create_contact(row);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, "store_failed");
  EXPECT_THAT(made.error().words, HasSubstr("disk is full"));
  EXPECT_EQ(store->search_contacts("большой", "", {"", 200})->items.size(), static_cast<std::size_t>(kept));
  EXPECT_EQ(store->search_contacts("контакт", "", {})->items.size(), 1U);
}

TEST_F(SqliteFile, an_old_log_of_a_killed_server_is_taken_over) {
  const auto first = opened();
  fill(*first, 3);
  const std::string copy = directory_.path + "/copy.db";  // as kill -9 leaves them
  std::filesystem::copy(settings_.path, copy);
  std::filesystem::copy(settings_.path + "-wal", copy + "-wal");
  settings_.path = copy;
  EXPECT_EQ(opened()->search_contacts("", "", {})->items.size(), 3U);
}

// --- a PostgreSQL that goes away

TEST(PostgresqlServer, a_lost_connection_is_opened_again_without_a_word) {
  Settings settings;
  settings.backend = "postgresql";
  settings.connection = Cluster::shared().connection();
  settings.schema = "lost_" + std::to_string(::getpid());
  settings.connections = 1;
  const auto store = open(settings).value();
  ASSERT_TRUE(store->set_setting("name", "1").ok());
  Database other(Dialect::postgresql, settings.connection, 1, "", "other");
  const auto cut_all = [&] {
    const auto cut = other.read([](Connection& connection) {
      connection.script(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
          "backend_type = 'client backend'");
    });
    ASSERT_TRUE(cut.ok()) << cut.error().words;
  };
  cut_all();
  const auto read = store->setting("name");
  ASSERT_TRUE(read.ok()) << read.error().words;
  EXPECT_EQ(*read, "1");
  cut_all();
  const auto written = store->set_setting("name", "2");
  ASSERT_TRUE(written.ok()) << written.error().words;
  EXPECT_EQ(store->setting("name").value(), "2");
}
}  // namespace
}  // namespace okno::store
