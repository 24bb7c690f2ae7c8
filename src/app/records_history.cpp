// Interactions, the explanations of their decisions, and the names of now.
#include <algorithm>
#include <unordered_map>

#include "app/decision_words.h"
#include "app/records_stored.h"

namespace okno::app {
using base::Error;

namespace {
Error no_such_interaction(domain::InteractionId id) {
  return {"not_found", "There is no interaction number " + std::to_string(id.value()) + "."};
}

DecisionView show_kept_decision(const ports::Decision& row, const Directory& names) {
  if (const auto decided = read_decision(row.json)) return show_decision(*decided, names);
  DecisionView view;  // it stays visible that something was decided then
  view.at_ms = base::to_ms(row.at);
  view.rule = "unreadable";
  view.words_ru = "Объяснение этого решения повреждено.";
  view.words_en = "The explanation of this decision is damaged.";
  return view;
}
}  // namespace

Result<DirectoryPtr> StoredRecords::directory() {
  const auto version = store_.configuration_version();
  if (!version) return version.error();
  {
    const std::lock_guard lock(directory_mutex_);
    if (directory_ && directory_version_ == *version) return directory_;
  }
  const auto configuration = store_.configuration();
  if (!configuration) return configuration.error();
  const auto gone = store_.gone();
  if (!gone) return gone.error();
  auto fresh = make_directory(*configuration, *make_directory(*gone));
  const std::lock_guard lock(directory_mutex_);
  directory_ = fresh;
  directory_version_ = *version;  // if it grew meanwhile, the next question reads again
  return fresh;
}

Result<Page<InteractionView>> StoredRecords::interactions(const ports::InteractionFilter& filter,
                                                          const PageWanted& wanted) {
  const auto rows = store_.interactions(filter, wanted);
  if (!rows) return rows.error();
  const auto names = directory();
  if (!names) return names.error();
  std::vector<domain::ContactId> ids;
  for (const auto& row : rows->items)
    if (row.contact) ids.push_back(*row.contact);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  const auto contact_names = store_.contact_names(ids);
  if (!contact_names) return contact_names.error();
  std::unordered_map<domain::ContactId, std::string> name_of;
  for (std::size_t i = 0; i < ids.size(); ++i) name_of.emplace(ids[i], (*contact_names)[i]);
  Page<InteractionView> page;
  page.next = rows->next;
  for (const auto& row : rows->items)
    page.items.push_back(show_interaction(row, row.contact ? name_of[*row.contact] : std::string(), **names));
  return page;
}

Result<InteractionView> StoredRecords::interaction(domain::InteractionId id) {
  const auto row = store_.interaction(id);
  if (!row) return row.error();
  if (!*row) return no_such_interaction(id);
  const auto names = directory();
  if (!names) return names.error();
  std::string contact_name;
  if ((*row)->contact) {
    const auto found = store_.contact_names({*(*row)->contact});
    if (!found) return found.error();
    contact_name = found->front();
  }
  return show_interaction(**row, contact_name, **names);
}

Result<std::vector<DecisionView>> StoredRecords::decisions(domain::InteractionId id) {
  const auto rows = store_.decisions(id);
  if (!rows) return rows.error();
  if (rows->empty()) {
    const auto row = store_.interaction(id);
    if (!row) return row.error();
    if (!*row) return no_such_interaction(id);
  }
  const auto names = directory();
  if (!names) return names.error();
  std::vector<DecisionView> views;
  for (const auto& row : *rows) views.push_back(show_kept_decision(row, **names));
  return views;
}

Result<std::vector<RecentDecisionView>> StoredRecords::recent_decisions(const std::string& queue, int limit) {
  const auto names = directory();
  if (!names) return names.error();
  std::optional<domain::QueueId> wanted;
  for (const auto& [id, one] : (*names)->queues)
    if (one.name == queue) wanted = id;
  if (!queue.empty() && !wanted) return Error{"not_found", "There is no such queue."};
  const auto rows = store_.last_decisions(wanted, limit);
  if (!rows) return rows.error();
  std::vector<RecentDecisionView> views;
  for (const auto& row : *rows) {
    RecentDecisionView view;
    view.decision = show_kept_decision(row, **names);
    auto seen = interaction(row.interaction);
    if (seen)
      view.interaction = std::move(*seen);
    else if (seen.error().code != "not_found")
      return seen.error();
    views.push_back(std::move(view));
  }
  return views;
}
}  // namespace okno::app
