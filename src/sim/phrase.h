// Lines of a scenario against a table of phrases: "{} calls {...}" catches one word and the rest of the line.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"

namespace okno::sim {
using Caught = std::vector<std::string>;

// What the blanks of `pattern` caught in `line`, or nothing when it does not fit. Spaces are of one kind.
std::optional<Caught> fits(std::string_view pattern, std::string_view line);
std::vector<std::string> words_of(std::string_view line);
// Parts between commas, trimmed; commas within "quotes" stay.
std::vector<std::string> parts_of(std::string_view line);
// "20 s", "150 ms", "3 min", "2 h"; nothing when it is no span of time.
std::optional<base::Duration> span_of(std::string_view text);
// "20 s", "150 ms", as span_of reads it.
std::string in_words(base::Duration span);
}  // namespace okno::sim
