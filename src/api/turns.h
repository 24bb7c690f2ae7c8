// What routes have in common: reading ids, bodies and pages from a request, turning results into answers.
#pragma once
#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "api/exchange.h"
#include "api/house.h"
#include "api/routes.h"
#include "api/schema/json.h"

namespace okno::api {
template <class Row>
std::string page_json(const std::vector<Row>& items, const std::string& next) {
  std::string out = "{\"items\":";
  append_json(out, items);
  out += ",\"next\":";
  append_json(out, std::string_view(next));
  return out + "}";
}

template <class T>
void append_answer(std::string& out, const T& value) {
  append_json(out, value);
}
template <class Row>
void append_answer(std::string& out, const ports::Page<Row>& page) {
  out += page_json(page.items, page.next);
}
template <class Row>
void append_answer(std::string& out,
                   const std::vector<Row>& rows) {  // a whole list: a page without a next one
  out += page_json(rows, "");
}

// The route's success, or the problem.
template <class T>
void answer_with(const ExchangePtr& x, const base::Result<T>& result) {
  if (!result.ok()) return x->refuse(result.error());
  std::string body;
  append_answer(body, result.value());
  x->answer(json_answer(x->route->status, std::move(body)));
}

// For the Desk: its answer comes on the deciding thread and becomes JSON on a network thread.
template <class T>
std::function<void(base::Result<T>)> answers(const ExchangePtr& x) {
  return [x](base::Result<T> result) {
    x->hand_on([x, result = std::move(result)] { answer_with(x, result); });
  };
}

// The id at the route's first (or given) {place}; none: answered 404.
inline std::optional<std::int64_t> id_of(const ExchangePtr& x, std::size_t place = 0) {
  const std::string& text = x->wild.at(place);
  std::int64_t id = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (failure == std::errc() && end == text.data() + text.size() && id > 0) return id;
  x->refuse({"not_found", "There is nothing with this id."});
  return std::nullopt;
}

template <class T>
std::optional<T> body_of(const ExchangePtr& x) {
  auto read = from_json<T>(x->request.body);
  if (read.ok()) return std::move(*read);
  x->refuse(read.error());
  return std::nullopt;
}

// For verbs without content: nothing, or {}.
inline bool no_body(const ExchangePtr& x) {
  if (x->request.body.empty()) return true;
  auto read = parse_json(x->request.body);
  if (!read.ok()) return x->refuse(read.error()), false;
  if (read->is_object() && read->get_object().empty()) return true;
  return x->refuse({"unknown_field", "This takes no body."}), false;
}

inline std::string query_of(const ExchangePtr& x, const std::string& name) {
  const auto found = x->request.query.find(name);
  return found == x->request.query.end() ? "" : found->second;
}

inline std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

inline constexpr int kMaxPage = 200;  // ports::PageWanted::limit

inline std::optional<ports::PageWanted> page_of(const ExchangePtr& x) {
  ports::PageWanted page;
  page.cursor = query_of(x, "cursor");
  const std::string limit = query_of(x, "limit");
  if (limit.empty()) return page;
  const auto number = whole_number(limit);
  if (!number || *number < 1 || *number > kMaxPage)
    return x->refuse({"bad_parameter", "\"limit\" must be 1 to " + std::to_string(kMaxPage) + "."}),
           std::nullopt;
  page.limit = static_cast<int>(*number);
  return page;
}
}  // namespace okno::api
