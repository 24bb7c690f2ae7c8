// openapi.json: OpenAPI 3.1 from the route table and the shapes.
#include <array>
#include <map>

#include "api/access.h"
#include "api/routes.h"
#include "api/schema/json.h"
#include "api/schema/shapes.h"

namespace okno::api {
namespace {
std::string quoted(std::string_view text) {
  std::string out;
  append_json(out, text);
  return out;
}

std::string schema_ref(const std::string& name) {
  return "{\"$ref\":\"#/components/schemas/" + name + "\"}";
}

std::string schema(const Shape& shape) {
  switch (shape.kind) {
    case Shape::Kind::boolean:
      return "{\"type\":\"boolean\"}";
    case Shape::Kind::integer:
      return "{\"type\":\"integer\",\"format\":\"int64\"}";
    case Shape::Kind::number:
      return "{\"type\":\"number\"}";
    case Shape::Kind::text:
      return "{\"type\":\"string\"}";
    case Shape::Kind::list:
      return "{\"type\":\"array\",\"items\":" + schema(*shape.item) + "}";
    case Shape::Kind::choice:
    case Shape::Kind::object:
      return schema_ref(shape.name);
  }
  return "{}";
}

std::string list_of(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const auto& text : texts) out += (out.size() > 1 ? "," : "") + quoted(text);
  return out + "]";
}

std::string component(const Shape& shape) {
  if (shape.kind == Shape::Kind::choice)
    return "{\"type\":\"string\",\"enum\":" + list_of(shape.choices) + "}";
  std::string properties;
  std::vector<std::string> required;
  for (const auto& field : shape.fields) {
    properties += (properties.empty() ? "" : ",") + quoted(field.name) + ":" + schema(*field.shape);
    if (!field.optional) required.push_back(field.name);
  }
  std::string out = "{\"type\":\"object\",\"properties\":{" + properties + "}";
  if (!required.empty()) out += ",\"required\":" + list_of(required);
  return out + "}";
}

// What every place in a query means; names are shared by all routes.
const std::map<std::string, std::string>& parameter_words() {
  static const std::map<std::string, std::string> words{
      {"q", "any part of a name, a company or a number"},
      {"phone", "a number as people write it"},
      {"cursor", "`next` of the page before"},
      {"limit", "rows of a page, 1 to 200; 50 when absent"},
      {"agent", "an agent's id, or me"},
      {"state", "a state of InteractionState"},
      {"channel", "a channel of Channel"},
      {"contact", "a customer's id"},
      {"queue", "a queue's name"},
      {"project", "a project's name; the first one when absent"},
      {"download", "1: to keep it, by its own right"},
      {"since_ms", "started at or after, milliseconds since 1970 UTC"},
  };
  return words;
}

std::string parameter(const std::string& name, const char* in, const std::string& type,
                      const std::string& words) {
  return "{\"name\":" + quoted(name) + ",\"in\":\"" + in +
         "\",\"required\":" + (std::string_view(in) == "path" ? "true" : "false") +
         ",\"description\":" + quoted(words) + ",\"schema\":{\"type\":\"" + type + "\"}}";
}

struct InPath {
  const char *name, *type, *words;
};
constexpr std::array kInPaths{
    InPath{"id", "integer", "its id"}, InPath{"number", "string", "a number as people write it"},
    InPath{"slot", "integer", "where he is parked"}, InPath{"moment", "integer", "the remark's id"},
    InPath{"name", "string", "its name"}};

std::string parameters(const Route& route) {
  std::string out;
  const auto add = [&](const std::string& one) { out += (out.empty() ? "" : ",") + one; };
  const std::string pattern = route.pattern;
  const bool queue = std::string_view(route.operation) == "get_queue";
  for (const auto& [name, type, words] : kInPaths) {
    if (pattern.find("{" + std::string(name) + "}") == std::string::npos) continue;
    if (queue)
      add(parameter(name, "path", "string", "the queue's id or name"));
    else
      add(parameter(name, "path", type, words));
  }
  std::string names = route.parameters;
  while (!names.empty()) {
    const auto comma = names.find(',');
    const std::string name = names.substr(0, comma);
    names = comma == std::string::npos ? "" : names.substr(comma + 1);
    const bool number = name == "limit" || name == "contact" || name == "since_ms";
    add(parameter(name, "query", number ? "integer" : "string", parameter_words().at(name)));
  }
  if (route.verb == Verb::post && need_of(route.operation) != Need::nothing)
    add(parameter("Idempotency-Key", "header", "string",
                  "the same key and body again give the same answer for 24 hours; another body: 422"));
  return "[" + out + "]";
}

std::string success(const Route& route) {
  const std::string answer = route.answer;
  std::string out =
      "\"" + std::to_string(route.status) + "\":{\"description\":" + quoted(phrase_of(route.status));
  if (answer == "audio/mpeg") {
    const std::string content = ",\"content\":{\"audio/mpeg\":{}}";
    return out + content + "},\"206\":{\"description\":\"the bytes of Range\"" + content + "}";
  }
  if (answer.size() > 2 && answer.substr(answer.size() - 2) == "[]")
    out +=
        ",\"content\":{\"application/"
        "json\":{\"schema\":{\"type\":\"object\",\"properties\":{\"items\":{\"type\":"
        "\"array\",\"items\":" +
        schema_ref(answer.substr(0, answer.size() - 2)) +
        "},\"next\":{\"type\":\"string\",\"description\":\"cursor of the next page, empty at the end\"}},"
        "\"required\":[\"items\",\"next\"]}}}";
  else if (!answer.empty())
    out += ",\"content\":{\"application/json\":{\"schema\":" + schema_ref(answer) + "}}";
  return out + "}";
}

std::string need_words(Need need) {
  switch (need) {
    case Need::nothing:
      return "Anybody.";
    case Need::agent:
      return "Any member of staff.";
    case Need::own_interaction:
      return "The agent of the conversation, and supervisors.";
    case Need::supervisor:
      return "Supervisors and administrators.";
    case Need::admin:
      return "Administrators.";
  }
  return "";
}

std::string operation(const Route& route) {
  const Need need = need_of(route.operation);
  std::string out = "{\"operationId\":" + quoted(route.operation) + ",\"summary\":" + quoted(route.words) +
                    ",\"description\":" + quoted("Who: " + need_words(need)) +
                    ",\"parameters\":" + parameters(route);
  if (*route.body != 0)
    out += ",\"requestBody\":{\"required\":true,\"content\":{\"application/json\":{\"schema\":" +
           schema_ref(route.body) + "}}}";
  out += ",\"responses\":{" + success(route) + ",\"default\":{\"$ref\":\"#/components/responses/Problem\"}}";
  if (need == Need::nothing)
    out += ",\"security\":[]";
  else if (route.verb != Verb::get)
    out += ",\"security\":[{\"cookie\":[],\"csrf\":[]},{\"key\":[]}]";
  return out + "}";
}

std::string verb_key(Verb verb) {
  std::string key(verb_name(verb));
  for (auto& c : key) c = static_cast<char>(std::tolower(c));
  return key;
}

std::string live_words() {
  std::string out = "Frames from the server are {seq, type, data}; by type:";
  for (const auto& event : live_events())
    out += " " + event.type + " (" + event.data->name + "): " + event.words + ".";
  out += " Frames from the window:";
  for (const auto& frame : live_requests())
    out += " " + frame.type + " (" + frame.data->name + "): " + frame.words + ".";
  return out;
}
}  // namespace

std::string openapi(const std::string& version) {
  std::map<std::string, std::string> paths;
  for (const auto& route : routes()) {
    auto& path = paths[route.pattern];
    path += (path.empty() ? "" : ",") + quoted(verb_key(route.verb)) + ":" + operation(route);
  }
  std::string out =
      "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Okno\",\"version\":" + quoted(version) +
      ",\"description\":" + quoted("A contact centre and a CRM in one server. " + live_words()) +
      ",\"license\":{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}},"
      "\"servers\":[{\"url\":\"/\"}],\"security\":[{\"cookie\":[]},{\"key\":[]}],\"paths\":{";
  bool first = true;
  for (const auto& [pattern, operations] : paths) {
    out += (first ? "" : ",") + quoted(pattern) + ":{" + operations + "}";
    first = false;
  }
  out +=
      "},\"components\":{\"securitySchemes\":{"
      "\"cookie\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"okno_session\"},"
      "\"csrf\":{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"X-CSRF-Token\"},"
      "\"key\":{\"type\":\"http\",\"scheme\":\"bearer\"}},"
      "\"responses\":{\"Problem\":{\"description\":\"why not (RFC "
      "9457)\",\"content\":{\"application/problem+json\":"
      "{\"schema\":" +
      schema_ref("ProblemView") + "}}}},\"schemas\":{";
  first = true;
  for (const auto* shape : all_shapes()) {
    out += (first ? "" : ",") + quoted(shape->name) + ":" + component(*shape);
    first = false;
  }
  return out + "}}}";
}
}  // namespace okno::api
