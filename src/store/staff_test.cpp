#include "store/backends.h"

namespace okno::store {
namespace {
using namespace domain;
using testing::ElementsAre;

class Staff : public BothBackends {};
OKNO_ON_BOTH_BACKENDS(Staff);

ports::Account anna() {
  ports::Account account;
  account.agent.login = "anna";
  account.agent.name = "Анна";
  account.agent.role = Role::supervisor;
  account.agent.queues = {QueueId(7), QueueId(3)};
  account.agent.extension = "101";
  account.agent.desk_phone = "anna-desk";
  account.agent.language = "en";
  account.agent.department = "Продажи";
  account.password_hash = "$argon2id$…";
  account.desk_phone_ha1 = "0123456789abcdef0123456789abcdef";
  return account;
}

TEST_P(Staff, an_account_comes_back_as_it_was_kept) {
  const auto made = store().save_account(anna()).value();
  EXPECT_TRUE(made.agent.id);
  reopen();
  const auto all = store().accounts().value();
  ASSERT_EQ(all.size(), 1U);
  const auto& back = all.front();
  EXPECT_EQ(back.agent.id, made.agent.id);
  EXPECT_EQ(back.agent.login, "anna");
  EXPECT_EQ(back.agent.name, "Анна");
  EXPECT_EQ(back.agent.role, Role::supervisor);
  EXPECT_THAT(back.agent.queues, ElementsAre(QueueId(7), QueueId(3)));
  EXPECT_EQ(back.agent.extension, "101");
  EXPECT_EQ(back.agent.desk_phone, "anna-desk");
  EXPECT_EQ(back.agent.language, "en");
  EXPECT_EQ(back.agent.department, "Продажи");
  EXPECT_EQ(back.password_hash, "$argon2id$…");
  EXPECT_EQ(back.desk_phone_ha1, "0123456789abcdef0123456789abcdef");
}

TEST_P(Staff, a_saved_account_is_replaced_and_a_login_is_unique) {
  auto made = store().save_account(anna()).value();
  made.agent.name = "Анна Петрова";
  made.agent.queues = {QueueId(1)};
  ASSERT_TRUE(store().save_account(made).ok());
  EXPECT_EQ(store().accounts()->front().agent.name, "Анна Петрова");
  EXPECT_THAT(store().accounts()->front().agent.queues, ElementsAre(QueueId(1)));
  EXPECT_EQ(store().save_account(anna()).error().code, "conflict");
  made.agent.id = AgentId(999);
  made.agent.login = "boris";
  EXPECT_EQ(store().save_account(made).error().code, "not_found");
}

Configuration whole() {
  Configuration all;
  Project project;
  project.id = ProjectId(4);
  project.name = "main";
  project.title = "Главный";
  project.country = "KZ";
  project.language = "en";
  project.caller_id = "+78005550100";
  project.numbers = {"support", "+78005550100"};
  project.greeting = "Здравствуйте";
  IvrMenu menu;
  menu.name = "main";
  menu.title = "Главное меню";
  menu.say = "Нажмите \"1\"";
  menu.choices = {{"1", "queue:support", "Поддержка"}, {"2", "menu:billing", "Счета"}};
  menu.digit_limit = std::chrono::milliseconds(3500);
  menu.tries = 2;
  menu.otherwise = "queue:support";
  project.menus = {menu, IvrMenu{}};
  project.dispositions = {"resolved", "callback"};
  project.pause_reasons = {"lunch"};
  project.together = {{Channel::chat, Channel::voice}};
  project.weights.chat = 25;
  all.projects = {project};
  Queue queue;
  queue.id = QueueId(7);
  queue.name = "support";
  queue.title = "Поддержка";
  queue.project = project.id;
  queue.strategy = Strategy::round_robin;
  queue.ring_limit = std::chrono::seconds(11);
  queue.card_limit = std::chrono::milliseconds(99);
  queue.wrap_up_limit = std::chrono::seconds(12);
  queue.owner_wait = std::chrono::seconds(13);
  queue.last_agent_first = false;
  queue.owner_first = true;
  queue.max_waiting = 14;
  queue.service_level_limit = std::chrono::seconds(15);
  queue.required = {{"billing", 3}};
  queue.preferred = {"sales"};
  queue.relaxation = {{std::chrono::milliseconds(30'500), 1}};
  queue.language_as_skill = true;
  queue.difficult_skill = "patience";
  queue.priority = -5;
  queue.last_agent_wait = std::chrono::seconds(16);
  queue.ring_at_once = 3;
  all.queues = {queue};
  all.entries = {{"support", project.id, "queue:support", "radio"}, {"ivr", project.id, "menu:main", ""}};
  Hours office;
  office.name = "office";
  office.title = "Офис";
  office.zone = "Europe/Moscow";
  office.week = {{5, {std::chrono::hours(22), std::chrono::hours(6)}}};
  office.dates = {{0, 1, 1, "Новый год", {}},
                  {2026, 12, 31, "", {{std::chrono::hours(9), std::chrono::hours(14)}}}};
  all.hours = {office, Hours{"night", "", "", {}, {}, {}}};
  all.phone_required = false;
  return all;
}

TEST_P(Staff, the_configuration_comes_back_as_it_was_kept) {
  const auto agent_id = agent("anna");
  ASSERT_TRUE(store().save_configuration(whole()).ok());
  reopen();
  const auto back = store().configuration().value();
  ASSERT_EQ(back.projects.size(), 1U);
  const auto &project = back.projects[0], wanted = whole().projects[0];
  EXPECT_EQ(project.id, wanted.id);
  EXPECT_EQ(project.title, wanted.title);
  EXPECT_EQ(project.country, "KZ");
  EXPECT_EQ(project.language, "en");
  EXPECT_EQ(project.caller_id, wanted.caller_id);
  EXPECT_EQ(project.numbers, wanted.numbers);
  EXPECT_EQ(project.greeting, wanted.greeting);
  EXPECT_EQ(project.dispositions, wanted.dispositions);
  EXPECT_EQ(project.pause_reasons, wanted.pause_reasons);
  ASSERT_EQ(project.menus.size(), 2U);
  EXPECT_EQ(project.menus[0].say, "Нажмите \"1\"");
  EXPECT_EQ(project.menus[0].choices[1].target, "menu:billing");
  EXPECT_EQ(project.menus[0].digit_limit, std::chrono::milliseconds(3500));
  EXPECT_EQ(project.menus[0].tries, 2);
  EXPECT_EQ(project.menus[0].otherwise, "queue:support");
  ASSERT_EQ(back.queues.size(), 1U);
  const auto& queue = back.queues[0];
  EXPECT_EQ(queue.name, "support");
  EXPECT_EQ(queue.project, ProjectId(4));
  EXPECT_EQ(queue.strategy, Strategy::round_robin);
  EXPECT_EQ(queue.ring_limit, std::chrono::seconds(11));
  EXPECT_EQ(queue.card_limit, std::chrono::milliseconds(99));
  EXPECT_EQ(queue.wrap_up_limit, std::chrono::seconds(12));
  EXPECT_EQ(queue.owner_wait, std::chrono::seconds(13));
  EXPECT_FALSE(queue.last_agent_first);
  EXPECT_TRUE(queue.owner_first);
  EXPECT_EQ(queue.max_waiting, 14U);
  EXPECT_EQ(queue.service_level_limit, std::chrono::seconds(15));
  ASSERT_EQ(queue.required.size(), 1U);
  EXPECT_EQ(queue.required[0].skill, "billing");
  EXPECT_EQ(queue.required[0].level, 3);
  EXPECT_EQ(queue.preferred, std::vector<std::string>{"sales"});
  ASSERT_EQ(queue.relaxation.size(), 1U);
  EXPECT_EQ(queue.relaxation[0].after, std::chrono::milliseconds(30'500));
  EXPECT_TRUE(queue.language_as_skill);
  EXPECT_EQ(queue.difficult_skill, "patience");
  EXPECT_EQ(queue.priority, -5);
  EXPECT_EQ(queue.vip_priority, 1000);
  EXPECT_EQ(queue.last_agent_wait, std::chrono::seconds(16));
  EXPECT_EQ(queue.ring_at_once, 3);
  ASSERT_EQ(project.together.size(), 1U);
  EXPECT_EQ(project.together[0].coming, Channel::voice);
  EXPECT_EQ(project.weights.chat, 25);
  ASSERT_EQ(back.entries.size(), 2U);
  EXPECT_EQ(back.entries[0].source, "radio");
  EXPECT_EQ(back.entries[1].target, "menu:main");
  ASSERT_EQ(back.agents.size(), 1U);
  EXPECT_EQ(back.agents[0].id, agent_id);
  EXPECT_FALSE(back.phone_required);
}

TEST_P(Staff, a_new_configuration_takes_the_place_of_the_old_or_nothing_changes) {
  ASSERT_TRUE(store().save_configuration(whole()).ok());
  auto next = whole();
  next.queues[0].name = "sales";
  next.entries.pop_back();
  ASSERT_TRUE(store().save_configuration(next).ok());
  EXPECT_EQ(store().configuration()->queues.at(0).name, "sales");
  EXPECT_EQ(store().configuration()->entries.size(), 1U);
  next.queues[0].id = QueueId();
  next.projects[0].title = "never seen";
  EXPECT_EQ(store().save_configuration(next).error().code, "bad_configuration");
  EXPECT_EQ(store().configuration()->projects.at(0).title, "Главный");
}

TEST_P(Staff, the_version_grows_with_each_change_of_staff_or_configuration) {
  EXPECT_EQ(store().configuration_version().value(), 0);
  agent("anna");
  EXPECT_EQ(store().configuration_version().value(), 1);
  ASSERT_TRUE(store().save_configuration(whole()).ok());
  EXPECT_EQ(store().configuration_version().value(), 2);
}

TEST_P(Staff, sessions_are_kept_ended_and_forgotten) {
  const auto who = agent("anna");
  ports::Session session{"hash1", who, "csrf", at(100)};
  ASSERT_TRUE(store().save_session(session).ok());
  session.token_hash = "hash2";
  session.expires_at = at(200);
  ASSERT_TRUE(store().save_session(session).ok());
  const auto back = store().session("hash1").value().value();
  EXPECT_EQ(back.agent, who);
  EXPECT_EQ(back.csrf, "csrf");
  EXPECT_EQ(back.expires_at, at(100));
  ASSERT_TRUE(store().forget_sessions_before(at(150)).ok());
  EXPECT_FALSE(store().session("hash1").value().has_value());
  EXPECT_TRUE(store().session("hash2").value().has_value());
  ASSERT_TRUE(store().end_session("hash2").ok());
  EXPECT_FALSE(store().session("hash2").value().has_value());
  session.agent = AgentId(999);
  EXPECT_EQ(store().save_session(session).error().code, "not_found");
}

TEST_P(Staff, of_very_many_sessions_of_one_agent_the_newest_stay) {
  const auto anna = agent("anna"), boris = agent("boris");
  ASSERT_TRUE(store().save_session({"his", boris, "c", at(1)}).ok());
  for (int i = 0; i < 203; ++i)
    ASSERT_TRUE(store().save_session({"hers " + std::to_string(i), anna, "c", at(1'000 + i)}).ok());
  EXPECT_FALSE(store().session("hers 2").value().has_value());
  EXPECT_TRUE(store().session("hers 3").value().has_value());
  EXPECT_TRUE(store().session("hers 202").value().has_value());
  EXPECT_TRUE(store().session("his").value().has_value());
}

TEST_P(Staff, keys_of_programs_are_found_by_their_hash) {
  const auto who = agent("robot");
  ASSERT_TRUE(store().save_api_key({"hash", who, "1C", at(1)}).ok());
  EXPECT_EQ(store().api_key("hash").value()->agent, who);
  EXPECT_EQ(store().api_key("hash").value()->name, "1C");
  EXPECT_FALSE(store().api_key("other").value().has_value());
  EXPECT_EQ(store().save_api_key({"hash", who, "1C", at(1)}).error().code, "conflict");
}

TEST_P(Staff, settings_are_replaced) {
  EXPECT_FALSE(store().setting("demo").value().has_value());
  ASSERT_TRUE(store().set_setting("demo", "1").ok());
  ASSERT_TRUE(store().set_setting("demo", "два").ok());
  EXPECT_EQ(store().setting("demo").value(), "два");
}

TEST_P(Staff, a_kept_answer_is_given_again_until_it_is_forgotten) {
  const ports::KeptAnswer answer{"anna/key", "hash", 201, "{\"id\":1}", at(10)};
  ASSERT_TRUE(store().keep_answer(answer).ok());
  const auto back = store().kept_answer("anna/key").value().value();
  EXPECT_EQ(back.request_hash, "hash");
  EXPECT_EQ(back.status, 201);
  EXPECT_EQ(back.body, "{\"id\":1}");
  EXPECT_EQ(back.at, at(10));
  ASSERT_TRUE(store().forget_answers_before(at(10)).ok());
  EXPECT_TRUE(store().kept_answer("anna/key").value().has_value());
  ASSERT_TRUE(store().forget_answers_before(at(11)).ok());
  EXPECT_FALSE(store().kept_answer("anna/key").value().has_value());
}
TEST_P(Staff, hours_come_back_without_the_shifts_of_their_zone) {
  auto all = whole();
  all.hours[0].shifts = {{at(0), std::chrono::hours(3)}};
  all.projects[0].zone = "Europe/Moscow";
  all.projects[0].zone_shifts = all.hours[0].shifts;
  ASSERT_TRUE(store().save_configuration(all).ok());
  reopen();
  const auto back = store().configuration().value();
  ASSERT_EQ(back.hours.size(), 2U);
  EXPECT_EQ(back.hours[0].name, "office");
  EXPECT_EQ(back.hours[0].zone, "Europe/Moscow");
  EXPECT_TRUE(back.hours[0].shifts.empty() && back.projects[0].zone_shifts.empty());
  ASSERT_EQ(back.hours[0].week.size(), 1U);
  EXPECT_EQ(back.hours[0].week[0].open.from, std::chrono::hours(22));
  ASSERT_EQ(back.hours[0].dates.size(), 2U);
  EXPECT_EQ(back.hours[0].dates[0].title, "Новый год");
  EXPECT_EQ(back.hours[0].dates[1].open[0].to, std::chrono::hours(14));
  EXPECT_EQ(back.hours[1].name, "night");
}

TEST_P(Staff, a_change_is_whole_has_an_author_and_needs_the_version_that_was_read) {
  const auto anna_made = store().save_account(anna()).value();
  ASSERT_TRUE(store().save_configuration(whole()).ok());
  const auto version = store().configuration_version().value();
  auto all = store().configuration().value();
  all.queues[0].ring_limit = std::chrono::seconds(7);
  all.agents[0].skills = {{"billing", 5}};
  all.agents[0].queues = {QueueId(1)};
  all.agents[0].login = "nobody";  // no rule: it stays
  const std::vector<ports::AuditRow> audit{
      {0, anna_made.agent.id, at(5), "queue support", "{}", "{\"a\":1}"}};
  EXPECT_EQ(store().change_configuration(all, version + 1, audit).error().code, "conflict");
  EXPECT_EQ(store().configuration_version().value(), version);
  EXPECT_TRUE(store().audit({})->items.empty());
  EXPECT_EQ(store().change_configuration(all, version, audit).value(), version + 1);
  EXPECT_EQ(store().change_configuration(all, version, audit).error().code, "conflict");
  reopen();
  EXPECT_EQ(store().configuration_version().value(), version + 1);
  EXPECT_EQ(store().configuration()->queues[0].ring_limit, std::chrono::seconds(7));
  const auto account = store().accounts()->front();
  EXPECT_EQ(account.agent.login, "anna");
  EXPECT_EQ(account.password_hash, anna().password_hash);
  EXPECT_EQ(account.agent.skills[0].level, 5);
  EXPECT_THAT(account.agent.queues, ElementsAre(QueueId(1)));
  const auto kept = store().audit({}).value();
  ASSERT_EQ(kept.items.size(), 1U);
  EXPECT_EQ(kept.items[0].author, anna_made.agent.id);
  EXPECT_EQ(kept.items[0].at, at(5));
  EXPECT_EQ(kept.items[0].after, "{\"a\":1}");
  ASSERT_TRUE(store().add_audit({0, anna_made.agent.id, at(6), "recording 1", "{}", "{\"b\":1}"}).ok());
  EXPECT_EQ(store().audit({})->items[0].place, "recording 1");
  EXPECT_EQ(store().configuration_version().value(), version + 1);  // no change of the settings
}

TEST_P(Staff, who_and_what_goes_is_shut_out_and_remembered_by_name) {
  const auto anna_made = store().save_account(anna()).value();
  auto two = whole();
  two.queues.push_back(two.queues.front());
  two.queues.back().id = QueueId(9);
  two.queues.back().name = two.queues.back().title = "sales";
  ASSERT_TRUE(store().save_configuration(two).ok());
  ports::Session session;
  session.token_hash = "hash";
  session.agent = anna_made.agent.id;
  session.csrf = "csrf";
  session.expires_at = at(1'000'000);
  ASSERT_TRUE(store().save_session(session).ok());
  auto all = store().configuration().value();
  Agent boris;
  boris.id = AgentId(anna_made.agent.id.value() + 1);
  boris.login = "boris";
  boris.name = "Борис";
  boris.queues = {all.queues[0].id};
  all.agents = {boris};
  const auto queue = all.queues.back();
  all.queues.pop_back();
  const auto version = store().configuration_version().value();
  ASSERT_TRUE(store().change_configuration(all, version, {}, {{boris.id, "hash of his"}}).ok());
  reopen();
  const auto accounts = store().accounts().value();
  ASSERT_EQ(accounts.size(), 1U);
  EXPECT_EQ(accounts[0].agent.id, boris.id);
  EXPECT_EQ(accounts[0].password_hash, "hash of his");
  EXPECT_THAT(accounts[0].agent.queues, ElementsAre(all.queues[0].id));
  EXPECT_FALSE(store().session("hash")->has_value());
  const auto gone = store().gone().value();
  ASSERT_EQ(gone.agents.size(), 1U);
  EXPECT_EQ(gone.agents[0].name, anna().agent.name);
  ASSERT_EQ(gone.queues.size(), 1U);
  EXPECT_EQ(gone.queues[0].title, queue.title);
  auto again = anna();  // the login is free, the id is new
  const auto made = store().save_account(again);
  ASSERT_TRUE(made) << made.error().words;
  EXPECT_EQ(made->agent.id.value(), boris.id.value() + 1);
}

TEST_P(Staff, the_audit_is_paged_newest_first) {
  std::vector<ports::AuditRow> rows;
  for (int i = 0; i < 5; ++i) rows.push_back({0, AgentId(1), at(i), std::to_string(i), "", ""});
  ASSERT_TRUE(store().change_configuration(whole(), store().configuration_version().value(), rows).ok());
  std::string places;
  ports::PageWanted wanted{"", 2};
  do {
    const auto page = store().audit(wanted).value();
    for (const auto& row : page.items) places += row.place;
    wanted.cursor = page.next;
  } while (!wanted.cursor.empty());
  EXPECT_EQ(places, "43210");
  wanted.cursor = "nonsense";
  EXPECT_EQ(store().audit(wanted).error().code, "bad_cursor");
}
}  // namespace
}  // namespace okno::store
