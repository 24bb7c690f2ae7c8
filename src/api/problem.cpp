// Codes of errors → HTTP, and the one shape of every "no" (RFC 9457).
#include <array>

#include "api/exchange.h"
#include "api/schema/json.h"
#include "api/schema/live_frames.h"

namespace okno::api {
namespace {
struct CodeStatus {
  std::string_view code;
  int status;
};
// What is not here is a refusal about the content: 422.
constexpr std::array kStatuses{
    CodeStatus{"bad_json", 400},
    CodeStatus{"json_too_deep", 400},
    CodeStatus{"wrong_type", 400},
    CodeStatus{"missing_field", 400},
    CodeStatus{"unknown_field", 400},
    CodeStatus{"bad_parameter", 400},
    CodeStatus{"unknown_parameter", 400},
    CodeStatus{"bad_cursor", 400},
    CodeStatus{"bad_idempotency_key", 400},
    CodeStatus{"no_session", 401},
    CodeStatus{"wrong_password", 401},
    CodeStatus{"bad_api_key", 401},
    CodeStatus{"not_yours", 403},
    CodeStatus{"not_allowed", 403},
    CodeStatus{"bad_csrf", 403},
    CodeStatus{"bad_origin", 403},
    CodeStatus{"not_your_call", 403},
    CodeStatus{"not_found", 404},
    CodeStatus{"no_recording", 404},
    CodeStatus{"unknown_interaction", 404},
    CodeStatus{"conflict", 409},
    CodeStatus{"wrong_state", 409},
    CodeStatus{"not_recorded", 409},
    CodeStatus{"not_recorded_here", 409},
    CodeStatus{"no_phone", 409},
    CodeStatus{"already_talking", 409},
    CodeStatus{"in_progress", 409},
    CodeStatus{"test_runs", 409},
    CodeStatus{"ended", 409},
    CodeStatus{"answer_on_phone", 409},
    CodeStatus{"colleague_away", 409},
    CodeStatus{"colleague_no_phone", 409},
    CodeStatus{"colleague_other_channel", 409},
    CodeStatus{"colleague_busy", 409},
    CodeStatus{"nobody_free", 409},
    CodeStatus{"yours_already", 409},
    CodeStatus{"letter_not_asked", 409},
    CodeStatus{"asked_already", 409},
    CodeStatus{"nobody_answered", 409},
    CodeStatus{"not_yourself", 409},
    CodeStatus{"nobody_asked", 409},
    CodeStatus{"nobody_there", 409},
    CodeStatus{"closed", 409},
    CodeStatus{"slot_empty", 409},
    CodeStatus{"no_free_slot", 409},
    CodeStatus{"nothing_rings", 409},
    CodeStatus{"calls_only", 409},
    CodeStatus{"nobody_talks", 409},
    CodeStatus{"guest_already", 409},
    CodeStatus{"guests_here", 409},
    CodeStatus{"conference_full", 409},
    CodeStatus{"your_own_call", 409},
    CodeStatus{"no_browser_phone", 409},
    CodeStatus{"not_listening", 409},
    CodeStatus{"customer_not_dropped", 409},
    CodeStatus{"no_such_member", 404},
    CodeStatus{"refused", 409},
    CodeStatus{"bad_media_type", 415},
    CodeStatus{"upgrade_required", 426},
    CodeStatus{"recording_failed", 500},
    CodeStatus{"sealed_unreadable", 500},
    CodeStatus{"no_key", 500},
    CodeStatus{"bad_keys", 500},
    CodeStatus{"not_built", 501},
    CodeStatus{"store_failed", 503},
    CodeStatus{"busy", 503},
    CodeStatus{"pool_full", 503},
    CodeStatus{"stopping", 503},
    CodeStatus{"journal_full", 503},
    CodeStatus{"disk_full", 503},
    CodeStatus{"queue_full", 503},
    CodeStatus{"overload", 503},
};
}  // namespace

int status_of(const std::string& code) {
  for (const auto& row : kStatuses)
    if (row.code == code) return row.status;
  return 422;
}

std::string_view phrase_of(int status) {
  switch (status) {
    case 101:
      return "Switching Protocols";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 422:
      return "Unprocessable Content";
    case 426:
      return "Upgrade Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "Answer";
  }
}

Answer json_answer(int status, std::string body) {
  Answer answer;
  answer.status = status;
  answer.body = std::move(body);
  answer.headers.emplace_back("Cache-Control", "no-store");
  return answer;
}

Answer problem(int status, const std::string& code, const std::string& detail) {
  const ProblemView view{
      "urn:okno:problem:" + code, std::string(phrase_of(status)), status, detail, code, std::nullopt};
  Answer answer = json_answer(status, to_json(view));
  answer.type = "application/problem+json";
  if (status == 503) answer.headers.emplace_back("Retry-After", "1");
  if (status == 426) answer.headers.emplace_back("Upgrade", "websocket");  // RFC 9110, 15.5.22
  if (status == 401) answer.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"okno\"");
  return answer;
}

Answer problem(const base::Error& error) {
  return problem(status_of(error.code), error.code, error.words);
}
}  // namespace okno::api
