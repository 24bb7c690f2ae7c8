#include "sim/report/timeline.h"

#include <algorithm>
#include <cmath>

#include "sim/report/svg.h"
#include "sim/report/table.h"
#include "sim/report/words.h"

namespace okno::sim {
using namespace domain;
using base::Instant;
namespace {
constexpr double kLeft = 150, kWidth = 1080, kPage = kLeft + kWidth + 50;
constexpr double kLane = 22, kGap = 10, kGraph = 90;
constexpr double kLetter = 7;  // width of one, small, about

const char* colour_of(Channel channel) {
  switch (channel) {
    case Channel::voice:
      return "#3b7dd8";
    case Channel::chat:
      return "#12948c";
    case Channel::email:
      return "#8a5fc7";
    case Channel::sms:
      return "#cf7620";
    case Channel::social:
      return "#c4487f";
  }
  return "";
}
constexpr const char* kWrapUpColour = "#8e9aa9";
std::string fill(const std::string& colour) {
  return "fill='" + colour + "'";
}
std::string bar_style(Doing doing, Channel channel) {
  const std::string colour = colour_of(channel);
  if (doing == Doing::ring) return fill("#ffffff") + " stroke='" + colour + "' stroke-width='2' rx='3'";
  return fill(doing == Doing::wrap_up ? kWrapUpColour : colour) + " rx='3'";
}
std::string mood_style(AgentState state) {
  return fill(state == AgentState::ready ? "#e2f3e6" : state == AgentState::pause ? "#fcedc6" : "url(#away)");
}

class Page {
 public:
  explicit Page(Language language) : language_(language), w_(report_words(language)) {}
  void add(const Daybook& day);
  std::string file() const { return svg_.file(kPage, y_ + 20); }

 private:
  double x(Instant at) const {
    const double share = base::to_seconds(at - day_->begins()) / span_s_;
    return kLeft + kWidth * std::clamp(share, 0.0, 1.0);
  }
  void heading();
  void legend();
  void agents();
  void agent(AgentId id, std::size_t lanes);
  Instant comes(AgentId id) const;
  void bar(const Bar& bar, double top);
  void waiting();
  void level();
  void graph_frame(const std::string& name, double most, const std::string& unit);
  void axis(double top);
  std::vector<Instant> ticks() const;

  Language language_;
  const ReportWords& w_;
  Svg svg_;
  double y_ = 0, span_s_ = 1;
  const Daybook* day_ = nullptr;
};

void Page::add(const Daybook& day) {
  day_ = &day;
  span_s_ = std::max(1.0, base::to_seconds(day.ends() - day.begins()));
  heading();
  legend();
  const double top = y_;
  agents();
  waiting();
  level();
  axis(top);
  y_ += 50;
}

void Page::heading() {
  y_ += 44;
  svg_.text(40, y_, day_->title, "title");
  Figures all;
  for (const auto& [channel, f] : figures_by_channel(*day_)) all += f;
  const auto number = [&](double at, const char* name, const std::string& value) {
    svg_.text(at, y_ + 32, name, "small");
    svg_.text(at, y_ + 60, value, "value");
  };
  const auto mean = [&](base::Duration sum) {
    return all.answered > 0 ? span_words(sum / all.answered, language_) : "—";
  };
  number(40, w_.offered, std::to_string(all.offered));
  number(190, w_.answered, std::to_string(all.answered));
  number(340, w_.lost, std::to_string(all.lost));
  const double share =
      all.decided > 0 ? 100.0 * static_cast<double>(all.in_time) / static_cast<double>(all.decided) : 0;
  number(490, w_.level, all.decided > 0 ? std::to_string(std::lround(share)) + " %" : "—");
  number(690, w_.mean_wait, mean(all.waited));
  number(900, w_.mean_talk, mean(all.talked));
  y_ += 92;
}

void Page::legend() {
  double at = 40;
  const auto entry = [&](const std::string& name, const std::string& style, bool held = false) {
    svg_.rect(at, y_ - 12, 26, 14, style);
    if (held) svg_.rect(at, y_ - 12, 26, 14, fill("url(#held)") + " rx='3'");
    svg_.text(at + 34, y_, name, "small");
    at += 34 + kLetter * static_cast<double>(letters(name)) + 26;
  };
  std::map<Channel, bool> seen;
  for (const Interaction& row : day_->rows()) seen[row.channel] = true;
  for (const auto& [channel, yes] : seen) entry(word(channel, language_), bar_style(Doing::talk, channel));
  const Channel example = seen.empty() ? Channel::voice : seen.begin()->first;
  entry(w_.ring, bar_style(Doing::ring, example));
  entry(w_.hold, bar_style(Doing::hold, example), true);
  entry(w_.wrap_up, bar_style(Doing::wrap_up, example));
  for (const AgentState state : {AgentState::ready, AgentState::pause, AgentState::offline})
    entry(word(state, language_), mood_style(state) + " stroke='#d5dbe3'");
  y_ += 34;
}

void Page::agents() {
  svg_.text(40, y_, w_.agents, "head");
  y_ += 12;
  std::map<AgentId, std::size_t> lanes;
  for (const auto& [id, name] : day_->names.agents) lanes[id] = 1;
  for (const Bar& bar : day_->bars()) lanes[bar.agent] = std::max(lanes[bar.agent], bar.lane + 1);
  for (const auto& [id, count] : lanes) agent(id, count);
  y_ += 26;
}

// Before anything was heard of him he was not there.
Instant Page::comes(AgentId id) const {
  Instant first = day_->ends();
  for (const Mood& mood : day_->moods())
    if (mood.agent == id) first = std::min(first, mood.from);
  for (const Bar& bar : day_->bars())
    if (bar.agent == id) first = std::min(first, bar.from);
  return first;
}

void Page::agent(AgentId id, std::size_t lanes) {
  const double height = kLane * static_cast<double>(lanes) + 6;
  svg_.text(kLeft - 14, y_ + height / 2 + 5, day_->names.of(id), "name", "end");
  svg_.rect(kLeft, y_, kWidth, height, fill("#f4f6f9") + " rx='3'");
  svg_.rect(kLeft, y_, x(comes(id)) - kLeft, height, mood_style(AgentState::offline), w_.offline);
  for (const Mood& mood : day_->moods()) {
    if (mood.agent != id) continue;
    const std::string why = mood.reason == "no_answer" ? w_.no_answer : mood.reason;
    const std::string words = word(mood.state, language_) + (why.empty() ? "" : ": " + why);
    const double from = x(mood.from), wide = x(mood.to) - from;
    svg_.rect(
        from, y_, wide, height, mood_style(mood.state),
        words + " " + clock_since(mood.from - day_->begins()) + "–" + clock_since(mood.to - day_->begins()));
    if (mood.state == AgentState::pause && kLetter * static_cast<double>(letters(words)) + 10 < wide)
      svg_.text(from + 6, y_ + height / 2 + 4, words, "note");
  }
  for (const Bar& b : day_->bars())
    if (b.agent == id) bar(b, y_ + 3 + kLane * static_cast<double>(b.lane));
  y_ += height + kGap;
}

void Page::bar(const Bar& bar, double top) {
  const double from = x(bar.from), wide = std::max(1.5, x(bar.to) - from), height = kLane - 2;
  const std::string who = day_->names.of(bar.id);
  const double inset = bar.doing == Doing::ring ? 1 : 0;  // its border stays within
  svg_.rect(from + inset, top + inset, std::max(1.0, wide - 2 * inset), height - 2 * inset,
            bar_style(bar.doing, bar.channel),
            who + " · " + word(bar.channel, language_) + " · " + word(bar.doing, language_) + " · " +
                clock_since(bar.from - day_->begins()) + "–" + clock_since(bar.to - day_->begins()));
  if (bar.doing == Doing::hold)
    svg_.rect(from, top, wide, height, fill("url(#held)") + " rx='3' pointer-events='none'");
  if (bar.doing == Doing::talk && kLetter * static_cast<double>(letters(who)) + 8 < wide)
    svg_.text(from + 5, top + 14, who, "inside");
}

void Page::graph_frame(const std::string& name, double most, const std::string& unit) {
  svg_.text(40, y_, name, "head");
  y_ += 22;
  for (const double share : {0.0, 0.5, 1.0}) {
    const double y = y_ + kGraph * (1 - share);
    svg_.line(kLeft, y, kLeft + kWidth, y, "stroke='#e3e8ee'");
    const double value = most * share;
    if (value == std::floor(value))
      svg_.text(kLeft - 14, y + 5, std::to_string(std::lround(value)) + unit, "small", "end");
  }
}

void Page::waiting() {
  std::int64_t most = 2;
  for (const Length& length : day_->lengths()) most = std::max(most, length.waiting);
  most += most % 2;
  graph_frame(w_.waiting, static_cast<double>(most), "");
  const auto y = [&](std::int64_t n) {
    return y_ + kGraph * (1 - static_cast<double>(n) / static_cast<double>(most));
  };
  std::string edge = "M" + figure(kLeft) + " " + figure(y(0));
  for (const Length& length : day_->lengths())
    edge += " H" + figure(x(length.at)) + " V" + figure(y(length.waiting));
  edge += " H" + figure(kLeft + kWidth);
  svg_.path(edge + " V" + figure(y(0)) + " Z", fill("#e8a33d") + " fill-opacity='0.35'");
  svg_.path(edge, "fill='none' stroke='#d08718' stroke-width='2'");
  y_ += kGraph + 40;
}

// Of those who came so far and whose wait is over: what share was answered in time.
void Page::level() {
  struct Outcome {
    Instant at;
    bool in_time;
  };
  std::vector<Outcome> outcomes;
  for (const Interaction& row : day_->rows()) {
    if (row.direction != Direction::inbound || is_letter(row.channel)) continue;
    const auto at = row.answered_at ? row.answered_at : row.ended_at;
    if (at) outcomes.push_back({*at, day_->answered_in_time(row)});
  }
  std::stable_sort(outcomes.begin(), outcomes.end(),
                   [](const auto& a, const auto& b) { return a.at < b.at; });
  graph_frame(w_.level_over_time, 100, " %");
  const auto y = [&](double percent) { return y_ + kGraph * (1 - percent / 100); };
  std::string curve;
  double good = 0, all = 0;
  for (const Outcome& outcome : outcomes) {
    good += outcome.in_time;
    all += 1;
    curve += (curve.empty() ? "M" + figure(x(outcome.at)) + " " : " H" + figure(x(outcome.at)) + " V") +
             figure(y(100 * good / all));
  }
  if (!curve.empty()) {
    svg_.path(curve + " H" + figure(kLeft + kWidth), "fill='none' stroke='#2f9e6e' stroke-width='2.5'");
    svg_.text(kLeft + kWidth + 8, y(100 * good / all) + 5,
              std::to_string(std::lround(100 * good / all)) + " %", "small");
  }
  y_ += kGraph + 8;
}

std::vector<Instant> Page::ticks() const {
  double step = 1;
  for (const double seconds : {1., 2., 5., 10., 15., 30., 60., 120., 300., 600., 900., 1800., 3600., 7200.,
                               10800., 21600., 43200., 86400., 604800.}) {
    step = seconds;
    if (span_s_ / step <= 12) break;
  }
  std::vector<Instant> out;
  for (double at = 0; at <= span_s_ && out.size() < 100; at += step)
    out.push_back(day_->begins() + base::seconds(at));
  return out;
}

void Page::axis(double top) {
  y_ += 14;
  for (const Instant tick : ticks()) {
    svg_.line(x(tick), top + 6, x(tick), y_ - 10,
              "stroke='#16202c' stroke-opacity='0.08' stroke-dasharray='2 4'");
    svg_.text(x(tick), y_ + 6, clock_since(tick - day_->begins()), "small", "middle");
  }
  svg_.text(kLeft + kWidth, y_ + 28, w_.time, "small", "end");
  y_ += 28;
}
}  // namespace

std::string timeline(const std::vector<Daybook>& days, Language language) {
  Page page(language);
  for (const Daybook& day : days) page.add(day);
  return page.file();
}
}  // namespace okno::sim
