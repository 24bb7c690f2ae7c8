#include "api/schema/json.h"

#include <boost/json/parser.hpp>

namespace okno::api {
namespace {
std::string place(const std::string& path) {
  return path.empty() ? "the body" : "\"" + path + "\"";
}
std::string clean(std::string_view name) {
  return base::shorten(base::printable(name), 64);
}

std::string_view kind_of(const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return "null";
    case boost::json::kind::bool_:
      return "true or false";
    case boost::json::kind::int64:
      return "a whole number";
    case boost::json::kind::uint64:
      return "a number too large";
    case boost::json::kind::double_:
      return "a number";
    case boost::json::kind::string:
      return "a string";
    case boost::json::kind::array:
      return "a list";
    case boost::json::kind::object:
      return "an object";
  }
  return "something else";
}
}  // namespace

base::Result<boost::json::value> parse_json(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  boost::json::parser parser(boost::json::storage_ptr(), options);
  boost::system::error_code failure;
  std::size_t read = 0;
  try {
    read = parser.write_some(text.data(), text.size(), failure);
    if (!failure && read == text.size()) return parser.release();
  } catch (const std::exception&) {
    return base::Error{"bad_json", "The body is too large to read as JSON."};
  }
  if (failure == boost::json::error::too_deep)
    return base::Error{"json_too_deep",
                       "The JSON is nested deeper than " + std::to_string(kMaxJsonDepth) + " levels."};
  const std::string why = failure              ? failure.message()
                          : read < text.size() ? "extra data"
                                               : "it ends too early";
  return base::Error{
      "bad_json", "The body is not valid JSON in UTF-8 (" + why + " at byte " + std::to_string(read) + ")."};
}

namespace json_detail {
std::string below(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}
std::string item_of(const std::string& path, std::size_t index) {
  return path + "[" + std::to_string(index) + "]";
}

base::Error wrong_type(const std::string& path, std::string_view wanted, const boost::json::value& got) {
  std::string words = place(path) + " must be " + std::string(wanted) + ", not ";
  if (got.is_string() && wanted.substr(0, 6) == "one of")
    words += "\"" + clean(std::string_view(got.get_string().data(), got.get_string().size())) + "\"";
  else
    words += kind_of(got);
  return {"wrong_type", words + "."};
}
base::Error missing(const std::string& path, std::string_view name) {
  return {"missing_field", "The field \"" + below(path, name) + "\" is missing."};
}
base::Error unknown(const std::string& path, std::string_view name) {
  return {"unknown_field", "There is no field \"" + below(path, clean(name)) + "\" here."};
}
}  // namespace json_detail
}  // namespace okno::api
