#include "demo/seed.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "base/prng.h"

namespace okno::demo {
namespace {
using base::Duration;
using base::Error;
using base::Instant;
using base::Prng;
using base::Result;
using namespace domain;
using ports::Account;
using namespace std::chrono_literals;

constexpr int kHistoryDays = 30;
constexpr std::size_t kHistory =
    640;  // interactions: enough that lists page and reports have something to show
constexpr std::size_t kBatch = 200;       // rows per transaction
const char* const kMark = "demo_seeded";  // the setting that tells a demo's store from any other

struct Story {
  const char* disposition;
  const char* note;
};
const std::array kStories = {
    Story{"resolved", "Подсказала, как отрегулировать створку."},
    Story{"resolved", "Назвал день приезда мастера."},
    Story{"resolved", "Уточнила адрес и этаж, заявку поправила."},
    Story{"resolved", ""},
    Story{"resolved", "Отправил счёт на почту ещё раз."},
    Story{"sale", "Согласен на замер в субботу."},
    Story{"sale", "Оплатит до конца недели."},
    Story{"callback", "Просит перезвонить после шести."},
    Story{"callback", "Посоветуется с мужем, перезвонить завтра."},
    Story{"complaint", "Недоволен сроками, завёл претензию."},
    Story{"no_sale", "Дорого, сравнивает с другими."},
    Story{"wrong_number", ""},
    Story{"spam", ""},
};
const std::array kNotes = {"Домофон не работает, звонить заранее.",
                           "Удобно говорить после обеда.",
                           "Второй собственник — супруга, решают вместе.",
                           "Просил не звонить по выходным.",
                           "Нужен чек для налогового вычета.",
                           "Любит подробный расчёт письмом.",
                           "Во дворе шлагбаум, пропуск заказывать за день."};

#define OKNO_TRY(name, expression)                  \
  auto name##_result = (expression);                \
  if (!name##_result) return name##_result.error(); \
  auto& name = *name##_result

Account account(const char* login, const char* name, Role role, const char* extension) {
  Account out;
  out.agent.login = login;
  out.agent.name = name;
  out.agent.role = role;
  out.agent.extension = extension;
  return out;
}

// Everything the pieces below share.
struct Ground {
  ports::Store& store;
  Instant now;
  Prng prng;
  Town town;
  std::array<AgentId, 2> owners{};  // Anna, Boris
  std::vector<CompanyId> companies;
  std::vector<Contact> contacts;
};

Result<void> save_staff(Ground& ground, Seeded& out, const HashPassword& hash, const std::string& realm) {
  struct Person {
    Account account;
    AgentId* id;
  };
  std::vector<Person> staff = {{account("admin", "Администратор", Role::admin, "100"), &out.admin},
                               {account("anna", "Анна Петрова", Role::agent, "101"), &out.anna},
                               {account("boris", "Борис Осипов", Role::agent, "102"), &out.boris},
                               {account("vera", "Вера Климова", Role::supervisor, "110"), &out.vera}};
  for (auto& person : staff) {
    auto& agent = person.account.agent;
    agent.department = agent.role == Role::admin ? "ИТ" : "Контакт-центр";
    if (agent.role == Role::agent) {
      agent.queues = {kSupportQueue, kSalesQueue};
      agent.desk_phone = agent.login + "-desk";
      person.account.desk_phone_ha1 = digest_ha1(agent.desk_phone, realm, "demo");
    }
    OKNO_TRY(hashed, hash("demo"));
    person.account.password_hash = hashed;
    OKNO_TRY(saved, ground.store.save_account(person.account));
    *person.id = saved.agent.id;
  }
  ground.owners = {out.anna, out.boris};
  return {};
}

Result<void> save_customers(Ground& ground) {
  for (const auto& company : ground.town.companies) {
    OKNO_TRY(saved, ground.store.create_company(company));
    ground.companies.push_back(saved.id);
  }
  for (const auto& citizen : ground.town.citizens) {
    Contact contact = citizen.contact;
    if (citizen.company >= 0) contact.company = ground.companies[static_cast<std::size_t>(citizen.company)];
    if (citizen.owner >= 0) contact.owner = ground.owners[static_cast<std::size_t>(citizen.owner)];
    contact.created_at = ground.now - 24h * (40 + static_cast<int>(ground.prng.below(700)));
    OKNO_TRY(saved, ground.store.create_contact(contact));
    ground.contacts.push_back(saved);
  }
  return {};
}

Result<void> save_business(Ground& ground) {
  for (const auto& one : ground.town.deals) {
    Deal deal = one.deal;
    deal.contact = ground.contacts[one.citizen].id;
    deal.owner = ground.contacts[one.citizen].owner;
    deal.updated_at = ground.now - 1h * one.age_h;
    OKNO_TRY(saved, ground.store.create_deal(deal));
    static_cast<void>(saved);
  }
  for (const auto& one : ground.town.claims) {
    Claim claim = one.claim;
    claim.contact = ground.contacts[one.citizen].id;
    claim.created_at = ground.now - 1h * one.age_h;
    claim.due_at = ground.now + 1h * one.due_in_h;
    OKNO_TRY(saved, ground.store.create_claim(claim));
    static_cast<void>(saved);
  }
  return {};
}

// A moment of a working day, `days_ago` days before now: 9 to 20 o'clock in Moscow (UTC+3).
Instant office_hour(Ground& ground, int days_ago) {
  const auto day = std::chrono::floor<std::chrono::hours>(ground.now.time_since_epoch()).count() / 24;
  const auto midnight = Instant(std::chrono::hours((day - days_ago) * 24));
  return midnight + 6h + Duration(static_cast<std::int64_t>(ground.prng.uniform() * 11 * 3600) * 1'000'000);
}

std::vector<IvrStep> ivr_walk(Ground& ground, bool into_sales) {
  if (into_sales) return {{"greeting", "Приветствие", ""}, {"main", "Главное меню", "1"}};
  if (ground.prng.below(3) == 0) return {{"greeting", "Приветствие", ""}, {"main", "Главное меню", "0"}};
  return {{"greeting", "Приветствие", ""},
          {"main", "Главное меню", "2"},
          {"service", "Помощь с окнами", std::to_string(1 + ground.prng.below(3))}};
}

void talk(Ground& ground, Interaction& row, AgentId agent, const Story& story) {
  row.agent = agent;
  row.end_cause = EndCause::answered;
  row.answered_at = row.started_at + Duration(row.wait_ms * 1'000);
  row.talk_ms = 25'000 + static_cast<std::int64_t>(ground.prng.exponential(150'000));
  row.wrap_up_ms = 3'000 + static_cast<std::int64_t>(ground.prng.below(24'000));
  row.ended_at = *row.answered_at + Duration(row.talk_ms * 1'000);
  row.disposition = story.disposition;
  row.note = story.note;
}

Interaction base_row(Ground& ground, Instant at, const Contact& contact) {
  Interaction row;
  row.state = InteractionState::ended;
  row.project = kDemoProject;
  row.queue = ground.prng.below(4) == 0 ? kSalesQueue : kSupportQueue;
  row.contact = contact.id;
  row.from = contact.phones.front();
  row.to = "+78005550100";
  row.started_at = at;
  row.wait_ms = 2'000 + static_cast<std::int64_t>(ground.prng.exponential(14'000));
  return row;
}

Interaction any_row(Ground& ground, Instant at, const Contact& contact) {
  Interaction row = base_row(ground, at, contact);
  const auto kind = ground.prng.below(20);
  const AgentId agent =
      contact.owner && ground.prng.below(3) != 0 ? *contact.owner : ground.owners[ground.prng.below(2)];
  if (kind < 2) {  // left while waiting
    row.end_cause = EndCause::lost;
    row.wait_ms = 15'000 + static_cast<std::int64_t>(ground.prng.below(90'000));
    row.ended_at = at + Duration(row.wait_ms * 1'000);
    return row;
  }
  if (kind == 2) {  // served himself, or gave up, in the menu
    row.queue.reset();
    row.to = "+78005550101";
    row.wait_ms = 0;
    row.ivr_path = {
        {"greeting", "Приветствие", ""}, {"main", "Главное меню", "3"}, {"hours", "Часы работы", ""}};
    row.end_cause = EndCause::left_in_ivr;
    row.ended_at = at + 38s;
    return row;
  }
  if (kind < 6) {  // we called
    row.direction = Direction::outbound;
    std::swap(row.from, row.to);
    row.queue.reset();
    row.wait_ms = 0;
  } else if (kind < 9) {
    row.channel = kind == 8 ? Channel::email : Channel::chat;
    row.from = contact.emails.empty() ? contact.phones.front() : contact.emails.front();
    row.to = "support";
  } else if (kind < 14) {
    row.to = "+78005550101";
    row.ivr_path = ivr_walk(ground, row.queue == kSalesQueue);
  }
  talk(ground, row, agent, kStories[ground.prng.below(kStories.size())]);
  return row;
}

// What Anna and Мария have talked about: the story that the first card shows.
void add_marias_history(Ground& ground, std::vector<Interaction>& rows) {
  struct Past {
    int days_ago;
    AgentId agent;
    Direction direction;
    Story story;
  };
  const AgentId anna = ground.owners[0], boris = ground.owners[1];
  const std::array past = {
      Past{24, boris, Direction::inbound, {"sale", "Интересуется остеклением балкона, записана на замер."}},
      Past{19, anna, Direction::outbound, {"resolved", "Замер сделан, расчёт отправлен на почту."}},
      Past{11, anna, Direction::inbound, {"callback", "Просит скидку за второй заказ, обещала уточнить."}},
      Past{5, anna, Direction::outbound, {"sale", "Скидка 5 %, договор готов, подписание в пятницу."}},
      Past{2, anna, Direction::inbound, {"complaint", "Продувает створка на кухне, завела претензию."}},
  };
  for (const auto& one : past) {
    Interaction row = base_row(ground, office_hour(ground, one.days_ago), ground.contacts[0]);
    row.queue = kSupportQueue;
    row.direction = one.direction;
    if (one.direction == Direction::outbound) {
      std::swap(row.from, row.to);
      row.queue.reset();
      row.wait_ms = 0;
    }
    talk(ground, row, one.agent, one.story);
    rows.push_back(std::move(row));
  }
}

Result<void> save_history(Ground& ground) {
  std::vector<Interaction> rows;
  add_marias_history(ground, rows);
  while (rows.size() < kHistory) {
    const Instant at = office_hour(ground, static_cast<int>(ground.prng.below(kHistoryDays)));
    // Not Мария (index 0): her history is told above.
    const auto& contact = ground.contacts[1 + ground.prng.below(ground.contacts.size() - 1)];
    Interaction row = any_row(ground, at, contact);
    if (*row.ended_at < ground.now - 10min) rows.push_back(std::move(row));
  }
  std::sort(rows.begin(), rows.end(),
            [](const Interaction& a, const Interaction& b) { return a.started_at < b.started_at; });
  OKNO_TRY(last, ground.store.last_interaction_id());
  std::int64_t id = last.value();
  for (auto& row : rows) row.id = InteractionId(++id);
  for (std::size_t i = 0; i < rows.size(); i += kBatch) {
    const auto end = rows.begin() + static_cast<std::ptrdiff_t>(std::min(rows.size(), i + kBatch));
    const auto saved = ground.store.save_interactions({rows.begin() + static_cast<std::ptrdiff_t>(i), end});
    if (!saved) return saved.error();
  }
  return {};
}

Result<void> save_notes(Ground& ground) {
  const auto note = [&](std::size_t citizen, AgentId author, const char* text, Instant at) {
    Note one;
    one.contact = ground.contacts[citizen].id;
    one.author = author;
    one.text = text;
    one.at = at;
    return ground.store.add_note(one);
  };
  OKNO_TRY(first,
           note(0, ground.owners[0], "Звонить после 18:00. Второй этаж, домофон 24.", ground.now - 24h * 11));
  static_cast<void>(first);
  for (std::size_t i = 0; i < 70; ++i) {
    const auto citizen = 1 + ground.prng.below(ground.contacts.size() - 1);
    const auto at = ground.now - 1h * (30 + static_cast<int>(ground.prng.below(24 * 28)));
    OKNO_TRY(saved, note(citizen, ground.owners[ground.prng.below(2)],
                         kNotes[ground.prng.below(kNotes.size())], at));
    static_cast<void>(saved);
  }
  return {};
}

Result<Seeded> already_there(ports::Store& store, const std::vector<Account>& accounts) {
  OKNO_TRY(mark, store.setting(kMark));
  if (!mark)
    return Error{"not_a_demo",
                 "this directory holds something else than a whole demo: choose another one with --data"};
  Seeded out;
  for (const auto& one : accounts) {
    if (one.agent.login == "admin") out.admin = one.agent.id;
    if (one.agent.login == "anna") out.anna = one.agent.id;
    if (one.agent.login == "boris") out.boris = one.agent.id;
    if (one.agent.login == "vera") out.vera = one.agent.id;
  }
  return out;
}
}  // namespace

Result<Seeded> seed(ports::Store& store, Instant now, const HashPassword& hash,
                    const SeedSettings& settings) {
  OKNO_TRY(accounts, store.accounts());
  if (!accounts.empty()) return already_there(store, accounts);
  Ground ground{store, now, Prng(settings.seed ^ 0x0D0ULL), make_town(settings.seed), {}, {}, {}};
  Seeded out;
  out.fresh = true;
  if (auto done = store.save_configuration(make_configuration()); !done) return done.error();
  if (auto done = save_staff(ground, out, hash, settings.realm); !done) return done.error();
  if (auto done = save_customers(ground); !done) return done.error();
  if (auto done = save_business(ground); !done) return done.error();
  if (auto done = save_history(ground); !done) return done.error();
  if (auto done = save_notes(ground); !done) return done.error();
  if (auto done = store.set_setting(kMark, "1"); !done) return done.error();
  out.maria = ground.contacts.front().id;
  return out;
}

std::string digest_ha1(const std::string& user, const std::string& realm, const std::string& password) {
  const std::string text = user + ":" + realm + ":" + password;
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  OKNO_CHECK(EVP_Digest(text.data(), text.size(), digest, &size, EVP_md5(), nullptr) == 1 && size == 16);
  static const char* const hex = "0123456789abcdef";
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    out += hex[digest[i] >> 4];
    out += hex[digest[i] & 15];
  }
  return out;
}
}  // namespace okno::demo
