#include "sim/picture.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cmath>
#include <cstdio>

namespace okno::sim {
namespace {
constexpr int kHours = 24;
constexpr base::Duration kSoon = std::chrono::seconds(20);

struct Words {
  const char *title, *offered, *answered, *lost, *level, *asa, *waited, *occupancy, *soon, *later, *hour,
      *sentence, *agents, *second;
};
const Words& words(Language language) {
  static const Words ru{"День контакт-центра",
                        "Обращений",
                        "Отвечено",
                        "Потеряно",
                        "Уровень сервиса (20 с)",
                        "Среднее ожидание ответа",
                        "Ждали в очереди",
                        "Загрузка операторов",
                        "Ответили за 20 с",
                        "Ответили позже",
                        "Час дня",
                        "Из 100 позвонивших %d услышали оператора за 20 с, %d ждали дольше, %d не дождались.",
                        "Операторов",
                        "с"};
  static const Words en{"A day of the contact centre",
                        "Offered",
                        "Answered",
                        "Lost",
                        "Service level (20 s)",
                        "Mean wait for an answer",
                        "Had to wait",
                        "Agents' occupancy",
                        "Answered within 20 s",
                        "Answered later",
                        "Hour of the day",
                        "Of 100 callers %d heard an agent within 20 s, %d waited longer, %d gave up.",
                        "Agents",
                        "s"};
  return language == Language::ru ? ru : en;
}

template <class... Values>
std::string print(const char* format, Values... values) {
  const int size = std::snprintf(nullptr, 0, format, values...);
  std::string text(static_cast<std::size_t>(size), ' ');
  std::snprintf(text.data(), text.size() + 1, format, values...);
  return text;
}

struct Hour {
  double soon = 0, later = 0, lost = 0;
  double all() const { return soon + later + lost; }
};

std::array<Hour, kHours> hours_of(const PlainCentre& centre, const std::vector<CallOutcome>& outcomes) {
  std::array<Hour, kHours> hours{};
  const double days = std::max(1.0, std::ceil(centre.days));
  if (outcomes.empty()) return hours;
  for (const CallOutcome& call : outcomes) {
    const double since = base::to_seconds(call.arrived - first_moment());
    Hour& hour = hours[static_cast<std::size_t>(since / 3600) % kHours];
    (!call.answered ? hour.lost : call.wait <= kSoon ? hour.soon : hour.later) += 1 / days;
  }
  return hours;
}

// A round number at or above `value` whose quarter is round too.
double scale_for(double value) {
  double step = 1;
  while (true) {
    for (const double factor : {4.0, 8.0, 20.0})
      if (factor * step >= value) return factor * step;
    step *= 10;
  }
}

std::string figure(int x, const std::string& name, const std::string& value) {
  return print("<text x='%d' y='92' class='name'>%s</text><text x='%d' y='122' class='value'>%s</text>\n", x,
               name.c_str(), x, value.c_str());
}

constexpr int kLeft = 70, kTop = 190, kWidth = 1080, kHeight = 330;

std::string bar(int hour, double from, double amount, double scale, const char* colour) {
  if (amount <= 0) return "";
  const double slot = static_cast<double>(kWidth) / kHours;
  return print("<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='%s'/>\n", kLeft + hour * slot + 5,
               kTop + kHeight * (1 - (from + amount) / scale), slot - 10, kHeight * amount / scale, colour);
}

constexpr const char *kSoonColour = "#2f9e6e", *kLaterColour = "#e8a33d", *kLostColour = "#d6455d";

std::string axes(double scale, const Words& w) {
  std::string svg;
  for (int i = 0; i <= 4; ++i) {
    const double y = kTop + kHeight * (1 - i / 4.0);
    svg += print("<line x1='%d' y1='%.1f' x2='%d' y2='%.1f' class='grid'/>", kLeft, y, kLeft + kWidth, y);
    svg += print("<text x='%d' y='%.1f' class='axis' text-anchor='end'>%g</text>\n", kLeft - 10, y + 5,
                 scale * i / 4);
  }
  for (int hour = 0; hour < kHours; ++hour)
    svg += print("<text x='%.1f' y='%d' class='axis' text-anchor='middle'>%d</text>",
                 kLeft + (hour + 0.5) * kWidth / kHours, kTop + kHeight + 22, hour);
  svg += print("<text x='%d' y='%d' class='axis' text-anchor='end'>%s</text>\n", kLeft + kWidth,
               kTop + kHeight + 46, w.hour);
  return svg;
}

std::string legend(const Words& w) {
  std::string svg;
  int x = kLeft;
  for (const auto& [colour, name] :
       {std::pair{kSoonColour, w.soon}, std::pair{kLaterColour, w.later}, std::pair{kLostColour, w.lost}}) {
    svg += print("<rect x='%d' y='%d' width='14' height='14' rx='3' fill='%s'/>", x, kTop + kHeight + 38,
                 colour);
    svg += print("<text x='%d' y='%d' class='axis'>%s</text>\n", x + 22, kTop + kHeight + 50, name);
    x += 210;
  }
  return svg;
}
}  // namespace

std::string json(const PlainReport& r) {
  return boost::json::serialize(
      boost::json::object{{"offered", r.offered},
                          {"answered", r.answered},
                          {"lost", r.lost},
                          {"service_level", {{"10", r.answered_in_10_s}, {"20", r.answered_in_20_s}}},
                          {"asa_s", r.asa_s},
                          {"wait_probability", r.wait_probability},
                          {"occupancy", r.occupancy},
                          {"lost_rate", r.lost_rate}});
}

std::string table(const PlainCentre& centre, const PlainReport& r, Language language) {
  const Words& w = words(language);
  const auto line = [](const char* name, const std::string& value) {
    std::size_t letters = 0;  // of UTF-8: continuation bytes take no place on the screen
    for (const char* c = name; *c; ++c) letters += (static_cast<unsigned char>(*c) & 0xC0) != 0x80;
    return name + std::string(letters < 28 ? 28 - letters : 1, ' ') + value + "\n";
  };
  return line(w.agents, std::to_string(centre.agents)) + line(w.offered, std::to_string(r.offered)) +
         line(w.answered, std::to_string(r.answered)) +
         line(w.lost, print("%lld (%.2f %%)", static_cast<long long>(r.lost), 100 * r.lost_rate)) +
         line(w.level, print("%.2f %%", 100 * r.answered_in_20_s)) +
         line(w.asa, print("%.2f %s", r.asa_s, w.second)) +
         line(w.waited, print("%.2f %%", 100 * r.wait_probability)) +
         line(w.occupancy, print("%.2f %%", 100 * r.occupancy));
}

std::string picture(const PlainCentre& centre, const std::vector<CallOutcome>& outcomes, Language language) {
  const Words& w = words(language);
  const PlainReport r = report(centre, outcomes);
  const auto hours = hours_of(centre, outcomes);
  double most = 0;
  for (const Hour& hour : hours) most = std::max(most, hour.all());
  const double scale = scale_for(std::max(most, 1.0));
  const int soon = static_cast<int>(std::lround(100 * r.answered_in_20_s));
  const int lost = static_cast<int>(std::lround(100 * r.lost_rate));
  const std::string sentence = print(w.sentence, soon, std::max(0, 100 - soon - lost), lost);
  std::string svg =
      "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1200 600' font-family='Inter,Segoe "
      "UI,Arial,sans-serif'>\n"
      "<style>.name{font-size:15px;fill:#5f6b7a}.value{font-size:26px;font-weight:600;fill:#16202c}"
      ".axis{font-size:14px;fill:#5f6b7a}.grid{stroke:#e3e8ee}</style>\n"
      "<rect width='1200' height='600' fill='#ffffff'/>\n";
  svg += print("<text x='%d' y='50' font-size='26' font-weight='600' fill='#16202c'>%s</text>\n", kLeft,
               w.title);
  svg += figure(kLeft, w.agents, std::to_string(centre.agents));
  svg += figure(kLeft + 150, w.offered, std::to_string(r.offered));
  svg += figure(kLeft + 310, w.level, print("%.1f %%", 100 * r.answered_in_20_s));
  svg += figure(kLeft + 530, w.asa, print("%.1f %s", r.asa_s, w.second));
  svg += figure(kLeft + 760, w.lost, print("%.1f %%", 100 * r.lost_rate));
  svg += figure(kLeft + 880, w.occupancy, print("%.1f %%", 100 * r.occupancy));
  svg += print("<text x='%d' y='162' font-size='17' fill='#16202c'>%s</text>\n", kLeft, sentence.c_str());
  svg += axes(scale, w);
  for (int i = 0; i < kHours; ++i) {
    const Hour& hour = hours[static_cast<std::size_t>(i)];
    svg += bar(i, 0, hour.soon, scale, kSoonColour) + bar(i, hour.soon, hour.later, scale, kLaterColour) +
           bar(i, hour.soon + hour.later, hour.lost, scale, kLostColour);
  }
  return svg + legend(w) + "</svg>\n";
}
}  // namespace okno::sim
