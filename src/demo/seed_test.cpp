#include "demo/seed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/phone.h"
#include "base/text.h"

namespace okno::demo {
namespace {
using namespace domain;
using base::Error;
using base::Instant;
using base::Result;
using ports::Page;
using ports::PageWanted;
using namespace std::chrono_literals;

// Keeps what the seed writes; everything it has no business with fails.
class MemoryStore : public ports::Store {
 public:
  std::vector<Contact> contacts;
  std::vector<Company> companies_;
  std::vector<Deal> deals;
  std::vector<Claim> claims;
  std::vector<Note> notes;
  std::vector<Interaction> rows;
  std::vector<ports::Account> accounts_;
  Configuration configuration_;
  std::map<std::string, std::string> settings;
  int fails_after = -1;  // writes until the disk is full, -1: never

  Result<std::optional<ports::CustomerFacts>> find_by_phone(const std::string&, Instant) override {
    return none();
  }
  Result<ports::CustomerFacts> customer(ContactId, Instant) override { return none(); }
  Result<Page<Contact>> search_contacts(const std::string&, const std::string&, const PageWanted&) override {
    return none();
  }
  Result<Contact> create_contact(const Contact& one) override { return keep(contacts, one); }
  Result<Contact> update_contact(const Contact&) override { return none(); }
  Result<std::vector<std::string>> contact_names(const std::vector<ContactId>&) override { return none(); }
  Result<Page<ports::TimelineItem>> timeline(ContactId, const PageWanted&) override { return none(); }
  Result<Note> add_note(const Note& one) override { return keep(notes, one); }
  Result<std::optional<Company>> company(CompanyId) override { return none(); }
  Result<Company> create_company(const Company& one) override { return keep(companies_, one); }
  Result<std::vector<Company>> companies() override { return companies_; }
  Result<Deal> create_deal(const Deal& one) override { return keep(deals, one); }
  Result<Claim> create_claim(const Claim& one) override { return keep(claims, one); }
  Result<InteractionId> last_interaction_id() override { return InteractionId(0); }
  Result<void> save_interactions(const std::vector<Interaction>& some) override {
    rows.insert(rows.end(), some.begin(), some.end());
    return {};
  }
  Result<std::optional<Interaction>> interaction(InteractionId) override { return none(); }
  Result<Page<Interaction>> interactions(const ports::InteractionFilter&, const PageWanted&) override {
    return none();
  }
  Result<std::vector<Interaction>> unended_interactions() override { return none(); }
  Result<void> save_decisions(const std::vector<ports::Decision>&) override { return none(); }
  Result<std::vector<ports::Decision>> decisions(InteractionId) override { return none(); }
  Result<std::vector<ports::Account>> accounts() override { return accounts_; }
  Result<ports::Account> save_account(const ports::Account& one) override {
    accounts_.push_back(one);
    accounts_.back().agent.id = AgentId(static_cast<std::int64_t>(accounts_.size()));
    return accounts_.back();
  }
  Result<Configuration> configuration() override { return configuration_; }
  Result<std::vector<ports::Decision>> last_decisions(std::optional<QueueId>, int) override { return none(); }
  Result<std::int64_t> change_configuration(const Configuration&, std::int64_t,
                                            const std::vector<ports::AuditRow>&,
                                            const ports::PasswordHashes&) override {
    return none();
  }
  Result<Configuration> gone() override { return none(); }
  Result<void> add_audit(const ports::AuditRow&) override { return none(); }
  Result<ports::Page<ports::AuditRow>> audit(const ports::PageWanted&) override { return none(); }
  Result<void> save_configuration(const Configuration& one) override {
    configuration_ = one;
    return {};
  }
  Result<std::int64_t> configuration_version() override { return none(); }
  Result<void> save_api_key(const ports::ApiKey&) override { return none(); }
  Result<std::optional<ports::ApiKey>> api_key(const std::string&) override { return none(); }
  Result<void> save_session(const ports::Session&) override { return none(); }
  Result<std::optional<ports::Session>> session(const std::string&) override { return none(); }
  Result<void> end_session(const std::string&) override { return none(); }
  Result<void> forget_sessions_before(Instant) override { return none(); }
  Result<std::optional<std::string>> setting(const std::string& name) override {
    const auto found = settings.find(name);
    return found == settings.end() ? std::optional<std::string>() : found->second;
  }
  Result<void> set_setting(const std::string& name, const std::string& value) override {
    settings[name] = value;
    return {};
  }
  Result<std::optional<ports::KeptAnswer>> kept_answer(const std::string&) override { return none(); }
  Result<void> keep_answer(const ports::KeptAnswer&) override { return none(); }
  Result<void> forget_answers_before(Instant) override { return none(); }

 private:
  static Error none() { return {"not_here", "the seed has no business with this"}; }
  template <class Row>
  Result<Row> keep(std::vector<Row>& all, Row one) {
    if (fails_after == 0) return Error{"store_failed", "disk full"};
    if (fails_after > 0) --fails_after;
    one.id = decltype(one.id)(static_cast<std::int64_t>(all.size() + 1));
    all.push_back(one);
    return one;
  }
};

const Instant kNow = base::from_ms(1'795'318'000'000);  // 2026-11-22 03:26:40 UTC
Result<std::string> fake_hash(const std::string& password) {
  return "hash of " + password;
}

struct SeededStore : testing::Test {
  MemoryStore store;
  Seeded seeded;
  void SetUp() override {
    const auto done = seed(store, kNow, fake_hash);
    ASSERT_TRUE(done) << done.error().words;
    seeded = *done;
  }
};

TEST_F(SeededStore, holds_as_many_people_firms_and_deals_as_the_contract_promises) {
  EXPECT_GE(store.contacts.size(), 200u);
  EXPECT_GE(store.companies_.size(), 40u);
  EXPECT_GE(store.deals.size(), 30u);
  EXPECT_GE(std::count_if(store.deals.begin(), store.deals.end(), [](const Deal& d) { return d.open; }), 30);
  EXPECT_GE(store.claims.size(), 15u);
  EXPECT_GE(store.rows.size(), 300u);
}

TEST_F(SeededStore, knows_maria_ivanova_whose_owner_is_anna_with_a_deal_a_claim_and_a_history) {
  const Contact& maria = store.contacts.front();
  EXPECT_EQ(seeded.maria, maria.id);
  EXPECT_EQ(maria.name, "Мария Иванова");
  EXPECT_EQ(maria.phones, std::vector<std::string>{"+79161234567"});
  EXPECT_EQ(maria.owner, seeded.anna);
  const auto hers = [&](const auto& row) { return row.contact == maria.id; };
  EXPECT_EQ(
      std::count_if(store.deals.begin(), store.deals.end(), [&](const Deal& d) { return hers(d) && d.open; }),
      1);
  EXPECT_EQ(std::count_if(store.claims.begin(), store.claims.end(), hers), 1);
  EXPECT_GE(std::count_if(store.rows.begin(), store.rows.end(), hers), 5);
  EXPECT_EQ(std::count_if(store.notes.begin(), store.notes.end(), hers), 1);
  for (const auto& row : store.rows)
    if (hers(row)) {
      EXPECT_LT(row.started_at, kNow - 24h) << "nobody talked with her today: the owner's rule shows";
    }
}

TEST_F(SeededStore, has_the_four_accounts_with_their_roles_queues_and_desk_phones) {
  ASSERT_EQ(store.accounts_.size(), 4u);
  std::map<std::string, ports::Account> by_login;
  for (const auto& one : store.accounts_) by_login[one.agent.login] = one;
  EXPECT_EQ(by_login["admin"].agent.role, Role::admin);
  EXPECT_EQ(by_login["anna"].agent.role, Role::agent);
  EXPECT_EQ(by_login["boris"].agent.role, Role::agent);
  EXPECT_EQ(by_login["vera"].agent.role, Role::supervisor);
  for (const auto& [login, one] : by_login) EXPECT_EQ(one.password_hash, "hash of demo") << login;
  EXPECT_EQ(by_login["anna"].agent.desk_phone, "anna-desk");
  EXPECT_EQ(by_login["anna"].desk_phone_ha1, digest_ha1("anna-desk", "okno", "demo"));
  EXPECT_EQ(by_login["boris"].agent.desk_phone, "boris-desk");
  EXPECT_EQ(by_login["anna"].agent.queues, (std::vector<QueueId>{kSupportQueue, kSalesQueue}));
  EXPECT_TRUE(by_login["vera"].agent.desk_phone.empty());
}

TEST_F(SeededStore, leads_each_promised_number_to_a_place_that_exists) {
  const auto& all = store.configuration_;
  std::map<std::string, std::string> entries;
  for (const auto& entry : all.entries) entries[entry.number] = entry.target;
  EXPECT_EQ(entries["support"], "queue:support");
  EXPECT_EQ(entries["+78005550100"], "queue:support");
  EXPECT_EQ(entries["ivr"], "menu:main");

  std::set<std::string> places = {"repeat", "back", "hangup"};
  for (const auto& queue : all.queues) places.insert("queue:" + queue.name);
  for (const auto& menu : all.projects.front().menus) places.insert("menu:" + menu.name);
  for (const auto& [number, target] : entries) EXPECT_TRUE(places.count(target)) << number << " → " << target;
  for (const auto& menu : all.projects.front().menus) {
    EXPECT_TRUE(places.count(menu.otherwise)) << menu.name;
    std::set<std::string> digits;
    for (const auto& choice : menu.choices) {
      EXPECT_TRUE(places.count(choice.target)) << menu.name << " " << choice.digits;
      EXPECT_TRUE(digits.insert(choice.digits).second) << menu.name << " " << choice.digits << " twice";
    }
  }
  EXPECT_EQ(all.projects.front().menus.front().name, "main");
}

TEST_F(SeededStore, has_only_numbers_and_names_that_the_house_would_write_itself) {
  std::set<std::string> numbers, names;
  for (const auto& one : store.contacts) {
    EXPECT_TRUE(names.insert(one.name).second) << one.name;
    EXPECT_EQ(base::printable(one.name), one.name);
    ASSERT_FALSE(one.phones.empty());
    for (const auto& phone : one.phones) {
      EXPECT_EQ(base::to_e164(phone), phone);
      EXPECT_TRUE(numbers.insert(phone).second) << phone;
    }
    for (const auto& mail : one.emails)
      for (const char c : mail) EXPECT_TRUE(c > ' ' && c < 127) << mail;
  }
}

TEST_F(SeededStore, spreads_owners_and_marks_vip_and_difficult_customers) {
  std::map<std::int64_t, int> owned;
  int vip = 0, difficult = 0, english = 0;
  for (const auto& one : store.contacts) {
    ++owned[one.owner ? one.owner->value() : 0];
    vip += one.vip;
    difficult += one.difficult;
    english += one.language == "en";
  }
  EXPECT_GT(owned[seeded.anna.value()], 50);
  EXPECT_GT(owned[seeded.boris.value()], 50);
  EXPECT_GT(owned[0], 20);
  EXPECT_GT(vip, 5);
  EXPECT_GT(difficult, 3);
  EXPECT_GT(english, 10);
}

TEST_F(SeededStore, has_a_past_whose_times_fit_together) {
  std::map<EndCause, int> causes;
  std::set<std::string> dispositions;
  Instant last{};
  for (const auto& row : store.rows) {
    EXPECT_EQ(row.state, InteractionState::ended);
    ASSERT_TRUE(row.ended_at && row.end_cause);
    EXPECT_LT(*row.ended_at, kNow);
    EXPECT_GT(row.started_at, kNow - 31 * 24h);
    EXPECT_GE(row.started_at, last) << "rising ids follow time";
    last = row.started_at;
    EXPECT_EQ(row.answered_at.has_value(), row.end_cause == EndCause::answered);
    if (row.answered_at) {
      EXPECT_GE(*row.answered_at, row.started_at);
      EXPECT_EQ((*row.ended_at - *row.answered_at).count(), row.talk_ms * 1'000);
      EXPECT_TRUE(row.agent);
    }
    ++causes[*row.end_cause];
    if (!row.disposition.empty()) dispositions.insert(row.disposition);
  }
  EXPECT_GT(causes[EndCause::answered], 300);
  EXPECT_GT(causes[EndCause::lost], 20);
  EXPECT_GT(causes[EndCause::left_in_ivr], 5);
  const auto& known = store.configuration_.projects.front().dispositions;
  for (const auto& code : dispositions) EXPECT_TRUE(std::count(known.begin(), known.end(), code)) << code;
}

TEST_F(SeededStore, is_left_as_it_is_the_second_time) {
  const auto before = store.contacts.size();
  const auto again = seed(store, kNow + 24h, fake_hash);
  ASSERT_TRUE(again) << again.error().words;
  EXPECT_FALSE(again->fresh);
  EXPECT_EQ(again->anna, seeded.anna);
  EXPECT_EQ(store.contacts.size(), before);
}

TEST_F(SeededStore, comes_out_the_same_from_the_same_seed) {
  MemoryStore other;
  ASSERT_TRUE(seed(other, kNow, fake_hash));
  ASSERT_EQ(other.contacts.size(), store.contacts.size());
  for (std::size_t i = 0; i < store.contacts.size(); ++i) {
    EXPECT_EQ(other.contacts[i].name, store.contacts[i].name);
    EXPECT_EQ(other.contacts[i].phones, store.contacts[i].phones);
  }
  ASSERT_EQ(other.rows.size(), store.rows.size());
  for (std::size_t i = 0; i < store.rows.size(); ++i)
    EXPECT_EQ(other.rows[i].started_at, store.rows[i].started_at);
}

TEST(Seed, leaves_a_store_alone_that_is_no_demo) {
  MemoryStore store;
  store.accounts_.push_back({});
  const auto done = seed(store, kNow, fake_hash);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "not_a_demo");
  EXPECT_NE(done.error().words.find("--data"), std::string::npos);
  EXPECT_TRUE(store.contacts.empty());
}

TEST(Seed, hands_on_the_error_of_a_failing_store_and_of_a_failing_hash) {
  MemoryStore store;
  store.fails_after = 60;
  const auto full = seed(store, kNow, fake_hash);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().words, "disk full");
  EXPECT_EQ(seed(store, kNow, fake_hash).error().code, "not_a_demo") << "half made: not to be used";
  MemoryStore other;
  const auto no_memory = seed(other, kNow, [](const std::string&) {
    return Result<std::string>(Error{"no_memory", "for argon2id"});
  });
  EXPECT_EQ(no_memory.error().code, "no_memory");
}

TEST(Seed, the_digest_is_that_of_the_specification) {
  // RFC 2617, 3.5: A1 of the example there.
  EXPECT_EQ(digest_ha1("Mufasa", "testrealm@host.com", "Circle Of Life"), "939e7578ed9e3c518a452acee763bce9");
}
}  // namespace
}  // namespace okno::demo
