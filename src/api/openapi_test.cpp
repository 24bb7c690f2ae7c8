#include <gtest/gtest.h>

#include <set>

#include "api/routes.h"
#include "api/schema/json.h"
#include "api/schema/shapes.h"

namespace okno::api {
namespace {
namespace json = boost::json;

// Every "$ref" anywhere below.
void collect_refs(const json::value& value, std::set<std::string>& into) {
  if (const auto* object = value.if_object()) {
    for (const auto& [name, one] : *object) {
      if (name == "$ref") into.insert(std::string(one.as_string()));
      collect_refs(one, into);
    }
  } else if (const auto* list = value.if_array()) {
    for (const auto& one : *list) collect_refs(one, into);
  }
}

TEST(OpenApi, it_is_json_of_version_3_1_and_every_reference_leads_somewhere) {
  const auto tree = parse_json(openapi("1.2.3"));
  ASSERT_TRUE(tree.ok()) << tree.error().words;
  EXPECT_EQ(tree->at("openapi"), "3.1.0");
  EXPECT_EQ(tree->at_pointer("/info/version"), "1.2.3");
  std::set<std::string> refs;
  collect_refs(*tree, refs);
  EXPECT_GT(refs.size(), 20u);
  for (const auto& ref : refs) {
    ASSERT_EQ(ref.substr(0, 2), "#/");
    boost::system::error_code failure;
    EXPECT_NE(tree->find_pointer(ref.substr(1), failure), nullptr) << ref;
  }
}

TEST(OpenApi, every_route_is_described_with_its_parameters_answers_and_safety) {
  const auto tree = parse_json(openapi("1"));
  ASSERT_TRUE(tree.ok());
  std::set<std::string> ids;
  for (const auto& route : routes()) {
    std::string verb(verb_name(route.verb));
    for (auto& c : verb) c = static_cast<char>(std::tolower(c));
    const auto& operation = tree->at("paths").at(route.pattern).at(verb).as_object();
    EXPECT_TRUE(ids.insert(std::string(operation.at("operationId").as_string())).second) << route.operation;
    EXPECT_FALSE(operation.at("summary").as_string().empty()) << route.operation;
    EXPECT_TRUE(operation.at("responses").as_object().contains(std::to_string(route.status)))
        << route.operation;
    EXPECT_TRUE(operation.at("responses").as_object().contains("default")) << route.operation;
    EXPECT_EQ(operation.contains("requestBody"), *route.body != 0) << route.operation;
    const std::string pattern = route.pattern;
    std::set<std::string> in_path;
    for (const auto& parameter : operation.at("parameters").as_array())
      if (parameter.at("in") == "path") in_path.insert(std::string(parameter.at("name").as_string()));
    EXPECT_EQ(in_path.size(), static_cast<std::size_t>(std::count(pattern.begin(), pattern.end(), '{')))
        << route.pattern;
  }
}

TEST(OpenApi, optional_fields_are_not_required) {
  const auto tree = parse_json(openapi("1"));
  ASSERT_TRUE(tree.ok());
  const auto& required = tree->at_pointer("/components/schemas/InteractionView/required").as_array();
  std::set<std::string> names;
  for (const auto& name : required) names.insert(std::string(name.as_string()));
  EXPECT_TRUE(names.count("id") == 1 && names.count("ivr_path") == 1);
  EXPECT_TRUE(names.count("agent") == 0 && names.count("end_cause") == 0);
}

TEST(TypeScript, the_desk_s_types_hold_every_view_and_every_live_event) {
  const std::string text = typescript();
  for (const auto* shape : all_shapes())
    EXPECT_NE(text.find(" " + shape->name + " "), std::string::npos) << shape->name;
  for (const auto& event : live_events()) EXPECT_NE(text.find("\"" + event.type + "\": "), std::string::npos);
  EXPECT_NE(text.find("answered_at_ms?: number;"), std::string::npos);
  EXPECT_NE(text.find("| { type: \"viewing\"; contact?: number | null }"), std::string::npos);
}
}  // namespace
}  // namespace okno::api
