#include "app/lines/lines.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>

#include "app/lines/trials.h"
#include "store/lines.h"
#include "store/open.h"

namespace okno::app {
namespace {
using domain::AgentId;

struct TellingLines final : ports::Lines {
  std::vector<std::vector<ports::Trunk>> told;
  void set_trunks(const std::vector<ports::Trunk>& trunks) override { told.push_back(trunks); }
};

ports::Trunk fixed_line() {
  ports::Trunk trunk;
  trunk.name = "north";
  trunk.address = "sip.north.example";
  trunk.password = "of the file";
  return trunk;
}

class Book : public ::testing::Test {
 protected:
  void SetUp() override {
    store::Settings where;
    where.path = ":memory:";
    file_ = std::filesystem::temp_directory_path() / ("okno-lines-" + std::to_string(getpid()) + ".db");
    std::filesystem::remove(file_);
    where.path = file_.string();
    auto opened = store::open(where);
    ASSERT_TRUE(opened.ok()) << opened.error().words;
    store_ = std::move(*opened);
    shelf_ = store::open_lines(*store_);
    book_ = std::make_unique<LineBook>(*shelf_, std::vector{fixed_line()});
    book_->connect(exchange_);
  }
  void TearDown() override {
    book_.reset();
    shelf_.reset();
    store_.reset();
    for (const char* more : {"", "-wal", "-shm"}) std::filesystem::remove(file_.string() + more);
  }
  static LineRequest wish() {
    LineRequest wish;
    wish.address = " sip.south.example ";
    wish.login = "74950001122";
    wish.password = "a good secret";
    return wish;
  }
  base::Instant at(int s) const { return base::from_ms(s * 1000LL); }

  std::filesystem::path file_;
  std::unique_ptr<ports::Store> store_;
  std::unique_ptr<ports::LineShelf> shelf_;
  TellingLines exchange_;
  std::unique_ptr<LineBook> book_;
};

TEST_F(Book, a_line_needs_an_address_login_and_password_and_the_rest_follows) {
  const auto made = book_->add(wish(), AgentId(1), at(1));
  ASSERT_TRUE(made.ok()) << made.error().words;
  EXPECT_EQ(made->name, "sip.south.example");
  EXPECT_EQ(made->address, "sip.south.example");
  EXPECT_EQ(made->transport, "udp");
  EXPECT_TRUE(made->registers);
  EXPECT_TRUE(made->password_known);
  ASSERT_EQ(exchange_.told.size(), 1u);
  ASSERT_EQ(exchange_.told[0].size(), 2u);
  EXPECT_EQ(exchange_.told[0][0].name, "north");
  EXPECT_EQ(exchange_.told[0][1].password, "a good secret");
}

TEST_F(Book, what_the_exchange_would_not_take_as_an_address_is_refused_before_it_is_kept) {
  for (const char* bad :
       {"sip.south.example", "1.2.3.4/33", "192.168.1.300", "2001:db8::/129", "1.2.3.4/", ""}) {
    auto wrong = wish();
    wrong.allowed = {bad};
    const auto made = book_->add(wrong, AgentId(1), at(1));
    ASSERT_FALSE(made.ok()) << bad;
    EXPECT_EQ(made.error().code, "bad_line");
    EXPECT_EQ(made.error().words.rfind("allowed:", 0), 0u) << made.error().words;
  }
  EXPECT_TRUE(exchange_.told.empty());
  auto good = wish();
  good.allowed = {"198.51.100.0/24", "2001:db8::1", "203.0.113.7"};
  EXPECT_TRUE(book_->add(good, AgentId(1), at(2)).ok());
  LineRequest mistyped;
  mistyped.address = "192.168.1.300";
  const auto by_name = book_->add(mistyped, AgentId(1), at(3));
  ASSERT_TRUE(by_name.ok()) << by_name.error().words;
  EXPECT_TRUE(by_name->allowed.empty());  // a host's name, for all we know
}

TEST_F(Book, a_damaged_line_is_told_and_left_out_and_can_be_set_up_anew) {
  std::vector<std::string> told;
  book_->damaged = [&](const std::string& words) { told.push_back(words); };
  const auto kept = shelf_->save_line({0, "broken", "{", ""}, {0, AgentId(1), at(1), "line broken", "", ""});
  ASSERT_TRUE(kept.ok());
  // One that can be read, and that the exchange would not take.
  ASSERT_TRUE(
      shelf_
          ->save_line({0, "worse", R"({"address":"a.example","transport":"udp","allowed":["none"]})", ""},
                      {0, AgentId(1), at(1), "line worse", "", ""})
          .ok());
  ASSERT_TRUE(book_->add(wish(), AgentId(1), at(2)).ok());
  const auto trunks = book_->trunks();
  ASSERT_TRUE(trunks.ok()) << trunks.error().words;
  ASSERT_EQ(trunks->size(), 2u);
  EXPECT_EQ((*trunks)[1].name, "sip.south.example");
  ASSERT_GE(told.size(), 2u);
  EXPECT_NE(told[0].find("\"broken\""), std::string::npos) << told[0];
  EXPECT_NE(told[1].find("\"worse\""), std::string::npos) << told[1];
  const auto mended = book_->change(kept->id, wish(), AgentId(1), at(3));
  ASSERT_TRUE(mended.ok()) << mended.error().words;
  EXPECT_EQ(book_->trunks()->size(), 3u);
}

TEST_F(Book, a_damaged_line_can_be_removed) {
  const auto kept = shelf_->save_line({0, "broken", "{", ""}, {0, AgentId(1), at(1), "line broken", "", ""});
  ASSERT_TRUE(kept.ok());
  ASSERT_EQ(book_->list()->size(), 2u);
  EXPECT_EQ((*book_->list())[1].address, "");
  EXPECT_TRUE(book_->remove(kept->id, AgentId(1), at(2)).ok());
  EXPECT_EQ(book_->list()->size(), 1u);
}

TEST_F(Book, a_provider_without_a_login_is_known_by_his_numeric_address) {
  LineRequest office;
  office.address = "192.0.2.7:5080";
  const auto made = book_->add(office, AgentId(1), at(1));
  ASSERT_TRUE(made.ok()) << made.error().words;
  EXPECT_EQ(made->allowed, std::vector<std::string>{"192.0.2.7"});
  EXPECT_FALSE(made->registers);
}

TEST_F(Book, no_answer_and_no_row_of_the_audit_holds_a_password) {
  const auto made = book_->add(wish(), AgentId(1), at(1));
  ASSERT_TRUE(made.ok());
  LineRequest again;
  again.password = "another secret";
  ASSERT_TRUE(book_->change(made->id, again, AgentId(1), at(2)).ok());
  ASSERT_TRUE(book_->remove(made->id, AgentId(1), at(3)).ok());
  const auto rows = store_->audit({});
  ASSERT_TRUE(rows.ok());
  ASSERT_EQ(rows->items.size(), 3u);
  for (const auto& row : rows->items) {
    EXPECT_EQ(row.place, "line sip.south.example");
    EXPECT_EQ((row.before + row.after).find("secret"), std::string::npos) << row.before << row.after;
  }
  EXPECT_NE(rows->items[1].after.find("\"password\":\"new\""), std::string::npos);
  EXPECT_EQ(exchange_.told.back().size(), 1u);
}

TEST_F(Book, a_changed_address_needs_the_password_anew_so_that_nobody_can_lead_it_elsewhere) {
  const auto made = book_->add(wish(), AgentId(1), at(1));
  LineRequest elsewhere;
  elsewhere.address = "thief.example";
  EXPECT_EQ(book_->change(made->id, elsewhere, AgentId(1), at(2)).error().code, "password_anew");
  elsewhere.address = "sip.south.example:5070";
  EXPECT_TRUE(book_->change(made->id, elsewhere, AgentId(1), at(2)).ok());
}

TEST_F(Book, says_which_field_is_wrong) {
  const auto words = [&](auto change) {
    auto wrong = wish();
    change(wrong);
    return book_->add(wrong, AgentId(1), at(1)).error().words;
  };
  EXPECT_EQ(words([](LineRequest& w) { w.address = "sip:x y"; }).substr(0, 8), "address:");
  EXPECT_EQ(words([](LineRequest& w) { w.address = "host:99999"; }).substr(0, 8), "address:");
  EXPECT_EQ(words([](LineRequest& w) { w.password = ""; }).substr(0, 9), "password:");
  EXPECT_EQ(words([](LineRequest& w) { w.transport = "sctp"; }).substr(0, 10), "transport:");
  EXPECT_EQ(words([](LineRequest& w) { w.caller_id = "office"; }).substr(0, 10), "caller_id:");
  EXPECT_EQ(words([](LineRequest& w) { w.name = "north"; }),
            "There is already a line \"north\". Choose another name.");
  EXPECT_TRUE(exchange_.told.empty());
}

TEST_F(Book, lines_of_the_file_are_shown_and_cannot_be_changed) {
  const auto all = book_->list();
  ASSERT_TRUE(all.ok());
  ASSERT_EQ(all->size(), 1u);
  EXPECT_EQ(all->front().id, 0);
  EXPECT_TRUE(all->front().password_known);
  EXPECT_EQ(book_->change(0, wish(), AgentId(1), at(1)).error().code, "not_found");
}

TEST_F(Book, what_was_set_up_is_there_after_the_next_start) {
  ASSERT_TRUE(book_->add(wish(), AgentId(1), at(1)).ok());
  LineBook later(*shelf_, {fixed_line()});
  const auto all = later.trunks();
  ASSERT_TRUE(all.ok());
  ASSERT_EQ(all->size(), 2u);
  EXPECT_EQ((*all)[1].login, "74950001122");
  EXPECT_EQ((*all)[1].password, "a good secret");
  EXPECT_TRUE((*all)[1].registers);
}
}  // namespace

// An exchange whose trials end when the test says so.
struct SlowTrials final : ports::Trials {
  std::function<void(const ports::TrialStep&)> told;
  std::function<void(bool)> done;
  void try_trunk(const ports::TrialWish&, std::function<void(const ports::TrialStep&)> step,
                 std::function<void(bool)> end) override {
    told = std::move(step);
    done = std::move(end);
  }
};

TEST_F(Book, what_a_test_found_out_says_nothing_of_the_line_after_it_was_changed) {
  SlowTrials exchange;
  int pushed = 0;
  LineTrials trials(*book_, {"", 1010, "", [&](const LineTestView&) { ++pushed; }});
  trials.connect(exchange);
  book_->trials = &trials;
  const auto made = book_->add(wish(), AgentId(1), at(1));
  ASSERT_TRUE(made.ok());
  ASSERT_TRUE(trials.begin(made->name, {}).ok());
  exchange.told({"dns", ports::TrialStep::State::passed, "numeric", {{"addresses", "192.0.2.7"}}});
  EXPECT_EQ(trials.last(made->name)->steps.size(), 1u);
  LineRequest elsewhere;
  elsewhere.address = "sip.west.example";
  elsewhere.password = "another secret";
  ASSERT_TRUE(book_->change(made->id, elsewhere, AgentId(1), at(2)).ok());
  EXPECT_EQ(trials.last(made->name).error().code, "not_found");
  exchange.told({"transport", ports::TrialStep::State::failed, "no_answer", {}});
  EXPECT_EQ(trials.begin(made->name, {}).error().code, "test_runs") << "the old one is not over";
  exchange.done(true);
  EXPECT_EQ(trials.last(made->name).error().code, "not_found");
  EXPECT_EQ(pushed, 1);
  EXPECT_TRUE(trials.begin(made->name, {}).ok());
  book_->trials = nullptr;
}
}  // namespace okno::app
