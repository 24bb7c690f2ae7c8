// Settings of routing: read, changed as a whole, and who changed what.
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "app/records_make.h"
#include "app/records_stored.h"
#include "app/rules/rules.h"
#include "app/rules/zones.h"
#include "domain/problems.h"

namespace okno::app {
using base::Error;

namespace {
std::string login_of(const domain::Configuration& all, domain::AgentId id) {
  for (const auto& agent : all.agents)
    if (agent.id == id) return agent.login;
  return {};
}

// By login, because who is new had no id in the wish.
ports::PasswordHashes new_passwords(const ConfigurationRequest& wish, const domain::Configuration& all) {
  ports::PasswordHashes hashes;
  if (!wish.agents) return hashes;
  for (const auto& view : *wish.agents)
    for (const auto& agent : all.agents)
      if (view.password && (view.id == 0 ? agent.login == view.login : agent.id.value() == view.id))
        hashes[agent.id] = hash_password(*view.password);
  return hashes;
}
}  // namespace

Result<ConfigurationView> StoredRecords::configuration() {
  // Version first: a change in between makes the reader's version old, never his settings.
  const auto version = store_.configuration_version();
  if (!version) return version.error();
  const auto all = store_.configuration();
  if (!all) return all.error();
  return show_configuration(*all, *version);
}

Result<Records::Changed> StoredRecords::change_configuration(const ConfigurationRequest& wish,
                                                             domain::AgentId who, Instant now) {
  const auto before = store_.configuration();
  if (!before) return before.error();
  const auto gone = store_.gone();
  if (!gone) return gone.error();
  auto wanted = laid_over(*before, wish, *gone);
  if (!wanted) return wanted.error();
  Changed changed;
  changed.configuration = std::move(*wanted);
  changed.problems = comings_and_goings(*before, wish, who, settings_.demo);
  for (auto& problem : load_zones(changed.configuration)) changed.problems.push_back(std::move(problem));
  for (auto& problem : domain::problems(changed.configuration))
    changed.problems.push_back(std::move(problem));
  if (!changed.problems.empty()) return changed;

  const auto shown_before = show_configuration(*before, wish.version);
  auto& after = changed.saved.configuration;
  after = show_configuration(changed.configuration, wish.version);
  std::vector<ports::AuditRow> audit;
  for (auto& change : changes_between(shown_before, after))
    audit.push_back(
        {0, who, now, std::move(change.place), std::move(change.before), std::move(change.after)});
  const auto passwords = new_passwords(wish, changed.configuration);
  for (const auto& [id, hash] : passwords)
    if (!login_of(*before, id).empty())  // who is new has a row of his own
      audit.push_back(
          {0, who, now, "agent " + login_of(changed.configuration, id), "{}", R"({"password":"new"})"});
  const auto version = store_.change_configuration(changed.configuration, wish.version, audit, passwords);
  if (!version) return version.error();
  after.version = *version;
  if (settings_.make_prompts) {
    auto warnings = settings_.make_prompts(changed.configuration);
    changed.saved.warnings = warnings ? std::move(*warnings) : std::vector{warnings.error().words};
  }
  return changed;
}

Result<void> StoredRecords::note_audit(domain::AgentId who, const std::string& place, const std::string& did,
                                       Instant now) {
  return store_.add_audit(
      {0, who, now, place, "{}", boost::json::serialize(boost::json::object{{"did", did}})});
}

Result<Page<AuditView>> StoredRecords::audit(const PageWanted& wanted) {
  const auto rows = store_.audit(wanted);
  if (!rows) return rows.error();
  const auto names = directory();
  if (!names) return names.error();
  Page<AuditView> page;
  page.next = rows->next;
  for (const auto& row : rows->items)
    page.items.push_back(
        {row.id, show_person(row.author, **names), base::to_ms(row.at), row.place, row.before, row.after});
  return page;
}
}  // namespace okno::app
