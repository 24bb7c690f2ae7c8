// Who rings when, what he presses and says, and when he goes: the carrier's mind, without a socket, a thread
// or a clock. The same seed and the same happenings at the same times give the same calls.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "base/check.h"
#include "base/instant.h"
#include "base/prng.h"
#include "demo/dialogue.h"

namespace okno::demo {
using namespace std::chrono_literals;

struct CrowdSettings {
  std::uint64_t seed = kTownSeed;
  std::size_t max_unanswered = 2;  // calls that ring or wait: more would be a flood, not a demo
  std::size_t max_calls = 8;       // with those who talk
  base::Duration first_after = 4s, first_within = 9s;  // the very first call, after an agent became ready
  base::Duration next_after = 5s, next_within = 22s;   // every other
  base::Duration overdue = 30s;  // a call unanswered for so long no longer counts as enough for a ready agent
  base::Duration patience_least = 50s, patience_most = 140s;  // without an answer he gives up after this
  base::Duration stay_least = 46s, stay_most = 120s;    // on the line after the answer; the contract says 40
  base::Duration turn_least = 3'500ms, turn_most = 7s;  // he listens for so long before he speaks again
  base::Duration opening_least = 900ms, opening_most = 1'800ms;  // from the answer to his first word
  base::Duration pick_up_least = 2s, pick_up_most = 6s;          // he rings so long when the centre calls
  base::Duration line_limit = 40s;  // a sentence whose end is not told is over by then
  // An answer on the line need not be an agent's: a menu answers, and so does the music of a full line. True:
  // agent_joined says when an agent is there. False: whoever answers is spoken to, behind a menu for
  // `menu_stay`.
  bool joins_are_told = true;
  base::Duration menu_stay = 150s;
};

struct Voice {
  std::string language = "ru";
  bool woman = false;
  int number = 0;  // 0..4: which of the voices
};

// --- what to do
struct PlaceCall {
  std::int64_t call = 0;
  std::string to;    // "support", "ivr" …
  std::string from;  // E.164
};
struct AnswerCall {
  std::int64_t call = 0;
};
struct RefuseCall {
  std::int64_t call = 0;
  int status = 486;
};
struct Say {
  std::int64_t call = 0;
  std::int64_t token = 0;
  std::string words;
  Voice voice;
};
struct Press {
  std::int64_t call = 0;
  std::string digits;
};
struct EndCall {
  std::int64_t call = 0;
};
using Act = std::variant<PlaceCall, AnswerCall, RefuseCall, Say, Press, EndCall>;

class Crowd {
 public:
  Crowd(CrowdSettings settings, std::vector<Caller> town);

  // How many agents could take a call now: ready, with a phone, in no offer.
  void set_demand(int idle_ready_agents, base::Instant now);
  // A call that the centre makes to one of the town; its number is ours to choose the person by.
  std::int64_t called(const std::string& number, base::Instant now);
  void answered(std::int64_t call, base::Instant now);  // the line was taken: by an agent, a menu or music
  void agent_joined(const std::string& number,
                    base::Instant now);  // an agent talks with the caller of this number
  void said(std::int64_t call, std::int64_t token, base::Instant now);
  void ended(std::int64_t call, base::Instant now);
  void time_passed(base::Instant now);
  base::Instant next_deadline() const;
  std::vector<Act> take_acts();

  std::size_t calls() const { return calls_.size(); }
  std::size_t unanswered() const;

 private:
  enum class Phase { ringing, menu, waiting, talking, gone };
  struct Call {
    Caller caller;
    Voice voice;
    Dialogue dialogue;
    Phase phase = Phase::ringing;
    std::string digits;  // still to be pressed in the menu
    bool through_menu = false;
    bool inbound = false;  // the centre called him
    bool joined = false;   // an agent is there, even if the line is not yet heard to be answered
    base::Instant placed_at{}, stay_until{};
    base::Instant act_at = base::kNever;
    std::size_t next_line = 0;
    std::int64_t token = 0;  // of the sentence being said, 0: none
    bool said_goodbye = false;
    bool overdue = false;  // rings for so long that it no longer counts as enough for a ready agent
  };

  base::Duration between(base::Duration least, base::Duration most);
  void plan(base::Instant now);
  void place(base::Instant now);
  Caller choose();
  Voice voice_of(const Caller& caller) const;
  void join(Call& call, base::Duration stay, base::Instant now);
  void act(std::int64_t id, Call& call, base::Instant now);
  void speak(std::int64_t id, Call& call, base::Instant now);
  bool busy(const std::string& number) const;
  static bool waits(const Call& call);

  CrowdSettings settings_;
  base::Prng prng_;
  std::vector<Caller> town_;
  std::map<std::int64_t, Call> calls_;
  std::vector<Act> acts_;
  int demand_ = 0;
  base::Instant place_at_ = base::kNever;
  std::int64_t last_call_ = 0;
  std::int64_t last_token_ = 0;
  std::int64_t placed_ = 0;
  std::string last_number_;  // nobody rings twice in a row
};
}  // namespace okno::demo
