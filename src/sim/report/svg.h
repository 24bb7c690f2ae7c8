// Shapes and letters of a picture (SVG). Text from stories is escaped here, and only here.
#pragma once
#include <string>

namespace okno::sim {
class Svg {
 public:
  void rect(double x, double y, double width, double height, const std::string& style,
            const std::string& hint = "");
  void line(double x1, double y1, double x2, double y2, const std::string& style);
  void path(const std::string& d, const std::string& style);
  // `kind`: title, head, name, small, value, figure or inside; `anchor`: start, middle or end.
  void text(double x, double y, const std::string& words, const std::string& kind,
            const char* anchor = "start");
  void raw(const std::string& piece) { body_ += piece; }
  // The whole file.
  std::string file(double width, double height) const;

 private:
  std::string body_;
};
std::string escaped(const std::string& text);
std::string figure(double value);  // a coordinate: one digit behind the point
}  // namespace okno::sim
