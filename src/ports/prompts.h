// Names of the files that callers hear, <directory>/<project>/<node>.wav: who makes them (`speech`) and who
// plays them (`app`) agree here. Pure functions.
#pragma once
#include <algorithm>
#include <cstdint>
#include <string>

#include "base/instant.h"

namespace okno::ports {
inline constexpr std::int64_t kMaxSpokenPlace = 20;    // past it: "more than twenty are before you"
inline constexpr std::int64_t kMaxSpokenMinutes = 30;  // past it: "more than half an hour"

// A node of the IVR ("main", "greeting") as it is, a project's message ("message:closed") as
// "message-closed".
inline std::string prompt_node(std::string prompt) {
  std::replace(prompt.begin(), prompt.end(), ':', '-');
  return prompt;
}
// What a place in line, counted from 1, sounds like; 0 stands for "past the last that is spoken".
inline std::string place_node(std::int64_t place) {
  return "place-" + std::to_string(place > kMaxSpokenPlace ? 0 : place);
}
// An expected wait, rounded up to minutes: promising too little angers more than promising too much.
inline std::string wait_node(base::Duration wait) {
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(wait).count();
  return "wait-" + std::to_string(minutes > kMaxSpokenMinutes ? 0 : std::max<std::int64_t>(1, minutes));
}
inline constexpr const char* kCallbackOfferNode = "callback-offer";
inline constexpr const char* kCallbackThanksNode = "callback-thanks";
inline constexpr const char* kRecordedNode = "recorded";  // "this call is being recorded"
inline constexpr const char* kAcceptNode = "accept-call";  // to who is called on his mobile: press 1
inline constexpr const char* kVoicemailNode = "voicemail";
inline constexpr const char* kSignalNode = "signal";  // the tone after which a message is recorded
}  // namespace okno::ports
