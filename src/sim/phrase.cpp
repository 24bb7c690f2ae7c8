#include "sim/phrase.h"

#include <charconv>
#include <cmath>
#include <cstdio>

#include "base/text.h"

namespace okno::sim {
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : line) {
    if (c != ' ' && c != '\t' && c != '\r') {
      word.push_back(c);
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::vector<std::string> parts_of(std::string_view line) {
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (c == ',' && !quoted)
      parts.emplace_back();
    else
      parts.back().push_back(c);
  }
  for (auto& part : parts) part = std::string(base::trim(part));
  std::erase(parts, "");
  return parts;
}

std::optional<Caught> fits(std::string_view pattern, std::string_view line) {
  const auto wanted = words_of(pattern);
  const auto given = words_of(line);
  Caught caught;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == "{...}") {
      std::string rest;
      for (std::size_t k = i; k < given.size(); ++k) rest += (k > i ? " " : "") + given[k];
      caught.push_back(std::move(rest));
      return caught;
    }
    if (i >= given.size()) return std::nullopt;
    if (wanted[i].starts_with("{}")) {  // "{}", or "{}:" and "{}'s": the word without its ending
      const std::string_view ending = std::string_view(wanted[i]).substr(2);
      if (!given[i].ends_with(ending) || given[i].size() == ending.size()) return std::nullopt;
      caught.push_back(given[i].substr(0, given[i].size() - ending.size()));
    } else if (wanted[i] != given[i]) {
      return std::nullopt;
    }
  }
  if (given.size() != wanted.size()) return std::nullopt;
  return caught;
}

std::optional<base::Duration> span_of(std::string_view text) {
  const auto words = words_of(text);
  if (words.size() != 2) return std::nullopt;
  double amount = 0;
  const auto [end, error] = std::from_chars(words[0].data(), words[0].data() + words[0].size(), amount);
  if (error != std::errc() || end != words[0].data() + words[0].size() || amount < 0) return std::nullopt;
  const double unit = words[1] == "ms"    ? 0.001
                      : words[1] == "s"   ? 1
                      : words[1] == "min" ? 60
                      : words[1] == "h"   ? 3600
                                          : 0;
  if (unit == 0 || amount > 1e6) return std::nullopt;
  return base::seconds(amount * unit);
}

std::string in_words(base::Duration span) {
  char text[40];
  if (span.count() % 1'000'000 == 0)
    std::snprintf(text, sizeof text, "%lld s", static_cast<long long>(span.count() / 1'000'000));
  else
    std::snprintf(text, sizeof text, "%g ms", static_cast<double>(span.count()) / 1000);
  return text;
}
}  // namespace okno::sim
