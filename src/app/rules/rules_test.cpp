// Settings changed while the shell runs: what is wrong is refused whole, what is right is followed by the
// next decision, and the audit tells who did it.
#include "app/rules/rules.h"

#include <gmock/gmock.h>

#include <set>

#include "app/records_make.h"
#include "app/rules/same_names.h"
#include "app/rules/zones.h"
#include "app/testing/open_shell.h"

namespace okno::app {
namespace {
using namespace testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

template <class Domain, class View>
std::vector<std::string> forgotten() {
  using namespace boost::describe;
  std::vector<std::string> names;
  boost::mp11::mp_for_each<describe_members<Domain, mod_public>>([&](auto field) {
    bool found = false;
    boost::mp11::mp_for_each<describe_members<View, mod_public>>(
        [&](auto shown) { found = found || same_name(field.name, shown.name); });
    if (!found) names.emplace_back(field.name);
  });
  return names;
}

TEST(Rules, no_rule_is_forgotten_in_the_views) {
  EXPECT_THAT((forgotten<domain::Queue, QueueRulesView>()), IsEmpty());
  EXPECT_THAT((forgotten<domain::Entry, EntryView>()), IsEmpty());
  // Not rules of routing, or made from one.
  EXPECT_THAT((forgotten<domain::Agent, AgentRulesView>()), ElementsAre("desk_phone"));
  EXPECT_THAT((forgotten<domain::Project, ProjectRulesView>()),
              ElementsAre("country", "numbers", "zone_shifts"));
  EXPECT_THAT((forgotten<domain::Hours, HoursView>()), ElementsAre("shifts"));
}

TEST(Rules, a_view_laid_over_brings_back_the_same_settings) {
  domain::Configuration all;
  all.projects.resize(1);
  all.projects[0].id = domain::ProjectId(1);
  all.projects[0].menus.resize(1);
  all.projects[0].menus[0].say = "Нажмите один";
  all.projects[0].pause_rules = {{"lunch", 30min}};
  all.queues.resize(1);
  all.queues[0].id = domain::QueueId(2);
  all.queues[0].project = domain::ProjectId(1);
  all.queues[0].ring_limit = 12'500ms;
  all.queues[0].card_limit = 150ms;
  all.queues[0].relaxation = {{20s, 3}, {40s, 0}};
  all.agents.resize(1);
  all.agents[0].id = domain::AgentId(3);
  all.agents[0].role = domain::Role::supervisor;
  all.agents[0].points = {{domain::QueueId(2), -5}};
  all.hours = {{"office", "Офис", "Europe/Moscow", {}, {{1, {9h, 18h}}}, {{0, 1, 1, "Новый год", {}}}}};
  const auto shown = show_configuration(all, 7);
  EXPECT_EQ(shown.queues[0].ring_limit_s, 12.5);
  EXPECT_EQ(shown.queues[0].card_limit_ms, 150);
  EXPECT_EQ(shown.hours[0].week[0].open.to_s, 18 * 3600);
  auto back = laid_over(all, {7, shown.projects, shown.queues, shown.agents, shown.entries, shown.hours, {}});
  ASSERT_TRUE(back) << back.error().words;
  EXPECT_TRUE(changes_between(shown, show_configuration(*back, 7)).empty());
  EXPECT_EQ(back->projects[0].menus[0].say, "Нажмите один");

  auto wish = shown;
  wish.queues[0].ring_limit_s = 1e300;  // no number breaks the arithmetic
  wish.queues[0].overflow_size = -1;
  wish.agents[0].role = domain::Role::admin;  // only shown
  back = laid_over(all, {7, {}, wish.queues, wish.agents, {}, {}, std::vector<std::string>{"office"}});
  ASSERT_TRUE(back) << back.error().words;
  EXPECT_EQ(back->queues[0].ring_limit, base::seconds(kMostSeconds));
  EXPECT_EQ(back->queues[0].overflow_size, 0U);
  EXPECT_EQ(back->agents[0].role, domain::Role::supervisor);
  EXPECT_THAT(back->hours, IsEmpty());
  auto project = shown.projects;
  project[0].blacklist = {"8 916 123-45-67", " "};
  wish.agents[0].mobile = "8 (916) 000-00-00";
  back = laid_over(all, {7, project, {}, wish.agents, {}, {}, {}});
  EXPECT_THAT(back->projects[0].blacklist, ElementsAre(kMaria));  // as interactions have it
  EXPECT_EQ(back->agents[0].mobile, "+79160000000");
  wish.queues[0].id = 99;
  EXPECT_EQ(laid_over(all, {7, {}, wish.queues, {}, {}, {}, {}}).error().code, "not_found");
  EXPECT_EQ(laid_over(all, {7, {}, {}, {}, {}, {}, std::vector<std::string>{"x"}}).error().code, "not_found");
}

TEST(Rules, a_problem_is_a_place_and_words) {
  EXPECT_EQ(show_problem("queue support: the ring limit: bad").place, "queue support");
  EXPECT_EQ(show_problem("queue support: the ring limit: bad").words, "the ring limit: bad");
  EXPECT_EQ(show_problem("nothing").place, "");
}

TEST(Rules, zones_are_read_and_an_unknown_one_is_named) {
  domain::Configuration all;
  all.projects.resize(1);
  all.projects[0].zone = "Europe/Moscow";
  all.hours = {{"office", "", "Mars/Base", {}, {}, {}}};
  EXPECT_THAT(load_zones(all), ElementsAre("hours office: there is no time zone Mars/Base"));
  ASSERT_FALSE(all.projects[0].zone_shifts.empty());
  EXPECT_EQ(all.projects[0].zone_shifts.back().offset, 3h);
  EXPECT_THAT(all.hours[0].shifts, IsEmpty());
}

class RulesOpenShell : public OpenShell {
 protected:
  void SetUp() override {
    OpenShell::SetUp();
    RecordsSettings settings;
    settings.make_prompts = [this](const domain::Configuration& all) -> Result<std::vector<std::string>> {
      for (const auto& message : all.projects.front().messages) spoken_.push_back(message.say);
      return std::vector<std::string>{"closed is only a beep"};
    };
    records_ = make_records(*store_, settings);
  }
  void TearDown() override {
    records_.reset();
    OpenShell::TearDown();
  }
  ConfigurationView read() { return *records_->configuration(); }
  // Saves and lets the shell know, as the API does.
  Result<Records::Changed> change(const ConfigurationRequest& wish) {
    auto changed = records_->change_configuration(wish, anna_, loop_.now);
    if (changed && changed->problems.empty()) {
      shell_->configuration_changed(changed->configuration, changed->saved.configuration.version,
                                    [](Result<void> taken) { EXPECT_TRUE(taken.ok()); });
      loop_.run();
    }
    return changed;
  }
  // Who got the last offer.
  AgentId offered_to() {
    const auto* offer = screen_.last("offer.made");
    return offer ? offer->audience.agents.front() : AgentId();
  }
  std::vector<std::string> spoken_;
  std::unique_ptr<Records> records_;
};

TEST_F(RulesOpenShell, the_next_call_follows_the_new_rules_and_the_live_one_goes_on) {
  for (const auto agent : {boris_, anna_}) {
    browser_up(agent);
    ready(agent);
  }
  ring(7);
  const auto first = offered_to();
  ASSERT_TRUE(first);
  auto now = read();
  now.queues[0].required = {{"billing", 3}};
  for (auto& agent : now.agents)
    if (agent.login == "boris") agent.skills = {{"billing", 5}};
  const auto changed = change({now.version, {}, now.queues, now.agents, {}, {}, {}});
  ASSERT_TRUE(changed) << changed.error().words;
  EXPECT_THAT(changed->problems, IsEmpty());
  EXPECT_EQ(changed->saved.configuration.version, now.version + 1);
  EXPECT_EQ(screen_.count("offer.withdrawn"), 0);  // nobody's ring stops because of settings
  EXPECT_TRUE(answer(first, 1));

  ring(8, "+79990000001");
  const auto second = live(2);
  ASSERT_TRUE(second);
  if (first == boris_)
    EXPECT_EQ(second->state, InteractionState::waiting);  // Anna is free and knows nothing of billing
  else
    EXPECT_EQ(offered_to(), boris_);
  EXPECT_NE(screen_.last("configuration.changed"), nullptr);

  start();  // after a restart the same rules hold: they are in the store
  EXPECT_EQ(store_->configuration()->queues[0].required[0].level, 3);
}

TEST_F(RulesOpenShell, a_mistake_is_refused_whole_with_every_place_named) {
  auto now = read();
  now.queues[0].ring_limit_s = 0;
  now.queues[0].title = "Иначе";
  now.agents[0].capacity.chat = 99;
  now.projects[0].zone = "Mars/Base";
  const auto changed = change({now.version, now.projects, now.queues, now.agents, {}, {}, {}});
  ASSERT_TRUE(changed) << changed.error().words;
  EXPECT_THAT(changed->problems, Contains("queue support: the ring limit must be over 0"));
  EXPECT_THAT(changed->problems, Contains(HasSubstr("agent anna: chats at once")));
  EXPECT_THAT(changed->problems, Contains("project main: there is no time zone Mars/Base"));
  const auto after = read();
  EXPECT_EQ(after.version, now.version);
  EXPECT_EQ(after.queues[0].title, "support");
  EXPECT_THAT(records_->audit({})->items, IsEmpty());
}

TEST_F(RulesOpenShell, who_read_old_settings_is_told_so) {
  auto now = read();
  now.queues[0].title = "Первая";
  ASSERT_TRUE(change({now.version, {}, now.queues, {}, {}, {}, {}}));
  now.queues[0].title = "Вторая";
  const auto late = change({now.version, {}, now.queues, {}, {}, {}, {}});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, "conflict");
  EXPECT_EQ(read().queues[0].title, "Первая");
}

TEST_F(RulesOpenShell, the_audit_has_who_what_before_and_after_newest_first) {
  auto now = read();
  now.queues[0].title = "Первая";
  now.agents[0].mobile = "+79160000000";
  auto changed = change({now.version, {}, now.queues, now.agents, {}, {}, {}});
  ASSERT_TRUE(changed);
  now = changed->saved.configuration;
  HoursView hours;
  hours.name = "office";
  hours.week = {{1, {9 * 3600, 18 * 3600}}};
  ASSERT_TRUE(change({now.version, {}, {}, {}, {}, std::vector{hours}, {}}));
  const auto first = records_->audit({"", 2});
  ASSERT_TRUE(first);
  ASSERT_THAT(first->items, SizeIs(2));
  EXPECT_EQ(first->items[0].place, "hours office");
  EXPECT_EQ(first->items[0].before, "");
  EXPECT_THAT(first->items[0].after, HasSubstr("\"to_s\":64800"));
  EXPECT_EQ(first->items[0].author.name, "Анна");
  EXPECT_EQ(first->items[0].at_ms, base::to_ms(kNoon));
  const auto second = records_->audit({first->next, 2});
  ASSERT_THAT(second->items, SizeIs(1));
  EXPECT_EQ(second->next, "");
  ASSERT_TRUE(records_->note_audit(domain::AgentId(first->items[0].author.id), "recording 1",
                                   "heard_recording", kNoon));
  EXPECT_EQ(records_->audit({"", 1})->items[0].after, R"({"did":"heard_recording"})");
  EXPECT_EQ(read().hours[0].week[0].open.from_s, 9 * 3600);
  EXPECT_EQ(store_->accounts()->front().password_hash, "x");  // rules do not touch passwords
}

TEST_F(RulesOpenShell, new_words_are_spoken_and_what_is_only_a_beep_is_told) {
  auto now = read();
  now.projects[0].messages = {{"closed", "Закрыто", "Мы работаем с девяти."}};
  const auto changed = change({now.version, now.projects, {}, {}, {}, {}, {}});
  ASSERT_TRUE(changed);
  EXPECT_THAT(spoken_, ElementsAre("Мы работаем с девяти."));
  EXPECT_THAT(changed->saved.warnings, ElementsAre("closed is only a beep"));
}

TEST_F(RulesOpenShell, the_staff_follows_the_settings) {
  const auto vera = add_agent("vera", "Вера", "vera-desk");
  auto now = read();
  for (auto& agent : now.agents)
    if (agent.login == "boris") agent.queues.clear();
  ASSERT_TRUE(change({now.version, {}, {}, now.agents, {}, {}, {}}));
  std::vector<AgentView> staff;
  shell_->agents([&](Result<std::vector<AgentView>> all) { staff = *all; });
  loop_.run();
  ASSERT_THAT(staff, SizeIs(3));
  EXPECT_EQ(staff[1].queues.size(), 0U);
  EXPECT_EQ(staff[2].id, vera.value());
  shell_->desk_phone_changed("vera-desk", true);
  ready(vera);
  ring(7);
  EXPECT_THAT(exchange_.said, Contains(HasSubstr("vera-desk from +79161234567")));
}

TEST_F(RulesOpenShell, the_last_decisions_of_a_queue_come_with_their_calls) {
  browser_up(anna_);
  ready(anna_);
  ring(7);
  loop_.pass(2s);
  const auto recent = records_->recent_decisions("support", 10);
  ASSERT_TRUE(recent) << recent.error().words;
  ASSERT_FALSE(recent->empty());
  EXPECT_EQ(recent->front().decision.chosen->name, "Анна");
  ASSERT_TRUE(recent->front().interaction);
  EXPECT_EQ(recent->front().interaction->from, kMaria);
  EXPECT_EQ(records_->recent_decisions("", 10)->size(), recent->size());
  EXPECT_EQ(records_->recent_decisions("nowhere", 10).error().code, "not_found");
}

TEST_F(RulesOpenShell, an_older_change_that_comes_late_is_passed_over) {
  const auto now = *store_->configuration();
  auto newer = now;
  newer.queues[0].title = "новая";
  for (const auto& [all, version] : {std::pair(newer, 9), std::pair(now, 8)})
    shell_->configuration_changed(all, version, [](Result<void> taken) { EXPECT_TRUE(taken.ok()); });
  loop_.run();
  std::vector<QueueView> queues;
  shell_->queues([&](Result<std::vector<QueueView>> all) { queues = *all; });
  loop_.run();
  EXPECT_EQ(queues[0].title, "новая");
}

TEST_F(RulesOpenShell, what_the_core_refuses_changes_nothing) {
  auto bad = *store_->configuration();
  bad.queues[0].title = "новая";
  bad.queues[0].ring_limit = 0s;
  Result<void> answer;
  shell_->configuration_changed(bad, 9, [&](Result<void> taken) { answer = taken; });
  loop_.run();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, "bad_configuration");
  std::vector<QueueView> queues;
  shell_->queues([&](Result<std::vector<QueueView>> all) { queues = *all; });
  loop_.run();
  EXPECT_EQ(queues[0].title, "support");
}

TEST_F(RulesOpenShell, a_new_queue_and_a_new_agent_work_at_once_and_go_again) {
  AgentId boss = add_agent("root", "Хозяин", "");
  auto account = store_->accounts()->back();
  account.agent.role = domain::Role::admin;
  ASSERT_TRUE(store_->save_account(account));
  auto now = read();
  auto sales = now.queues[0];
  sales.id = 0;
  sales.name = sales.title = "sales";
  auto changed = change({now.version, {}, std::vector{sales}, {}, {}, {}, {}});
  ASSERT_TRUE(changed) << changed.error().words;
  ASSERT_THAT(changed->problems, IsEmpty());
  now = changed->saved.configuration;
  ASSERT_THAT(now.queues, SizeIs(2));
  EXPECT_EQ(now.queues[1].id, 2);

  auto vera = now.agents[0];
  vera.id = 0;
  vera.login = "vera";
  vera.name = "Вера";
  vera.role = domain::Role::supervisor;
  vera.extension = "107";
  vera.queues = {2};
  vera.password = "длинный пароль";
  const EntryView entry{"sales", 1, "queue:sales", ""};
  auto entries = now.entries;
  entries.push_back(entry);
  changed = change({now.version, {}, {}, std::vector{vera}, entries, {}, {}});
  ASSERT_TRUE(changed) << changed.error().words;
  ASSERT_THAT(changed->problems, IsEmpty());
  now = changed->saved.configuration;
  const AgentId vera_id(now.agents.back().id);
  EXPECT_EQ(now.agents.back().role, domain::Role::supervisor);
  EXPECT_FALSE(now.agents.back().password);  // shown to nobody, not in the audit either
  const auto told = records_->audit({});
  for (const auto& row : told->items) EXPECT_THAT(row.after, Not(HasSubstr("длинный")));
  const auto came_in = records_->sign_in({"vera", "длинный пароль"}, kNoon);
  ASSERT_TRUE(came_in) << came_in.error().words;
  EXPECT_EQ(came_in->agent, vera_id);
  browser_up(vera_id);
  ready(vera_id);
  ring(7, kMaria, "sales");
  ASSERT_EQ(offered_to(), vera_id);
  ASSERT_TRUE(answer(vera_id, 1));

  // Both go while they talk: the conversation stays as it is, history keeps the names, nothing new comes.
  changed = change({now.version, {}, {}, {}, {}, {}, {}, std::vector<IdNumber>{2}, {}});
  ASSERT_TRUE(changed) << changed.error().words;
  EXPECT_THAT(
      changed->problems,
      ElementsAre("entry sales: it leads to: there is no queue sales"));  // the place that still leads there
  EXPECT_THAT(read().queues, SizeIs(2));
  entries.pop_back();
  changed = records_->change_configuration({now.version,
                                            {},
                                            {},
                                            {},
                                            entries,
                                            {},
                                            {},
                                            std::vector<IdNumber>{2},
                                            std::vector<IdNumber>{vera_id.value()}},
                                           boss, kNoon);
  ASSERT_TRUE(changed) << changed.error().words;
  ASSERT_THAT(changed->problems, IsEmpty());
  shell_->configuration_changed(changed->configuration, changed->saved.configuration.version,
                                [](Result<void> taken) { EXPECT_TRUE(taken.ok()); });
  loop_.run();
  ASSERT_TRUE(live(1));
  EXPECT_EQ(live(1)->state, InteractionState::active);
  EXPECT_EQ(live(1)->agent->name, "Вера");
  EXPECT_EQ(live(1)->queue, "sales");
  EXPECT_FALSE(records_->sign_in({"vera", "длинный пароль"}, kNoon));
  EXPECT_EQ(records_->session(came_in->token, kNoon).error().code, "no_session");
  loop_.pass(2s);
  const auto rows = records_->interactions({}, {});
  ASSERT_TRUE(rows) << rows.error().words;
  EXPECT_EQ(rows->items[0].agent->name, "Вера");

  // The next ones get ids that nobody ever had, and the login is free.
  now = read();
  sales.title = "sales again";
  vera.queues.clear();
  changed = change({now.version, {}, std::vector{sales}, std::vector{vera}, {}, {}, {}});
  ASSERT_TRUE(changed) << changed.error().words;
  ASSERT_THAT(changed->problems, IsEmpty());
  EXPECT_EQ(changed->saved.configuration.queues.back().id, 3);
  EXPECT_EQ(changed->saved.configuration.agents.back().id, vera_id.value() + 1);
}

TEST_F(RulesOpenShell, who_comes_and_goes_is_looked_at_first) {
  auto now = read();
  auto queue = now.queues[0];
  queue.id = 0;
  queue.name = "Отдел продаж";
  auto agent = now.agents[0];
  agent.id = 0;
  agent.login = "zoe";
  agent.name = "";
  agent.password = "short";
  agent.extension = "1a";
  auto changed = change({now.version, {}, std::vector{queue}, std::vector{agent}, {}, {}, {}});
  ASSERT_TRUE(changed) << changed.error().words;
  EXPECT_THAT(changed->problems, Contains(HasSubstr("queue Отдел продаж: a name of a queue is made of")));
  EXPECT_THAT(changed->problems, Contains("agent zoe: somebody new needs a name"));
  EXPECT_THAT(changed->problems, Contains("agent zoe: a password has at least 8 characters"));
  EXPECT_THAT(changed->problems, Contains("agent zoe: a short number is made of at most 8 digits"));
  now.agents[0].extension = now.agents[1].extension = "7";
  changed = change({now.version, {}, {}, now.agents, {}, {}, {}});
  ASSERT_TRUE(changed) << changed.error().words;
  EXPECT_THAT(changed->problems, Contains("agent anna: another agent has the same short number"));
  changed = change({now.version, {}, {}, {}, {}, {}, {}, {}, std::vector<IdNumber>{anna_.value()}});
  ASSERT_TRUE(changed) << changed.error().words;
  EXPECT_THAT(changed->problems, Contains("agent anna: nobody removes himself: ask another administrator"));
  EXPECT_THAT(changed->problems, Contains("agents: an administrator must stay"));
  EXPECT_EQ(read().version, now.version);
  EXPECT_EQ(change({now.version, {}, {}, {}, {}, {}, {}, std::vector<IdNumber>{9}, {}}).error().code,
            "not_found");
}

TEST_F(RulesOpenShell, a_new_password_is_taken_and_told_to_the_audit_without_its_words) {
  auto now = read();
  now.agents[0].password = "совсем новый";
  ASSERT_TRUE(change({now.version, {}, {}, now.agents, {}, {}, {}}));
  EXPECT_TRUE(records_->sign_in({"anna", "совсем новый"}, kNoon));
  const auto told = records_->audit({})->items;
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].place, "agent anna");
  EXPECT_EQ(told[0].after, R"({"password":"new"})");
}
}  // namespace
}  // namespace okno::app
