#include <thread>

#include "store/backends.h"

namespace okno::store {
namespace {
using namespace domain;
using ports::PageWanted;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Search : public BothBackends {
 protected:
  std::vector<std::string> found(const std::string& text, const std::string& phone = "") {
    std::vector<std::string> names;
    const auto page = store().search_contacts(text, phone, {"", 200});
    EXPECT_TRUE(page.ok()) << (page.ok() ? "" : page.error().words);
    if (page.ok())
      for (const auto& row : page->items) names.push_back(row.name);
    return names;
  }
  // Every page with `limit` rows, one after the other.
  std::vector<std::string> paged(const std::string& text, int limit) {
    std::vector<std::string> names;
    PageWanted wanted{"", limit};
    for (int pages = 0; pages < 100; ++pages) {
      const auto page = store().search_contacts(text, "", wanted);
      EXPECT_TRUE(page.ok()) << (page.ok() ? "" : page.error().words);
      if (!page.ok()) break;
      EXPECT_LE(page->items.size(), static_cast<std::size_t>(limit));
      for (const auto& row : page->items) names.push_back(row.name);
      if (page->next.empty()) return names;
      wanted.cursor = page->next;
    }
    ADD_FAILURE() << "the pages have no end";
    return names;
  }
};
OKNO_ON_BOTH_BACKENDS(Search);

TEST_P(Search, any_part_of_a_name_finds_whatever_its_case) {
  contact("Мария Иванова");
  contact("Пётр Иванчук");
  contact("Анна Smith");
  EXPECT_THAT(found("ИВАН"), ElementsAre("Мария Иванова", "Пётр Иванчук"));
  EXPECT_THAT(found("анова"), ElementsAre("Мария Иванова"));
  EXPECT_THAT(found("петр"), ElementsAre("Пётр Иванчук"));
  EXPECT_THAT(found("  мария   "), ElementsAre("Мария Иванова"));
  EXPECT_THAT(found("smi"), ElementsAre("Анна Smith"));
  EXPECT_THAT(found("сидор"), IsEmpty());
}

TEST_P(Search, one_or_two_letters_find_as_well) {
  contact("Ян");
  contact("Мария");
  contact("Ия");
  EXPECT_THAT(found("я"), ElementsAre("Ян", "Мария", "Ия"));  // who begins with it comes first
  EXPECT_THAT(found("ия"), ElementsAre("Ия", "Мария"));
}

TEST_P(Search, any_part_of_a_number_finds_however_it_is_written) {
  contact("Мария", {"+79161234567", "+74951112233"});
  contact("Пётр", {"+79035550101"});
  for (const char* text :
       {"9161234567", "+7 916 123-45-67", "8 (916) 123", "8916", "123-45", "4567", "67", "11122"})
    EXPECT_THAT(found(text), ElementsAre("Мария")) << text;
  EXPECT_THAT(found("7"), UnorderedElementsAre("Мария", "Пётр"));
  EXPECT_THAT(found("0000"), IsEmpty());
}

TEST_P(Search, a_number_is_not_found_across_two_numbers) {
  contact("Мария", {"+79161234567", "+74951112233"});
  EXPECT_THAT(found("456774951"), IsEmpty());
}

TEST_P(Search, company_and_email_find_their_people) {
  Company company;
  company.name = "Ромашка и Ко";
  const auto kept = store().create_company(company).value();
  Contact row;
  row.name = "Мария";
  row.company = kept.id;
  row.emails = {"Maria@Example.com"};
  ASSERT_TRUE(store().create_contact(row).ok());
  EXPECT_THAT(found("ромаш"), ElementsAre("Мария"));
  EXPECT_THAT(found("maria@ex"), ElementsAre("Мария"));
}

TEST_P(Search, signs_of_query_languages_are_plain_text) {
  contact("100% \"Скидка\" [a*b] _x\\y");
  contact("Мария");
  for (const char* text : {"100%", "\"скидка\"", "[a*b]", "_x\\y", "% \"ски"})
    EXPECT_THAT(found(text), ElementsAre("100% \"Скидка\" [a*b] _x\\y")) << text;
  for (const char* text : {"%%%", "___", "\"\"\"", "мария OR 100", "мар*", "' OR 1=1 --", "\\\\\\"})
    EXPECT_THAT(found(text), IsEmpty()) << text;
}

TEST_P(Search, a_changed_card_is_found_by_what_it_is_now) {
  auto row = contact("Мария Иванова", {"+79161234567"});
  row.name = "Мария Петрова";
  row.phones = {"+79035550101"};
  ASSERT_TRUE(store().update_contact(row).ok());
  EXPECT_THAT(found("иванова"), IsEmpty());
  EXPECT_THAT(found("1234567"), IsEmpty());
  EXPECT_THAT(found("петрова"), ElementsAre("Мария Петрова"));
  EXPECT_THAT(found("5550101"), ElementsAre("Мария Петрова"));
}

TEST_P(Search, an_exact_number_finds_one_and_the_text_must_fit_too) {
  contact("Мария", {"+79161234567"});
  contact("Пётр", {"+79161234568"});
  EXPECT_THAT(found("", "+79161234567"), ElementsAre("Мария"));
  EXPECT_THAT(found("мар", "+79161234567"), ElementsAre("Мария"));
  EXPECT_THAT(found("петр", "+79161234567"), IsEmpty());
  EXPECT_THAT(found("", "+7916"), IsEmpty());
}

TEST_P(Search, pages_join_without_gap_or_repeat_for_every_size) {
  std::vector<std::string> all, with_ivan;
  for (int i = 0; i < 23; ++i) {
    const std::string name = (i % 3 == 0   ? "Иванов "
                              : i % 3 == 1 ? "Пётр Иванов "
                                           : "Анна ") +
                             std::to_string(i / 6);
    contact(name);
    all.push_back(name);
    if (i % 3 != 2) with_ivan.push_back(name);
  }
  for (int limit : {1, 2, 3, 7, 8, 200}) {
    EXPECT_THAT(paged("", limit), testing::UnorderedElementsAreArray(all)) << limit;
    EXPECT_THAT(paged("иванов", limit), testing::UnorderedElementsAreArray(with_ivan)) << limit;
    EXPECT_THAT(paged("ив", limit), testing::UnorderedElementsAreArray(with_ivan)) << limit;
  }
  const auto by_name = paged("", 4);
  EXPECT_TRUE(std::is_sorted(by_name.begin(), by_name.end()));
}

TEST_P(Search, a_short_text_reaches_customers_far_apart) {
  contact("Щука");
  for (const char* id : {"900000", "1500000"})
    run(std::string(
            "INSERT INTO contacts (id, name, name_folded, search, phones, emails, segment, vip, difficult, "
            "language, created_at_ms, version) VALUES (") +
        id + ", 'Анна Щ " + id + "', 'анна щ " + id + "', 'анна щ " + id + "', '', '', '', 0, 0, '', 0, 1)");
  EXPECT_THAT(paged("щ", 10), ElementsAre("Щука", "Анна Щ 900000", "Анна Щ 1500000"));
}

TEST_P(Search, a_cursor_of_somebody_else_is_refused) {
  contact("Мария");
  ASSERT_TRUE(store().save_interactions({call(1, 0), call(2, 0)}).ok());
  const auto foreign = store().interactions({}, {"", 1})->next;
  for (const std::string& cursor : {std::string("x"), std::string("!!!"), std::string(5000, 'A'), foreign}) {
    const auto page = store().search_contacts("", "", {cursor, 10});
    ASSERT_FALSE(page.ok()) << cursor;
    EXPECT_EQ(page.error().code, "bad_cursor");
  }
}

TEST_P(Search, of_two_who_give_one_number_at_once_one_wins) {
  std::vector<std::string> answers(4);
  std::vector<std::thread> writers;
  for (std::size_t i = 0; i < answers.size(); ++i)
    writers.emplace_back([&, i] {
      Contact row;
      row.name = "Мария " + std::to_string(i);
      row.phones = {"+79161234567"};
      const auto made = store().create_contact(row);
      answers[i] = made.ok() ? "made" : made.error().code;
    });
  for (auto& writer : writers) writer.join();
  EXPECT_THAT(answers, UnorderedElementsAre("made", "phone_taken", "phone_taken", "phone_taken"));
}

TEST_P(Search, the_search_reads_its_index) {
  for (int i = 0; i < 50; ++i) contact("Имя " + std::to_string(i));
  const auto done = database().read([&](Connection& connection) {
    std::string plan;
    if (connection.dialect() == Dialect::sqlite) {
      Query query(
          connection,
          "EXPLAIN QUERY PLAN SELECT c.id FROM contact_search s JOIN contacts c ON c.id = s.rowid WHERE "
          "contact_search MATCH '\"abc\"' AND s.rowid > 0 ORDER BY s.rowid LIMIT 51",
          "iiit");
      while (query.next()) {
        query.integer(), query.integer(), query.integer();
        plan += query.text() + "\n";
      }
    } else {
      connection.script("SET enable_seqscan = off; SET enable_indexscan = off");
      Query query(connection, "EXPLAIN SELECT id FROM contacts c WHERE c.search LIKE '%abcdef%'", "t");
      while (query.next()) plan += query.text() + "\n";
    }
    return plan;
  });
  ASSERT_TRUE(done.ok()) << done.error().words;
  if (GetParam() == "sqlite") {
    EXPECT_THAT(*done, testing::HasSubstr("SCAN s VIRTUAL TABLE INDEX"));
    EXPECT_THAT(*done, testing::HasSubstr("SEARCH c USING INTEGER PRIMARY KEY"));
    EXPECT_THAT(*done, testing::Not(testing::HasSubstr("TEMP B-TREE"))) << "it sorts all that fit";
  } else {
    EXPECT_THAT(*done, testing::HasSubstr("contacts_by_search"));
  }
}
}  // namespace
}  // namespace okno::store
