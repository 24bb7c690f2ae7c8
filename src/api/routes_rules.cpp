// Settings of routing while the centre runs: read, changed, who changed what, and the decisions that
// followed.
#include "api/schema/live_frames.h"
#include "api/turns.h"
#include "app/rules/rules.h"

namespace okno::api {
namespace {
constexpr int kMostDecisions = 50;  // more than stands beside an editor
constexpr int kUsualDecisions = 10;

void get_configuration(const ExchangePtr& x) {
  answer_with(x, x->house().parts.records.configuration());
}

// What is wrong with the settings, all of it, each with its place; nothing was changed.
Answer problems_answer(const std::vector<std::string>& sentences) {
  ProblemView view{
      "urn:okno:problem:bad_configuration", std::string(phrase_of(422)), 422, "", "bad_configuration",
      std::vector<app::ProblemPlaceView>{}};
  for (const auto& sentence : sentences) {
    view.detail += (view.detail.empty() ? "" : "; ") + sentence;
    view.problems->push_back(app::show_problem(sentence));
  }
  Answer answer = json_answer(422, to_json(view));
  answer.type = "application/problem+json";
  return answer;
}

void change_configuration(const ExchangePtr& x) {
  const auto wish = body_of<app::ConfigurationRequest>(x);
  if (!wish) return;
  auto changed = x->house().parts.records.change_configuration(*wish, x->who.agent, x->now);
  if (!changed.ok()) return x->refuse(changed.error());
  if (!changed->problems.empty()) return x->answer(problems_answer(changed->problems));
  const auto version = changed->saved.configuration.version;
  if (wish->forget_agents)
    for (const auto gone : *wish->forget_agents) x->house().parts.hub.shut_out(domain::AgentId(gone));
  x->house().parts.desk.configuration_changed(
      changed->configuration, version, [x, saved = std::move(changed->saved)](base::Result<void> taken) {
        x->hand_on([x, saved, taken] {
          if (!taken.ok()) return x->refuse(taken.error());
          x->answer(json_answer(200, to_json(saved)));
        });
      });
}

void list_audit(const ExchangePtr& x) {
  const auto page = page_of(x);
  if (page) answer_with(x, x->house().parts.records.audit(*page));
}

void list_decisions(const ExchangePtr& x) {
  int limit = kUsualDecisions;
  if (const auto text = query_of(x, "limit"); !text.empty()) {
    const auto number = whole_number(text);
    if (!number || *number < 1 || *number > kMostDecisions)
      return x->refuse({"bad_parameter", "\"limit\" must be 1 to " + std::to_string(kMostDecisions) + "."});
    limit = static_cast<int>(*number);
  }
  // What was decided a moment ago belongs into the list: the rows on their way to the store go first.
  x->house().parts.desk.written([x, limit, queue = query_of(x, "queue")] {
    x->on_store(
        [x, limit, queue] { answer_with(x, x->house().parts.records.recent_decisions(queue, limit)); });
  });
}
}  // namespace

std::vector<Route> rules_routes() {
  return {
      {Verb::get, "/api/v1/configuration", "get_configuration", get_configuration, "", "",
       "ConfigurationView", 200, "The rules of routing: projects, queues, agents, entries, hours."},
      {Verb::patch, "/api/v1/configuration", "change_configuration", change_configuration, "",
       "ConfigurationRequest", "ConfigurationSavedView", 200,
       "Whole items take the place of those with the same id, `entries` is the whole list; all together or "
       "not at all. 409: somebody was faster; 422: `problems` names each place."},
      {Verb::get, "/api/v1/audit", "list_audit", list_audit, "cursor,limit", "", "AuditView[]", 200,
       "Who changed which rule, newest first."},
      {Verb::get, "/api/v1/decisions", "list_decisions", list_decisions, "queue,limit", "",
       "RecentDecisionView[]", 200, "The last decisions of a queue with their conversations, newest first."},
  };
}
}  // namespace okno::api
