// The request's target (RFC 9112, 3.2.1) taken apart, and the page it came from judged.
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "api/front.h"
#include "base/text.h"

namespace okno::api {
namespace {
bool same_text(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (std::tolower(static_cast<unsigned char>(a[i])) != std::tolower(static_cast<unsigned char>(b[i])))
      return false;
  return true;
}
}  // namespace

void read_target(Request& request) {
  request.bad_target = true;
  std::string_view target = request.target;
  for (const std::string_view scheme : {"http://", "https://"})  // the absolute form, as sent through a proxy
    if (target.substr(0, scheme.size()) == scheme) {
      const auto path = target.find('/', scheme.size());
      target = path == std::string_view::npos ? "/" : target.substr(path);
    }
  const auto parsed = boost::urls::parse_origin_form(target);
  if (!parsed) return;
  const boost::urls::url_view url = *parsed;
  request.path.clear();
  for (const auto& segment : url.segments()) {
    request.segments.emplace_back(segment.data(), segment.size());
    request.path += "/" + request.segments.back();
  }
  if (request.segments.size() == 1 && request.segments.front().empty()) request.segments.clear();
  boost::urls::encoding_opts plus;
  plus.space_as_plus = true;
  for (const auto& param : url.params(plus)) {
    if (!base::is_utf8(param.key) || !base::is_utf8(param.value)) return;
    request.query[std::string(param.key)] = std::string(param.value);
  }
  request.bad_target = !base::is_utf8(request.path);
}

bool origin_fits(const Request& request, const Settings& settings) {
  if (request.origin.empty()) return true;
  const auto scheme_end = request.origin.find("://");
  if (scheme_end != std::string::npos &&
      same_text(std::string_view(request.origin).substr(scheme_end + 3), request.host))
    return true;
  for (const auto& allowed : settings.allowed_origins)
    if (same_text(allowed, request.origin)) return true;
  return false;
}
}  // namespace okno::api
