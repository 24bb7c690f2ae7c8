// Refusals that more than one wish of an agent gets, each in one wording.
#pragma once
#include <string>

#include "base/result.h"
#include "core/limits.h"

namespace okno::app {
inline base::Error not_live() {
  return {"not_found", "This conversation is over or never was: refresh the list."};
}
inline base::Error not_yours() {
  return {"not_your_call", "This conversation belongs to another agent."};
}
inline base::Error no_such_result() {
  return {"bad_disposition", "disposition is none of the project's results"};
}
inline constexpr std::size_t kLongestNote = core::kMaxResultBytes;
inline base::Error note_too_long() {
  return {"note_too_long", "A note has at most " + std::to_string(kLongestNote) +
                               " bytes: shorten it, nothing has been lost."};
}
inline base::Error no_such_agent() {
  return {"not_found", "There is no such agent: sign in again."};
}
}  // namespace okno::app
