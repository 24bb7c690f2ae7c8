#include "sim/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "sim/claims.h"
#include "sim/picture.h"
#include "sim/plain_day.h"
#include "sim/report/claims_chart.h"
#include "sim/report/overview.h"
#include "sim/report/table.h"
#include "sim/report/timeline.h"
#include "sim/scenario.h"

namespace okno::sim {
namespace {
namespace fs = std::filesystem;
constexpr double kMostCalls = 50e6;  // of one run: about a quarter of an hour of computing and 2 GB
constexpr std::int64_t kClaimCalls = 40'000;

struct Wish {
  std::vector<std::string> files;
  std::string arrivals, chart, language = "ru";
  int agents = 0;
  double per_hour = 0, service_s = 0, patience_s = 0, days = 1;
  std::uint64_t seed = 1;
  bool json = false;
  Language words() const { return language == "ru" ? Language::ru : Language::en; }
};

int wrong(std::ostream& err, std::string what) {
  for (char& c : what)
    if (c == '\n') c = ' ';
  err << "okno sim: " << what << "\n";
  return 2;
}

// Stories by their names; a folder stands for all that are in it, in order.
base::Result<std::vector<fs::path>> stories(const std::vector<std::string>& names) {
  std::vector<fs::path> files;
  for (const std::string& name : names) {
    std::error_code ignored;
    if (!fs::is_directory(name, ignored)) {
      if (!std::ifstream(name))
        return base::Error{"no_story", name + ": there is no such story (see okno sim --help)"};
      files.emplace_back(name);
      continue;
    }
    const std::size_t before = files.size();
    for (const auto& entry : fs::directory_iterator(name, ignored))
      if (entry.path().extension() == ".scn") files.push_back(entry.path());
    if (files.size() == before) return base::Error{"no_story", name + ": no stories (*.scn) in it"};
    std::sort(files.begin() + static_cast<std::ptrdiff_t>(before), files.end());
  }
  return files;
}

bool write(const std::string& file, const std::string& text) {
  std::ofstream out(file);
  out << text;
  out.close();
  return static_cast<bool>(out);
}

// Each story's day as a table; several together: also the figures of all.
int play(const Wish& wish, std::ostream& out, std::ostream& err) {
  const auto files = stories(wish.files);
  if (!files.ok()) return wrong(err, files.error().words);
  std::vector<Daybook> days;
  std::map<domain::Channel, Figures> all;
  std::size_t failed = 0;
  for (const fs::path& file : *files) {
    const StoryResult result = run_scenario(file);
    if (!result.passed) {
      err << result.failure << "\n";
      ++failed;
      continue;
    }
    out << "ok: " << result.story << " (" << result.lines << " lines)\n";
    const auto figures = figures_by_channel(result.book);
    out << interactions_table(result.book, wish.words());
    if (files->size() == 1) out << "\n" << channels_table(figures, wish.words());
    for (const auto& [channel, f] : figures) all[channel] += f;
    days.push_back(result.book);
  }
  if (files->size() > 1)
    out << "\n"
        << channels_table(all, wish.words()) << "\n"
        << days.size() << " stories came true, " << failed << " did not\n";
  if (wish.chart.empty()) return failed > 0 ? 1 : 0;
  const std::string drawn =
      days.size() <= kDrawnAsDays ? timeline(days, wish.words()) : overview(all, days.size(), wish.words());
  if (!write(wish.chart, drawn)) return wrong(err, "--chart " + wish.chart + ": cannot be written");
  return failed > 0 ? 1 : 0;
}

// Every number in its bounds; the first that is not is named.
std::string objection(const Wish& wish, const CLI::App& app) {
  const auto outside = [](double v, double low, double high) { return !(v >= low && v <= high); };
  const bool given = app.count("--agents") + app.count("--arrivals-per-hour") + app.count("--arrivals") +
                         app.count("--aht-s") >
                     0;
  if (!given && wish.chart.empty())
    return "a story FILE.scn, or --agents, --arrivals-per-hour and --aht-s are needed";
  if (given && !app.count("--agents")) return "--agents is needed";
  if (given && !app.count("--arrivals-per-hour") && !app.count("--arrivals"))
    return "--arrivals-per-hour or --arrivals FILE.csv is needed";
  if (given && !app.count("--aht-s")) return "--aht-s is needed";
  if (app.count("--arrivals-per-hour") && app.count("--arrivals"))
    return "--arrivals-per-hour and --arrivals exclude each other";
  if (outside(wish.agents, 1, 100'000)) return "--agents must be 1 to 100000";
  if (outside(wish.per_hour, 0, 1e7)) return "--arrivals-per-hour must be 0 to 10000000";
  if (outside(wish.service_s, 0.001, 1e6)) return "--aht-s must be 0.001 to 1000000";
  if (app.count("--patience-s") && outside(wish.patience_s, 0.001, 1e9))
    return "--patience-s must be 0.001 to 1000000000";
  if (outside(wish.days, 1e-4, 36'500)) return "--days must be 0.0001 to 36500";
  if (wish.per_hour * 24 * wish.days > kMostCalls) return "--days: more than 50000000 calls in one run";
  return "";
}

int calculate(const Wish& wish, std::ostream& out, std::ostream& err) {
  PlainCentre plan;
  plan.agents = wish.agents;
  plan.arrivals_per_hour = wish.per_hour;
  plan.service_s = wish.service_s;
  plan.patience_s = wish.patience_s;
  plan.days = wish.days;
  plan.seed = wish.seed;
  if (!wish.arrivals.empty()) {
    auto rows = read_intervals(wish.arrivals);
    if (!rows.ok()) return wrong(err, "--arrivals " + rows.error().words);
    double calls = 0;
    for (const auto& row : *rows) calls += row.count * wish.days;
    if (calls > kMostCalls)
      return wrong(err, "--arrivals " + wish.arrivals + ": more than 50000000 calls in one run");
    plan.intervals = std::move(*rows);
  }
  const auto outcomes = run(plan);
  if (!wish.chart.empty() && !write(wish.chart, picture(plan, outcomes, wish.words())))
    return wrong(err, "--chart " + wish.chart + ": cannot be written");
  const PlainReport figures = report(plan, outcomes);
  if (wish.json)
    out << json(figures) << "\n";
  else
    out << table(plan, figures, wish.words());
  return 0;
}

int compare(const Wish& wish, std::ostream& out, std::ostream& err) {
  const auto demands = claims(kClaimCalls, wish.seed);
  if (!wish.chart.empty() && !write(wish.chart, claims_chart(demands, wish.words())))
    return wrong(err, "--chart " + wish.chart + ": cannot be written");
  out << (wish.json ? claims_json(demands) + "\n" : claims_table(demands, wish.words()));
  return 0;
}

void describe(CLI::App& app, Wish& wish) {
  app.add_option("story", wish.files,
                 "FILE.scn …, or folders of them: stories to play; \"claims\": what halving the handling "
                 "time and solving 95 % at the first call would change, simulated beside the formulas");
  app.add_option("--agents", wish.agents, "agents, all equal, always there");
  app.add_option("--arrivals-per-hour", wish.per_hour, "Poisson arrivals");
  app.add_option("--arrivals", wish.arrivals, "FILE.csv with columns start_s,count instead");
  app.add_option("--aht-s", wish.service_s, "mean handling time, exponential, s");
  app.add_option("--patience-s", wish.patience_s, "mean patience, exponential, s; without it nobody leaves");
  app.add_option("--days", wish.days, "days of 24 h");
  app.add_option("--seed", wish.seed, "the same seed gives the same days");
  app.add_option("--chart", wish.chart,
                 "FILE.svg: a picture of up to 6 stories as days, of more as an overview; of the mean day, "
                 "of before and after");
  app.add_option("--language", wish.language, "ru (default) or en, of table and picture");
  app.add_flag("--json", wish.json, "figures as JSON");
}

// A centre to look at when only a picture is wanted: 600 first calls an hour, 95 % solved, as in `okno sim
// claims`.
void take_example(Wish& wish) {
  wish.agents = 37;
  wish.per_hour = 632;
  wish.service_s = 180;
  wish.patience_s = 120;
}
}  // namespace

int command_line(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
  CLI::App app("A contact centre in virtual time, on the real deciding core", "okno sim");
  Wish wish;
  describe(app, wish);
  try {
    app.parse(
        std::vector<std::string>(arguments.rbegin(), arguments.rend()));  // CLI11 takes them from the back
  } catch (const CLI::CallForHelp&) {
    out << app.help();
    return 0;
  } catch (const CLI::ParseError& error) {
    return wrong(err, error.what());
  }
  if (wish.language != "ru" && wish.language != "en") return wrong(err, "--language must be ru or en");
  if (wish.files == std::vector<std::string>{"claims"}) return compare(wish, out, err);
  if (!wish.files.empty()) return play(wish, out, err);
  const bool example = !wish.chart.empty() && app.count("--agents") + app.count("--arrivals-per-hour") +
                                                      app.count("--arrivals") + app.count("--aht-s") ==
                                                  0;
  if (example) take_example(wish);
  const std::string no = objection(wish, app);
  return no.empty() ? calculate(wish, out, err) : wrong(err, no);
}

int command_line(int argc, char** argv) {
  return command_line(std::vector<std::string>(argv + std::min(argc, 1), argv + argc), std::cout, std::cerr);
}
}  // namespace okno::sim
