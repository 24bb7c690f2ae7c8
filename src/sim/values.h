// Values in the lines of a story, and complaints about them.
#pragma once
#include <charconv>
#include <string>

#include "sim/phrase.h"
#include "sim/stage.h"

namespace okno::sim {
inline std::string unquoted(std::string text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
  return text;
}
inline base::Duration span(const std::string& text) {
  const auto found = span_of(text);
  if (!found) throw StoryError("\"" + text + "\" is no span of time (like 20 s, 150 ms, 3 min)");
  return *found;
}
inline std::int64_t number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    throw StoryError("\"" + text + "\" is no number");
  return value;
}
inline bool yes(const std::string& text) {
  if (text != "yes" && text != "no") throw StoryError("\"" + text + "\" should be yes or no");
  return text == "yes";
}
inline int whole(const std::string& text) {
  return static_cast<int>(number(text));
}
}  // namespace okno::sim
