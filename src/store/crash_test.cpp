// kill -9 at any moment: what was acknowledged is there.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/prng.h"
#include "store/backends.h"

namespace okno::store {
namespace {
using namespace domain;

class Crash : public BothBackends {
 protected:
  static std::string note_of(std::int64_t id) { return "разговор " + std::to_string(id * 7919); }

  // In the child: writes rows of two in a transaction, acknowledges the higher id, until it is killed.
  [[noreturn]] void write_for_ever(int acknowledgements, std::int64_t first) {
    auto store = open(settings_);
    if (!store.ok()) ::_exit(1);
    for (std::int64_t id = first;; id += 2) {
      auto one = call(id, id), two = call(id + 1, id + 1);
      one.note = note_of(id);
      two.note = note_of(id + 1);
      if (!store.value()->save_interactions({one, two}).ok()) ::_exit(1);
      const std::int64_t done = id + 1;
      if (::write(acknowledgements, &done, sizeof done) != sizeof done) ::_exit(1);
    }
  }
};
OKNO_ON_BOTH_BACKENDS(Crash);

TEST_P(Crash, every_acknowledged_row_survives_kill_9) {
  const std::uint64_t seed = 20260101;
  RecordProperty("seed", std::to_string(seed));
  base::Prng prng(seed);
  std::int64_t acknowledged = 0;
  for (int round = 0; round < 4; ++round) {
    store_.reset();
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const std::int64_t first = acknowledged + 3;  // past a transaction that may have been under way
    const pid_t child = ::fork();
    if (child == 0) write_for_ever(ends[1], first);
    ::close(ends[1]);
    const auto moment = 1 + prng.below(120);
    std::int64_t done = 0;
    for (std::uint64_t i = 0; i < moment; ++i)
      ASSERT_EQ(::read(ends[0], &done, sizeof done), 8) << "seed " << seed;
    ::kill(child, SIGKILL);
    while (::read(ends[0], &done, sizeof done) == 8) {
    }
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);

    reopen();
    ASSERT_TRUE(store_);
    for (std::int64_t id = first; id <= done; ++id) {
      const auto row = store().interaction(InteractionId(id));
      ASSERT_TRUE(row.ok()) << row.error().words;
      ASSERT_TRUE(row->has_value()) << "row " << id << " of " << done << " is lost, seed " << seed;
      ASSERT_EQ((*row)->note, note_of(id));
    }
    // What was under way is there as a whole or not at all (asked at once: a server may still be finishing
    // it).
    const auto newest = store().interactions({}, {"", 2});
    ASSERT_TRUE(newest.ok()) << newest.error().words;
    EXPECT_EQ((newest->items.front().id.value() - first) % 2, 1) << "half a transaction was kept";
    acknowledged = done;
  }
}
}  // namespace
}  // namespace okno::store
