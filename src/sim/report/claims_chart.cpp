#include "sim/report/claims_chart.h"

#include <cmath>
#include <cstdio>

#include "sim/report/svg.h"
#include "sim/report/words.h"

namespace okno::sim {
namespace {
constexpr double kLeft = 330, kWidth = 560, kBar = 24, kStep = 32, kPage = 1280;
constexpr const char *kSoon = "#2f9e6e", *kLater = "#e8a33d", *kLost = "#d6455d";

class Page {
 public:
  explicit Page(Language language) : language_(language) {}
  std::string draw(const std::vector<ClaimDemand>& demands) {
    heading();
    for (const ClaimDemand& demand : demands) block(demand);
    return svg_.file(kPage, y_);
  }

 private:
  const char* say(const char* ru, const char* en) const { return language_ == Language::ru ? ru : en; }
  std::string print(const char* format, double a, double b) const {
    char text[300];
    std::snprintf(text, sizeof text, format, a, b);
    return text;
  }
  void heading();
  void block(const ClaimDemand& demand);
  void bar(const ClaimCase& c);

  Language language_;
  Svg svg_;
  double y_ = 50;
};

void Page::heading() {
  svg_.text(40, y_,
            say("Что даёт объединение: те же операторы, те же первые звонки",
                "What integration gives: the same agents, the same first calls"),
            "title");
  y_ += 34;
  double at = 40;
  const std::pair<const char*, const char*> entries[] = {
      {kSoon, say("ответили за 10 с", "answered within 10 s")},
      {kLater, say("ответили позже", "answered later")},
      {kLost, say("не дождались", "gave up")}};
  for (const auto& [colour, name] : entries) {
    svg_.rect(at, y_ - 12, 26, 14, "fill='" + std::string(colour) + "' rx='3'");
    svg_.text(at + 34, y_, name, "small");
    at += 190;
  }
  svg_.line(at + 4, y_ - 15, at + 4, y_ + 4, "stroke='#16202c' stroke-width='2'");
  svg_.text(at + 14, y_, say("граница по формуле Эрланга A", "where the Erlang A formula has it"), "small");
  y_ += 44;
}

void Page::block(const ClaimDemand& d) {
  svg_.text(40, y_,
            print(say("%.0f первых звонков в час, %.0f операторов", "%.0f first calls an hour, %.0f agents"),
                  d.first_calls_per_hour, d.agents),
            "head");
  svg_.text(kLeft + kWidth + 30, y_, say("ждут ответа", "mean wait"), "small");
  svg_.text(kLeft + kWidth + 150, y_, say("звонков в час", "calls an hour"), "small");
  svg_.text(kLeft + kWidth + 270, y_, say("загрузка", "occupancy"), "small");
  y_ += 14;
  for (const ClaimCase& c : d.cases) bar(c);
  y_ += 18;
  svg_.text(kLeft, y_,
            print(say("Чтобы «до» отвечало так же быстро, нужно операторов: %.0f (в %.1f раза больше)",
                      "For \"before\" to answer as fast, agents needed: %.0f (%.1f times as many)"),
                  d.agents_before, static_cast<double>(d.agents_before) / d.agents),
            "name");
  y_ += 50;
}

void Page::bar(const ClaimCase& c) {
  const double soon = c.simulated.answered_in_10_s, lost = c.simulated.lost_rate, later = 1 - soon - lost;
  svg_.text(kLeft - 14, y_ + 17, claim_words(c, language_), "name", "end");
  double at = kLeft;
  for (const auto& [share, colour] :
       {std::pair{soon, kSoon}, std::pair{later, kLater}, std::pair{lost, kLost}}) {
    svg_.rect(at, y_, kWidth * share, kBar, "fill='" + std::string(colour) + "'");
    if (share > 0.06)
      svg_.text(at + kWidth * share / 2, y_ + 17, std::to_string(std::lround(100 * share)) + " %", "inside",
                "middle");
    at += kWidth * share;
  }
  for (const double mark : {c.formula.answered_within, 1 - c.formula.lost_rate})
    svg_.line(kLeft + kWidth * mark, y_ - 2, kLeft + kWidth * mark, y_ + kBar + 2,
              "stroke='#16202c' stroke-width='2'");
  svg_.text(kLeft + kWidth + 30, y_ + 17,
            span_words(base::seconds(std::max(1.0, std::round(c.simulated.asa_s))), language_), "name");
  svg_.text(kLeft + kWidth + 150, y_ + 17, std::to_string(std::lround(c.calls_per_hour)), "name");
  svg_.text(kLeft + kWidth + 270, y_ + 17, std::to_string(std::lround(100 * c.simulated.occupancy)) + " %",
            "name");
  y_ += kStep;
}
}  // namespace

std::string claims_chart(const std::vector<ClaimDemand>& demands, Language language) {
  return Page(language).draw(demands);
}
}  // namespace okno::sim
