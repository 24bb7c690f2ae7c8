#include "sim/scenario.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace okno::sim {
namespace {
std::vector<std::filesystem::path> all_stories() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(OKNO_SOURCE_DIR "/scenarios"))
    if (entry.path().extension() == ".scn") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}
std::string test_name(const testing::TestParamInfo<std::filesystem::path>& file) {
  std::string name = file.param.stem().string();
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name;
}
class Story : public testing::TestWithParam<std::filesystem::path> {};
}  // namespace

TEST_P(Story, comes_true) {
  const StoryResult result = run_scenario(GetParam());
  EXPECT_TRUE(result.passed) << result.failure;
  EXPECT_FALSE(result.story.empty()) << GetParam() << " has no \"story:\" line";
}
INSTANTIATE_TEST_SUITE_P(scenarios, Story, testing::ValuesIn(all_stories()), test_name);

TEST(Scenario, a_false_expectation_names_its_line_and_what_happened) {
  const auto result = run_story(
      "story: s\nqueue q: ring 5 s\nagent anna: q\nanna says ready\nexpect anna becomes pause\n", "x.scn");
  EXPECT_FALSE(result.passed);
  EXPECT_NE(result.failure.find("x.scn:5: expected: anna becomes pause"), std::string::npos)
      << result.failure;
  EXPECT_NE(result.failure.find("anna becomes ready"), std::string::npos) << result.failure;
}
TEST(Scenario, what_is_not_understood_fails) {
  for (const char* line :
       {"anna flies", "queue q: colour red", "after soon", "nobody presses 1", "now what", "key 1: x"})
    EXPECT_FALSE(run_story(std::string("queue q: ring 5 s\nagent anna: q\n") + line + "\n", "x.scn").passed)
        << line;
  EXPECT_FALSE(run_story("", "x.scn").passed);
  EXPECT_FALSE(run_scenario("/nowhere.scn").passed);
}
TEST(Scenario, never_and_now_are_checked) {
  const std::string begin = "queue q: ring 5 s\nagent anna: q\nanna says ready\nmaria calls q\n";
  EXPECT_TRUE(run_story(begin + "never anna talks with maria\nnow maria is offered\n", "x").passed);
  EXPECT_FALSE(run_story(begin + "never anna sees the card of maria\n", "x").passed);
  EXPECT_FALSE(run_story(begin + "now maria is waiting\n", "x").passed);
}
}  // namespace okno::sim
