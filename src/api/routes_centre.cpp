// Queues, agents, and the server itself.
#include "api/schema/live_frames.h"
#include "api/turns.h"

namespace okno::api {
namespace {
void list_queues(const ExchangePtr& x) {
  x->house().parts.desk.queues(answers<std::vector<app::QueueView>>(x));
}

void get_queue(const ExchangePtr& x) {  // by id or by its stable name
  x->house().parts.desk.queues([x](base::Result<std::vector<app::QueueView>> all) {
    x->hand_on([x, all = std::move(all)] {
      if (!all.ok()) return x->refuse(all.error());
      for (const auto& queue : all.value())
        if (queue.name == x->wild.front() || std::to_string(queue.id) == x->wild.front())
          return x->answer(json_answer(200, to_json(queue)));
      x->refuse({"not_found", "There is no such queue."});
    });
  });
}

void list_agents(const ExchangePtr& x) {
  x->house().parts.desk.agents(answers<std::vector<app::AgentView>>(x));
}

void list_trunks(const ExchangePtr& x) {
  x->house().parts.desk.trunks(answers<std::vector<app::TrunkView>>(x));
}

void live(const ExchangePtr& x) {
  x->refuse({"upgrade_required", "This is a WebSocket: connect with Upgrade: websocket."});
}

void get_openapi(const ExchangePtr& x) {
  static const std::string text = openapi(x->house().settings.version);
  Answer answer;
  answer.fixed = text;
  answer.headers.emplace_back("Cache-Control", "no-cache");
  x->answer(std::move(answer));
}

void get_health(const ExchangePtr& x) {
  if (x->house().stopping) return x->refuse({"stopping", "The server is stopping."});
  x->answer(json_answer(200, to_json(HealthView{"ok", x->house().settings.demo})));
}

void get_metrics(const ExchangePtr& x) {
  Answer answer = json_answer(200, metrics_text(x->house()));
  answer.type = "text/plain; version=0.0.4; charset=utf-8";
  x->answer(std::move(answer));
}
}  // namespace

std::vector<Route> centre_routes() {
  return {
      {Verb::get, "/api/v1/queues", "list_queues", list_queues, "", "", "QueueView[]", 200,
       "Queues with their lines and today's numbers."},
      {Verb::get, "/api/v1/queues/{id}", "get_queue", get_queue, "", "", "QueueView", 200,
       "One queue, by id or by name."},
      {Verb::get, "/api/v1/agents", "list_agents", list_agents, "", "", "AgentView[]", 200,
       "The staff with their states."},
      {Verb::get, "/api/v1/trunks", "list_trunks", list_trunks, "", "", "TrunkView[]", 200,
       "The providers' lines: which live, which have taken our registration, and why not."},
      {Verb::get, "/api/v1/live", "live", live, "", "", "", 101,
       "WebSocket: a snapshot, then events {seq, type, data} with rising seq."},
      {Verb::get, "/openapi.json", "get_openapi", get_openapi, "", "", "", 200, "This description."},
      {Verb::get, "/healthz", "get_health", get_health, "", "", "HealthView", 200, "Is the server up?"},
      {Verb::get, "/metrics", "get_metrics", get_metrics, "", "", "", 200,
       "Numbers in Prometheus' text form."},
  };
}
}  // namespace okno::api
