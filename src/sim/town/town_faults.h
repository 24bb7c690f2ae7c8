// What goes wrong in a town, each by its name; its seed switches each on or off. A store that is down is the
// shell's to bear (src/app/shell_checkpoint_test.cpp).
#pragma once
#include <string>
#include <vector>

#include "core/centre.h"

namespace okno::sim {
struct Faults {
  bool lost_browser = false;  // lost windows, phones that vanish, rings that nobody takes
  bool stale_event = false;   // too late, twice, never, from the wrong one
  bool slow_facts = false;    // who calls is known only after he has come
  bool clock_jump = false;    // hours forward; or a moment told that is long past
  bool trunk_gone = false;    // all calls end at once, and for a while nobody can be dialled
  bool restart = false;       // the core is lost and rebuilt from its journal

  static Faults of_seed(std::uint64_t seed);
  std::string names() const;
};

// What the server would have on disk: the core is rebuilt from this alone.
class PaperTrail {
 public:
  explicit PaperTrail(const core::Configuration& configuration) : configuration_(configuration) {}
  void note(const core::Event& event, base::Instant told);
  void begin_anew(const core::Centre& centre, base::Instant now);
  core::Centre rebuilt() const;

 private:
  struct Record {
    base::Instant at{};
    std::string text;
  };
  core::Configuration configuration_;
  std::vector<Record> records_;
};
// Where two texts part, with a little of what stands around; empty: nowhere.
std::string difference(const std::string& was, const std::string& is);
}  // namespace okno::sim
