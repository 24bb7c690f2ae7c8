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

const Asset* find_asset(const std::vector<Asset>& assets, std::string_view path) {
  const auto found =
      std::lower_bound(assets.begin(), assets.end(), path,
                       [](const Asset& asset, std::string_view wanted) { return asset.path < wanted; });
  return found != assets.end() && found->path == path ? &*found : nullptr;
}

void guard_page(Answer& answer) {
  answer.headers.emplace_back("Content-Security-Policy", kContentPolicy);
  answer.headers.emplace_back("X-Frame-Options", "DENY");
  answer.headers.emplace_back("Permissions-Policy", "microphone=(self), camera=(), geolocation=()");
}
}  // namespace

Answer static_answer(const Request& request, const std::vector<Asset>& assets) {
  Answer answer;
  const Asset* asset = find_asset(assets, request.path);
  const auto last_slash = request.path.rfind('/');
  const bool names_a_file =
      request.path.find('.', last_slash == std::string::npos ? 0 : last_slash) != std::string::npos;
  if (asset == nullptr && names_a_file) return problem(404, "no_such_path", "There is no such file.");
  if (asset == nullptr) asset = find_asset(assets, "/index.html");
  if (asset == nullptr) {
    answer.type = "text/html; charset=utf-8";
    answer.fixed = kNoDesk;
    answer.headers.emplace_back("Cache-Control", "no-store");
    guard_page(answer);
    return answer;
  }
  answer.type = std::string(asset->type);
  answer.headers.emplace_back("ETag", asset->etag);
  // Vite puts a hash of the content into these names.
  const bool immutable = asset->path.substr(0, 8) == "/assets/";
  answer.headers.emplace_back("Cache-Control",
                              immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (asset->type.substr(0, 9) == "text/html") guard_page(answer);
  if (!asset->gzip.empty()) answer.headers.emplace_back("Vary", "Accept-Encoding");
  if (request.if_none_match.find(asset->etag) != std::string::npos) {
    answer.status = 304;
    return answer;
  }
  if (!asset->gzip.empty() && request.accept_encoding.find("gzip") != std::string::npos) {
    answer.headers.emplace_back("Content-Encoding", "gzip");
    answer.fixed = asset->gzip;
  } else {
    answer.fixed = asset->bytes;
  }
  return answer;
}
}  // namespace okno::api
