// /metrics: counters in Prometheus' text form 0.0.4. A library would bring a registry with locks for these
// few numbers.
#include <string>

#include "api/house.h"

namespace okno::api {
namespace {
void one(std::string& out, const char* name, const char* kind, const char* help, std::int64_t value) {
  out += std::string("# HELP ") + name + " " + help + "\n# TYPE " + name + " " + kind + "\n" + name + " " +
         std::to_string(value) + "\n";
}
}  // namespace

std::string metrics_text(const House& house) {
  const auto& c = house.counters;
  const auto& live = house.parts.hub.counts();
  std::string out =
      "# HELP okno_http_answers_total Answers by class of status.\n# TYPE okno_http_answers_total counter\n";
  std::int64_t all = 0;
  for (std::size_t kind = 1; kind < c.answers.size(); ++kind) {
    all += c.answers[kind];
    out += "okno_http_answers_total{status=\"" + std::to_string(kind) + "xx\"} " +
           std::to_string(c.answers[kind]) + "\n";
  }
  out +=
      "# HELP okno_http_answer_seconds Time from a whole request to its answer.\n"
      "# TYPE okno_http_answer_seconds histogram\n";
  static constexpr std::array kBounds{"0.001", "0.01", "0.1", "1", "10"};
  for (std::size_t i = 0; i < kBounds.size(); ++i)
    out += std::string("okno_http_answer_seconds_bucket{le=\"") + kBounds[i] + "\"} " +
           std::to_string(c.faster_than[i]) + "\n";
  out += "okno_http_answer_seconds_bucket{le=\"+Inf\"} " + std::to_string(all) + "\n";
  out += "okno_http_answer_seconds_sum " + std::to_string(static_cast<double>(c.answer_us) / 1e6) + "\n";
  out += "okno_http_answer_seconds_count " + std::to_string(all) + "\n";
  one(out, "okno_http_connections", "gauge", "Open connections, sockets of windows included.", c.connections);
  one(out, "okno_http_connections_refused_total", "counter", "Connections over the limit.",
      c.connections_refused);
  one(out, "okno_http_bad_requests_total", "counter", "Requests that were not HTTP, or too large.",
      c.bad_requests);
  one(out, "okno_http_time_outs_total", "counter", "Connections that were too slow.", c.time_outs);
  one(out, "okno_http_busy_total", "counter", "Requests refused because a pool was full.", c.busy);
  one(out, "okno_sign_in_refusals_total", "counter", "Sign-ins refused after too many wrong passwords.",
      c.sign_in_refusals);
  one(out, "okno_tls_failures_total", "counter", "Failed TLS handshakes.", c.tls_failures);
  one(out, "okno_live_windows", "gauge", "Open windows of the desk.", live.windows);
  one(out, "okno_live_events_total", "counter", "Events pushed by the centre.", live.events);
  one(out, "okno_live_frames_total", "counter", "Frames handed to windows.", live.frames);
  one(out, "okno_live_overflows_total", "counter", "Windows closed because they were too far behind.",
      live.overflows);
  one(out, "okno_live_refused_frames_total", "counter", "Frames from windows that were refused.",
      c.live_refused_frames);
  if (house.parts.metrics) out += house.parts.metrics();
  return out;
}

bool is_loopback(const std::string& address) {
  return address.compare(0, 4, "127.") == 0 || address == "::1" || address.compare(0, 11, "::ffff:127.") == 0;
}
}  // namespace okno::api
