#include "api/schema/json.h"

#include <gtest/gtest.h>

#include "app/views.h"

namespace okno::api {
namespace {
using app::ContactRequest;

std::string error_of(std::string_view text) {
  auto read = from_json<ContactRequest>(text);
  return read ? "" : read.error().code + ": " + read.error().words;
}

TEST(Json, what_is_written_leaves_absent_fields_out_and_escapes_text) {
  app::InteractionView view;
  view.id = 7;
  view.caller_name = "<b>\"Вася\"</b>\n\x01";
  view.end_cause = domain::EndCause::lost;
  const std::string text = to_json(view);
  EXPECT_NE(text.find(R"("id":7,"channel":"voice")"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("caller_name":"<b>\"Вася\"</b>\n\u0001")"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("end_cause":"lost")"), std::string::npos) << text;
  EXPECT_EQ(text.find("answered_at_ms"), std::string::npos) << text;
  EXPECT_TRUE(parse_json(text).ok());
}

TEST(Json, text_that_is_not_utf8_is_still_written_as_valid_json) {
  app::PersonView person{1, "a\xff\xfe z"};
  auto tree = parse_json(to_json(person));
  ASSERT_TRUE(tree.ok()) << tree.error().words;
}

TEST(Json, doubles_keep_their_value_and_nan_becomes_null) {
  app::QueueView queue;
  queue.asa_s = 0.1;
  queue.aht_s = std::nan("");
  const std::string text = to_json(queue);
  EXPECT_NE(text.find("\"asa_s\":0.1,\"aht_s\":null,\"service_level_limit_s\":20"), std::string::npos)
      << text;
}

TEST(Json, a_request_is_read_into_its_struct) {
  auto read =
      from_json<ContactRequest>(R"({"name":"Мария","phones":["+79161234567"],"vip":true,"company":null})");
  ASSERT_TRUE(read.ok()) << read.error().words;
  EXPECT_EQ(read->name, "Мария");
  EXPECT_EQ(read->phones->at(0), "+79161234567");
  EXPECT_EQ(read->vip, true);
  EXPECT_FALSE(read->company.has_value());
}

TEST(Json, unknown_missing_and_wrong_fields_are_named) {
  EXPECT_EQ(error_of(R"({"nmae":"x"})"), "unknown_field: There is no field \"nmae\" here.");
  EXPECT_EQ(error_of(R"({"phones":["1",2]})"),
            "wrong_type: \"phones[1]\" must be a string, not a whole number.");
  EXPECT_EQ(error_of(R"({"company":1.5})"), "wrong_type: \"company\" must be a whole number, not a number.");
  EXPECT_EQ(error_of(R"({"version":99999999999999999999})"),
            "wrong_type: \"version\" must be a whole number, not a number.");
  EXPECT_EQ(error_of("[]"), "wrong_type: the body must be an object, not a list.");
  EXPECT_EQ(from_json<app::SignInRequest>(R"({"login":"a"})").error().words,
            "The field \"password\" is missing.");
}

TEST(Json, what_is_no_json_says_where) {
  EXPECT_EQ(error_of("").substr(0, 9), "bad_json:");
  EXPECT_EQ(error_of("{\"name\":").substr(0, 9), "bad_json:");
  EXPECT_EQ(error_of("{} x").substr(0, 9), "bad_json:");
  EXPECT_EQ(error_of("{\"name\":\"\xc3\x28\"}").substr(0, 9), "bad_json:");
  EXPECT_EQ(error_of(std::string(1000, '[') + std::string(1000, ']')).substr(0, 14), "json_too_deep:");
}
}  // namespace
}  // namespace okno::api
