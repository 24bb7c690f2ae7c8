// The desk's files: found by their exact path in the table (so nothing outside it can be named), and
// index.html for the pages that the desk itself makes of the path.
#include <algorithm>

#include "api/front.h"

namespace okno::api {
namespace {
constexpr std::string_view kNoDesk =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Okno</title>"
    "<h1>Okno</h1><p>The server runs; the desk is not in this build. <code>make build</code> puts it in.</p>"
    "<p>Сервер работает, но рабочее место не собрано: <code>make build</code>.</p>"
    "<p><a href=\"/openapi.json\">/openapi.json</a> · <a href=\"/healthz\">/healthz</a></p></html>";

// No inline script; Mantine sets inline styles. The microphone is ours, frames around us are nobody's.
constexpr std::string_view kContentPolicy =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src "
    "'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const DeskFile* find_file(std::span<const DeskFile> files, std::string_view path) {
  const auto found =
      std::lower_bound(files.begin(), files.end(), path,
                       [](const DeskFile& file, std::string_view wanted) { return file.path < wanted; });
  return found != files.end() && found->path == path ? &*found : nullptr;
}

void guard_page(Answer& answer) {
  answer.headers.emplace_back("Content-Security-Policy", kContentPolicy);
  answer.headers.emplace_back("X-Frame-Options", "DENY");
  answer.headers.emplace_back("Permissions-Policy", "microphone=(self), camera=(), geolocation=()");
}
}  // namespace

Answer static_answer(const Request& request, std::span<const DeskFile> files) {
  Answer answer;
  const DeskFile* file = find_file(files, request.path);
  const auto last_slash = request.path.rfind('/');
  const bool names_a_file =
      request.path.find('.', last_slash == std::string::npos ? 0 : last_slash) != std::string::npos;
  if (file == nullptr && names_a_file) return problem(404, "no_such_path", "There is no such file.");
  if (file == nullptr) file = find_file(files, "/index.html");
  if (file == nullptr) {
    answer.type = "text/html; charset=utf-8";
    answer.fixed = kNoDesk;
    answer.headers.emplace_back("Cache-Control", "no-store");
    guard_page(answer);
    return answer;
  }
  answer.type = std::string(file->type);
  answer.headers.emplace_back("ETag", file->etag);
  answer.headers.emplace_back("Cache-Control",
                              file->immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (file->type.substr(0, 9) == "text/html") guard_page(answer);
  if (!file->gzip.empty()) answer.headers.emplace_back("Vary", "Accept-Encoding");
  if (request.if_none_match.find(file->etag) != std::string::npos) {
    answer.status = 304;
    return answer;
  }
  if (!file->gzip.empty() && request.accept_encoding.find("gzip") != std::string::npos) {
    answer.headers.emplace_back("Content-Encoding", "gzip");
    answer.fixed = file->gzip;
  } else {
    answer.fixed = file->bytes;
  }
  return answer;
}
}  // namespace okno::api
