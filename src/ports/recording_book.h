// What the house keeps about recordings beside their conversations. Blocks like ports::Store, the same errors.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "domain/ids.h"
#include "domain/interaction.h"

namespace okno::ports {
// A remark of somebody at a moment of a recording.
struct Moment {
  std::int64_t id = 0;  // given by the book
  domain::InteractionId interaction;
  std::int64_t at_ms = 0;  // since the recording began
  domain::AgentId author;
  std::string text;
  base::Instant made_at{};
};

class RecordingBook {
 public:
  virtual ~RecordingBook() = default;
  virtual base::Result<std::vector<Moment>> moments(domain::InteractionId id) = 0;  // as they follow
  virtual base::Result<Moment> add_moment(const Moment& moment) = 0;
  virtual base::Result<void> remove_moment(domain::InteractionId id, std::int64_t moment) = 0;
  // Ended conversations with a recording that began before; the oldest first, at most `limit`.
  virtual base::Result<std::vector<domain::Interaction>> recordings_before(domain::ProjectId project,
                                                                           base::Instant at, int limit) = 0;
  // The recording is gone and `mark` says why. Its moments go with it: they say what was said.
  virtual base::Result<void> forget_recording(domain::InteractionId id, const std::string& mark) = 0;
};
}  // namespace okno::ports
