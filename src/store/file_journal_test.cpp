#include "store/file_journal.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "base/prng.h"
#include "store/backends.h"

namespace okno::store {
namespace {
using testing::ElementsAre;
using testing::HasSubstr;

class FileJournal : public testing::Test {
 protected:
  std::unique_ptr<ports::Journal> journal() {
    auto opened = open_journal(settings_);
    EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error().words);
    return opened.ok() ? std::move(opened).value() : nullptr;
  }
  static std::vector<std::string> replayed(ports::Journal& journal) {
    std::vector<std::string> records;
    const auto done =
        journal.replay([&](base::Instant, const std::string& record) { records.push_back(record); });
    EXPECT_TRUE(done.ok());
    return records;
  }
  std::string content() const {
    std::ifstream file(settings_.path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void put(const std::string& bytes) const {
    std::ofstream(settings_.path, std::ios::binary | std::ios::trunc) << bytes;
  }
  void keep(const std::vector<std::string>& records) {
    const auto j = journal();
    for (const auto& record : records) ASSERT_TRUE(j->append(at(1), record).ok());
  }

  TemporaryDirectory directory_;
  JournalSettings settings_{directory_.path + "/events.journal"};
};

TEST_F(FileJournal, records_come_back_in_order_with_their_times) {
  {
    const auto j = journal();
    ASSERT_TRUE(j->append(base::from_us(1'700'000'000'123'456), "first").ok());
    ASSERT_TRUE(j->append(base::from_us(-5), std::string("\0\xff\n", 3)).ok());
    ASSERT_TRUE(j->append(base::from_us(7), "").ok());
  }
  std::vector<std::pair<std::int64_t, std::string>> seen;
  const auto j = journal();
  ASSERT_TRUE(j->replay([&](base::Instant when, const std::string& record) {
                 seen.emplace_back(base::to_us(when), record);
               }).ok());
  EXPECT_THAT(seen, ElementsAre(std::pair(std::int64_t{1'700'000'000'123'456}, std::string("first")),
                                std::pair(std::int64_t{-5}, std::string("\0\xff\n", 3)),
                                std::pair(std::int64_t{7}, std::string())));
}

TEST_F(FileJournal, a_record_torn_at_any_byte_is_dropped_and_the_journal_goes_on) {
  keep({"one", "two", "three"});
  const std::string whole = content();
  const std::size_t last = 16 + 5;
  for (std::size_t missing = 1; missing <= last; ++missing) {
    put(whole.substr(0, whole.size() - missing));
    const auto j = journal();
    ASSERT_THAT(replayed(*j), ElementsAre("one", "two")) << missing << " bytes missing";
    ASSERT_TRUE(j->append(at(2), "four").ok());
    ASSERT_THAT(replayed(*j), ElementsAre("one", "two", "four"));
  }
}

TEST_F(FileJournal, any_changed_byte_ends_the_replay_before_its_record) {
  keep({"one", "two", "three"});
  const std::string whole = content();
  const std::size_t begin = 8 + 16 + 3, end = begin + 16 + 3;  // of the second record
  for (std::size_t i = begin; i < end; ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 0x40);
    put(changed);
    const auto j = journal();
    ASSERT_THAT(replayed(*j), ElementsAre("one")) << "byte " << i;
  }
}

TEST_F(FileJournal, what_damage_hides_is_kept_aside_and_a_torn_end_is_not) {
  keep({"one", "two", "three"});
  std::string bytes = content();
  const std::string lost = bytes.substr(8 + 16 + 3);
  bytes[8 + 16 + 3 + 16] ^= 1;  // in the second record
  put(bytes);
  const auto nothing = [](base::Instant, const std::string&) {};
  {
    const auto j = journal();
    const auto damaged = j->replay(nothing);
    ASSERT_TRUE(damaged.ok());
    EXPECT_EQ(damaged->lost_bytes, std::ssize(lost));
    std::ifstream kept(damaged->kept_as, std::ios::binary);
    const std::string aside{std::istreambuf_iterator<char>(kept), {}};
    EXPECT_EQ(aside.size(), lost.size());
    EXPECT_NE(aside.find("three"), std::string::npos);
  }
  put(bytes.substr(0, 8 + 16 + 3 + 16));  // torn in the second one
  const auto torn = journal()->replay(nothing);
  ASSERT_TRUE(torn.ok());
  EXPECT_EQ(torn->lost_bytes, 0);
}

TEST_F(FileJournal, garbage_after_the_records_is_cut_off) {
  base::Prng prng(20260101);
  for (int round = 0; round < 50; ++round) {
    put("");
    keep({"one", "two"});
    std::string bytes = content();
    for (auto left = 1 + prng.below(200); left > 0; --left) bytes += static_cast<char>(prng.next());
    put(bytes);
    const auto j = journal();
    ASSERT_THAT(replayed(*j), ElementsAre("one", "two"));
    ASSERT_EQ(static_cast<std::int64_t>(content().size()), j->bytes());
  }
}

TEST_F(FileJournal, it_starts_anew_with_what_it_is_given) {
  {
    const auto j = journal();
    const auto empty = j->bytes();
    ASSERT_TRUE(j->append(at(1), "old").ok());
    EXPECT_GT(j->bytes(), empty);
    ASSERT_TRUE(j->begin_anew({}).ok());
    EXPECT_EQ(j->bytes(), empty);
    ASSERT_TRUE(j->append(at(2), "newer").ok());
    ASSERT_TRUE(j->begin_anew({{at(3), "first"}, {at(4), "second"}}).ok());
    ASSERT_TRUE(j->append(at(5), "third").ok());
    EXPECT_THAT(replayed(*j), ElementsAre("first", "second", "third"));
    EXPECT_FALSE(open_journal(settings_).ok()) << "the new file is locked like the old one";
  }
  EXPECT_THAT(replayed(*journal()), ElementsAre("first", "second", "third"));
}

TEST_F(FileJournal, what_is_appended_while_the_new_one_is_prepared_follows_in_it) {
  {
    const auto j = journal();
    ASSERT_TRUE(j->append(at(1), "old").ok());
    const auto from = j->bytes();
    ASSERT_TRUE(j->append(at(2), "second").ok());
    ASSERT_TRUE(j->prepare_anew({{at(1), "first"}}).ok());
    ASSERT_TRUE(j->append(at(3), std::string(3 << 20, 'x')).ok());
    EXPECT_THAT(replayed(*j), testing::SizeIs(3)) << "the old one goes on";
    ASSERT_TRUE(j->begin_prepared(from).ok());
    ASSERT_TRUE(j->append(at(4), "last").ok());
    EXPECT_EQ(static_cast<std::int64_t>(content().size()), j->bytes());
  }
  EXPECT_THAT(replayed(*journal()), ElementsAre("first", "second", std::string(3 << 20, 'x'), "last"));
}

TEST_F(FileJournal, a_new_one_that_was_only_prepared_is_forgotten) {
  {
    const auto j = journal();
    EXPECT_EQ(j->begin_prepared(0).error().code, "journal_failed");
    ASSERT_TRUE(j->append(at(1), "old").ok());
    ASSERT_TRUE(j->prepare_anew({{at(1), "first"}}).ok());
  }
  const auto j = journal();
  EXPECT_THAT(replayed(*j), ElementsAre("old"));
  ASSERT_TRUE(j->begin_anew({{at(2), "anew"}}).ok());
  EXPECT_THAT(replayed(*j), ElementsAre("anew"));
}

// In the child: counts for ever, and now and then begins anew with the number it has come to.
[[noreturn]] void count_for_ever(const JournalSettings& settings, std::int64_t n, int acknowledgements) {
  auto opened = open_journal(settings);
  if (!opened.ok()) ::_exit(1);
  ports::Journal& j = **opened;
  for (;; ++n) {
    if (n % 7 == 0) {
      const auto from = j.bytes();
      if (!j.append(at(n), std::to_string(n)).ok()) ::_exit(1);
      if (!j.prepare_anew({{at(n), "from " + std::to_string(n - 1)}}).ok()) ::_exit(1);
      if (!j.begin_prepared(from).ok()) ::_exit(1);
    } else if (!j.append(at(n), std::to_string(n)).ok()) {
      ::_exit(1);
    }
    if (::write(acknowledgements, &n, sizeof n) != sizeof n) ::_exit(1);
  }
}

TEST_F(FileJournal, kill_9_while_it_begins_anew_loses_nothing) {
  constexpr std::uint64_t kSeed = 20261127;
  base::Prng prng(kSeed);
  std::int64_t n = 1;
  for (int round = 0; round < 30; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) count_for_ever(settings_, n, ends[1]);
    ::close(ends[1]);
    std::int64_t done = 0;
    for (auto i = 1 + prng.below(20); i > 0; --i) ASSERT_EQ(::read(ends[0], &done, sizeof done), 8);
    ::kill(child, SIGKILL);
    while (::read(ends[0], &done, sizeof done) == 8) {
    }
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    const auto records = replayed(*journal());
    std::int64_t last =
        0;  // each record follows the one before, the first may stand for all up to its number
    for (const std::string& record : records) {
      const bool first = record.starts_with("from ");
      const auto number = std::stoll(first ? record.substr(5) : record);
      ASSERT_TRUE(first ? last == 0 : number == last + 1)
          << record << " after " << last << ", seed " << kSeed << ", round " << round;
      last = number;
    }
    ASSERT_GE(last, done) << "seed " << kSeed << ", round " << round;
    n = last + 1;
  }
}

TEST_F(FileJournal, when_it_cannot_start_anew_the_old_one_goes_on) {
  const auto j = journal();
  ASSERT_TRUE(j->append(at(1), "old").ok());
  std::filesystem::create_directory(settings_.path + ".new");  // in the way of the new file
  EXPECT_EQ(j->begin_anew({{at(2), "first"}}).error().code, "journal_failed");
  ASSERT_TRUE(j->append(at(3), "older").ok());
  EXPECT_THAT(replayed(*j), ElementsAre("old", "older"));
}

TEST_F(FileJournal, a_file_of_somebody_else_is_refused_and_left_alone) {
  put("precious text of another program");
  const auto opened = open_journal(settings_);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, "journal_failed");
  EXPECT_THAT(opened.error().words, HasSubstr("not a journal"));
  EXPECT_EQ(content(), "precious text of another program");
}

TEST_F(FileJournal, two_servers_cannot_share_one) {
  const auto first = journal();
  const auto second = open_journal(settings_);
  ASSERT_FALSE(second.ok());
  EXPECT_THAT(second.error().words, HasSubstr("another server"));
}

TEST_F(FileJournal, a_place_that_is_not_there_is_refused_with_words) {
  settings_.path = directory_.path + "/no/such/place";
  const auto opened = open_journal(settings_);
  ASSERT_FALSE(opened.ok());
  EXPECT_THAT(opened.error().words, HasSubstr("No such file or directory"));
}

TEST_F(FileJournal, past_its_limit_it_says_so) {
  settings_.max_bytes = 8 + 2 * (16 + 4);
  const auto j = journal();
  EXPECT_TRUE(j->append(at(1), "1234").ok());
  EXPECT_TRUE(j->append(at(1), "1234").ok());
  EXPECT_EQ(j->append(at(1), "").error().code, "journal_full");
}

TEST_F(FileJournal, a_full_disk_is_an_error_and_spoils_nothing) {
  const pid_t child = ::fork();
  if (child == 0) {  // the limit of the file's size stands for the end of the disk
    ::signal(SIGXFSZ, SIG_IGN);
    auto opened = open_journal(settings_);
    const rlimit limit{8 + 16 + 3 + 10, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const bool first = opened.value()->append(at(1), "one").ok();
    const auto second = opened.value()->append(at(2), "two that does not fit");
    const bool refused = !second.ok() && second.error().code == "journal_failed";
    ::_exit(first && refused ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  const auto j = journal();
  EXPECT_EQ(j->bytes(), 8 + 16 + 3) << "half a record was left";
  EXPECT_THAT(replayed(*j), ElementsAre("one"));
}

TEST_F(FileJournal, an_appended_record_survives_kill_9) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const std::uint64_t seed = 42;
  base::Prng prng(seed);
  const std::uint64_t acknowledged = 50 + prng.below(500);
  const pid_t child = ::fork();
  if (child == 0) {
    auto j = open_journal(settings_);
    for (std::uint32_t i = 0;; ++i)
      if (!j.value()->append(at(i), std::to_string(i)).ok() || ::write(ends[1], &i, sizeof i) != sizeof i)
        ::_exit(1);
  }
  std::uint32_t last = 0;
  for (std::uint64_t i = 0; i < acknowledged; ++i) ASSERT_EQ(::read(ends[0], &last, sizeof last), 4);
  ::kill(child, SIGKILL);
  ::close(ends[1]);
  while (::read(ends[0], &last, sizeof last) == 4) {
  }
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  const auto records = replayed(*journal());
  ASSERT_GT(records.size(), last) << "seed " << seed;
  for (std::uint32_t i = 0; i <= last; ++i) ASSERT_EQ(records[i], std::to_string(i));
}
}  // namespace
}  // namespace okno::store
