#include "core/centre.h"

namespace okno::core {
struct Centre::State {
  Configuration configuration;
};
Centre::Centre(Configuration configuration) : state_(new State{std::move(configuration)}) {}
Centre::~Centre() = default;
Centre::Centre(Centre&&) noexcept = default;
Centre& Centre::operator=(Centre&&) noexcept = default;
std::vector<Command> Centre::apply(const Event&, base::Instant) { return {}; }
base::Instant Centre::next_deadline() const { return base::kNever; }
std::size_t Centre::live_interactions() const { return 0; }
}  // namespace okno::core
