#include "store/backends.h"

namespace okno::store {
namespace {
using namespace domain;
using testing::ElementsAre;
using testing::HasSubstr;

class Customers : public BothBackends {};
OKNO_ON_BOTH_BACKENDS(Customers);

TEST_P(Customers, a_contact_comes_back_as_it_was_kept) {
  const auto anna = agent("anna");
  Company company;
  company.name = "Ромашка";
  company.branch = "цветы";
  company = *store().create_company(company);
  Contact row;
  row.name = "Мария <b>Иванова</b> \"'; DROP TABLE contacts; --";
  row.phones = {"+79161234567", "+74951234567"};
  row.emails = {"maria@example.com"};
  row.company = company.id;
  row.owner = anna;
  row.segment = "VIP";
  row.vip = true;
  row.language = "ru";
  row.created_at = at(5);
  const auto made = store().create_contact(row);
  ASSERT_TRUE(made.ok()) << made.error().words;
  EXPECT_TRUE(made->id);
  EXPECT_EQ(made->version, 1);

  reopen();
  const auto facts = store().customer(made->id, at(0));
  ASSERT_TRUE(facts.ok()) << facts.error().words;
  EXPECT_EQ(facts->contact.name, row.name);
  EXPECT_EQ(facts->contact.phones, row.phones);
  EXPECT_EQ(facts->contact.emails, row.emails);
  EXPECT_EQ(facts->contact.company, company.id);
  EXPECT_EQ(facts->contact.owner, anna);
  EXPECT_EQ(facts->contact.segment, "VIP");
  EXPECT_TRUE(facts->contact.vip);
  EXPECT_FALSE(facts->contact.difficult);
  EXPECT_EQ(facts->contact.created_at, at(5));
  ASSERT_TRUE(facts->company);
  EXPECT_EQ(facts->company->branch, "цветы");
}

TEST_P(Customers, any_of_his_numbers_finds_him_and_others_find_nobody) {
  const auto maria = contact("Мария", {"+79161234567", "+74951234567"});
  contact("Пётр", {"+79035550101"});
  for (const auto& number : maria.phones) {
    const auto found = store().find_by_phone(number, at(0));
    ASSERT_TRUE(found.ok()) << found.error().words;
    ASSERT_TRUE(found->has_value());
    EXPECT_EQ((*found)->contact.id, maria.id);
    EXPECT_FALSE((*found)->company);
  }
  for (const char* number : {"+79161234568", "", "%", "9161234567"})
    EXPECT_FALSE(store().find_by_phone(number, at(0)).value().has_value());
}

TEST_P(Customers, the_look_up_by_phone_is_one_indexed_query) {
  const auto done = database().read([&](Connection& connection) {
    std::string sql = SqlStore::phone_query(), plan;
    sql.replace(sql.find('?'), 1, "'+79161234567'");
    if (connection.dialect() == Dialect::sqlite) {
      Query query(connection, "EXPLAIN QUERY PLAN " + sql, "iiit");
      while (query.next()) {
        query.integer(), query.integer(), query.integer();
        plan += query.text() + "\n";
      }
    } else {
      connection.script("SET enable_seqscan = off");
      Query query(connection, "EXPLAIN " + sql, "t");
      while (query.next()) plan += query.text() + "\n";
    }
    return plan;
  });
  ASSERT_TRUE(done.ok()) << done.error().words;
  if (GetParam() == "sqlite") {
    EXPECT_THAT(*done, HasSubstr("SEARCH p USING PRIMARY KEY (number=?)"));
    EXPECT_THAT(*done, HasSubstr("SEARCH c USING INTEGER PRIMARY KEY"));
    EXPECT_THAT(*done, testing::Not(HasSubstr("SCAN")));
  } else {
    EXPECT_THAT(*done, HasSubstr("contact_phones_pkey"));
    EXPECT_THAT(*done, HasSubstr("contacts_pkey"));
    EXPECT_THAT(*done, testing::Not(HasSubstr("Seq Scan")));
  }
}

TEST_P(Customers, a_number_belongs_to_one_customer) {
  const auto maria = contact("Мария Иванова", {"+79161234567"});
  Contact other;
  other.name = "Пётр";
  other.phones = {"+79035550101", "+79161234567"};
  const auto refused = store().create_contact(other);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "phone_taken");
  EXPECT_THAT(refused.error().words, HasSubstr("Мария Иванова"));
  EXPECT_FALSE(store().find_by_phone("+79035550101", at(0)).value().has_value()) << "half of it was kept";

  auto changed = maria;  // keeping his own number is no theft
  changed.phones = {"+79161234567", "+79161234567", "+74951234567"};
  EXPECT_TRUE(store().update_contact(changed).ok());
}

TEST_P(Customers, a_number_taken_off_a_card_is_free_again) {
  auto maria = contact("Мария", {"+79161234567", "+74951234567"});
  maria.phones = {"+74951234567"};
  ASSERT_TRUE(store().update_contact(maria).ok());
  EXPECT_FALSE(store().find_by_phone("+79161234567", at(0)).value().has_value());
  contact("Пётр", {"+79161234567"});
  EXPECT_EQ(store().find_by_phone("+79161234567", at(0)).value()->contact.name, "Пётр");
}

TEST_P(Customers, a_change_against_an_old_version_is_a_conflict_and_changes_nothing) {
  const auto first = contact("Мария", {"+79161234567"});
  auto mine = first, theirs = first;
  mine.name = "Мария Иванова";
  const auto saved = store().update_contact(mine);
  ASSERT_TRUE(saved.ok());
  EXPECT_EQ(saved->version, 2);
  theirs.name = "Маша";
  const auto refused = store().update_contact(theirs);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "conflict");
  EXPECT_EQ(store().customer(first.id, at(0))->contact.name, "Мария Иванова");

  auto nobody = first;
  nobody.id = ContactId(999);
  EXPECT_EQ(store().update_contact(nobody).error().code, "not_found");
  EXPECT_EQ(store().customer(ContactId(999), at(0)).error().code, "not_found");
}

TEST_P(Customers, the_card_has_open_deals_open_claims_and_last_conversations) {
  const auto anna = agent("anna");
  const auto maria = contact("Мария", {"+79161234567"});
  const auto other = contact("Пётр");
  for (int i = 0; i < 12; ++i) {
    Deal deal;
    deal.contact = maria.id;
    deal.title = "сделка " + std::to_string(i);
    deal.open = i != 11;
    deal.owner = anna;
    deal.amount_minor = 9'000'000'000'000'000'000;
    deal.updated_at = at(i);
    ASSERT_TRUE(store().create_deal(deal).ok());
    Claim claim;
    claim.contact = maria.id;
    claim.title = "претензия " + std::to_string(i);
    claim.status = i == 0 ? "closed" : "new";
    claim.due_at = at(i);
    ASSERT_TRUE(store().create_claim(claim).ok());
    auto row = call(i + 1, i * 1000);
    row.contact = i == 11 ? other.id : maria.id;
    save(row);
  }
  const auto facts = store().find_by_phone("+79161234567", at(0)).value().value();
  ASSERT_EQ(facts.open_deals.size(), 10U);
  EXPECT_EQ(facts.open_deals.front().title, "сделка 10");
  EXPECT_EQ(facts.open_deals.front().amount_minor, 9'000'000'000'000'000'000);
  EXPECT_EQ(facts.open_deals.front().owner, anna);
  ASSERT_EQ(facts.open_claims.size(), 10U);
  EXPECT_EQ(facts.open_claims.front().title, "претензия 1");
  ASSERT_EQ(facts.last.size(), 10U);
  EXPECT_EQ(facts.last.front().id, InteractionId(11));
}

TEST_P(Customers, the_last_agent_of_today_is_who_answered_last_since_midnight) {
  const auto maria = contact("Мария", {"+79161234567"});
  const auto midnight = at(0);
  const auto talk = [&](std::int64_t id, std::int64_t started_ms, std::int64_t agent_id, bool answered) {
    auto row = call(id, started_ms);
    row.contact = maria.id;
    row.agent = AgentId(agent_id);
    if (answered) row.answered_at = row.started_at;
    save(row);
  };
  talk(1, -1000, 7, true);
  EXPECT_FALSE(store().customer(maria.id, midnight)->last_agent_today);
  talk(2, 1000, 8, true);
  talk(3, 2000, 9, false);  // rang, never spoke
  EXPECT_EQ(store().customer(maria.id, midnight)->last_agent_today, AgentId(8));
}

TEST_P(Customers, names_come_in_the_order_asked_for) {
  const auto a = contact("Анна"), b = contact("Борис");
  EXPECT_THAT(store().contact_names({b.id, ContactId(999), a.id}).value(), ElementsAre("Борис", "", "Анна"));
}

TEST_P(Customers, what_refers_to_nobody_is_refused_as_not_found) {
  Note note;
  note.contact = ContactId(999);
  note.author = AgentId(999);
  EXPECT_EQ(store().add_note(note).error().code, "not_found");
  Contact row;
  row.name = "Мария";
  row.owner = AgentId(999);
  EXPECT_EQ(store().create_contact(row).error().code, "not_found");
}

TEST_P(Customers, bytes_that_are_no_text_are_kept_as_text) {
  auto row = call(1, 0);
  row.caller_name = std::string("a\0b\xff\xfe", 5);
  row.note = "строка\nвторая";
  save(row);
  const auto back = store().interaction(InteractionId(1)).value().value();
  EXPECT_EQ(back.caller_name, "ab\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(back.note, "строка\nвторая");
}

TEST_P(Customers, companies_are_found_by_id_and_listed) {
  Company row;
  row.name = "Ромашка";
  const auto made = store().create_company(row).value();
  EXPECT_EQ(store().company(made.id).value()->name, "Ромашка");
  EXPECT_FALSE(store().company(CompanyId(999)).value().has_value());
  EXPECT_EQ(store().companies()->size(), 1U);
}
}  // namespace
}  // namespace okno::store
