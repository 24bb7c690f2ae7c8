// What is wrong with a configuration, before anybody works by it.
#pragma once
#include <string>
#include <vector>

#include "domain/centre.h"

namespace okno::domain {
inline constexpr std::size_t kMaxProblems = 10;   // as many as a person mends at one sitting
inline constexpr int kMaxChats = 10;              // more conversations at once than that nobody leads
inline constexpr int kMaxLetters = 100;           // of one channel, taken and not yet answered
inline constexpr int kMaxLevel = 10;              // of a skill
inline constexpr int kMaxPoints = 1000;           // of priority, ageing a minute, an agent's queue
inline constexpr int kMaxRingAtOnce = 20;         // phones rung for one customer
inline constexpr std::size_t kMaxRelaxSteps = 8;  // of one queue: a queue has a line for each
inline constexpr std::size_t kMaxSkills = 50;     // of one agent, and asked for by one queue
inline constexpr std::size_t kMaxLanguages = 32;  // "lang:…" skills of a house: a queue has a line for each
inline constexpr std::size_t kMaxHours = 200;     // weeks with a name
inline constexpr std::size_t kMaxSpans = 10;      // of one day
inline constexpr std::size_t kMaxDates = 400;     // exceptions of one week: each day of a year
inline constexpr std::size_t kMaxMessages = 100;  // of a project
inline constexpr std::size_t kMaxProjectNumbers = 10'000;  // of a black or white list kept by hand
inline constexpr std::size_t kMaxDevices = 8;              // telephones of one person
inline constexpr std::size_t kMaxRingGroups = 500;
inline constexpr std::size_t kMaxGroupMembers = 50;  // more telephones ringing at once than that is noise
inline constexpr std::size_t kMaxMenus = 200;        // of a project
inline constexpr std::size_t kMaxKeys = 100;         // of a menu: two digits
inline constexpr int kMaxMenuTries = 20;             // past it a caller is teased, not helped
inline constexpr std::size_t kLongestNumber = 16;    // E.164 with its plus
inline constexpr int kMaxHooliganMarks = 100;        // conversations remembered of one number a day
inline constexpr base::Duration kLeastEvery =
    std::chrono::seconds(5);                  // faster it would be heard over itself
inline constexpr int kMaxCallbackTries = 20;  // past it a person is bothered, not served
inline constexpr int kMaxExtensions = 20;     // of the work after one conversation
inline constexpr base::Duration kShortestRetry =
    std::chrono::seconds(10);  // a telephone that rings on and on
inline constexpr base::Duration kLongestLimit = std::chrono::hours(24);

// Empty when the configuration may be used, else the first kMaxProblems as sentences that name the place:
// "queue support: the ring limit must be over 0". Agents may name queues that are not there (any more): they
// are ignored.
std::vector<std::string> problems(const Configuration& configuration);
}  // namespace okno::domain
