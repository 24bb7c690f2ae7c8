#include "sim/report/overview.h"

#include <algorithm>

#include "sim/report/svg.h"
#include "sim/report/words.h"

namespace okno::sim {
namespace {
constexpr double kPage = 1280, kMargin = 40, kLeft = 200, kWidth = 700, kBar = 30, kStep = 46;
constexpr double kLeastForNumber = 26;  // a bar that is narrower has no room for its number

class Page {
 public:
  explicit Page(Language language) : words_(report_words(language)), language_(language) {}
  std::string draw(const std::map<domain::Channel, Figures>& figures, std::size_t stories) {
    for (const auto& [channel, f] : figures) most_ = std::max(most_, f.offered);
    heading(stories);
    for (const auto& [channel, f] : figures) row(channel, f);
    return svg_.file(kPage, y_ + 20);
  }

 private:
  struct Part {
    std::int64_t count;
    const char *colour, *name;
  };
  const char* say(const char* ru, const char* en) const { return language_ == Language::ru ? ru : en; }
  // What became of them, in the order of the bar. Letters are not measured in seconds.
  std::vector<Part> parts(const Figures& f, bool letters) const {
    const std::int64_t in_time = letters ? f.answered : f.in_time;
    const std::int64_t otherwise = f.offered - f.answered - f.lost - f.turned_away - f.waiting;
    return {{in_time, "#2f9e6e", say("ответили вовремя", "answered in time")},
            {f.answered - in_time, "#e8a33d", say("ответили позже", "answered later")},
            {otherwise, "#8a94a3", say("обслужены иначе", "served otherwise")},
            {f.waiting, "#5b8def", say("ещё ждут", "wait still")},
            {f.turned_away, "#6b4fa0", say("не приняты", "turned away")},
            {f.lost, "#d6455d", say("не дождались", "gave up")}};
  }
  void heading(std::size_t stories) {
    svg_.text(kMargin, y_,
              say("Обращения и чем они кончились, историй: ", "Who came and what became of them, stories: ") +
                  std::to_string(stories),
              "title");
    y_ += 34;
    double at = kMargin;
    for (const Part& part : parts({}, false)) {
      svg_.rect(at, y_ - 12, 26, 14, "fill='" + std::string(part.colour) + "' rx='3'");
      svg_.text(at + 34, y_, part.name, "small");
      at += 180;
    }
    y_ += 44;
    svg_.text(kLeft, y_, words_.offered, "small");
    svg_.text(kLeft + kWidth + 40, y_, words_.mean_wait, "small");
    svg_.text(kLeft + kWidth + 200, y_, words_.mean_talk, "small");
    y_ += 14;
  }
  void row(domain::Channel channel, const Figures& f) {
    svg_.text(kLeft - 14, y_ + 20, word(channel, language_), "name", "end");
    double at = kLeft;
    for (const Part& part : parts(f, domain::is_letter(channel))) {
      const double width =
          kWidth * static_cast<double>(part.count) / static_cast<double>(std::max(most_, std::int64_t{1}));
      svg_.rect(at, y_, width, kBar, "fill='" + std::string(part.colour) + "'", part.name);
      if (width > kLeastForNumber)
        svg_.text(at + width / 2, y_ + 20, std::to_string(part.count), "inside", "middle");
      at += width;
    }
    svg_.text(at + 8, y_ + 20, std::to_string(f.offered), "name");
    const auto mean = [&](base::Duration sum) {
      return f.answered > 0 ? span_words(sum / f.answered, language_) : std::string("—");
    };
    svg_.text(kLeft + kWidth + 40, y_ + 20, mean(f.waited), "name");
    svg_.text(kLeft + kWidth + 200, y_ + 20, mean(f.talked), "name");
    y_ += kStep;
  }

  const ReportWords& words_;
  Language language_;
  Svg svg_;
  double y_ = 50;
  std::int64_t most_ = 0;
};
}  // namespace

std::string overview(const std::map<domain::Channel, Figures>& figures, std::size_t stories,
                     Language language) {
  return Page(language).draw(figures, stories);
}
}  // namespace okno::sim
