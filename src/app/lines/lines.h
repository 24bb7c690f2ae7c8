// The lines to the providers: those of the settings file, which stay, and those that are set up in the desk
// while the centre runs. Blocks on the store; any thread of its pool.
#pragma once
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "app/lines/views.h"
#include "base/instant.h"
#include "base/result.h"
#include "ports/lines.h"
#include "ports/store.h"

namespace okno::app {
// More than any house has providers; each is asked twice a minute whether it lives.
inline constexpr std::size_t kMostLines = 64;

class LineTrials;

class LineBook {
 public:
  // `shelf` outlives the book; `fixed` are those of the settings file, before all others.
  LineBook(ports::LineShelf& shelf, std::vector<ports::Trunk> fixed);

  // Everything for the exchange, in the order of choice. A line whose row is damaged is told to `damaged` and
  // left out.
  base::Result<std::vector<ports::Trunk>> trunks();
  // From now on each change is carried out on `lines`, which outlives the last call here.
  void connect(ports::Lines& lines);
  void disconnect();  // the exchange ends; changes are kept and carried out at the next start

  base::Result<std::vector<LineView>> list();
  // Errors: "bad_line" (the words say which field and what is expected), "conflict" (the name), "not_found",
  // "fixed_line" (it is of the settings file).
  base::Result<LineView> add(const LineRequest& wish, domain::AgentId who, base::Instant now);
  base::Result<LineView> change(std::int64_t id, const LineRequest& wish, domain::AgentId who,
                                base::Instant now);
  base::Result<void> remove(std::int64_t id, domain::AgentId who, base::Instant now);
  base::Result<ports::Trunk> find(const std::string& name);

  bool tls_spoken = false;                                // set once as well: there is a section [sip.tls]
  std::function<void(const std::string& words)> damaged;  // set once; none: nobody hears it
  LineTrials* trials = nullptr;  // set once, before the first request; none: lines cannot be tried here

 private:
  struct Kept {
    std::int64_t id;
    ports::Trunk trunk;
    std::string damage = {};  // what is wrong with its row; such a line is shown, and carries nothing
  };
  base::Result<std::vector<Kept>> kept();
  base::Result<void> carry_out();
  base::Result<LineView> save(const Kept& before, const LineRequest& wish, domain::AgentId who,
                              base::Instant now);

  ports::LineShelf& shelf_;
  const std::vector<ports::Trunk> fixed_;
  std::mutex changing_;  // one change at a time: the exchange gets them in the order of the store
  ports::Lines* exchange_ = nullptr;
};

// What is wrong with a line, the first thing; empty: nothing. English, for the API's problem.
std::string problem_of(const ports::Trunk& trunk);
}  // namespace okno::app
