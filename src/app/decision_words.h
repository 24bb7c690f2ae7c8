// Why the core chose as it did: kept as JSON beside the interaction, shown in words.
#pragma once
#include <string>

#include "app/show.h"
#include "base/result.h"
#include "core/command.h"

namespace okno::app {
// {"id":17,"at":1700000000000,"rule":"longest_idle","chosen":3,"passed":[{"agent":4,"why":"talking"}],"candidates":2};
// `at` in milliseconds, `chosen` absent when it waits.
std::string decision_json(const core::Decided& decided);
base::Result<core::Decided> read_decision(const std::string& json);  // "bad_decision"

// "Выбрана Анна: дольше всех свободна. Борис пропущен: разговаривает." `language`: "ru" or "en".
std::string decision_words(const core::Decided& decided, const Directory& directory,
                           const std::string& language);
DecisionView show_decision(const core::Decided& decided, const Directory& directory);
}  // namespace okno::app
