// Every bound of the deciding core, each with its reason.
#pragma once
#include <cstddef>

#include "base/instant.h"

namespace okno::core {
using namespace std::chrono_literals;
inline constexpr base::Duration kReattachLimit = 20s;  // a reload takes 2–5 s, a restarted browser 15 s
inline constexpr base::Duration kReturnLimit =
    2min;  // after a restart: desks come back within seconds, a machine
           // that was switched on again within a minute or two
inline constexpr base::Duration kPromptLimit =
    5min;                                          // no prompt is longer: one whose end nobody tells is over
inline constexpr base::Duration kDialLimit = 60s;  // an unanswered outbound call
inline constexpr base::Duration kCallbackKept = 24h * 14;  // past the longest holidays nobody expects it
inline constexpr base::Duration kPlannedAhead = 24h * 366;
inline constexpr base::Duration kPlannedBack = 1h;       // a form that was filled in slowly means "now"
inline constexpr std::size_t kMaxPlannedCalls = 50'000;  // of what may be live: calls that come need room
inline constexpr base::Duration kOutsideLimit = 45s;     // somebody outside who is asked or handed a customer
inline constexpr std::size_t kMaxGuests = 47;  // with the customer, his agent and who was asked: fifty
inline constexpr base::Duration kOverflowRetry = 10s;  // a queue that could not take him: others notice less
inline constexpr base::Duration kHoursKept = 24h;      // looked up ahead: what was never may come into sight
inline constexpr std::size_t kMaxSegments =
    50;  // kept of a conversation: past it the oldest go, it walks in circles
inline constexpr std::size_t kMaxLiveInteractions = 200'000;  // memory: about 1 kB each
inline constexpr std::size_t kMaxExplained = 20;  // candidates listed in an explanation; the rest are counted
inline constexpr std::size_t kMaxRunnersUp = 3;   // free agents named as "idle shorter": enough to believe it
inline constexpr std::size_t kMaxRecentRows = 5;  // per agent: closed rows that still take a late result
inline constexpr std::size_t kMaxResultBytes = 8'000;     // of a note or disposition: a page of text
inline constexpr base::Duration kHoursAhead = 24h * 400;  // an office that is closed for a year says never
inline constexpr std::size_t kMaxForwards =
    5;                                 // of one call between people: more is a circle, or as good as one
inline constexpr int kParkSlots = 20;  // numbers that people can keep in mind
inline constexpr base::Duration kParkLimit = 2min;  // who has not been fetched by then has been forgotten
inline constexpr base::Duration kLongestAbsence = 24h * 31;
inline constexpr std::size_t kMaxDetours = 8;  // queues that may send one customer on: settings that go round
inline constexpr base::Duration kVoicemailLimit = 3min;  // who has more to say wants to be called
inline constexpr std::size_t kMaxListedNumbers =
    100'000;                                      // of a project, marked or listed today: 200 bytes each
inline constexpr std::size_t kMaxPosition = 500;  // counted for who waits; farther back nothing is said
inline constexpr double kPaceMemory = 100;        // people served that the pace of a line remembers
inline constexpr double kPaceStill = 4;  // steps without anybody served, one time in 50 by chance: from
                                         // there on the line stands, and says twice as long after 8
inline constexpr std::int64_t kPaceEnough = 10;     // served before anybody is told how long it takes
inline constexpr std::size_t kMaxIvrSteps = 64;     // a caller who walks in circles is sent to `otherwise`
inline constexpr std::size_t kMaxIvrPath = 200;     // kept of a row that comes back to menus: the oldest go
inline constexpr std::size_t kMaxPassedOver = 100;  // of a lane, whom he declined: then the first again
}  // namespace okno::core
