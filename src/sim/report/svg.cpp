#include "sim/report/svg.h"

#include <cstdio>

namespace okno::sim {
std::string figure(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  return out;
}

void Svg::rect(double x, double y, double width, double height, const std::string& style,
               const std::string& hint) {
  body_ += "<rect x='" + figure(x) + "' y='" + figure(y) + "' width='" + figure(width) + "' height='" +
           figure(height) + "' " + style;
  body_ += hint.empty() ? "/>\n" : "><title>" + escaped(hint) + "</title></rect>\n";
}
void Svg::line(double x1, double y1, double x2, double y2, const std::string& style) {
  body_ += "<line x1='" + figure(x1) + "' y1='" + figure(y1) + "' x2='" + figure(x2) + "' y2='" + figure(y2) +
           "' " + style + "/>\n";
}
void Svg::path(const std::string& d, const std::string& style) {
  body_ += "<path d='" + d + "' " + style + "/>\n";
}
void Svg::text(double x, double y, const std::string& words, const std::string& kind, const char* anchor) {
  body_ += "<text x='" + figure(x) + "' y='" + figure(y) + "' class='" + kind + "' text-anchor='" + anchor +
           "'>" + escaped(words) + "</text>\n";
}

std::string Svg::file(double width, double height) const {
  const std::string size = figure(width) + " " + figure(height);
  return "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 " + size + "' width='" + figure(width) +
         "' height='" + figure(height) + "' font-family='Inter,Segoe UI,Arial,sans-serif'>\n" +
         "<style>.title{font-size:24px;font-weight:600;fill:#16202c}.head{font-size:16px;font-weight:600;"
         "fill:#16202c}"
         ".name{font-size:14px;fill:#16202c}.small{font-size:13px;fill:#5f6b7a}"
         ".value{font-size:24px;font-weight:600;fill:#16202c}.inside{font-size:12px;fill:#ffffff}"
         ".note{font-size:12px;fill:#7a6420}</style>\n"
         "<defs><pattern id='away' width='8' height='8' patternUnits='userSpaceOnUse' "
         "patternTransform='rotate(45)'>"
         "<rect width='8' height='8' fill='#f3f4f7'/><rect width='3' height='8' fill='#e3e6ec'/></pattern>"
         "<pattern id='held' width='8' height='8' patternUnits='userSpaceOnUse' "
         "patternTransform='rotate(45)'>"
         "<rect width='3' height='8' fill='#ffffff' fill-opacity='0.65'/></pattern></defs>\n"
         "<rect width='100%' height='100%' fill='#ffffff'/>\n" +
         body_ + "</svg>\n";
}
}  // namespace okno::sim
