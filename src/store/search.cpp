// The search by any part of a name or number. First the names that begin with the text, by name; then
// everything that holds it, by id. SQLite: FTS5's trigram index; PostgreSQL: pg_trgm. Texts shorter than a
// trigram, and a PostgreSQL without pg_trgm, are looked for in windows of kWindow customers, so that no
// search reads the whole table at once.
#include <algorithm>

#include "base/phone.h"
#include "base/text.h"
#include "store/cursor.h"
#include "store/rows.h"
#include "store/sql_store.h"

namespace okno::store {
using namespace domain;
using ports::Page;
using ports::PageWanted;

namespace {
constexpr std::int64_t kWindow = 200'000;  // customers read for one window: about 0.1 s
constexpr int kWindows = 5;  // windows of one page; then it is given as it is, with a cursor to go on
constexpr std::size_t kMaxText = 200;              // bytes of a search; longer names are not kept
const std::string kAfterAll = "\xF4\x8F\xBF\xBF";  // U+10FFFF sorts after every text that goes on

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// What to look for: the folded text itself; for a number its digits, and the same with 7 for the 8 that
// people in Russia dial first.
std::vector<std::string> needles_of(const std::string& text) {
  const std::string folded = base::folded(text);
  if (folded.find_first_not_of("0123456789 +-().\t") != std::string::npos) return {folded};
  const std::string digits = base::digits_of(folded);
  if (digits.empty()) return {folded};
  std::vector<std::string> needles{digits};
  if (digits.size() >= 4 && digits[0] == '8') needles.push_back("7" + digits.substr(1));
  if (folded != digits && folded[0] != '+') needles.push_back(folded);  // "24-7" in a name
  return needles;
}

std::string fts_phrases(const std::vector<std::string>& needles) {
  std::string match;
  for (const auto& needle : needles) {
    if (!match.empty()) match += " OR ";
    match += '"';
    for (const char c : needle) match += c == '"' ? "\"\"" : std::string(1, c);
    match += '"';
  }
  return match;
}

std::string like_pattern(const std::string& needle) {
  std::string pattern = "%";
  for (const char c : needle) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

std::string repeated(const std::string& term, std::size_t times) {
  std::string all = "(";
  for (std::size_t i = 0; i < times; ++i) all += (i ? " OR " : "") + term;
  return all + ")";
}

struct Searching {
  Connection& connection;
  std::string text;  // folded and trimmed
  std::vector<std::string> needles;
  bool indexed;
  std::size_t limit;
  Page<Contact> page{};

  bool full() const { return page.items.size() >= limit; }
  int wanted() const {
    return static_cast<int>(limit - page.items.size()) + 1;
  }  // one more shows that there is more
  std::string select(const std::string& from) const {
    return std::string("SELECT ") + kContactColumns + ", c.name_folded FROM " + from;
  }

  // Takes rows until the page is full; true when there are more. `last` becomes the folded name of the last
  // one taken.
  bool take(Query& query, std::string& last) {
    while (query.next()) {
      if (full()) return true;
      page.items.push_back(read_contact(query));
      last = query.text();
    }
    return false;
  }

  // By name, those that begin with the text (all, for an empty one). True when the page ends here.
  bool by_name(const std::string& after_name, std::int64_t after_id) {
    std::string sql = select("contacts c WHERE ");
    std::vector<Value> values;
    if (after_id == 0) {
      sql += "c.name_folded >= ?";
      values.emplace_back(text);
    } else {
      sql += "(c.name_folded, c.id) > (?, ?)";
      values.emplace_back(after_name);
      values.emplace_back(after_id);
    }
    if (!text.empty()) {
      sql += " AND c.name_folded < ?";
      values.emplace_back(text + kAfterAll);
    }
    sql += " ORDER BY c.name_folded, c.id LIMIT ?";
    values.emplace_back(wanted());
    Query query(connection, sql, std::string(kContactTypes) + "t", values);
    std::string last;
    if (!take(query, last)) return false;
    page.next = make_cursor('n', {last, std::to_string(page.items.back().id.value())});
    return true;
  }

  // By id, the others that hold the text anywhere, through the trigram index.
  void inside(std::int64_t after_id) {
    std::string sql;
    std::vector<Value> values;
    if (connection.dialect() == Dialect::sqlite) {
      sql = select(
          "contact_search s JOIN contacts c ON c.id = s.rowid WHERE contact_search MATCH ? AND s.rowid > ?");
      values = {fts_phrases(needles), after_id};
    } else {
      sql = select("contacts c WHERE ") + repeated("c.search LIKE ?", needles.size()) + " AND c.id > ?";
      for (const auto& needle : needles) values.emplace_back(like_pattern(needle));
      values.emplace_back(after_id);
    }
    sql += " AND NOT (c.name_folded >= ? AND c.name_folded < ?) ORDER BY ";
    sql += connection.dialect() == Dialect::sqlite ? "s.rowid LIMIT ?" : "c.id LIMIT ?";
    values.emplace_back(text);
    values.emplace_back(text + kAfterAll);
    values.emplace_back(wanted());
    Query query(connection, sql, std::string(kContactTypes) + "t", values);
    std::string last;
    if (take(query, last)) page.next = make_cursor('i', {std::to_string(page.items.back().id.value())});
  }

  // The same without an index, window by window.
  void inside_windows(std::int64_t after_id) {
    std::int64_t end = 0;
    {
      Query query(connection, "SELECT COALESCE(MAX(id), 0) FROM contacts", "i");
      query.next();
      end = query.integer();
    }
    const std::string sql = select("contacts c WHERE c.id > ? AND c.id <= ? AND ") +
                            repeated(connection.dialect() == Dialect::sqlite ? "instr(c.search, ?) > 0"
                                                                             : "strpos(c.search, ?) > 0",
                                     needles.size()) +
                            " AND NOT (c.name_folded >= ? AND c.name_folded < ?) ORDER BY c.id LIMIT ?";
    for (int i = 0; i < kWindows && after_id < end; ++i, after_id += kWindow) {
      std::vector<Value> values{after_id, after_id + kWindow};
      values.insert(values.end(), needles.begin(), needles.end());
      values.emplace_back(text);
      values.emplace_back(text + kAfterAll);
      values.emplace_back(wanted());
      Query query(connection, sql, std::string(kContactTypes) + "t", values);
      std::string last;
      if (take(query, last)) {
        page.next = make_cursor('i', {std::to_string(page.items.back().id.value())});
        return;
      }
    }
    if (after_id < end) page.next = make_cursor('i', {std::to_string(after_id)});
  }
};

Page<Contact> by_exact_phone(Connection& connection, const std::string& phone,
                             const std::vector<std::string>& needles) {
  Page<Contact> page;
  Query query(
      connection,
      std::string("SELECT ") + kContactColumns +
          ", c.search FROM contact_phones p JOIN contacts c ON c.id = p.contact_id WHERE p.number = ?",
      std::string(kContactTypes) + "t", {phone});
  if (!query.next()) return page;
  auto contact = read_contact(query);
  const auto words = query.text();
  const bool holds = std::any_of(needles.begin(), needles.end(), [&](const std::string& needle) {
    return words.find(needle) != std::string::npos;
  });
  if (needles.empty() || holds) page.items.push_back(std::move(contact));
  return page;
}
}  // namespace

Result<Page<Contact>> SqlStore::search_contacts(const std::string& text, const std::string& phone,
                                                const PageWanted& wanted) {
  return database_->read([&](Connection& connection) {
    const std::string clean = base::shorten(base::printable(base::trim(text)), kMaxText);
    const auto needles = clean.empty() ? std::vector<std::string>{} : needles_of(clean);
    if (!phone.empty()) return by_exact_phone(connection, phone, needles);

    const bool long_enough = std::all_of(needles.begin(), needles.end(),
                                         [](const std::string& needle) { return characters(needle) >= 3; });
    Searching search{connection, base::folded(clean), needles, trigrams_ && long_enough,
                     static_cast<std::size_t>(page_limit(wanted))};
    std::int64_t after_id = 0;
    if (wanted.cursor.empty()) {
      if (search.by_name("", 0)) return search.page;
    } else if (kind_of_cursor(wanted.cursor) == 'n') {
      const auto fields = read_cursor(wanted.cursor, 'n', 2);
      if (search.by_name(fields[0], cursor_number(fields[1]))) return search.page;
    } else {
      after_id = cursor_number(read_cursor(wanted.cursor, 'i', 1)[0]);
    }
    if (needles.empty()) return search.page;
    if (search.full()) {
      search.page.next = make_cursor('i', {"0"});
      return search.page;
    }
    if (search.indexed)
      search.inside(after_id);
    else
      search.inside_windows(after_id);
    return search.page;
  });
}
}  // namespace okno::store
