// A town for the core: callers and writers, agents with habits, browsers that get lost, phones that do not
// answer, a server that restarts, settings that change. Everything from one seed, in virtual time, watched by
// the checkers.
#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "sim/checks.h"
#include "sim/town/town_month.h"

namespace okno::sim {
struct TownPlan {
  std::uint64_t seed = 1;
  double hours = 1.0;
  bool faults = true;    // those that its seed switches on: town_faults.h
  bool settings = true;  // queues, memberships and agents change under way
  // --- a town of many days: each ends with a silence, in which only alarms ring, and then everybody leaves
  int days = 1;
  std::int64_t agents = 0;     // 0: a few, by the seed
  double customers_a_day = 0;  // 0: by the seed, evenly; else so many in the course of a working day
  std::function<void(const Evening&)> at_evening = {};
  std::function<void(const std::string&)> tell = {};  // what happens and what is decided, a line each
};

struct TownReport {
  std::string broken;  // the first broken promise with its moment; empty: all kept
  Checks::Books books;
  std::string faults;  // by name
  std::int64_t events = 0, decisions = 0, refusals = 0;
  std::int64_t restarts = 0, jumps = 0, outages = 0, late_facts = 0;
  std::uint64_t fingerprint = 0;           // of everything that was decided
  std::uint64_t replayed_fingerprint = 0;  // the same from the journal's JSON, when asked for
};

// `replay`: the events also go through JSON into a second centre, which every few events is packed and
// brought back (core/journal/pack.h), as after a restart of the server.
TownReport live_through(const TownPlan& plan, bool replay = false);
}  // namespace okno::sim
