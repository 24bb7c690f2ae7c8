#include "sim/command_line.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/claims.h"
#include "sim/erlang.h"
#include "sim/report/claims_chart.h"

namespace okno::sim {
namespace {
struct Ran {
  int status;
  std::string out, err;
  boost::json::object json() const { return boost::json::parse(out).as_object(); }
};
Ran sim(const std::vector<std::string>& arguments) {
  std::ostringstream out, err;
  const int status = command_line(arguments, out, err);
  return {status, out.str(), err.str()};
}
std::string temporary(const std::string& name, const std::string& text) {
  const auto path = std::filesystem::path(testing::TempDir()) / ("okno_sim_" + name);
  std::ofstream(path) << text;
  return path.string();
}
}  // namespace

TEST(SimCommand, prints_the_figures_under_their_names) {
  const Ran ran = sim({"--agents", "14", "--arrivals-per-hour", "200", "--aht-s", "180", "--days", "2",
                       "--seed", "3", "--json"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  const auto figures = ran.json();
  EXPECT_EQ(figures.size(), 8u);
  EXPECT_EQ(figures.at("offered").as_int64(), figures.at("answered").as_int64());
  EXPECT_NEAR(static_cast<double>(figures.at("offered").as_int64()), 9600, 4 * std::sqrt(9600));
  EXPECT_EQ(figures.at("lost").as_int64(), 0);
  EXPECT_EQ(figures.at("lost_rate").as_double(), 0);
  const Expected wanted = expected({200.0 / 3600, 180, 14, 0}, 20);
  EXPECT_NEAR(figures.at("wait_probability").as_double(), wanted.wait_probability, 0.05);
  EXPECT_NEAR(figures.at("service_level").at("20").as_double(), wanted.answered_within, 0.04);
  EXPECT_LT(figures.at("service_level").at("10").as_double(),
            figures.at("service_level").at("20").as_double());
  EXPECT_NEAR(figures.at("occupancy").as_double(), wanted.occupancy, 0.03);
  EXPECT_GT(figures.at("asa_s").as_double(), 0);
}
TEST(SimCommand, the_same_seed_prints_the_same) {
  const std::vector<std::string> a{
      "--agents", "5", "--arrivals-per-hour", "60", "--aht-s", "180", "--patience-s", "60", "--json"};
  auto b = a;
  b.insert(b.end(), {"--seed", "2"});
  EXPECT_EQ(sim(a).out, sim(a).out);
  EXPECT_NE(sim(a).out, sim(b).out);
}
TEST(SimCommand, a_file_of_arrivals_gives_exactly_its_calls) {
  const auto file = temporary("arrivals.csv", "start_s,count\n0,10\n3600,0\n7200,25\n");
  const Ran ran = sim(
      {"--agents", "3", "--arrivals", file, "--aht-s", "60", "--patience-s", "60", "--days", "2", "--json"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  const auto figures = ran.json();
  EXPECT_EQ(figures.at("offered").as_int64(), 70);
  EXPECT_EQ(figures.at("answered").as_int64() + figures.at("lost").as_int64(), 70);
}
TEST(SimCommand, what_is_wrong_is_named_in_one_line) {
  const std::string scn = OKNO_SOURCE_DIR "/scenarios/19-hold.scn";
  const auto broken = temporary("broken.csv", "start_s,count\n0,10\nx,3\n");
  const auto turned = temporary("turned.csv", "start_s,count\n10,10\n5,3\n");
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrongs{
      {{"--colour", "red"}, "--colour"},
      {{"--agents", "many"}, "--agents"},
      {{"--agents", "0", "--arrivals-per-hour", "1", "--aht-s", "1"}, "--agents"},
      {{"--agents", "-3", "--arrivals-per-hour", "1", "--aht-s", "1"}, "--agents"},
      {{"--agents", "3", "--arrivals-per-hour", "nan", "--aht-s", "1"}, "--arrivals-per-hour"},
      {{"--agents", "3", "--arrivals-per-hour", "5", "--aht-s", "0"}, "--aht-s"},
      {{"--agents", "3", "--arrivals-per-hour", "5"}, "--aht-s"},
      {{"--agents", "3", "--aht-s", "5"}, "--arrivals"},
      {{"--agents", "3", "--arrivals-per-hour", "5", "--aht-s", "5", "--days", "inf"}, "--days"},
      {{"--agents", "3", "--arrivals-per-hour", "9999999", "--aht-s", "5", "--days", "300"}, "--days"},
      {{"--agents", "3", "--arrivals", "/nowhere.csv", "--aht-s", "5"}, "/nowhere.csv"},
      {{"--agents", "3", "--arrivals", broken, "--aht-s", "5"}, "broken.csv:3"},
      {{"--agents", "3", "--arrivals", turned, "--aht-s", "5"}, "turned.csv:3"},
      {{"--chart", "/nowhere/at/all.svg"}, "/nowhere/at/all.svg"},
      {{"/nowhere.scn"}, "/nowhere.scn"},
      {{scn, "--seed", "x"}, "--seed"},
      {{}, "--agents"}};
  for (const auto& [arguments, named] : wrongs) {
    const Ran ran = sim(arguments);
    EXPECT_EQ(ran.status, 2) << named;
    EXPECT_EQ(ran.out, "") << named;
    EXPECT_NE(ran.err.find(named), std::string::npos) << ran.err;
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  }
}
TEST(SimCommand, plays_a_story_and_says_how_it_went) {
  const Ran good = sim({OKNO_SOURCE_DIR "/scenarios/19-hold.scn"});
  EXPECT_EQ(good.status, 0) << good.err;
  EXPECT_NE(good.out.find("ok: The agent holds the customer"), std::string::npos) << good.out;
  const Ran bad =
      sim({temporary("bad.scn", "story: s\nqueue q: ring 5 s\nmaria calls q\nnow maria is active\n")});
  EXPECT_EQ(bad.status, 1);
  EXPECT_NE(bad.err.find(":4: expected now: maria is active"), std::string::npos) << bad.err;
}
TEST(SimCommand, tells_a_story_as_a_table_of_who_came_and_of_the_channels) {
  const auto file = temporary("day.scn",
                              "story: s\nqueue q: ring 20 s, wrap-up 10 s\nagent anna: q\nanna says ready\n"
                              "maria calls q\nafter 5 s\nanna answers\nafter 65 s\npavel writes chat to q\n"
                              "maria leaves\nanna finishes maria: solved\nafter 30 s\npavel leaves\n");
  const Ran en = sim({file, "--language", "en"});
  ASSERT_EQ(en.status, 0) << en.err;
  std::string table;  // without the columns' spaces
  for (const char c : en.out)
    if (c != ' ' || (!table.empty() && table.back() != ' ')) table += c;
  EXPECT_NE(table.find("0:00 maria call q 5 s anna 1 min 5 s talked solved"), std::string::npos) << table;
  EXPECT_NE(table.find("1:10 pavel chat q 30 s — — gave up waiting"), std::string::npos) << table;
  EXPECT_NE(table.find("call 1 1 0 100 % 5 s 1 min 5 s"), std::string::npos) << table;
  EXPECT_NE(table.find("chat 1 0 1 0 % — —"), std::string::npos) << table;
  EXPECT_NE(table.find("all 2 1 1 50 % 5 s 1 min 5 s"), std::string::npos) << table;
  EXPECT_NE(sim({file}).out.find("не дождался"), std::string::npos);
}
TEST(SimCommand, plays_a_folder_of_stories_and_counts_those_that_fail) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "okno_sim_stories";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "1.scn") << "story: one\nqueue q: ring 5 s\nmaria calls q\n";
  std::ofstream(folder / "2.scn") << "story: two\nqueue q: ring 5 s\nmaria flies\n";
  const auto chart = temporary("stories.svg", "");
  const Ran ran = sim({folder.string(), "--chart", chart});
  EXPECT_EQ(ran.status, 1);
  EXPECT_NE(ran.err.find("2.scn:3: this line is not understood"), std::string::npos) << ran.err;
  EXPECT_NE(ran.out.find("1 stories came true, 1 did not"), std::string::npos) << ran.out;
  EXPECT_EQ(sim({testing::TempDir() + "/okno_no_such_folder"}).status, 2);
}
TEST(SimCommand, draws_many_stories_as_one_overview_that_fits_a_screen) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "okno_sim_many_stories";
  std::filesystem::create_directories(folder);
  for (const char* name : {"1", "2", "3", "4", "5", "6", "7"})
    std::ofstream(folder / (name + std::string(".scn")))
        << "story: one\nqueue q: ring 20 s\nagent anna: q\nanna says ready\nmaria calls q\nanna answers\n"
           "after 30 s\nmaria leaves\noleg calls q\nafter 5 s\noleg leaves\n";
  const auto chart = temporary("many.svg", "");
  const Ran ran = sim({folder.string(), "--chart", chart, "--language", "en"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  std::ifstream in(chart);
  std::stringstream svg;
  svg << in.rdbuf();
  EXPECT_NE(svg.str().find("stories: 7"), std::string::npos);
  EXPECT_NE(svg.str().find(">14<"), std::string::npos) << "all who came";
  EXPECT_LT(svg.str().size(), 5'000U);
}
TEST(SimCommand, draws_a_story_with_its_names_as_text) {
  const auto file =
      temporary("named.scn",
                "story: a <b> & c\nqueue q: ring 20 s\nagent o'neil: q, holds 2 chat\no'neil says ready\n"
                "m&m writes chat to q\no'neil answers\nafter 20 s\npavel writes chat to q\n"
                "o'neil answers\nafter 60 s\nm&m leaves\npavel leaves\n");
  const auto chart = temporary("named.svg", "");
  const Ran ran = sim({file, "--chart", chart, "--language", "en"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  std::ifstream in(chart);
  std::stringstream svg;
  svg << in.rdbuf();
  EXPECT_NE(svg.str().find(">a &lt;b&gt; &amp; c<"), std::string::npos);
  EXPECT_NE(svg.str().find("o&#39;neil"), std::string::npos);
  EXPECT_NE(svg.str().find("m&amp;m · chat · conversation · 0:00–1:20"), std::string::npos) << svg.str();
  EXPECT_NE(svg.str().find("pavel · chat · conversation · 0:20–1:20"), std::string::npos);
  EXPECT_NE(svg.str().find("Waiting in the queues"), std::string::npos);
  EXPECT_EQ(svg.str().find("m&m"), std::string::npos) << "not escaped";
}
TEST(SimCommand, draws_a_picture_of_the_day) {
  const auto file = temporary("day.svg", "");
  const Ran ran = sim({"--agents", "6", "--arrivals-per-hour", "100", "--aht-s", "180", "--patience-s", "120",
                       "--chart", file});
  ASSERT_EQ(ran.status, 0) << ran.err;
  std::ifstream in(file);
  std::stringstream svg;
  svg << in.rdbuf();
  EXPECT_EQ(svg.str().rfind("<svg ", 0), 0u);
  EXPECT_NE(svg.str().find("#d6455d"), std::string::npos) << "lost calls are not drawn";
  EXPECT_NE(ran.out.find("Потеряно"), std::string::npos) << ran.out;
  EXPECT_EQ(sim({"--chart", file, "--language", "en"}).status, 0);
}
TEST(SimClaims, are_told_in_words_and_drawn) {
  const auto demands = claims(300, 1);
  EXPECT_NE(claims_table(demands, Language::ru).find("до: AHT 360 с, FCR 70 %"), std::string::npos);
  EXPECT_NE(claims_table(demands, Language::en).find("\"before\" needs 22 agents: 2.20 times as many"),
            std::string::npos);
  const auto svg = claims_chart(demands, Language::ru);
  EXPECT_EQ(svg.rfind("<svg ", 0), 0u);
  EXPECT_NE(svg.find("Чтобы «до» отвечало так же быстро, нужно операторов: 92 (в 2.5 раза больше)"),
            std::string::npos);
}
// Figures of the closed forms as src/sim/oracle prints them; the simulated ones lie near.
TEST(SimClaims, before_and_after_agree_with_the_closed_forms) {
  const auto demands = claims(6'000, 1);
  ASSERT_EQ(demands.size(), 3u);
  EXPECT_EQ(demands[0].agents, 10);
  EXPECT_EQ(demands[1].agents, 37);
  EXPECT_EQ(demands[2].agents, 111);
  EXPECT_EQ(demands[0].agents_before, 22);
  EXPECT_EQ(demands[1].agents_before, 92);
  EXPECT_EQ(demands[2].agents_before, 290);  // 0.8734 of the calls within 10 s
  EXPECT_NEAR(demands[1].cases[0].formula.answered_within, 0.897, 5e-4);
  EXPECT_NEAR(demands[1].cases[5].formula.lost_rate, 0.568, 5e-4);
  for (const auto& demand : demands)
    for (const auto& c : demand.cases) {
      EXPECT_NEAR(c.simulated.answered_in_10_s, c.formula.answered_within, 0.08) << c.name;
      EXPECT_NEAR(c.simulated.lost_rate, c.formula.lost_rate, 0.08) << c.name;
      EXPECT_NEAR(c.simulated.occupancy, c.formula.occupancy, 0.08) << c.name;
    }
}
}  // namespace okno::sim
