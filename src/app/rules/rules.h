// The configuration as views, and views laid over a configuration. Pure functions.
#pragma once
#include <string>
#include <vector>

#include "app/rules/views.h"
#include "base/result.h"
#include "domain/centre.h"

namespace okno::app {
ConfigurationView show_configuration(const domain::Configuration& configuration, std::int64_t version);

// `now` with the wish's items in place. "not_found" names an item that is not there. What is new gets an id
// that nothing has or had: `gone` is what was removed.
base::Result<domain::Configuration> laid_over(domain::Configuration now, const ConfigurationRequest& wish,
                                              const domain::Configuration& gone = {});

// What is wrong with those who come and go, beyond domain::problems: sentences with their place.
std::vector<std::string> comings_and_goings(const domain::Configuration& before,
                                            const ConfigurationRequest& wish, domain::AgentId who, bool demo);

// One changed item: "queue support" with its view as JSON, "" when it was not there before or is gone.
struct Change {
  std::string place, before, after;
};
std::vector<Change> changes_between(const ConfigurationView& before, const ConfigurationView& after);

// "queue support: the ring limit must be over 0" as a place and words.
ProblemPlaceView show_problem(const std::string& sentence);
}  // namespace okno::app
