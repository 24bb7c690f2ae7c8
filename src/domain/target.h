// Where an interaction can be sent, as settings and people write it: "queue:support", "menu:main",
// "agent:7" (an AgentId), "number:+79161234567" (outside), "message:closed" (heard to its end, then the call
// ends), "group:sales" (who rings under one short number), "park" (a slot where anybody may fetch him),
// "voicemail", "callback" (asked for at once), "hangup".
#pragma once
#include <string>
#include <string_view>

namespace okno::domain {
enum class TargetKind { none, queue, menu, agent, number, message, group, park, voicemail, callback, hangup };

struct Target {
  TargetKind kind = TargetKind::none;  // none: not understood, or empty
  std::string name;                    // after the colon
};

inline Target target_of(std::string_view text) {
  struct Prefix {
    std::string_view text;
    TargetKind kind;
  };
  static constexpr Prefix kNamed[] = {{"queue:", TargetKind::queue},     {"menu:", TargetKind::menu},
                                      {"agent:", TargetKind::agent},     {"number:", TargetKind::number},
                                      {"message:", TargetKind::message}, {"group:", TargetKind::group}};
  static constexpr Prefix kBare[] = {{"park", TargetKind::park},
                                     {"voicemail", TargetKind::voicemail},
                                     {"callback", TargetKind::callback},
                                     {"hangup", TargetKind::hangup}};
  for (const auto& [prefix, kind] : kNamed)
    if (text.starts_with(prefix) && text.size() > prefix.size())
      return {kind, std::string(text.substr(prefix.size()))};
  for (const auto& [word, kind] : kBare)
    if (text == word) return {kind, ""};
  return {};
}
}  // namespace okno::domain
